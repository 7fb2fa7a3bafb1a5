"""What polls and rounds of talk share: an occasion on which people present gave something."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal, Protocol

from kompas.errors import Problem
from kompas.shapes import unknown
from kompas.steps.step import Participant, Surroundings, duplicates, unknown_participant

Method = Literal["typed", "counted", "phone"]


class Voice(Protocol):
    """A ballot or a contribution."""

    @property
    def participant(self) -> str: ...

    @property
    def perspective(self) -> str: ...


class Occasion(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def date(self) -> date: ...

    @property
    def method(self) -> Method: ...

    @property
    def on_paper(self) -> int: ...

    @property
    def voices(self) -> Sequence[Any]: ...


def perspective_of(voice: Voice, around: Surroundings) -> str:
    """The perspective someone spoke from: their own, else the one noted with what they gave."""
    person = around.participants.get(voice.participant)
    return person.perspective if person else voice.perspective


def not_heard(occasion: Occasion, around: Surroundings) -> list[Participant]:
    """Who was there that day and gave nothing; empty when nothing is known of who gave what."""
    heard = {voice.participant for voice in occasion.voices}
    if not any(heard) and occasion.voices:
        return []
    return [
        person
        for person in around.participants.values()
        if person.id not in heard and person.present_on(occasion.date)
    ]


def same_ids(occasions: Sequence[Occasion]) -> list[Problem]:
    """Ids used twice: nothing can tell which of the two is meant."""
    return duplicates([occasion.id for occasion in occasions], "rounds", "Ronde")


def occasion_problems(
    occasions: Sequence[Occasion], where: str, around: Surroundings, within: str = "rounds"
) -> list[Problem]:
    """Participants and perspectives nobody knows, people who gave twice, more on paper than in all.

    The occasions stand under `within` in the answer, what people gave under `where` in each.
    """
    found: list[Problem] = []
    for place, occasion in enumerate(occasions):
        if not 0 <= occasion.on_paper <= len(occasion.voices):
            what = f"Er staan {len(occasion.voices)} antwoorden in, dus niet {occasion.on_paper} op papier."
            found.append(Problem(what, "Tel ze na, of haal de regel weg.", (within, place, "on_paper")))
        for problem in voice_problems(occasion.voices, around):
            path = (within, place, where, *problem.path)
            found.append(Problem(problem.what, problem.hint, path))
    return found


def voice_problems(voices: Iterable[Voice], around: Surroundings) -> list[Problem]:
    found = []
    seen: set[str] = set()
    for place, voice in enumerate(voices):
        if voice.participant and voice.participant not in around.participants:
            path = (place, "participant")
            found.append(unknown_participant(voice.participant, path))
        if voice.perspective and voice.perspective not in around.perspectives:
            path = (place, "perspective")
            found.append(unknown("Het perspectief", voice.perspective, around.perspectives, path))
        if voice.participant and voice.participant in seen:
            what = f"Deelnemer “{voice.participant}” staat er twee keer in."
            found.append(Problem(what, "Laat er één van staan.", (place, "participant")))
        seen.add(voice.participant)
    return found
