"""A page that is watched: renewed while it is shown, until one of its keys is pressed."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyte.screens import Char

from kompas.console.rows import UNICODE, words
from kompas.guide import qr
from kompas.guide.dialogue import Back, Page, Stop, YesNo
from kompas.guide.frame import Asked, Size, compose
from kompas.guide.plain import PlainDialogue
from kompas.guide.screen import ScreenDialogue
from kompas.view import Code, Heading, Para
from tests.guide.terminal import ENTER, ESC, F1, Terminal, answer, ctrl, terminal
from tests.guide.test_plain import Conversation
from tests.guide.test_qr import HALVES, read

URL = "http://192.168.178.123:65535/5m01jkec"
KEYS = {"s": "sluiten", "b": "beamer", "p": "papier of hardop", "a": "ander adres", "k": "kaartjes"}
LARGER = "Zet het venster groter voor de QR-code."


def of(answered: int) -> Page:
    """A page with a code, as it is while phones answer."""
    beside = (
        Heading("In de zaal: 23"),
        Heading(f"Geantwoord: {answered} van 20 deelnemers"),
        Para("Scan de code."),
    )
    code = Code(qr.rows(URL), beside, LARGER)
    where = "0B Samenwerken en beslissen · stap 3 van 14"
    return Page(
        where, "Hoe dringend is dit?", body=(Heading(URL), code), tips=("Wacht even.",), moves=(Back,)
    )


def watch(dialogue: ScreenDialogue | PlainDialogue) -> str:
    """Watch a page on which nothing changes."""
    return dialogue.watch(lambda: of(18), KEYS)


def drawn(here: Terminal) -> list[list[Char]]:
    """The cells on the screen that are dark on light, row by row."""
    here.lines()
    found = []
    for number in range(here._screen.lines):
        row = [here._screen.buffer[number][column] for column in range(here._screen.columns)]
        found.append([cell for cell in row if (cell.fg, cell.bg) == ("000000", "ffffff")])
    return [row for row in found if row]


@pytest.mark.parametrize(("pressed", "key"), [(["s"], "s"), (["S"], "s"), (["x", ENTER, "k"], "k")])
def test_a_key_ends_it(pressed: list[str], key: str) -> None:
    """In capitals too; what is no key does nothing."""
    assert answer(watch, *pressed) == key


def test_enter_is_a_key_where_it_is_named() -> None:
    """To go on with."""
    assert answer(lambda dialogue: dialogue.watch(lambda: of(1), {"enter": "verder"}), ENTER) == "enter"


@pytest.mark.parametrize(("key", "move"), [(ESC, Back), (ctrl("c"), Stop)])
def test_it_can_be_left(key: str, move: type[Exception]) -> None:
    """As any question."""
    with pytest.raises(move):
        answer(watch, key)


def test_it_changes_while_it_is_watched() -> None:
    """Twice a second, without a key."""
    answered = 18
    with terminal() as here:

        def person() -> None:
            nonlocal answered
            here.wait_for("Geantwoord: 18 van 20")
            answered = 19
            began = time.monotonic()
            here.wait_for("Geantwoord: 19 van 20")
            assert time.monotonic() - began < 2
            here.press("s")

        assert here.meanwhile(person, lambda: here.dialogue.watch(lambda: of(answered), KEYS)) == "s"


def test_what_goes_wrong_while_it_looks_is_raised() -> None:
    """And not swallowed by the loop of the screen."""
    looks = [of(1)]

    def look() -> Page:
        if not looks:
            raise ZeroDivisionError
        return looks.pop()

    with terminal() as here, pytest.raises(ZeroDivisionError):
        here.dialogue.watch(look, KEYS)


@given(st.integers(20, 120), st.integers(1, 50))
def test_a_code_is_whole_or_not_there(columns: int, rows: int) -> None:
    """In every size, and the screen is never higher than it is."""
    asked = Asked("", "", 0, 0, ((("strong", "s"), ("", " sluiten")),), None)
    frame = compose(of(18), asked, Size(columns, rows), UNICODE)
    codes = [text for row in (*frame.above, *frame.below) for style, text in row if style == "code"]
    assert tuple(codes) in ((), qr.rows(URL))
    assert len(frame.above) + frame.answer + len(frame.below) == rows
    if not codes and rows > 12:
        said = " ".join(words(row).strip() for row in frame.above)
        assert LARGER in said or "PgDn" in said


def test_a_key_that_was_pressed_too_early_is_none() -> None:
    """One key closes a round, so it must have been meant for this page."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("Zeker?")
            here.press("js")
            here.wait_for("Geantwoord")
            time.sleep(0.2)
            here.press("b")

        def ask() -> str:
            here.dialogue.yes_no(Page(), YesNo("Zeker?"))
            return watch(here.dialogue)

        assert here.meanwhile(person, ask) == "b"


