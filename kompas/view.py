"""What kompas shows a person, as plain data; console.py turns it into lines on a terminal."""

import msgspec


class Heading(msgspec.Struct, frozen=True):
    text: str


class Para(msgspec.Struct, frozen=True):
    """A paragraph; line breaks in the text are kept."""

    text: str


class Note(msgspec.Struct, frozen=True):
    """Something that must not be missed. `tone` is shown by a sign and a word, never by colour alone."""

    text: str
    tone: str = "info"  # info | good | warn


class Bullets(msgspec.Struct, frozen=True):
    items: tuple[str, ...]


class Facts(msgspec.Struct, frozen=True):
    """Labels with their values; the values may have line breaks."""

    pairs: tuple[tuple[str, str], ...]


class Table(msgspec.Struct, frozen=True):
    """Rows under column names; where it does not fit, each row becomes a small list of facts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Bars(msgspec.Struct, frozen=True):
    """A bar for each label; `marked` labels carry a mark (the median, say) explained by `mark`."""

    rows: tuple[tuple[str, int], ...]
    marked: tuple[str, ...] = ()
    mark: str = ""


class Code(msgspec.Struct, frozen=True):
    """A QR code as rows of half blocks, its quiet zone included; dark on light in every theme.

    `beside` stands next to it, or above it where that is too narrow. A part of a code is no code: where
    it does not fit as a whole, `instead` is said.
    """

    rows: tuple[str, ...]
    beside: tuple["View", ...] = ()
    instead: str = ""


View = Heading | Para | Note | Bullets | Facts | Table | Bars | Code
