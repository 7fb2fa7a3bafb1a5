"""Room for marks and a name in rings around a centre: how wide each ring must be, and where its marks stand.

Angles are in radians from the top, clockwise; a name stands at the top of its ring, and no mark over it.
"""

from collections.abc import Iterator, Sequence
from math import asin, ceil, cos, pi, sin, sqrt

import msgspec

MARK = 31.0
"""What a mark takes: its corners are at most 16 from its middle."""

_LINE, _LEAST, _STEP = 15.0, 34.0, 2.0


class Ring(msgspec.Struct, frozen=True):
    """A ring between two distances from the centre; the innermost one begins at 0.

    `width` and `lines` are those of its name, `bare` that there is never a mark beside it.
    """

    inner: float
    outer: float
    width: float
    lines: int
    bare: bool

    @property
    def name(self) -> float:
        """How high above the centre the middle of the name stands."""
        if self.inner == 0 and self.bare:
            return 0.0
        high = self._reach - 3 - self.lines * _LINE / 2
        return high if self.inner == 0 else (high + self.inner + 3 + self.lines * _LINE / 2) / 2

    @property
    def fits(self) -> bool:
        """Whether the name stays within the ring."""
        if self.inner == 0 and self.bare:
            return sqrt((self.width / 2) ** 2 + (self.lines * _LINE / 2) ** 2) + 6 <= self.outer
        return self._reach - 3 - self.lines * _LINE >= self.inner + 3

    @property
    def _reach(self) -> float:
        """How high the corners of the name can stand."""
        return sqrt(max(self.outer**2 - (self.width / 2) ** 2, 0))

    @property
    def rows(self) -> list[float]:
        """The distances from the centre at which marks stand."""
        if self.inner == 0:
            return [number * MARK for number in range(int((self.outer - 2) / MARK + 0.5))]
        many = int((self.outer - self.inner - 2) / MARK)
        between = (self.outer - self.inner) / max(many, 1)
        return [self.inner + (number + 0.5) * between for number in range(many)]

    def room(self, row: float) -> tuple[int, float]:
        """How many marks a row holds, and from what angle on."""
        start = self._start(row)
        if row < MARK / 2:
            return (0 if start else 1), 0.0
        each = 2 * asin(MARK / 2 / row)
        return (int(2 * pi / each) if not start else max(int((2 * pi - 2 * start) / each) + 1, 0)), start

    def _start(self, row: float) -> float:
        """The first angle at which a mark is clear of the name; pi when none is."""
        high, half = self.name, self.lines * _LINE / 2
        return max(
            (
                degrees * pi / 90
                for degrees in range(91)
                if row * sin(degrees * pi / 90) < self.width / 2 + MARK / 2 + 1
                and abs(row * cos(degrees * pi / 90) - high) < half + MARK / 2 + 1
            ),
            default=0.0,
        )

    @property
    def capacity(self) -> int:
        return sum(self.room(row)[0] for row in self.rows)


def rings(names: Sequence[tuple[float, int]], most: Sequence[int]) -> list[Ring]:
    """From the centre outwards: the width and the lines of each name, and room for that many marks."""
    found: list[Ring] = []
    inner = 0.0
    for (width, lines), marks in zip(names, most, strict=True):
        outer = inner + _LEAST
        while True:
            ring = Ring(inner, outer, width, lines, bare=not marks)
            if ring.fits and ring.capacity >= marks:
                break
            outer += _STEP
        found.append(ring)
        inner = outer
    return found


def places(ring: Ring, marks: int) -> Iterator[tuple[float, float]]:
    """Where the marks stand, from the centre: evenly, over rows of different length."""
    left = ring.capacity
    for row in ring.rows:
        room, start = ring.room(row)
        here = min(room, ceil(marks * room / left)) if left else 0
        each = max(
            (2 * pi - 2 * start) / max(here, 1), 2 * asin(min(MARK / 2 / max(row, 1), 1)) if start else 0
        )
        for number in range(here):
            angle = pi + (number - (here - 1) / 2) * each
            yield row * sin(angle), -row * cos(angle)
        marks, left = marks - here, left - room
