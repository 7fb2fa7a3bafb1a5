"""A Dialogue for tests: it answers from a script, and remembers everything it was shown and asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pytest

from kompas.console import render
from kompas.guide.dialogue import Line, Move, Page, Pick, PickMany, Text, YesNo
from kompas.view import Heading, Para

Question = Line | Text | Pick | PickMany | YesNo


@dataclass(frozen=True)
class AtTell:
    """Makes a move at the next page that is only told; such a page takes nothing else from the script."""

    move: Move | type[Move]


@dataclass(frozen=True)
class Meanwhile:
    """Something that happens while a page is watched, which then shows it."""

    happens: Callable[[], object]


class Enter:
    """Takes the default of the question, or the first choice, as pressing Enter does."""


ENTER = Enter()

Answer = str | bool | Sequence[str] | Move | type[Move] | Enter | AtTell | Meanwhile


class ScriptedDialogue:
    """Answers questions in turn.

    An answer is a text for a line or a text, the value of a choice, a list of values for several, a
    bool (or "ja", "nee"), ENTER, or a Move to raise (class or object). A page that is watched takes
    keys, and what happens Meanwhile. A complaint about a line is remembered and the next answer is
    tried, as a person would.
    """

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[Page, Question]] = []
        self.told: list[Page] = []
        self.pages: list[Page] = []
        self.complaints: list[str] = []
        self.watched: list[tuple[Page, Mapping[str, str]]] = []

    @property
    def questions(self) -> list[str]:
        return [question.question for _, question in self.asked]

    @property
    def left(self) -> list[Answer]:
        """The answers that were not needed; a finished conversation should leave none."""
        return self._answers

    def shown(self) -> str:
        """Everything that was shown, as plain lines."""
        return "\n".join(line for page in self.pages for line in _lines(page))

    def line(self, page: Page, question: Line) -> str:
        self._note(page, question)
        while True:
            given = self._next(question.default)
            if not isinstance(given, str):
                raise self._failure(f"A line cannot be answered with {given!r}")
            complaint = question.check(given)
            if not complaint:
                return given
            self.complaints.append(complaint)

    def text(self, page: Page, question: Text) -> str:
        self._note(page, question)
        given = self._next(question.default)
        if isinstance(given, str):
            return given
        raise self._failure(f"A text cannot be answered with {given!r}")

    def pick(self, page: Page, question: Pick) -> str:
        self._note(page, question)
        values = [choice.value for choice in question.choices]
        given = self._next(question.default or (values[0] if values else ""))
        if isinstance(given, str) and given in values:
            return given
        raise self._failure(f"{given!r} is none of the choices {values}")

    def pick_many(self, page: Page, question: PickMany) -> tuple[str, ...]:
        self._note(page, question)
        values = [choice.value for choice in question.choices]
        given = self._next(question.default)
        if isinstance(given, Sequence) and not isinstance(given, str) and set(given) <= set(values):
            return tuple(value for value in values if value in given)
        raise self._failure(f"{given!r} is no list of the choices {values}")

    def yes_no(self, page: Page, question: YesNo) -> bool:
        self._note(page, question)
        given = self._next(question.default)
        if isinstance(given, bool):
            return given
        if given in ("ja", "nee"):
            return given == "ja"
        raise self._failure(f"Yes or no cannot be answered with {given!r}")

    def tell(self, page: Page) -> None:
        """Show a page; it takes nothing from the script, unless that says AtTell now."""
        self.pages.append(page)
        self.told.append(page)
        if self._answers and isinstance(self._answers[0], AtTell):
            raise self._answers.pop(0).move  # type: ignore[union-attr] # checked above

    def watch(self, page: Callable[[], Page], keys: Mapping[str, str]) -> str:
        while True:
            self.pages.append(page())
            self.watched.append((self.pages[-1], keys))
            given = self._next("enter")
            if isinstance(given, Meanwhile):
                given.happens()
            elif isinstance(given, str) and given in keys:
                return given
            else:
                raise self._failure(f"{given!r} is none of the keys {list(keys)}")

    def _note(self, page: Page, question: Question) -> None:
        self.pages.append(page)
        self.asked.append((page, question))

    def _next(self, default: object) -> object:
        if not self._answers:
            raise self._failure("The script has run out of answers")
        given = self._answers.pop(0)
        if isinstance(given, AtTell):
            raise self._failure("The script makes a move at a page that is told, but this is a question")
        if isinstance(given, Move) or (isinstance(given, type) and issubclass(given, Move)):
            raise given
        return default if isinstance(given, Enter) else given

    def _failure(self, why: str) -> BaseException:
        lines = [why, *self.complaints[-1:], "", "The last page:"]
        if self.pages:
            lines += _lines(self.pages[-1])
        if self.asked:
            question = self.asked[-1][1]
            lines += ["", f"{type(question).__name__}: {question.question}", question.explanation]
            lines += [f"  {choice.value}: {choice.label}" for choice in getattr(question, "choices", ())]
        return pytest.fail.Exception("\n".join(lines))


def _lines(page: Page) -> list[str]:
    head = (Para(f"{page.where} {page.time}".strip()), Heading(page.title))
    return render((*head, *page.body), 0, plain=True)
