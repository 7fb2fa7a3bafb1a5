"""A register on phones: each group chooses its row and writes down what it found."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from kompas.live import form as asking
from kompas.live.form import Choice, Form, Question
from kompas.live.room import Given
from kompas.steps.field import Field
from kompas.steps.register import RegisterStep, rows_of
from kompas.steps.step import Surroundings

LONGEST = 2_000


class Harvest(msgspec.Struct, frozen=True):
    """What was written on one occasion: of each phone the row, and words by field."""

    id: str
    date: date
    on_paper: int
    notes: tuple[dict[str, str], ...]

    @property
    def voices(self) -> tuple[dict[str, str], ...]:
        return self.notes


def form(step: RegisterStep, around: Surroundings) -> Form:
    """Which row, and room to write at every field of words."""
    row = _row(step)
    rows = tuple(Choice(id, label) for id, label in rows_of(step, around).items())
    return Form(
        kind="register",
        title=step.title,
        questions=(
            Question(asking.answer(row.id), row.explanation or row.label, rows),
            *(
                Question(asking.answer(one.id), one.label, hint=one.explanation, most=LONGEST)
                for one in step.written
            ),
        ),
        promise=("Jullie woorden komen op het scherm, zonder naam. Schrijf geen namen op.",),
    )


def read(
    step: RegisterStep, around: Surroundings, fields: Mapping[str, str], *, again: bool = False
) -> Given:
    """For which row what was written; a field may be left open, and all of them to take it back."""
    row = _row(step)
    chosen = fields.get(asking.answer(row.id), "")
    if chosen not in rows_of(step, around):
        raise asking.refused("Kies eerst waar jullie voor schrijven.", asking.answer(row.id))
    words = {one.id: _text(one, asking.text(fields, asking.answer(one.id), LONGEST)) for one in step.written}
    said = {id: typed for id, typed in words.items() if typed}
    if not said and not again:
        raise asking.refused("Schrijf eerst een paar woorden.", asking.answer(step.written[0].id))
    return Given(values={row.id: chosen, **said})


def filled(step: RegisterStep, around: Surroundings, given: Given) -> dict[str, str]:
    """The form as it was filled in: the way back from `read`."""
    return {asking.answer(id): str(words) for id, words in given.values.items()}


def given(note: Mapping[str, str]) -> Given:
    """What a group wrote on paper, as a phone would have given it."""
    return Given(values={**note})


def voice(step: RegisterStep, given: Given) -> dict[str, str] | None:
    """What one device wrote; None when that is nothing."""
    row = given.values.get(_row(step).id)
    words = {one.id: str(given.values[one.id]) for one in step.written if given.values.get(one.id)}
    return {_row(step).id: str(row), **words} if row and words else None


def card(step: RegisterStep, around: Surroundings, given: Given) -> tuple[str, tuple[str, ...]]:
    """The row as people call it, and the words."""
    note = voice(step, given) or {}
    row = _row(step).id
    label = rows_of(step, around).get(note.get(row, ""), "")
    return label, tuple(words for id, words in note.items() if id != row)


def gathered(
    step: RegisterStep, round_id: str, date: date, voices: Sequence[dict[str, str]], on_paper: int
) -> Harvest:
    """Everything that was written, in an order that tells nothing of who came when."""
    return Harvest(round_id, date, on_paper, tuple(sorted(voices, key=msgspec.json.encode)))


def _row(step: RegisterStep) -> Field:
    """The field that points to the row."""
    if step.rows is None:
        raise ValueError(f"{step.id} has no rows")  # a mistake of ours: such a step is not by phone
    return step.field(step.rows.field)


def _text(field: Field, written: str) -> str:
    """On one line where the field has one."""
    return written if field.type == "long_text" else " ".join(written.split())
