"""How often something may be done."""

from collections.abc import Callable
from time import monotonic

_MOST = 5_000  # who is remembered; a device that is forgotten starts anew


class Rates:
    """For each who: so many at once, and then so many a second."""

    def __init__(self, at_once: int, a_second: float, clock: Callable[[], float] = monotonic) -> None:
        self._at_once, self._a_second, self._clock = at_once, a_second, clock
        self._left: dict[str, tuple[float, float]] = {}

    def allow(self, who: str = "") -> bool:
        """Whether this may be done now; if so it counts."""
        now = self._clock()
        left, since = self._left.pop(who, (float(self._at_once), now))
        left = min(float(self._at_once), left + (now - since) * self._a_second)
        allowed = left >= 1
        self._left[who] = (left - 1 if allowed else left, now)
        if len(self._left) > _MOST:
            del self._left[next(iter(self._left))]
        return allowed
