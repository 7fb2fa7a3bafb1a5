"""What a worksheet shows of a register: a table as far as that can be read, the rest record by record."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from kompas import sentences
from kompas.steps import register
from kompas.steps.field import Field, Record, shown
from kompas.steps.register import RegisterAnswer, RegisterInsight, RegisterStep, name_of
from kompas.steps.step import Surroundings
from kompas.worksheets.figures import pictures
from kompas.worksheets.figures.figure import Figure

NUMBER = "Nr."
MOST_COLUMNS = 5
"""As many as a table can have on a page, to read or to write in."""

LONGEST_CELL = 160
"""A table with a longer text in it is hard to read: that field goes to the list."""


class Value(msgspec.Struct, frozen=True):
    label: str
    text: str


class Row(msgspec.Struct, frozen=True):
    """`cells` stand under the columns of the register; `details` are the other fields that are filled."""

    name: str
    cells: tuple[str, ...]
    details: tuple[Value, ...]


class Contrast(msgspec.Struct, frozen=True):
    """How often each value occurs now and as wished; `differences` has a sentence a record.

    `figures` show the parties in rings; with them the records have numbers.
    """

    text: str
    now: str
    wish: str
    counts: tuple[tuple[str, int, int], ...]
    differences: tuple[str, ...]
    figures: tuple[Figure, ...]


class Register(msgspec.Struct, frozen=True):
    """`columns` is empty when only the list can be read.

    `counts` pairs the label of a field with how often each value occurs; `to_come` names the rows of
    the source that have no record yet; `loud` must not be missed, `calm` is good to know. `coverage`
    has a figure for each rule about what must occur, `timeline` one of the records on their days.
    """

    records: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    counts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    contrast: Contrast | None
    to_come: tuple[str, ...]
    loud: tuple[str, ...]
    calm: tuple[str, ...]
    coverage: tuple[Figure, ...]
    timeline: Figure | None

    @property
    def detailed(self) -> tuple[Row, ...]:
        """The rows that have more than the table shows."""
        return tuple(row for row in self.rows if row.details)


def show(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> Register | None:
    if not answer.records:
        return None
    insight = register.insight(step, answer, around)
    without = replace(insight, differences=(), to_come=())  # these have a place of their own
    loud, calm = sentences.register_notes(step, without)
    columns = _columns(step, answer.records, around)
    name = f"{around.block}.{step.id}"
    rings = pictures.rings(f"{name}.rings", step, answer, around)
    rows = [_row(step, record, columns, around) for record in answer.records]
    return Register(
        records=insight.records,
        columns=tuple([NUMBER] * bool(rings and columns) + [field.label for field in columns]),
        rows=tuple(_numbered(rows) if rings else rows),
        counts=_counts(step, insight),
        contrast=_contrast(step, insight, rings),
        to_come=insight.to_come,
        loud=tuple(loud),
        calm=tuple(calm),
        coverage=pictures.coverage(f"{name}.coverage", step, answer),
        timeline=pictures.timeline(f"{name}.timeline", step, answer, around),
    )


def points(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> list[str]:
    """What is required and absent, what is not yet as wished, and what still has to be discussed."""
    insight = register.insight(step, answer, around)
    loud, _ = sentences.register_notes(step, insight)
    said = [*loud, sentences.differing(insight), sentences.still_to_discuss(step, insight)]
    return [sentence for sentence in said if sentence] if answer.records else []


def _columns(step: RegisterStep, records: Iterable[Record], around: Surroundings) -> tuple[Field, ...]:
    """The fields of the table: all that are filled if that can be read, else the short quick ones."""
    texts = {
        field.id: [shown(field, record[field.id], around) for record in records if field.id in record]
        for field in step.fields
    }
    filled = [field for field in step.fields if texts[field.id]]
    short = [field for field in filled if all(map(_is_short, texts[field.id]))]
    if len(filled) <= MOST_COLUMNS and short == filled:
        return tuple(filled)
    first = step.fields[0]
    quick = [one for one in short if one is first or (one.quick and one.type != "long_text")][:MOST_COLUMNS]
    return tuple(quick) if first in quick and len(quick) > 1 else ()


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST_CELL and "\n\n" not in text


def _row(step: RegisterStep, record: Record, columns: tuple[Field, ...], around: Surroundings) -> Row:
    """A record; its first field is its name already, unless that is a whole text."""
    name = name_of(step, record, around)
    told = {field.id for field in columns} | ({step.fields[0].id} if _is_short(name) else set())
    return Row(
        name=name if _is_short(name) else str(record["id"]),
        cells=tuple(shown(one, record[one.id], around) if one.id in record else "" for one in columns),
        details=tuple(
            Value(field.label, shown(field, record[field.id], around))
            for field in step.fields
            if field.id in record and field.id not in told
        ),
    )


def _numbered(rows: Iterable[Row]) -> list[Row]:
    """With the number of each in its first cell, or before its name when there is no table."""
    return [
        replace(row, cells=(str(number), *row.cells))
        if row.cells
        else replace(row, name=f"{number}. {row.name}")
        for number, row in enumerate(rows, 1)
    ]


def _counts(
    step: RegisterStep, insight: RegisterInsight
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """How often each value occurs, where that says more than the table: of fields that several share."""
    contrast = step.contrast
    shown_apart = {step.field(id).label for id in (contrast.now, contrast.wish)} if contrast else set()
    return tuple(
        (label, counts)
        for label, counts in insight.counts
        if label not in shown_apart and any(count > 1 for _, count in counts)
    )


def _contrast(step: RegisterStep, insight: RegisterInsight, rings: tuple[Figure, ...]) -> Contrast | None:
    if not step.contrast:
        return None
    now, wish = step.field(step.contrast.now), step.field(step.contrast.wish)
    counts = {label: dict(found) for label, found in insight.counts}
    if not counts[now.label] and not counts[wish.label]:
        return None
    return Contrast(
        text=step.contrast.text,
        now=now.label,
        wish=wish.label,
        counts=tuple(
            (option.label, counts[now.label].get(option.label, 0), counts[wish.label].get(option.label, 0))
            for option in now.options
        ),
        differences=tuple(map(sentences.difference, insight.differences)),
        figures=rings,
    )
