"""A table of records that the group keeps together."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from kompas.errors import Problem
from kompas.shapes import shape, unknown
from kompas.steps.dealing import Dealing, Dealt, dealt
from kompas.steps.field import TYPED, Field, Record, applies, choices, field_problem, shown, typed
from kompas.steps.rules import Advice, Contrast, Coverage, Rows, Timeline
from kompas.steps.schedule import Plan, Schedule, plan
from kompas.steps.step import Answer, State, Step, Surroundings, duplicates


class RegisterStep(Step, frozen=True, kw_only=True, tag="register"):
    """`record` is the word for one record ("partij"), `records` for several ("partijen").

    The first field names the records. `parties: true` marks the one register that is the source of
    all parties. Phones can write for the rows of a source.
    """

    phones_answer: ClassVar[bool] = True

    record: str
    records: str
    fields: tuple[Field, ...]
    rows: Rows | None = None
    parties: bool = False
    coverage: tuple[Coverage, ...] = ()
    advice: Advice | None = None
    contrast: Contrast | None = None
    timeline: Timeline | None = None
    schedule: Schedule | None = None
    groups: Dealing | None = None

    @property
    def quick(self) -> tuple[Field, ...]:
        """The fields that are asked at once: the first always, as it names the record."""
        return tuple(field for place, field in enumerate(self.fields) if field.quick or place == 0)

    @property
    def written(self) -> tuple[Field, ...]:
        """The fields in which a phone can write."""
        kinds = ("text", "long_text")
        return tuple(field for field in self.quick if field.type in kinds and not field.when)

    @property
    def by_phone(self) -> bool:
        """Only where there are rows to choose from, and fields to write in."""
        return self.phone and bool(self.rows and self.written)

    def field(self, id: str) -> Field:
        """The field with this id."""
        return next(field for field in self.fields if field.id == id)


class RegisterAnswer(Answer, frozen=True, kw_only=True):
    """Each record is a mapping: its `id`, then the fields that were filled in."""

    records: tuple[Record, ...] = ()


class Missing(Answer, frozen=True, kw_only=True):
    """What a coverage rule misses, in the labels people read."""

    field: str
    required: tuple[str, ...]
    expected: tuple[str, ...]
    why: str


class Difference(Answer, frozen=True, kw_only=True):
    record: str
    now: str
    wish: str


class RegisterInsight(Answer, frozen=True, kw_only=True):
    """What a register shows.

    `counts` gives for each choice field how often each value occurs; `advice` is set when the number
    of records lies outside it. `plan` is that of a programme, `dealt` tells of groups.
    """

    records: int
    missing: tuple[Missing, ...]
    counts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    advice: Advice | None
    differences: tuple[Difference, ...]
    to_come: tuple[str, ...]
    plan: Plan | None = None
    dealt: Dealt | None = None


def understand(step: RegisterStep, data: Any) -> tuple[RegisterAnswer | None, list[Problem]]:
    """Each record apart, so that every problem in every record is reported; each id is used once."""
    raw, found = shape(data, _Raw)
    if raw is None:
        return None, found
    records = []
    found += duplicates([_id(record) for record in raw.records], "records", "Id")
    for place, record in enumerate(raw.records):
        if record is None:
            continue
        values, wrong = _record(step, record)
        records.append(values)
        found += [Problem(one.what, one.hint, ("records", place, *one.path)) for one in wrong]
    return (None if found else RegisterAnswer(records=tuple(records))), found


def problems(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> list[Problem]:
    """Values that do not exist (options, parties, participants, rows)."""
    found: list[Problem] = []
    known = [(field, choices(field, around)) for field in step.fields if field.type not in TYPED]
    for place, record in enumerate(answer.records):
        for field, possible in known:
            if field.id in record:
                wrong = field_problem(field, record[field.id], possible)
                found += [
                    Problem(one.what, one.hint, ("records", place, field.id, *one.path)) for one in wrong
                ]
    return found


def state(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> State:
    """Partly when something required is absent or a row has not been looked at."""
    if not answer.records:
        return State.OPEN
    seen = insight(step, answer, around)
    lacking = any(missing.required for missing in seen.missing) or seen.to_come
    return State.PARTLY if lacking else State.DONE


def insight(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> RegisterInsight:
    records = answer.records
    advice = step.advice
    return RegisterInsight(
        records=len(records),
        missing=tuple(missing(step, rule, records) for rule in step.coverage if looks(rule, records)),
        counts=tuple(_counts(field, records) for field in step.fields if field.type in ("choice", "choices")),
        advice=advice if advice and records and not advice.min <= len(records) <= advice.max else None,
        differences=_differences(step, records, around),
        to_come=tuple(rows_to_come(step, answer, around).values()),
        plan=plan(step.schedule, records) if step.schedule and records else None,
        dealt=dealt(step.groups, records, around.participants, around.perspectives) if step.groups else None,
    )


def rows_to_come(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> dict[str, str]:
    """Rows of the source that have no record yet: id to name."""
    have = {record.get(step.rows.field) for record in answer.records} if step.rows else set()
    return {id: name for id, name in rows_of(step, around).items() if id not in have}


def rows_of(step: RegisterStep, around: Surroundings) -> dict[str, str]:
    """All rows of the source: id to name."""
    if not step.rows:
        return {}
    return {**around.rows.get(around.address(step.rows.source, step.rows.where), {})}


def name_of(step: RegisterStep, record: Record, around: Surroundings) -> str:
    """What people call a record: its first field, else its id."""
    first = step.fields[0]
    return shown(first, record[first.id], around) if first.id in record else str(record["id"])


def asked(step: RegisterStep, record: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields that apply to this record."""
    return tuple(field for field in step.fields if applies(field.when, record))


