"""A worksheet as the program in templates/pdf/ gets it: plain data, made of the tree of markdown-it.

What a page must know of the whole of a table or a list (the widest words of a column, whether it can be kept
together) is said beside it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from kompas.steps.field import MONTHS
from kompas.worksheets.appearance import LOOKS, tint
from kompas.worksheets.formats.glyphs import Substitutes, by_font
from kompas.worksheets.parsing import parse
from kompas.worksheets.worksheet import Worksheet

Node = dict[str, Any]
"""A piece of the document: `is` says what, `has` what is in it."""

_SPACE: Node = {"is": "text", "text": " "}
_TICKED = {"☐": False, "☑": True, "☒": True}
_BOXES = re.compile(f"([{''.join(_TICKED)}])")

_LONG = re.compile(r"[^\s\u00ad\u200b-]{32,}")
"""A word that may be wider than a column, so it must be possible to break it."""

_DAY = re.compile(rf"\b(\d\d?) (?=(?:{'|'.join(MONTHS)})\b)")
"""A number that stays with the name of its month."""

_MOST_TOGETHER = 1500
"""What has more characters may be broken over two pages, or it might not fit on one."""

_SHORT, _FEW_LINES = 250, 4
"""A paragraph of so many characters and lines can go to the next page without leaving a hole."""


def tree(worksheet: Worksheet, substitutes: Substitutes) -> Node:
    """The whole document, and what is typeset around it."""
    root = SyntaxTreeNode(parse(worksheet.markdown, worksheet.figures))
    house = worksheet.house
    fit = substitutes.fit
    blocks = _with_colophon(_Setter(substitutes).blocks(root.children))
    return {
        "title": fit(worksheet.title),
        "subject": fit(worksheet.subject),
        "organisation": fit(house.organisation),
        "address": fit(house.address),
        "logo": fit(house.logo_text) if house.logo else "",
        "looks": {
            **LOOKS,
            "primary": house.primary,
            "tint": tint(house.primary),
            "accent": house.accent,
            "accent_tint": tint(house.accent),
        },
        "day": {"year": worksheet.day.year, "month": worksheet.day.month, "day": worksheet.day.day},
        "sections": list(_sections(blocks)),
    }


def _with_colophon(blocks: list[Node]) -> list[Node]:
    """A line and a paragraph at the end go together: small, and not alone on a page if that can be."""
    if [block["is"] for block in blocks[-2:]] != ["rule", "paragraph"]:
        return blocks
    *others, _, last = blocks
    for before in others[-1:]:
        before["leads"] = True
    return [*others, last | {"is": "colophon"}]


def _sections(blocks: Iterable[Node]) -> Iterator[list[Node]]:
    """What goes together to a landscape page: headings, and what is under them up to a table."""
    section: list[Node] = []
    for block in blocks:
        if section and (
            section[-1]["is"] == "table" or (block["is"] == "heading" and section[-1]["is"] != "heading")
        ):
            yield section
            section = []
        section.append(block)
    yield section


class _Setter:
    """Turns the tree of markdown-it into the tree that the program knows; text is made fit on its way."""

    def __init__(self, substitutes: Substitutes) -> None:
        self._fit = substitutes.fit

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> list[Node]:
        found = [self._block(node) for node in nodes]
        _mark_leads(found)
        return found

    def _block(self, node: SyntaxTreeNode) -> Node:
        kind = node.type
        if kind in ("paragraph", "alert_title"):
            return self._paragraph(node)
        if kind == "heading":
            has = [_SPACE if one["is"] == "break" else one for one in self._within(node)]  # as bookmarks want
            return {"is": "heading", "level": int(node.tag[1:]), "has": has}
        if kind in ("bullet_list", "ordered_list"):
            return self._list(node)
        if kind == "blockquote":
            return {"is": "quote", "has": self.blocks(node.children)}
        if kind == "alert":
            title, *rest = self.blocks(node.children)
            long = _length(rest) > _MOST_TOGETHER
            return {
                "is": "alert",
                "kind": node.info.lower(),
                "title": title["has"],
                "has": rest,
                "long": long,
            }
        if kind in ("fence", "code_block"):
            return {"is": "code", "lines": [self._line(one) for one in node.content.splitlines()]}
        if kind == "table":
            return self._table(node)
        if kind == "hr":
            return {"is": "rule"}
        raise AssertionError(f"no such block: {kind}")  # the parser has no other rules

    def _paragraph(self, node: SyntaxTreeNode) -> Node:
        has = self._within(node)
        if len(has) == 1 and has[0]["is"] == "image":
            return has[0] | {"is": "figure"}
        return {"is": "paragraph", "has": has}

    def _list(self, node: SyntaxTreeNode) -> Node:
        items = [self._item(item) for item in node.children]
        tight = all(one.hidden for item in node.children for one in item.children if one.type == "paragraph")
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        records = "records" in node.meta
        if records:
            _mark_labels(items)
        long = _length(items) > _MOST_TOGETHER
        return {
            "is": "list",
            "start": start,
            "tight": tight,
            "items": items,
            "records": records,
            "long": long,
        }

    def _item(self, node: SyntaxTreeNode) -> Node:
        has = self.blocks(node.children)
        checked = node.meta.get("checked")
        if checked is not None:
            has[0]["has"] = [{"is": "box", "ticked": checked}, _SPACE, *has[0]["has"]]
        return {"checked": checked is not None, "has": has, "long": _length(has) > _MOST_TOGETHER}

    def _table(self, node: SyntaxTreeNode) -> Node:
        head, *body = node.children
        first = head.children[0]
        rows = [[self._cell(cell) for cell in row.children] for part in body for row in part.children]
        columns = [[self._cell(cell), *column] for cell, *column in zip(first.children, *rows, strict=True)]
        return {
            "is": "table",
            "columns": [
                {
                    "align": _alignment(cell),
                    "heads": _widest_words(column[:1]),
                    "words": _widest_words(column[1:]),
                    "head": _plain(column[0]["has"]),
                    "lines": _widest_lines(column[1:]),
                    "room": any(cell["room"] for cell in column),
                }
                for cell, column in zip(first.children, columns, strict=True)
            ],
            "head": [column[0] for column in columns],
            "rows": rows,
        }

    def _cell(self, node: SyntaxTreeNode) -> Node:
        has = self._within(node)
        breaks = sum(one["is"] == "break" for one in has)
        return {
            "has": has,
            "room": breaks + 1 if has and breaks == len(has) else 0,
            "size": _length(has),
            "long": _length(has) > _MOST_TOGETHER,
        }

    def _within(self, node: SyntaxTreeNode) -> list[Node]:
        """What stands in a paragraph, a heading or a cell: all within the one inline node there is."""
        return self._inlines(node.children[0].children) if node.children else []

    def _inlines(self, nodes: Iterable[SyntaxTreeNode]) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            found += self._words(node.content) if node.type == "text" else [self._inline(node)]
        return found

    def _words(self, text: str) -> Iterator[Node]:
        """Text, in which boxes to tick are drawn: few fonts have them."""
        for part in filter(None, _BOXES.split(text)):
            if part in _TICKED:
                yield {"is": "box", "ticked": _TICKED[part]}
                continue
            for run, other in by_font(self._text(part)):
                yield {"is": "text", "text": run} | ({"other": True} if other else {})

    def _inline(self, node: SyntaxTreeNode) -> Node:
        kind = node.type
        if kind == "softbreak":
            return _SPACE
        if kind == "hardbreak":
            return {"is": "break"}
        if kind == "code_inline":
            return {"is": "code", "text": self._text(node.content)}
        if kind in ("em", "strong", "s"):
            return {"is": kind, "has": self._inlines(node.children)}
        if kind == "link":
            return {"is": "link", "to": str(node.attrs["href"]), "has": self._inlines(node.children)}
        if kind == "image":
            return {"is": "image", "from": str(node.attrs["src"]), "text": node.content}
        raise AssertionError(f"no such inline: {kind}")  # the parser has no other rules

    def _text(self, text: str) -> str:
        """Long words can be broken anywhere: a reader would rather have that than lose their end."""
        return _LONG.sub(lambda found: "\u200b".join(found[0]), _DAY.sub("\\1\u00a0", self._fit(text)))

    def _line(self, text: str) -> str:
        return self._text(text).replace("\t", "    ").replace(" ", "\u00a0")


def _mark_leads(blocks: Sequence[Node]) -> None:
    """What stays on the page with what comes after it.

    A figure with the sentence that tells what it shows, and a short paragraph right above a figure, a table
    or a list, or right under the heading of more.
    """
    before = [{"is": "nothing"}, *blocks]
    for above, (block, after) in reversed(list(zip(before, pairwise(blocks), strict=False))):
        if block["is"] == "figure":
            block["leads"] = after["is"] == "paragraph" and not after.get("leads", False)
        elif block["is"] == "paragraph":
            block["leads"] = _is_short(_plain(block["has"])) and (
                after["is"] in ("figure", "table", "list")
                or after.get("leads", False)
                or (above["is"] == "heading" and not _ends(above, after))
            )


def _is_short(text: str) -> bool:
    return len(text) < _SHORT and text.count("\n") < _FEW_LINES


def _ends(heading: Node, after: Node) -> bool:
    """Whether what is under a heading is over."""
    return after["is"] in ("heading", "rule") and bool(after.get("level", 0) <= heading["level"])


def _mark_labels(items: Iterable[Node]) -> None:
    """What a fact of a record begins with in italics, says what it is about."""
    for item in items:
        for fact in item["has"][1]["items"]:
            first = fact["has"][0]["has"][0]
            if first["is"] == "em":
                first["is"] = "label"


def _length(nodes: Iterable[Node]) -> int:
    """About how many characters there are to be read in it."""
    return sum(
        len(node.get("text", ""))
        + sum(map(len, node.get("lines", ())))
        + _length(node.get("has", ()))
        + _length(node.get("items", ()))
        + sum(map(_length, node.get("rows", ())))
        for node in nodes
    )


def _alignment(cell: SyntaxTreeNode) -> str:
    found = re.search(r"text-align:(\w+)", str(cell.attrs.get("style", "")))
    return found[1] if found else "left"


def _widest_words(cells: Sequence[Node]) -> list[str]:
    """The words that may be the widest of a column."""
    return _longest(word for cell in cells for line in _lines(cell["has"]) for word in line.split(" "))


def _widest_lines(cells: Sequence[Node]) -> list[str]:
    """The lines that may be the widest of a column, as far as that could matter."""
    return [line[:120] for line in _longest(line for cell in cells for line in _lines(cell["has"]))]


def _longest(texts: Iterable[str]) -> list[str]:
    """A few, as it depends on the letters which is the widest."""
    return sorted(set(texts), key=lambda text: (-len(text), text))[:4]


def _lines(inlines: Iterable[Node]) -> list[str]:
    return _plain(inlines).replace("\u200b", " ").split("\n")


def _plain(inlines: Iterable[Node]) -> str:
    return "".join(map(_words, inlines))


def _words(inline: Node) -> str:
    if inline["is"] in ("break", "image"):
        return "\n"
    if inline["is"] == "box":
        return "M"  # about as wide
    return inline["text"] if "text" in inline else _plain(inline["has"])
