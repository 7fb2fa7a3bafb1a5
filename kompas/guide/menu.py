"""A list to choose from: where the pointer is, what is chosen, what is searched for, and its rows."""

import re
from collections.abc import Sequence
from unicodedata import category, normalize

from kompas.console.cells import cells, clean, wrap
from kompas.console.rows import UNICODE, Row, Signs
from kompas.guide.dialogue import Choice

_LONG = 13
"""Shorter lists can be taken in at a glance, so nobody has to be told that they can be searched."""


class Menu:
    """The state of one list. `chosen` is None where only one can be chosen."""

    def __init__(
        self,
        choices: Sequence[Choice],
        at: str = "",
        chosen: Sequence[str] | None = None,
        signs: Signs = UNICODE,
    ) -> None:
        self.choices = choices
        self.chosen = None if chosen is None else set(chosen)
        self.long = len(choices) >= _LONG
        self.query = ""
        self.fits = list(range(len(choices)))
        self._signs = signs
        self._start = next((spot for spot, choice in enumerate(choices) if at and choice.value == at), 0)
        self._at = self._start
        self._top = 0
        self._restart = False
        self._labels = [_plain(choice.label) for choice in choices]
        self._words = [_plain(f"{choice.label} {choice.note}") for choice in choices]

    @property
    def pointed(self) -> Choice | None:
        return self.choices[self.fits[self._at]] if self.fits else None

    @property
    def number(self) -> int:
        """The number of a choice, if that is what was typed, else 0."""
        query = self.query.strip()
        short = query.isdecimal() and len(query) <= len(str(len(self.choices)))
        return int(query) if short and int(query) <= len(self.choices) else 0

    def values(self) -> tuple[str, ...]:
        """What is chosen, in the order of the list."""
        return tuple(choice.value for choice in self.choices if choice.value in (self.chosen or ()))

    def move(self, steps: int, around: bool = False) -> None:
        if self.fits:
            last = len(self.fits) - 1
            self._at = (self._at + steps) % (last + 1) if around else max(0, min(self._at + steps, last))
        if self.number:
            self.query = ""  # the next digit is a new number

    def toggle(self) -> None:
        if self.chosen is not None and self.pointed:
            self.chosen ^= {self.pointed.value}
        self._restart = True  # the next letter looks for someone else

    def type(self, text: str) -> None:
        """Search, and point at what fits best; the number of a choice only moves the pointer."""
        self._search((text if self._restart else self.query + text).lstrip())

    def erase(self) -> None:
        if self.query:
            self._search(self.query[:-1])

    def clear(self) -> None:
        """The whole list again, as before anything was typed."""
        self._search("")

    def _search(self, query: str) -> None:
        self._restart = False
        self.query = query
        words = _plain(query).split()
        if self.number or not words:
            self.fits = list(range(len(self.choices)))
            self._at = self.number - 1 if self.number else self._start
        else:
            self.fits, self._at = self._fitting(words), 0

    def _fitting(self, words: Sequence[str]) -> list[int]:
        """Whose label fits, the best first; only if there are none, whose note does."""
        ranks = {spot: _rank(label, words) for spot, label in enumerate(self._labels)}
        fitting = [spot for spot, rank in ranks.items() if rank is not None]
        if fitting:
            return sorted(fitting, key=lambda spot: ranks[spot] or 0)
        return [spot for spot, text in enumerate(self._words) if all(word in text for word in words)]

    def height(self, width: int) -> int:
        """The rows that the whole list needs; it stays the same while people search."""
        return sum(len(self._rows(spot, width)) for spot in range(len(self.choices)))

    def overflows(self, width: int, room: int) -> bool:
        """Whether there is more in the list than `room` rows can show."""
        return sum(len(self._rows(spot, width)) for spot in self.fits) > room

    def rows(self, width: int, room: int) -> list[Row]:
        """At most `room` rows with the pointer in sight, and how many choices are left out on both sides."""
        blocks = [self._rows(spot, width) for spot in self.fits]
        if sum(map(len, blocks)) <= room:
            self._top = 0
            return [row for block in blocks for row in block]
        inner = max(1, room - 2)
        self._top = _first(blocks, min(self._top, self._at), self._at, inner)
        above = [_left_out(self._signs.up, self._top)] if self._top and room > 2 else []
        laid: list[Row] = list(above)
        below = self._top
        while below < len(blocks):
            last = 0 if below == len(blocks) - 1 else 1  # a row for what is left out
            if len(laid) > len(above) and len(laid) + len(blocks[below]) + last > room:
                break
            laid += blocks[below]
            below += 1
        left = len(blocks) - below
        laid = laid[: room - 1] if left and room > 1 else laid[:room]
        return [*laid, *([_left_out(self._signs.down, left)] if left and room > 1 else [])]

    def _rows(self, spot: int, width: int) -> list[Row]:
        choice = self.choices[spot]
        here = bool(self.fits) and self.fits[self._at] == spot
        digits = len(str(len(self.choices)))
        box = "" if self.chosen is None else "[x] " if choice.value in self.chosen else "[ ] "
        lead = f"{self._signs.pointer if here else ' '} {spot + 1:>{digits}}  {box}"
        label, note = clean(choice.label, keep_newlines=False), clean(choice.note, keep_newlines=False)
        lines = wrap(f"{label} – {note}" if note else label, max(8, width - cells(lead)))
        style = "strong" if here else ""
        laid: list[Row] = []
        place = 0
        for line in lines:
            cut = max(0, min(len(label) - place, len(line)))  # behind it is the note
            front = " " * cells(lead) if laid else lead
            laid.append(((style, front + line[:cut]), ("dim", line[cut:])))
            place += len(line) + 1
        return laid


def _first(blocks: Sequence[Sequence[Row]], top: int, at: int, room: int) -> int:
    """The first block to show, as little further than `top` as brings block `at` in sight."""
    while top < at and sum(map(len, blocks[top : at + 1])) > room:
        top += 1
    return top


def _left_out(sign: str, count: int) -> Row:
    return (("", f"{sign} nog {count}"),)


def _rank(label: str, words: Sequence[str]) -> int | None:
    """How well a label fits what was typed: 0 is best, None is not at all."""
    text = " ".join(words)
    ways = (
        label == text,
        label.startswith(text),
        re.search(rf"(?<!\w){re.escape(text)}", label),
        text in label,
        all(word in label for word in words),
    )
    return next((rank for rank, fits in enumerate(ways) if fits), None)


def _plain(text: str) -> str:
    """Text as people search for it: without capitals and accents."""
    return "".join(char for char in normalize("NFKD", text.casefold()) if not category(char).startswith("M"))
