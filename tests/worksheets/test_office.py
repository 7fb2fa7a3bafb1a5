"""Word and LibreOffice get everything that stands in the Markdown, in styles that people can change."""

import importlib.util
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from importlib.machinery import ModuleSpec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt

from kompas.errors import KompasError
from kompas.house import House, Logo
from kompas.store.sessions import Opened
from kompas.worksheets.export import worksheet
from kompas.worksheets.formats import elements, pandoc
from kompas.worksheets.formats.office import office
from kompas.worksheets.markdown import paragraphs
from kompas.worksheets.parsing import parse
from kompas.worksheets.templates import environment
from kompas.worksheets.worksheet import Worksheet
from kompas.worksheets.xml import in_xml
from tests import commonmark
from tests.worksheets.examples import CATALOG, schooluitval
from tests.worksheets.reading import Seen, texts

FORMATS = ("docx", "odt")
BODY = {"docx": "word/document.xml", "odt": "content.xml"}
ABOUT = {"docx": "docProps/core.xml", "odt": "meta.xml"}
HOUSE = House()
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><circle cx="30" cy="30" r="30"/></svg>'
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HYPHEN = f"{W}noBreakHyphen"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"

EVERYTHING = """# Titel

Een *scheve*, **vette**, ~~weg~~ en `code  x` met [een link](https://nji.nl).<br>Nog een regel.

> [!WARNING]
> Let hierop.
>
> - een punt

- [ ] open
- [x] dicht

  nog een alinea

3. drie
   - dieper

## Tabel

| Links | Rechts | Midden |
| :---- | -----: | :----: |
| a     | b      | c<br>d |

| Jullie antwoord      |
| -------------------- |
| <br><br><br>         |

> Een citaat.

    ingesprongen

---

Einde.
"""


def plain(markdown: str, house: House = HOUSE, title: str = "Titel", subject: str = "") -> Worksheet:
    """A worksheet of this Markdown, without figures."""
    return Worksheet("x", title, subject, markdown, {}, date(2026, 11, 22), house)


def part(content: bytes, name: str) -> ET.Element:
    """One file of an office document."""
    with ZipFile(BytesIO(content)) as archive:
        return ET.fromstring(archive.read(name))


def made(markdown: str, format: str, house: House = HOUSE) -> ET.Element:
    """The body of the office document of this Markdown."""
    return part(office(plain(markdown, house), format), BODY[format])


def words(body: ET.Element, format: str) -> str:
    """All text of a document."""
    return folded("".join(_pieces(body, format)))


def folded(text: str) -> str:
    """Text without white space, hyphens that are not seen, and boxes to tick: in docx these are bullets."""
    return re.sub(r"[\s\u00ad☐☒]", "", text)


def _pieces(body: ET.Element, format: str) -> Iterator[str]:
    if format == "docx":
        shown = (one for one in body.iter() if one.tag in (f"{W}t", HYPHEN))
        yield from ("\u2011" if one.tag == HYPHEN else one.text or "" for one in shown)
    elif body.tag != f"{SVG}desc":  # the words of a picture
        yield body.text or ""
        for one in body:
            yield from (*_pieces(one, format), one.tail or "")


def seen(markdown: str) -> str:
    """What people read of this Markdown in a page."""
    parser = MarkdownIt("commonmark")
    html = parser.renderer.render(parse(markdown, ()), parser.options, {})
    return folded(in_xml(Seen(html).text))


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize("block", ["vooraf", "0A", "0B"])
def test_a_worksheet_arrives_complete(block: str, blank: bool) -> None:
    """All its text, and every figure as a picture with its words."""
    opened = Opened(schooluitval(), {}, ())
    sheet = worksheet(environment(), CATALOG, CATALOG.blocks[block], opened, blank=blank)
    without = re.sub(r"!\[.*?\]\(figures/.*?\)", "", sheet.markdown)
    said = re.findall(r"!\[.*?\]\((figures/.*?)\)", sheet.markdown)
    for format in FORMATS:
        content = office(sheet, format)
        body = part(content, BODY[format])
        assert words(body, format) == seen(without)
        assert alternatives(body, format) == [sheet.figures[one].text for one in said]
        assert len(set(pictures(content))) == len(set(said))


def alternatives(body: ET.Element, format: str) -> list[str]:
    """What the pictures of a document say to who cannot see them."""
    if format == "docx":
        return [one.attrib["descr"] for one in body.iter(f"{DRAWING}docPr")]
    return [one.text or "" for one in body.iter(f"{SVG}desc")]


