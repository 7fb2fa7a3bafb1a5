"""Views as lines: in a terminal, in a narrow one, and plain."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kompas.console import render
from kompas.console.cells import cells
from kompas.console.rows import ASCII, Look, rows
from kompas.view import Bars, Bullets, Facts, Heading, Note, Para, Table, View

PARTIES = Table(
    ("Partij", "Domein", "Waarom"),
    (
        ("Gemeente Utrecht", "gemeente", "gaat over onderwijsachterstandenbeleid in de stad"),
        ("ROC 🎓", "onderwijs", ""),
    ),
)
SCORES = Bars((("1", 0), ("7", 4), ("weet ik niet", 2)), ("7",), "mediaan")

TEXTS = st.text(max_size=60)
LABELLED = st.lists(st.tuples(TEXTS, st.integers(0, 300)), max_size=5).map(tuple)
THREE = st.tuples(TEXTS, TEXTS, TEXTS)
VIEWS = st.one_of(
    st.builds(Heading, TEXTS),
    st.builds(Para, TEXTS),
    st.builds(Note, TEXTS, st.sampled_from(["info", "good", "warn"])),
    st.builds(Bullets, st.lists(TEXTS, max_size=4).map(tuple)),
    st.builds(Facts, st.lists(st.tuples(TEXTS, TEXTS), max_size=4).map(tuple)),
    st.builds(Bars, LABELLED, mark=TEXTS),
    st.builds(Table, THREE, st.lists(THREE, max_size=4).map(tuple)),
)


@example([Table(("", "", ""), (("", "0" * 5, "0" * 11),))], 20, True)
@given(st.lists(VIEWS, max_size=4), st.integers(20, 100), st.booleans())
def test_every_line_fits(views: list[View], width: int, plain: bool) -> None:
    """Whatever people wrote, nothing sticks out of the terminal."""
    assert all(cells(line) <= width for line in render(views, width, plain=plain))


@pytest.mark.parametrize("width", [100, 60, 40])
@pytest.mark.parametrize("plain", [True, False])
def test_no_word_is_ever_lost_or_cut(width: int, plain: bool) -> None:
    """A table shows each word whole, as columns or as cards."""
    shown = " ".join(render([PARTIES], width, plain=plain))
    words = {word for row in (PARTIES.columns, *PARTIES.rows) for cell in row for word in cell.split()}
    assert words <= {word.removesuffix(":") for word in shown.split()}


def test_a_table_has_columns_where_they_fit() -> None:
    """Short columns get what they need, the long one is wrapped."""
    assert render([PARTIES], 66, plain=False) == [
        "Partij             Domein      Waarom",
        "────────────────   ─────────   ───────────────────────────────────",
        "Gemeente Utrecht   gemeente    gaat over",
        "                               onderwijsachterstandenbeleid in de",
        "                               stad",
        "",
        "ROC 🎓             onderwijs",
    ]


def test_a_table_becomes_cards_where_words_do_not_fit() -> None:
    """In a narrow terminal each row is a list of its own, without what is empty."""
    assert render([PARTIES], 40, plain=False) == [
        "Partij: Gemeente Utrecht",
        "Domein: gemeente",
        "Waarom: gaat over",
        "  onderwijsachterstandenbeleid in de",
        "  stad",
        "",
        "Partij: ROC 🎓",
        "Domein: onderwijs",
    ]


def test_a_table_in_a_pipe_is_aligned_and_never_wrapped() -> None:
    """One row is one line, two spaces between columns, and what is empty can be heard."""
    assert render([PARTIES], 0, plain=True) == [
        "Partij            Domein     Waarom",
        "Gemeente Utrecht  gemeente   gaat over onderwijsachterstandenbeleid in de stad",
        "ROC 🎓            onderwijs  -",
    ]


def test_a_table_in_a_pipe_that_is_too_wide_becomes_cards() -> None:
    """Beyond a hundred columns nobody can follow a line."""
    wide = Table(("Wat", "Waarom"), (("a" * 60, "b" * 60),))
    assert render([wide], 0, plain=True) == [f"Wat: {'a' * 60}", f"Waarom: {'b' * 60}"]


def test_bars_show_the_count_the_mark_and_nothing_for_zero() -> None:
    """Length follows the count, and the number is always there."""
    assert render([SCORES], 60, plain=False) == [
        "           1  0",
        "           7  ████████████████ 4 ◄ mediaan",
        "weet ik niet  ████████ 2",
    ]


def test_bars_are_words_in_plain_lines() -> None:
    """A screen reader would read every block aloud."""
    assert render([SCORES], 0, plain=True) == ["1: 0", "7: 4 (mediaan)", "weet ik niet: 2"]


def test_a_long_label_stands_above_its_bar() -> None:
    """The bar keeps its room however long the statement is."""
    bars = Bars((("We kennen elkaar en elkaars belangen", 2),))
    assert render([bars], 40, plain=False) == ["We kennen elkaar en elkaars belangen", "  ████████ 2"]


def test_a_small_count_is_seen_beside_a_large_one() -> None:
    """One among hundreds still has a bar."""
    assert render([Bars((("a", 1), ("b", 500)))], 60, plain=False)[0] == "a  █ 1"


@pytest.mark.parametrize("plain", [True, False])
def test_a_warning_is_told_by_a_sign_and_a_word(plain: bool) -> None:
    """Colour is never needed to see how important it is."""
    notes = [Note("Ouders ontbreken.", "warn"), Note("Iedereen is gehoord.", "good"), Note("Tot zo.")]
    expected = ["! Let op: Ouders ontbreken.", "", "✓ Iedereen is gehoord.", "", "Tot zo."]
    assert render(notes, 60, plain=plain) == expected


def test_facts_stand_in_two_columns_or_below_each_other() -> None:
    """Values with several lines stay beside their label."""
    facts = Facts((("Kwestie", "Schooluitval\nin Noord"), ("Wie", "")))
    assert render([facts], 60, plain=False) == ["Kwestie  Schooluitval", "         in Noord", "Wie      –"]
    assert render([facts], 0, plain=True) == ["Kwestie: Schooluitval", "  in Noord", "Wie: –"]


def test_a_heading_stands_close_to_what_it_is_about() -> None:
    """Other views have white in between."""
    views: list[View] = [Heading("Wie"), Bullets(("Anna", "Bram")), Para("Dat zijn ze.")]
    assert render(views, 60, plain=True) == ["Wie", "- Anna", "- Bram", "", "Dat zijn ze."]


def test_ascii_signs_where_the_terminal_has_no_others() -> None:
    """A Windows console with an old code page shows the same page."""
    lines = render([SCORES, PARTIES, Note("Goed", "good")], 70, plain=False, signs=ASCII)
    assert all(line.replace("🎓", "").isascii() for line in lines)
    assert "########" in lines[1]
    assert lines[-1] == "OK Goed"


def test_markup_and_escape_codes_are_only_text() -> None:
    """What a stranger wrote is shown as it is, in every kind of view."""
    evil = "[bold]x[/] \x1b[31my"
    views: list[View] = [
        Heading(evil),
        Bullets((evil,)),
        Facts(((evil, evil),)),
        Table((evil,), ((evil,),)),
        Bars(((evil, 1),), (evil,), evil),
    ]
    for view in views:
        text = "".join(piece for row in rows([view], Look(80)) for _, piece in row)
        assert "[bold]x[/] y" in text
        assert "\x1b" not in text