def see(columns: int, rows: int, look: Callable[[Terminal], None]) -> None:
    """Look at the page in a terminal of some size."""
    with terminal(columns, rows) as here:

        def person() -> None:
            here.wait_for("Ctrl-C stop")
            look(here)
            here.press("s")

        here.meanwhile(person, lambda: watch(here.dialogue))


@pytest.mark.parametrize("size", [(80, 24), (60, 24), (100, 30)])
@pytest.mark.parametrize("colourless", [True, False])
def test_the_whole_page_is_there(
    size: tuple[int, int], colourless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title, address, code, counts and keys; the code is black on white, whatever the theme or NO_COLOR."""
    if colourless:
        monkeypatch.setenv("NO_COLOR", "1")

    def look(here: Terminal) -> None:
        seen = drawn(here)
        assert tuple("".join(cell.data for cell in row) for row in seen) == qr.rows(URL)
        words = " ".join(here.text().split())
        for text in ("Hoe dringend is dit?", URL, "In de zaal: 23", "s sluiten", "k kaartjes", "Esc terug"):
            assert text in words
        assert LARGER not in words
        assert "PgDn" not in words

    see(*size, look)


def test_the_tips_take_the_place_of_the_code() -> None:
    """And F1 brings it back."""

    def look(here: Terminal) -> None:
        here.press(F1)
        here.wait_for("Wacht even.")
        assert not drawn(here)
        here.press(F1)
        here.wait_for(URL)
        assert drawn(here)

    see(80, 24, look)


@pytest.mark.parametrize("size", [(80, 20), (34, 24), (40, 24)])
def test_where_it_does_not_fit_the_address_is_there_alone(size: tuple[int, int]) -> None:
    """With what to do for a code."""

    def look(here: Terminal) -> None:
        assert not drawn(here)
        assert not set("▀▄") & set(here.text())
        words = here.text().replace("\n", "").replace(" ", "")
        assert URL in words
        assert LARGER.replace(" ", "") in words

    see(*size, look)


def test_what_stands_on_the_screen_can_be_read_by_a_phone() -> None:
    """Read back from the cells: nothing is shifted or lost."""

    def look(here: Terminal) -> None:
        seen = read(tuple("".join(cell.data for cell in row) for row in drawn(here)))
        assert seen == read(qr.rows(URL))
        assert {sign for row in drawn(here) for sign in (cell.data for cell in row)} <= set(HALVES)

    see(80, 24, look)


class TestPlain:
    def test_the_state_and_the_keys_are_said(self) -> None:
        """A key is a line; there is no code to hear."""
        spoken = Conversation("s")
        assert watch(spoken.dialogue) == "s"
        for text in (URL, "In de zaal: 23", "s: sluiten", "p: papier of hardop", "Enter: lees opnieuw"):
            assert text in spoken.text()
        assert not set("▀▄█") & set(spoken.text())

    def test_enter_says_how_it_is_now(self) -> None:
        """As often as people like, also when nothing changed."""
        counts = iter([18, 19, 19])
        spoken = Conversation("", "", "S")
        assert spoken.dialogue.watch(lambda: of(next(counts)), KEYS) == "s"
        said = [line for line in spoken.heard if line.startswith("Geantwoord")]
        assert said == [f"Geantwoord: {number} van 20 deelnemers" for number in (18, 19, 19)]

    def test_another_letter_is_asked_again(self) -> None:
        """With the letters that can be."""
        spoken = Conversation("x", "b")
        assert watch(spoken.dialogue) == "b"
        assert "“x” kan hier niet. Typ een van deze letters: s, b, p, a, k." in spoken.text()

    def test_enter_goes_on_where_it_is_a_key(self) -> None:
        """Then it does not read again."""
        spoken = Conversation("")
        assert spoken.dialogue.watch(lambda: of(1), {"enter": "verder", "t": "tonen"}) == "enter"
        assert "Enter: verder." in spoken.text()

    @pytest.mark.parametrize(("typed", "move"), [(":terug", Back), (":stop", Stop)])
    def test_words_move(self, typed: str, move: type[Exception]) -> None:
        """As everywhere."""
        with pytest.raises(move):
            watch(Conversation(typed).dialogue)
