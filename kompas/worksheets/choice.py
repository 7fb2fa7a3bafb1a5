"""What a worksheet shows of a choice."""

import msgspec

from kompas.steps import choice
from kompas.steps.choice import ChoiceAnswer, ChoiceStep
from kompas.steps.step import Surroundings


class Chosen(msgspec.Struct, frozen=True):
    """`chosen` in the words people read; `reason` as it was typed."""

    chosen: tuple[str, ...]
    reason: str


def to_send(shown: Chosen) -> Chosen:
    """All of it: people chose it together."""
    return shown


def show(step: ChoiceStep, answer: ChoiceAnswer, around: Surroundings) -> Chosen | None:
    if not answer.chosen and not answer.reason.strip():
        return None
    return Chosen(choice.chosen(step, answer), answer.reason)


def points(step: ChoiceStep, answer: ChoiceAnswer, around: Surroundings) -> list[str]:
    """A choice asks for no action."""
    return []
