"""The room to write that each kind of step gets on paper."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kompas import deciding
from kompas.block import Catalog
from kompas.steps.consent import ConsentStep
from kompas.steps.field import Field, shown
from kompas.steps.poll import PollStep
from kompas.steps.proposal import OUTCOMES, REACTIONS
from kompas.steps.register import RegisterStep
from kompas.steps.round import RoundStep
from kompas.steps.step import Option, Step, Surroundings
from kompas.worksheets.figures.figure import Figure
from kompas.worksheets.figures.pictures import to_circle
from kompas.worksheets.poll import UNKNOWN
from kompas.worksheets.register import MOST_COLUMNS

MOST_TEXTS = 2
"""A table with more columns for long texts, or too many in all, leaves no room: that becomes cards."""
MOST_TICKS, LONGEST_TICK = 4, 20
"""With more options, or longer ones, people write a number in the cell of a table instead."""
MOST_VALUES = 7
"""As many answers as fit beside a statement."""
USUAL_ROWS, ADVISED_ROWS = 6, 8
MOST_PEOPLE = 30
"""With more of them people count, rather than tick for each."""
FIELDS_ON_CARDS = 18
"""Cards are copied when more are needed: these fill some three pages."""
_YES_NO = (Option(id="true", label="ja"), Option(id="false", label="nee"))


class PollRoom(msgspec.Struct, frozen=True):
    """`labels` are all answers; with `grid` they stand beside the statements. `scale` is to circle."""

    labels: tuple[str, ...]
    grid: bool
    scale: Figure | None


class RoundRoom(msgspec.Struct, frozen=True):
    """The perspectives someone could speak from."""

    perspectives: tuple[str, ...]


class ConsentRoom(msgspec.Struct, frozen=True):
    """What can be said and decided, each with what it means.

    `start` is the title of the step whose text is the first proposal; `people` are those who can be asked
    one by one, none when there are too many or when nobody is known yet.
    """

    start: str
    reactions: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    people: tuple[str, ...]


class Space(msgspec.Struct, frozen=True):
    """Room for one field.

    `options` can be ticked, or looked up by number when `coded`; `numbers` can be circled. `legend` has
    the options that have to be explained, unless another field (`same_as`, its label) has the same.
    `when` pairs another field's label with the values for which this field is asked. `several` asks for
    room for more than one.
    """

    id: str
    label: str
    explanation: str
    long: bool
    options: tuple[Option, ...]
    coded: bool
    numbers: tuple[int, ...]
    legend: tuple[Option, ...]
    same_as: str
    when: tuple[tuple[str, tuple[str, ...]], ...]
    date: bool
    time: bool
    number: bool
    several: bool


class Check(msgspec.Struct, frozen=True):
    """Values of a field that a list should have; `where` tells among which of its records."""

    label: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    values: tuple[str, ...]
    why: str


class Source(msgspec.Struct, frozen=True):
    """A step, its block when that is another one, and which of its rows are meant."""

    title: str
    block: str
    where: tuple[tuple[str, tuple[str, ...]], ...]


class RegisterRoom(msgspec.Struct, frozen=True):
    """A table with `columns`, and one card for the `more` there is to know of a record; or only cards.

    Each of `rows` has the name that stands there already under the field `named`, or "". `source` tells
    where people take the names from when nobody knows them yet.
    """

    columns: tuple[Space, ...]
    more: tuple[Space, ...]
    rows: tuple[str, ...]
    named: str
    source: Source | None
    checks: tuple[Check, ...]


def room(step: Step, around: Surroundings, catalog: Catalog) -> Any:
    """What the template of this kind needs to leave room; None when the step itself says it all."""
    if isinstance(step, PollStep):
        return _poll(step, around)
    if isinstance(step, RoundStep):
        return _round(around)
    if isinstance(step, RegisterStep):
        return _register(step, around, catalog)
    if isinstance(step, ConsentStep):
        return _consent(step, around, catalog)
    return None


def _poll(step: PollStep, around: Surroundings) -> PollRoom:
    labels = (*step.values.values(), UNKNOWN)
    grid = len(step.statements) > 1 and len(labels) <= MOST_VALUES
    scale = to_circle(f"{around.block}.{step.id}.scale", step) if step.scale and not grid else None
    return PollRoom(labels, grid, scale)


def _round(around: Surroundings) -> RoundRoom:
    """Those of the people who take part, or all when nobody is known yet."""
    present = {person.perspective for person in around.participants.values()}
    known = around.perspectives
    return RoundRoom(tuple(label for id, label in known.items() if id in present) or tuple(known.values()))


def _consent(step: ConsentStep, around: Surroundings, catalog: Catalog) -> ConsentRoom:
    start = catalog.step(around.block, step.start)
    people = [person.label for person in around.participants.values() if person.left is None]
    return ConsentRoom(
        start=start.title if start else "",
        reactions=tuple((label, deciding.MEANINGS[id]) for id, label in REACTIONS.items()),
        outcomes=tuple((label, deciding.HELPS.get(id, "")) for id, label in OUTCOMES.items()),
        people=tuple(people) if len(people) <= MOST_PEOPLE else (),
    )


def _register(step: RegisterStep, around: Surroundings, catalog: Catalog) -> RegisterRoom:
    columns = _columns(step)
    more = tuple(field for field in step.fields if field not in columns)
    names = _names(step, around)
    return RegisterRoom(
        columns=_spaces(step, columns, in_table=True),
        more=_spaces(step, (step.fields[0], *more) if columns and more else more, in_table=False),
        rows=names or ("",) * _usual(step, columns),
        named=step.rows.field if step.rows else "",
        source=None if names else _source(step, around, catalog),
        checks=tuple(
            Check(
                label=step.field(rule.field).label,
                where=_labelled(step, rule.where),
                values=_labels(step.field(rule.field), (*rule.required, *rule.expected)),
                why=rule.why,
            )
            for rule in step.coverage
        ),
    )


def _columns(step: RegisterStep) -> tuple[Field, ...]:
    """The fields of the table: all if they fit, else those that are asked at once; none if neither fits."""
    if _fit(step.fields):
        return step.fields
    return step.quick if _fit(step.quick) and len(step.quick) > 1 else ()


def _fit(fields: tuple[Field, ...]) -> bool:
    """Whether there is room for all of them; two numbers or times take no more than one other field."""
    wide = sum(0.5 if one.type in ("number", "time") else 1 for one in fields)
    return wide <= MOST_COLUMNS and sum(one.type == "long_text" for one in fields) <= MOST_TEXTS


def _names(step: RegisterStep, around: Surroundings) -> tuple[str, ...]:
    if not step.rows:
        return ()
    return tuple(around.rows.get(around.address(step.rows.source, step.rows.where), {}).values())


def _source(step: RegisterStep, around: Surroundings, catalog: Catalog) -> Source | None:
    if not step.rows:
        return None
    id, _, name = around.address(step.rows.source).partition(".")
    source = catalog.step(id, name)
    if source is None:
        return None
    other = catalog.blocks[id].title if id != around.block else ""
    return Source(source.title, other, _labelled(source, step.rows.where))


def _usual(step: RegisterStep, columns: tuple[Field, ...]) -> int:
    if step.advice:
        return min(max(step.advice.min, ADVISED_ROWS), step.advice.max)
    if step.schedule:
        return ADVISED_ROWS
    return USUAL_ROWS if columns else min(USUAL_ROWS, max(1, FIELDS_ON_CARDS // len(step.fields)))


def _spaces(step: RegisterStep, fields: Iterable[Field], *, in_table: bool) -> tuple[Space, ...]:
    """Room for these fields; options that several share are explained once."""
    explained: dict[tuple[Option, ...], str] = {}
    found = []
    for field in fields:
        coded = in_table and not _can_be_ticked(field)
        options = _YES_NO if field.type == "yes_no" else field.options
        needs = options if coded or (in_table and any(one.explanation for one in options)) else ()
        found.append(
            Space(
                id=field.id,
                label=field.label,
                explanation=field.explanation,
                long=field.type == "long_text",
                options=options,
                coded=coded,
                numbers=_numbers(field),
                legend=() if needs in explained else needs,
                same_as=explained.get(needs, ""),
                when=_labelled(step, field.when),
                date=field.type == "date",
                time=field.type == "time",
                number=field.type == "number",
                several=field.type == "participants",
            )
        )
        if needs:
            explained.setdefault(needs, field.label)
    return tuple(found)


def _can_be_ticked(field: Field) -> bool:
    labels = [option.label for option in field.options]
    return len(labels) <= MOST_TICKS and all(len(label) <= LONGEST_TICK for label in labels)


def _numbers(field: Field) -> tuple[int, ...]:
    if field.min is None or field.max is None or field.max - field.min >= 10:
        return ()
    return tuple(range(field.min, field.max + 1))


def _labelled(
    step: Step | None, where: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Fields and their values in the words people read; for a poll, its answers."""
    if isinstance(step, PollStep):
        labels = {str(value): label for value, label in step.values.items()}
        return tuple(("", tuple(labels.get(one, one) for one in values)) for values in where.values())
    if not isinstance(step, RegisterStep):
        return ()
    fields = {field.id: field for field in step.fields}
    return tuple((fields[id].label, _labels(fields[id], values)) for id, values in where.items())


def _labels(field: Field, values: Iterable[str]) -> tuple[str, ...]:
    """What stands in a definition as a value of this field, in words."""
    if field.type == "yes_no":
        return tuple(shown(field, value == "true", Surroundings()) for value in values)
    labels = {option.id: option.label for option in field.options}
    return tuple(labels.get(value, value) for value in values)
