"""Dates as people in the Netherlands type them."""

import re
from calendar import isleap
from datetime import date

from kompas.steps.field import MONTHS


def parse_date(typed: str, today: date) -> date:
    """A date from "21-11-2026", "2026-11-21", "21 november" or "21-11"; raises ValueError in Dutch.

    Without a year it is the next time that day comes, today included.
    """
    text = typed.strip().lower()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    found = re.fullmatch(r"(\d{1,2})[-/. ]+(\d{1,2}|[a-z]{3,9})\.?(?:[-/. ]+(\d{4}|\d{2}))?", text)
    month = _month(found[2]) if found else 0
    if not found or not month:
        raise ValueError(f"Typ een datum, bijvoorbeeld {today.day}-{today.month}-{today.year}.")
    try:
        return _dated(int(found[1]), month, found[3], today)
    except ValueError:
        raise ValueError("Die dag bestaat niet.") from None


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    fitting = [place for place, name in enumerate(MONTHS, 1) if name.startswith(word[:3])]
    fitting = [3] if word.startswith("mrt") else fitting
    return fitting[0] if fitting and (word in MONTHS[fitting[0] - 1] or len(word) == 3) else 0


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = range(today.year, today.year + 9)  # from one leap day to the next can be eight years
    possible = [one for one in years if isleap(one)] if (month, day) == (2, 29) else years
    return next(found for one in possible if (found := date(one, month, day)) >= today)
