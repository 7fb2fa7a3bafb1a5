"""What people type is shown as exactly that, wherever it lands in Markdown."""

import re
import time

import pytest
from hypothesis import example, given

from kompas.worksheets.markdown import Markdown, cell, heading, inline, paragraphs
from tests.worksheets.reading import folded, look, texts

OURS = {"p", "br", "code"}


@given(texts)
@example("a | b\n--- | ---")
@example("a\n===")
@example("#")
@example("foo #")
@example("\\")
def test_a_paragraph_shows_what_was_typed(text: str) -> None:
    """Nothing in it becomes markup, a link or an image."""
    page = look(paragraphs(text))
    assert folded(page.text) == folded(text)
    assert set(page.tags) <= OURS
    assert not page.others


@given(texts)
def test_text_within_a_line_shows_what_was_typed(text: str) -> None:
    """Also between our own words, and in bold."""
    page = look(f"Zij zeiden: {inline(text)} en meer")
    assert folded(page.text) == folded(f"Zij zeiden: {text} en meer")
    assert set(page.tags) <= OURS
    bold = look(f"- **{inline(text) or 'x'}:** ja")
    assert folded(bold.text) == folded(f"{folded(text) or 'x'}: ja")
    assert set(bold.tags) <= OURS | {"ul", "li", "strong"}


@given(texts)
def test_a_heading_stays_one_heading(text: str) -> None:
    """Text in a heading is all of the heading and nothing else."""
    page = look(f"{heading(2, text)}\n\nDaarna")
    assert folded(page.text) == folded(f"{text} Daarna")
    assert [tag for tag in page.tags if tag != "code"] == ["h2", "p"]


@given(texts, texts)
def test_a_list_item_stays_one_item(first: str, second: str) -> None:
    """Paragraphs of people stay inside the item they belong to."""
    page = look(f"- {paragraphs(first, 2) or 'x'}\n- {paragraphs(second, 2) or 'x'}\n")
    assert folded(page.text) == folded(f"{folded(first) or 'x'} {folded(second) or 'x'}")
    assert page.tags.count("ul") == 1
    assert page.tags.count("li") == 2
    assert set(page.tags) <= OURS | {"ul", "li"}


@given(texts, texts)
@example("\\", "|")
def test_a_table_keeps_its_shape(first: str, second: str) -> None:
    """Pipes and line breaks change no row and no column."""
    page = look(f"| Kop | {cell(first)} |\n| --- | --- |\n| {cell(second)} | einde |\n")
    assert folded(page.text) == folded(f"Kop {first} {second} einde")
    assert [tag for tag in page.tags if tag in ("th", "td", "tr")] == ["tr", "th", "th", "tr", "td", "td"]
    assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td", "br", "code"}


@given(texts, texts)
def test_text_within_a_line_also_fits_a_cell(first: str, second: str) -> None:
    """A team that forgets the filter `cell`, or the spaces, still gets a sound table."""
    page = look(f"|{inline(first)}|{inline(second)}|\n|---|---|\n|a|b|\n")
    assert page.tags.count("th") == 2
    assert folded(page.text) == folded(f"{first} {second} a b")


@pytest.mark.parametrize(
    "text",
    [
        "Ze komen eerst te laat, dan een dag niet en daarna weken niet. Op 3-4-2026 was dat 20%.",
        "Vmbo-leerlingen (15 en 16 jaar) - zie blz. 12; “dat klopt”, zei ze: 3 + 4 > 6 & meer!",
        "In 2025 zag/zagen we o.a. 40 leerlingen; < 5 daarvan kwam terug. #hashtag ook #3",
        "snake_case_naam, a/b, 't Gooi, 50% = de helft, d.w.z. veel… €5 en 12.30 uur",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Someone who reads the Markdown itself is not bothered by backslashes."""
    assert inline(text) == paragraphs(text) == cell(text) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Kijk op https://nji.nl/a_b.", "Kijk op `https://nji.nl/a_b`."),
        ("Mail jan@school.nl, of bel", "Mail `jan@school.nl`, of bel"),
        ("(www.nji.nl)", "(`www.nji.nl`)"),
        ("12. oktober", "12\\. oktober"),
        ("- een", "\\- een"),
        ("C #", "C \\#"),
    ],
)
def test_what_must_be_escaped_stays_readable(text: str, markdown: str) -> None:
    """Addresses become code, a start of a list gets one backslash."""
    assert inline(text) == markdown


def test_line_breaks_and_paragraphs_are_kept() -> None:
    """As people typed them, on their own and in a list."""
    assert paragraphs("een\ntwee\n\n\n\ndrie") == "een\\\ntwee\n\ndrie"
    assert paragraphs("een\ntwee\n\ndrie", 2) == "een\\\n  twee\n\n  drie"
    assert cell("een\ntwee\n\ndrie") == "een<br>twee<br><br>drie"


def test_what_is_added_to_markdown_is_escaped() -> None:
    """Our own pieces are not escaped twice, and what joins them is escaped once."""
    bold = Markdown("**ja**")
    assert Markdown.escape(bold) == bold
    assert bold + " *nee*" == "**ja** \\*nee\\*"
    assert Markdown("%s!") % "*x*" == "\\*x\\*!"


@pytest.mark.parametrize(
    "piece", [*r"a * < <a & &a a@ @ http:// # \ - [ _ _a .a .aa /".split(), "a b ", "- ", "\n"]
)
def test_a_very_long_text_takes_no_time(piece: str) -> None:
    """100,000 characters, also of the kind that makes patterns slow."""
    text = (piece * 100_000)[:100_000]
    start = time.perf_counter()
    for escape in (inline, paragraphs, cell):
        escape(text)
    assert time.perf_counter() - start < 3
    assert not re.search("[\x00-\x08]", inline(text))
