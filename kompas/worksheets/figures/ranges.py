"""Below the bars of a poll: where the median and the middle half of each group lie."""

from kompas.worksheets.figures.measure import SMALL, whole, wrapped
from kompas.worksheets.figures.pieces import Line, Words, between, centred
from kompas.worksheets.figures.votes import ASIDE, RIGHT, Lies, Poll, Range, Ranges

_LEAST, _MOST = 88, 176
_FINEST = 12
"""Helping lines closer together than this only make it grey."""


def ranges(
    poll: Poll, centres: list[float], left: float, y: float, names: tuple[str, ...] = ()
) -> tuple[Ranges | None, float]:
    """A line for each group, from `y` down, and where they end; `names` stand above the scale.

    Everyone alone needs none: the flag on the bars shows the middle, and the sentence tells the rest.
    """
    if len(poll.lies) < 2:
        return None, y
    heading = y + 16
    named = tuple(Words(x, heading + 24, (name,), "middle") for x, name in zip(centres, names, strict=False))
    top = y = heading + (34 if named else 12)
    rows = []
    for one in poll.lies:
        row = _range(one, centres, left, y)
        rows.append(row)
        y = 2 * row.y - y
    lines = [Line(x, top, x, y) for x in centres] if centres[1] - centres[0] >= _FINEST else []
    return Ranges(left, heading, tuple(rows), named, tuple(lines)), y


def _range(one: Lies, centres: list[float], left: float, top: float) -> Range:
    label = tuple(wrapped(one.label, left - 12, SMALL, 6))
    words = tuple(wrapped(one.words, ASIDE - 16, SMALL, 6))
    middle = top + max(len(label), len(words)) * 8.5 + 5
    return Range(
        middle,
        centres[one.low],
        between(centres, one.median),
        centres[one.high],
        centred(0, middle, label),
        centred(RIGHT + 16, middle, words),
    )


def label_room(poll: Poll) -> float:
    """What the names of the groups need to the left of the scale: their words whole, on two lines at most."""
    return next(
        room
        for room in range(_LEAST, _MOST + 1, 8)
        if room > _MOST - 8 or all(_fits(one.label, room - 12) for one in poll.lies)
    )


def _fits(label: str, room: float) -> bool:
    return len(wrapped(label, room, SMALL)) <= 2 and whole(label, room, SMALL)
