"""PDF, made of the Markdown by Typst: PDF/A-2a and PDF/UA-1 in one file.

The document goes to Typst as data (a tree in JSON), and the program that sets it is always the same one
(templates/pdf/worksheet.typ): no text can become a program, or reach for a file or the network.
"""

import struct
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from tempfile import TemporaryDirectory

import msgspec
import typst

from kompas.errors import KompasError
from kompas.house import Logo
from kompas.worksheets.figures.figure import svg
from kompas.worksheets.formats.glyphs import Substitutes, folders, with_fonts
from kompas.worksheets.formats.tree import tree
from kompas.worksheets.templates import packaged
from kompas.worksheets.worksheet import Made, Worksheet

_STANDARDS = ["a-2a", "ua-1"]


def pdf(worksheet: Worksheet) -> Made:
    """The worksheet as a PDF; the same bytes for the same worksheet."""
    substitutes = Substitutes()
    document = tree(worksheet, substitutes)
    document["title"] = document["title"].strip() or worksheet.name  # a PDF must have one
    sources = {"main": _program(), "document.json": msgspec.json.encode(document)}
    for address, figure in worksheet.figures.items():
        sources[address] = with_fonts(svg(figure, worksheet.house, substitutes.fit_drawing)).encode()
    if worksheet.house.logo:
        sources["logo.svg"] = _drawing(worksheet.house.logo)
    return Made(_compile(sources, worksheet), substituted=substitutes.found)


def _drawing(logo: Logo) -> bytes:
    """The logo as SVG, as Typst takes its files as text: a PNG stands in it as it is."""
    if logo.type == "svg":
        return logo.content
    width, height = struct.unpack(">II", logo.content[16:24])  # PNG 11.2.1: the first chunk is the header
    data = b64encode(logo.content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def _compile(sources: Mapping[str, bytes], worksheet: Worksheet) -> bytes:
    """An empty folder is all that Typst can see besides what it is given."""
    noon = datetime.combine(worksheet.day, time(12), UTC)
    with TemporaryDirectory(prefix="kompas-") as empty:
        try:
            made: bytes = typst.compile(
                sources,  # type: ignore[call-overload]  # its stubs do not know of a dict
                root=empty,
                package_path=empty,
                package_cache_path=empty,
                font_paths=_fonts(),
                format="pdf",
                pdf_standards=_STANDARDS,
                timestamp=int(noon.timestamp()),
            )
        except RuntimeError as error:
            raise KompasError(
                f"Van {worksheet.name} kan kompas geen PDF maken: {error}",
                "Dit is een fout van kompas zelf. Meld het aan de makers. Word of HTML lukt misschien wel.",
            ) from error
    return made


@cache
def _program() -> bytes:
    return (packaged() / "pdf" / "worksheet.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,  # another computer would make another document
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders()],
    )
