"""A column of a register: its type, and values from text to what is stored and shown."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from kompas.errors import Problem
from kompas.shapes import unknown, whole_number
from kompas.steps.step import Definition, Option, Surroundings, unknown_participant

FieldType = Literal[
    "text",
    "long_text",
    "choice",
    "choices",
    "date",
    "time",
    "number",
    "yes_no",
    "party",
    "participant",
    "participants",
    "row",
]
Value = str | int | bool | date | tuple[str, ...]
Record = dict[str, Value]

SEVERAL = ("choices", "participants")  # types of fields that hold any number of values
TYPED = ("text", "long_text", "date", "time", "number", "yes_no")  # those in which nothing is chosen

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


class Field(Definition, frozen=True, kw_only=True):
    """A column. The first field of a register names its records.

    `quick` fields are asked at once, the others on demand. `of` is the register that a `row` field
    points into ("reflection" in the same block, "0A.stakeholders" in another). `when` maps another
    field to values: this one is asked only then.
    """

    id: str
    label: str
    type: FieldType = "text"
    explanation: str = ""
    options: tuple[Option, ...] = ()
    quick: bool = False
    min: int | None = None
    max: int | None = None
    of: str = ""
    when: dict[str, tuple[str, ...]] = {}


def typed(field: Field, raw: Any) -> tuple[Value | None, list[Problem]]:
    """What stands in a file, as a value of the field's type; the value is None if it does not fit."""
    if field.type in SEVERAL:
        return _several(raw)
    if isinstance(raw, list | dict):
        return None, [Problem("Hier hoort tekst.", "Zet achter de dubbele punt één tekst.")]
    text = str(raw).strip()
    if field.type == "number":
        return _number(field, text)
    if field.type == "date":
        return _date(text)
    if field.type == "time":
        return _time(text)
    if field.type == "yes_no":
        return _yes_no(text)
    return (str(raw) if text else None), []


def shown(field: Field, value: Value, around: Surroundings) -> str:
    """A value in words that people read."""
    labels = choices(field, around)
    if isinstance(value, tuple):
        return ", ".join(labels.get(one, one) for one in value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return dutch_date(value)
    return labels.get(str(value), str(value))


def choices(field: Field, around: Surroundings) -> dict[str, str]:
    """What can be chosen in this field: id to label; empty for fields that are typed."""
    if field.type in ("choice", "choices"):
        return {option.id: option.label for option in field.options}
    if field.type in ("participant", "participants"):
        return {id: person.label for id, person in around.participants.items()}
    if field.type == "party":
        return dict(around.rows.get(around.parties, {}))
    if field.type == "row":
        return dict(around.rows.get(around.address(field.of), {}))
    return {}


def field_problem(field: Field, value: Value, known: Mapping[str, str]) -> list[Problem]:
    """What was chosen in this field and is not among what can be (`choices`)."""
    values = value if isinstance(value, tuple) else (value,)
    strange = [
        (str(one), (place,) if isinstance(value, tuple) else ())
        for place, one in enumerate(values)
        if one not in known
    ]
    if field.type in ("participant", "participants"):
        return [unknown_participant(*one) for one in strange]
    article = "De partij" if field.type == "party" else "De waarde"
    return [unknown(article, id, known, path) for id, path in strange]


def applies(when: Mapping[str, tuple[str, ...]], record: Mapping[str, Any]) -> bool:
    """Whether a record has one of the wanted values in each of the wanted fields."""
    return all(_has(record.get(field), wanted) for field, wanted in when.items())


def dutch_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _has(value: Any, wanted: tuple[str, ...]) -> bool:
    if isinstance(value, tuple):
        return any(one in wanted for one in value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return value is not None and text in wanted


def _several(raw: Any) -> tuple[tuple[str, ...] | None, list[Problem]]:
    values = raw if isinstance(raw, list | tuple) else (raw,)
    written = tuple(one for one in values if one is not None and one != "")
    if not all(isinstance(one, str) for one in written):
        return None, [Problem("Hier hoort een lijst.", "Begin elke regel met een streepje en een spatie.")]
    return written or None, []


def _number(field: Field, text: str) -> tuple[int | None, list[Problem]]:
    number = whole_number(text)
    if number is None:
        return None, [Problem("Hier hoort een heel getal.", "Zet er alleen cijfers neer.")]
    low, high = field.min, field.max
    if (low is not None and number < low) or (high is not None and number > high):
        span = f"van {low} tot en met {high}" if low is not None and high is not None else "dat hier past"
        return None, [Problem(f"{number} kan hier niet.", f"Kies een getal {span}.")]
    return number, []


def _date(text: str) -> tuple[date | None, list[Problem]]:
    try:
        return date.fromisoformat(text), []
    except ValueError:
        hint = "Schrijf die als jaar-maand-dag, bijvoorbeeld 2026-11-21."
        return None, [Problem(f"“{text}” is geen datum.", hint)]


def parse_time(text: str) -> str | None:
    """A time of the day as it is stored ("09:30"); None if it is no time."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", text.strip())
    return f"{int(found[1]):02}:{found[2]}" if found else None


def _time(text: str) -> tuple[str | None, list[Problem]]:
    time = parse_time(text)
    if time is None:
        return None, [Problem(f"“{text}” is geen tijd.", "Schrijf uren en minuten, bijvoorbeeld 19:30.")]
    return time, []


def _yes_no(text: str) -> tuple[bool | None, list[Problem]]:
    if text.lower() in ("true", "false"):
        return text.lower() == "true", []
    return None, [Problem(f"“{text}” is geen ja of nee.", "Schrijf true (ja) of false (nee).")]
