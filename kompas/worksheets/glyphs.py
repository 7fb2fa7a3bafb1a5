"""Characters that the packaged fonts have no glyph for, and what is shown instead of them.

Typst refuses a document with such a character, and would else leave a box that nobody can read.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

FONTS = ("fontpkg_atkinson_hyperlegible", "fontpkg_noto_sans")
"""The packages with our fonts: the first made for people who see little, the other for other scripts."""

_SURELY = re.compile("[ -~\u00a0-\u00ac\u00ae-ÿ–—‘’“”•…€\n]*")
"""What every one of our fonts has: most worksheets hold nothing else, so their fonts need no reading."""

_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters that show nothing themselves, and what only colours the one before them (Default_Ignorable)."""

_WHITE = "\t\n"


def folders() -> Sequence[Path]:
    """Where the fonts are."""
    return [Path(str(files(package))) / "files" for package in FONTS]


class Substitutes:
    """What a document shows instead of what was typed: `found` counts each row of characters."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()

    def fit(self, text: str) -> str:
        """The text with what has no glyph between brackets, in letters that come nearest to it."""
        if _SURELY.fullmatch(text):
            return text
        composed = unicodedata.normalize("NFC", text)
        return "".join(
            "".join(row) if known else self._instead("".join(row))
            for known, row in groupby(filter(_seen, composed), _has_glyph)
        )

    def _instead(self, row: str) -> str:
        self.found[row] += 1
        return instead(row)


def substituted(found: Counter[str], most: int = 5) -> str:
    """How many characters are shown otherwise, and how, in a sentence."""
    count = sum(len(row) * times for row, times in found.items())
    examples = ", ".join(f"“{row}” als {instead(row)}" for row, _ in found.most_common(most))
    more = ", …" if len(found) > most else ""
    kinds = "1 teken staat er anders" if count == 1 else f"{count} tekens staan er anders"
    return f"{kinds}, want het lettertype heeft ze niet: {examples}{more}."


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
    for other, run in groupby(text, lambda one: one not in _WHITE and ord(one) not in _in_fonts()[0]):
        yield "".join(run), other


def _seen(one: str) -> bool:
    """Whether a character shows anything: not one that formats, controls or is half of a pair."""
    unseen = unicodedata.category(one) in ("Cf", "Cc", "Cs") or _UNSEEN.match(one)
    return one in _WHITE or one == "\u00ad" or not unseen


def _has_glyph(one: str) -> bool:
    private = unicodedata.category(one) == "Co"  # PDF/A-2a does not take those
    return one in _WHITE or (any(ord(one) in covered for covered in _in_fonts()) and not private)


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
