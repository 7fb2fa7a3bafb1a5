"""The kinds of steps. Each has a module here and, with the same name, one in every layer above."""

from types import ModuleType
from typing import Any

from kompas.errors import Problem
from kompas.steps import choice, consent, poll, register, round, text
from kompas.steps.choice import ChoiceStep
from kompas.steps.consent import ConsentStep
from kompas.steps.poll import PollStep
from kompas.steps.register import RegisterStep
from kompas.steps.round import RoundStep
from kompas.steps.step import Answer, State, Step, Surroundings
from kompas.steps.text import TextStep

AnyStep = TextStep | ChoiceStep | PollStep | RoundStep | RegisterStep | ConsentStep

KINDS: dict[type[Step], ModuleType] = {
    TextStep: text,
    ChoiceStep: choice,
    PollStep: poll,
    RoundStep: round,
    RegisterStep: register,
    ConsentStep: consent,
}


def kind(step: Step) -> str:
    """The kind of a step, as its definition names it."""
    return str(type(step).__struct_config__.tag)


def kind_names() -> list[str]:
    """The kinds there are, as definitions name them."""
    return [str(step.__struct_config__.tag) for step in KINDS]


def phone_kinds() -> list[str]:
    """Those of which phones can answer the steps."""
    return [str(step.__struct_config__.tag) for step in KINDS if step.phones_answer]


def understand(step: Step, data: Any) -> tuple[Any, list[Problem]]:
    """The answer that plain data gives to a step (None if it is not understood), and every problem."""
    result: tuple[Any, list[Problem]] = KINDS[type(step)].understand(step, data)
    return result


def problems(step: Step, answer: Answer, around: Surroundings) -> list[Problem]:
    """What in an understood answer does not fit the rest: unknown options, people, parties."""
    found: list[Problem] = KINDS[type(step)].problems(step, answer, around)
    return found


def state(step: Step, answer: Answer | None, around: Surroundings) -> State:
    """How far a step is."""
    if answer is None:
        return State.OPEN
    result: State = KINDS[type(step)].state(step, answer, around)
    return result
