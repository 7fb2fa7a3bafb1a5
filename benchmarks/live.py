"""Phones: durable votes beside answers that nobody keeps, and what a full room costs.

    python -m benchmarks.live                 the rows that `python -m benchmarks` has of it
    python -m benchmarks.live --minutes 30    500 phones that listen and vote, and what changes meanwhile

The server is in a process of its own, as are the phones. Traffic stays on this computer.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.phones import Phone, room
from tests.told import ROOT, Told

TURNS = 5
LISTENERS = 500
DEVICES = 1000
PAUSE = 5.0  # seconds between two votes of a phone in the long run; shorter than connections are kept
Row = tuple[str, float, float, float, float]


def figures(folder: Path) -> Iterator[Row]:
    """What, ours, the peer (or the most that it may be), the ratio, and its limit."""
    starts = statistics.median(_start(folder) for _ in range(5))
    yield _most("server ready for phones, with all its imports (ms)", starts, 400)
    for connections in (50, 500):
        yield _votes(folder, connections)
    changes = statistics.median(_change(folder) for _ in range(3))
    yield _most(f"a change: first to last of {LISTENERS} phones (ms)", changes, 100)
    yield _most(f"memory (MB) of all of kompas with {DEVICES} phones", _full(folder), 120)


def _most(what: str, ours: float, most: float) -> Row:
    return what, ours, most, ours / most, 1.0


def _start(folder: Path) -> float:
    with served(folder) as server:
        server.tell("finish")
        return float(server.said["ready"])


def _votes(folder: Path, connections: int) -> Row:
    """Durable votes and answers that are not kept, in turn."""
    pairs = [_turn(folder, connections) for _ in range(TURNS)]
    return (
        f"a durable vote / an answer not kept, {connections} phones (ms)",
        statistics.median(vote for vote, _ in pairs),
        statistics.median(nothing for _, nothing in pairs),
        statistics.median(vote / nothing for vote, nothing in pairs),
        1 / 0.6,
    )


def _turn(folder: Path, connections: int) -> tuple[float, float]:
    with served(folder) as server:
        with phones(server, "vote", connections) as voting:
            vote = float(voting.said)
        with phones(server, "nothing", connections) as sending:
            nothing = float(sending.said)
        server.tell("finish")
    return vote, nothing


def _change(folder: Path) -> float:
    with served(folder) as server, phones(server, "listen", LISTENERS) as listeners:
        server.tell("close")
        spread = float(listeners.hear())
        server.tell("finish")
    return spread


def _full(folder: Path) -> float:
    with served(folder, "--whole") as server, phones(server, "stay", DEVICES):
        time.sleep(1)
        found = memory(server.pid)
        server.tell("finish")
    return found


def served(folder: Path, *more: str) -> Told:
    """A hall in a process of its own."""
    return Told("benchmarks.hall", str(folder), *more)


def phones(server: Told, what: str, many: int) -> Told:
    """So many phones that do this: what they say is a figure, or first that they are there."""
    return Told("benchmarks.phones", what, server.said["url"], str(many))


def memory(pid: int) -> float:
    import psutil

    return float(psutil.Process(pid).memory_info().rss / 1e6)


async def steady(url: str, pid: int, minutes: float) -> list[tuple[float, float]]:
    """Everyone listens, and votes every few seconds; each minute the memory and the slowest 1 in 100."""
    listening, voting = await room(url, LISTENERS), [await Phone(url).connect() for _ in range(LISTENERS)]
    for one, other in zip(listening, voting, strict=True):
        other.token = one.token
        await one.ask(one.request("GET", "/events"))
    took: list[float] = []

    async def vote(phone: Phone, place: int) -> None:
        await asyncio.sleep(place * PAUSE / LISTENERS)
        while True:
            place += 1
            form = phone.request("POST", "", f"answer-a={place % 10 + 1}&perspective=ouders&reason={place}")
            began = time.perf_counter()
            if phone.transport.is_closing():
                await phone.connect()
            assert (await phone.ask(form)).startswith(b"HTTP/1.1 200")
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(PAUSE - (time.perf_counter() - began))

    votes = [asyncio.ensure_future(vote(phone, place)) for place, phone in enumerate(voting)]
    rows = []
    for minute in range(1, round(minutes) + 1):
        await asyncio.sleep(60)
        slow = statistics.quantiles(took, n=100)[-1]
        rows.append((memory(pid), slow))
        print(f"{minute:>4} min{len(took):>8} votes{slow:>9.1f} ms{rows[-1][0]:>9.1f} MB", flush=True)
        took.clear()
        failed = [one for one in votes if one.done()]
        if failed or any(one.transport.is_closing() for one in listening):
            raise SystemExit("a phone was let go")
    return rows


def main() -> None:
    """All figures, or the long run."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".benchmark-") as made:
        folder = Path(made)
        match sys.argv[1:]:
            case ["--minutes", minutes]:
                with served(folder, "--whole") as server:
                    rows = asyncio.run(steady(server.said["url"], server.pid, float(minutes)))
                print(f"memory {rows[0][0]:.1f} MB after a minute, {rows[-1][0]:.1f} MB at the end")
            case _:
                for what, ours, peer, ratio, limit in figures(folder):
                    print(f"{what:<58}{ours:>10.2f}{peer:>10.2f}{ratio:>8.2f}{limit:>7.1f}", flush=True)


if __name__ == "__main__":
    main()
