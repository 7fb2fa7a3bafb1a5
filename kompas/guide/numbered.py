"""Choices as numbered lines, and what people type to choose from them."""

import re
from collections.abc import Sequence

from kompas.console.cells import clean
from kompas.guide.dialogue import Choice


def numbered(choices: Sequence[Choice]) -> str:
    """A line for each choice."""
    named = (f"{choice.label} – {choice.note}" if choice.note else choice.label for choice in choices)
    return "\n".join(f"{number}. {clean(name, keep_newlines=False)}" for number, name in enumerate(named, 1))


def chosen(choices: Sequence[Choice], given: str) -> str:
    """The value of a choice by its number, its value or its label. Raises ValueError in Dutch."""
    if given.isdecimal() and 1 <= int(given) <= len(choices):
        return choices[int(given) - 1].value
    word = given.casefold()
    like: list[str] = []
    for number, choice in enumerate(choices, 1):
        if word and word in (choice.value.casefold(), choice.label.casefold()):
            return choice.value
        if word and word in choice.label.casefold():
            like.append(f"{number}. {clean(choice.label, keep_newlines=False)}")
    hint = f" Bedoel je: {', '.join(like)}?" if like else ""
    raise ValueError(f"“{given}” kan hier niet. Typ een nummer van 1 tot en met {len(choices)}.{hint}")


def parts(given: str) -> list[str]:
    """The parts of a list with commas; numbers may also have only spaces in between."""
    found = [part.strip() for part in re.split("[,;]", given) if part.strip()]
    return [word for part in found for word in (part.split() if re.fullmatch(r"[\d\s]+", part) else [part])]
