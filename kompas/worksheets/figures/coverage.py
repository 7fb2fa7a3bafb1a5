"""How often each option of a field occurs, and which of those that are needed do not."""

import msgspec

from kompas.worksheets.figures.measure import SMALL, WIDTH, wide, wrapped
from kompas.worksheets.figures.pieces import Line, Words, centred

_LEFT, _RIGHT = 216.0, WIDTH - 40.0
_PER_RECORD = 44.0
_ROW, _HEADING = 26.0, 30.0


class Option(msgspec.Struct, frozen=True):
    label: str
    count: int


class Group(msgspec.Struct, frozen=True):
    """Options that are needed alike; `absent` is the word for one that does not occur."""

    label: str
    absent: str
    options: tuple[Option, ...]
    required: bool = False


class Coverage(msgspec.Struct, frozen=True):
    """The options of a field, the most needed first; `others` says which are neither needed nor there."""

    field: str
    groups: tuple[Group, ...]
    others: str


class Row(msgspec.Struct, frozen=True):
    """`width` is 0 for what does not occur, and `absent` says so."""

    y: float
    name: Words
    width: float
    count: str
    absent: str
    required: bool


class Drawing(msgspec.Struct, frozen=True):
    height: float
    left: float
    title: Words
    headings: tuple[Words, ...]
    rows: tuple[Row, ...]
    axes: tuple[Line, ...]
    others: Words


def lay_out(coverage: Coverage) -> Drawing:
    most = max([1, *(option.count for group in coverage.groups for option in group.options)])
    per_record = min(_PER_RECORD, (_RIGHT - _LEFT - wide(str(most))) / most)
    headings: list[Words] = []
    rows: list[Row] = []
    axes: list[Line] = []
    title = Words(0, 14, tuple(wrapped(coverage.field, WIDTH, most=2)))
    y = title.bottom + 8
    for group in coverage.groups:
        headings.append(Words(0, y + 16, (group.label,)))
        found, bottom = _rows(group, y + _HEADING, per_record)
        rows += found
        axes.append(Line(_LEFT, y + _HEADING, _LEFT, bottom))
        y = bottom + 10
    others = Words(0, y + 16, tuple(wrapped(coverage.others, WIDTH, SMALL)))
    height = others.bottom + 8 if others.lines else y - 6
    return Drawing(height, _LEFT, title, tuple(headings), tuple(rows), tuple(axes), others)


def _rows(group: Group, y: float, per_record: float) -> tuple[list[Row], float]:
    """The options of a group below each other, and where they end."""
    rows = []
    for option in group.options:
        lines = tuple(wrapped(option.label, _LEFT - 14))
        high = max(_ROW, len(lines) * 17 + 9)
        name = centred(_LEFT - 12, y + high / 2, lines, "end")
        absent = "" if option.count else group.absent
        width = option.count * per_record
        rows.append(Row(y + high / 2, name, width, str(option.count), absent, group.required))
        y += high
    return rows, y
