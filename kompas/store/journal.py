"""A journal: what phones gave in a round that is being held, on the disk before anybody is told it is there.

A phone may change its answer as often as it likes, and the disk is not endless: a journal that has
grown large is made anew with only what still counts.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, Self

import msgspec

from kompas.errors import KompasError
from kompas.store.frames import Header, framed, understood
from kompas.store.saving import begin, explained, hold, sync, write
from kompas.store.workspace import Workspace

LARGE = 8 * 1024 * 1024  # bytes; no round of people comes near
_SUFFIX = ".journal"
_CALLED = "De ronde bij deze stap"

# Windows and macOS have no fdatasync.
_flush: Final[Callable[[int], None]] = getattr(os, "fdatasync", os.fsync)


class Vanished(KompasError):
    """Somebody took the journal away, or changed it: nothing can be put in any more."""


class Journal:
    """A journal that is open, for this process alone; `lines` is what it held when it was opened.

    `condense` gives of all lines those that still count.

    Not for two threads at once.
    """

    condense: Callable[[list[bytes]], list[bytes]] | None = None

    def __init__(self, path: Path, asked: str | None, held: ExitStack) -> None:
        with _told(path):
            content = path.read_bytes()
            self.header, self.lines, self._end = understood(path, content, asked)
            self._handle = _appending(path)
            held.callback(self._let_go)
            if len(content) > self._end:
                os.ftruncate(self._handle, self._end)
                _flush(self._handle)
        self.path = path
        self._large = max(LARGE, 2 * self._end)
        self._held = held.pop_all()

    @classmethod
    def create(cls, path: Path, header: Header) -> Self:
        """Begin a journal; a KompasError when there is one, or when another kompas has this round."""
        with ExitStack() as held:
            held.enter_context(hold(path.parent, path.stem, _CALLED))
            if path.exists():
                raise KompasError(
                    "Er staat al een ronde open bij deze stap.", "Ga eerst verder met die ronde."
                )
            with _told(path):
                begin(path, framed([msgspec.json.encode(header)]))
            return cls(path, None, held)

    @classmethod
    def open(cls, path: Path, asked: str | None = None) -> Self:
        """Go on with a journal. A last line that was being written is cut off.

        A KompasError, and the file as it was, when another kompas has it, when it is damaged, when
        another version made it, or when it answers other questions than `asked`.
        """
        with ExitStack() as held:
            held.enter_context(hold(path.parent, path.stem, _CALLED))
            return cls(path, asked, held)

    def append(self, lines: Sequence[bytes]) -> None:
        """Put these in, all or none of them; they are on the disk when this returns.

        A line has no control characters, as no JSON has.
        """
        if not lines:
            return
        frame = framed(lines)
        with _told(self.path):
            self._settle()
            try:
                write(self._handle, frame)
                _flush(self._handle)
            except OSError:
                with suppress(OSError):  # else the next time, or when it is opened again
                    self._settle()
                raise
        self._end += len(frame)
        if self.condense and self._end > self._large:
            with suppress(KompasError):  # it stays as it is; what was put in is in
                self._rewrite(self.condense)
            self._large = max(LARGE, 2 * self._end)

    def close(self) -> None:
        """Let it go; the file stays, to go on with."""
        self._held.close()

    def remove(self) -> None:
        """Close it and remove the file: the round is kept elsewhere, or not wanted."""
        with self._held, _told(self.path):
            if os.name == "nt":  # nobody may remove a file there that is open
                self._held.close()
            self.path.unlink(missing_ok=True)
            _temporary(self.path).unlink(missing_ok=True)
            sync(str(self.path.parent))

    def _rewrite(self, condense: Callable[[list[bytes]], list[bytes]]) -> None:
        """Make it anew with only what still counts: all of it, or it stays as it is."""
        with _told(self.path):
            header, lines, _ = understood(self.path, self.path.read_bytes(), None)
            frames = [[msgspec.json.encode(header)], *([line] for line in condense(lines))]
            content = b"".join(framed(frame) for frame in frames)
            self._let_go()  # on Windows nobody may replace a file that is open
            try:
                begin(self.path, content)
            finally:
                self._handle = _appending(self.path)
                self._end = os.fstat(self._handle).st_size

    def _let_go(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _settle(self) -> None:
        """See that the file is as we left it; what did not get in as a whole is cut off."""
        found = os.fstat(self._handle)
        if not found.st_nlink or found.st_size < self._end:
            raise Vanished(
                f"Iemand heeft {self.path.name} weggehaald of veranderd. Er kan niets meer bij.",
                "Sluit de ronde. Wat al binnen was, heeft kompas nog.",
            )
        if found.st_size > self._end:
            os.ftruncate(self._handle, self._end)


def place(workspace: Workspace, session: str, block: str, step: str) -> Path:
    """Where the journal of a step stands, if there is one."""
    return workspace.rounds / f"{session}.{block}.{step}{_SUFFIX}"


def find(workspace: Workspace, session: str, block: str, step: str) -> Path | None:
    """The journal of a round at this step that was not finished."""
    path = place(workspace, session, block, step)
    return path if path.is_file() else None


def left_behind(workspace: Workspace) -> list[Path]:
    """The journals of all rounds that were not finished, or that are being held now."""
    return sorted(workspace.rounds.glob(f"*{_SUFFIX}"))


def glance(path: Path) -> Header:
    """The header of a journal that may be open elsewhere; a KompasError when it cannot be understood."""
    return read(path)[0]


def read(path: Path) -> tuple[Header, list[bytes]]:
    """What a journal holds that may be open elsewhere, changing nothing; a KompasError as for `glance`."""
    with _told(path):
        header, lines, _ = understood(path, path.read_bytes(), None)
    return header, lines


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def _appending(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise explained(error, path) from error
