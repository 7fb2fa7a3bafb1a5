"""The parties in rings: now, and as wished. Who is most involved stands in the centre."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from kompas.worksheets.figures.measure import NORMAL, SMALL, WIDTH, wide, wrapped
from kompas.worksheets.figures.packing import Ring, places, rings
from kompas.worksheets.figures.pieces import Words

MOST_MARKS = 99
"""A mark has room for a number of two digits; with more parties the rings tell how many they hold."""

HALF = (WIDTH - 12) / 4
"""The largest rings that stand beside each other."""

LARGEST = WIDTH / 2 - 2
"""Larger rings cannot be drawn."""

_HIGHEST = 880.0
"""A figure that is higher leaves out the names, or it might not fit on a page."""

_NAME = 116.0
_SHAPES, _STYLES = 9, 4
_COLUMNS, _GAP = 3, 22.0
_TITLE, _LINE = 30.0, 17.0


class Party(msgspec.Struct, frozen=True):
    """`domain` is a place in the list of domains; `now` and `wish` are rings, None when nobody told."""

    number: int
    name: str
    domain: int
    now: int | None
    wish: int | None


class Rings(msgspec.Struct, frozen=True):
    """`rings` are named from the outermost to the centre; `views` has what is drawn: now (0), wished (1)."""

    rings: tuple[str, ...]
    titles: tuple[str, str]
    domains: tuple[str, ...]
    parties: tuple[Party, ...]
    views: tuple[int, ...] = (0, 1)


class Mark(msgspec.Struct, frozen=True):
    """`moved` says that this party is in another ring than now."""

    x: float
    y: float
    number: int
    shape: int
    style: int
    moved: bool


class Circle(msgspec.Struct, frozen=True):
    """`share` runs from 0 (outermost) to 1 (centre)."""

    r: float
    share: float


class View(msgspec.Struct, frozen=True):
    """One drawing; the names and marks have their places on the page. `without` tells who is in no ring."""

    x: float
    y: float
    title: Words
    circles: tuple[Circle, ...]
    names: tuple[Words, ...]
    marks: tuple[Mark, ...]
    without: Words


class Domain(msgspec.Struct, frozen=True):
    """A domain in the legend, with its parties: a number and a name, or all numbers in a row."""

    x: float
    y: float
    shape: int
    style: int
    label: Words
    parties: tuple[tuple[str, Words], ...]


class Drawing(msgspec.Struct, frozen=True):
    height: float
    views: tuple[View, ...]
    legend: tuple[Domain, ...]
    moved: float
    """Where it says what the sign of a moved party means; 0 when nobody moves."""


def radius(data: Rings) -> float:
    """How large the rings are, each wide enough for now and for what is wished."""
    return _rings(data)[-1].outer


def lay_out(data: Rings) -> Drawing:
    r = radius(data)
    tops = _titles(data)
    centres = [
        (WIDTH / 2 if len(data.views) == 1 else r + 2 + at * (WIDTH - 2 * r - 4))
        for at, _ in enumerate(data.views)
    ]
    views = [_view(data, one, x, tops) for one, x in zip(data.views, centres, strict=True)]
    y = max((view.without.bottom + 8 if view.without.lines else view.y + r) for view in views) + 22
    moves = any(mark.moved for view in views for mark in view.marks)
    legend, height = _legend(data, y + (26 if moves else 4))
    return Drawing(height, tuple(views), tuple(legend), y if moves else 0.0)


def _titles(data: Rings) -> float:
    return max(len(wrapped(title, _cell(data), NORMAL)) for title in data.titles) * _LINE + 12


def _cell(data: Rings) -> float:
    return WIDTH if len(data.views) == 1 else WIDTH / 2 - 10


def _view(data: Rings, one: int, x: float, top: float) -> View:
    ring_list = _rings(data)
    r = ring_list[-1].outer
    y = top + r
    inside = _inside(data, one)
    names = _names(data, [len(parties) for parties in inside])
    outwards = list(reversed(inside))
    marks = [
        _mark(x + dx, y + dy, party, one)
        for ring, parties in zip(ring_list, outwards, strict=True)
        if _has_marks(data)
        for party, (dx, dy) in zip(parties, places(ring, len(parties)), strict=True)
    ]
    lines = tuple(wrapped(data.titles[one], _cell(data)))
    gone = _without(data, one)
    return View(
        x,
        y,
        Words(x, 14, lines, "middle"),
        tuple(
            Circle(ring.outer, 1 - place / max(len(ring_list) - 1, 1))
            for place, ring in reversed(list(enumerate(ring_list)))
        ),
        tuple(_name(x, y, ring, name) for ring, name in zip(ring_list, reversed(names), strict=True)),
        tuple(marks),
        Words(x, y + r + 20, tuple(wrapped(gone, _cell(data), SMALL, 6)) if gone else (), "middle"),
    )


def _name(x: float, y: float, ring: Ring, lines: tuple[str, ...]) -> Words:
    return Words(x, y - ring.name - (len(lines) - 1) * 7.5 + 4.5, lines, "middle", 15)


def _mark(x: float, y: float, party: Party, one: int) -> Mark:
    moved = one == 1 and None not in (party.now, party.wish) and party.now != party.wish
    return Mark(x, y, party.number, *look(party.domain), moved)


def look(domain: int) -> tuple[int, int]:
    """The shape and the style of a domain: neighbours differ in both, also without colour."""
    return domain % _SHAPES, (domain % _SHAPES + domain // _SHAPES) % _STYLES


def _has_marks(data: Rings) -> bool:
    return len(data.parties) <= MOST_MARKS


def _inside(data: Rings, one: int) -> list[list[Party]]:
    """The parties in each ring, in the order of their domains, so that those of one stand together."""
    ordered = sorted(data.parties, key=lambda party: party.domain)
    return [
        [party for party in ordered if (party.now, party.wish)[one] == place]
        for place in range(len(data.rings))
    ]


def _without(data: Rings, one: int) -> str:
    gone = [party.number for party in data.parties if (party.now, party.wish)[one] is None]
    if not gone:
        return ""
    if not _has_marks(data):
        return f"Nog niet ingevuld: {len(gone)}"
    return f"Nog niet ingevuld: {', '.join(map(str, gone))}"


def _names(data: Rings, counts: Sequence[int]) -> list[tuple[str, ...]]:
    """What stands in the rings; how many they hold where there is no room for marks."""
    found = []
    for name, count in zip(data.rings, counts, strict=True):
        told = name if _has_marks(data) else f"{name}: {count}"
        found.append(tuple(wrapped(told, _NAME, SMALL, 3)))
    return found


@lru_cache(maxsize=8)
def _rings(data: Rings) -> list[Ring]:
    """From the centre outwards."""
    inside = [_inside(data, one) for one in (0, 1)]
    counts = [max(len(now), len(wish)) for now, wish in zip(*inside, strict=True)]
    names = _names(data, counts)
    sizes = [(max(wide(line, SMALL) for line in lines), len(lines)) for lines in names]
    marks = counts if _has_marks(data) else [0] * len(counts)
    return rings(sizes[::-1], marks[::-1])


def _legend(data: Rings, y: float) -> tuple[list[Domain], float]:
    """The domains with the names of their parties, as far as they fit on a page; else with their numbers."""
    for names in (True, False):
        domains, height = _in_columns([_Entry(data, place, names) for place in _used(data)], y)
        if height <= _HIGHEST:
            break
    return domains, height


def _used(data: Rings) -> list[int]:
    return sorted({party.domain for party in data.parties}) if _has_marks(data) else []


class _Entry:
    """A domain in the legend, before it has a place."""

    def __init__(self, data: Rings, domain: int, names: bool) -> None:
        width = (WIDTH - (_COLUMNS - 1) * _GAP) / _COLUMNS
        parties = [party for party in data.parties if party.domain == domain]
        self.domain = domain
        self.label = tuple(wrapped(data.domains[domain], width - 36, NORMAL, 4))
        if names:
            self.parties = [
                (str(one.number), tuple(wrapped(one.name, width - 36, SMALL, 6))) for one in parties
            ]
        else:
            numbers = ", ".join(str(one.number) for one in parties)
            self.parties = [("", tuple(wrapped(numbers, width - 36, SMALL, 20)))]

    @property
    def height(self) -> float:
        return 19 + sum(len(lines) for lines in (self.label, *(lines for _, lines in self.parties))) * _LINE

    def at(self, x: float, y: float) -> Domain:
        shape, style = look(self.domain)
        label = Words(x + 36, y + 14, self.label)
        found, below = [], label.bottom + _LINE + 3
        for number, lines in self.parties:
            found.append((number, Words(x + 36, below, lines)))
            below += len(lines) * _LINE
        return Domain(x + 14, y + 9, shape, style, label, tuple(found))


def _in_columns(entries: list[_Entry], top: float) -> tuple[list[Domain], float]:
    """One below the other, then on to the next column; as low as can be with their order kept."""
    heights = [entry.height for entry in entries]
    limit = max([sum(heights) / _COLUMNS, *heights])
    while _columns_for(heights, limit) > _COLUMNS:
        limit += 6
    found, x, y = [], 0.0, top
    for entry in entries:
        if y > top and y + entry.height > top + limit:
            x, y = x + (WIDTH + _GAP) / _COLUMNS, top
        found.append(entry.at(x, y))
        y += entry.height
    return found, top + limit


def _columns_for(heights: Sequence[float], limit: float) -> int:
    columns, used = 1, 0.0
    for height in heights:
        if used and used + height > limit:
            columns, used = columns + 1, 0.0
        used += height
    return columns
