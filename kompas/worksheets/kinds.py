"""What a worksheet shows of an answer: the module here, and the template, with the name of its kind."""

from types import ModuleType
from typing import Any

from kompas.steps import kind
from kompas.steps.step import Answer, Step, Surroundings
from kompas.worksheets import choice, consent, poll, register, round, text

KINDS: dict[str, ModuleType] = {
    "text": text,
    "choice": choice,
    "poll": poll,
    "round": round,
    "register": register,
    "consent": consent,
}


def show(step: Step, answer: Answer, around: Surroundings) -> Any:
    """What there is to show, in the shape of its kind; None when nothing was filled in."""
    return KINDS[kind(step)].show(step, answer, around)


def to_send(kind: str, shown: Any) -> Any:
    """What of this can go in a letter, to people who were not there; None when that is nothing."""
    return KINDS[kind].to_send(shown)


def points(step: Step, answer: Answer, around: Surroundings) -> list[str]:
    """What still asks for action, in sentences."""
    found: list[str] = KINDS[kind(step)].points(step, answer, around)
    return found
