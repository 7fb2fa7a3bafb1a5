"""Worksheets as one HTML file that needs nothing else: no network, no script, no font of the computer."""

from base64 import b64encode
from functools import cache
from io import BytesIO

from fontTools.ttLib import TTFont
from markupsafe import Markup

from kompas.house import Logo
from kompas.worksheets.appearance import FONT
from kompas.worksheets.formats.article import article
from kompas.worksheets.packaged import ours
from kompas.worksheets.parsing import parse
from kompas.worksheets.worksheet import Worksheet

_PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


def html(worksheet: Worksheet) -> str:
    """The worksheet as a page of its own, for a screen of any width and for paper."""
    house = worksheet.house
    content = body(worksheet)
    names = (worksheet.title, worksheet.subject, house.organisation)
    page = ours("html").get_template("page.html.jinja")
    return page.render(
        name=" · ".join(name for name in names if name.strip()),
        worksheet=worksheet,
        house=house,
        logo=_logo(house.logo) if house.logo else "",
        has_title="<h1 " in content,
        article=Markup(content),
        fonts={style: _font(style) for style in ("Regular", "Bold", "Italic")},
    )


def body(worksheet: Worksheet) -> str:
    """The article alone: what the Markdown says."""
    tokens = parse(worksheet.markdown, worksheet.figures)
    return article(tokens, worksheet.figures, worksheet.house)


def _logo(logo: Logo) -> str:
    """As a picture, even an SVG: then nothing in it can run or fetch."""
    return _address(_PICTURES[logo.type], logo.content)


@cache
def _font(style: str) -> str:
    """A font in half the bytes: WOFF, which needs no more than zlib."""
    path = FONT.folder / f"{FONT.name.replace(' ', '')}-{style}.ttf"
    packed = BytesIO()
    with TTFont(BytesIO(path.read_bytes()), recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(packed, reorderTables=None)
    return _address("font/woff", packed.getvalue())


def _address(type: str, content: bytes) -> str:
    return f"data:{type};base64,{b64encode(content).decode()}"
