"""PDFs that the law accepts: PDF/A-2a and PDF/UA-1, and what no rule can see."""

import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from kompas.house import House, Logo
from kompas.store import sessions
from kompas.store.sessions import Opened
from kompas.store.workspace import Workspace
from kompas.worksheets.export import Export
from kompas.worksheets.formats.glyphs import Substitutes
from kompas.worksheets.formats.pdf import pdf
from kompas.worksheets.parsing import parse, text_of
from kompas.worksheets.worksheet import Worksheet
from tests.packaged import BLOCKS, CATALOG
from tests.verapdf import pdfua_findings, verdict

ROOT = Path(__file__).parents[2]
EVERYTHING = """\
# Alles wat *Markdown* kan

- **Sessie:** proef
- **Datum:** 8 september 2026

## Koppen met `code`, ~~weg~~ en [een link](https://example.org/a)

#### Te diep

Een regel\\
en nog een
----------

##

- # Kop in een lijst

> ## Kop in een citaat
>
> Tekst **vet *schuin* vet**, ~~weg~~, `code` en <https://example.org>.
>
> > Nog dieper
> >
> > 1. een
> > 2. twee

| Links | Midden | Rechts |
| :---- | :----: | -----: |
| a<br>b | **c** | [d](mailto:a@example.org) |
| `e\\|f` | | |

| Alleen een kop |
| --- |

| | |
| --- | --- |
| Lege koppen | x |

| Jullie antwoord |
| --- |
| <br><br><br> |

7. zeven

   een alinea

   ```python
   print("code")
   ```
8. - genest
     + dieper

- [ ] te doen
- [x] gedaan [met een link](#x)
  - [ ] genest

> [!NOTE]
> Weet dit.

> [!WARNING]
> | In | een |
> | --- | --- |
> | alert | x |

![Een plaatje van elders](https://example.org/x.png) en ![](leeg.png)

[](https://example.org/leeg) [javascript](javascript:alert(1)) <b>HTML</b> &amp; &copy;

***

    code met inspringen

Emoji 🙂, Arabisch مرحبا, Hebreeuws שלום, Chinees 漢字, z̈́a, een\u200bnul\u00adstreepje\u202e en \ue000.
"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGM4ISLSAAAECQFx1egh7wAAAABJRU5ErkJggg=="
PNG = Logo(b64decode(PIXEL), "png")
SVG = Logo(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>', "svg")
HOUSE = House(organisation="Gemeente Waterveen", address="Raadhuisplein 1", logo=SVG)
NAMES = ["alles", "initiatief-brief"]
NAMES += [f"{block.id}{kind}" for block in BLOCKS for kind in ("", "-leeg", "-leeg-zonder-sessie")]
EXAMPLES = {
    "initiatief": "2026-09-10-leerbijeenkomsten",
    "bijeenkomst": "2023-10-12-van-praten-naar-doen",
}


@cache
def worksheet(name: str) -> Worksheet:
    """A worksheet of the example, or a document with everything that Markdown can say."""
    if name == "alles":
        return Worksheet(name, "Alles", "", EVERYTHING, {}, date(2026, 9, 8), House(logo=PNG))
    id, *kind = name.split("-", 1)
    opened = None if kind == ["leeg-zonder-sessie"] else _example(id)
    block = CATALOG.blocks[id]
    extract = next((one for one in block.extracts if [one.id] == kind), None)
    blank = bool(kind) and not extract
    return Export(None, CATALOG, opened, HOUSE, blank=blank).worksheet(block, extract)


@cache
def _example(block: str) -> Opened:
    """The example in which this block is answered."""
    return sessions.load(Workspace(ROOT), EXAMPLES.get(block, "2026-09-08-schooluitval"), CATALOG)


@cache
def content(name: str) -> bytes:
    """The PDF of a worksheet."""
    return pdf(worksheet(name)).content


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of each worksheet."""
    return str(request.param)


@pytest.fixture
def read(name: str) -> Iterator[pikepdf.Pdf]:
    """The PDF of each worksheet, opened."""
    with pikepdf.open(BytesIO(content(name))) as opened:
        yield opened


