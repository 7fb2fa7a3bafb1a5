"""Colours that can be read on white: contrast as WCAG 2.2 measures it, and the nearest that has enough."""

import math
import re
from typing import NamedTuple

ENOUGH = 4.5
"""Between text and what is behind it (WCAG 2.2, success criterion 1.4.3)."""

_HEX = re.compile(r"#(?:[0-9a-f]{3}){1,2}", re.IGNORECASE)


class Colour(NamedTuple):
    """Red, green and blue, each from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return "#" + bytes(self).hex()


WHITE = Colour(255, 255, 255)


def parse(text: str) -> Colour | None:
    """The colour that #rgb or #rrggbb stands for; None for any other text."""
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    return Colour(*bytes.fromhex(digits))


def contrast(one: Colour, other: Colour = WHITE) -> float:
    """How far apart two colours are in light: from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Colour) -> Colour:
    """The colour itself if it can be read on white, else the lightest of the same hue that can.

    All its light is dimmed by the same part. In OKLCH that lowers the lightness, and keeps the hue and
    the saturation (chroma to lightness).
    """
    if contrast(colour) >= ENOUGH:
        return colour
    part = (1.05 / ENOUGH - 0.05) / _luminance(colour)
    return Colour(*(int(_shown(_light(value) * part)) for value in colour))  # rounded down: never too light


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_light, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _light(value: int) -> float:
    """How much light (0 to 1) a screen gives for a value: sRGB."""
    part = value / 255
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def _shown(light: float) -> float:
    """The value at which a screen gives this much light."""
    return 255 * (12.92 * light if light <= 0.0031308 else 1.055 * math.pow(light, 1 / 2.4) - 0.055)
