"""Brings entries to the disk for all that wait together: one sync, however many there are."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from kompas.errors import KompasError


class Disk(Protocol):
    """A journal."""

    def append(self, lines: list[bytes], /) -> None: ...


class Committer:
    """Writes in a thread of its own; belongs to one event loop, and is used in that loop only.

    `written` hears of all that was written together as soon as it is on the disk, in the order of the
    journal, before whoever submitted it does, and also when that one has gone: a room that is made of
    what it hears is always what the journal holds.
    """

    def __init__(self, disk: Disk, written: Callable[[list[bytes]], None] = lambda entries: None) -> None:
        self._disk = disk
        self._written = written
        self._thread = ThreadPoolExecutor(1, "kompas-journal")
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._closed = False

    def submit(self, entry: bytes) -> asyncio.Future[None]:
        """Await this: done when the entry is on the disk, a KompasError when it could not be kept.

        Entries come in the journal in the order of these calls. Once submitted an entry goes to the
        disk, also when nobody waits any more.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._closed:
            done.set_exception(KompasError("Kompas is aan het stoppen. Je antwoord is niet bewaard."))
            return done
        self._waiting.append((entry, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return done

    async def close(self) -> None:
        """Take nothing more, and return when all that was submitted is settled."""
        self._closed = True
        if self._writing:
            await self._writing
        self._thread.shutdown()

    async def _write(self) -> None:
        """Write until nobody waits; who comes while the disk is busy goes along the next time."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            entries = [entry for entry, _ in batch]
            try:
                await loop.run_in_executor(self._thread, self._disk.append, entries)
                self._written(entries)
            except Exception as error:  # whatever it is: nobody must wait forever
                _settle(batch, error)
            else:
                _settle(batch, None)
        self._writing = None


def _settle(batch: list[tuple[bytes, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, done in batch:
        if done.done():  # whoever waited has gone
            continue
        if error is None:
            done.set_result(None)
        elif isinstance(error, KompasError):  # each their own: a shared one would collect all their frames
            done.set_exception(type(error)(error.message, error.hint))
        else:
            done.set_exception(error)
