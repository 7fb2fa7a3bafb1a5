"""The bars of a poll, lying below each other: for answers with long names, which get a number."""

from msgspec.structs import replace

from kompas.worksheets.figures.measure import SMALL, WIDTH, wide, wrapped
from kompas.worksheets.figures.pieces import Line, Words, between, centred
from kompas.worksheets.figures.ranges import ranges
from kompas.worksheets.figures.votes import RIGHT, Bar, Drawing, Flag, Poll, Ranges, keys

_LEFT = 240.0
_PER_ANSWER = 34.0
_THICK = 17.0


def rows(poll: Poll) -> Drawing:
    named = keys(poll)
    top = y = 30.0 if named else 2.0
    per_answer = min(_PER_ANSWER, (RIGHT - _LEFT - 44) / poll.most)
    bars: list[Bar] = []
    names: list[Words] = []
    middles: list[float] = []
    axis = top
    for place, name in enumerate((*poll.answers, poll.unknown)):
        unknown = place == len(poll.answers)
        y += 16 if unknown else 0
        lines = tuple(wrapped(name if unknown else f"{place + 1}. {name}", _LEFT - 14))
        high = max(len(lines), len(poll.drawn)) * _THICK + 12
        middles.append(y + high / 2)
        names.append(centred(_LEFT - 12, middles[-1], lines, "end"))
        bars += _bars(poll, place, unknown, middles[-1], per_answer)
        y += high
        axis = axis if unknown else y
    lie, height = _ranges(poll, y + 16)
    return Drawing(
        height=height + 8,
        keys=named,
        bars=tuple(bars),
        axis=Line(_LEFT, top, _LEFT, axis),
        divider=Line(0, axis + 8, WIDTH, axis + 8),
        names=tuple(names),
        words=(),
        flag=_flag(poll, middles),
        ranges=lie,
    )


def _bars(poll: Poll, place: int, unknown: bool, middle: float, per_answer: float) -> list[Bar]:
    """The last round lies below the one before it."""
    found = []
    top = middle - _THICK * len(poll.drawn) / 2
    for number, one in enumerate(poll.drawn):
        count = one.unknown if unknown else one.counts[place]
        y = top + (len(poll.drawn) - 1 - number) * _THICK
        width = max(count * per_answer, 2)
        x = _LEFT + width + 6 + wide(str(count), SMALL) / 2
        if count:
            found.append(Bar(_LEFT, y + 1, width, _THICK - 2, number, unknown, str(count), x, y + 13))
    return found


def _flag(poll: Poll, middles: list[float]) -> Flag | None:
    if not poll.lies:
        return None
    y = between(middles, poll.lies[0].median)
    return Flag(RIGHT + 14, y, centred(RIGHT + 32, y, ("midden",)), RIGHT, down=False)


def _ranges(poll: Poll, y: float) -> tuple[Ranges | None, float]:
    """On a scale of the numbers: the names would take too much room again."""
    step = (RIGHT - _LEFT) / len(poll.answers)
    centres = [_LEFT + (place + 0.5) * step for place in range(len(poll.answers))]
    lies = tuple(replace(one, words=_number(one.median)) for one in poll.lies)
    numbers = tuple(str(place + 1) for place in range(len(poll.answers)))
    return ranges(replace(poll, lies=lies), centres, _LEFT, y, numbers)


def _number(place: float) -> str:
    low, high = int(place) + 1, int(place + 0.5) + 1
    return str(low) if low == high else f"tussen {low} en {high}"
