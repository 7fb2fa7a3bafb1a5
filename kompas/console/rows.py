"""Views as rows of a screen: what stands where, in which style, but not yet how a terminal is told so."""

from collections.abc import Iterable, Sequence

import msgspec

from kompas.console.cells import cells, clean, pad, wrap
from kompas.console.tables import as_cards, as_columns, in_columns
from kompas.view import Bars, Bullets, Code, Facts, Heading, Note, Para, Table, View

Row = tuple[tuple[str, str], ...]
"""Pieces of (style, text). The styles: "" heading strong dim good warn bar code."""

_FEW = 6  # rows of a table that get white in between; more of them would not fit on a screen
_WIDEST_BAR = 40
_CELLS_EACH = 4  # so that three votes are no full bar
_BESIDE = 18  # cells that text beside a code needs at least
_GAP = 3  # cells between a code and what stands beside it


class Signs(msgspec.Struct, frozen=True):
    """The signs that are ours, so that we can choose others where a terminal does not have them."""

    bar: str = "█"
    rule: str = "─"
    dots: str = "…"
    bullet: str = "•"
    mark: str = "◄"
    good: str = "✓"
    none: str = "–"
    pointer: str = "►"
    up: str = "▲"
    down: str = "▼"
    edge: str = "│"


UNICODE = Signs()
ASCII = Signs("#", "-", "...", "-", "<", "OK", "-", ">", "^", "v", "|")


class Look(msgspec.Struct, frozen=True):
    """How wide it may be (0: no limit), with which signs, and whether it must read as plain lines."""

    width: int
    plain: bool = False
    signs: Signs = UNICODE


def rows(views: Iterable[View], look: Look) -> list[Row]:
    """All views below each other, with an empty row in between except under a heading."""
    laid: list[Row] = []
    under_heading = True
    for view in views:
        shown = _shown(view, look)
        if shown and not under_heading:
            laid.append(())
        laid += shown
        under_heading = isinstance(view, Heading) or (not shown and under_heading)
    return laid


def words(row: Row) -> str:
    """What stands in a row, without its styles."""
    return "".join(text for _, text in row).rstrip(" ")


def paragraph(text: str, width: int, style: str = "") -> list[Row]:
    return [((style, line),) if line else () for line in wrap(clean(text), width)]


def _shown(view: View, look: Look) -> list[Row]:
    match view:
        case Heading(text):
            return paragraph(text, look.width, "heading")
        case Para(text):
            return paragraph(text, look.width)
        case Note():
            return _note(view, look)
        case Bullets(items):
            bullet = "-" if look.plain else look.signs.bullet
            return [row for item in items for row in _led(bullet, "", item, look)]
        case Facts(pairs):
            return _facts(pairs, look)
        case Table():
            return _table(view, look)
        case Bars():
            return _bars(view, look)
        case Code():
            return _code(view, look)


def _note(note: Note, look: Look) -> list[Row]:
    if note.tone == "warn":
        return _led("! Let op:", "warn", note.text, look, hang=2)
    if note.tone == "good":
        return _led(look.signs.good, "good", note.text, look)
    return paragraph(note.text, look.width)


def _led(lead: str, style: str, text: str, look: Look, hang: int = 0) -> list[Row]:
    """Text behind a sign or a label; without `hang` its next lines stand under its first."""
    first, *rest = wrap(f"{lead} {clean(text)}", look.width, hang or cells(lead) + 1)
    styled = lead if first.startswith(lead) else first
    return [((style, styled), ("", first[len(styled) :])), *((("", line),) for line in rest)]


def _facts(pairs: Sequence[tuple[str, str]], look: Look) -> list[Row]:
    labels = [clean(label, keep_newlines=False) for label, _ in pairs]
    values = [clean(value) or look.signs.none for _, value in pairs]
    column = max(map(cells, labels), default=0) + 2
    if look.plain or column > look.width * 0.4:
        return _labelled(list(zip(labels, values, strict=True)), look)
    laid: list[Row] = []
    for label, value in zip(labels, values, strict=True):
        for spot, line in enumerate(wrap(value, look.width - column)):
            laid.append((("strong", pad("" if spot else label, column)), ("", line)))
    return laid


def _labelled(pairs: Sequence[tuple[str, str]], look: Look) -> list[Row]:
    """Labels with their values behind them, each label on a line of its own."""
    return [row for label, value in pairs for row in _led(f"{label}:", "strong", value, look, hang=2)]


def _table(table: Table, look: Look) -> list[Row]:
    head = [clean(name, keep_newlines=False) for name in table.columns]
    body = [[clean(cell) for cell in row] for row in table.rows]
    filled = [[cell or "-" for cell in row] for row in body] if look.plain else body
    widths = in_columns([head, *filled], look.width, look.plain)
    if widths is None:
        cards = [_labelled(card, look) for card in as_cards(head, body)]
        return [row for spot, card in enumerate(cards) for row in ([()] if spot else []) + card]
    if look.plain:
        return [(("", line),) for line in as_columns([head, *filled], widths, gap=2)]
    rule = look.signs.rule
    return [
        *((("strong", line),) for line in as_columns([head], widths)),
        (("dim", "   ".join(rule * width for width in widths)),),
        *((("", line),) if line else () for line in as_columns(body, widths, airy=len(body) <= _FEW)),
    ]


def _bars(bars: Bars, look: Look) -> list[Row]:
    named = [(clean(label, keep_newlines=False), count, label in bars.marked) for label, count in bars.rows]
    mark = clean(bars.mark, keep_newlines=False)
    if look.plain:
        behind = f" ({mark})" if mark else ""
        lines = (f"{label}: {count}{behind * marked}" for label, count, marked in named)
        return [row for line in lines for row in paragraph(line, look.width)]
    mark = f" {look.signs.mark} {mark}".rstrip()
    column = max((cells(label) for label, _, _ in named), default=0)
    most = max((count for _, count, _ in named), default=0)
    free = look.width - 2 - len(str(most)) - 1 - (cells(mark) if bars.marked else 0)
    beside = column <= look.width * 0.4 and free - column >= 8
    room = min(free - column if beside else free, _WIDEST_BAR, most * _CELLS_EACH)
    laid: list[Row] = []
    for label, count, marked in named:
        bar = look.signs.bar * (max(1, round(room * count / most)) if count else 0)
        front = " " * (column - cells(label)) + label if beside else ""
        laid += [] if beside else paragraph(label, look.width)
        number = f" {count}" if bar else f"{count}"
        laid.append((("", f"{front}  "), ("bar", bar), ("", number), ("strong", mark * marked)))
    return laid


def _code(code: Code, look: Look) -> list[Row]:
    """The code with what stands beside it; plain lines and signs without half blocks have only that."""
    if look.plain or look.signs != UNICODE:
        return rows(code.beside, look)
    wide = max(map(len, code.rows), default=0)
    if wide > look.width:
        return rows([*code.beside, *([Para(code.instead)] if code.instead else [])], look)
    drawn: list[Row] = [(("code", row),) for row in code.rows]
    left = look.width - wide - _GAP
    if left < _BESIDE:
        return [*rows(code.beside, look), *drawn]
    text = rows(code.beside, msgspec.structs.replace(look, width=left))
    middle = max(0, (len(drawn) - len(text)) // 2)
    beside = [*[()] * middle, *text]
    laid: list[Row] = []
    for spot in range(max(len(drawn), len(beside))):
        front = drawn[spot][0] if spot < len(drawn) else ("", " " * wide)
        behind = beside[spot] if spot < len(beside) else ()
        laid.append((front, ("", " " * _GAP), *behind) if behind else (front,))
    return laid
