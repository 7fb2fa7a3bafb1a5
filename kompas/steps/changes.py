"""What changed between two versions of a text, sentence by sentence."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

_ENDS = r"(?<=[.!?…])\s+|\s*\n\s*"


class Change(msgspec.Struct, frozen=True):
    """A piece of text that stayed, went, or came."""

    kind: Literal["same", "gone", "new"]
    text: str


def changes(before: str, after: str) -> tuple[Change, ...]:
    """From one text to the next, in reading order; what went stands before what came in its place."""
    old, new = _sentences(before), _sentences(after)
    return tuple(_changes(old, new))


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    from difflib import SequenceMatcher  # only where there are two versions

    for what, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "equal":
            yield from (Change("same", text) for text in new[from_new:to_new])
        else:
            yield from (Change("gone", text) for text in old[from_old:to_old])
            yield from (Change("new", text) for text in new[from_new:to_new])


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(_ENDS, text.strip()) if one]
