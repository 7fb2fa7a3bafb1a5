"""What asking a poll and holding a round of talk share: a new occasion, and who is next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from kompas.guide.dialogue import Back, Choice, Pick
from kompas.guide.talk import Talk
from kompas.names import slug
from kompas.steps.step import Participant
from kompas.steps.talk import Voice
from kompas.view import Heading

T = TypeVar("T")

_READY = "+ready"


def round_id(now: datetime, taken: Sequence[str]) -> str:
    """A readable id: the day and the time, as exact as is needed to be the only one."""
    ids = [slug(now.strftime(f"%Y-%m-%d-%H%M{more}")) for more in ("", "%S", "%S-%f")]
    return next((id for id in ids if id not in taken), ids[-1])


def by_turn(people: Sequence[Participant], ask: Callable[[Participant, str], None]) -> None:
    """Ask each person in turn; Back goes to the one before, and before the first it is passed on."""
    place = 0
    while place < len(people):
        try:
            ask(people[place], f"{place + 1} van {len(people)}")
            place += 1
        except Back:
            if place == 0:
                raise
            place -= 1


def people_choices(people: Sequence[Participant], perspectives: Mapping[str, str]) -> tuple[Choice, ...]:
    """Participants to choose from."""
    return tuple(
        Choice(person.id, person.label, perspectives.get(person.perspective, "")) for person in people
    )


def on_paper(talk: Talk, who: str, ask: Callable[[], dict[str, T]]) -> tuple[str, dict[str, T]] | None:
    """From which perspective someone gave what on paper or by voice; None when there is nobody any more.

    The perspective is "" where it is not known or not asked. `ask` asks the rest.
    """
    perspective = ""
    while True:
        if talk.step.perspectives:
            perspective = _ask_perspective(talk, who, perspective)
            if perspective == _READY:
                return None
        try:
            given = ask()
        except Back:
            if not talk.step.perspectives:
                raise
            continue
        if given:
            return perspective, given
        if not talk.step.perspectives:
            return None


def _ask_perspective(talk: Talk, who: str, before: str) -> str:
    known = (Choice(id, label) for id, label in talk.around.perspectives.items())
    choices = (Choice(_READY, "Klaar: niemand meer"), Choice("", "Dat is niet bekend"), *known)
    return talk.pick(Pick("Vanuit welk perspectief?", choices, before), Heading(who))


def place_of(voice: Voice, voices: Sequence[Voice]) -> int:
    """Where a ballot or contribution stands, or what the same person gave instead; else the end."""
    if voice in voices:
        return voices.index(voice)
    theirs = (place for place, one in enumerate(voices) if one.participant == voice.participant != "")
    return next(theirs, len(voices))
