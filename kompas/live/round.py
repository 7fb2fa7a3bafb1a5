"""A round of talk on phones: a few words on each prompt."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from kompas.live import form as asking
from kompas.live.form import NOT_SAID, PERSPECTIVE, Form, Question
from kompas.live.room import Given
from kompas.steps.round import Contribution, RoundStep, TalkRound
from kompas.steps.step import Surroundings

LONGEST = 2_000


def form(step: RoundStep, around: Surroundings) -> Form:
    """Every prompt with room to write."""
    asked = asking.perspectives(step.perspectives, around)
    group = " met je groep erbij" if asked else ""
    return Form(
        kind="round",
        title=step.title,
        questions=tuple(Question(asking.answer(one.id), one.text, most=LONGEST) for one in step.prompts),
        promise=(f"Je woorden komen op het scherm{group}, zonder naam. Schrijf geen namen op.",),
        perspectives=asked,
    )


def read(step: RoundStep, around: Surroundings, fields: Mapping[str, str], *, again: bool = False) -> Given:
    """What was written; a prompt may be left open, and all of them by who takes back what they gave."""
    values = {one.id: asking.text(fields, asking.answer(one.id), LONGEST) for one in step.prompts}
    said: dict[str, int | str | None] = {id: words for id, words in values.items() if words}
    if not said and not again:
        raise asking.refused("Schrijf eerst een paar woorden.", asking.answer(step.prompts[0].id))
    return Given(asking.perspective(step.perspectives, around, fields), said)


def filled(step: RoundStep, around: Surroundings, given: Given) -> dict[str, str]:
    """The form as it was filled in: the way back from `read`."""
    said = {asking.answer(id): str(words) for id, words in given.values.items()}
    return {**said, PERSPECTIVE: given.perspective or NOT_SAID}


def given(said: Contribution) -> Given:
    """What somebody said otherwise than by phone, such as on paper, as a phone would have given it."""
    return Given(said.perspective, {**said.words})


def card(step: RoundStep, around: Surroundings, given: Given) -> tuple[str, tuple[str, ...]]:
    """From which perspective what was said."""
    said = tuple(words for words in given.values.values() if isinstance(words, str))
    return around.perspectives.get(given.perspective, ""), said


def voice(step: RoundStep, given: Given) -> Contribution | None:
    """What one device gave as a contribution; None when that holds no words."""
    words = {one.id: str(given.values[one.id]) for one in step.prompts if given.values.get(one.id)}
    perspective = given.perspective if step.perspectives else ""
    return Contribution(perspective=perspective, words=words) if words else None


def gathered(
    step: RoundStep, round_id: str, date: date, voices: Sequence[Contribution], on_paper: int
) -> TalkRound:
    """The round as it is stored: in an order that tells nothing of who came when."""
    told = tuple(sorted(voices, key=_place))
    return TalkRound(id=round_id, date=date, method="phone", on_paper=on_paper, contributions=told)


def _place(said: Contribution) -> tuple[str, bytes]:
    return said.perspective, msgspec.json.encode(said.words)
