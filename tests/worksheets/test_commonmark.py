"""Everything that CommonMark can say, in HTML and in PDF: the examples of its own specification."""

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pypdfium2
import pytest
from markdown_it import MarkdownIt

from kompas.house import House
from kompas.worksheets.formats.glyphs import Substitutes
from kompas.worksheets.formats.html import body
from kompas.worksheets.formats.pdf import pdf
from kompas.worksheets.worksheet import Worksheet
from tests.commonmark import Example, examples

pytestmark = pytest.mark.npm

# Links that we show otherwise than the specification: those without a text show their address.
SHOWN_ADDRESS = "></a>"


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    """The examples: over six hundred."""
    found = examples(tmp_path_factory.mktemp("npm"))
    assert len(found) > 600
    return found


def worksheet(markdown: str) -> Worksheet:
    """A document of these examples alone."""
    return Worksheet("x", "Titel", "", markdown, {}, date(2026, 11, 22), House())


def test_html_shows_what_the_specification_shows(spec: list[Example]) -> None:
    """But for HTML in the Markdown, which is text like any other here."""
    compared = 0
    for one in spec:
        if not _has_html(one.markdown) and SHOWN_ADDRESS not in one.html:
            compared += 1
            assert seen(body(worksheet(one.markdown))) == seen(one.html), one
    assert compared > 550


def test_every_example_becomes_a_pdf_that_shows_the_same(spec: list[Example]) -> None:
    """Nothing is dropped, and nothing is added but what stands around every page."""
    for one in spec:
        assert printed(one.markdown) == seen(body(worksheet(one.markdown)), Substitutes().fit), one


def _has_html(markdown: str) -> bool:
    tokens = MarkdownIt("commonmark").parse(markdown)
    kinds = [child.type for token in tokens for child in (token, *(token.children or ()))]
    return any(kind.startswith("html_") for kind in kinds)


class _Seen(HTMLParser):
    """What people read in a page, with the marks of its lists and the texts of its pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "ol":
            self._lists.append(int(given.get("start") or 1))
        elif tag == "ul":
            self._lists.append(None)
        elif tag == "li":
            number = self._lists[-1]
            self.text += "•" if number is None else f"{number}."
            self._lists[-1] = None if number is None else number + 1
        elif tag == "img":
            self.text += given.get("alt") or given.get("src") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(html: str, fit: Callable[[str], str] = str) -> str:
    """The text of a page without any white space, perhaps made fit for what our fonts have."""
    reader = _Seen()
    reader.feed(html)
    reader.close()
    return "".join(fit(reader.text).split())


def printed(markdown: str) -> str:
    """The text of the PDF without white space, page numbers and what tells where a word may break."""
    made = pypdfium2.PdfDocument(pdf(worksheet(markdown)).content)
    text = "".join(page.get_textpage().get_text_range() for page in made)
    plain = re.sub("[\u200b\ufffe\uffff]", "", "".join(text.split()))
    return re.sub(r"Bladzijde\d+van\d+", "", plain)
