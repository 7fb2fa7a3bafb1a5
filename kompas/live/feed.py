"""Who listens to what changes."""

import asyncio


class Listener:
    """One page that listens."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.wake = asyncio.Event()
        self.ended = False

    def end(self) -> None:
        self.ended = True
        self.wake.set()


class Feed:
    """Who listens. Belongs to one event loop.

    A device has at most `each` places, and all together `most`: who comes then takes the place of the
    one that came first. A phone that slept may still hold a place that it has forgotten.
    """

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._listeners: dict[Listener, None] = {}  # in the order in which they came
        self._by_who: dict[str, list[Listener]] = {}
        self.over = False

    def __len__(self) -> int:
        return len(self._listeners)

    def tell(self) -> None:
        """Have every listener look again."""
        for one in self._listeners:
            one.wake.set()

    def end(self) -> None:
        """Let everyone go, with a last word."""
        self.over = True
        for one in self._listeners:
            one.end()

    def enter(self, who: str) -> Listener:
        same = self._by_who.setdefault(who, [])
        if len(same) >= self._each:
            self._dismiss(same[0])
        elif len(self._listeners) >= self._most:
            self._dismiss(next(iter(self._listeners)))
        one = Listener(who)
        self._listeners[one] = None
        self._by_who.setdefault(who, []).append(one)
        return one

    def leave(self, one: Listener) -> None:
        self._listeners.pop(one, None)
        same = self._by_who.get(one.who, [])
        if one in same:
            same.remove(one)
        if not same:
            self._by_who.pop(one.who, None)

    def _dismiss(self, one: Listener) -> None:
        self.leave(one)
        one.end()
