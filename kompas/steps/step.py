"""What every step has in common, whatever its kind."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import ClassVar

import msgspec

from kompas.errors import Problem


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a building block as its YAML file gives it."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What is stored for a step; what is absent is left out of the file."""

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which people gave this answer, as far as it tells."""
        return ()


class Option(Definition, frozen=True, kw_only=True):
    """One of the things that can be chosen; `id` goes into the files, `label` is read by people."""

    id: str
    label: str
    explanation: str = ""


class Step(Definition, frozen=True, kw_only=True, tag_field="kind"):
    """One thing to ask.

    `when` and `unless` map the id of an earlier choice step in the same block to option ids: the
    step is asked only when one of them was chosen, or falls away when one of them was.

    `phones_answer` tells of a kind whether phones can answer it; `phone` of a step whether they may.
    """

    phones_answer: ClassVar[bool] = False

    id: str
    title: str
    why: str
    how: str
    tips: tuple[str, ...]
    minutes: int
    phone: bool = False
    when: dict[str, tuple[str, ...]] = {}
    unless: dict[str, tuple[str, ...]] = {}

    @property
    def by_phone(self) -> bool:
        """Whether a round by phone can be held: the kind can, and the block says so."""
        return self.phone and self.phones_answer


class Participant(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Someone who takes part; a role is enough, a name is never needed."""

    id: str
    role: str
    organisation: str = ""
    perspective: str = ""
    name: str = ""
    joined: date | None = None
    left: date | None = None

    @property
    def label(self) -> str:
        """How people in the room recognise this participant."""
        who = f"{self.name}, {self.role}" if self.name else self.role
        return f"{who} ({self.organisation})" if self.organisation else who

    def present_on(self, day: date) -> bool:
        """Whether this participant took part on that day."""
        return (self.joined is None or self.joined <= day) and (self.left is None or self.left > day)


def unknown_participant(id: str, path: tuple[str | int, ...]) -> Problem:
    """The problem of an id that is nobody's.

    No other id is suggested: it would give what one person said to someone else.
    """
    hint = (
        "Zet die deelnemer terug in session.yaml: wie weg is, krijgt daar left: met een datum. "
        "Of verbeter het id."
    )
    return Problem(f"De deelnemer “{id}” ken ik niet.", hint, path)


class Surroundings(msgspec.Struct, frozen=True):
    """What a step may know of the rest of its session.

    `block` is the id of the step's own block. `rows` gives by address the rows that other steps
    can point to: id to the name people see. `parties` is the address of the source of all parties.
    `texts` gives by step of this block the text that stands there; of a proposal its last version.
    """

    block: str = ""
    participants: Mapping[str, Participant] = {}
    perspectives: Mapping[str, str] = {}
    rows: Mapping[str, Mapping[str, str]] = {}
    parties: str = ""
    texts: Mapping[str, str] = {}

    def address(self, source: str, where: Mapping[str, tuple[str, ...]] | None = None) -> str:
        """A source as the key in `rows`: with its block, and with what it is narrowed to."""
        full = source if "." in source else f"{self.block}.{source}"
        return full + "".join(f"?{key}={','.join(values)}" for key, values in sorted((where or {}).items()))


class State(StrEnum):
    """How far a step is."""

    OPEN = "open"
    PARTLY = "partly"
    DONE = "done"


def duplicates(ids: Sequence[str | None], where: str, what: str) -> list[Problem]:
    """A problem for every id that occurs a second time in the list at `where`; None is no id."""
    first = {name: place for place, name in reversed(list(enumerate(ids)))}
    return [
        Problem(f"{what} “{name}” staat er twee keer in.", "Geef elk een eigen id.", (where, place, "id"))
        for place, name in enumerate(ids)
        if name is not None and first[name] < place
    ]
