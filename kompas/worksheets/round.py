"""What a worksheet shows of a round of talk: what was said, by perspective, and who was not heard."""

from datetime import date

import msgspec
from msgspec.structs import replace

from kompas import sentences
from kompas.steps import round
from kompas.steps.round import RoundAnswer, RoundStep, TalkRound
from kompas.steps.step import Surroundings


class Contribution(msgspec.Struct, frozen=True):
    """`who` is "" when nobody noted it; `words` pairs a question with what was said."""

    who: str
    words: tuple[tuple[str, str], ...]


class Group(msgspec.Struct, frozen=True):
    """`label` is the perspective, "" when none was noted."""

    label: str
    contributions: tuple[Contribution, ...]


class Round(msgspec.Struct, frozen=True):
    """`silent` names perspectives that are at the table and said nothing, `waiting` people."""

    id: str
    date: date
    method: str
    on_paper: int
    contributions: int
    groups: tuple[Group, ...]
    silent: str
    waiting: str


class Talk(msgspec.Struct, frozen=True):
    """The last round, and the rounds before it, the last of them first."""

    latest: Round
    earlier: tuple[Round, ...]


def to_send(shown: Talk) -> Talk:
    """What was said, without who said it and who was not heard."""
    latest, *earlier = (_unnamed(one) for one in (shown.latest, *shown.earlier))
    return Talk(latest, tuple(earlier))


def show(step: RoundStep, answer: RoundAnswer, around: Surroundings) -> Talk | None:
    held = [_round(step, one, around) for one in reversed(answer.rounds) if one.contributions]
    return Talk(held[0], tuple(held[1:])) if held else None


def points(step: RoundStep, answer: RoundAnswer, around: Surroundings) -> list[str]:
    """Who and which perspectives still have to be heard."""
    if not answer.rounds or not answer.rounds[-1].contributions:
        return []
    insight = round.insight(step, answer.rounds[-1], around)
    return [said for said in (sentences.silent(insight), sentences.waiting(insight)) if said]


def _unnamed(one: Round) -> Round:
    groups = tuple(
        replace(group, contributions=tuple(replace(said, who="") for said in group.contributions))
        for group in one.groups
    )
    return replace(one, groups=groups, silent="", waiting="")


def _round(step: RoundStep, talk: TalkRound, around: Surroundings) -> Round:
    insight = round.insight(step, talk, around)
    return Round(
        id=talk.id,
        date=talk.date,
        method=talk.method,
        on_paper=talk.on_paper,
        contributions=len(talk.contributions),
        groups=tuple(
            Group(label, tuple(Contribution(who, _words(step, words)) for who, words in said))
            for label, said in insight.groups
        ),
        silent=sentences.silent(insight),
        waiting=sentences.waiting(insight),
    )


def _words(step: RoundStep, words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """In the order of the questions; words to a question that does not exist come last."""
    asked = {prompt.id: prompt.text for prompt in step.prompts}
    order = [*asked, *(id for id in words if id not in asked)]
    return tuple((asked.get(id, id), words[id]) for id in order if words.get(id, "").strip())
