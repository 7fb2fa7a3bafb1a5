"""Colours on white: known contrasts, and a nearest colour that can be read and is the same hue."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kompas.colour import ENOUGH, WHITE, Colour, contrast, parse, readable
from kompas.house import House

VALUES = st.integers(0, 255)
COLOURS = st.builds(Colour, VALUES, VALUES, VALUES)
BLACK = Colour(0, 0, 0)


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("#000000", 21),
        ("#ffffff", 1),
        ("#767676", 4.54),  # the lightest grey that can be read, as every table of WCAG has it
        ("#777777", 4.48),
        ("#ff0000", 4.00),
        ("#00ff00", 1.37),
        ("#0000ff", 8.59),
        ("#ffff00", 1.07),
    ],
)
def test_contrast_with_white_is_as_others_measure_it(text: str, ratio: float) -> None:
    """Figures that the calculators of W3C and WebAIM give."""
    colour = parse(text)
    assert colour
    assert contrast(colour) == pytest.approx(ratio, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_does_not_depend_on_which_is_behind(one: Colour, other: Colour) -> None:
    """White on a colour can be read as well as that colour on white."""
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(COLOURS)
def test_a_colour_is_written_as_it_is_read(colour: Colour) -> None:
    """Six digits, small letters."""
    assert parse(str(colour)) == colour
    assert parse(str(colour).upper()) == colour


@pytest.mark.parametrize(
    ("text", "colour"), [("#abc", "#aabbcc"), ("#ABC", "#aabbcc"), ("#1d4e63", "#1d4e63")]
)
def test_short_and_long_codes(text: str, colour: str) -> None:
    """Both ways that a house style writes a colour."""
    assert str(parse(text)) == colour


@pytest.mark.parametrize(
    "text", ["", "#", "1d4e63", "#1d4e6", "#1d4e63ff", "#ggg", "blauw", "#abc\n", "rgb(1, 2, 3)", "#١٢٣"]
)
def test_other_texts_are_no_colour(text: str) -> None:
    """Nothing is guessed."""
    assert parse(text) is None


@given(COLOURS)
@example(WHITE)
@example(BLACK)
def test_what_is_suggested_can_be_read(colour: Colour) -> None:
    """Always, and a colour that can be read already is left alone."""
    better = readable(colour)
    assert contrast(better) >= ENOUGH
    assert readable(better) == better
    if contrast(colour) >= ENOUGH:
        assert better == colour


@given(COLOURS.filter(lambda colour: contrast(colour) < ENOUGH))
def test_what_is_suggested_is_no_darker_than_it_must_be(colour: Colour) -> None:
    """Whole values of red, green and blue leave a little over, and no more."""
    better = readable(colour)
    lighter = Colour(*(min(255, value + 1) for value in better))
    assert contrast(lighter) < ENOUGH


@given(COLOURS.filter(lambda colour: contrast(colour) < ENOUGH))
def test_what_is_suggested_has_the_same_hue_and_saturation(colour: Colour) -> None:
    """In OKLab, by another road than the colours were made; a grey has no hue to keep."""
    (old, old_a, old_b), (new, new_a, new_b) = map(oklab, (colour, readable(colour)))
    assert new < old
    distance = math.hypot(old_a / old - new_a / new, old_b / old - new_b / new)
    assert distance < 0.02  # of at most about 0.45; whole values of red, green and blue give as much


def test_our_own_colours_can_be_read() -> None:
    """What a worksheet gets that has no house style, or a wrong one."""
    for text in (House().primary, House().accent):
        colour = parse(text)
        assert colour
        assert readable(colour) == colour


def oklab(colour: Colour) -> tuple[float, float, float]:
    """Lightness and the two axes of hue (Björn Ottosson, A perceptual color space for image processing)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    )
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
