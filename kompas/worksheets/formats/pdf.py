"""PDF, made of the Markdown by Typst: PDF/A-2a and PDF/UA-1 in one file.

The document goes to Typst as data (a tree in JSON), and the program that sets it is always the same one
(templates/pdf/worksheet.typ): no text can become a program, or reach for a file or the network.
"""

from base64 import b64encode
from datetime import UTC, datetime, time
from functools import cache

import msgspec

from kompas.house import Logo, pixels
from kompas.worksheets.figures.figure import svg
from kompas.worksheets.formats.glyphs import Substitutes, with_fonts
from kompas.worksheets.formats.tree import tree
from kompas.worksheets.formats.typesetting import typeset
from kompas.worksheets.packaged import packaged
from kompas.worksheets.worksheet import Made, Worksheet

_STANDARDS = ["a-2a", "ua-1"]


def pdf(worksheet: Worksheet) -> Made:
    """The worksheet as a PDF; the same bytes for the same worksheet."""
    substitutes = Substitutes()
    document = tree(worksheet, substitutes)
    document["title"] = document["title"].strip() or worksheet.name  # a PDF must have one
    given = {"document": msgspec.json.encode(document).decode()}
    for address, figure in worksheet.figures.items():
        given[address] = with_fonts(svg(figure, worksheet.house, substitutes.fit_drawing))
    if worksheet.house.logo:
        given["logo"] = _drawing(worksheet.house.logo)
    noon = datetime.combine(worksheet.day, time(12), UTC)
    content = typeset(
        _program(),
        given,
        f"Van {worksheet.name} kan kompas geen PDF maken",
        "Word of HTML",
        format="pdf",
        pdf_standards=_STANDARDS,
        timestamp=int(noon.timestamp()),
    )
    return Made(content, substituted=substitutes.found)


def _drawing(logo: Logo) -> str:
    """The logo as SVG, as Typst takes only text: a PNG stands in it as it is."""
    if logo.type == "svg":
        return logo.content.decode()
    width, height = pixels(logo.content)
    data = b64encode(logo.content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )


@cache
def _program() -> bytes:
    return (packaged() / "pdf" / "worksheet.typ").read_bytes()
