"""What the conversation about one step can use: the answer so far, questions, and saving."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kompas.guide.dialogue import (
    Back,
    Choice,
    Dialogue,
    Line,
    Move,
    Page,
    Pick,
    PickMany,
    Text,
    YesNo,
)
from kompas.guide.hall import Phones
from kompas.steps.step import Answer, Surroundings
from kompas.store.writing import nfc
from kompas.view import Para, View


@dataclass
class Talk:
    """One step being asked. `answer` is what is stored now; `save` stores another at once.

    `page` is the step's page without a body; `now` tells the time; `draft` gives a text that was begun
    before, by its key, and `keep_draft` keeps one for the next time. `phones` is None where phones
    cannot be used.
    """

    step: Any
    answer: Any
    around: Surroundings
    page: Page
    dialogue: Dialogue
    now: Callable[[], datetime]
    store: Callable[[Answer | None], tuple[Any, Surroundings]]
    draft: Callable[[str], str]
    keep_draft: Callable[[str, str], None]
    phones: Phones | None = None

    def save(self, answer: Answer | None) -> None:
        """Store the answer; what is stored afterwards may be someone else's, if people chose that."""
        self.answer, self.around = self.store(answer)

    def line(self, question: Line, *body: View) -> str:
        """A line, in the form in which a file holds it, so that nothing seems to have changed there."""
        return nfc(self.dialogue.line(self.with_body(*body), question).strip())

    def text(self, question: Text, *body: View, key: str = "") -> str:
        """A text of several lines; what was begun and left comes back the next time.

        `key` tells the texts of one step apart.
        """
        begun = self.draft(key)
        asked = replace(question, default=begun or question.default)
        try:
            given = self.dialogue.text(self.with_body(*body), asked)
        except Move as move:
            if move.typed.strip() and move.typed != question.default:
                self.keep_draft(key, move.typed)
            raise
        if begun:
            self.keep_draft(key, "")
        return nfc(given.strip("\n").rstrip())

    def pick(self, question: Pick, *body: View) -> str:
        return self.dialogue.pick(self.with_body(*body), question)

    def pick_many(self, question: PickMany, *body: View) -> tuple[str, ...]:
        return self.dialogue.pick_many(self.with_body(*body), question)

    def yes_no(self, question: YesNo, *body: View) -> bool:
        return self.dialogue.yes_no(self.with_body(*body), question)

    def intro(self) -> tuple[View, ...]:
        """Why this step is there and how it is done with a room."""
        return (Para(self.step.why), Para(self.step.how))

    def tell(self, *body: View) -> None:
        self.dialogue.tell(self.with_body(*body))

    def with_body(self, *body: View) -> Page:
        return replace(self.page, body=body)


def in_order(questions: Sequence[Callable[[], None]]) -> None:
    """Ask one after the other; Back goes to the one before, and before the first it is passed on."""
    place = 0
    while place < len(questions):
        try:
            questions[place]()
            place += 1
        except Back:
            if place == 0:
                raise
            place -= 1


ON = "on"  # the choice that goes on to the next step


def until_on(talk: Talk, ask: Callable[[], str], ways: Mapping[str, Callable[[Talk], None]]) -> None:
    """Ask what people want and do it, until they go on; Back from what they chose asks again."""
    while (chosen := ask()) != ON:
        with suppress(Back):
            ways[chosen](talk)


def menu(*entries: tuple[str, str] | None) -> tuple[Choice, ...]:
    """Choices from (value, label) pairs; entries that do not apply are None."""
    return tuple(Choice(*entry) for entry in entries if entry)
