"""The conversation on a full screen, for the projector."""

import sys
from collections.abc import Callable, Mapping
from types import TracebackType

from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from kompas import console
from kompas.console.rows import Signs
from kompas.guide.dialogue import Line, Page, Pick, PickMany, Text, YesNo
from kompas.guide.editing import LinePrompt, TextPrompt
from kompas.guide.prompts import PickManyPrompt, PickPrompt, TellPrompt, WatchPrompt, YesNoPrompt
from kompas.guide.stage import Stage


class ScreenDialogue:
    """A Dialogue that takes the whole terminal, from the first question until it is closed.

    Printing anything with `console` closes it too, so that a message can always be read.
    """

    def __init__(
        self, input: Input | None = None, output: Output | None = None, signs: Signs | None = None
    ) -> None:
        self._signs = signs or console.signs(sys.stdout)
        self._stage = Stage(input, output, self._signs)

    def __enter__(self) -> "ScreenDialogue":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the terminal back as it was."""
        self._stage.close()

    def line(self, page: Page, question: Line) -> str:
        return self._stage.ask(
            page, question.question, question.explanation, LinePrompt(question, self._signs)
        )

    def text(self, page: Page, question: Text) -> str:
        return self._stage.ask(
            page, question.question, question.explanation, TextPrompt(question, self._signs)
        )

    def pick(self, page: Page, question: Pick) -> str:
        return self._stage.ask(
            page, question.question, question.explanation, PickPrompt(question, self._signs)
        )

    def pick_many(self, page: Page, question: PickMany) -> tuple[str, ...]:
        prompt = PickManyPrompt(question, self._signs)
        return self._stage.ask(page, question.question, question.explanation, prompt)

    def yes_no(self, page: Page, question: YesNo) -> bool:
        return self._stage.ask(
            page, question.question, question.explanation, YesNoPrompt(question, self._signs)
        )

    def tell(self, page: Page) -> None:
        """Show a page until Enter is pressed."""
        self._stage.ask(page, "", "", TellPrompt(self._signs))

    def watch(self, page: Callable[[], Page], keys: Mapping[str, str]) -> str:
        return self._stage.ask(page, "", "", WatchPrompt(keys, self._signs))