def pictures(content: bytes) -> list[bytes]:
    """The pictures in a document, which are all PNG."""
    with ZipFile(BytesIO(content)) as archive:
        found = [archive.read(one) for one in archive.namelist() if "media/" in one or "Pictures/" in one]
    assert all(one.startswith(b"\x89PNG") for one in found)
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_everything_that_markdown_can_say_arrives(format: str) -> None:
    """Also the Dutch title of an alert."""
    found = words(made(EVERYTHING, format), format)
    assert found == seen(EVERYTHING)
    assert "LetopLethierop.eenpunt" in found


@pytest.mark.npm
@pytest.mark.parametrize("format", FORMATS)
def test_the_examples_of_the_specification_arrive(format: str, tmp_path: Path) -> None:
    """Over six hundred, in one document: pandoc is slow to start that many times."""
    examples = commonmark.examples(tmp_path)
    together = elements.document("", {})
    together["blocks"] = [
        block for one in examples for block in elements.document(one.markdown, {})["blocks"]
    ]
    empty = office(plain(""), format)  # as good a reference as any
    body = part(pandoc.convert(together, format, empty), BODY[format])
    assert words(body, format) == "".join(seen(one.markdown) for one in examples)


@settings(max_examples=20)
@given(texts)
@example("<w:p/> ]]> &amp; \x00\x01\x0b\ufffe 🙂 <!-- --> <text:p>")
def test_any_text_stays_text(text: str) -> None:
    """It is shown as it was typed, and is no part of how the document is made."""
    markdown = f"# Kop\n\n{paragraphs(text)}"
    for format in FORMATS:
        content = office(plain(markdown, title=text, subject=text), format)
        assert words(part(content, BODY[format]), format) == seen(markdown)
        assert part(content, ABOUT[format]).find(f".//{DC}title") is not None


def test_headings_are_headings_in_word() -> None:
    """So that people can walk through them."""
    body = made("# Een\n\n## Twee\n\ntekst\n\n### Drie", "docx")
    styles = [one.attrib[f"{W}val"] for one in body.iter(f"{W}pStyle")]
    assert styles == ["Heading1", "Heading2", "FirstParagraph", "Heading3"]


def test_headings_are_headings_in_libreoffice() -> None:
    """The same, with their level."""
    body = made("# Een\n\n## Twee\n\ntekst\n\n### Drie", "odt")
    headings = [(one.attrib[f"{TEXT}outline-level"], one.text) for one in body.iter(f"{TEXT}h")]
    assert headings == [("1", "Een"), ("2", "Twee"), ("3", "Drie")]


def test_the_first_row_of_a_table_is_its_header() -> None:
    """It is told as such, and comes back on each page."""
    table = "| Wat | Wie |\n| --- | --- |\n| a | b |\n"
    first, second = made(table, "docx").iter(f"{W}tr")
    assert first.find(f".//{W}tblHeader") is not None
    assert second.find(f".//{W}tblHeader") is None
    (header,) = made(table, "odt").iter(f"{TABLE}table-header-rows")
    assert "".join(header.itertext()).split() == ["Wat", "Wie"]


def test_columns_keep_their_side() -> None:
    """Numbers stand to the right."""
    body = made("| a | b |\n| --- | ---: |\n| c | 1 |\n", "docx")
    assert [one.attrib[f"{W}val"] for one in body.iter(f"{W}jc")] == ["right", "right"]


@pytest.mark.parametrize("format", FORMATS)
def test_room_to_write_has_lines(format: str) -> None:
    """One more than there are breaks, as in the other formats."""
    body = made("| Antwoord |\n| --- |\n| <br><br><br> |\n", format)
    name = f"{W}pStyle" if format == "docx" else f"{TEXT}p"
    style = f"{W}val" if format == "docx" else f"{TEXT}style-name"
    assert [one.get(style) for one in body.iter(name)].count("Schrijfregel") == 4


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_that_is_too_wide_becomes_a_table_for_each_row(format: str) -> None:
    """With the names of its columns in each, so that no word must be broken."""
    names = [f"Kolomnaamnummer{number}" for number in range(6)]
    rows = [["x"] * 6, ["y"] * 6]
    lines = [names, ["---"] * 6, *rows]
    body = made("\n".join(f"| {' | '.join(line)} |" for line in lines), format)
    assert len(list(body.iter(f"{W}tbl" if format == "docx" else f"{TABLE}table"))) == 2
    cards = ["".join(f"{name}{value}" for name, value in zip(names, row, strict=True)) for row in rows]
    assert words(body, format) == "".join(cards)


