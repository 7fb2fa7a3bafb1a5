"""What polls, rounds of talk and proposals share: an occasion, what is stored of it, and who is next."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from kompas.guide.dialogue import Back, Choice, Pick
from kompas.guide.talk import Talk, in_order
from kompas.names import slug
from kompas.steps.step import Participant, Surroundings
from kompas.steps.talk import Occasion, Voice
from kompas.view import Heading

T = TypeVar("T")
Held = TypeVar("Held", bound=Occasion)
Given = TypeVar("Given", bound=Voice)

_READY = "+ready"


def new_id(talk: Talk) -> str:
    """A readable id for a round that begins now: the day and the time, as exact as makes it the only one."""
    now, taken = talk.now(), [one.id for one in _rounds(talk)]
    ids = [slug(now.strftime(f"%Y-%m-%d-%H%M{more}")) for more in ("", "%S", "%S-%f")]
    return next((id for id in ids if id not in taken), ids[-1])


def as_stored(talk: Talk, one: Held) -> Held:
    """The round as it is stored by now; as it is here when nothing of it was stored yet."""
    return next((held for held in _rounds(talk) if held.id == one.id), one)


def is_stored(talk: Talk, one: Occasion) -> bool:
    """Whether this very round is stored."""
    return one.id in [held.id for held in _rounds(talk)]


def with_round(talk: Talk, one: Held) -> tuple[Held, ...]:
    """All rounds, with this one in its new shape where it stood, or at the end."""
    rounds = _rounds(talk)
    if one.id not in [held.id for held in rounds]:
        return (*rounds, one)
    return tuple(one if held.id == one.id else held for held in rounds)


def _rounds(talk: Talk) -> tuple[Any, ...]:
    """What is stored of every occasion: rounds, or the versions of a proposal; a register has none."""
    found: tuple[Any, ...] = getattr(talk.answer, "rounds", getattr(talk.answer, "versions", ()))
    return found


def present(talk: Talk) -> list[Participant]:
    """Who takes part today."""
    today = talk.now().date()
    return [person for person in talk.around.participants.values() if person.present_on(today)]


def is_unnamed(one: Occasion) -> bool:
    """Whether a round by turn goes past people without their names."""
    return one.method == "typed" and not any(voice.participant for voice in one.voices)


def to_come(one: Occasion, waiting: Sequence[Participant], around: Surroundings) -> int:
    """How many people still have to answer; without names, as many as there are more people than answers."""
    if not is_unnamed(one):
        return len(waiting)
    there = sum(person.present_on(one.date) for person in around.participants.values())
    return max(0, there - len(one.voices))


def given_by(person: Participant, voices: Sequence[Given]) -> Given | None:
    """The ballot or contribution of this person."""
    return next((one for one in voices if one.participant == person.id), None)


def with_voice(voices: Sequence[Given], old: Given, new: Given | None) -> tuple[Given, ...]:
    """`new` where `old` stood, or what the same person gave instead, or at the end; None takes it away."""
    theirs = (place for place, one in enumerate(voices) if one.participant == old.participant != "")
    place = voices.index(old) if old in voices else next(theirs, len(voices))
    return (*voices[:place], *([] if new is None else [new]), *voices[place + 1 :])


def by_turn(people: Sequence[Participant], ask: Callable[[Participant, str], None]) -> None:
    """Ask each person in turn, with who that is and whose turn it is in words; Back is as in `in_order`."""
    turns = [f"{place} van {len(people)}: {person.label}" for place, person in enumerate(people, 1)]
    in_order([partial(ask, *one) for one in zip(people, turns, strict=True)])


def people_choices(people: Sequence[Participant], perspectives: Mapping[str, str]) -> tuple[Choice, ...]:
    """Participants to choose from."""
    return tuple(
        Choice(person.id, person.label, perspectives.get(person.perspective, "")) for person in people
    )


def on_paper(talk: Talk, who: str, ask: Callable[[], T | None]) -> tuple[str, T] | None:
    """From which perspective someone gave what on paper or by voice; None when there is nobody any more.

    The perspective is "" where it is not known or not asked. `ask` asks the rest, and
    gives nothing when there is nothing.
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
