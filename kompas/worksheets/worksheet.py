"""A finished worksheet as every format gets it, and what each makes of it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import msgspec

from kompas.house import House
from kompas.worksheets.figures.figure import Figure


class Worksheet(msgspec.Struct, frozen=True):
    """Markdown with its figures, and what stands around it.

    `name` is that of the file, without what tells the format; `title` that of the document.

    `subject` says what it is about (the session), for the running header; "" when there is none.
    `figures` has those that the Markdown shows, by the address that it uses for them. `day` is the last
    day that the answers tell of: never today, so that the same answers give the same bytes.
    """

    name: str
    title: str
    subject: str
    markdown: str
    figures: Mapping[str, Figure]
    day: date
    house: House


class Made(msgspec.Struct, frozen=True):
    """A document: its own content, and that of the files it shows, by their address.

    `substituted` counts the rows of characters for which there is no glyph.
    """

    content: bytes
    beside: Mapping[str, bytes] = {}
    substituted: Counter[str] = msgspec.field(default_factory=Counter)
