"""The bars of a poll, standing on the scale."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kompas.worksheets.figures.measure import SMALL, whole, wide, wrapped
from kompas.worksheets.figures.pieces import Line, Words, between
from kompas.worksheets.figures.ranges import label_room, ranges
from kompas.worksheets.figures.votes import ASIDE, RIGHT, Bar, Drawing, Flag, Poll, keys

_HIGHEST, _PER_ANSWER, _WIDEST = 104.0, 24.0, 44.0
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST_LINES = 4


def fits(poll: Poll) -> bool:
    """Whether each name fits below its bar with its words whole."""
    room = _pitch(poll) - 8
    return poll.numbers or all(
        len(wrapped(name, room)) <= _MOST_LINES and whole(name, room) for name in poll.answers
    )


def columns(poll: Poll) -> Drawing:
    left, pitch = label_room(poll), _pitch(poll)
    centres = [left + _inset(poll) + (place + 0.5) * pitch for place in range(len(poll.answers))]
    named = keys(poll)
    top = (30.0 if named else 2.0) + (40.0 if poll.lies else 0.0)
    per_answer = min(_PER_ANSWER, _HIGHEST / poll.most)
    base = top + 16 + per_answer * poll.most
    bars = _bars(poll, centres, base, per_answer)
    names = [*_names(poll, centres, base + 19), _unknown(poll, base + 19)]
    ends = _ends(poll, left, max(one.bottom for one in names[:-1]) + 20)
    bottom = max(one.bottom for one in (*names, *ends))
    lie, height = ranges(poll, centres, left, bottom + 12)
    return Drawing(
        height=height + 8,
        keys=named,
        bars=tuple(_readable(bars)),
        axis=Line(left, base, RIGHT, base),
        divider=Line(RIGHT + 12, top, RIGHT + 12, names[-1].bottom + 4),
        names=tuple(names),
        words=ends,
        flag=_flag(poll, centres, top, bars),
        ranges=lie,
    )


def _pitch(poll: Poll) -> float:
    return (RIGHT - label_room(poll) - 2 * _inset(poll)) / len(poll.answers)


def _inset(poll: Poll) -> float:
    """A long scale begins and ends a little later, or its numbers would stick out."""
    return 12.0 if len(poll.answers) > 20 else 0.0


def _bars(poll: Poll, centres: Iterable[float], base: float, per_answer: float) -> list[Bar]:
    """The last round stands to the right of the one before it; "weet ik niet" apart from the scale."""
    across = len(poll.drawn)
    width = min(_WIDEST, _pitch(poll) * 0.68) / (1 if across == 1 else 1.5)
    width = min(width, _pitch(poll) * 0.86 / across)
    bars = []
    for number, one in enumerate(poll.drawn):
        aside = (RIGHT + 12 + ASIDE / 2 - 6, one.unknown)
        for place, (centre, count) in enumerate([*zip(centres, one.counts, strict=True), aside]):
            unknown = place == len(one.counts)
            wide_ = max(width, 14.0) if unknown else width
            x = centre + wide_ * (across / 2 - 1 - number)
            high = max(count * per_answer, 2)
            label = Bar(
                x, base - high, wide_, high, number, unknown, str(count), x + wide_ / 2, base - high - 5
            )
            bars += [label] if count else []
    return bars


def _readable(bars: Sequence[Bar]) -> Iterable[Bar]:
    """Without the counts that would run into another count or bar; those of the last round come first."""
    placed: list[tuple[float, float, float]] = []
    for bar in sorted(bars, key=lambda bar: (bar.number, bar.y)):
        x, y, half = bar.count_x, bar.count_y, wide(bar.count, SMALL) / 2
        free = not any(abs(x - at) < half + other + 3 and abs(y - level) < 13 for at, level, other in placed)
        free = free and not any(
            one.x < x + half and x - half < one.x + one.width and one.y < y for one in bars if one is not bar
        )
        placed += [(x, y, half)] if free else []
        yield bar if free else replace(bar, count="")


def _names(poll: Poll, centres: Sequence[float], y: float) -> list[Words]:
    """Below the axis; of a long scale only the ends, and as many round numbers as fit."""
    every = list(zip(centres, poll.answers, strict=True))
    if not poll.numbers:
        return [Words(x, y, tuple(wrapped(name, _pitch(poll) - 8)), "middle") for x, name in every]
    room = max(map(wide, poll.answers)) + 6
    (first, _), (last, _) = every[0], every[-1]
    step = next((step for step in _STEPS if step * _pitch(poll) >= room), _STEPS[-1])
    told = [
        (x, name)
        for x, name in every
        if x in (first, last) or (int(name) % step == 0 and room <= x - first and room <= last - x)
    ]
    return [Words(x, y, (name,), "middle") for x, name in told]


def _unknown(poll: Poll, y: float) -> Words:
    return Words(RIGHT + 6 + ASIDE / 2, y, tuple(wrapped(poll.unknown, ASIDE - 20, SMALL)), "middle")


def _ends(poll: Poll, left: float, y: float) -> tuple[Words, ...]:
    """What the ends of a scale mean."""
    if not poll.numbers:
        return ()
    half = (RIGHT - left) / 2 - 8
    low, high = (tuple(wrapped(words, half, SMALL, 4)) for words in (poll.low, poll.high))
    return Words(left, y, low), Words(RIGHT, y, high, "end")


def _flag(poll: Poll, centres: list[float], top: float, bars: Iterable[Bar]) -> Flag | None:
    """Above the median; its pole ends above the bars and counts in its way."""
    if not poll.lies:
        return None
    x = between(centres, poll.lies[0].median)
    words = f"midden {poll.lies[0].words}" if poll.numbers else "midden"
    half = wide(words) / 2
    at = min(max(x, half), RIGHT - half)
    under = [bar.count_y - 14 for bar in bars if bar.x - 9 < x < bar.x + bar.width + 9]
    until = min(under, default=_base(bars, top))
    return Flag(x, top - 20, Words(at, top - 26, (words,), "middle"), until)


def _base(bars: Iterable[Bar], top: float) -> float:
    """Where all bars stand."""
    return max((bar.y + bar.height for bar in bars), default=top)
