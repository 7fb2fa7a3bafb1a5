"""The formats that a worksheet can have, by the ending of their files.

Each takes programs of its own, which are loaded when it is asked for.
"""

from collections.abc import Callable, Mapping
from functools import partial

from kompas.worksheets.worksheet import Made, Worksheet

USUAL = ("md", "pdf")


def _markdown(worksheet: Worksheet) -> Made:
    from kompas.worksheets.figures.figure import svg

    drawn = {address: svg(one, worksheet.house) for address, one in worksheet.figures.items()}
    return Made(worksheet.markdown.encode(), {address: one.encode() for address, one in drawn.items()})


def _html(worksheet: Worksheet) -> Made:
    from kompas.worksheets.formats.html import html

    return Made(html(worksheet).encode())


def _pdf(worksheet: Worksheet) -> Made:
    from kompas.worksheets.formats.pdf import pdf

    return pdf(worksheet)


def _office(worksheet: Worksheet, format: str) -> Made:
    from kompas.worksheets.formats.office import office

    return Made(office(worksheet, format))


FORMATS: Mapping[str, Callable[[Worksheet], Made]] = {
    "md": _markdown,
    "html": _html,
    "pdf": _pdf,
    "odt": partial(_office, format="odt"),
    "docx": partial(_office, format="docx"),
}
"""What makes a document of a worksheet."""
