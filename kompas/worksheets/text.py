"""What a worksheet shows of a text."""

from kompas.steps.step import Surroundings
from kompas.steps.text import TextAnswer, TextStep


def to_send(shown: TextAnswer) -> TextAnswer:
    """All of it: people wrote it together."""
    return shown


def show(step: TextStep, answer: TextAnswer, around: Surroundings) -> TextAnswer | None:
    return answer if answer.text.strip() else None


def points(step: TextStep, answer: TextAnswer, around: Surroundings) -> list[str]:
    """A text asks for no action."""
    return []
