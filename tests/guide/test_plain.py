"""The conversation in plain lines, as a screen reader or a pipe has it."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kompas.console import render
from kompas.guide import plain
from kompas.guide.dialogue import (
    Back,
    Choice,
    Dialogue,
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
from kompas.guide.plain import PlainDialogue
from kompas.view import Para, View

PAGE = Page(
    "0A · stap 3 van 13",
    "Hoe dringend?",
    "15 min gepland",
    ("Onze koers",),
    (Para("Iedereen geeft een cijfer."),),
    ("Vraag door.",),
)
WAYS = (Choice("hand", "Met de hand"), Choice("telefoon", "Telefoon", "eigen wifi"), Choice("", "Overslaan"))


class Conversation:
    """What a person types, and what they heard."""

    def __init__(self, *typed: str) -> None:
        self.heard: list[str] = []
        self.dialogue = PlainDialogue(io.StringIO("".join(f"{line}\n" for line in typed)), self._say)

    def _say(self, *shown: View | str) -> None:
        for item in shown:
            self.heard += [item] if isinstance(item, str) else render([item], 0, plain=True)

    def text(self) -> str:
        return "\n".join(self.heard)


def line(*typed: str, default: str = "") -> str:
    """Answer a line of at least two characters."""

    def check(given: str) -> str | None:
        return "Dit is te kort." if len(given) < 2 else None

    return Conversation(*typed).dialogue.line(PAGE, Line("Wie?", default, check=check))


def text(*typed: str, default: str = "") -> str:
    """Answer a text."""
    return Conversation(*typed).dialogue.text(PAGE, Text("Wat?", default))


def pick(*typed: str, default: str = "") -> str:
    """Pick one of the ways."""
    return Conversation(*typed).dialogue.pick(PAGE, Pick("Hoe?", WAYS, default))


def pick_many(*typed: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Pick any of the ways."""
    return Conversation(*typed).dialogue.pick_many(PAGE, PickMany("Welke?", WAYS, default))


def yes_no(*typed: str, default: bool | None = None) -> bool:
    """Answer yes or no."""
    return Conversation(*typed).dialogue.yes_no(PAGE, YesNo("Weghalen?", default))


def test_plain_lines_are_a_dialogue() -> None:
    """The guide knows only the contract."""
    dialogue: Dialogue = Conversation().dialogue
    assert dialogue


def test_a_line() -> None:
    """Enter keeps what stood there, :leeg empties it, a complaint asks again."""
    assert line("Anna") == "Anna"
    assert line("x", "xy") == "xy"
    assert line("", default="Anna") == "Anna"
    assert line(":leeg", "Bram", default="Anna") == "Bram"
    assert line("\ufeff\x1b[31mAnna\x1b[0m") == "Anna"


def test_a_question_mark_is_an_answer() -> None:
    """In a poll it means "weet ik niet"."""
    assert Conversation("?").dialogue.line(PAGE, Line("Cijfer?", hidden=True)) == "?"


def test_a_command_can_be_an_answer_with_one_more_colon() -> None:
    """And a command that was typed wrong is no answer by mistake."""
    assert line("::terug") == ":terug"
    assert line(":teurg", "Anna") == "Anna"
    assert line("::teurg") == ":teurg"
    assert line(":-)") == ":-)"
    assert text("::later", ":p", ".") == ":later\n:p"


def test_a_text_ends_with_a_full_stop() -> None:
    """A line of only a full stop can be typed as two."""
    assert text("een", "  twee", "", "..", "...", ".") == "een\n  twee\n\n.\n..."
    assert text(".", default="was") == "was"
    assert text("nieuw", ".", default="was") == "nieuw"
    assert text(":leeg", ".", default="was") == ""


def test_picking_one() -> None:
    """By number, by name or by value; a wrong one says what is expected."""
    assert pick("2") == "telefoon"
    assert pick("met de HAND") == "hand"
    assert pick("telefoon") == "telefoon"
    assert pick("3") == ""
    assert pick("", default="telefoon") == "telefoon"
    talk = Conversation("9", "", "tele", "1")
    assert talk.dialogue.pick(PAGE, Pick("Hoe?", WAYS)) == "hand"
    assert "“9” kan hier niet. Typ een nummer van 1 tot en met 3." in talk.heard
    assert any("Bedoel je: 2. Telefoon?" in line for line in talk.heard)


def test_picking_several() -> None:
    """Numbers with commas or spaces, in the order of the list; 0 is none, Enter keeps."""
    assert pick_many("2, 1") == ("hand", "telefoon")
    assert pick_many("2 1") == ("hand", "telefoon")
    assert pick_many("telefoon; Met de hand") == ("hand", "telefoon")
    assert pick_many("", default=("hand",)) == ("hand",)
    assert pick_many("0", default=("hand",)) == ()
    assert pick_many("1, 9", "1") == ("hand",)


