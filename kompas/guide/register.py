"""A register: quick entry record by record, correcting, removing, and what is still missing."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from kompas import sentences
from kompas.console.cells import shorten
from kompas.guide import groups, harvest, phones, programme
from kompas.guide.dialogue import Back, Choice, Pick, Skip, YesNo
from kompas.guide.field import ask_field, nothing_to_choose
from kompas.guide.harvest import by_phone as by_phone
from kompas.guide.records import Ability, Entry, answer_of, cell, keep, store, which
from kompas.guide.talk import ON, Talk, menu, until_on
from kompas.steps.field import Field, Record, applies
from kompas.steps.register import RegisterAnswer, RegisterStep, insight, name_of, rows_to_come
from kompas.steps.step import Surroundings
from kompas.view import Facts, Heading, Note, Para, Table, View


def converse(talk: Talk) -> None:
    """Show the table and what is missing, and do what the room wants, until it goes on."""
    able = _able(talk.step)
    ways = _DO | {entry: do for one in able for entry, do in one.DO.items()}
    until_on(talk, lambda: talk.pick(_question(talk, able), *_body(talk)), ways)


def view(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> list[View]:
    """What must not be missed, what is still missing, the table, and what asks for a next step."""
    before, after = _notes(step, answer, around)
    return [*before, *_table(step, answer, around), *after]


def _able(step: RegisterStep) -> list[Ability]:
    """What this register can do beside being a list."""
    return [ability for part, ability in _ABILITIES if getattr(step, part)]


def _table(
    step: RegisterStep, answer: RegisterAnswer, around: Surroundings, *, live: bool = False
) -> list[View]:
    """All records; at the table of a meeting (`live`) without what is over, so that what comes fits."""
    if not answer.records:
        return []
    able, seen = _able(step), insight(step, answer, around)
    told = {id for one in able for id in one.told(step, seen)}
    name, *rest = [
        (field.label, tuple(cell(field, record, around) for record in answer.records))
        for field in _columns(step)
        if field.id not in told
    ]
    columns = (name, *(column for one in able for column in one.columns(step, seen)), *rest)
    over = {id for one in able for id in one.over(seen)} if live else set()
    rows = zip(answer.records, zip(*(cells for _, cells in columns), strict=True), strict=True)
    return [
        Table(
            tuple(label for label, _ in columns),
            tuple(row for record, row in rows if record["id"] not in over),
        )
    ]


def _notes(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> tuple[list[View], list[View]]:
    """What belongs above the table, so that it is seen, and what belongs below: a line for each record."""
    seen = insight(step, answer, around)
    loud, calm = sentences.register_notes(step, seen)
    apart = {sentences.difference(one) for one in seen.differences}
    above: list[View] = [Note(text, "warn") for text in loud]
    above += [Note(text) for text in calm if text not in apart]
    below: list[View] = [Note(text) for text in calm if text in apart]
    for one in _able(step):
        more_above, more_below = one.notes(step, answer, around, seen)
        above, below = [*above, *more_above], [*below, *more_below]
    return above, below


def full(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> list[View]:
    """All records with all that is known of them."""
    before, after = _notes(step, answer, around)
    views: list[View] = [*before, *(_table(step, answer, around) if _able(step) else ())]
    for record in answer.records:
        filled = [(field.label, cell(field, record, around)) for field in step.fields if field.id in record]
        views.append(Facts(tuple(filled)))
    return [*views, *after]


def _columns(step: RegisterStep) -> list[Field]:
    """The short fields that every record has, so that the table fits; all quick ones if there is only one."""
    quick = list(step.quick)
    short = [field for field in quick if not field.when and field.type != "long_text"]
    return short if len(short) > 1 else quick


def _body(talk: Talk) -> list[View]:
    answer = answer_of(talk)
    if not answer.records:
        return [*talk.intro()]
    before, after = _notes(talk.step, answer, talk.around)
    return [*before, *_table(talk.step, answer, talk.around, live=True), *after]


def _question(talk: Talk, able: list[Ability]) -> Pick:
    """The menu, in which the pointer stands at what people probably want now."""
    likely = next(filter(None, (one.likely(talk) for one in able)), "")
    likely = phones.WAY if phones.to_go_on(talk) else likely
    more = [*harvest.entries(talk), *(entry for one in able for entry in one.entries(talk))]
    return Pick("Wat wil je doen?", _entries(talk, more), likely)


def _entries(talk: Talk, more: Sequence[Entry | None]) -> tuple[Choice, ...]:
    step, answer = talk.step, answer_of(talk)
    to_come = rows_to_come(step, answer, talk.around)
    some = bool(answer.records)
    on = (ON, "Verder naar de volgende stap")
    following = next(iter(to_come.values()), "")
    return menu(
        ("rows", f"Volgende: {following} (nog {len(to_come)})") if to_come else None,
        ("add", f"{'Nog een' if some else 'Eerste'} {step.record} toevoegen"),
        on if some else None,
        *more,
        ("correct", "Verbeteren of aanvullen") if some else None,
        ("remove", "Weghalen") if some else None,
        ("read", "Alles van één bekijken") if some else None,
        on if not some else None,
    )


def _add(talk: Talk) -> None:
    """Record after record, until the first field is left empty."""
    if nothing_to_choose(talk.step.fields[0], talk.around):
        talk.tell(Note("Hier kies je uit wat bij een eerdere stap staat. Daar staat nog niets."))
        return
    while _enter(talk, {}, "Enter zonder tekst: klaar."):
        pass


def _rows(talk: Talk) -> None:
    """A record for each row of the source that has none yet."""
    to_come = rows_to_come(talk.step, answer_of(talk), talk.around)
    for place, (id, name) in enumerate(to_come.items(), 1):
        with suppress(Skip):  # later, for this one only
            _enter(talk, {talk.step.rows.field: id}, "", f"{place} van {len(to_come)}: {name}")


def _enter(talk: Talk, given: Record, end: str, title: str = "") -> bool:
    """The quick fields of one new record; each is stored before the next is asked.

    False when the first field was left empty. Back goes to the field before.
    """
    step: RegisterStep = talk.step
    fields = [field for field in step.quick if field.id not in given]
    record: Record = dict(given)
    place = 0
    while place < len(fields):
        field = fields[place]
        if not applies(field.when, record):
            place += 1
            continue
        try:
            value = ask_field(talk, field, record, _entering(talk, record, title), end if place == 0 else "")
        except Back:
            if place == 0:
                raise
            place = _before(fields, place, record)
            continue
        if value is None and place == 0 and not given:
            return False
        record = store(talk, record, field, value)
        place += 1
    for id, value in given.items():
        if "id" not in record:
            record = store(talk, record, step.field(id), value)
    return True


def _before(fields: list[Field], place: int, record: Record) -> int:
    """The nearest earlier field that applies."""
    return next((spot for spot in range(place - 1, -1, -1) if applies(fields[spot].when, record)), 0)


def _entering(talk: Talk, record: Record, title: str) -> tuple[View, ...]:
    """What was entered so far; before that, what the register still must have."""
    step: RegisterStep = talk.step
    filled = [(field.label, cell(field, record, talk.around)) for field in step.fields if field.id in record]
    count = len(answer_of(talk).records)
    told = title or f"{step.record[0].upper()}{step.record[1:]} {count + ('id' not in record)}"
    if filled or not count:
        return (Para(told), *([Facts(tuple(filled))] if filled else []))
    loud, _ = sentences.register_notes(step, insight(step, answer_of(talk), talk.around))
    return (*(Note(text, "warn") for text in loud), Para(told))


def _correct(talk: Talk) -> None:
    """Field after field of one record, chosen from all its fields with what they hold."""
    record = which(talk, "Welke wil je verbeteren of aanvullen?")
    place = ""
    while True:
        fields = [field for field in talk.step.fields if applies(field.when, record)]
        choices = tuple(
            Choice(field.id, field.label, shorten(_on_one_line(field, record, talk.around), 50) or "nog leeg")
            for field in fields
        )
        question = f"Welk onderdeel van {name_of(talk.step, record, talk.around)}?"
        place = talk.pick(Pick(question, (*choices, Choice("", "Klaar")), place))
        if not place:
            return
        field = next(one for one in fields if one.id == place)
        try:
            value = ask_field(talk, field, record, (Heading(name_of(talk.step, record, talk.around)),))
        except Back:
            continue
        if value is not None or field is not talk.step.fields[0]:
            record = store(talk, record, field, value)
        place = _following(fields, field)


def _on_one_line(field: Field, record: Record, around: Surroundings) -> str:
    return " ".join(cell(field, record, around).split())


def _following(fields: list[Field], field: Field) -> str:
    """The field after this one, so that Enter goes through them all; "" after the last."""
    place = fields.index(field) + 1
    return fields[place].id if place < len(fields) else ""


def _remove(talk: Talk) -> None:
    record = which(talk, "Welke wil je weghalen?")
    name = name_of(talk.step, record, talk.around)
    if talk.yes_no(YesNo(f"{name} weghalen? Dit kun je niet terugdraaien.", False)):
        keep(talk, tuple(one for one in answer_of(talk).records if one["id"] != record["id"]))


def _read(talk: Talk) -> None:
    record = which(talk, "Welke wil je bekijken?")
    step: RegisterStep = talk.step
    filled = tuple(
        (field.label, cell(field, record, talk.around)) for field in step.fields if field.id in record
    )
    talk.tell(Facts(filled))


_ABILITIES: tuple[tuple[str, Ability], ...] = (("schedule", programme), ("groups", groups))
"""By the key of a definition that asks for it, the module that has it."""

_DO: dict[str, Callable[[Talk], None]] = {
    phones.WAY: by_phone,
    "add": _add,
    "rows": _rows,
    "correct": _correct,
    "remove": _remove,
    "read": _read,
}


def said(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> str:
    return "; ".join(name_of(step, record, around) for record in answer.records)
