"""Markdown as pandoc's own tree of elements, so that no text can become anything but text.

A style of our own ("Kader") is named where pandoc has none; templates/office/ says how it looks. A table
with too many columns for the width of a page becomes a small table for each row.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec

from kompas.worksheets.parsing import Branch, branches, parse
from kompas.worksheets.xml import in_xml

Element = dict[str, Any]

LOUD = ("WARNING", "CAUTION")
"""Alerts that must not be missed."""

_WIDTH = 85
"""How many characters go on a line of a table, over the full width."""

_LONGEST_WORD = 28
"""A longer word may be broken, for its column need not be that wide."""

_NAME = 28
"""Beside room to write, names and questions take no more than they must."""

_PADDING = 3
"""What the space on both sides of a cell takes, in characters."""

_POINT = "punt"
_SIMPLE = {"softbreak": "Space", "hardbreak": "LineBreak"}
_AROUND = {"em": "Emph", "strong": "Strong", "s": "Strikeout"}
_CHECKED = {True: "☒", False: "☐"}
_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter", "": "AlignDefault"}
_NO_ATTRIBUTES: Sequence[Any] = ("", (), ())


class Picture(msgspec.Struct, frozen=True):
    """A drawing made of dots; `width` in centimetres."""

    address: str
    text: str
    width: float


def document(markdown: str, pictures: Mapping[str, Picture]) -> Element:
    """The whole document; `pictures` are the figures by the address that the Markdown uses."""
    return {
        "pandoc-api-version": [1, 23, 1],
        "meta": {"lang": _element("MetaString", "nl-NL")},
        "blocks": _Setter(pictures).blocks(branches(parse(markdown, pictures))),
    }


def styled(style: str, *blocks: Element) -> Element:
    """The blocks in a style of our own; pandoc would leave lists as they are."""
    return _element("Div", [["", [], [["custom-style", style]]], [_listed(style, block) for block in blocks]])


def paragraph(*inlines: Element) -> Element:
    return _element("Para", list(inlines))


def image(picture: Picture) -> Element:
    width = f"{picture.width:.2f}cm"
    return _element("Image", [["", [], [["width", width]]], [text(picture.text)], [picture.address, ""]])


def text(content: str) -> Element:
    """Text as it is, without what an office program refuses."""
    return _element("Str", in_xml(content))


def _element(kind: str, content: Any = None) -> Element:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def _listed(style: str, block: Element) -> Element:
    """The style of a point in a list leaves it to the list how far it stands to the right."""
    point = f"{style.removesuffix(_POINT)}{_POINT}"
    if block["t"] == "Plain":  # has a style already
        return paragraph(*block["c"])
    if block["t"] == "BulletList":
        return _element("BulletList", [[styled(point, *item)] for item in block["c"]])
    if block["t"] == "OrderedList":
        numbers, items = block["c"]
        return _element("OrderedList", [numbers, [[styled(point, *item)] for item in items]])
    return block


class _Setter:
    """Turns the tree of the Markdown into that of pandoc."""

    def __init__(self, pictures: Mapping[str, Picture]) -> None:
        self._pictures = pictures

    def blocks(self, nodes: Iterable[Branch]) -> list[Element]:
        return list(chain.from_iterable(self._block(node) for node in nodes))

    def _block(self, node: Branch) -> list[Element]:
        kind = node.kind
        if kind == "table":
            return self._table(node)
        if kind in ("paragraph", "alert_title"):
            return [self._paragraph(node)]
        if kind == "heading":
            return [_element("Header", [int(node.token.tag[1:]), _NO_ATTRIBUTES, self._inlines(node.within)])]
        if kind in ("bullet_list", "ordered_list"):
            return [self._list(node)]
        if kind == "blockquote":
            return [_element("BlockQuote", self.blocks(node.within))]
        if kind == "alert":
            return self._alert(node)
        if kind in ("fence", "code_block"):
            return [_element("CodeBlock", [_NO_ATTRIBUTES, in_xml(node.token.content.removesuffix("\n"))])]
        if kind == "hr":
            return [styled("Lijn", paragraph())]
        raise AssertionError(f"no such block: {kind}")  # the parser has no other rules

    def _paragraph(self, node: Branch) -> Element:
        within = self._inlines(node.within)
        if "figure" in node.token.meta:
            return styled("Figuur", paragraph(*within))
        return _element("Plain" if node.token.hidden else "Para", within)

    def _alert(self, node: Branch) -> list[Element]:
        style = "Waarschuwing" if node.token.info in LOUD else "Kader"
        title, *rest = self.blocks(node.within)
        return [styled(f"{style}kop", title), styled(style, *rest)]

    def _list(self, node: Branch) -> Element:
        items = [self._item(item) for item in node.within]
        if node.kind == "bullet_list":
            return _element("BulletList", items)
        numbers = [int(node.token.attrs.get("start", 1)), _element("Decimal"), _element("Period")]
        return _element("OrderedList", [numbers, items])

    def _item(self, node: Branch) -> list[Element]:
        """With the box of a task in front of its first words, as pandoc has it."""
        blocks = self.blocks(node.within) or [paragraph()]  # pandoc leaves an empty one out
        checked = node.token.meta.get("checked")
        if checked is None:
            return blocks
        box = [text(_CHECKED[checked]), _element("Space")]
        if blocks and blocks[0]["t"] in ("Plain", "Para"):
            blocks[0]["c"] = box + blocks[0]["c"]
            return blocks
        return [_element("Plain", box), *blocks]

    def _table(self, node: Branch) -> list[Element]:
        rows = [row.within for part in node.within for row in part.within]
        columns = _columns(rows)
        alignments = [_ALIGNMENTS[cell.token.meta["side"]] for cell in rows[0]]
        cells = [[self._cell(cell) for cell in row] for row in rows]
        if len(rows) > 1 and sum(column.least for column in columns) > _WIDTH:
            return [_card(cells[0], row) for row in cells[1:]]
        return [_table(cells, alignments, _shares(columns))]

    def _cell(self, node: Branch) -> list[Element]:
        if lines := node.token.meta["lines"]:
            return [styled("Schrijfregel", *[paragraph()] * lines)]
        return [_element("Plain", self._inlines(node.within))]

    def _inlines(self, nodes: Iterable[Branch]) -> list[Element]:
        return [self._inline(node) for node in nodes]

    def _inline(self, node: Branch) -> Element:
        kind = node.kind
        if kind == "text":
            return text(node.token.content)
        if kind in _SIMPLE:
            return _element(_SIMPLE[kind])
        if kind in _AROUND:
            return _element(_AROUND[kind], self._inlines(node.within))
        if kind == "code_inline":
            return _element("Code", [_NO_ATTRIBUTES, in_xml(node.token.content)])
        if kind == "link":
            return _element(
                "Link", [_NO_ATTRIBUTES, self._inlines(node.within), [node.token.attrs["href"], ""]]
            )
        if kind == "image":
            return image(self._pictures[str(node.token.attrs["src"])])
        raise AssertionError(f"no such inline: {kind}")  # the parser has no other rules


class _Column(msgspec.Struct, frozen=True):
    """How many characters wide a column must at least be, and would like to be at most."""

    least: int
    most: int


def _columns(rows: Sequence[Sequence[Branch]]) -> list[_Column]:
    columns = list(zip(*rows, strict=True))
    to_write = [any(cell.token.meta["lines"] for cell in cells) for cells in columns]
    most = _NAME if any(to_write) else _WIDTH
    texts = [[cell.text.replace("…", "..") for cell in cells] for cells in columns]  # as wide as two letters
    return [_column(cells, most, room) for cells, room in zip(texts, to_write, strict=True)]


def _column(cells: Sequence[str], most: int, room: bool) -> _Column:
    lines = [line for cell in cells for line in cell.split("\n")]
    words = [word for line in lines for word in line.split(" ")]
    least = min(max(map(len, words)), _LONGEST_WORD)
    liked = _WIDTH if room else max(least, min(max(map(len, lines)), most))
    return _Column(least + _PADDING, liked + _PADDING)


def _shares(columns: Sequence[_Column]) -> list[float]:
    """Which part of the width each column gets: what it must have, and of the rest what it would like."""
    spare = _WIDTH - sum(one.least for one in columns)
    wishes = sum(one.most - one.least for one in columns)
    share = min(1.0, spare / wishes) if wishes else 0.0
    return [max(one.least + share * (one.most - one.least), 1) / _WIDTH for one in columns]


def _card(labels: Sequence[list[Element]], row: Sequence[list[Element]]) -> Element:
    """One row of a table that is too wide, as a table of its own: label and value below each other."""
    pairs = [[[_strong(block) for block in label], value] for label, value in zip(labels, row, strict=True)]
    return _table(pairs, ["AlignDefault"] * 2, [0.3, 0.7], labelled=True)


def _strong(block: Element) -> Element:
    return block | {"c": [_element("Strong", block["c"])]} if block["t"] == "Plain" else block


def _table(
    rows: Sequence[Sequence[list[Element]]],
    alignments: Sequence[str],
    widths: Sequence[float],
    labelled: bool = False,
) -> Element:
    """The first row is the head; with `labelled` the first cell of each row names what is beside it."""
    columns = [
        [_element(alignment), _element("ColWidth", width)]
        for alignment, width in zip(alignments, widths, strict=True)
    ]
    head, *body = [[_NO_ATTRIBUTES, [_cell(cell) for cell in row]] for row in rows]
    return _element(
        "Table",
        [
            _NO_ATTRIBUTES,
            [None, []],  # no caption
            columns,
            [_NO_ATTRIBUTES, [head]],
            [[_NO_ATTRIBUTES, int(labelled), [], body]],
            [_NO_ATTRIBUTES, []],  # no foot
        ],
    )


def _cell(blocks: list[Element]) -> list[Any]:
    return [_NO_ATTRIBUTES, _element("AlignDefault"), 1, 1, blocks]
