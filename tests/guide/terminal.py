"""A terminal for tests: keys go in when the screen shows something, and the screen can be looked at."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pyte
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from kompas.guide.screen import ScreenDialogue

T = TypeVar("T")

ENTER, ESC, TAB, UP, DOWN = "\r", "\x1b", "\t", "\x1b[A", "\x1b[B"
F1, F2, F3, F10 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1b[21~"
PAGE_UP, PAGE_DOWN = "\x1b[5~", "\x1b[6~"
PATIENCE = 10  # seconds


def ctrl(letter: str) -> str:
    """What Ctrl with a letter sends."""
    return chr(ord(letter.upper()) - 64)


def pasted(text: str) -> str:
    """What a terminal sends when this is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


class _Stdout(io.StringIO):
    encoding = "utf-8"


class Terminal:
    """A screen of some size with a dialogue on it."""

    def __init__(self, keyboard: PipeInput, columns: int, rows: int) -> None:
        self.keyboard = keyboard
        self._written = _Stdout()
        self._read = 0
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        output = Vt100_Output(self._written, lambda: Size(rows, columns), term="xterm", enable_cpr=False)
        self.dialogue = ScreenDialogue(keyboard, output)

    def press(self, *keys: str) -> None:
        self.keyboard.send_text("".join(keys))

    def written(self) -> str:
        """Everything that was sent to the terminal so far."""
        return self._written.getvalue()

    def lines(self) -> list[str]:
        """What is on the screen now."""
        written = self.written()
        self._stream.feed(written[self._read :])
        self._read = len(written)
        return [line.rstrip() for line in self._screen.display]

    def text(self) -> str:
        return "\n".join(self.lines())

    def wait_for(self, text: str) -> None:
        """Until the screen shows a text; raises AssertionError when that takes too long."""
        until = time.monotonic() + PATIENCE
        while text not in self.text():
            assert time.monotonic() < until, f"{text!r} is not on the screen:\n{self.text()}"
            time.sleep(0.005)

    def meanwhile(self, person: Callable[[], None], ask: Callable[[], T]) -> T:
        """Ask, while a person looks and presses keys; what the person found wrong is raised here."""
        wrong: list[BaseException] = []

        def live() -> None:
            try:
                person()
            except BaseException as error:
                wrong.append(error)
                self.press(ctrl("c"))

        hands = threading.Thread(target=live)
        hands.start()
        try:
            return ask()
        finally:
            hands.join()
            if wrong:
                raise wrong[0]


@contextmanager
def terminal(columns: int = 80, rows: int = 24) -> Iterator[Terminal]:
    """A terminal whose dialogue is closed afterwards."""
    with create_pipe_input() as keyboard:
        here = Terminal(keyboard, columns, rows)
        try:
            yield here
        finally:
            here.dialogue.close()


def answer(ask: Callable[[ScreenDialogue], T], *keys: str, **size: Any) -> T:
    """What comes back when these keys are pressed."""
    with terminal(**size) as here:
        return here.meanwhile(lambda: here.press(*keys), lambda: ask(here.dialogue))
