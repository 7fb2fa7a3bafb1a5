"""The full screen itself: one prompt_toolkit application for the whole conversation.

It starts at the first question and only waits in between. So the screen is never empty, keys that
are pressed too early wait for the next question, and Ctrl-C cannot interrupt what is being saved.
"""

import asyncio
import atexit
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

from prompt_toolkit import Application
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPress, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Dimension, FormattedTextControl, HSplit, Layout, VSplit, Window
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.styles import Style

from kompas import console
from kompas.console.rows import Row, Signs
from kompas.guide.dialogue import Page, Stop
from kompas.guide.frame import Asked, Size, compose
from kompas.guide.keys import BEFORE, MORE, MOVES, TIPS
from kompas.guide.prompts import Prompt, fragments

T = TypeVar("T")

_STYLE = Style.from_dict(
    {
        "heading": "bold",
        "strong": "bold",
        "dim": "dim",
        "good": "bold ansigreen",
        "warn": "bold ansiyellow",
        "bar": "ansicyan",
        "code": "fg:#000000 bg:#ffffff",
    }
)
_WITHOUT_COLOURS = Style.from_dict(
    {"heading": "bold", "strong": "bold", "dim": "dim", "good": "bold", "warn": "bold"}
    | {"code": "fg:#000000 bg:#ffffff"}  # no decoration: in the colours of the terminal it might be no code
)
_RENEWAL = 0.5  # seconds between two looks at a page that changes
_ESCAPE_WAIT = 0.05
"""Seconds in which the rest of an arrow key or Alt-Enter must follow its Esc; both travel in one packet."""


