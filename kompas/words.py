"""Words in a Dutch sentence: names in a row, a label halfway, a score, a stretch of time."""

from collections.abc import Iterable, Sequence
from datetime import date


def listed(words: Iterable[str]) -> str:
    """Words in a row: "a", "a en b", "a, b en c"."""
    *rest, last = list(words) or [""]
    return f"{', '.join(rest)} en {last}" if rest else last


def small(label: str) -> str:
    """A label in the middle of a sentence: "ouders", but "GGD"."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def score(words: str) -> str:
    """A score in a sentence: a number as it is, an option between quotation marks."""
    return words if words.lstrip("-")[:1].isdigit() or words.startswith("tussen ") else f"“{words}”"


def named(name: str) -> str:
    """A name in a list; one that is a sentence of its own (a statement) stands between quotation marks."""
    return f"“{name.removesuffix('.')}”" if name.endswith((".", "?", "!")) else name


def some(rows: Sequence[str], most: int = 6) -> str:
    """Names in a row, and how many more there are."""
    names = [named(name) for name in rows]
    if len(names) <= most:
        return listed(names)
    return f"{', '.join(names[:most])} en nog {len(names) - most}"


def lasting(start: date, end: date) -> str:
    """A time in the unit that people would use."""
    days = (end - start).days
    if days < 14:
        return f"{days} {'dag' if days == 1 else 'dagen'}"
    if days < 120:
        return f"{round(days / 7)} weken"
    if days < 730:
        return f"{round(days / 30.44)} maanden"
    return f"{round(days / 365.25)} jaar"
