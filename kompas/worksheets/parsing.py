"""Markdown to tokens, for every format that is made of it: with GitHub's tables, task lists and alerts.

What would not be the same everywhere, or is not safe, is settled here. HTML is text like any other; only
<br> is a line break, since the cell of a table has no other. Headings go down one level at a time. Links
lead to a page or a mailbox. A picture that is not one of our figures is shown as its text: nothing is ever
fetched.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise, takewhile

import msgspec
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from kompas.worksheets.formats.glyphs import is_seen

ALERTS = {
    "NOTE": "Goed om te weten",
    "TIP": "Tip",
    "IMPORTANT": "Belangrijk",
    "WARNING": "Let op",
    "CAUTION": "Pas op",
}
"""What GitHub calls an alert, and what we call it."""

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_DEEPEST = 5
"""So deep can emphasis stand in emphasis or in a link: nobody needs more, and no program takes any number."""

_LINKS = re.compile("(https?://|mailto:).", re.IGNORECASE)
_LONGEST_LINK = 2000
"""No PDF takes addresses of over 8 kB, and few browsers open one of this length."""


def parse(markdown: str, figures: Container[str] = ()) -> list[Token]:
    """The tokens of a document; `figures` has the addresses of the pictures that are ours.

    What every format must know of a token besides, is in its `meta`: "records" of a list, "figure" and
    "question" of a paragraph, "side" and "lines" of a cell.
    """
    tokens = _parser().parse(markdown)
    _name_alerts(tokens)
    for token in tokens:
        if token.children:
            token.children = _links(_pictures(_plain(token.children), figures))
    _order_headings(tokens)
    _mark_records(tokens)
    _mark_paragraphs(tokens)
    _mark_cells(tokens)
    return tokens


class Branch(msgspec.Struct, frozen=True):
    """A token with what is within it; `kind` is its type, whether it opens something or is all there is."""

    kind: str
    token: Token
    within: list["Branch"]

    @property
    def text(self) -> str:
        """What is to be read in it."""
        return "".join(one.text for one in self.within) or _read(self.token)


def branches(tokens: Iterable[Token]) -> list[Branch]:
    """The tree that the tokens stand for; what is in a line of text is right within its paragraph or cell."""
    levels: list[list[Branch]] = [[]]
    for token in tokens:
        if token.type == "inline":
            levels[-1] += branches(token.children or ())
        elif token.nesting < 0:
            levels.pop()
        else:
            branch = Branch(token.type.removesuffix("_open"), token, [])
            levels[-1].append(branch)
            if token.nesting > 0:
                levels.append(branch.within)
    return levels[0]


def text_of(tokens: Iterable[Token] | None) -> str:
    """What is to be read in these inline tokens; of a picture, what it shows."""
    return "".join(_read(token) for token in tokens or ())


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "tasklists": True, "alerts": True})
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler.before("html_inline", "break", _break)
    return parser


def _break(state: StateInline, silent: bool) -> bool:
    found = _BREAK.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def _order_headings(tokens: Sequence[Token]) -> None:
    """The first is of level 1, and each goes at most one deeper than the one before; none looks empty."""
    level = 0
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        if any(is_seen(_read(one)) for one in inline.children or () if one.type != "image"):
            level = min(int(opening.tag[1:]), level + 1)
            opening.tag = closing.tag = f"h{level}"
        else:
            opening.type, closing.type = "paragraph_open", "paragraph_close"
            opening.tag = closing.tag = "p"


def _name_alerts(tokens: Sequence[Token]) -> None:
    """Each opens with a paragraph that is its title, in English."""
    for opening, title in zip(tokens, tokens[2:], strict=False):
        if opening.type == "alert_open":
            title.children = [_text(ALERTS[opening.info])]


def _mark_paragraphs(tokens: Sequence[Token]) -> None:
    """Those that are nothing but figures, and those that are the question people answered: all in italics."""
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open":
            kinds = [one.type for one in inline.children or ()]
            if "image" in kinds and {*kinds} <= {"image", "softbreak", "hardbreak"}:
                opening.meta["figure"] = True
            elif kinds[:1] == ["em_open"] and kinds.index("em_close") == len(kinds) - 1:
                opening.meta["question"] = True


def _mark_cells(tokens: Sequence[Token]) -> None:
    """To which side they go, and how many lines to write on there are: in those of line breaks alone."""
    for opening, inline in pairwise(tokens):
        if opening.type in ("th_open", "td_open"):
            opening.meta["side"] = str(opening.attrs.pop("style", "")).removeprefix("text-align:")
            breaks = [one.type == "hardbreak" for one in inline.children or ()]
            opening.meta["lines"] = len(breaks) + 1 if breaks and all(breaks) else 0


def _mark_records(tokens: Sequence[Token]) -> None:
    """Lists of names, each with a list of what is known of it: a page can set those as cards."""
    for place, opening in enumerate(tokens):
        if opening.type == "bullet_list_open":
            inside = list(_inside(tokens, place))
            if all(map(_is_record, _items(inside))):
                opening.meta["records"] = True


def _inside(tokens: Sequence[Token], place: int) -> Iterator[Token]:
    """What stands between the opening at this place and its closing."""
    level = tokens[place].level
    return takewhile(lambda one: one.level > level, islice(tokens, place + 1, None))


def _items(inside: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The items of a list, by what is between its opening and its closing."""
    level = inside[0].level
    starts = [place for place, one in enumerate(inside) if one.level == level and one.nesting == 1]
    for start, end in pairwise([*starts, len(inside)]):
        yield inside[start:end]


def _is_record(item: Sequence[Token]) -> bool:
    """Whether it is a paragraph that is all bold, and a list of which each item begins with a paragraph."""
    level = item[0].level + 1
    blocks = [one.type for one in item if one.level == level and one.nesting == 1]
    if blocks != ["paragraph_open", "bullet_list_open"] or "checked" in item[0].meta:
        return False
    _, _, name, _, _, *facts, _, _ = item
    marks = [one.type for one in name.children or () if one.level == 0]
    return marks == ["strong_open", "strong_close"] and all(
        fact[1].type == "paragraph_open" for fact in _items(facts)
    )


def _plain(tokens: Iterable[Token]) -> list[Token]:
    """Without empty text, and emphasis within emphasis within …, of which programs can take only so much."""
    return [
        token
        for token in tokens
        if (token.level < _DEEPEST if token.nesting else token.type != "text" or token.content)
    ]


def _pictures(tokens: Iterable[Token], figures: Container[str]) -> list[Token]:
    """The pictures that are ours; of others what they show, or else where they are."""
    found: list[Token] = []
    for token in tokens:
        if token.type == "image" and token.attrs["src"] not in figures:
            found.append(_text(text_of([token]) or str(token.attrs["src"])))
        else:
            found.append(token)
    return found


def _links(tokens: Sequence[Token]) -> list[Token]:
    """Links to a page or a mailbox, of others only their text; one without text shows its address."""
    found: list[Token] = []
    leads = False
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "link_open":
            address = str(token.attrs["href"])
            leads = bool(_LINKS.match(address)) and len(address) <= _LONGEST_LINK
        if leads or token.type not in ("link_open", "link_close"):
            found.append(token)
        if token.type == "link_open" and after and after.type == "link_close":
            found.append(_text(str(token.attrs["href"])))
    return found


def _read(token: Token) -> str:
    if token.type == "image":
        return text_of(token.children)
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
