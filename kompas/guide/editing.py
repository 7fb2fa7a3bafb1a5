"""The places to type an answer on the full screen: one line, or a text of several lines."""

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import BufferControl, UIControl
from prompt_toolkit.layout.processors import PasswordProcessor, Processor

from kompas.console.cells import cells, clean
from kompas.console.rows import Row, Signs, paragraph
from kompas.guide.dialogue import Line, Text
from kompas.guide.keys import DONE
from kompas.guide.prompts import Prompt, complaint
from kompas.guide.wrapping import WholeWords

_TALLEST_LINE = 6
_TEXT_LEAST, _TEXT_WANTED = 4, 6
_PREFIX = 2  # cells before each row of what is typed
_LONG = 5_000  # characters: so long that its rows need not be counted


class _TypingPrompt(Prompt[str]):
    """What a line and a text have in common."""

    _buffer: Buffer

    def __init__(self, signs: Signs) -> None:
        super().__init__(signs)
        self.keys.add(Keys.Any, save_before=_begins_a_word)(self._insert)
        self.on("c-z")(lambda event: self._buffer.undo())
        self.on(Keys.BracketedPaste)(self._paste)

    def typed(self) -> str:
        return clean(self._buffer.text, keep_newlines=self._buffer.multiline())

    def _insert(self, event: KeyPressEvent) -> None:
        if event.data.isprintable():
            self._buffer.insert_text(event.data)

    def _paste(self, event: KeyPressEvent) -> None:
        """No newline in what is pasted may count as Enter."""
        several = self._buffer.multiline()
        text = event.data if several else event.data.strip("\r\n")
        self._buffer.insert_text(clean(text, keep_newlines=several))


class LinePrompt(_TypingPrompt):
    """One line, however it was pasted; unless `several` lines are as many answers."""

    def __init__(self, question: Line, signs: Signs) -> None:
        self._question = question
        default = clean(question.default, keep_newlines=False)
        self._buffer = Buffer(
            document=Document(default), multiline=False, on_text_changed=lambda buffer: self._changed()
        )
        self._complaint = ""
        self._rest = ""  # of a pasted text: for the questions after this one
        self._asked_for = default  # what was typed before Tab changed it
        self._offered = -1
        super().__init__(signs)
        self.on("enter")(self._finish)
        self.on("tab")(lambda event: self._offer(1))
        self.on("s-tab")(lambda event: self._offer(-1))

    def wanted(self, width: int) -> int:
        return min(_TALLEST_LINE, 1 + (2 + cells(self._buffer.text[:_LONG])) // width)

    def least(self, width: int) -> int:
        return 1

    def hints(self, width: int) -> list[Row]:
        if self._complaint:
            return complaint(self._complaint, width)
        fitting = self._fitting()
        if not fitting:
            return []
        return paragraph(f"Tab: {', '.join(fitting[:3])}{', …' if len(fitting) > 3 else ''}", width, "dim")

    def _control(self) -> UIControl:
        dots = PasswordProcessor(self.signs.bullet)
        processor: Processor = dots if self._question.hidden else WholeWords(_PREFIX)
        return BufferControl(
            self._buffer, input_processors=[processor], include_default_input_processors=False
        )

    def _prefix(self, line: int, wrapped: int) -> StyleAndTextTuples:
        return [("class:strong", "  " if wrapped else "> ")]

    def _paste(self, event: KeyPressEvent) -> None:
        """Of several answers the first is given now; the rest waits until this one is right."""
        text = clean(event.data).lstrip("\n")
        if not self._question.several or "\n" not in text:
            super()._paste(event)
            return
        first, _, rest = text.partition("\n")
        self._buffer.insert_text(first)
        self._rest = rest.lstrip("\n") + self._rest
        self._finish(event)

    def _finish(self, event: KeyPressEvent) -> None:
        self._complaint = clean(self._question.check(self.typed()) or "", keep_newlines=False)
        if self._complaint:
            return
        if self._rest:
            event.app.key_processor.feed(KeyPress(Keys.BracketedPaste, self._rest), first=True)
        self.answer(self.typed())

    def _changed(self) -> None:
        self._complaint = ""
        self._asked_for, self._offered = self._buffer.text, -1

    def _fitting(self) -> list[str]:
        """The suggestions that what was typed can become; those that begin with it first."""
        typed = self._asked_for.strip().casefold()
        fitting = [text for text in self._question.suggestions if typed in text.casefold() != typed]
        return sorted(fitting, key=lambda text: not text.casefold().startswith(typed))

    def _offer(self, step: int) -> None:
        fitting, asked_for = self._fitting(), self._asked_for
        if fitting:
            offered = (self._offered + step if self._offered >= 0 or step > 0 else -1) % len(fitting)
            text = clean(fitting[offered], keep_newlines=False)
            self._buffer.document = Document(text)
            self._asked_for, self._offered = asked_for, offered


class TextPrompt(_TypingPrompt):
    """Text of several lines, in an area that scrolls."""

    finish = DONE

    def __init__(self, question: Text, signs: Signs) -> None:
        self._buffer = Buffer(document=Document(clean(question.default)), multiline=True)
        super().__init__(signs)
        for press in DONE.presses:
            self.on(press)(lambda event: self.answer(self.typed()))
        self.keys.add("escape", "enter")(lambda event: self.answer(self.typed()))
        self.on("enter")(lambda event: self._buffer.insert_text("\n"))

    def wanted(self, width: int) -> int:
        text = self._buffer.text
        if len(text) > _LONG:
            return _LONG
        return max(_TEXT_WANTED, 1 + sum(1 + (2 + cells(line)) // width for line in text.split("\n")))

    def least(self, width: int) -> int:
        return _TEXT_LEAST

    def hints(self, width: int) -> list[Row]:
        document = self._buffer.document
        said = f"{DONE.name}: klaar. Enter: nieuwe regel."
        if document.line_count > self.room:
            said += f" Regel {document.cursor_position_row + 1} van {document.line_count}."
        return paragraph(said, width, "dim")

    def scrolls(self, down: bool, body_moves: bool) -> bool:
        """Move a screenful through the text, until its end."""
        document = self._buffer.document
        if document.cursor_position_row == (document.line_count - 1 if down else 0):
            return False
        rows = max(1, self.room - 1)
        (self._buffer.cursor_down if down else self._buffer.cursor_up)(rows)
        return True

    def _control(self) -> UIControl:
        return BufferControl(
            self._buffer, input_processors=[WholeWords(_PREFIX)], include_default_input_processors=False
        )

    def _prefix(self, line: int, wrapped: int) -> StyleAndTextTuples:
        return [("class:dim", f"{self.signs.edge} ")]


def _begins_a_word(event: KeyPressEvent) -> bool:
    """Whether undo should come back to here: it undoes a word, and not letter by letter."""
    return not event.is_repeat or event.data == " "
