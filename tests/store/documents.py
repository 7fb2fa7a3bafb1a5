"""What hypothesis makes up for these tests: difficult words, texts and data."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from kompas.store.writing import indented, scalar

NASTY = """
no No NO off on y Y n yes true False null Null NULL ~ 010 0o10 0x1F 1e3 1e+3 1_000 -1 +1 +.5 .5 .inf
-.INF .nan 12:30 190:20:30 2026-11-21 2026-11-21T12:30:00Z 1.5 1. - -- --- ... ? : , [ ] { } [] {} & * ! | >
' " % @ ` # = << < {{x}} a:b a: :a a#b #a !a &a *a @a `a %a |a >a -a ?a [a {a 'a "a a' a" \\ \\n a\\ : - ❤ é
""".split()
PIECES = [
    *(
        "",
        " ",
        "  ",
        "\t",
        "a",
        " a",
        "\ta",
        "a ",
        "a: b",
        "- a",
        "# a",
        "a # b",
        "'",
        '"',
        "|",
        "x: |",
        "...",
    ),
    *(
        "---",
        "<<<<<<< HEAD",
        "=======",
        "\x07",
        "\x85",
        "\u2028",
        "\ufeff",
        "\u202e",
        "\r",
        "é",
        "👩‍👧",
        "\\n",
    ),
]

any_text = st.text(st.characters(exclude_categories=[]), max_size=20)
paragraphs = st.lists(st.sampled_from(PIECES) | any_text, max_size=6).map("\n".join)
rows = st.lists(st.sampled_from([*NASTY, *PIECES]), max_size=4).map(" ".join)
texts = st.one_of(st.sampled_from(NASTY), rows, paragraphs, any_text)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
typed = st.one_of(
    st.integers(),
    st.booleans(),
    st.floats(),
    st.dates(min_value=date(1000, 1, 1)),
)


@dataclass
class Made:
    """A file as a person might write it: its entries one by one, what they say, and the comments."""

    head: str
    entries: dict[str, str]
    foot: str
    data: dict[str, Any]
    comments: list[str]

    @property
    def text(self) -> str:
        """The whole file."""
        return self.head + "".join(self.entries.values()) + self.foot


keys = st.sampled_from(["a", "b", "naam", "no", "12:30", "é", "lange sleutel", "id", "text"])
plain_texts = st.sampled_from(
    ["een", "twee", "drie woorden hier", "a#b", "8", "false", "é 👩‍👧", "'s avonds", "x: y"]
)
long_texts = st.sampled_from(
    ["een\ntwee", "een\n\ntwee\n", "  een\ntwee", "een\n\n", "# geen commentaar\nb", "\n"]
)
leaves = st.one_of(st.none(), plain_texts, long_texts)
records = st.lists(st.dictionaries(keys.filter(lambda key: key != "id"), leaves, max_size=3), max_size=4).map(
    lambda found: [{"id": f"r{at}", **fields} for at, fields in enumerate(found)]
)
contents: st.SearchStrategy[Any] = st.recursive(
    leaves | records,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3), st.just([]), st.just({})
    ),
    max_leaves=12,
)


class Hand:
    """Writes YAML the way people do: other indentation, other quotes, comments where they are allowed."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.airy = draw(st.booleans())  # blank lines here and there; then no `|+`, which would eat them
        self.comments: list[str] = []

    def chance(self, out_of: int = 4) -> bool:
        return bool(self.draw(st.integers(1, out_of)) == 1)

    def comment(self, lead: str) -> str:
        if not self.chance(5):
            return ""
        self.comments.append(f"# c{len(self.comments)}.")
        return lead + self.comments[-1]

    def above(self, column: int) -> list[str]:
        found = [line for line in [self.comment(" " * column)] if line]
        return [""] * (self.airy and self.chance()) + found

    def entry(self, key: str, value: Any, column: int) -> list[str]:
        lead = " " * column
        name = self.quoted(key)
        below = column + self.draw(st.sampled_from([2, 2, 2, 4]))
        if isinstance(value, (dict, list)) and value and not self.chance(5):
            at = column if isinstance(value, list) and self.chance() else below
            rest = self.block(value, at)
            deeper = [self.comment(" " * (below + 1))] if not ends_in_text(value) else []
            return [*self.above(column), f"{lead}{name}:{self.comment('  ')}", *rest, *filter(None, deeper)]
        first, *rest = self.leaf(value, below)
        return [*self.above(column), f"{lead}{name}:{first and ' '}{first}", *rest]

    def block(self, value: Any, column: int) -> list[str]:
        if isinstance(value, dict):
            return [line for key, inner in value.items() for line in self.entry(key, inner, column)]
        return [line for inner in value for line in self.item(inner, column)]

    def item(self, value: Any, column: int) -> list[str]:
        lead, width = " " * column, self.draw(st.sampled_from([2, 2, 4]))
        above = self.above(column)
        if isinstance(value, (dict, list)) and value and not self.chance(5):
            first, *rest = self.block(value, column + width)
            if not first.strip() or first.lstrip().startswith("#") or self.chance(8):
                return [*above, f"{lead}-{self.comment('  ')}", first, *rest]
            return [*above, f"{lead}-{' ' * (width - 1)}{first.lstrip()}", *rest]
        first, *rest = self.leaf(value, column + width)
        return [*above, f"{lead}-{first and ' '}{first}", *rest]

    def leaf(self, value: Any, column: int) -> list[str]:
        if isinstance(value, (dict, list)):
            return [self.flow(value) + self.comment("  ")]
        if value is None:
            return [self.draw(st.sampled_from(["null", "~", ""])) + self.comment(" ")]
        if "\n" in value and value.strip() and not self.chance():
            header, *rest = scalar(value)
            if "2" not in header and not (self.airy and "+" in header):
                return [header + self.comment(" "), *indented(rest, column)]
        return [self.quoted(value) + self.comment("  ")]

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return (
                "{"
                + ", ".join(f"{self.double(key)}: {self.flow(inner)}" for key, inner in value.items())
                + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(inner) for inner in value) + "]"
        return "null" if value is None else self.double(value)

    def quoted(self, text: str) -> str:
        canonical = scalar(text, blocks=False)[0]
        return str(self.draw(st.sampled_from([canonical, canonical, self.double(text)])))

    def double(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=False)


def ends_in_text(value: Any) -> bool:
    """Whether what is written last may be text of several lines, to which a comment would be text too."""
    if isinstance(value, (dict, list)):
        return bool(value) and ends_in_text(list(value.values() if isinstance(value, dict) else value)[-1])
    return isinstance(value, str) and "\n" in value


@st.composite
def handmade(draw: Callable[[st.SearchStrategy[Any]], Any], under: str | None = None) -> Made:
    """A file made by hand; with `under` its entries stand below that key."""
    hand = Hand(draw)
    data = draw(st.dictionaries(keys, contents, min_size=1, max_size=4))
    column = 0 if under is None else draw(st.sampled_from([2, 4]))
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))

    def joined(lines: list[str]) -> str:
        return "".join(line + newline for line in lines)

    head = [*hand.above(0), "format: 1", f"{under}:{hand.comment('  ')}"] if under else []
    entries = {key: joined(hand.entry(key, value, column)) for key, value in data.items()}
    foot = [*hand.above(0), "last: 1"] if under and hand.chance() else []
    return Made(joined(head), entries, joined(foot), data, hand.comments)
