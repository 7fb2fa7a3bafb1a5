"""Word and LibreOffice (docx and odt), made of the Markdown by pandoc, in the style of the house.

templates/office/ has the unpacked reference documents, whose styles pandoc uses. What pandoc leaves out or
makes otherwise than we want is put right afterwards.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from markupsafe import escape
from msgspec.structs import replace

from kompas.house import House, pixels
from kompas.worksheets.appearance import GREYS, tint
from kompas.worksheets.figures.figure import Figure, svg
from kompas.worksheets.formats.elements import Picture, document, image, paragraph, styled
from kompas.worksheets.formats.glyphs import Substitutes
from kompas.worksheets.formats.pandoc import convert
from kompas.worksheets.formats.typesetting import typeset
from kompas.worksheets.packaged import ours
from kompas.worksheets.worksheet import Worksheet
from kompas.worksheets.xml import in_xml

_WIDTH = 17.0
"""Of the text on a page, in centimetres."""

_DOTS = 200
"""Of a drawing, to an inch: sharp in print, and small in a mail."""

_PROGRAM = b"""\
#set page(width: auto, height: auto, margin: 0pt)
#let height = if sys.inputs.height == "" { auto } else { float(sys.inputs.height) * 1cm }
#image(bytes(sys.inputs.drawing), format: "svg", height: height)
"""

_LOGO = 1.6
"""The height of the logo, in centimetres."""

_PROPERTIES = {"docx": "docProps/core.xml", "odt": "meta.xml"}

_TABLE = 'table:align="left" fo:margin-top="0.2cm" fo:margin-bottom="0.35cm"'
_CELL = f'fo:border="0.5pt solid {GREYS["hair"]}" fo:padding="0.12cm"'
"""How tables and cells look in odt."""

_HANG = 0.9
"""How far the text of a point stands from the start of its bullet in odt, in centimetres."""

_Parts = dict[str, bytes]
"""An office document unpacked: its files by their names."""


def office(worksheet: Worksheet, format: str) -> bytes:
    """The worksheet as a document that people can edit; the same bytes for the same worksheet."""
    reference = _reference(worksheet, format)
    drawings = [_drawing(figure, worksheet.house) for figure in worksheet.figures.values()]
    pictures = dict(zip(worksheet.figures, drawings, strict=True))
    tree = document(worksheet.markdown, pictures)
    if logo := _logo(worksheet.house):
        tree["blocks"].insert(0, styled("Figuur", paragraph(image(logo))))
    made = _unpack(convert(tree, format, _pack(reference)))
    made[_PROPERTIES[format]] = reference[_PROPERTIES[format]]
    return _pack(_mend(made, format, _texts(tree), worksheet.house))


def _drawing(figure: Figure, house: House) -> Picture:
    drawn = svg(figure, house, Substitutes().fit)
    return _picture(_dots(drawn), in_xml(figure.text))


def _logo(house: House) -> Picture | None:
    logo = house.logo
    if not logo:
        return None
    content = _dots(logo.content.decode(), str(_LOGO)) if logo.type == "svg" else logo.content
    width, height = pixels(content)
    return replace(_picture(content, in_xml(house.logo_text)), width=min(_LOGO * width / height, _WIDTH))


def _picture(dots: bytes, text: str) -> Picture:
    width, _ = pixels(dots)
    address = f"data:image/png;base64,{b64encode(dots).decode()}"
    return Picture(address, text, min(width / _DOTS * 2.54, _WIDTH))


def _dots(drawing: str, height: str = "") -> bytes:
    """An SVG as PNG, as high as it is or in centimetres: Word shows no SVG without that."""
    given = {"drawing": drawing, "height": height}
    return typeset(_PROGRAM, given, "Kompas kan een figuur niet tekenen", "HTML", format="png", ppi=_DOTS)


def _reference(worksheet: Worksheet, format: str) -> _Parts:
    """The reference document, with what this worksheet and this house say in it."""
    house = worksheet.house
    about = {
        "title": in_xml(worksheet.title),
        "subject": in_xml(worksheet.subject),
        "organisation": in_xml(house.organisation),
        "address": in_xml(house.address),
        "primary": house.primary,
        "accent": house.accent,
        "day": worksheet.day.isoformat(),
    }
    templates = ours(f"office/{format}")
    return {name: templates.get_template(name).render(about).encode() for name in templates.list_templates()}


def _mend(parts: _Parts, format: str, texts: Iterable[str], house: House) -> _Parts:
    """The document with what pandoc leaves out or makes otherwise; `texts` say what the images show."""
    name = {"docx": "word/document.xml", "odt": "content.xml"}[format]
    body = parts[name].decode()
    mended = _mend_docx(body) if format == "docx" else _mend_odt(body, texts, house)
    return parts | {name: mended.encode()}


def _mend_docx(body: str) -> str:
    """Images get no address, which would be as long as they are, and no space around them."""
    body = re.sub('<pic:cNvPr descr="data:[^"]*"', '<pic:cNvPr descr=""', body)
    return body.replace("<wp:inline>", '<wp:inline distT="0" distB="0" distL="0" distR="0">')


def _mend_odt(body: str, texts: Iterable[str], house: House) -> str:
    """Images get their texts, and tables and lists the looks for which pandoc has no style."""
    left = iter(texts)
    body = re.sub(
        "</draw:frame>", lambda found: f"<svg:desc>{escape(next(left, ''))}</svg:desc>{found[0]}", body
    )
    body = body.replace('<style:table-properties table:align="center"', f"<style:table-properties {_TABLE}")
    head = f'{_CELL} fo:background-color="{tint(house.primary)}"'
    for kind, looks in (("TableHeaderRowCell", head), ("TableRowCell", _CELL)):
        style = rf'(style:name="{kind}"[^>]*>\s*<style:table-cell-properties )fo:border="none"'
        body = re.sub(style, rf"\1{looks}", body)
    return re.sub(
        r'<text:list-level-style-\w+ text:level="(\d+)".*?<style:list-level-label-alignment[^>]*>',
        _hang,
        body,
        flags=re.DOTALL,
    )


def _hang(found: re.Match[str]) -> str:
    """A level of a list with its text further from its bullet, which the bar of an alert moves."""
    start = 0.635 + _HANG * (int(found[1]) - 1)
    text = f"{start + _HANG:.3f}cm"
    changed = re.sub('list-tab-stop-position="[^"]*"', f'list-tab-stop-position="{text}"', found[0])
    changed = re.sub('text-indent="[^"]*"', f'text-indent="-{_HANG}cm"', changed)
    return re.sub('margin-left="[^"]*"', f'margin-left="{text}"', changed)


def _texts(tree: object) -> Iterable[str]:
    """The alternative texts of all images, in order."""
    if isinstance(tree, dict):
        if tree.get("t") == "Image":
            yield tree["c"][1][0]["c"]
        else:
            yield from _texts(list(tree.values()))
    elif isinstance(tree, list):
        for one in tree:
            yield from _texts(one)


def _pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip with the kind of document first, as odt wants it, and no times in it."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "mimetype", name)):
            stored = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(ZipInfo(name), parts[name], stored)
    return packed.getvalue()


def _unpack(content: bytes) -> _Parts:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
