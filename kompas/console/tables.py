"""Rows in columns that fit, or else each row as a small card."""

from collections.abc import Sequence
from itertools import zip_longest

from kompas.console.cells import cells, pad, wrap

Cells = Sequence[Sequence[str]]

_GAP = 3
_PLAIN_GAP, _PLAIN_WIDTH = 2, 100
_LONGEST_CELL = 8  # lines; with more, a card reads better


def in_columns(table: Cells, width: int, plain: bool) -> list[int] | None:
    """A width for each column, header included; None where words would have to be cut.

    Plain columns are as wide as their text: a program may read them.
    """
    natural = [max(map(_longest_line, column)) for column in zip(*table, strict=True)]
    if plain:
        several_lines = any("\n" in cell for row in table for cell in row)
        fits = _total(natural, _PLAIN_GAP) <= min(width or _PLAIN_WIDTH, _PLAIN_WIDTH)
        return natural if fits and not several_lines else None
    least = [max(map(_longest_word, column)) for column in zip(*table, strict=True)]
    if _total(least, _GAP) > width:
        return None
    widths = _shared(natural, least, width - _GAP * (len(least) - 1))
    return widths if _tallest(table, widths) <= _LONGEST_CELL else None


def as_columns(table: Cells, widths: Sequence[int], gap: int = _GAP, airy: bool = False) -> list[str]:
    """The lines of all rows; `airy` puts an empty one between rows if any of them has several."""
    blocks = [_side_by_side(row, widths, gap) for row in table]
    apart = airy and any(len(block) > 1 for block in blocks)
    return [line for spot, block in enumerate(blocks) for line in ([""] if apart and spot else []) + block]


def as_cards(head: Sequence[str], body: Cells) -> list[list[tuple[str, str]]]:
    """For each row its labels and values, without what is empty."""
    return [[(label, cell) for label, cell in zip(head, row, strict=True) if cell] for row in body]


def _shared(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Let the columns grow from their least, the narrowest first, each no further than it needs."""
    widths = list(least)
    while sum(widths) < room:
        wanting = [spot for spot, width in enumerate(widths) if width < natural[spot]]
        if not wanting:
            break
        narrowest = min(wanting, key=lambda spot: widths[spot])
        widths[narrowest] += 1
    return widths


def _side_by_side(row: Sequence[str], widths: Sequence[int], gap: int) -> list[str]:
    columns = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    return [
        (" " * gap).join(pad(line, width) for line, width in zip(lines, widths, strict=True)).rstrip()
        for lines in zip_longest(*columns, fillvalue="")
    ]


def _tallest(table: Cells, widths: Sequence[int]) -> int:
    return max(len(wrap(cell, width)) for row in table for cell, width in zip(row, widths, strict=True))


def _total(widths: Sequence[int], gap: int) -> int:
    return sum(widths) + gap * (len(widths) - 1)


def _longest_line(cell: str) -> int:
    return max(map(cells, cell.split("\n")))


def _longest_word(cell: str) -> int:
    return max(map(cells, cell.split()), default=0)
