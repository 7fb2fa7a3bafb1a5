"""How wide text becomes, and where its lines break: rather too wide than too narrow.

The widths are those of Atkinson Hyperlegible, of its regular or bold style, whichever is wider, rounded
up. A font of somebody's own that is a little wider fits too.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

WIDTH = 680
"""The units that a figure is wide: 17 cm on paper, so that one point is 1.41 units."""

SMALL, NORMAL, LARGE = 13.0, 14.0, 20.0
"""Sizes of text; the smallest is 9.2 points."""

_EMS = {
    0.25: "',.:;|",
    0.3: "!j",
    0.35: " []`ilľ",
    0.4: "()-frt{}",
    0.45: '"*/1\\_',
    0.5: "I“”",
    0.55: "7FLcsvxyz–",
    0.6: "29<>EJ^abdeghknopu~",
    0.65: "$+34568=?BPSTZqď",
    0.7: "0ACDHKNRUVXY€",
    0.75: "&Gw",
    0.8: "#@OQ",
    0.85: "M…—",
    0.9: "Wm",
    1.0: "%",
    1.9: "⸺",
    2.8: "⸻",
}
_WIDTHS = {character: width for width, characters in _EMS.items() for character in characters}
_UNKNOWN, _ACCENT = 1.5, 0.08
"""Wider than any letter of the fonts that come with kompas, and than what an accent adds to its letter."""

_BREAKS = "-/"
"""After these a word may go on on the next line."""


def wide(text: str, size: float = NORMAL) -> float:
    """The width of a line of text, at most."""
    return size * sum(map(_em, text))


def wrapped(text: str, width: float, size: float = NORMAL, most: int = 8) -> list[str]:
    """The text in lines that fit; a word that is too long is broken.

    When there are more than `most` lines, the last one tells that there is more.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width, size):
        if line and wide((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines += [line.rstrip()] if line.strip() else []
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(lines[most - 1], width, size)]


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character):
        return 0.35
    return _WIDTHS.get(unicodedata.normalize("NFD", character)[0], _UNKNOWN) + _ACCENT


def whole(text: str, width: float, size: float = NORMAL) -> bool:
    """Whether every word fits without breaking it."""
    return all(wide(word, size) <= width for word in text.split())


def _pieces(text: str, width: float, size: float) -> Iterator[str]:
    """What stays together on a line: words with their space, and the parts of those that are too long."""
    for word in text.split():
        start = 0
        for place in range(1, len(word)):
            if word[place - 1] in _BREAKS:
                yield word[start:place]
                start = place
            elif wide(f"{word[start : place + 1]}-", size) > width and wide(word[start:], size) > width:
                yield f"{word[start:place]}-"
                start = place
        yield f"{word[start:]} "


def _cut(line: str, width: float, size: float) -> str:
    while line and wide(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
