"""A round of talk: everyone a few words on one to three prompts."""

from datetime import date
from typing import Any, ClassVar

from kompas.errors import Problem
from kompas.shapes import shape, unknown
from kompas.steps.step import Answer, Definition, Participant, State, Step, Surroundings
from kompas.steps.talk import Method, not_heard, occasion_problems, perspective_of, same_ids


class Prompt(Definition, frozen=True, kw_only=True):
    id: str
    text: str


class RoundStep(Step, frozen=True, kw_only=True, tag="round"):
    """`perspectives` tells whether phones ask from which perspective someone speaks."""

    phones_answer: ClassVar[bool] = True

    prompts: tuple[Prompt, ...]
    perspectives: bool = True


class Contribution(Answer, frozen=True, kw_only=True):
    """What someone said; `words` has a text for each prompt they answered."""

    participant: str = ""
    perspective: str = ""
    words: dict[str, str]


class TalkRound(Answer, frozen=True, kw_only=True):
    """One occasion; of a round by phone, `on_paper` were given on paper or by voice."""

    id: str
    date: date
    method: Method
    on_paper: int = 0
    contributions: tuple[Contribution, ...] = ()

    @property
    def voices(self) -> tuple[Contribution, ...]:
        return self.contributions


class RoundAnswer(Answer, frozen=True, kw_only=True):
    rounds: tuple[TalkRound, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(one.date for one in self.rounds)


class RoundInsight(Answer, frozen=True, kw_only=True):
    """Contributions by perspective ("" for those without), and who has not been heard.

    `groups` pairs a perspective's label with (who, words) pairs in the order they were given.
    """

    groups: tuple[tuple[str, tuple[tuple[str, dict[str, str]], ...]], ...]
    not_heard: tuple[Participant, ...]
    silent_perspectives: tuple[str, ...]


def understand(step: RoundStep, data: Any) -> tuple[RoundAnswer | None, list[Problem]]:
    """Each round has its own id."""
    answer, found = shape(data, RoundAnswer)
    found += same_ids(answer.rounds) if answer else []
    return (None if found else answer), found


def problems(step: RoundStep, answer: RoundAnswer, around: Surroundings) -> list[Problem]:
    """Prompts that do not exist, and what is wrong with who spoke."""
    known = [prompt.id for prompt in step.prompts]
    found = occasion_problems(answer.rounds, "contributions", around)
    for place, talk in enumerate(answer.rounds):
        for spot, contribution in enumerate(talk.contributions):
            path = ("rounds", place, "contributions", spot, "words")
            found += [
                unknown("De vraag", id, known, (*path, id)) for id in contribution.words if id not in known
            ]
    return found


def state(step: RoundStep, answer: RoundAnswer, around: Surroundings) -> State:
    if not answer.rounds or not answer.rounds[-1].contributions:
        return State.OPEN
    return State.PARTLY if not_heard(answer.rounds[-1], around) else State.DONE


def insight(step: RoundStep, talk: TalkRound, around: Surroundings) -> RoundInsight:
    """What one round brought; perspectives in the order of the list, unknown ones last."""
    groups: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for contribution in talk.contributions:
        person = around.participants.get(contribution.participant)
        who = person.label if person else contribution.participant
        groups.setdefault(perspective_of(contribution, around), []).append((who, contribution.words))
    order = [*around.perspectives, *sorted(set(groups) - set(around.perspectives))]
    silent = not_heard(talk, around)
    voiceless = {person.perspective for person in silent} - set(groups) - {""}
    return RoundInsight(
        groups=tuple((around.perspectives.get(id, id), tuple(groups[id])) for id in order if id in groups),
        not_heard=tuple(silent),
        silent_perspectives=tuple(label for id, label in around.perspectives.items() if id in voiceless),
    )
