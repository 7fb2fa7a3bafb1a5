"""A round under load, to be killed: phones answer as fast as they can and print what was acknowledged.

Run as a program with the path of a journal; goes on with what it holds. A phone sends each next
number only when the one before was acknowledged, and after a restart goes on from the highest it
knows itself to have sent, as a person would.
"""

import asyncio
import os
import sys
from pathlib import Path

from kompas.live.committer import Committer
from kompas.live.room import Gave, Given, Room, decoded, encoded, give, replay
from kompas.store.journal import Journal
from tests.journals import HEADER

PHONES = 60


def number(room: Room, device: str) -> int:
    """The last number that a phone sent; 0 if none."""
    given = room.givens.get(device)
    return int(given.values["number"] or 0) if given else 0


async def meeting(ours: Journal) -> None:
    """Let all phones answer until the end of time."""
    room = replay(decoded(ours.lines))

    def written(lines: list[bytes]) -> None:
        nonlocal room
        room = replay(decoded(lines), room)

    committer = Committer(ours, written)

    async def phone(device: str) -> None:
        sent = number(room, device)
        while True:
            sent += 1
            given = Given("jongeren", {"number": sent}, "x" * (sent * 37 % 400))
            give(room, device, given)
            await committer.submit(encoded(Gave(device, given)))
            os.write(1, f"{device} {sent}\n".encode())

    await asyncio.gather(*(phone(f"{name:016x}") for name in range(PHONES)))


if __name__ == "__main__":
    path = Path(sys.argv[1])
    asyncio.run(meeting(Journal.open(path) if path.exists() else Journal.create(path, HEADER)))
