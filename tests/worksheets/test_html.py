"""A page that everyone can read: on a telephone, on a projector, on paper, by ear."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser, Page

from kompas.house import House, Logo
from kompas.store import sessions
from kompas.store.workspace import Workspace
from kompas.worksheets.export import Export
from kompas.worksheets.formats.html import body, html
from kompas.worksheets.markdown import cell, inline, paragraphs
from kompas.worksheets.parsing import parse, text_of
from kompas.worksheets.worksheet import Worksheet
from tests.browser import violations
from tests.packaged import BLOCKS, CATALOG
from tests.worksheets.reading import folded, texts

EVERYTHING = f"""\
# Alles wat **Markdown** kan

- **Sessie:** Samen tegen schooluitval
- **Deelnemers:** 13
  - **Onderwijs:** Docent 1 (De Brug); Docent 2 (De Brug)

## Tekst

*Wat is het vraagstuk?*

Een alinea met **vet**, *schuin*, ***allebei***, ~~weg~~, `code`, een [link](https://www.nji.nl "NJi"),
<jan@school.nl>, [fout](javascript:alert(1)), [ftp](ftp://x.nl/a) en [anker](#tekst).\\
Een nieuwe regel. ![niet van ons](https://a.nl/x.png) <script>alert(1)</script> &amp; &copy;

> Een citaat
>
> > ## En een kop daarin

#

#### Dieper dan mag

## Lijsten

7. Een
8. Twee
   1. Twee a

      Met een alinea.

- a
  - b
    - # Kop in een lijst

+ [ ] Nog doen
+ [x] Al klaar
  - [ ] Daarbinnen

## Kaders

> [!NOTE]
> Weet dit.

> [!TIP]
> Doe dit.

> [!IMPORTANT]
> Lees dit.

> [!WARNING]
> Dit ontbreekt.
>
> | In | een |
> | --- | --- |
> | een | kader |

> [!CAUTION]
> Doe dit niet.

## Tabellen

| Antwoord | Aantal | Hoe |
| --- | ---: | :---: |
| 1 (kan wachten) | 3 | ███ |
| 2 | 10 | ██████████ |

| Nr. | Naam van de partij | Domein | Beleid van de gemeente | Kring nu | Kring gewenst |
| --- | --- | --- | --- | --- | --- |
| 1 | Vmbo De Brug | Onderwijs | Onderwijsachterstanden | Meedenken | Meebeslissen |
| 2 | Jongerenraad | Jeugdgezondheidszorg | | Meeweten | Meeweten |

| A | B | C | D | E | F | G | H | I |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
{f"| {'woord' * 4} " * 9}|

| {"c" * 500} | B |
| --- | --- |
| {"d" * 500} | {"e" * 500} |

| | Lege kop |
| --- | --- |
| | x |

| Alleen een kop |
| --- |

| Wat | Wie | Wanneer |
| --- | --- | --- |
| <br> | | |
| <br><br> | | |

## Code

```python
print("{"lang " * 60}")
```

    ingesprongen

## {"Kop" * 170}

{"b" * 500}

## Tekst

***
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><path d="M0 0h90v30z"/></svg>'
HOUSE = House("Gemeente Waterveen", "Raadhuisplein 1, Waterveen", Logo(SVG, "svg"), "#7a1f5c", "#3d6b1f")
ROOT = Path(__file__).parents[2]
NAMES = ["alles", *(block.id + kind for block in BLOCKS for kind in ("", "-leeg"))]
WIDTHS = [320, 1280]

Show = Callable[..., Page]


@cache
def worksheet(name: str) -> Worksheet:
    """A worksheet of the example, or a page with everything that Markdown can say."""
    if name == "alles":
        return of(EVERYTHING)
    opened = sessions.load(Workspace(ROOT), "2026-09-08-schooluitval", CATALOG)
    block, _, is_blank = name.partition("-")
    return Export(None, CATALOG, opened, HOUSE, blank=bool(is_blank)).worksheet(CATALOG.blocks[block])


def of(markdown: str, house: House = HOUSE) -> Worksheet:
    """A worksheet with this in it."""
    return Worksheet("x", "Alles wat kan", "Schooluitval", markdown, {}, date(2026, 11, 22), house)


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens a worksheet in a browser of this width; nothing may be asked of the network."""
    asked: list[str] = []
    context = browser.new_context()

    def open_it(worksheet: Worksheet, width: int = 1280) -> Page:
        (path := tmp_path / "blad.html").write_text(html(worksheet), encoding="utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))  # what its policy kept back
        page.goto(path.as_uri())
        return page

    yield open_it
    context.close()
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_everyone_can_use_it(show: Show, name: str, width: int) -> None:
    """Axe finds nothing wrong, the page does not move sideways, and all that was written is there."""
    page = show(worksheet(name), width)
    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('nav, svg').forEach(one => one.remove())")
    shown = page.inner_text("article")
    assert "".join(shown.split()) == "".join(_written(worksheet(name)).split())


@pytest.mark.browser
def test_no_letter_of_a_figure_becomes_too_small(show: Show) -> None:
    """On a telephone it can be moved sideways, also with the keys; its name tells what it shows."""
    sheet = worksheet("0A")
    page = show(sheet, 320)
    sizes = "all => all.map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"
    assert min(page.locator("svg text").evaluate_all(sizes)) > 9
    for figure in sheet.figures.values():
        assert (
            page.get_by_role("group", name="Figuur").get_by_role("img", name=figure.text, exact=True).count()
        )
    first = page.get_by_role("group", name="Figuur").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 0", arg=first.element_handle())


@pytest.mark.browser
def test_a_table_is_one_also_where_it_looks_like_cards(show: Show) -> None:
    """By ear it has the same columns and rows; by eye each value has the name of its column before it."""
    register = (
        "| Nr. | Partij | Domein en kring | Volgende stap en wanneer |\n| --- | --- | --- | ---: |\n"
        + ("| 1 | Vmbo De Brug | Onderwijs, meedenken | 3 keer bellen |\n| 2 | Raad | | 4 |\n")
    )
    for width, before in ((1280, "none"), (320, '"Domein en kring: "')):
        page = show(of(register), width)
        table = page.get_by_role("table")
        assert table.get_by_role("columnheader").all_text_contents() == [
            "Nr.",
            "Partij",
            "Domein en kring",
            "Volgende stap en wanneer",
        ]
        assert table.get_by_role("rowheader").all_text_contents() == ["Vmbo De Brug", "Raad"]
        label = "one => getComputedStyle(one, '::before').content.split(' / ')[0]"
        value = table.get_by_role("cell", name="Onderwijs, meedenken")
        assert value.evaluate(label) == before


@pytest.mark.browser
def test_a_register_of_the_example_is_a_table_on_a_projector(show: Show) -> None:
    """Parties with domains and rings, in columns; no word of them is broken."""
    table = show(worksheet("0A")).get_by_role("table").filter(has_text="Kring gewenst").first
    assert table.get_by_role("row").nth(1).evaluate("one => getComputedStyle(one).display") == "table-row"


@pytest.mark.browser
def test_room_to_write(show: Show) -> None:
    """So many lines, so high that a pen fits between them, on the screen and on paper."""
    page = show(of("| Jullie antwoord |\n| --- |\n| <br><br><br> |\n"))
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        lines = page.locator("td span").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert len(lines) == 4
        assert min(lines) > 30


@pytest.mark.browser
def test_it_prints(show: Show) -> None:
    """Pages of A4, on which the names of the columns come back; what is for a screen is not there."""
    rows = "".join(f"| Actie {number} | Iemand | Ooit |\n" for number in range(120))
    sections = "".join(f"## Deel {number}\n\nTekst.\n\n" for number in range(8))
    page = show(of(f"# Titel\n\n{sections}| Watdan | Wie | Wanneer |\n| --- | --- | --- |\n{rows}"))
    pages = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    read = [one.get_textpage().get_text_range() for one in pages]
    with_rows = [text for text in read if "Actie" in text]
    assert len(with_rows) > 2
    assert all("Watdan" in text for text in with_rows)
    assert "In dit werkblad" not in "".join(read)
    assert {tuple(map(round, one.get_size())) for one in pages} == {(595, 842)}


@pytest.mark.browser
def test_it_says_whose_it_is(show: Show) -> None:
    """Its language, its title, and around it the house of its makers."""
    page = show(of("# Alles wat kan\n"))
    assert page.title() == "Alles wat kan · Schooluitval · Gemeente Waterveen"
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.get_by_role("banner").inner_text().split("\n\n") == [HOUSE.organisation, HOUSE.address]
    assert page.locator("header img").evaluate("one => one.naturalWidth") == 90
    assert "Alles wat kan · Schooluitval" in page.get_by_role("contentinfo").inner_text()
    assert page.get_by_role("heading").evaluate("one => getComputedStyle(one).color") == "rgb(122, 31, 92)"
    assert page.evaluate("[...document.fonts].filter(one => one.status == 'loaded').length") > 0


@pytest.mark.browser
def test_without_a_house_or_a_title(show: Show) -> None:
    """There is still a heading, and no gap where the house would be."""
    page = show(of("Alleen tekst.", House()))
    assert page.get_by_role("heading", level=1).inner_text() == "Alles wat kan"
    assert page.get_by_role("banner").inner_text() == ""
    assert violations(page) == []


@pytest.mark.browser
def test_sections_can_be_found(show: Show) -> None:
    """Also those with the same name, or without a letter that an address can have."""
    titles = ["Zelfde", "Zelfde", "漢字", "Inhoud", "Zelfde 2", "Vet en *schuin*"]
    page = show(of("# Titel\n\n" + "".join(f"## {title}\n\nTekst.\n\n" for title in titles)))
    links = page.get_by_role("navigation", name="In dit werkblad").get_by_role("link")
    assert links.all_inner_texts() == [*titles[:5], "Vet en schuin"]
    places = [str(link.get_attribute("href")) for link in links.all()]
    assert [page.locator(f"h2{place}").inner_text() for place in places] == [*titles[:5], "Vet en schuin"]
    assert len(set(places)) == len(places)


@pytest.mark.browser
def test_what_to_tick_is_told(show: Show) -> None:
    """As a box, ticked or not, which nobody can change here."""
    boxes = show(of("- [ ] Nog doen\n- [x] Al klaar\n")).get_by_role("checkbox", name="Klaar", disabled=True)
    assert [box.is_checked() for box in boxes.all()] == [False, True]


def test_the_same_worksheet_gives_the_same_page() -> None:
    """Byte for byte."""
    assert html(worksheet("0A")) == html(worksheet("0A"))


TAGS = """a article blockquote body br code div em footer h1 h2 h3 h4 h5 h6 head header hr html img input
    li main meta nav ol p pre s span strong style table tbody td th thead title tr ul""".split()
ATTRIBUTES = """alt aria-label aria-labelledby charset checked class content data-label disabled href
    http-equiv id lang name rel role scope src start tabindex title type""".split()


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.others: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [str(value) for name, value in attrs if name in ("href", "src")]

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


@given(texts)
@settings(max_examples=150)
def test_no_text_becomes_markup(text: str) -> None:
    """Not even when it is all of the Markdown, as with a template of a team."""
    typed = f"# {inline(text)}\n\n{paragraphs(text)}\n\n| Kop |\n| --- |\n| {cell(text)} |\n"
    for page in (
        Tags(body(of(text))),
        Tags(body(of(typed))),
        Tags(body(of(f"- [ ] {text}\n\n> [!TIP]\n> {text}"))),
    ):
        assert page.tags <= {*TAGS}
        assert page.attributes <= {*ATTRIBUTES}
        assert all(re.match("https?://|mailto:|#", address) for address in page.addresses)
        assert not page.others


@given(texts)
@settings(max_examples=25)
def test_no_text_around_the_worksheet_becomes_markup(text: str) -> None:
    """A title, what it is about, an organisation and its address are shown as they were typed."""
    house = House(text, text, HOUSE.logo)
    page = html(Worksheet("x", text, text, "Tekst.", {}, date(2026, 11, 22), house))
    found = Tags(page)
    assert found.tags <= {*TAGS}
    assert found.attributes <= {*ATTRIBUTES}
    assert not found.others
    assert page.count("<style>") == 1


def test_where_nothing_is_fetched_from() -> None:
    """The page itself forbids it, whatever it might come to hold."""
    page = html(of("Tekst."))
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:" in page
    assert not re.search(r"url\((?!data:)|@import|<script|<link", page)


def _written(worksheet: Worksheet) -> str:
    """All the text of the Markdown, as its parser reads it, but for that of figures."""
    found = []
    for token in parse(worksheet.markdown, worksheet.figures):
        found.append(text_of(one for one in token.children or () if one.type != "image"))
        found.append(token.content if token.type in ("fence", "code_block") else "")
    return folded(" ".join(found))
