"""Scores and counts as people type them."""

import re

from kompas.shapes import whole_number
from kompas.steps.poll import UNKNOWN, PollStep, Score

_UNKNOWN = ("?", UNKNOWN, "weet niet")
_COUNT = re.compile("[0-9]{1,4}")
_PAIR = re.compile(
    r"([^\s:=,;][^:=,;]*?)\s*[:=]\s*(\d{1,4})\s*(?:keer|x)?\s*(?:[,;]|\s|$)"  # ja: 4
    r"|([^\W\d_][^\d:=,;]*?)\s+(\d{1,4})\s*(?:keer|x)?\s*(?:[,;]|\s|$)"  # ja 4
)


def explained(step: PollStep) -> str:
    """What can be typed for this poll."""
    if step.scale:
        scale = step.scale
        return f"{scale.min} = {scale.low}, {scale.max} = {scale.high}, ? = weet ik niet"
    options = [f"{place} = {label}" for place, label in enumerate(step.values.values(), 1)]
    return ", ".join([*options, "? = weet ik niet"])


def parse_score(step: PollStep, typed: str) -> Score:
    """A score: a number on the scale, the number or the beginning of an option, or ? for None.

    Raises ValueError with a Dutch sentence.
    """
    word = typed.strip().lower()
    if word in _UNKNOWN:
        return None
    number = whole_number(word)
    if step.scale:
        if number in step.values:
            return number
        if word and UNKNOWN.startswith(word):
            return None
        raise ValueError(f"Typ een cijfer van {step.scale.min} tot en met {step.scale.max}, of ?")
    options = list(step.values)
    if number is not None and 0 < number <= len(options):
        return options[number - 1]
    labels: dict[Score, str] = {**{id: label.lower() for id, label in step.values.items()}, None: UNKNOWN}
    exact = [id for id, label in labels.items() if label == word]
    fitting = exact or [id for id, label in labels.items() if word and label.startswith(word)]
    if len(fitting) == 1:
        return fitting[0]
    raise ValueError(f"Typ {explained(step)}.")


def typed_counts(step: PollStep, scores: list[Score]) -> str:
    """Scores as someone would type their counts, for parse_counts."""
    words: list[tuple[Score, str]] = [*step.values.items(), (None, "?")]
    counted = [f"{word}:{scores.count(score)}" for score, word in words if score in scores]
    return (" " if step.scale else ", ").join(counted)


def parse_counts(step: PollStep, typed: str) -> list[Score]:
    """Scores as often as they were counted, from low to high, "weet ik niet" last.

    Understands "8:3 7:2 ?:1", "8: 3 keer, 7: 2 keer", "ja: 4, deels 3", and a number for each score in
    order ("4 6 10 2"). Raises ValueError with a Dutch sentence.
    """
    row = _row(step, typed)
    if row is not None:
        return row
    pairs = _PAIR.findall(typed.lower())
    rest = _PAIR.sub("", typed.lower())
    if rest.strip(" ,;"):
        raise ValueError(f"Dit begrijp ik niet: “{rest.strip()}”. Typ score:aantal, met spaties ertussen.")
    counts: dict[Score, int] = {}
    for word, count, other, times in pairs:
        score = parse_score(step, word or other)
        counts[score] = counts.get(score, 0) + int(count or times)
    order: list[Score] = [*step.values, None]
    return [score for score in order for _ in range(counts.get(score, 0))]


def _row(step: PollStep, typed: str) -> list[Score] | None:
    """A number for each score from low to high, perhaps one more for "weet ik niet"; None if it is not so."""
    order: list[Score] = [*step.values, None]
    numbers = typed.replace(",", " ").split()
    if len(order) - len(numbers) not in (0, 1) or not all(map(_COUNT.fullmatch, numbers)):
        return None
    return [score for score, number in zip(order, numbers, strict=False) for _ in range(int(number))]
