"""A finished worksheet as every format gets it: Markdown with its figures, and what stands around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kompas.house import House
from kompas.worksheets.figures.figure import Figure


@dataclass(frozen=True, slots=True)
class Worksheet:
    """`name` is that of the file, without what tells the format; `title` that of the document.

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
