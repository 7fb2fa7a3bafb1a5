"""One or more of a list, with a reason."""

from typing import Any

from kompas.errors import Problem
from kompas.shapes import shape, unknown
from kompas.steps.step import Answer, Option, State, Step, Surroundings


class ChoiceStep(Step, frozen=True, kw_only=True, tag="choice"):
    """`reason` is the question that asks why; without it no reason is asked."""

    question: str
    options: tuple[Option, ...]
    multiple: bool = False
    reason: str = ""


class ChoiceAnswer(Answer, frozen=True, kw_only=True):
    chosen: tuple[str, ...] = ()
    reason: str = ""


def understand(step: ChoiceStep, data: Any) -> tuple[ChoiceAnswer | None, list[Problem]]:
    return shape(data, ChoiceAnswer)


def problems(step: ChoiceStep, answer: ChoiceAnswer, around: Surroundings) -> list[Problem]:
    """Options that do not exist, and more than one where one is asked."""
    known = [option.id for option in step.options]
    found = [
        unknown("De keuze", chosen, known, ("chosen", place))
        for place, chosen in enumerate(answer.chosen)
        if chosen not in known
    ]
    if len(answer.chosen) > 1 and not step.multiple:
        found.append(Problem("Hier kan maar één keuze staan.", "Haal de andere weg.", ("chosen",)))
    return found


def state(step: ChoiceStep, answer: ChoiceAnswer, around: Surroundings) -> State:
    return State.DONE if answer.chosen else State.OPEN


def chosen(step: ChoiceStep, answer: ChoiceAnswer) -> tuple[str, ...]:
    """What was chosen, in the words people read; an unknown option as it was written."""
    labels = {option.id: option.label for option in step.options}
    return tuple(labels.get(option, option) for option in answer.chosen)
