"""What a worksheet shows of an answer: the module here, and the template, with the name of its kind."""

from types import ModuleType
from typing import Any

from kompas.steps import kind
from kompas.steps.step import Answer, Step, Surroundings
from kompas.worksheets import choice, poll, register, round, text

KINDS: dict[str, ModuleType] = {
    "text": text,
    "choice": choice,
    "poll": poll,
    "round": round,
    "register": register,
}


def show(step: Step, answer: Answer, around: Surroundings) -> Any:
    """What there is to show, in the shape of its kind; None when nothing was filled in."""
    return KINDS[kind(step)].show(step, answer, around)


def points(step: Step, answer: Answer, around: Surroundings) -> list[str]:
    """What still asks for action, in sentences."""
    found: list[str] = KINDS[kind(step)].points(step, answer, around)
    return found