@pytest.mark.verapdf
def test_every_worksheet_is_accepted(tmp_path: Path) -> None:
    """VeraPDF and pdfua have nothing against any of them."""
    paths = [tmp_path / f"{name}.pdf" for name in NAMES]
    for path in paths:
        path.write_bytes(content(path.stem))
    said = {path.stem: found + pdfua_findings(path) for path, found in verdict(paths).items()}
    assert {name: found for name, found in said.items() if found} == {}


def test_it_says_what_it_is(name: str, read: pikepdf.Pdf) -> None:
    """The language, a title that a viewer shows, and the standards that it follows."""
    assert read.Root.Lang in ("nl", "nl-NL")
    assert read.Root.ViewerPreferences.DisplayDocTitle
    with read.open_metadata() as said:
        assert said["dc:title"].startswith(worksheet(name).title)
        assert (said["pdfaid:part"], said["pdfaid:conformance"], said["pdfuaid:part"]) == ("2", "A", "1")


def test_its_headings_are_its_bookmarks_and_its_tags(name: str, read: pikepdf.Pdf) -> None:
    """Whoever goes from heading to heading comes by all of them, in order."""
    headings = _headings(worksheet(name))
    bookmarks = pypdfium2.PdfDocument(content(name)).get_toc()
    assert [(one.level + 1, " ".join(one.get_title().split())) for one in bookmarks] == headings
    tags = _tags(read.Root.StructTreeRoot, "/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
    assert [int(str(tag.S)[2:]) for tag in tags] == [level for level, _ in headings]


def test_its_pages_are_numbered_and_none_is_empty(name: str, read: pikepdf.Pdf) -> None:
    """A page has more on it than what every page has, and there are not more than people would print."""
    numbers = [f"Bladzijde {number} van {len(read.pages)}" for number in range(1, len(read.pages) + 1)]
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content(name))]
    assert [number for number, text in zip(numbers, texts, strict=True) if number not in text] == []
    assert all(b"/MCID" in page.Contents.read_bytes() for page in read.pages)
    assert len(read.pages) < 50


def test_its_pictures_have_a_text(name: str, read: pikepdf.Pdf) -> None:
    """A figure has the text that it has in the Markdown."""
    texts = [str(tag.get("/Alt", "")) for tag in _tags(read.Root.StructTreeRoot, "/Figure")]
    assert all(text.strip() for text in texts)
    fit = Substitutes().fit
    assert {fit(figure.text) for figure in worksheet(name).figures.values()} <= set(texts)


def test_its_tables_have_headers(name: str, read: pikepdf.Pdf) -> None:
    """A header says that it is one of a column; each other cell says what its headers are."""
    tables = list(_tags(read.Root.StructTreeRoot, "/Table"))
    assert bool(tables) == ("\n| ---" in worksheet(name).markdown)
    for table in tables:
        headers = list(_tags(table, "/TH"))
        assert headers
        assert {_of_table(cell).get("/Scope") for cell in headers} == {"/Column"}
        assert all(_of_table(cell).get("/Headers") for cell in _tags(table, "/TD"))


def test_the_same_worksheet_gives_the_same_bytes(name: str) -> None:
    """So an archive can see that nothing changed."""
    assert pdf(worksheet(name)).content == content(name)


def test_another_process_makes_the_same_bytes() -> None:
    """Also on a computer at the other side of the world, where hashes come out differently."""
    program = "from tests.worksheets.test_pdf_conformance import digests; print(*digests())"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"}
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == digests()


def digests() -> list[str]:
    """What tells the PDFs apart."""
    return [sha256(content(name)).hexdigest() for name in NAMES]


def _headings(sheet: Worksheet) -> list[tuple[int, str]]:
    fit = Substitutes().fit
    found = [
        (int(opening.tag[1:]), " ".join(fit(text_of(inline.children)).split()))
        for opening, inline in pairwise(parse(sheet.markdown, sheet.figures))
        if opening.type == "heading_open"
    ]
    return [(level, words) for level, words in found if words]


def _tags(within: Any, *kinds: str) -> Iterator[Any]:
    """The tags of these kinds, in the order in which they are read."""
    below = within.get("/K", [])
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            if str(one.S) in kinds:
                yield one
            yield from _tags(one, *kinds)


def _of_table(cell: Any) -> Any:
    """What a cell says of its place in the table."""
    return next(attributes for attributes in cell.A if attributes.O == "/Table")
