"""The formats that a worksheet can have, by the ending of their files."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kompas.worksheets.worksheet import Worksheet

FORMATS = ("md", "html", "pdf", "odt", "docx")
USUAL = ("md", "pdf")


@dataclass(frozen=True, slots=True)
class Made:
    """A document by its format: its own content, and that of the files it shows, by their address.

    `substituted` counts the rows of characters for which there is no glyph.
    """

    content: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)
    substituted: Counter[str] = field(default_factory=Counter)


def make(worksheet: Worksheet, format: str) -> Made:
    """The worksheet in this format. Each takes programs of its own, which are loaded when asked for."""
    if format == "md":
        from kompas.worksheets.figures.figure import svg

        drawn = {address: svg(one, worksheet.house) for address, one in worksheet.figures.items()}
        beside = {address: drawing.encode() for address, drawing in drawn.items()}
        return Made(worksheet.markdown.encode(), beside)
    if format == "html":
        from kompas.worksheets.formats.html import html

        return Made(html(worksheet).encode())
    if format == "pdf":
        from kompas.worksheets.formats.pdf import pdf

        made = pdf(worksheet)
        return Made(made.content, substituted=made.substituted)
    from kompas.worksheets.formats.office import office

    return Made(office(worksheet, format))
