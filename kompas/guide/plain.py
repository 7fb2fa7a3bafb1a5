"""The conversation in plain lines: for a screen reader, a terminal that cannot draw, or a pipe."""

import re
import sys
from collections.abc import Callable, Mapping
from getpass import getpass
from io import TextIOWrapper
from typing import TextIO, TypeVar

from kompas import console
from kompas.console.cells import clean
from kompas.guide.dialogue import (
    Back,
    Line,
    Move,
    Overview,
    Page,
    Pick,
    PickMany,
    Skip,
    Stop,
    Text,
    YesNo,
)
from kompas.guide.numbered import chosen, numbered, parts
from kompas.view import Bullets, Heading, Para, View

# Words, because a screen reader may pass over signs; with a colon, because nobody answers so. The
# question mark is no command: in a poll it is the answer "weet ik niet".
_MOVES: dict[str, type[Move]] = {":terug": Back, ":later": Skip, ":overzicht": Overview, ":stop": Stop}
_TIPS, _EMPTY, _END = ":tips", ":leeg", "."
_COMMAND = re.compile(r"\s*:[^\W\d_]{3,}\s*")  # and not :) or :p
_YES, _NO = ("ja", "j", "y", "yes"), ("nee", "n", "no")

T = TypeVar("T")

WELCOME: tuple[View, ...] = (
    Para("Typ je antwoord en druk op Enter. Je kunt ook een van deze woorden typen:"),
    Bullets(
        (
            ":terug – een vraag terug",
            ":tips – tips bij deze vraag",
            ":overzicht – alle stappen, de deelnemers, pauze",
            ":later – sla deze stap nu over",
            ":stop – stop nu; je kunt later verder",
            ":leeg – maak leeg wat er al stond",
        )
    ),
    Para("Is zo'n woord zelf je antwoord? Zet er dan nog een dubbele punt voor: ::terug."),
)


