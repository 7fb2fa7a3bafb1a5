"""What is drawn of the answers to one statement, and the pieces that make the drawing."""

import msgspec

from kompas.worksheets.figures.measure import WIDTH, wide
from kompas.worksheets.figures.pieces import Line, Words

ASIDE = 112.0
"""The room to the right of the scale: for "weet ik niet", and for the median in words."""

RIGHT = WIDTH - ASIDE
MOST_ROUNDS = 2
"""So many rounds have bars; of those before them only the range is drawn."""


class Votes(msgspec.Struct, frozen=True):
    """The answers in one round; `counts` has how often each was given, from low to high."""

    name: str
    counts: tuple[int, ...]
    unknown: int


class Lies(msgspec.Struct, frozen=True):
    """Where the scores of a group lie: places on the scale, from 0; `words` say the median."""

    label: str
    low: int
    median: float
    high: int
    words: str


class Poll(msgspec.Struct, frozen=True):
    """`rounds` has the last one first; the first of `lies` is that of everyone in it, if there is any.

    `low` and `high` are the words at the ends of a scale of `numbers`.
    """

    answers: tuple[str, ...]
    unknown: str
    low: str
    high: str
    rounds: tuple[Votes, ...]
    lies: tuple[Lies, ...]
    numbers: bool = True

    @property
    def drawn(self) -> tuple[Votes, ...]:
        """The rounds that have bars."""
        return self.rounds[:MOST_ROUNDS]

    @property
    def most(self) -> int:
        """The highest count of all bars; at least 1."""
        return max(1, *(max(*one.counts, one.unknown) for one in self.drawn))


class Bar(msgspec.Struct, frozen=True):
    """`number` is 0 in the last round; the `count` is "" where it does not fit."""

    x: float
    y: float
    width: float
    height: float
    number: int
    unknown: bool
    count: str
    count_x: float
    count_y: float


class Flag(msgspec.Struct, frozen=True):
    """Points at the median: down, with a pole until somewhere, or from the right."""

    x: float
    y: float
    words: Words
    until: float
    down: bool = True


class Range(msgspec.Struct, frozen=True):
    """The median and the middle half of a group."""

    y: float
    low: float
    median: float
    high: float
    label: Words
    words: Words


class Ranges(msgspec.Struct, frozen=True):
    """`y` is that of their heading, which stands from `x` on."""

    x: float
    y: float
    rows: tuple[Range, ...]
    ends: tuple[Words, ...]
    grid: tuple[Line, ...]


class Key(msgspec.Struct, frozen=True):
    """The name of a round beside a bar as it is drawn."""

    x: float
    number: int
    words: str


class Drawing(msgspec.Struct, frozen=True):
    """`names` are those of the answers, `words` is other text."""

    height: float
    keys: tuple[Key, ...]
    bars: tuple[Bar, ...]
    axis: Line
    divider: Line
    names: tuple[Words, ...]
    words: tuple[Words, ...]
    flag: Flag | None
    ranges: Ranges | None


def keys(poll: Poll) -> tuple[Key, ...]:
    """The names of the rounds beside each other, the oldest first; one round needs none."""
    found, x = [], 0.0
    for number, one in reversed(list(enumerate(poll.drawn))):
        found.append(Key(x, number, one.name))
        x += 22 + wide(one.name) + 24
    return tuple(found) if len(found) > 1 else ()
