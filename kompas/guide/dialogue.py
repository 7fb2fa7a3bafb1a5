"""The conversation as data: pages, questions, and the moves a person can make instead of answering.

The guide composes pages and questions; a Dialogue shows them and brings back an answer. There are
three: the full screen (screen.py), plain lines (plain.py), and a scripted one in the tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from kompas.view import View


class Move(Exception):
    """A person wants something else than to answer; `typed` is what already stood there."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


class Back(Move):
    """One question back."""


class Skip(Move):
    """Leave this step for later."""


class Overview(Move):
    """See all steps, go to any of them, see to the participants, or pause."""


class Stop(Move):
    """Ctrl-C or Ctrl-D, or no more input: leave kompas now."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on the screen while a question is asked, and the moves that make sense there.

    A Stop is always possible.
    """

    where: str = ""  # "0A · stap 3 van 13"
    title: str = ""
    time: str = ""  # "15 min gepland, 4 min bezig"
    course: tuple[str, ...] = ()
    body: tuple[View, ...] = ()
    tips: tuple[str, ...] = ()
    moves: tuple[type[Move], ...] = (Back, Skip, Overview)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `check` gives a Dutch complaint about what was typed, or nothing.

    `hidden` shows a dot for each character, so that the room cannot read along. With `several`, a
    pasted text of several lines is that many answers.
    """

    question: str
    default: str = ""
    explanation: str = ""
    check: Callable[[str], str | None] = lambda typed: None
    hidden: bool = False
    suggestions: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Text of several lines."""

    question: str
    default: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the choices; its value is the answer."""

    question: str
    choices: tuple[Choice, ...]
    default: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class PickMany:
    """Any number of the choices; their values, in the order of the choices, are the answer."""

    question: str
    choices: tuple[Choice, ...]
    default: tuple[str, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class YesNo:
    question: str
    default: bool | None = None
    explanation: str = ""


class Dialogue(Protocol):
    """Shows a page, asks a question. Any ask may raise a Move instead of returning."""

    def line(self, page: Page, question: Line) -> str: ...

    def text(self, page: Page, question: Text) -> str: ...

    def pick(self, page: Page, question: Pick) -> str: ...

    def pick_many(self, page: Page, question: PickMany) -> tuple[str, ...]: ...

    def yes_no(self, page: Page, question: YesNo) -> bool: ...

    def tell(self, page: Page) -> None:
        """Show a page and wait until it has been read."""

    def watch(self, page: Callable[[], Page], keys: Mapping[str, str]) -> str:
        """Show a page that changes meanwhile, until one of the keys is pressed; gives that key.

        `keys` maps letters, and perhaps "enter", to what they do.
        """
