"""Whoever is told that an answer is kept, has it on the disk; however many come at once."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

import pytest

from kompas.errors import KompasError
from kompas.live.committer import Committer
from kompas.store import journal
from kompas.store.journal import Journal
from tests.journals import HEADER


class Slow:
    """A disk that is busy until it is told to finish, and may refuse what it gets."""

    def __init__(self) -> None:
        self.batches: list[list[bytes]] = []
        self.error: Exception | None = None
        self._begun = threading.Semaphore(0)
        self._finish = threading.Semaphore(0)

    def append(self, lines: Sequence[bytes]) -> None:
        self._begun.release()
        assert self._finish.acquire(timeout=20)
        if self.error:
            raise self.error
        self.batches.append([*lines])

    async def begun(self) -> None:
        """Wait until it begins to write once more."""
        assert await asyncio.to_thread(self._begun.acquire, timeout=20)

    def finish(self) -> None:
        """Let it finish one write, now or when it comes to it."""
        self._finish.release()


class Heard:
    """What was heard to be on the disk."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []

    def __call__(self, entries: list[bytes]) -> None:
        self.entries += entries


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run this; half a minute is enough for anything."""
    asyncio.run(asyncio.wait_for(coroutine, 30))


def test_nobody_is_told_before_the_disk_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every acknowledgement the answer stands in the file as it was when it was last synced."""
    path = tmp_path / "live" / "x.journal"
    synced = b""
    real = journal._flush

    def flush(handle: int) -> None:
        nonlocal synced
        real(handle)
        synced = path.read_bytes()

    monkeypatch.setattr(journal, "_flush", flush)
    ours = Journal.create(path, HEADER)

    async def phone(committer: Committer, number: int) -> None:
        for answer in range(5):
            entry = b"<%d-%d>" % (number, answer)
            await committer.submit(entry)
            assert entry in synced

    async def meeting() -> None:
        committer = Committer(ours)
        await asyncio.gather(*(phone(committer, number) for number in range(50)))
        await committer.close()

    run(meeting())
    ours.close()
    again = Journal.open(path)
    again.close()
    assert sorted(again.lines) == sorted(b"<%d-%d>" % (n, a) for n in range(50) for a in range(5))


def test_who_waits_together_is_written_together() -> None:
    """All that came while the disk was busy go along in one go, in the order in which they came."""
    disk, heard = Slow(), Heard()

    async def meeting() -> None:
        committer = Committer(disk, heard)
        first = committer.submit(b"first")
        await disk.begun()
        others = [committer.submit(b"%d" % number) for number in range(500)]
        assert not first.done()
        disk.finish()
        await first
        assert heard.entries == [b"first"]
        assert not any(other.done() for other in others)
        disk.finish()
        await asyncio.gather(*others)
        await committer.close()

    run(meeting())
    assert disk.batches == [[b"first"], [b"%d" % number for number in range(500)]]
    assert heard.entries == [b"first", *disk.batches[1]]


def test_a_full_disk_is_told_to_all_that_waited() -> None:
    """Each gets an error of their own; nothing was heard; who tries again is written."""
    disk, heard = Slow(), Heard()

    async def meeting() -> None:
        committer = Committer(disk, heard)
        disk.error = KompasError("De schijf is vol.", "Maak ruimte vrij.")
        waiting = [committer.submit(b"%d" % number) for number in range(3)]
        disk.finish()
        errors = await asyncio.gather(*waiting, return_exceptions=True)
        assert len({id(error) for error in errors}) == 3
        assert {(str(error), getattr(error, "hint", "")) for error in errors} == {
            ("De schijf is vol.", "Maak ruimte vrij.")
        }
        assert heard.entries == []
        disk.error = None
        again = committer.submit(b"again")
        disk.finish()
        await again
        await committer.close()

    run(meeting())
    assert disk.batches == [heard.entries] == [[b"again"]]


def test_a_phone_that_goes_while_the_disk_is_busy() -> None:
    """Its answer is written, and heard of, though nobody waits for it any more."""
    disk, heard = Slow(), Heard()

    async def meeting() -> None:
        committer = Committer(disk, heard)
        gone, other = committer.submit(b"gone"), committer.submit(b"other")
        await disk.begun()
        gone.cancel()
        disk.finish()
        await other
        await committer.close()

    run(meeting())
    assert heard.entries == [b"gone", b"other"]


def test_closing_settles_what_was_submitted() -> None:
    """Who was before the closing is written; who comes after it is told that nothing was kept."""
    disk = Slow()

    async def meeting() -> None:
        committer = Committer(disk)
        first = committer.submit(b"first")
        await disk.begun()
        second = committer.submit(b"second")
        closing = asyncio.create_task(committer.close())
        await asyncio.sleep(0)
        with pytest.raises(KompasError, match="niet bewaard"):
            await committer.submit(b"late")
        disk.finish()
        disk.finish()
        await closing
        assert first.done()
        assert second.done()

    run(meeting())
    assert disk.batches == [[b"first"], [b"second"]]


def test_closing_at_once() -> None:
    """A round to which nobody came is closed without waiting for anything."""

    async def meeting() -> None:
        await Committer(Slow()).close()

    run(meeting())


def test_a_mistake_of_ours_leaves_nobody_waiting() -> None:
    """Whatever goes wrong where it is written or heard, who waits hears of it, and the next goes on."""
    disk = Slow()

    def broken(entries: list[bytes]) -> None:
        if b"broken" in entries:
            raise LookupError("a mistake")

    async def meeting() -> None:
        committer = Committer(disk, broken)
        for entry in (b"broken", b"next"):
            waiting = committer.submit(entry)
            disk.finish()
            if entry == b"next":
                await waiting
                break
            with pytest.raises(LookupError):
                await waiting
        await committer.close()

    run(meeting())
