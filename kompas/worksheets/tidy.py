"""The finishing touch of a worksheet: white space as it should be, and tables that can be read as text."""

import re
from itertools import groupby

WIDEST = 120
"""A table that would become wider than this is not aligned: its lines would break anyway."""

_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r":?-+:?")


def tidy(text: str) -> str:
    """The same document: no spaces at the end of a line, one blank line at most, one newline at the end."""
    lines = [line.rstrip(" \t") for line in re.split("\r\n|[\r\n]", text)]
    single = [line for line, after in zip(lines, [*lines[1:], ""], strict=True) if line or after]
    return "\n".join(_aligned(single)).strip("\n") + "\n"


def _aligned(lines: list[str]) -> list[str]:
    found: list[str] = []
    for is_row, group in groupby(lines, lambda line: line.startswith("|")):
        together = list(group)
        found += _table(together) if is_row else together
    return found


def _table(lines: list[str]) -> list[str]:
    """The rows of a table with cells of equal width; as they are when they are not a table."""
    rows = [[cell.strip() for cell in _BETWEEN_CELLS.split(line)[1:-1]] for line in lines]
    if len({len(row) for row in rows}) > 1 or len(rows) < 2 or not all(map(_DELIMITER.fullmatch, rows[1])):
        return lines
    widths = [max(3, *map(len, column)) for column in zip(rows[0], *rows[2:], strict=True)]
    if sum(widths) + 3 * len(widths) + 1 > WIDEST:
        widths = [0] * len(widths)
    shown = [
        [_padded(cell, width, mark) for cell, width, mark in zip(row, widths, rows[1], strict=True)]
        for row in rows
    ]
    shown[1] = [_delimiter(mark, width) for mark, width in zip(rows[1], widths, strict=True)]
    return [f"| {' | '.join(row)} |" for row in shown]


def _padded(cell: str, width: int, mark: str) -> str:
    return cell.rjust(width) if mark.endswith(":") and not mark.startswith(":") else cell.ljust(width)


def _delimiter(mark: str, width: int) -> str:
    left, right = mark.startswith(":"), mark.endswith(":")
    return f"{':' * left}{'-' * max(3 - left - right, width - left - right)}{':' * right}"
