"""The records of a register: choosing one, and storing what changed."""

from collections.abc import Callable, Collection
from typing import Protocol

from kompas.guide.dialogue import Choice, Pick
from kompas.guide.talk import Talk
from kompas.names import unique
from kompas.steps.field import Field, Record, Value, applies, shown
from kompas.steps.register import RegisterAnswer, RegisterInsight, RegisterStep, name_of
from kompas.steps.step import Surroundings
from kompas.view import View

Column = tuple[str, tuple[str, ...]]
"""A column of the table: its name, and what it holds for each record."""
Entry = tuple[str, str]
"""Something in the menu: its name in `DO`, and what people read."""


class Ability(Protocol):
    """What a register can do beside being a list: a module of the guide.

    `DO` has for each of its entries what happens when people choose it.
    """

    DO: dict[str, Callable[[Talk], None]]

    def told(self, step: RegisterStep, seen: RegisterInsight) -> tuple[str, ...]:
        """The fields that its columns tell already."""

    def columns(self, step: RegisterStep, seen: RegisterInsight) -> tuple[Column, ...]:
        """What it adds to the table, behind the names of the records."""

    def over(self, seen: RegisterInsight) -> Collection[str]:
        """The ids of records that the room does not have to see any more."""

    def notes(
        self, step: RegisterStep, answer: RegisterAnswer, around: Surroundings, seen: RegisterInsight
    ) -> tuple[list[View], list[View]]:
        """What must be seen, above the table, and what is good to know, below it."""

    def entries(self, talk: Talk) -> tuple[Entry | None, ...]:
        """What it adds to the menu; entries that do not apply are None."""

    def likely(self, talk: Talk) -> str:
        """The entry that people probably want now; "" when that is none of these."""


def answer_of(talk: Talk) -> RegisterAnswer:
    return talk.answer or RegisterAnswer()


def cell(field: Field, record: Record, around: Surroundings) -> str:
    """The value of a field as people read it; "" when there is none."""
    return shown(field, record[field.id], around) if field.id in record else ""


def which(talk: Talk, question: str) -> Record:
    """One of the records; when there is only one, that."""
    records = answer_of(talk).records
    if len(records) == 1:
        return records[0]
    choices = tuple(Choice(str(one["id"]), name_of(talk.step, one, talk.around)) for one in records)
    chosen = talk.pick(Pick(question, choices))
    return next(one for one in records if one["id"] == chosen)


def store(talk: Talk, record: Record, field: Field, value: Value | None) -> Record:
    """The record with another value, stored; fields in the order of the definition."""
    values = {key: held for key, held in record.items() if key != field.id}
    if value is not None:
        values[field.id] = value
    records = answer_of(talk).records
    if "id" not in values and value is not None:
        values["id"] = unique(_name(talk, values), [str(one["id"]) for one in records], values)
    if "id" not in values:
        return values
    ordered = in_order(talk.step, values)
    if any(one["id"] == ordered["id"] for one in records):
        records = tuple(ordered if one["id"] == ordered["id"] else one for one in records)
    else:
        records = (*records, ordered)
    keep(talk, records)
    held = (one for one in answer_of(talk).records if one["id"] == ordered["id"])
    return next(held, ordered)  # as it is stored: people may have chosen someone else's version


def keep(talk: Talk, records: tuple[Record, ...]) -> None:
    """Store these records, if they are others than there are."""
    if records != answer_of(talk).records:
        talk.save(RegisterAnswer(records=records) if records else None)


def in_order(step: RegisterStep, values: Record) -> Record:
    """A record with its fields in the order of the definition, without those that do not apply."""
    ordered: Record = {"id": values["id"]}
    ordered |= {
        one.id: values[one.id] for one in step.fields if one.id in values and applies(one.when, values)
    }
    return ordered


def _name(talk: Talk, values: Record) -> str:
    """What a new record is called: its first field in words, else the word for a record."""
    first = talk.step.fields[0]
    if first.id not in values:
        return str(talk.step.record)
    value = values[first.id]
    return str(value) if first.type in ("party", "participant", "row") else shown(first, value, talk.around)
