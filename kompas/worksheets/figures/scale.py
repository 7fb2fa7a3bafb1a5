"""A scale to answer on with a pen: a circle around a number, or a cross before an option."""

import msgspec

from kompas.worksheets.figures.measure import LARGE, NORMAL, WIDTH, wide, wrapped
from kompas.worksheets.figures.pieces import Words

_HIGH, _BETWEEN, _LINE = 52.0, 12.0, 18.0
_EDGE = 2.0
_SHORTEST = 308.0
"""Under a shorter row there is no room for the words at its ends."""

_DOT = 26.0


class Scale(msgspec.Struct, frozen=True):
    """The answers that can be given. Numbers have the words `low` and `high`; named options have none."""

    answers: tuple[str, ...]
    unknown: str
    low: str = ""
    high: str = ""
    numbers: bool = True


class Place(msgspec.Struct, frozen=True):
    """Where an answer stands: a rounded box around the number, or a circle with lines of text beside it."""

    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    unknown: bool = False


class Drawing(msgspec.Struct, frozen=True):
    height: float
    places: tuple[Place, ...]
    words: tuple[Words, ...]


def lay_out(scale: Scale) -> Drawing:
    return _numbers(scale) if scale.numbers else _options(scale)


def _numbers(scale: Scale) -> Drawing:
    """In rows of equal length; "weet ik niet" beside them if there is room, and else below."""
    width = max(_HIGH, *(wide(one, LARGE) + 16 for one in scale.answers))
    most = int((WIDTH - 2 * _EDGE + _BETWEEN) // (width + _BETWEEN))
    rows = -(-len(scale.answers) // most)
    across = -(-len(scale.answers) // rows)
    apart = width + max(_BETWEEN, (_SHORTEST - across * width) / (across - 1))
    right = _EDGE + (across - 1) * apart + width
    low, high = (tuple(wrapped(words, (right - _EDGE) / 2 - _BETWEEN)) for words in (scale.low, scale.high))
    top = _EDGE + (len(low) * _LINE + 4) * (rows > 1)
    places = [
        Place(_EDGE + number % across * apart, top + number // across * (_HIGH + _BETWEEN), width, (one,))
        for number, one in enumerate(scale.answers)
    ]
    below = places[-1].y + _HIGH + 22
    words = Words(_EDGE, 14 if rows > 1 else below, low), Words(right, below, high, "end")
    below += max(len(high), len(low) * (rows == 1)) * _LINE
    unknown = wide(scale.unknown) + 32
    beside = right + 3 * _BETWEEN
    if rows == 1 and beside + unknown <= WIDTH - _EDGE:
        return Drawing(below, (*places, Place(beside, top, unknown, (scale.unknown,), unknown=True)), words)
    last = Place(_EDGE, below, unknown, (scale.unknown,), unknown=True)
    return Drawing(below + _HIGH + _EDGE, (*places, last), words)


def _options(scale: Scale) -> Drawing:
    """Beside each other if they fit on one line, and else below each other."""
    answers = (*scale.answers, scale.unknown)
    widths = [_DOT + 10 + wide(one) for one in answers]
    if sum(widths) + 28 * (len(widths) - 1) + 2 * _EDGE <= WIDTH:
        starts = [_EDGE + sum(widths[:number]) + 28 * number for number in range(len(widths))]
        places = [
            Place(x, _EDGE, _DOT, (one,), unknown=number == len(scale.answers))
            for number, (x, one) in enumerate(zip(starts, answers, strict=True))
        ]
        return Drawing(_DOT + 2 * _EDGE, tuple(places), ())
    places, y = [], _EDGE
    for number, one in enumerate(answers):
        lines = tuple(wrapped(one, WIDTH - _DOT - 10 - 2 * _EDGE))
        places.append(Place(_EDGE, y, _DOT, lines, unknown=number == len(scale.answers)))
        y += max(_DOT, (len(lines) - 1) * _LINE + NORMAL) + 10
    return Drawing(y - 10 + _EDGE, tuple(places), ())
