"""Whatever people type becomes a PDF that shows it: as itself, or else as something that can be read."""

import re
import socket
from base64 import b64decode
from datetime import date
from pathlib import Path
from time import perf_counter
from unicodedata import normalize

import pypdfium2
import pytest
from hypothesis import example, given, settings

from kompas.errors import KompasError
from kompas.house import House, Logo
from kompas.worksheets.figures.figure import Figure
from kompas.worksheets.figures.scale import Scale, lay_out
from kompas.worksheets.formats.glyphs import Substitutes, instead, substituted
from kompas.worksheets.formats.pdf import pdf
from kompas.worksheets.markdown import paragraphs
from kompas.worksheets.worksheet import Made, Worksheet
from tests.worksheets.reading import texts

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


PLAIN = House()


def made(markdown: str, house: House = PLAIN, title: str = "Titel", subject: str = "") -> Made:
    """The PDF of this Markdown."""
    return pdf(Worksheet("x", title, subject, markdown, {}, date(2026, 11, 22), house))


def pages(content: bytes) -> list[str]:
    """The text of each page; where a word may be broken is not told."""
    read = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return [re.sub("[\u200b\ufffe\uffff]", "", text) for text in read]


def squeezed(text: str) -> str:
    """The text without any white space: a line may be broken anywhere."""
    return "".join(text.split())


@settings(max_examples=60)
@given(texts)
@example('#import "@preview/x:1.0.0": *')
@example("\\u{1F600} ]) #panic() $x$ `raw` <label> @ref // weg /* weg */")
@example('#read("/etc/passwd") #image("/etc/passwd")')
def test_any_text_is_shown_as_it_was_typed(text: str) -> None:
    """No text is a program to Typst, and none keeps the PDF from being made."""
    (page, *more) = pages(made(f"# Kop\n\n{paragraphs(text)}").content)
    shown = squeezed("".join([page, *more]))
    # Other letters may come out of the PDF composed otherwise, or in the order in which they are read.
    for word in re.findall("[a-z]{3,}", text):
        assert word in shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("🙂 blij", "[:slight_smile:] blij"),
        ("مرحبا", "[mrhb]"),
        ("שלום", "[slvm]"),
        ("深圳", "[ShenZhen]"),
        ("e\u0301en", "éen"),
        ("nul\u200bbreed\u200d\ufeff", "nulbreed"),
        ("a\x00b\x07c", "a�bc"),
        ("\ue000", "[U+E000]"),
        ("Łódź, Çiğdem, Nguyễn, Київ, Αθήνα", "Łódź, Çiğdem, Nguyễn, Київ, Αθήνα"),
        ("wijd\u3000uit", "wijd uit"),
        ("Z\u0305 q\u0323 e\u0323\u0301 हिन्दी", "Z\u0305 q\u0323 e\u0323\u0301 हिन्दी"),
        ("Z" + "\u0301\u0305" * 100 + "algo", "[Z]algo"),
    ],
)
def test_what_no_font_has_is_shown_in_letters_that_come_near(typed: str, shown: str) -> None:
    """Names and pictures of all the world can be read, if not always in their own letters."""
    (page,) = pages(made(typed).content)
    assert normalize("NFC", squeezed(shown)) in normalize("NFC", squeezed(page))


def test_what_is_shown_otherwise_is_counted() -> None:
    """Each character counts, as often as it is there."""
    found = made("深圳 en 深圳 en 🙂").substituted
    assert found == {"深圳": 2, "🙂": 1}
    assert substituted(found) == (
        "5 tekens staan er anders, want het lettertype heeft ze niet: "
        "“深圳” als [ShenZhen], “🙂” als [:slight_smile:]."
    )
    assert not made("gewoon één “zin” – met streepje…").substituted


def test_a_long_row_of_characters_is_told_by_its_beginning() -> None:
    """Chinese has no spaces: a whole text is one row."""
    said = substituted(made("深圳" * 5000).substituted)
    assert said.startswith("10000 tekens staan er anders")
    assert len(said) < 300


