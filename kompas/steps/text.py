"""One text."""

from typing import Any

from kompas.errors import Problem
from kompas.shapes import shape
from kompas.steps.step import Answer, State, Step, Surroundings


class TextStep(Step, frozen=True, kw_only=True, tag="text"):
    """`question` is what the room is asked; `example` shows what a good answer looks like."""

    question: str
    example: str = ""


class TextAnswer(Answer, frozen=True, kw_only=True):
    text: str = ""


def understand(step: TextStep, data: Any) -> tuple[TextAnswer | None, list[Problem]]:
    return shape(data, TextAnswer)


def problems(step: TextStep, answer: TextAnswer, around: Surroundings) -> list[Problem]:
    """A text is never wrong."""
    return []


def state(step: TextStep, answer: TextAnswer, around: Surroundings) -> State:
    return State.DONE if answer.text.strip() else State.OPEN
