"""Moments on a line of time that runs down: each on its own day, with its words beside it.

Where moments are close together, a line leads from the day to the words.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

import msgspec

from kompas.worksheets.figures.measure import NORMAL, WIDTH, wrapped
from kompas.worksheets.figures.pieces import Line, Words

MOST = 36
"""More moments do not fit on a page."""

_MOST_WITH_ROOM = 16
_AXIS, _WORDS = 96.0, 152.0
_LINE, _SPREAD = 17.0, 1.2
_TICK = 34.0
_MONTHS = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)


class Moment(msgspec.Struct, frozen=True):
    """`told` is its day and whether it has been, in words."""

    name: str
    day: date
    done: bool
    told: str


class Timeline(msgspec.Struct, frozen=True):
    """In the order of their days; `undated` says how many have none."""

    moments: tuple[Moment, ...]
    undated: str


class Place(msgspec.Struct, frozen=True):
    """`at` is the height of the day itself, `y` that of the mark and the words."""

    at: float
    y: float
    done: bool
    name: Words
    told: Words


class Drawing(msgspec.Struct, frozen=True):
    height: float
    axis: Line
    ticks: tuple[Words, ...]
    places: tuple[Place, ...]
    undated: Words


def lay_out(line: Timeline) -> Drawing:
    roomy = len(line.moments) <= _MOST_WITH_ROOM
    names = [tuple(wrapped(one.name, WIDTH - _WORDS, NORMAL, 3 if roomy else 1)) for one in line.moments]
    heights = [(len(lines) + (1 if roomy else 0)) * _LINE + (12 if roomy else 6) for lines in names]
    if not roomy:
        names = [_on_one_line(one) for one in line.moments]
    top, total = 10.0, sum(heights) * (_SPREAD if roomy and len(heights) > 1 else 1)
    first, last = line.moments[0].day.toordinal(), line.moments[-1].day.toordinal()
    start, stop = top + heights[0] / 2, top + total - heights[-1] / 2
    per_day = (stop - start) / max(last - first, 1)
    exact = [start + (one.day.toordinal() - first) * per_day for one in line.moments]
    middles = _apart(exact, heights, top, top + total)
    places = [
        _place(one, lines, at, middle, roomy)
        for one, lines, at, middle in zip(line.moments, names, exact, middles, strict=True)
    ]
    bottom = top + total
    undated = Words(_WORDS, bottom + 18, tuple(wrapped(line.undated, WIDTH - _WORDS)))
    ticks = _ticks(line.moments[0].day, line.moments[-1].day, start, per_day)
    return Drawing(
        undated.bottom + 8 if undated.lines else bottom + 4,
        Line(_AXIS, top, _AXIS, bottom),
        tuple(Words(_AXIS - 14, y + 4.8, (words,), "end") for y, words in ticks),
        tuple(places),
        undated,
    )


def _place(one: Moment, lines: tuple[str, ...], at: float, middle: float, roomy: bool) -> Place:
    told = (one.told,) if roomy else ()
    name = Words(_WORDS, middle + 4.8 - (len(lines) + len(told) - 1) * _LINE / 2, lines)
    return Place(at, middle, one.done, name, Words(_WORDS, name.bottom + _LINE, told))


def _on_one_line(one: Moment) -> tuple[str, ...]:
    return tuple(wrapped(f"{one.told}: {one.name}", WIDTH - _WORDS, NORMAL, 1))


def _apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """As near to where they belong as the height of each allows, in the same order."""
    before = list(accumulate(heights, initial=top))
    after = [bottom - (before[-1] - one) for one in before]
    found: list[float] = []
    edge = top
    for number, (want, height) in enumerate(zip(wanted, heights, strict=True)):
        lowest = after[number + 1] - height / 2
        middle = min(max(want, edge + height / 2), lowest)
        found.append(middle)
        edge = middle + height / 2
    return found


def _ticks(first: date, last: date, start: float, per_day: float) -> Iterator[tuple[float, str]]:
    """The first of a month or year, as many as can be read."""
    step = next((step for step in _STEPS if step * 30.4 * per_day >= _TICK), _STEPS[-1])
    month = first.year * 12 + first.month - 1
    month += -month % step
    while month < 120_000 and (day := date(month // 12, month % 12 + 1, 1)) <= last:
        if day >= first:
            yield (
                start + (day.toordinal() - first.toordinal()) * per_day,
                str(day.year) if step >= 12 else f"{_MONTHS[day.month - 1]} {day.year}",
            )
        month += step