def in_a_drawing(text: str) -> Made:
    """The PDF of a figure that shows this text."""
    data = Scale((text, "b"), "weet niet", "", "", numbers=False)
    figure = Figure("0A.x", "scale", "Een schaal", data, lay_out)
    markdown = f"# Kop\n\n![Een schaal]({figure.address})"
    return pdf(Worksheet("x", "Titel", "", markdown, {figure.address: figure}, date(2026, 11, 22), PLAIN))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Nguyễn, Київ, Łódź", "Nguyễn, Київ, Łódź"),
        ("a ≠ b", "a ≠ b"),
        ("Ελ ≤ ễn", "Ελ [<=] ễn"),
        ("Nguyễn Thị", "Nguyễn Th[i]"),
        ("x\u0300 a\u0305 Z" + "\u0301\u0305" * 100, "[x] [a] [Z]"),
        ("हिन्दी", "[hindi]"),
        ("深圳 <b> 🙂", "[ShenZhen] <b> [:slight_smile:]"),
    ],
)
def test_a_drawing_shows_any_name(typed: str, shown: str) -> None:
    """Typst takes less in an SVG than in a text: a mark apart from its letter kept the PDF away."""
    (page,) = pages(in_a_drawing(typed).content)
    assert normalize("NFC", squeezed(shown)) in normalize("NFC", squeezed(page))


def test_a_drawing_shows_every_character_that_passes_for_known() -> None:
    """What else a font takes apart is found here."""
    from kompas.worksheets.formats.glyphs import _in_fonts, _is_drawn, _seen

    for font in _in_fonts():
        every = [one for one in map(chr, sorted(font)) if _seen(one) and _is_drawn(normalize("NFC", one))]
        assert len(every) > 200
        assert not in_a_drawing(" ".join(every)).substituted


def test_the_usual_letters_are_in_our_fonts() -> None:
    """What passes without a look at the fonts is in every style of them."""
    from kompas.worksheets.formats.glyphs import _SURELY, _in_fonts

    usual = {chr(code) for code in range(0x3000) if _SURELY.fullmatch(chr(code))} - {"\n"}
    assert {one for one in usual if ord(one) not in _in_fonts()[0]} == set()


@pytest.mark.parametrize("text", ["x" * 500, "lettergreep" * 100, "w" * 5000])
def test_a_very_long_word_stays_on_the_page(text: str) -> None:
    """In a paragraph, a heading, a list and the cell of a table."""
    markdown = f"# {text}\n\n1. {text}\n\n{text}\n\n| 1 | 2 |\n| --- | --- |\n| {text} | 2 |\n"
    content = made(markdown, title="1").content
    shown = re.sub(r"Bladzijde|van|[0-9.]", "", squeezed("".join(pages(content))))
    assert shown == text * 4
    for page in pypdfium2.PdfDocument(content):
        (width, height), seen = page.get_size(), page.get_textpage()
        boxes = [seen.get_charbox(place) for place in range(seen.count_chars())]
        assert all(left >= 0 and right <= width for left, _, right, _ in boxes)
        assert all(bottom >= 0 and top <= height for _, bottom, _, top in boxes)


@pytest.mark.parametrize("letter", ["x", "и"])
def test_a_word_of_100_000_letters_takes_no_time(letter: str) -> None:
    """Each place where it may be broken was a change of font: minutes and gigabytes."""
    began = perf_counter()
    assert squeezed("".join(pages(made(letter * 100_000).content))).count(letter) == 100_000
    assert perf_counter() - began < 30


@pytest.mark.parametrize("unseen", ["\u200b", "\u3164", "**\u202e**", "&#8203;", "&shy;"])
def test_a_heading_that_nobody_sees_is_none(unseen: str) -> None:
    """No PDF may have an empty one; nor does one need a title of a block."""
    (page,) = pages(made(f"# Kop\n\n## {unseen}\n\ntekst", title="\u200b").content)
    assert "tekst" in page


@pytest.mark.parametrize("around", ["", "> " * 19, "- " * 9])
def test_emphasis_in_emphasis_has_an_end(around: str) -> None:
    """The text is there, however deep it stands."""
    (page, *_) = pages(made(f"# Kop\n\n{around}{'**a _b ' * 300}einde{'_**' * 300}").content)
    assert "a b a b" in re.sub(r"\s+", " ", page)


def test_a_text_of_100_000_characters_is_all_there() -> None:
    """Also in the cell of a table, which is then broken over pages."""
    text = " ".join(f"woord{number}" for number in range(10_000))
    assert len(text) > 98_000
    for markdown in (text, f"| a | b |\n| --- | --- |\n| {text} | b |\n", f"- **Naam**\n  - *Wat:* {text}\n"):
        shown = "".join(pages(made(markdown).content)).split()
        assert [word for word in shown if word.startswith("woord")] == text.split()


def test_the_same_worksheet_gives_the_same_bytes() -> None:
    """So a civil servant sees whether there is something new to archive."""
    assert made("# Kop\n\ntekst 🙂").content == made("# Kop\n\ntekst 🙂").content


