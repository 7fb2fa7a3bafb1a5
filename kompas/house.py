"""The style of a team's own: what its worksheets carry at the top, and in which colours."""

import msgspec


def pixels(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG (PNG 11.2.1: the first chunk is the header)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


class Logo(msgspec.Struct, frozen=True):
    """A picture; `type` is svg or png. It was drawn once already, so it is whole."""

    content: bytes
    type: str


class House(msgspec.Struct, frozen=True):
    """What a worksheet carries of its makers.

    `primary` (headings, lines) and `accent` (what stands out) are #rrggbb, and can be read on white.
    """

    organisation: str = ""
    address: str = ""
    logo: Logo | None = None
    primary: str = "#1d4e63"
    accent: str = "#a8401c"

    @property
    def logo_text(self) -> str:
        """What the logo shows, for who cannot see it."""
        return f"Logo van {self.organisation}" if self.organisation.strip() else "Logo"
