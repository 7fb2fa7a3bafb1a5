"""The places to answer on the full screen, one for each kind of question.

These are made of prompt_toolkit itself and not of questionary, which is made of it too. Questionary's
questions each take the terminal and give it back (so keys typed in between are echoed, and a second
Ctrl-S freezes the screen), cut long choices off in a narrow window, and know only English yes and no.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Generic, TypeVar

from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, UIControl, Window

from kompas.console.cells import clean, shorten
from kompas.console.rows import Row, Signs, paragraph
from kompas.guide.dialogue import Pick, PickMany, YesNo
from kompas.guide.frame import named_keys
from kompas.guide.keys import ENTER, Key
from kompas.guide.menu import Menu

T = TypeVar("T")

_LEAST_MENU = 5  # rows
_LONGEST_QUERY = 40  # cells that are shown of what is searched for


def fragments(rows: Iterable[Row]) -> StyleAndTextTuples:
    """Rows as prompt_toolkit wants them."""
    pieces: StyleAndTextTuples = []
    for row in rows:
        pieces += [(f"class:{style}" if style else "", text) for style, text in row]
        pieces.append(("", "\n"))
    return pieces[:-1]


def complaint(text: str, width: int) -> list[Row]:
    """What is wrong, so that it is seen."""
    first, *rest = paragraph(f"! {text}", width)
    return [(("warn", "!"), ("", first[0][1][1:])), *rest]


class Prompt(Generic[T]):
    """A place to answer. The stage sets `answer`, and the `width` and `room` (rows) it has now."""

    finish: Key | None = ENTER
    waits_for_reading = False  # whether keys that were pressed before it was shown are no answer

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.answer: Callable[[T], None] = lambda value: None
        self.width = self.room = 1
        self.keys = KeyBindings()
        self.window = Window(self._control(), wrap_lines=True, get_line_prefix=self._prefix)

    def wanted(self, width: int) -> int:
        """The rows that it would like."""
        return 0

    def least(self, width: int) -> int:
        """The rows that it can do with."""
        return self.wanted(width)

    def hints(self, width: int) -> list[Row]:
        """What stands below it."""
        return []

    def typed(self) -> str:
        """What already stands there."""
        return ""

    def scrolls(self, down: bool, body_moves: bool) -> bool:
        """Whether it used a page key itself; `body_moves` if the body of the page can use it too."""
        return False

    def on(self, *presses: str) -> Callable[[Callable[[KeyPressEvent], None]], None]:
        """Bind keys to what the decorated function does."""

        def bind(handler: Callable[[KeyPressEvent], None]) -> None:
            for press in presses:
                self.keys.add(press)(handler)

        return bind

    def _control(self) -> UIControl:
        return FormattedTextControl("", focusable=True, show_cursor=False)

    def _prefix(self, line: int, wrapped: int) -> StyleAndTextTuples:
        return []


class TellPrompt(Prompt[None]):
    """Nothing to answer: only to be read."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(signs)
        self.on("enter")(lambda event: self.answer(None))


class WatchPrompt(Prompt[str]):
    """One key, at any moment, so that key must not have been meant for the question before."""

    finish = None
    waits_for_reading = True

    def __init__(self, keys: Mapping[str, str], signs: Signs) -> None:
        super().__init__(signs)
        self._named = [(ENTER.name if key == "enter" else key, word) for key, word in keys.items()]
        for key in keys:
            presses = {key, key.upper()} if len(key) == 1 else {key}
            self.on(*presses)(partial(self._press, key))

    def hints(self, width: int) -> list[Row]:
        return named_keys(self._named, width)

    def _press(self, key: str, event: KeyPressEvent) -> None:
        self.answer(key)