def test_nothing_asks_the_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not for a picture, a package or a font."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    content = made(f"![plaatje](https://example.org/x.png) ![]({secret}) ![](file://{secret})").content
    assert "geheim" not in "".join(pages(content))
    assert b"example.org" not in content


@pytest.mark.parametrize(
    "logo", [Logo(PNG, "png"), Logo(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg")]
)
def test_the_house_is_at_the_top_of_the_first_page(logo: Logo) -> None:
    """Logo, organisation and address; the pages after it tell the title and what it is about."""
    house = House(organisation="Gemeente Waterveen", address="Raadhuisplein 1", logo=logo)
    first, second, *_ = pages(made("tekst\n\n" * 60, house, "Belang", "Samen").content)
    assert "Raadhuisplein 1" in first
    assert "Belang" not in first
    assert "Belang" in second
    assert "Samen" in second
    assert "Bladzijde 2 van" in second


def test_a_logo_that_can_not_be_drawn_is_told() -> None:
    """It should have been refused before; there is no traceback all the same."""
    with pytest.raises(KompasError, match="geen PDF"):
        made("tekst", House(logo=Logo(b"<svg", "svg")))


def test_a_wide_table_gets_a_page_on_its_side_and_a_wider_one_cards() -> None:
    """No column is narrower than its longest word; the heading goes along."""
    word = "Jeugdgezondheidszorg"

    def table(columns: int) -> bytes:
        row = f"| {' | '.join([word] * columns)} |\n"
        lines = f"| {' | '.join(['---'] * columns)} |\n"
        return made(f"# A\n\n## Tabel\n\n{row}{lines}{row * 5}\n\n## Daarna\n\ntekst").content

    def sides(content: bytes) -> list[bool]:
        return [page.get_width() > page.get_height() for page in pypdfium2.PdfDocument(content)]

    assert sides(table(3)) == [False]
    assert sides(table(6)) == [True, False]
    assert not any(sides(table(12)))
    for columns in (3, 6, 12):
        assert "".join(pages(table(columns))).count(word) >= 6 * columns - 5
    assert "Tabel" in pages(table(6))[0]


def test_a_table_repeats_its_header_on_every_page() -> None:
    """And no row is broken over two."""
    rows = "".join(f"| rij {number} begin | rij {number} eind |\n" for number in range(120))
    found = pages(made(f"| Eerste | Tweede |\n| --- | --- |\n{rows}").content)
    assert len(found) > 2
    assert all("Eerste" in page for page in found)
    for number in range(120):
        assert sum(f"rij {number} begin" in page and f"rij {number} eind" in page for page in found) == 1


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    """It goes to the next page with what is under it."""
    for lines in range(30, 60):
        found = pages(made("# A\n\n" + "regel\\\n" * lines + "einde\n\n## Kop\n\nonder de kop").content)
        (page,) = [page for page in found if "Kop" in page]
        assert "onder de kop" in page


def test_instead_is_never_empty() -> None:
    """Also of a character that nobody gave a name."""
    assert instead("\U000effff") == "[U+EFFFF]"
    assert Substitutes().fit("\U000effff") == "[U+EFFFF]"


def test_what_introduces_something_stays_with_it() -> None:
    """A line above a list, and a heading with one line under it, above another heading."""
    for lines in range(30, 60):
        above = "# A\n\n" + "regel\\\n" * lines + "einde\n\n"
        for under in ("Inleiding:\n\n- het punt\n", "## Kop\n\nInleiding\n\n### Deel\n\nhet punt\n"):
            (page,) = [page for page in pages(made(above + under).content) if "Inleiding" in page]
            assert "het punt" in page


def test_a_small_table_is_not_broken() -> None:
    """A long one is, and its head comes back."""
    for rows, most in ((8, 1), (80, 4)):
        for lines in (30, 40, 45):
            above = "# A\n\n" + "regel\\\n" * lines + "einde\n\n"
            table = "| Kolom | Waarde |\n| --- | --- |\n" + "| rij | waarde |\n" * rows
            found = [page for page in pages(made(above + table).content) if "rij" in page]
            assert (len(found) > 1) == (most > 1)
            assert all("Kolom" in page for page in found)


def test_a_day_is_not_broken_beside_long_texts() -> None:
    """Its number stays with its month, however long the other columns."""
    row = "| " + "een lange tekst met veel woorden " * 5 + "| 20 november 2026 |\n"
    found = "".join(pages(made("# A\n\n| Wat | Wanneer |\n| --- | --- |\n" + row * 9).content))
    assert found.replace("\u00a0", " ").count("20 november") == 9
