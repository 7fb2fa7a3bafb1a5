"""A text, asked and shown."""

from kompas.guide.dialogue import Text
from kompas.guide.talk import Talk
from kompas.steps.step import Surroundings
from kompas.steps.text import TextAnswer, TextStep
from kompas.view import Para, View


def converse(talk: Talk) -> None:
    """Ask the text; an emptied text takes the answer away."""
    step: TextStep = talk.step
    before = talk.answer.text if talk.answer else ""
    example = f"Bijvoorbeeld: {step.example}" if step.example and not before else ""
    given = talk.text(Text(step.question, before, example), *talk.intro())
    if given != before:
        talk.save(TextAnswer(text=given) if given else None)


def view(step: TextStep, answer: TextAnswer, around: Surroundings) -> list[View]:
    return [Para(answer.text)]


def said(step: TextStep, answer: TextAnswer, around: Surroundings) -> str:
    return " ".join(answer.text.split())