@pytest.mark.parametrize("format", FORMATS)
def test_the_document_says_what_it_is(format: str) -> None:
    """In Dutch, with a title, made when its answers were given, in the colours of the house."""
    house = House("Waterveen & co", "Kade 1", Logo(LOGO, "svg"), primary="#123456")
    content = office(plain(EVERYTHING, house, title="Samen <b>", subject="Over & weer"), format)
    about = part(content, ABOUT[format])
    assert [about.findtext(f".//{DC}{one}") for one in ("title", "subject", "language")] == [
        "Samen <b>",
        "Over & weer",
        "nl-NL",
    ]
    assert "2026-11-22" in "".join(about.itertext())
    styles = part(content, "styles.xml" if format == "odt" else "word/styles.xml")
    if format == "odt":
        assert {one.get(f"{FO}language") for one in styles.iter()} == {"nl", None}
        around = "".join("".join(one.itertext()) for one in styles.iter(f"{STYLE}master-page"))
    else:
        assert [one.attrib[f"{W}val"] for one in styles.iter(f"{W}lang")] == ["nl-NL"]
        around = "".join(
            "".join(part(content, f"word/{one}1.xml").itertext()) for one in ("header", "footer")
        )
    expected = "Samen <b> Over & weer Waterveen & co · Kade 1 pagina 1 van 1"
    assert "".join(around.split()) == "".join(expected.split())
    assert "123456" in ET.tostring(styles, encoding="unicode")
    assert alternatives(part(content, BODY[format]), format) == ["Logo van Waterveen & co"]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_answers_give_the_same_bytes(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the clock and the time zone are."""
    first = office(plain(EVERYTHING), format)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert office(plain(EVERYTHING), format) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_odt_begins_with_its_kind() -> None:
    """As its standard wants, unpacked, so that programs know it by its first bytes."""
    assert office(plain("tekst"), "odt")[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


def test_without_the_extra_people_read_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is that of the very Python that kompas runs in."""
    there = importlib.util.find_spec

    def find_spec(name: str) -> ModuleSpec | None:
        return None if name == "pypandoc" else there(name)

    monkeypatch.setattr(pandoc, "find_spec", find_spec)
    monkeypatch.setattr(sys, "executable", "/thuis/.venv/bin/python")
    with pytest.raises(KompasError) as told:
        office(plain("tekst"), "docx")
    assert (
        told.value.message == "Voor Word en LibreOffice (docx en odt) is een extra onderdeel nodig: pandoc."
    )
    assert told.value.hint == (
        "Installeer het met: /thuis/.venv/bin/python -m pip install 'pypandoc_binary>=1.15'"
    )


def test_where_there_is_no_pip_uv_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """uv makes environments without pip."""
    monkeypatch.setattr(pandoc, "find_spec", lambda _: None)
    monkeypatch.setattr(sys, "executable", "/uv/bin/python")
    assert pandoc.command() == "uv pip install --python /uv/bin/python 'pypandoc_binary>=1.15'"


def test_the_command_can_be_pasted_in_powershell() -> None:
    """Where a folder may have a space in its name."""
    line = pandoc.pasted(["C:\\Mijn map\\python.exe", "-m", "pip", "install", "x>=1"], "win32")
    assert line == '& "C:\\Mijn map\\python.exe" -m pip install "x>=1"'
    assert pandoc.pasted(["C:\\k\\python.exe", "-m", "pip"], "win32") == "C:\\k\\python.exe -m pip"


def test_the_command_installs_what_the_extra_does() -> None:
    """The two are written in two places."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["office"] == [pandoc.PACKAGE]


BROKEN = {
    "cannot be run": OSError(8, "Exec format error"),
    "never ends": subprocess.TimeoutExpired("pandoc", 120),
    "fails": subprocess.CalledProcessError(99, "pandoc", stderr=b"pandoc: out of memory"),
}


@pytest.mark.parametrize("why", BROKEN)
def test_a_pandoc_that_does_not_work_is_told(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do about it."""

    def run(*_: object, **__: object) -> None:
        raise BROKEN[why]

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(KompasError, match=r"Pandoc kan dit document niet maken: .+") as told:
        office(plain("tekst"), "odt")
    assert "--force-reinstall" in told.value.hint


def test_pandoc_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the terminal, not the network, and not the settings of the user."""
    calls = []
    run = subprocess.run

    def note(command: list[str], **settings: object) -> object:
        calls.append((command, settings))
        return run(command, **settings)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", note)
    office(plain("tekst"), "docx")
    ((command, given_settings),) = calls
    assert {"--sandbox", "--data-dir=."} <= set(command)
    assert given_settings["stdin"] == subprocess.DEVNULL
    assert given_settings["timeout"]
