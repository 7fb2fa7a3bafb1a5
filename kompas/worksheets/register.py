"""What a worksheet shows of a register: a table as far as that can be read, the rest record by record."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from kompas import meeting, sentences
from kompas.steps import register
from kompas.steps.field import Field, Record, shown
from kompas.steps.register import RegisterAnswer, RegisterInsight, RegisterStep, name_of
from kompas.steps.step import Surroundings
from kompas.worksheets import groups, programme
from kompas.worksheets.figures import pictures
from kompas.worksheets.figures.figure import Figure
from kompas.worksheets.groups import Group
from kompas.worksheets.programme import Programme

NUMBER = "Nr."
MOST_COLUMNS = 5
"""As many as a table can have on a page, to read or to write in."""

LONGEST_CELL = 160
"""A table with a longer text in it is hard to read: that field goes to the list."""


class Value(msgspec.Struct, frozen=True):
    label: str
    text: str


class Row(msgspec.Struct, frozen=True):
    """`cells` stand under the columns of the register; `details` are the other fields that are filled.

    `facts` are all that are filled, but its name. `record` is what the file holds; `group` tells who is in
    it, when the record is a group of people.
    """

    name: str
    cells: tuple[str, ...]
    details: tuple[Value, ...]
    facts: tuple[Value, ...]
    record: Record
    group: Group | None


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
    `programme` tells about the times of a programme, which stand in the table; `unplaced` who is in no
    group yet.
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
    programme: Programme | None
    unplaced: tuple[str, ...]

    @property
    def detailed(self) -> tuple[Row, ...]:
        """The rows that have more than the table shows."""
        return tuple(row for row in self.rows if row.details or row.group)


def to_send(shown: Register) -> Register:
    """The records, without what is still lacking or to be done."""
    of = shown.programme
    finished = replace(of, untimed="", begins="", clashes=()) if of else None
    return replace(
        shown, counts=(), to_come=(), loud=(), calm=(), coverage=(), programme=finished, unplaced=()
    )


def show(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> Register | None:
    if not answer.records:
        return None
    insight = register.insight(step, answer, around)
    without = replace(insight, differences=(), to_come=())  # these have a place of their own
    loud, calm = sentences.register_notes(step, without)
    columns, rows = _table(step, answer, insight, around)
    name = f"{around.block}.{step.id}"
    rings = pictures.rings(f"{name}.rings", step, answer, around)
    return Register(
        records=insight.records,
        columns=(NUMBER, *columns) if rings and columns else columns,
        rows=tuple(_numbered(rows) if rings else rows),
        counts=_counts(step, insight),
        contrast=_contrast(step, insight, rings),
        to_come=insight.to_come,
        loud=tuple(loud),
        calm=tuple(calm),
        coverage=pictures.coverage(f"{name}.coverage", step, answer),
        timeline=pictures.timeline(f"{name}.timeline", step, answer, around),
        programme=programme.programme(step, answer, insight, around),
        unplaced=tuple(groups.points(insight)),
    )


def points(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> list[str]:
    """What is required and absent, what is not yet as wished, and what still has to be discussed."""
    insight = register.insight(step, answer, around)
    loud, _ = sentences.register_notes(step, insight)
    said = [*loud, sentences.differing(insight), sentences.still_to_discuss(step, insight)]
    said += programme.points(programme.programme(step, answer, insight, around))
    said += groups.points(insight)
    return [sentence for sentence in said if sentence] if answer.records else []


def _table(
    step: RegisterStep, answer: RegisterAnswer, insight: RegisterInsight, around: Surroundings
) -> tuple[tuple[str, ...], list[Row]]:
    """The columns, and the records; groups of people are no table."""
    plan = None if step.groups else insight.plan
    times = meeting.times(plan) if plan else ()
    told = (*programme.told(step, plan), *groups.told(step))
    fields = [field for field in step.fields if field not in told or field is step.fields[0]]
    columns = () if step.groups else _columns(fields, answer.records, around, len(times))
    rows = [
        _row(step, record, group, fields, columns, around)
        for record, group in zip(answer.records, groups.groups(step, answer, insight, around), strict=True)
    ]
    labels = [field.label for field in columns]
    timed = [_timed(row, [texts[place] for _, texts in times]) for place, row in enumerate(rows)]
    return (*labels[:1], *(label for label, _ in times), *labels[1:]), timed


def _timed(row: Row, times: Sequence[str]) -> Row:
    """With its times behind its name."""
    return replace(row, cells=(*row.cells[:1], *times, *row.cells[1:]))


def _columns(
    fields: Sequence[Field], records: Iterable[Record], around: Surroundings, times: int
) -> tuple[Field, ...]:
    """The fields of the table: all that are filled if that can be read, else the short quick ones.

    With columns of `times` there is a table in any case.
    """
    texts = {
        field.id: [shown(field, record[field.id], around) for record in records if field.id in record]
        for field in fields
    }
    first = fields[0]
    filled = [field for field in fields if texts[field.id] or (times and field is first)]
    short = [field for field in filled if all(map(_is_short, texts[field.id]))]
    most = MOST_COLUMNS - times
    if len(filled) <= most and short == filled:
        return tuple(filled)
    quick = [one for one in short if one is first or (one.quick and one.type != "long_text")][:most]
    if times:
        return (first, *[one for one in quick if one is not first][: most - 1])
    return tuple(quick) if first in quick and len(quick) > 1 else ()


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST_CELL and "\n\n" not in text


def _row(
    step: RegisterStep,
    record: Record,
    group: Group | None,
    fields: Iterable[Field],
    columns: tuple[Field, ...],
    around: Surroundings,
) -> Row:
    """A record; its first field is its name already, unless that is a whole text."""
    name = name_of(step, record, around)
    first = step.fields[0]
    filled = [field for field in fields if field.id in record and (field is not first or not _is_short(name))]
    facts = [Value(field.label, shown(field, record[field.id], around)) for field in filled]
    return Row(
        name=name if _is_short(name) else str(record["id"]),
        cells=tuple(shown(one, record[one.id], around) if one.id in record else "" for one in columns),
        details=tuple(fact for field, fact in zip(filled, facts, strict=True) if field not in columns),
        facts=tuple(facts),
        record=record,
        group=group,
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
