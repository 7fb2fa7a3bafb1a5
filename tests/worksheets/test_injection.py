"""Whatever people type anywhere, the worksheet keeps its shape, and shows exactly what they typed."""

import re
import time
from collections.abc import Callable
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kompas.session import About
from kompas.steps.step import Participant
from tests.worksheets.examples import ABOUT, markdown, schooluitval, session, sheet_of
from tests.worksheets.reading import folded, look, texts

SHAPE = ("h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "th", "td", "ul", "ol", "li", "hr")
OURS = {*SHAPE, "thead", "tbody", "p", "em", "strong", "code", "br", "img", "blockquote"}

# Short enough to be quick.
words = texts.filter(lambda text: bool(folded(text)) and "\n\n" not in text and len(text) < 150)


def in_turn(texts: list[str]) -> Callable[[str], str]:
    """Each text in turn, whatever stood there."""
    endless = cycle(texts)
    return lambda _: next(endless)


@pytest.mark.parametrize("block", ["vooraf", "0A", "0B"])
@given(typed=st.lists(words, min_size=1, max_size=6))
@settings(max_examples=60)
def test_text_changes_no_heading_table_or_list(block: str, typed: list[str]) -> None:
    """With any text in every field: the same headings, tables, columns and rows; no link, no foreign tag."""
    page = look(markdown(schooluitval(in_turn(typed)), block))
    harmless = [re.sub(r"\S", "x", text) for text in typed]  # as long, or a table may become a list
    plain = look(markdown(schooluitval(in_turn(harmless)), block))
    assert [tag for tag in page.tags if tag in SHAPE] == [tag for tag in plain.tags if tag in SHAPE]
    assert set(page.tags) <= OURS
    assert page.links == plain.links
    assert all(link.startswith("src=figures/") for link in page.links)
    assert not page.others


@given(words)
@settings(max_examples=60)
def test_text_is_shown_as_typed_in_every_field(typed: str) -> None:
    """Each place that shows a text shows all of it."""
    times = 0

    def word(_: str) -> str:
        nonlocal times
        times += 1
        return f"begin {typed} eind"

    seen = folded(look(markdown(schooluitval(word), "0A")).text)
    assert seen.count(folded(f"begin {typed} eind")) >= 20


@given(texts)
def test_a_text_of_any_shape_stays_in_its_place(typed: str) -> None:
    """With blank lines, or nothing to see at all."""
    step = {"kind": "text", "question": "Wat zie je?"}
    page = look(sheet_of(step, {"text": typed}))
    assert [tag for tag in page.tags if tag.startswith("h")] == ["h1", "h2", "h2", "hr"]
    assert folded(typed) in folded(page.text)


def test_a_text_of_100_000_characters() -> None:
    """Takes no time, and is there in full."""
    typed = "Dit is een lange | tekst met *alles* erin: https://nji.nl en 1. ook.\n" * 1450
    start = time.perf_counter()
    made = markdown(schooluitval(lambda short: typed if short == "Bellen" else short), "0A")
    assert time.perf_counter() - start < 3
    assert folded(typed) in folded(look(made).text)


def test_two_hundred_participants() -> None:
    """All of them are named by their role, and all their answers are counted."""
    people = tuple(
        Participant(id=f"p{n}", role=f"Rol {n}", perspective=("jongeren", "ouders")[n % 2])
        for n in range(200)
    )
    about = About(title="Groot", created=ABOUT.created, participants=people)
    ballots = [
        {"participant": f"p{n}", "scores": {"urgency": str(n % 10 + 1)}, "reason": f"Reden {n}"}
        for n in range(200)
    ]
    rounds = [{"id": "een", "date": "2026-11-21", "method": "phone", "ballots": ballots}]
    said = [{"participant": f"p{n}", "words": {"noticed": f"Punt {n}"}} for n in range(200)]
    talk = [{"id": "een", "date": "2026-11-21", "method": "phone", "contributions": said}]
    start = time.perf_counter()
    made = markdown(
        session({"0A": {"urgency": {"rounds": rounds}, "signals": {"rounds": talk}}}, about), "0A"
    )
    assert time.perf_counter() - start < 3
    assert all(f"Rol {n}" in made and f"Reden {n}" in made and f"Punt {n}" in made for n in range(200))
    assert "200 antwoorden" in made
