"""A register: quick entry record by record, correcting, removing, and what is still missing."""

from collections.abc import Callable
from contextlib import suppress

from kompas import sentences
from kompas.console.cells import shorten
from kompas.guide.dialogue import Back, Choice, Pick, Skip, YesNo
from kompas.guide.field import ask_field, nothing_to_choose
from kompas.guide.talk import ON, Talk, menu, until_on
from kompas.names import unique
from kompas.steps.field import Field, Record, Value, applies, shown
from kompas.steps.register import RegisterAnswer, RegisterStep, insight, name_of, rows_to_come
from kompas.steps.step import Surroundings
from kompas.view import Facts, Heading, Note, Para, Table, View


def converse(talk: Talk) -> None:
    """Show the table and what is missing, and do what the room wants, until it goes on."""
    until_on(talk, lambda: talk.pick(Pick("Wat wil je doen?", _entries(talk)), *_body(talk)), _DO)


def view(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> list[View]:
    """What must not be missed, what is still missing, the table, and what asks for a next step."""
    shown_fields = _columns(step)
    columns = tuple(field.label for field in shown_fields)
    rows = tuple(tuple(_cell(field, record, around) for field in shown_fields) for record in answer.records)
    table = [Table(columns, rows)] if rows else []
    before, after = _notes(step, answer, around)
    return [*before, *table, *after]


def _notes(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> tuple[list[View], list[View]]:
    """What belongs above the table, so that it is seen, and what belongs below: a line for each record."""
    seen = insight(step, answer, around)
    loud, calm = sentences.register_notes(step, seen)
    apart = {sentences.difference(one) for one in seen.differences}
    above = [*(Note(text, "warn") for text in loud), *(Note(text) for text in calm if text not in apart)]
    return [*above], [Note(text) for text in calm if text in apart]


def full(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> list[View]:
    """All records with all that is known of them."""
    before, after = _notes(step, answer, around)
    views: list[View] = [*before]
    for record in answer.records:
        filled = [(field.label, _cell(field, record, around)) for field in step.fields if field.id in record]
        views.append(Facts(tuple(filled)))
    return [*views, *after]


def _columns(step: RegisterStep) -> list[Field]:
    """The short fields that every record has, so that the table fits; all quick ones if there is only one."""
    quick = list(step.quick)
    short = [field for field in quick if not field.when and field.type != "long_text"]
    return short if len(short) > 1 else quick


def _cell(field: Field, record: Record, around: Surroundings) -> str:
    return shown(field, record[field.id], around) if field.id in record else ""


def _answer(talk: Talk) -> RegisterAnswer:
    return talk.answer or RegisterAnswer()


def _body(talk: Talk) -> list[View]:
    answer = _answer(talk)
    return view(talk.step, answer, talk.around) if answer.records else [*talk.intro()]


def _entries(talk: Talk) -> tuple[Choice, ...]:
    step, answer = talk.step, _answer(talk)
    to_come = rows_to_come(step, answer, talk.around)
    some = bool(answer.records)
    on = (ON, "Verder naar de volgende stap")
    following = next(iter(to_come.values()), "")
    return menu(
        ("rows", f"Volgende: {following} (nog {len(to_come)})") if to_come else None,
        ("add", f"{'Nog een' if some else 'Eerste'} {step.record} toevoegen"),
        on if some else None,
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
    to_come = rows_to_come(talk.step, _answer(talk), talk.around)
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
        record = _store(talk, record, field, value)
        place += 1
    for id, value in given.items():
        if "id" not in record:
            record = _store(talk, record, step.field(id), value)
    return True


def _before(fields: list[Field], place: int, record: Record) -> int:
    """The nearest earlier field that applies."""
    return next((spot for spot in range(place - 1, -1, -1) if applies(fields[spot].when, record)), 0)


def _entering(talk: Talk, record: Record, title: str) -> tuple[View, ...]:
    """What was entered so far; before that, what the register still must have."""
    step: RegisterStep = talk.step
    filled = [(field.label, _cell(field, record, talk.around)) for field in step.fields if field.id in record]
    count = len(_answer(talk).records)
    told = title or f"{step.record[0].upper()}{step.record[1:]} {count + ('id' not in record)}"
    if filled or not count:
        return (Para(told), *([Facts(tuple(filled))] if filled else []))
    loud, _ = sentences.register_notes(step, insight(step, _answer(talk), talk.around))
    return (*(Note(text, "warn") for text in loud), Para(told))


def _store(talk: Talk, record: Record, field: Field, value: Value | None) -> Record:
    """The record with another value, stored; fields in the order of the definition."""
    step: RegisterStep = talk.step
    values = {key: held for key, held in record.items() if key != field.id}
    if value is not None:
        values[field.id] = value
    records = _answer(talk).records
    if "id" not in values and value is not None:
        values["id"] = unique(_name(talk, values), [str(one["id"]) for one in records], values)
    if "id" not in values:
        return values
    ordered: Record = {"id": values["id"]}
    ordered |= {
        one.id: values[one.id] for one in step.fields if one.id in values and applies(one.when, values)
    }
    if any(one["id"] == ordered["id"] for one in records):
        records = tuple(ordered if one["id"] == ordered["id"] else one for one in records)
    else:
        records = (*records, ordered)
    if records != _answer(talk).records:
        talk.save(RegisterAnswer(records=records))
    held = (one for one in _answer(talk).records if one["id"] == ordered["id"])
    return next(held, ordered)  # as it is stored: people may have chosen someone else's version


def _name(talk: Talk, values: Record) -> str:
    """What a new record is called: its first field in words, else the word for a record."""
    first = talk.step.fields[0]
    if first.id not in values:
        return str(talk.step.record)
    value = values[first.id]
    return str(value) if first.type in ("party", "participant", "row") else shown(first, value, talk.around)


def _which(talk: Talk, question: str) -> Record:
    records = _answer(talk).records
    if len(records) == 1:
        return records[0]
    choices = tuple(Choice(str(one["id"]), name_of(talk.step, one, talk.around)) for one in records)
    chosen = talk.pick(Pick(question, choices))
    return next(one for one in records if one["id"] == chosen)


def _correct(talk: Talk) -> None:
    """Field after field of one record, chosen from all its fields with what they hold."""
    record = _which(talk, "Welke wil je verbeteren of aanvullen?")
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
            record = _store(talk, record, field, value)
        place = _following(fields, field)


def _on_one_line(field: Field, record: Record, around: Surroundings) -> str:
    return " ".join(_cell(field, record, around).split())


def _following(fields: list[Field], field: Field) -> str:
    """The field after this one, so that Enter goes through them all; "" after the last."""
    place = fields.index(field) + 1
    return fields[place].id if place < len(fields) else ""


def _remove(talk: Talk) -> None:
    record = _which(talk, "Welke wil je weghalen?")
    name = name_of(talk.step, record, talk.around)
    if talk.yes_no(YesNo(f"{name} weghalen? Dit kun je niet terugdraaien.", False)):
        kept = tuple(one for one in _answer(talk).records if one["id"] != record["id"])
        talk.save(RegisterAnswer(records=kept) if kept else None)


def _read(talk: Talk) -> None:
    record = _which(talk, "Welke wil je bekijken?")
    step: RegisterStep = talk.step
    filled = tuple(
        (field.label, _cell(field, record, talk.around)) for field in step.fields if field.id in record
    )
    talk.tell(Facts(filled))


_DO: dict[str, Callable[[Talk], None]] = {
    "add": _add,
    "rows": _rows,
    "correct": _correct,
    "remove": _remove,
    "read": _read,
}


def said(step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> str:
    return "; ".join(name_of(step, record, around) for record in answer.records)
