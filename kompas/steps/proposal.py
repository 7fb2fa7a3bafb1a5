"""What is stored of a proposal: its versions, what everyone said to each, and what people decided."""

from datetime import date
from typing import Any, Literal

import msgspec

from kompas.steps.step import Answer
from kompas.steps.talk import Method

Day = date  # for what has a field of that name
Reaction = Literal["none", "concern", "objection"]
Outcome = Literal["consent", "smaller", "trial", "help", "later", "stopped"]

REACTIONS: dict[Reaction, str] = {
    "none": "Geen bezwaar",
    "concern": "Een zorg",
    "objection": "Een bezwaar",
}
OUTCOMES: dict[Outcome, str] = {
    "consent": "Besloten met consent",
    "smaller": "Eerst het voorstel kleiner maken",
    "trial": "Eerst een korte proef",
    "help": "Eerst vragen wie kan helpen",
    "later": "Later opnieuw bekijken",
    "stopped": "Niet verder met dit voorstel",
}
WITHDRAWN = "withdrawn"
"""How an objection ends that its owner took back; otherwise it ends with the id of a later version."""


class Response(Answer, frozen=True, kw_only=True):
    """What one person says to a version; `settled` is of an objection: how it ended, "" while it is open."""

    participant: str = ""
    perspective: str = ""
    response: Reaction
    reason: str = ""
    suggestion: str = ""
    settled: str = ""

    @property
    def is_open(self) -> bool:
        return self.response == "objection" and not self.settled

    @property
    def words(self) -> tuple[str, ...]:
        """What was said in words, led by what it is; nothing when there are no words."""
        said = tuple(one for one in (self.reason, self.suggestion) if one)
        return (REACTIONS[self.response], *said) if said else ()


class Version(Answer, frozen=True, kw_only=True):
    """The proposal as it was put to the group on one day, and what everyone said."""

    id: str
    date: date
    text: str
    method: Method = "typed"
    on_paper: int = 0
    responses: tuple[Response, ...] = ()

    @property
    def voices(self) -> tuple[Response, ...]:
        return self.responses


class Decision(Answer, frozen=True, kw_only=True):
    """What people decided about a version (its id), and on which day they look at it again."""

    state: Outcome
    date: date
    version: str = ""
    review: Day | None = None
    text: str = ""


class ConsentAnswer(Answer, frozen=True, kw_only=True):
    """`decision` is the last one; `earlier` are those before it, the oldest first."""

    versions: tuple[Version, ...] = ()
    decision: Decision | None = None
    earlier: tuple[Decision, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        decisions = (*self.earlier, self.decision) if self.decision else self.earlier
        return (*(one.date for one in self.versions), *(one.date for one in decisions))


def is_current(answer: ConsentAnswer) -> bool:
    """Whether there is a decision, and no version after the one that it is about."""
    decision, last = answer.decision, answer.versions[-1] if answer.versions else None
    return bool(decision and last and decision.version in ("", last.id))


def is_over(answer: ConsentAnswer) -> bool:
    """Whether people decided about the last version: to stop, or with consent while no objection is open."""
    state = answer.decision.state if answer.decision and is_current(answer) else ""
    return state == "stopped" or (state == "consent" and not open_objections(answer))


def decided_before(answer: ConsentAnswer, made: Decision) -> tuple[Decision, ...]:
    """What was decided before this: also the last one, unless this is the same put right."""
    old = answer.decision
    same = old and (old.state, old.version, old.date) == (made.state, made.version, made.date)
    return answer.earlier if same or not old else (*answer.earlier, old)


def open_objections(answer: ConsentAnswer) -> list[tuple[str, int]]:
    """Those that are not settled and not withdrawn: the id of the version, and the place in it."""
    return [
        (version.id, place)
        for version in answer.versions
        for place, response in enumerate(version.responses)
        if response.is_open
    ]


def with_response(version: Version, place: int, **changed: Any) -> Version:
    """The version in which one response is changed."""
    responses = tuple(
        msgspec.structs.replace(one, **changed) if spot == place else one
        for spot, one in enumerate(version.responses)
    )
    return msgspec.structs.replace(version, responses=responses)
