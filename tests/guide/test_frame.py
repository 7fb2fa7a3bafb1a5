"""What stands where on the screen, in every size."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.console.cells import cells
from kompas.console.rows import UNICODE, words
from kompas.guide.dialogue import Page
from kompas.guide.frame import Asked, Frame, Size, compose
from kompas.guide.keys import DONE, ENTER
from kompas.view import Bullets, Para

COURSE = "Kwestie: te veel jongeren in Noord gaan van school zonder diploma " + "en dat moet anders " * 10
PAGE = Page(
    where="0A · stap 3 van 13",
    title="Hoe dringend is dit?",
    time="15 min gepland, 4 min bezig",
    course=(COURSE,),
    body=(Para("Iedereen geeft een cijfer van 1 tot 10."),),
    tips=("Vraag de hoogste en de laagste om uitleg.",),
)
LONG = replace(PAGE, body=(Bullets(tuple(f"punt {number}" for number in range(60))),))
LINE = Asked("Welk cijfer geef jij?", "1 is niet dringend, 10 is heel dringend.", 1, 1, (), ENTER)
LIST = Asked("Wie is er aan de beurt?", "", 5, 40, ((), (("dim", "Typ om te zoeken."),)), ENTER)


def lines(frame: Frame) -> list[str]:
    """All rows of the screen, with a mark where the answer is typed."""
    return [*map(words, frame.above), *["<>"] * frame.answer, *map(words, frame.below)]


def test_the_page_at_its_usual_size() -> None:
    """Where and time, course, rule, title, body, question, answer, and the keys at the bottom."""
    assert lines(compose(PAGE, LINE, Size(80, 20), UNICODE)) == [
        "0A · stap 3 van 13                               15 min gepland, 4 min bezig",
        "Kwestie: te veel jongeren in Noord gaan van school zonder diploma en dat",
        "moet anders en dat moet anders en dat moet anders en dat moet anders en dat…",
        "─" * 76,
        "",
        "Hoe dringend is dit?",
        "",
        "Iedereen geeft een cijfer van 1 tot 10.",
        "",
        "Welk cijfer geef jij?",
        "1 is niet dringend, 10 is heel dringend.",
        "",
        "<>",
        "",
        "",
        "",
        "",
        "",
        "",
        "Enter verder   Esc terug   F1 tips   F2 overzicht   F3 later   Ctrl-C stop",
    ]


def test_a_narrow_screen_wraps_and_cuts_nothing() -> None:
    """At 40 columns all keys and the whole question are there."""
    shown = " ".join(lines(compose(PAGE, LINE, Size(40, 20), UNICODE)))
    for text in ("15 min gepland, 4 min bezig", "F2 overzicht", "Ctrl-C stop", "heel dringend."):
        assert text in " ".join(shown.split())


def test_a_long_body_is_paged_and_the_rest_stays() -> None:
    """The page says which key shows more, and scrolling moves only the body."""
    first = compose(LONG, LINE, Size(80, 24), UNICODE)
    assert "▼ meer: PgDn" in lines(first)
    assert "• punt 0" in lines(first)
    second = compose(LONG, LINE, Size(80, 24), UNICODE, scroll=first.body)
    assert "▲ eerder: PgUp   ▼ meer: PgDn" in lines(second)
    assert lines(second)[:7] == lines(first)[:7]
    assert lines(second)[-7:] == lines(first)[-7:]
    last = compose(LONG, LINE, Size(80, 24), UNICODE, scroll=10_000)
    assert "▲ eerder: PgUp" in lines(last)
    assert "• punt 59" in lines(last)


def test_all_of_a_long_body_can_be_reached() -> None:
    """Going on page by page shows every line."""
    seen: set[str] = set()
    scroll, frame = 0, compose(LONG, LIST, Size(60, 20), UNICODE)
    while True:
        seen |= set(lines(frame))
        if scroll >= frame.hidden:
            break
        scroll += max(1, frame.body - 1)
        frame = compose(LONG, LIST, Size(60, 20), UNICODE, scroll)
    assert {f"• punt {n}" for n in range(60)} <= seen


def test_tips_come_in_the_place_of_the_body() -> None:
    """With the course in full and all keys, while the question stays."""
    shown = "\n".join(lines(compose(PAGE, LINE, Size(80, 50), UNICODE, tips=True)))
    for text in ("Vraag de hoogste", "Ctrl-T", "Ctrl-O", "Ctrl-L", "Ctrl-N", LINE.question, "F1 pagina"):
        assert text in shown
    assert shown.count("en dat moet anders") + shown.count("en dat\nmoet anders") >= 10
    assert "Iedereen geeft" not in shown


def test_only_keys_that_work_are_named() -> None:
    """A text ends with another key, and a question without a default has no Enter."""
    text = Asked("Wat is de kwestie?", "", 4, 6, (), DONE)
    assert lines(compose(PAGE, text, Size(80, 24), UNICODE))[-1].startswith("Ctrl-S klaar   Esc terug")
    choice = Asked("Gaan we door?", "", 0, 0, (), None)
    assert lines(compose(PAGE, choice, Size(80, 24), UNICODE))[-1].startswith("Esc terug   F1 tips")
    assert "F1 uitleg" in lines(compose(Page(title="Begin"), choice, Size(80, 24), UNICODE))[-1]


@pytest.mark.parametrize("asked", [LINE, LIST])
def test_in_a_low_screen_the_white_goes_before_the_text(asked: Asked) -> None:
    """The explanation and the title move into the body, where they can be read page by page."""
    frame = compose(PAGE, asked, Size(80, 14), UNICODE)
    shown = "\n".join(lines(frame))
    assert asked.question in shown
    assert frame.answer >= 1
    assert frame.body >= 1


@given(
    st.integers(20, 200),
    st.integers(2, 60),
    st.sampled_from([PAGE, LONG, Page()]),
    st.booleans(),
    st.booleans(),
)
def test_every_size_is_filled_exactly(columns: int, rows: int, page: Page, listed: bool, tips: bool) -> None:
    """Nothing sticks out, there is always a place to answer, and the question is above it."""
    size = Size(columns, rows)
    frame = compose(page, LIST if listed else LINE, size, UNICODE, tips=tips)
    assert len(lines(frame)) == rows
    assert frame.answer >= 1
    assert all(cells(line) <= size.width for line in lines(frame))
    assert frame.above