class Stage:
    """Shows a page with a place to answer, and brings back the answer or the move."""

    def __init__(self, input: Input | None, output: Output | None, signs: Signs) -> None:
        self._input = input or create_input()
        self._output = output or create_output()
        self._signs = signs
        self._app: Application[None] | None = None
        self._early: list[KeyPress] = []

    def ask(self, page: Page | Callable[[], Page], question: str, explanation: str, prompt: Prompt[T]) -> T:
        """Show the page until it is answered; as a function, it is asked again and again. Raises a Move."""
        app = self._app or self._open()
        self._renewed = page if callable(page) else lambda: page
        self._page, self._question, self._explanation = self._renewed(), question, explanation
        self._prompt: Prompt[Any] = prompt
        self._scroll, self._tips = 0, False
        self._answer: asyncio.Future[Any] = self._loop.create_future()
        prompt.answer = lambda value: self._end(value, None)
        value: T = self._loop.run_until_complete(self._wait(app))
        return value

    def close(self) -> None:
        """Give the terminal back as it was. The next question starts anew."""
        if self._app is not None and not self._loop.is_running():
            console.hold(None)
            atexit.unregister(self.close)
            self._loop.run_until_complete(self._leave(self._app))
            self._loop.close()
            self._app = None

    def _open(self) -> Application[None]:
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda loop, context: self._failed(context))
        colourless = bool(os.environ.get("NO_COLOR"))
        self._app = Application(
            full_screen=True,
            erase_when_done=True,
            style=_WITHOUT_COLOURS if colourless else _STYLE,
            color_depth=ColorDepth.DEPTH_8_BIT if colourless else None,
            input=self._input,
            output=self._output,
            before_render=self._compose,
        )
        self._app.timeoutlen = self._app.ttimeoutlen = _ESCAPE_WAIT
        self._running: asyncio.Task[None] | None = None
        self._deaf = ExitStack()
        console.hold(self.close)
        atexit.register(self.close)
        return self._app

    async def _wait(self, app: Application[None]) -> Any:
        prompt = self._prompt
        app.layout = Layout(self._layout(), focused_element=prompt.window)
        app.key_bindings = merge_key_bindings([self._common_keys(), prompt.keys])
        if self._running is None:
            self._running = self._loop.create_task(app.run_async(set_exception_handler=False))
            await asyncio.sleep(0)  # lets it take the terminal
        elif prompt.waits_for_reading:
            self._forget_early_keys()
        self._compose(app)  # a page key that was pressed early must know what there is to page
        app.invalidate()
        self._deaf.close()
        self._loop.call_soon(self._press_early_keys, app)
        ends = {self._answer, self._running}
        while not (await asyncio.wait(ends, timeout=_RENEWAL, return_when=asyncio.FIRST_COMPLETED))[0]:
            self._renew(app)
        if self._answer.done():
            return self._answer.result()
        if isinstance(self._running.exception(), EOFError):  # the terminal is gone
            raise Stop(prompt.typed())
        return self._running.result()

    def _renew(self, app: Application[None]) -> None:
        """Look again at a page that may have changed."""
        page = self._renewed()
        if page != self._page:
            self._page = page
            app.invalidate()

    async def _leave(self, app: Application[None]) -> None:
        self._deaf.close()
        if self._running and not self._running.done():
            app.exit()
            await asyncio.wait({self._running})

    def _end(self, value: Any, error: Exception | None) -> None:
        """End the question; what else was pressed is for the next one."""
        if self._app is None or self._answer.done():
            return
        if error is None:
            self._answer.set_result(value)
        else:
            self._answer.set_exception(error)
        self._early += self._app.key_processor.empty_queue()
        self._deaf.enter_context(self._input.detach())

    def _failed(self, context: dict[str, Any]) -> None:
        """Something of ours went wrong while a key was handled or the screen drawn."""
        self._end(None, context.get("exception") or RuntimeError(context["message"]))

    def _press_early_keys(self, app: Application[None]) -> None:
        early, self._early = self._early, []
        app.key_processor.feed_multiple(early)
        app.key_processor.process_keys()

    def _forget_early_keys(self) -> None:
        """Only Ctrl-C and Ctrl-D mean the same in every question."""
        early = self._early
        while more := self._input.read_keys() + self._input.flush_keys():
            early += more
        self._early = [key for key in early if key.key in (Keys.ControlC, Keys.ControlD)]

    def _common_keys(self) -> KeyBindings:
        """The keys that do the same in every question."""
        keys = KeyBindings()
        for key, move in MOVES:
            for press in key.presses if move is Stop or move in self._page.moves else ():
                keys.add(press)(lambda event, move=move: self._end(None, move(self._prompt.typed())))
        for press in TIPS.presses:
            keys.add(press)(lambda event: self._turn_tips())
        for key, step in ((MORE, 1), (BEFORE, -1)):
            for press in key.presses:
                keys.add(press)(lambda event, step=step: self._turn_page(step))
        return keys

    def _turn_tips(self) -> None:
        self._tips = not self._tips
        self._scroll = 0

    def _turn_page(self, step: int) -> None:
        body_moves = self._scroll < self._frame.hidden if step > 0 else self._scroll > 0
        if (self._tips and body_moves) or not self._prompt.scrolls(step > 0, body_moves):
            step *= max(1, self._frame.body - 1)  # one row is seen twice
            self._scroll = max(0, min(self._scroll + step, self._frame.hidden))

    def _compose(self, app: Application[None]) -> None:
        """Fit the page on the screen as large as it is now; done before every drawing."""
        rows, columns = self._output.get_size()
        size, prompt = Size(columns, rows), self._prompt
        asked = Asked(
            self._question,
            self._explanation,
            prompt.least(size.width),
            prompt.wanted(size.width),
            tuple(prompt.hints(size.width)),
            prompt.finish,
        )
        self._frame = compose(self._page, asked, size, self._signs, self._scroll, self._tips)
        self._scroll = min(self._scroll, self._frame.hidden)
        self._size = size
        prompt.width, prompt.room = size.width, self._frame.answer

    def _layout(self) -> HSplit:
        """Rows, the place to answer, and rows again; exactly as high as the frame says."""
        place = [
            self._beside(lambda: self._size.margin),
            self._prompt.window,
            self._beside(lambda: self._size.columns - self._size.width - self._size.margin),
        ]
        return HSplit(
            [
                self._window(lambda: self._frame.above),
                VSplit(place, height=lambda: Dimension.exact(self._frame.answer)),
                self._window(lambda: self._frame.below),
            ]
        )

    def _window(self, rows: Callable[[], Sequence[Row]]) -> Window:
        control = FormattedTextControl(lambda: fragments(self._indented(rows())))
        return Window(control, height=lambda: Dimension.exact(len(rows())), always_hide_cursor=True)

    def _indented(self, rows: Sequence[Row]) -> list[Row]:
        return [(("", " " * self._size.margin), *row) for row in rows]

    def _beside(self, width: Callable[[], int]) -> Window:
        return Window(width=lambda: Dimension.exact(width()))