class YesNoPrompt(Prompt[bool]):
    """Answered by one key, so that key must not have been meant for the question before."""

    waits_for_reading = True

    def __init__(self, question: YesNo, signs: Signs) -> None:
        super().__init__(signs)
        self._default = question.default
        self.finish = None if question.default is None else ENTER
        self.on("j", "J", "y", "Y")(lambda event: self.answer(True))
        self.on("n", "N")(lambda event: self.answer(False))
        self.on("enter")(lambda event: None if self._default is None else self.answer(self._default))

    def hints(self, width: int) -> list[Row]:
        default = {None: "", True: "   Enter: ja", False: "   Enter: nee"}[self._default]
        return [(("strong", "j"), ("", " ja   "), ("strong", "n"), ("", f" nee{default}"))]


class MenuPrompt(Prompt[T]):
    """A numbered list with a pointer; Enter takes."""

    def __init__(self, menu: Menu, signs: Signs) -> None:
        self.menu = menu
        super().__init__(signs)
        self.on("up")(lambda event: menu.move(-1, around=True))
        self.on("down")(lambda event: menu.move(1, around=True))
        self.on("home")(lambda event: menu.move(-len(menu.choices)))
        self.on("end")(lambda event: menu.move(len(menu.choices)))
        self.on("backspace")(lambda event: menu.erase())
        searching = Condition(lambda: bool(menu.query))  # else Esc goes back, as everywhere
        self.keys.add("escape", filter=searching)(lambda event: menu.clear())
        self.on(Keys.Any)(lambda event: self._type(event.data))
        self.on(Keys.BracketedPaste)(lambda event: menu.type(clean(event.data, keep_newlines=False)))
        self.on("enter")(lambda event: self._take())

    def wanted(self, width: int) -> int:
        return self.menu.height(width)

    def least(self, width: int) -> int:
        return min(_LEAST_MENU, self.wanted(width))

    def hints(self, width: int) -> list[Row]:
        if self.menu.query and not self.menu.fits:
            return [(), *complaint(f"{self._search()}", width)]
        said = " ".join(filter(None, [*self._about(), self._search()]))
        return [(), *paragraph(said, width, "dim")] if said else []

    def scrolls(self, down: bool, body_moves: bool) -> bool:
        moves = not body_moves and self.menu.overflows(self.width, self.room)
        if moves:
            self.menu.move(max(1, self.room - 3) * (1 if down else -1))
        return moves

    def _control(self) -> UIControl:
        return FormattedTextControl(
            lambda: fragments(self.menu.rows(self.width, self.room)), focusable=True, show_cursor=False
        )

    def _type(self, data: str) -> None:
        """Search with what a key sends, if that is a character; a function key sends several."""
        if len(data) == 1 and data.isprintable():
            self.menu.type(data)

    @abstractmethod
    def _take(self) -> None:
        """Answer with what was chosen."""

    def _about(self) -> list[str]:
        return []

    def _search(self) -> str:
        menu = self.menu
        if not menu.query:
            return "Typ om te zoeken." if menu.long else ""
        found = f"{len(menu.fits) or 'niets'} gevonden"
        looked_for = shorten(menu.query.strip(), _LONGEST_QUERY, self.signs.dots)
        return f"Zoek: {looked_for}" + ("." if menu.number else f" ({found}).") + " Esc wist."


class PickPrompt(MenuPrompt[str]):
    def __init__(self, question: Pick, signs: Signs) -> None:
        super().__init__(Menu(question.choices, question.default, signs=signs), signs)

    def _take(self) -> None:
        if self.menu.pointed:
            self.answer(self.menu.pointed.value)


class PickManyPrompt(MenuPrompt[tuple[str, ...]]):
    def __init__(self, question: PickMany, signs: Signs) -> None:
        super().__init__(Menu(question.choices, chosen=question.default, signs=signs), signs)
        self.on("space")(lambda event: self.menu.toggle())

    def typed(self) -> str:
        return "\n".join(self.menu.values())

    def _take(self) -> None:
        if self.menu.fits or not self.menu.query:
            self.answer(self.menu.values())

    def _about(self) -> list[str]:
        return [f"{len(self.menu.values())} gekozen.", "Spatie: wel of niet."]