class PlainDialogue:
    """A Dialogue of lines, in the order in which they are read. The end of the input is a Stop.

    `say` shows views and texts; it is `console.say` unless told otherwise.
    """

    def __init__(self, stdin: TextIO | None = None, say: Callable[..., None] = console.say) -> None:
        self._stdin = stdin or sys.stdin
        if isinstance(self._stdin, TextIOWrapper):
            self._stdin.reconfigure(errors="replace")
        self._say = say
        self._welcomed = False
        self._said = Page()

    def line(self, page: Page, question: Line) -> str:
        default = clean(question.default, keep_newlines=False)
        self._ask(
            page,
            question.question,
            question.explanation,
            f"Bijvoorbeeld: {', '.join(question.suggestions)}." if question.suggestions else "",
            f"Er staat: {default}. Enter laat dat staan." if default else "",
        )

        def understood(given: str) -> str:
            answer = "" if given == _EMPTY else given or default
            complaint = question.check(answer)
            if complaint:
                raise ValueError(complaint)
            return answer

        return self._until(page, understood, question.hidden)

    def text(self, page: Page, question: Text) -> str:
        before = clean(question.default)
        until = "Typ zoveel regels als je wilt. Typ na de laatste een regel met alleen een punt."
        keep = "Typ nu alleen een punt om te laten staan wat er staat." if before else ""
        self._ask(
            page,
            question.question,
            question.explanation,
            f"Er staat:\n{before}" if before else "",
            until,
            keep,
        )
        lines: list[str] = []
        while (given := self._read(page, "\n".join(lines))) != _END:
            if given == _EMPTY:
                before, lines = "", []
            elif not self._refused(given):
                lines.append(_END if given == _END * 2 else _literal(given))
        return "\n".join(lines) if lines else before

    def pick(self, page: Page, question: Pick) -> str:
        choices = question.choices
        default = next(
            (choice for choice in choices if choice.value and choice.value == question.default), None
        )
        keep = f" Enter is: {clean(default.label)}." if default else ""
        how = f"Typ een nummer van 1 tot en met {len(choices)}.{keep}"
        self._ask(page, question.question, question.explanation, numbered(choices), how)

        def understood(given: str) -> str:
            return default.value if default and not given else chosen(choices, given)

        return self._until(page, understood)

    def pick_many(self, page: Page, question: PickMany) -> tuple[str, ...]:
        choices = question.choices
        held = [clean(choice.label) for choice in choices if choice.value in question.default]
        keep = f"Enter laat staan: {', '.join(held)}." if held else "Enter is: geen."
        how = f"Typ de nummers met een komma ertussen. 0 is: geen. {keep}"
        self._ask(page, question.question, question.explanation, numbered(choices), how)

        def understood(given: str) -> tuple[str, ...]:
            if given in ("0", _EMPTY):
                return ()
            values = {chosen(choices, part) for part in parts(given)} if given else set(question.default)
            return tuple(choice.value for choice in choices if choice.value in values)

        return self._until(page, understood)

    def yes_no(self, page: Page, question: YesNo) -> bool:
        keep = {None: "", True: " Enter is: ja.", False: " Enter is: nee."}[question.default]
        self._ask(page, question.question, question.explanation, f"Typ ja of nee.{keep}")

        def understood(given: str) -> bool:
            if not given and question.default is not None:
                return question.default
            if given.lower() in _YES or given.lower() in _NO:
                return given.lower() in _YES
            raise ValueError("Typ ja of nee.")

        return self._until(page, understood)

    def tell(self, page: Page) -> None:
        """Say a page, and wait for Enter; from a pipe, too, that is one line."""
        self._ask(page, "", "", "Druk op Enter om verder te gaan.")
        self._read(page)

    def watch(self, page: Callable[[], Page], keys: Mapping[str, str]) -> str:
        """Say the page, then read a key as a line; a line without one says the page as it is then."""
        letters = "\n".join(f"{key}: {does}" for key, does in keys.items() if key != "enter")
        enter = f"Enter: {keys['enter']}." if "enter" in keys else "Enter: lees opnieuw hoe het ervoor staat."

        def understood(given: str) -> str:
            key = given.lower() or "enter"
            if key not in keys and given:
                raise ValueError(f"“{given}” kan hier niet. Typ een van deze letters: {', '.join(keys)}.")
            return key

        now = page()
        self._ask(now, "", "", "Typ een letter en druk op Enter.", letters, enter)
        while (key := self._until(now, understood)) not in keys:
            now = page()
            self._say("", *now.body, Para(enter))
            self._said = now
        return key

    def _ask(self, page: Page, question: str, explanation: str, *how: str) -> None:
        """Say what is new about the page, and then the question and how to answer it."""
        if not self._welcomed:
            self._welcomed = True
            self._say(*WELCOME)
        asked = (Heading(question),) if question else ()
        said = (Para(text) for text in (explanation, *how) if text)
        self._say("", *_new(page, self._said), *asked, *said)
        self._said = page

    def _until(self, page: Page, understood: Callable[[str], T], hidden: bool = False) -> T:
        """Read until an answer is understood, saying each time what is expected."""
        while True:
            given = self._read(page, hidden=hidden).strip()
            if self._refused(given):
                continue
            try:
                return understood(_literal(given))
            except ValueError as error:
                self._say(Para(str(error)))

    def _read(self, page: Page, typed: str = "", hidden: bool = False) -> str:
        """One line that is no move; tips are given in between. Raises a Move."""
        while True:
            given = self._line(typed, hidden)
            command = given.strip().lower()
            move = _MOVES.get(command)
            if move is Stop or move in page.moves:
                raise _MOVES[command](typed)
            if move:
                self._say(Para(f"{command} kan hier niet."))
                continue
            if command != _TIPS:
                return command if command in (_EMPTY, _END) else given
            course = (Heading("Koers"), *(Para(text) for text in page.course)) if page.course else ()
            tips = Bullets(page.tips) if page.tips else Para("Bij deze vraag zijn er geen tips.")
            self._say(Heading("Tips"), tips, *course, *WELCOME)

    def _line(self, typed: str, hidden: bool) -> str:
        try:
            if hidden and self._stdin.isatty():
                return clean(getpass(""), keep_newlines=False)
            line = self._stdin.readline()
        except (KeyboardInterrupt, EOFError):
            raise Stop(typed) from None
        if not line:
            raise Stop(typed)
        return clean(line.rstrip("\r\n").lstrip("\ufeff"), keep_newlines=False)

    def _refused(self, given: str) -> bool:
        """Whether it looks like a command that was typed wrong; then say how to go on."""
        wrong = given != _EMPTY and bool(_COMMAND.fullmatch(given))
        if wrong:
            self._say(Para(f"{given} ken ik niet. Je kunt typen: {', '.join([_TIPS, *_MOVES])}."))
            self._say(Para(f"Is het je antwoord? Typ dan :{given}"))
        return wrong


def _new(page: Page, said: Page) -> list[View]:
    """What a page has that was not said before."""
    views: list[View] = []
    place = (page.where, page.title)
    if place != (said.where, said.title):
        time = f" ({page.time})" if page.where and page.time else page.time
        views += [Para(page.where + time)] if page.where or time else []
        views += [Heading(page.title)] if page.title else []
    if page.course != said.course:
        views += [Para(text) for text in page.course]
    if page.body != said.body or place != (said.where, said.title):
        views += page.body
    return views


def _literal(given: str) -> str:
    """Without the extra colon that makes a word no command."""
    return given[1:] if _COMMAND.fullmatch(given[1:]) and given.startswith("::") else given
