"""Tables of our page: what heads what, what is room to write, and what becomes of them where it is narrow.

It is all said in the attributes of the tokens, which the renderer writes as they are.
"""

from collections.abc import Iterator, Sequence

import msgspec
from markdown_it.token import Token

from kompas.worksheets.parsing import text_of

_SIZES = (("small", 36, 54), ("medium", 80, 100), ("large", 112, 180))
"""Tables that fit on a telephone, on a tablet and on paper: how many letters beside each other they need at
most for no word to be broken, and to be read with ease. page.css.jinja has the widths that go with them."""

_LIKED = 20
"""The letters in a line of a cell that has more of them; it may be broken."""

_TO_WRITE, _LIKED_TO_WRITE = 7, 10

_AROUND = 3
"""Beside a cell, in letters."""


class _Cell(msgspec.Struct, frozen=True):
    opening: Token
    inline: Token
    closing: Token

    @property
    def text(self) -> str:
        return " ".join(text_of(self.inline.children).split())

    @property
    def lines(self) -> int:
        """How many there are to write on; 0 when there is something else in it."""
        return int(self.opening.meta["lines"])

    @property
    def least(self) -> int:
        """The letters beside each other that it needs for no word to be broken."""
        longest = max(map(len, self.text.split()), default=0)
        return (_TO_WRITE if self.lines else longest) + _AROUND

    @property
    def liked(self) -> int:
        """The same, to be read or written with ease."""
        liked = _LIKED_TO_WRITE if self.lines else min(len(self.text), _LIKED)
        return max(self.least, liked + _AROUND)

    @property
    def counts(self) -> bool:
        return bool(self.opening.meta["side"] == "right")

    def head(self, what: str) -> None:
        """Make it the head of its row or column ("row", "col"), when there is something in it."""
        tag = "th" if self.text else "td"  # an empty head would be read before each cell
        self.opening.tag = self.closing.tag = tag
        if self.text:
            self.opening.attrs |= {"scope": what, "role": {"row": "rowheader", "col": "columnheader"}[what]}


_Row = Sequence[_Cell]


def fit(tokens: Sequence[Token]) -> None:
    """Make of tables what can be heard, written on, and read where it is narrow.

    There a table becomes cards, in which each cell has the name of its column before it; roles tell that
    it still is a table, for browsers then no longer think so.
    """
    for token in tokens:
        if token.type in ("thead_open", "tbody_open", "tr_open"):
            token.attrs["role"] = "row" if token.type == "tr_open" else "rowgroup"
    for table, names, rows in list(_tables(tokens)):
        table.attrs |= {"role": "table", "class": _width([names, *rows])}
        if any(cell.lines for row in rows for cell in row):
            table.attrJoin("class", "form")
        _head(names, rows)
        for row in rows:
            for cell, name in zip(row, names, strict=True):
                cell.opening.attrs["data-label"] = name.text
                _rule(cell)


def _tables(tokens: Sequence[Token]) -> Iterator[tuple[Token, _Row, Sequence[_Row]]]:
    """The opening of each table, its first row and its other rows."""
    opening, rows = tokens[:1], list[list[_Cell]]()
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            opening, rows = [token], []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(_Cell(token, *tokens[place + 1 : place + 3]))
        elif token.type == "table_close":
            yield opening[0], rows[0], rows[1:]


def _width(rows: Sequence[_Row]) -> str:
    """On what it fits: a telephone, a tablet, a page; or "cards"."""
    columns = list(zip(*rows, strict=True))
    least = sum(max(cell.least for cell in column) for column in columns)
    liked = sum(max(cell.liked for cell in column) for column in columns)
    return next((name for name, *most in _SIZES if least <= most[0] and liked <= most[1]), "cards")


def _head(names: _Row, rows: Sequence[_Row]) -> None:
    for cell in (*names, *(cell for row in rows for cell in row)):
        cell.opening.attrs["role"] = "cell"
        if side := cell.opening.meta["side"]:
            cell.opening.attrs["class"] = side
    for cell in names:
        cell.head("col")
    for cell in _naming(rows):
        cell.head("row")


def _naming(rows: Sequence[_Row]) -> _Row:
    """The cells that say what each row is about: the first, or the second if that is a number."""
    first, *others = list(zip(*rows, strict=True)) or [()]
    naming = others[0] if others and all(cell.text.isdecimal() for cell in first) else first
    return naming if others and all(cell.text and not cell.counts for cell in naming) else ()


def _rule(cell: _Cell) -> None:
    if cell.lines:
        cell.opening.attrJoin("class", "room")
        cell.inline.children = [Token("ruled_line", "span", 0)] * cell.lines
