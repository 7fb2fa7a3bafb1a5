"""A journal: what phones gave in a round that is being held, on the disk before anybody is told it is there.

The file has a line for the header and then one line for each time that something was put in:

    f3a80b52 {"format":1,"session":…}
    0d4f11c7 {"entry":"gave",…}<tab>{"entry":"gave",…}

In front stands the CRC-32 of the rest, so that a line which was being written when the power failed
is known as such: it is the last, and nobody was told that what is in it was kept. In every format
the first line is made like this, and says which format it is.

A phone may change its answer as often as it likes, and the disk is not endless: a journal that has
grown large is made anew with only what still counts.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Self
from zlib import crc32

import msgspec

from kompas.errors import KompasError
from kompas.store.saving import _explained, _swap, _sync, hold
from kompas.store.workspace import Workspace

FORMAT = 1
LARGE = 8 * 1024 * 1024  # bytes; no round of people comes near
_SUFFIX = ".journal"
_CALLED = "De ronde bij deze stap"
_KEPT = "De antwoorden zijn niet weg: ze staan in {path}."

# Windows and macOS have no fdatasync.
_flush: Final[Callable[[int], None]] = getattr(os, "fdatasync", os.fsync)


class Vanished(KompasError):
    """Somebody took the journal away, or changed it: nothing can be put in any more."""


# As it stands in an address.
Word = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z_-]+\Z")]


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Which round this is, and what phones know it by.

    `projector` is the secret part of the projector's address, `secret` signs tokens, `asked` is a
    digest of what is asked: answers to other questions are not to be taken for answers to these.
    """

    format: int = FORMAT
    session: str
    block: str
    step: str
    round: str
    date: date
    code: Word
    projector: Word
    secret: Word
    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)]
    asked: str


class Journal:
    """A journal that is open, for this process alone; `lines` is what it held when it was opened.

    `condense` gives of all lines those that still count.

    Not for two threads at once. Open and close it in the same thread: that is the one with the lock.
    """

    condense: Callable[[list[bytes]], list[bytes]] | None = None

    def __init__(self, path: Path, asked: str | None, held: ExitStack) -> None:
        with _told(path):
            content = path.read_bytes()
            self.header, self.lines, self._end = _understood(path, content, asked)
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
                _begin(path, _framed([msgspec.json.encode(header)]))
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
        frame = _framed(lines)
        with _told(self.path):
            self._settle()
            try:
                _put(self._handle, frame)
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
            _sync(str(self.path.parent))

    def _rewrite(self, condense: Callable[[list[bytes]], list[bytes]]) -> None:
        """Make it anew with only what still counts: all of it, or it stays as it is."""
        with _told(self.path):
            header, lines, _ = _understood(self.path, self.path.read_bytes(), None)
            frames = [[msgspec.json.encode(header)], *([line] for line in condense(lines))]
            content = b"".join(_framed(frame) for frame in frames)
            self._let_go()  # on Windows nobody may replace a file that is open
            try:
                _begin(self.path, content)
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
    return _folder(workspace) / f"{session}.{block}.{step}{_SUFFIX}"


def find(workspace: Workspace, session: str, block: str, step: str) -> Path | None:
    """The journal of a round at this step that was not finished."""
    path = place(workspace, session, block, step)
    return path if path.is_file() else None


def left_behind(workspace: Workspace) -> list[Path]:
    """The journals of all rounds that were not finished, or that are being held now."""
    return sorted(_folder(workspace).glob(f"*{_SUFFIX}"))


def glance(path: Path) -> Header:
    """The header of a journal that may be open elsewhere; a KompasError when it cannot be understood."""
    with _told(path):
        return _understood(path, path.read_bytes(), None)[0]


def _folder(workspace: Workspace) -> Path:
    return workspace.local / "live"


def _framed(lines: Sequence[bytes]) -> bytes:
    content = b"\t".join(lines)
    if b"\n" in content or content.count(b"\t") >= len(lines) or not all(lines):
        raise ValueError("a line of a journal is not empty and has no control characters")
    return b"%08x %s\n" % (crc32(content), content)


def _unframed(frame: bytes) -> list[bytes] | None:
    """The lines in a frame, None when it is not as it was written."""
    mark, _, content = frame.partition(b" ")
    return content.split(b"\t") if mark == b"%08x" % crc32(content) else None


def _understood(path: Path, content: bytes, asked: str | None) -> tuple[Header, list[bytes], int]:
    """What a journal holds, and where that ends: a torn last line does not count."""
    first, *frames, torn = content.split(b"\n") if b"\n" in content else (b"", content)
    header = _header(path, _unframed(first), asked)
    lines: list[bytes] = []
    end = len(first) + 1
    for number, frame in enumerate(frames, 1):
        found = _unframed(frame)
        if found is None and number == len(frames) and not torn:
            break
        if found is None:
            raise _damaged(path, number + 1)
        lines += found
        end += len(frame) + 1
    return header, lines, end


def _header(path: Path, found: list[bytes] | None, asked: str | None) -> Header:
    try:
        known = msgspec.json.decode(found[0] if found else b"", type=dict[str, object])
        if known.get("format") != FORMAT:
            raise KompasError(
                "De ronde bij deze stap is begonnen met een andere versie van kompas.",
                f"{_kept(path)} Ga verder met de kompas waarmee de ronde begon.",
            )
        header = msgspec.convert(known, Header)
    except msgspec.MsgspecError:  # of which DecodeError and ValidationError are kinds
        raise _damaged(path, 1) from None
    if asked not in (None, header.asked):
        raise KompasError(
            "De vragen van deze stap zijn veranderd sinds de ronde begon.",
            f"{_kept(path)} Zet de vragen terug zoals ze waren. Of haal dat bestand weg, en begin opnieuw.",
        )
    return header


def _damaged(path: Path, line: int) -> KompasError:
    what = "Haal die regel weg als je zonder die antwoorden verder wilt."
    if line == 1:
        what = "Haal dat bestand weg als je zonder die antwoorden opnieuw wilt beginnen."
    return KompasError(
        f"De bewaarde antwoorden van deze ronde zijn beschadigd, in regel {line} van {path.name}.",
        f"{_kept(path)} {what}",
    )


def _kept(path: Path) -> str:
    return _KEPT.format(path=path)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def _appending(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))


def _begin(path: Path, content: bytes) -> None:
    """Make the file, with all of the content or not at all, for nobody else to read."""
    temporary = _temporary(path)
    temporary.unlink(missing_ok=True)  # of a kompas that was killed
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            _put(handle, content)
            os.fsync(handle)
        finally:
            os.close(handle)
        _swap(str(temporary), str(path))
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync(str(path.parent))


def _put(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _explained(error, path) from error
