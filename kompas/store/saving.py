"""Saving files: always whole, never over something we have not read; and one guided meeting at a time."""

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kompas.errors import KompasError
from kompas.store.reading import Digest, digest

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 10.0  # seconds to wait for another kompas that is saving; it needs a few milliseconds
ABANDONED = 60.0  # seconds after which nobody is still writing a file
# Windows lets nobody replace a file that someone has open; a virus scanner has it open for a moment.
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8) if os.name == "nt" else ()


class Changed(KompasError):
    """The file is not as it was when it was read; `present` is its text now, None if it is gone."""

    def __init__(self, path: Path, present: str | None, *, is_new: bool) -> None:
        what = "is weg" if present is None else "bestaat al" if is_new else "is intussen veranderd"
        hint = "Lees het bestand opnieuw voordat je iets bewaart."
        super().__init__(f"{path.name} {what}. Kompas heeft niets overschreven.", hint)
        self.present = present


def save(path: Path, content: bytes, expected: Digest | None, locks: Path) -> Digest:
    """Put content in the file, all of it or nothing, and on the disk itself when this returns.

    `expected` is the digest of what was read; None means that the file must not exist yet. When
    something else stands there now, Changed is raised. What the system refuses becomes a
    KompasError. Locks are kept in the folder `locks`.
    """
    try:
        target = os.path.realpath(path)
        with _alone(locks):
            present, mode = _present(target)
            if (None if present is None else digest(present)) != expected:
                text = None if present is None else present.decode(errors="replace")
                raise Changed(path, text, is_new=expected is None)
            _put(target, content, mode)
    except OSError as error:
        raise explained(error, path) from error
    return digest(content)


def replace(path: Path, content: bytes) -> None:
    """Put content in a file that can always be made again: over what is there, all of it or nothing.

    Without a lock, as it may be where no one can keep one: of two at the same time, the last one stays.
    """
    try:
        target = os.path.realpath(path)
        _, mode = _present(target)
        _put(target, content, mode, ABANDONED)
    except OSError as error:
        raise explained(error, path) from error


@contextmanager
def hold(locks: Path, name: str, called: str = "") -> Iterator[None]:
    """Keep `name` for this process alone; a KompasError at once if another has it.

    `called` is what people call it.
    """
    since = _lock_path(locks, name).with_suffix(".since")
    try:
        lock = _lock(locks, name)
        lock.acquire(blocking=False)
    except TimeoutError:
        raise KompasError(
            f"{called or f'“{name}”'} is al open{_moment(since)}.",
            "Ga verder in het venster waar dat open is, of sluit het eerst.",
        ) from None
    except OSError as error:
        raise explained(error, locks) from error
    with suppress(OSError):  # only there to say since when
        since.write_text(str(os.getpid()))
    try:
        yield
    finally:
        with suppress(OSError):
            since.unlink()
        lock.release()


def _moment(since: Path) -> str:
    try:
        return time.strftime(" sinds %H:%M uur (%d-%m-%Y)", time.localtime(since.stat().st_mtime))
    except OSError:
        return ""


@contextmanager
def _alone(locks: Path) -> Iterator[None]:
    lock = _lock(locks, "saving")
    try:
        lock.acquire(timeout=PATIENCE, poll_interval=0.002)
    except TimeoutError:
        raise KompasError(
            "Een ander kompas is al lang aan het bewaren in deze werkmap.",
            "Sluit andere vensters met kompas en probeer het opnieuw.",
        ) from None
    try:
        yield
    finally:
        lock.release()


def _lock(locks: Path, name: str) -> "BaseFileLock":
    from filelock import FileLock  # only here: 20 ms that a command which only reads does not need

    if not locks.is_dir():
        locks.mkdir(parents=True, exist_ok=True)
        (locks / ".gitignore").write_text("*\n")
    # Whoever lets go may be another thread than the one that took it.
    return FileLock(_lock_path(locks, name), thread_local=False)


def _lock_path(locks: Path, name: str) -> Path:
    return locks / f"{name.replace(os.sep, '-').replace('/', '-')}.lock"


def _present(target: str) -> tuple[bytes | None, int | None]:
    """What stands in the file now, with its mode."""
    try:
        with open(target, "rb") as file:
            found = file.read(), stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        if not os.path.isdir(os.path.dirname(target)):
            raise
        return None, None
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only file", target)
    return found


def _put(target: str, content: bytes, mode: int | None, abandoned: float = 0) -> None:
    folder, name = os.path.split(target)
    _sweep(folder, name, abandoned)
    temporary = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.tmp")
    try:
        _write(temporary, content, mode)
        swap(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    sync(folder)


def _sweep(folder: str, name: str, abandoned: float) -> None:
    """Remove what a kompas that was killed left behind, so many seconds ago.

    Who has the lock is the only one writing, and need not wait.
    """
    before = time.time() - abandoned
    with os.scandir(folder) as found:
        for one in found:
            if one.name.startswith(f".{name}.") and one.name.endswith(".tmp"):
                with suppress(OSError):
                    if not abandoned or one.stat().st_mtime < before:
                        os.unlink(one.path)


def _write(path: str, content: bytes, mode: int | None) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        write(handle, content)
        if mode is not None and hasattr(os, "fchmod"):
            with suppress(PermissionError):  # a USB stick has no modes
                os.fchmod(handle, mode)
        os.fsync(handle)
    finally:
        os.close(handle)


def begin(path: Path, content: bytes) -> None:
    """Make the file, with all of the content or not at all, for nobody else to read."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)  # of a kompas that was killed
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            write(handle, content)
            os.fsync(handle)
        finally:
            os.close(handle)
        swap(str(temporary), str(path))
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync(str(path.parent))


def write(handle: int, content: bytes) -> None:
    """Write all of it: the system may take less at a time."""
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def swap(temporary: str, target: str) -> None:
    """Put a file that is written where another may be; patient, as a virus scanner may have that open."""
    for pause in _PAUSES:
        with suppress(PermissionError):
            return os.replace(temporary, target)
        time.sleep(pause)
    return os.replace(temporary, target)


def sync(folder: str) -> None:
    """Make sure that the new name is on the disk too, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


_FULL = "De schijf is vol; {name} is niet bewaard.", "Maak ruimte vrij en probeer het opnieuw."
_FORBIDDEN = (
    "Kompas mag {name} niet veranderen.",
    "Kijk of je in deze map mag schrijven, en of een ander programma het bestand open heeft.",
)
_GONE = (
    "De map van {name} is er niet meer.",
    "Is hij verplaatst? Zet hem terug, of start kompas in de nieuwe map.",
)
_REASONS = {
    errno.ENOSPC: _FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.EROFS: (
        "{name} staat op een plek waar kompas alleen kan lezen.",
        "Kopieer de werkmap naar een andere plek.",
    ),
    errno.ENAMETOOLONG: (
        "De naam {name} is te lang.",
        "Kies een kortere naam voor de sessie of voor de map.",
    ),
    errno.EISDIR: ("{name} is een map, geen bestand.", "Geef de map een andere naam."),
    errno.EFBIG: ("{name} is te groot voor deze schijf.", "Bewaar de werkmap op een andere schijf."),
}
_OTHERWISE = (
    "{name} kon niet worden bewaard.",
    "Probeer het opnieuw, of bewaar de werkmap op een andere schijf.",
)


def explained(error: OSError, path: Path) -> KompasError:
    """What the system refused, in words for who wanted the file at `path` to be kept."""
    what, hint = _REASONS.get(error.errno or 0, _OTHERWISE)
    return KompasError(what.replace("{name}", path.name), hint)
