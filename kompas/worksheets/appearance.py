"""What all worksheets look like, whatever the house: the greys and the fonts of every format."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec


class Font(msgspec.Struct, frozen=True):
    """A font of ours, and the package that it comes in."""

    name: str
    package: str

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return Path(str(files(self.package))) / "files"


FONT = Font("Atkinson Hyperlegible", "fontpkg_atkinson_hyperlegible")
"""Made for people who see little."""

OTHER_FONT = Font("Noto Sans", "fontpkg_noto_sans")
"""For letters that the first one lacks."""

FONTS = (FONT, OTHER_FONT)

GREYS = {"ink": "#1c2529", "muted": "#4f5b63", "line": "#6b777f", "hair": "#a9b3b8", "faint": "#d3dade"}
"""Text, less important text, lines that tell something, lines that only divide, and lines that only help."""

LOOKS: Mapping[str, str] = GREYS | {
    "font": FONT.name,
    "other_font": OTHER_FONT.name,
    "code_font": "Consolas",  # of the computer itself, where people can edit the document
}
"""What our templates know all this by."""


def tint(colour: str, share: float = 0.06) -> str:
    """So much of a colour, on white; no more than this can be behind text."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - part)):02x}" for part in parts)
