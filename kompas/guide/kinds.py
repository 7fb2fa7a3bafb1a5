"""The conversation for each kind of step: the module here with the name of the kind."""

from collections.abc import Callable
from types import ModuleType

from kompas.guide import choice, consent, poll, register, round, text
from kompas.guide.talk import Talk
from kompas.steps import kind
from kompas.steps.step import Answer, Step, Surroundings
from kompas.view import View

KINDS: dict[str, ModuleType] = {
    "text": text,
    "choice": choice,
    "poll": poll,
    "round": round,
    "register": register,
    "consent": consent,
}


def converse(talk: Talk) -> None:
    """Ask a step until the room goes on; every answer is stored at once."""
    KINDS[kind(talk.step)].converse(talk)


def hold_by_phone(talk: Talk) -> None:
    """Hold only a round by phone; the step must be one for which that is allowed."""
    KINDS[kind(talk.step)].by_phone(talk)


def view(step: Step, answer: Answer, around: Surroundings) -> list[View]:
    """An answer as it is shown on a terminal."""
    shown: list[View] = KINDS[kind(step)].view(step, answer, around)
    return shown


def full(step: Step, answer: Answer, around: Surroundings) -> list[View]:
    """All of an answer, for whoever wants to read it outside a meeting."""
    module = KINDS[kind(step)]
    shown: list[View] = getattr(module, "full", module.view)(step, answer, around)
    return shown


def said(step: Step, answer: Answer, around: Surroundings) -> str:
    """An answer in a line, to keep in sight: the text, or the names of the records."""
    summary: Callable[[Step, Answer, Surroundings], str] | None = getattr(KINDS[kind(step)], "said", None)
    return f"{step.title}: {summary(step, answer, around) if summary else ''}"
