"""Asking the value of one field of a record."""

from collections.abc import Sequence
from typing import Any

from kompas.guide.dates import parse_date
from kompas.guide.dialogue import Choice, Line, Pick, PickMany, Text
from kompas.guide.talk import Talk
from kompas.steps.field import SEVERAL, Field, Record, Value, choices, parse_time
from kompas.steps.step import Surroundings
from kompas.view import View

_SKIP = Choice("", "Overslaan")
_OF_OTHERS = ("party", "participant", "participants", "row")  # types that are chosen from other answers


def ask_field(
    talk: Talk, field: Field, record: Record, body: tuple[View, ...], end: str = ""
) -> Value | None:
    """The new value of a field; None when it was left empty. `end` says what empty means."""
    before = record.get(field.id)
    if field.type in SEVERAL:
        return _pick_many(talk, field, before, body)
    if field.type in ("choice", "party", "participant", "row"):
        return _pick(talk, field, before, body)
    if field.type == "yes_no":
        return _yes_no(talk, field, before, body)
    if field.type == "long_text":
        question = Text(field.label, str(before or ""), field.explanation)
        whose = record.get("id") or next(iter(record.values()), "")
        return talk.text(question, *body, key=f".{whose}.{field.id}") or None
    end = end or ("" if field is talk.step.fields[0] else "Mag leeg blijven.")
    explanation = " ".join(filter(None, [field.explanation, _form(field), end]))
    line = Line(
        field.label,
        _typed(before),
        explanation,
        check=lambda text: _complaint(talk, field, text),
        suggestions=_organisations(talk) if talk.step.parties and field is talk.step.fields[0] else (),
    )
    return _value(talk, field, talk.line(line, *body))


def _organisations(talk: Talk) -> tuple[str, ...]:
    """Of whoever is at the table: probably parties."""
    return tuple(sorted({one.organisation for one in talk.around.participants.values() if one.organisation}))


def nothing_to_choose(field: Field, around: Surroundings) -> bool:
    """Whether the field points to other answers of which there are none yet."""
    return field.type in _OF_OTHERS and not choices(field, around)


def _choices(talk: Talk, field: Field, held: Sequence[str]) -> tuple[Choice, ...]:
    """What can be chosen; what was chosen before stays, also someone who left or is not known."""
    notes = {option.id: option.explanation for option in field.options}
    people = talk.around.participants if field.type in ("participant", "participants") else {}
    known = choices(field, talk.around)
    here = [
        Choice(id, label, notes.get(id, ""))
        for id, label in known.items()
        if id not in people or people[id].left is None
    ]
    here_ids = [choice.value for choice in here]
    gone = (Choice(id, known.get(id, id), "weg" if id in people else "") for id in held if id not in here_ids)
    return (*here, *gone)


def _pick_many(talk: Talk, field: Field, before: Any, body: tuple[View, ...]) -> tuple[str, ...] | None:
    held = before if isinstance(before, tuple) else ()
    known = _choices(talk, field, held)
    if not known:
        return None
    return talk.pick_many(PickMany(field.label, known, held, field.explanation), *body) or None


def _pick(talk: Talk, field: Field, before: Any, body: tuple[View, ...]) -> str | None:
    known = _choices(talk, field, (str(before),) if before else ())
    if not known:
        return None
    entries = (*known, _SKIP) if before else (_SKIP, *known)  # so that an impatient Enter chooses nothing
    chosen = talk.pick(Pick(field.label, entries, str(before or ""), field.explanation), *body)
    return chosen or None


def _yes_no(talk: Talk, field: Field, before: Any, body: tuple[View, ...]) -> bool | None:
    entries = (_SKIP, Choice("ja", "Ja"), Choice("nee", "Nee"))
    default = "" if before is None else "ja" if before else "nee"
    chosen = talk.pick(Pick(field.label, entries, default, field.explanation), *body)
    return chosen == "ja" if chosen else None


def _form(field: Field) -> str:
    if field.type == "date":
        return "Dag-maand-jaar."
    if field.type == "time":
        return "Uren en minuten, bijvoorbeeld 19:30."
    if field.type == "number" and field.min is not None and field.max is not None:
        return f"Een getal van {field.min} tot en met {field.max}."
    return ""


def _typed(value: Any) -> str:
    """A stored value as a person would type it."""
    if hasattr(value, "strftime"):
        return f"{value.day}-{value.month}-{value.year}"
    return "" if value is None else str(value)


def _complaint(talk: Talk, field: Field, typed: str) -> str | None:
    try:
        _value(talk, field, typed)
    except ValueError as error:
        return str(error)
    return None


def _value(talk: Talk, field: Field, typed: str) -> Value | None:
    text = typed.strip()
    if not text:
        return None
    if field.type == "date":
        return parse_date(text, talk.now().date())
    if field.type == "time":
        return _time(text)
    if field.type == "number":
        return _number(field, text)
    return text


def _time(text: str) -> str:
    time = parse_time(text)
    if time is None:
        raise ValueError("Typ een tijd, bijvoorbeeld 19:30.")
    return time


def _number(field: Field, text: str) -> int:
    number = int(text) if text.removeprefix("-").isdigit() and text.isascii() else None
    low, high = field.min, field.max
    if number is None or (low is not None and number < low) or (high is not None and number > high):
        raise ValueError(f"Typ een heel getal. {_form(field)}".strip())
    return number
