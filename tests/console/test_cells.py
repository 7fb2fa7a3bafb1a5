"""Text made safe for a terminal, measured and wrapped."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kompas.console.cells import cells, clean, pad, shorten, wrap

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ud800-\udfff]")
ANY_TEXT = st.text(st.characters() | st.sampled_from("\x1b[]m;\x07\x9b\u202e\ud800\r\n\t"))
FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("\x1b[31mrood\x1b[0m", "rood"),
        ("\x1b]0;titel\x07Anna", "Anna"),
        ("\x1b]52;c;aGFsbG8=\x1b\\Anna", "Anna"),
        ("\x9b2Jweg", "weg"),
        ("\x1b\x1b[31m[31mrood", "�[31mrood"),
        ("\x1bcAnna", "Anna"),
        ("piep\x07", "piep�"),
        ("\u202egespiegeld\u202c", "gespiegeld"),
        ("a\tb", "a    b"),
        ("een\r\ntwee\rdrie\x0bvier", "een\ntwee\ndrie\nvier"),
        ("half\ud83d", "half�"),
        ("\x9dgewoon", "�gewoon"),
    ],
)
def test_text_from_a_stranger_cannot_steer_the_terminal(given: str, shown: str) -> None:
    """Escape sequences vanish whole, other control characters are shown, and newlines are one kind."""
    assert clean(given) == shown


@pytest.mark.parametrize("text", ["José", "e\u0301", FAMILY, "مرحبا", "👍🏽", "“Ja” – nee…"])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    """Accents, emoji and letters from right to left are no danger."""
    assert clean(text) == text


@given(ANY_TEXT, st.booleans())
def test_nothing_unsafe_is_left(text: str, keep: bool) -> None:
    """Whatever comes in, no control character comes out; cleaning what is clean changes nothing."""
    shown = clean(text, keep)
    assert not UNSAFE.search(shown)
    assert keep or "\n" not in shown
    assert clean(shown, keep) == shown


WIDTHS = {"Zoë": 3, "e\u0301": 1, "🎓": 2, "漢字": 4, "\u2764\ufe0f": 2, "…█◄": 3}


@pytest.mark.parametrize(("text", "wide"), WIDTHS.items())
def test_cells_are_counted_as_a_terminal_does(text: str, wide: int) -> None:
    """Emoji and Chinese take two cells, a combining accent takes none."""
    assert cells(text) == wide


@example("\n", 4, 5)
@given(ANY_TEXT.map(clean), st.integers(4, 50), st.integers(0, 20))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int, hang: int) -> None:
    """No line is wider than asked, and all that is not a space is still there in order."""
    lines = wrap(text, width, hang)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_are_wrapped_and_not_cut() -> None:
    """A long Dutch word goes to the next line whole."""
    assert wrap("beleid tegen onderwijsachterstanden", 24) == ["beleid tegen", "onderwijsachterstanden"]


def test_a_word_that_is_too_long_is_broken_where_a_reader_expects_it() -> None:
    """An address is broken behind a slash, other words only where the line is full."""
    assert wrap("https://voorbeeld.nl/lange/weg", 22) == ["https://voorbeeld.nl/", "lange/weg"]
    assert wrap("onderwijsachterstandenbeleid", 20) == ["onderwijsachterstand", "enbeleid"]


def test_what_is_drawn_as_one_is_not_split() -> None:
    """A family stays together when the line breaks."""
    assert wrap(f"xxx{FAMILY}", 8) == ["xxx", FAMILY]


def test_line_breaks_and_indents_are_kept() -> None:
    """What a person put on its own line stays there, and next lines hang below it."""
    assert wrap("een\n\n  - twee drie", 10, hang=2) == ["een", "  ", "    - twee", "    drie"]


def test_width_zero_wraps_nothing() -> None:
    """For a pipe a paragraph stays one line."""
    assert wrap("a " * 500, 0) == ["a " * 500]


def test_a_long_word_does_not_take_long() -> None:
    """A hundred thousand characters without a space are wrapped in a moment."""
    begin = time.perf_counter()
    assert len(wrap("x" * 100_000, 80)) == 1250
    assert time.perf_counter() - begin < 5


def test_shortening_ends_after_a_word_and_says_so() -> None:
    """What is left out is shown by dots, and the line fits."""
    assert shorten("Te veel jongeren zonder diploma", 20) == "Te veel jongeren…"
    assert shorten("Te veel jongeren", 20) == "Te veel jongeren"
    assert shorten("onderwijsachterstandenbeleid", 10) == "onderwijs…"


def test_padding_counts_cells() -> None:
    """A column with emoji stays straight."""
    assert pad("🎓", 4) == "🎓  "
