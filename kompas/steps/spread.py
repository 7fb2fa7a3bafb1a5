"""How scores on an ordered scale lie: counts, median, middle half, agreement."""

from collections.abc import Iterable, Mapping
from math import log2

from kompas.steps.step import Answer


class Spread(Answer, frozen=True, kw_only=True):
    """`counts` pairs every label of the scale, from low to high, with how often it was given.

    `position` is the median as a 0-based place on the scale (x.5 is between two), None when nobody
    gave a score; `median`, `low` and `high` are the median and the ends of the middle half in
    words people read. The middle half is what is left when the lowest and the highest quarter of the
    scores, rounded down, are set aside: from a score that someone gave to another.
    `agreement` runs from 0 (half at each end) to 1 (all the same, and only then), in hundredths.
    """

    counts: tuple[tuple[str, int], ...]
    unknown: int = 0
    answered: int = 0
    position: float | None = None
    median: str = ""
    low: str = ""
    high: str = ""
    agreement: float | None = None


def spread(values: Mapping[int | str, str], scores: Iterable[int | str | None]) -> Spread:
    """Describe scores on the ordered scale `values`; None counts as "weet ik niet".

    Scores outside the scale are left out: check reports them.
    """
    given = list(scores)
    labels = list(values.values())
    tally = [given.count(value) for value in values]
    places = [place for place, count in enumerate(tally) for _ in range(count)]
    counts = tuple(zip(labels, tally, strict=True))
    unknown = given.count(None)
    if not places:
        return Spread(counts=counts, unknown=unknown)
    position = (places[(len(places) - 1) // 2] + places[len(places) // 2]) / 2
    quarter = len(places) // 4
    return Spread(
        counts=counts,
        unknown=unknown,
        answered=len(places),
        position=position,
        median=_words(values, position),
        low=labels[places[quarter]],
        high=labels[places[-1 - quarter]],
        agreement=1.0 if places[0] == places[-1] else min(round(consensus(tally), 2), 0.99),
    )


def consensus(tally: list[int]) -> float:
    """Agreement on an ordered scale, 0 to 1, from how often each value was given (at least one).

    Cns of Tastle and Wierman (2007), "Consensus and dissention: A measure of ordinal dispersion",
    International Journal of Approximate Reasoning 45(3), 531-545.
    """
    width = len(tally) - 1
    if width == 0:
        return 1.0
    total = sum(tally)
    mean = sum(place * count for place, count in enumerate(tally)) / total
    return 1 + sum(
        count / total * log2(1 - abs(place - mean) / width) for place, count in enumerate(tally) if count
    )


def _words(values: Mapping[int | str, str], position: float) -> str:
    """A place on the scale in words: "7", "7,5", "tussen “Deels” en “Ja”"."""
    low, high = list(values)[int(position)], list(values)[int(position + 0.5)]
    if low == high:
        return values[low]
    if isinstance(low, int) and isinstance(high, int):
        middle = (low + high) / 2
        return f"{middle:g}".replace(".", ",")
    return f"tussen “{values[low]}” en “{values[high]}”"