def test_yes_or_no() -> None:
    """In Dutch, short or long; Enter only where there is a default."""
    assert yes_no("ja") is True
    assert yes_no("J") is True
    assert yes_no("nee") is False
    assert yes_no("misschien", "n") is False
    assert yes_no("", default=False) is False
    assert yes_no("", "j") is True


WORDS = {":terug": Back, ":later": Skip, ":overzicht": Overview, ":stop": Stop, ":TERUG ": Back}


@pytest.mark.parametrize(("word", "move"), WORDS.items())
def test_a_move_can_be_made_anywhere(word: str, move: type[Move]) -> None:
    """The same words in every question."""
    for ask in (line, text, pick, pick_many, yes_no):
        with pytest.raises(move):
            ask(word)
    with pytest.raises(move):
        Conversation(word).dialogue.tell(PAGE)


def test_a_move_takes_along_the_text_so_far() -> None:
    """Nobody has to type it again."""
    with pytest.raises(Back) as caught:
        text("een", "twee", ":terug")
    assert caught.value.typed == "een\ntwee"
    with pytest.raises(Stop) as stopped:
        text("een")
    assert stopped.value.typed == "een"


@pytest.mark.parametrize("ask", [line, text, pick, pick_many, yes_no])
@pytest.mark.parametrize("typed", [(), ("x",) * 50])
def test_input_that_stays_wrong_ends(ask: object, typed: tuple[str, ...]) -> None:
    """The end of a pipe is a stop, and never a loop."""
    assert callable(ask)
    with pytest.raises(Stop):
        ask(*typed)


def test_ctrl_c_is_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a traceback, also while a hidden answer is typed."""

    def interrupt(*given: object) -> str:
        raise KeyboardInterrupt

    keyboard = io.StringIO()
    monkeypatch.setattr(keyboard, "isatty", lambda: True)
    monkeypatch.setattr(keyboard, "readline", interrupt)
    monkeypatch.setattr(plain, "getpass", interrupt)
    for question in (Line("Wie?"), Line("Wie?", hidden=True)):
        with pytest.raises(Stop):
            PlainDialogue(keyboard, lambda *shown: None).line(PAGE, question)


def test_how_it_works_is_said_once() -> None:
    """At the first question, and again when someone asks for tips."""
    talk = Conversation("Anna", ":tips", "Bram")
    talk.dialogue.line(PAGE, Line("Wie?"))
    assert talk.text().count("een vraag terug") == 1
    talk.dialogue.line(PAGE, Line("Wie nog meer?"))
    assert talk.text().count("een vraag terug") == 2
    assert talk.text().count("Vraag door.") == 1


def test_the_page_is_said_only_where_it_changed() -> None:
    """Who listens does not hear the same again at every question."""
    talk = Conversation("a", "b", "c", "")
    talk.dialogue.line(PAGE, Line("Een?"))
    talk.dialogue.line(Page(PAGE.where, PAGE.title, "later", PAGE.course, PAGE.body), Line("Twee?"))
    assert talk.text().count("Hoe dringend?") == 1
    assert talk.text().count("Iedereen geeft een cijfer.") == 1
    talk.dialogue.line(Page(PAGE.where, "Anders", "", PAGE.course, PAGE.body), Line("Drie?"))
    assert talk.text().count("Iedereen geeft een cijfer.") == 2
    assert talk.text().count("Onze koers") == 1
    talk.dialogue.tell(Page(PAGE.where, "Anders", "", PAGE.course, (Para("Klaar."),)))
    assert talk.heard[-2:] == ["Klaar.", "Druk op Enter om verder te gaan."]


def test_what_stands_there_and_how_to_answer_is_said() -> None:
    """Without a screen, the default and the choices must be heard."""
    talk = Conversation("", "")
    talk.dialogue.line(PAGE, Line("Wie?", "Anna", "Alleen de voornaam.", suggestions=("Bram", "Cem")))
    talk.dialogue.pick(PAGE, Pick("Hoe?", WAYS, "telefoon"))
    for said in (
        "Alleen de voornaam.",
        "Er staat: Anna. Enter laat dat staan.",
        "Bijvoorbeeld: Bram, Cem.",
        "2. Telefoon – eigen wifi",
        "Typ een nummer van 1 tot en met 3. Enter is: Telefoon.",
    ):
        assert said in talk.heard


def test_from_a_pipe_with_any_bytes() -> None:
    """Bytes that are no UTF-8 are shown as such; nothing but text reaches the terminal."""
    code = (
        "from kompas.guide.plain import PlainDialogue; from kompas.guide.dialogue import *;"
        "print(ascii(PlainDialogue().line(Page(title='T'), Line('Wie?'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=b"An\xff\x1b[31mna\r\n",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.strip() == b"'An\\ufffdna'"
    assert b"\x1b" not in done.stderr
