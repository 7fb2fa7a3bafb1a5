"""What drawings are made of."""

import msgspec


class Words(msgspec.Struct, frozen=True):
    """Lines of text; `y` is where the first one stands, `anchor` is start, middle or end."""

    x: float
    y: float
    lines: tuple[str, ...]
    anchor: str = "start"
    leading: float = 17.0

    @property
    def bottom(self) -> float:
        """Where the last line stands."""
        return self.y + (len(self.lines) - 1) * self.leading


class Line(msgspec.Struct, frozen=True):
    x1: float
    y1: float
    x2: float
    y2: float


def centred(x: float, middle: float, lines: tuple[str, ...], anchor: str = "start") -> Words:
    """Lines of text around a height."""
    return Words(x, middle + 4.8 - (len(lines) - 1) * 8.5, lines, anchor)


def between(centres: list[float], place: float) -> float:
    """Where a place on a scale is, from 0; x.5 lies between two."""
    return (centres[int(place)] + centres[int(place + 0.5)]) / 2
