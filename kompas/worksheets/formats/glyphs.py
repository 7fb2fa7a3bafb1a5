"""Characters that the packaged fonts have no glyph for, and what is shown instead of them.

Typst refuses a document with such a character, and would else leave a box that nobody can read.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from kompas.worksheets.appearance import FONTS, OTHER_FONT

_SURELY = re.compile("[ -~\u00a0-\u00ac\u00ae-ÿ–—‘’“”•…€\n]*")
"""What every one of our fonts has: most worksheets hold nothing else, so their fonts need no reading."""

_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters that show nothing themselves, and what only colours the one before them (Default_Ignorable)."""

_WHITE = "\t\n"
_WITH_BREAK = re.compile(".\u200b*", re.DOTALL)
"""A character, with the sign that a line may be broken behind it: that needs no font of its own."""

_MAY_HYPHEN = "\u00ad"

_SPACES = re.compile("[\u1680\u2000-\u200a\u205f\u3000]")
"""Spaces of other widths, which not every font has."""

_MOST_MARKS = 4
"""More of them on one letter stand for no language, and would cover the lines above it."""

_LONGEST_EXAMPLE = 20

_TAKEN_APART = frozenset("ǹḿṃṅṣẹịọụ")
"""Noto Sans makes them of a letter and a mark, and Typst cannot write that in a drawing."""

_TEXTS = re.compile("(?<=>)[^<]+")


def folders() -> Sequence[Path]:
    """Where the fonts are."""
    return [font.folder for font in FONTS]


class Substitutes:
    """What a document shows instead of what was typed: `found` counts each row of characters."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()

    def fit(self, text: str) -> str:
        """The text with what has no glyph between brackets, in letters that come nearest to it."""
        return text if _SURELY.fullmatch(text) else self._known(_tidy(text), _has_glyphs)

    def fit_drawing(self, text: str) -> str:
        """The same for text in an SVG, all of one font: Typst leaves out letters where it changes there."""
        if _SURELY.fullmatch(text):
            return text
        tidy = _tidy(text)
        first, other = _in_fonts()
        font = first if _covers(first, tidy) else other
        return self._known(tidy, lambda letter: _covers(font, letter) and _is_drawn(letter))

    def _known(self, text: str, known: Callable[[str], bool]) -> str:
        return "".join(
            "".join(row) if fits else self._instead("".join(row))
            for fits, row in groupby(_letters(text), known)
        )

    def _instead(self, row: str) -> str:
        self.found[row] += 1
        return instead(row)


def substituted(found: Counter[str], most: int = 5) -> str:
    """How many characters are shown otherwise, and how, in a sentence."""
    count = sum(len(row) * times for row, times in found.items())
    examples = ", ".join(map(_example, (row for row, _ in found.most_common(most))))
    more = ", …" if len(found) > most else ""
    kinds = "1 teken staat er anders" if count == 1 else f"{count} tekens staan er anders"
    return f"{kinds}, want het lettertype heeft ze niet: {examples}{more}."


def _example(row: str) -> str:
    shown = row[:_LONGEST_EXAMPLE]
    more = "…" if shown != row else ""
    return f"“{shown}{more}” als {instead(shown)}{more}"


@lru_cache(maxsize=4096)
def instead(row: str) -> str:
    """Latin letters that sound alike, the name of a picture, or else the number in Unicode."""
    from anyascii import anyascii  # only for what is rare

    found = " ".join(anyascii(row).split()) or " ".join(f"U+{ord(one):04X}" for one in row)
    return f"[{found}]"


def by_font(text: str) -> Iterator[tuple[str, bool]]:
    """The text in runs, and whether a run needs another font than the first.

    Left to itself, a shaper makes an ễ of the first font out of ê and ~, and the PDF then says ễ twice.
    """
    if _SURELY.fullmatch(text):
        yield text, False
        return
    for other, run in groupby(_WITH_BREAK.findall(text), lambda one: not _covers(_in_fonts()[0], one[0])):
        yield "".join(run), other


def with_fonts(drawing: str) -> str:
    """An SVG in which each text that needs the other font has that."""
    return _TEXTS.sub(_with_font, drawing)


def _with_font(found: re.Match[str]) -> str:
    text = found[0]
    if _SURELY.fullmatch(text) or _covers(_in_fonts()[0], text):
        return text
    return f'<tspan font-family="{OTHER_FONT.name}">{text}</tspan>'


def is_seen(text: str) -> bool:
    """Whether there is anything to be seen of a text."""
    return any(_seen(one) and not one.isspace() and one != _MAY_HYPHEN for one in text)


def _seen(one: str) -> bool:
    """Whether a character shows anything: not one that formats, controls or is half of a pair."""
    unseen = unicodedata.category(one) in ("Cf", "Cc", "Cs") or _UNSEEN.match(one)
    return one in _WHITE or one == _MAY_HYPHEN or not unseen


def _tidy(text: str) -> str:
    """With letters and their marks as one character where there is one, and without what nobody sees."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(filter(_seen, text))))


def _letters(text: str) -> list[str]:
    """Each character with the marks that go on it."""
    found: list[str] = []
    for one in text:
        if found and unicodedata.category(one).startswith("M"):
            found[-1] += one
        else:
            found.append(one)
    return found


def _has_glyphs(letter: str) -> bool:
    private = unicodedata.category(letter[0]) == "Co"  # PDF/A-2a does not take those
    known = all(any(_covers(font, one) for font in _in_fonts()) for one in letter)
    return known and not private and len(letter) <= 1 + _MOST_MARKS


def _is_drawn(letter: str) -> bool:
    """A mark apart from its letter, Typst does not take in a drawing."""
    marked = unicodedata.category(letter[-1]).startswith("M") or letter in _TAKEN_APART
    return not marked and _has_glyphs(letter)


def _covers(font: Container[int], text: str) -> bool:
    return all(one in _WHITE or ord(one) in font for one in text)


@cache
def _in_fonts() -> Sequence[frozenset[int]]:
    """The characters that have a glyph in every style of each font."""
    return [_in_every_style(folder) for folder in folders()]


def _in_every_style(folder: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    found = []
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*found)
