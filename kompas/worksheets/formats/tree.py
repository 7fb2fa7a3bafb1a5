"""A worksheet as the program in templates/pdf/ gets it: plain data, made of the tree of the Markdown.

What a page must know of the whole of a table or a list (the widest words of a column, how much there is to be
read) is said beside it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from kompas.steps.field import MONTHS
from kompas.worksheets.appearance import LOOKS, tint
from kompas.worksheets.formats.glyphs import Substitutes, by_font
from kompas.worksheets.parsing import Branch, branches, parse
from kompas.worksheets.worksheet import Worksheet

Node: TypeAlias = str | dict[str, Any]
"""A piece of the document: text, or else `is` says what, `has` what is in it, `size` how many characters."""

Block: TypeAlias = dict[str, Any]
"""A piece that is no text."""

_TICKED = {"☐": False, "☑": True, "☒": True}
_BOXES = re.compile(f"([{''.join(_TICKED)}])")

_LONG = re.compile(r"[^\s\u00ad\u200b-]{32,}")
"""A word that may be wider than a column, so it must be possible to break it."""

_DAY = re.compile(rf"\b(\d\d?) (?=(?:{'|'.join(MONTHS)})\b)")
"""A number that stays with the name of its month."""

_SHORT, _FEW_LINES = 250, 4
"""A paragraph of so many characters and lines can go to the next page without leaving a hole."""


def tree(worksheet: Worksheet, substitutes: Substitutes) -> Block:
    """The whole document, and what is typeset around it."""
    house = worksheet.house
    fit = substitutes.fit
    blocks = _Setter(substitutes).blocks(branches(parse(worksheet.markdown, worksheet.figures)))
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
        "sections": list(_sections(_with_colophon(blocks))),
    }


def _with_colophon(blocks: list[Block]) -> list[Block]:
    """A line and a paragraph at the end go together: small, and not alone on a page if that can be."""
    if [block["is"] for block in blocks[-2:]] != ["rule", "paragraph"]:
        return blocks
    *others, _, last = blocks
    for before in others[-1:]:
        before["leads"] = True
    return [*others, last | {"is": "colophon"}]


def _sections(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """What goes together to a landscape page: headings, and what is under them up to a table."""
    section: list[Block] = []
    for block in blocks:
        if section and (
            section[-1]["is"] == "table" or (block["is"] == "heading" and section[-1]["is"] != "heading")
        ):
            yield section
            section = []
        section.append(block)
    if section:
        yield section


class _Setter:
    """Turns the tree of the Markdown into the tree that the program knows; text is made fit on its way."""

    def __init__(self, substitutes: Substitutes) -> None:
        self._fit = substitutes.fit

    def blocks(self, within: Iterable[Branch]) -> list[Block]:
        found = [self._block(branch) for branch in within]
        _mark_leads(found)
        return found

    def _block(self, branch: Branch) -> Block:
        match branch.kind:
            case "paragraph" | "alert_title":
                return self._paragraph(branch)
            case "heading":
                return self._heading(branch)
            case "bullet_list" | "ordered_list":
                return self._list(branch)
            case "blockquote":
                return _node("quote", self.blocks(branch.within))
            case "alert":
                title, *rest = self.blocks(branch.within)
                return _node("alert", rest, info=branch.token.info.lower(), title=title["has"])
            case "fence" | "code_block":
                return _node("code", [self._line(one) for one in branch.token.content.splitlines()])
            case "table":
                return self._table(branch)
            case "hr":
                return _node("rule")
        raise AssertionError(f"no such block: {branch.kind}")  # the parser has no other rules

    def _paragraph(self, branch: Branch) -> Block:
        has = self._inlines(branch.within)
        if "figure" in branch.token.meta:
            return _node("figure", [one for one in has if _is(one, "image")])
        token = branch.token
        return _node("paragraph", has, question="question" in token.meta, bare=token.hidden)

    def _heading(self, branch: Branch) -> Block:
        has = [" " if _is(one, "break") else one for one in self._inlines(branch.within)]  # as bookmarks want
        return _node("heading", has, level=int(branch.token.tag[1:]))

    def _list(self, branch: Branch) -> Block:
        items = [self._item(item) for item in branch.within]
        if "records" in branch.token.meta:
            _mark_labels(items)
            return _node("records", items)
        paragraphs = [one.token for item in branch.within for one in item.within if one.kind == "paragraph"]
        start = int(branch.token.attrs.get("start", 1)) if branch.kind == "ordered_list" else None
        return _node("list", items, start=start, tight=all(one.hidden for one in paragraphs))

    def _item(self, branch: Branch) -> Block:
        has = self.blocks(branch.within)
        checked = branch.token.meta.get("checked")
        if checked is not None:
            # A paragraph of its own, as its lines hang beside the box
            has[0] |= {"has": [_box(checked), " ", *has[0]["has"]], "bare": False}
        return _node("item", has, checked=checked is not None)

    def _table(self, branch: Branch) -> Block:
        rows = [row for part in branch.within for row in part.within]
        head, *others = [_node("row", [self._cell(cell) for cell in row.within]) for row in rows]
        columns = zip(head["has"], *(row["has"] for row in others), strict=True)
        return _node("table", others, head=head["has"], columns=[_column(cells) for cells in columns])

    def _cell(self, branch: Branch) -> Block:
        side, lines = branch.token.meta["side"], branch.token.meta["lines"]
        return _node("cell", self._inlines(branch.within), side=side or "left", lines=lines)

    def _inlines(self, within: Iterable[Branch]) -> list[Node]:
        found: list[Node] = []
        for branch in within:
            if branch.kind == "text":
                found += self._words(branch.token.content)
            else:
                found.append(self._inline(branch))
        return found

    def _words(self, text: str) -> Iterator[Node]:
        """Text, in which boxes to tick are drawn: few fonts have them."""
        for part in filter(None, _BOXES.split(text)):
            if part in _TICKED:
                yield _box(_TICKED[part])
                continue
            for run, other in by_font(self._text(part)):
                yield _node("other", [run]) if other else run

    def _inline(self, branch: Branch) -> Node:
        token = branch.token
        match branch.kind:
            case "softbreak":
                return " "
            case "hardbreak":
                return _node("break")
            case "code_inline":
                return _node("code", [self._text(token.content)])
            case "em" | "strong" | "s":
                return _node(branch.kind, self._inlines(branch.within))
            case "link":
                return _node("link", self._inlines(branch.within), to=token.attrs["href"])
            case "image":
                return _node("image", [token.content], source=token.attrs["src"])
        raise AssertionError(f"no such inline: {branch.kind}")  # the parser has no other rules

    def _text(self, text: str) -> str:
        """Long words can be broken anywhere: a reader would rather have that than lose their end."""
        return _LONG.sub(lambda found: "\u200b".join(found[0]), _DAY.sub("\\1\u00a0", self._fit(text)))

    def _line(self, text: str) -> str:
        return self._text(text).replace("\t", "    ").replace(" ", "\u00a0")


def _node(kind: str, has: Sequence[Node] = (), **more: Any) -> Block:
    size = sum(len(one) if isinstance(one, str) else one["size"] for one in has)
    return {"is": kind, "has": has, "size": size, **more}


def _box(ticked: bool) -> Block:
    return _node("box", ticked=ticked)


def _is(node: Node, kind: str) -> bool:
    return not isinstance(node, str) and node["is"] == kind


def _mark_leads(blocks: Sequence[Block]) -> None:
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
                after["is"] in ("figure", "table", "list", "records")
                or after.get("leads", False)
                or (above["is"] == "heading" and not _ends(above, after))
            )


def _is_short(text: str) -> bool:
    return len(text) < _SHORT and text.count("\n") < _FEW_LINES


def _ends(heading: Block, after: Block) -> bool:
    """Whether what is under a heading is over."""
    return after["is"] in ("heading", "rule") and bool(after.get("level", 0) <= heading["level"])


def _mark_labels(items: Iterable[Block]) -> None:
    """What a fact of a record begins with in italics, says what it is about."""
    for item in items:
        for fact in item["has"][1]["has"]:
            first = fact["has"][0]["has"][0]
            if _is(first, "em"):
                first["is"] = "label"


def _column(cells: Sequence[Block]) -> dict[str, Any]:
    """What the width of a column depends on: words and lines that may be the widest, and room to write."""
    head, *lines = (_lines(cell["has"]) for cell in cells)
    every = [line for some in lines for line in some]
    return {
        "side": cells[0]["side"],
        "room": any(cell["lines"] for cell in cells),
        "heads": _longest(word for line in head for word in line.split(" ")),
        "words": _longest(word for line in every for word in line.split(" ")),
        "head": _plain(cells[0]["has"]),
        "lines": [line[:120] for line in _longest(every)],  # as far as that could matter
    }


def _longest(texts: Iterable[str]) -> list[str]:
    """A few, as it depends on the letters which is the widest."""
    return sorted(set(texts), key=lambda text: (-len(text), text))[:4]


def _lines(inlines: Iterable[Node]) -> list[str]:
    return _plain(inlines).replace("\u200b", " ").split("\n")


def _plain(inlines: Iterable[Node]) -> str:
    return "".join(one if isinstance(one, str) else _shown(one) for one in inlines)


def _shown(inline: Block) -> str:
    if inline["is"] in ("break", "image"):
        return "\n"
    return "M" if inline["is"] == "box" else _plain(inline["has"])  # a box is about as wide