class _Raw(Answer, frozen=True, kw_only=True):
    """A record that is null is left out, but the places of the others are those in the file."""

    records: tuple[dict[str, Any] | None, ...] = ()


def _id(raw: Mapping[str, Any] | None) -> str | None:
    id = raw.get("id") if raw else None
    return id if isinstance(id, str) and id.strip() else None


def _record(step: RegisterStep, raw: Mapping[str, Any]) -> tuple[Record, list[Problem]]:
    found: list[Problem] = []
    record: Record = {}
    name = _id(raw)
    if name is None:
        found.append(Problem("“id” ontbreekt.", "Geef dit een korte, unieke naam.", ()))
    else:
        record["id"] = name
    known = {field.id: field for field in step.fields}
    for id, value in raw.items():
        if id == "id" or value is None:
            continue
        if id not in known:
            found.append(unknown("Het veld", id, known, (id,)))
            continue
        understood, wrong = typed(known[id], value)
        found += [Problem(one.what, one.hint, (id, *one.path)) for one in wrong]
        if understood is not None:
            record[id] = understood
    return record, found


def looks(rule: Coverage, records: tuple[Record, ...]) -> bool:
    """Whether a coverage rule looks at any of these records, or at all."""
    return not rule.where or any(applies(rule.where, record) for record in records)


def counted(rule: Coverage, field: Field, records: tuple[Record, ...]) -> Counter[str]:
    """How often each value occurs in the records that a coverage rule looks at."""
    return Counter(_values(field, [record for record in records if applies(rule.where, record)]))


def missing(step: RegisterStep, rule: Coverage, records: tuple[Record, ...]) -> Missing:
    """What a coverage rule misses."""
    field = step.field(rule.field)
    labels = {option.id: option.label for option in field.options}
    present = counted(rule, field, records)
    return Missing(
        field=field.label,
        required=tuple(labels.get(id, id) for id in rule.required if id not in present),
        expected=tuple(labels.get(id, id) for id in rule.expected if id not in present),
        why=rule.why,
    )


def _counts(field: Field, records: tuple[Record, ...]) -> tuple[str, tuple[tuple[str, int], ...]]:
    tally = Counter(_values(field, records))
    return field.label, tuple(
        (option.label, tally[option.id]) for option in field.options if tally[option.id]
    )


def _values(field: Field, records: Any) -> list[str]:
    """Every value of a choice field, one by one."""
    values: list[str] = []
    for record in records:
        value = record.get(field.id, ())
        values += [value] if isinstance(value, str) else value
    return values


def _differences(
    step: RegisterStep, records: tuple[Record, ...], around: Surroundings
) -> tuple[Difference, ...]:
    if not step.contrast:
        return ()
    now, wish = step.field(step.contrast.now), step.field(step.contrast.wish)
    return tuple(
        Difference(
            record=name_of(step, record, around),
            now=shown(now, record[now.id], around),
            wish=shown(wish, record[wish.id], around),
        )
        for record in records
        if now.id in record and wish.id in record and record[now.id] != record[wish.id]
    )
