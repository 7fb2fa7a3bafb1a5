"""Whatever happens while we save, the file is whole, and nobody's work is overwritten unseen."""

import errno
import os
import random
import stat
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from kompas.errors import KompasError
from kompas.store import saving
from kompas.store.reading import Digest, digest
from kompas.store.saving import ABANDONED, Changed, hold, replace, save

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that can be saved, in a folder of its own."""
    (tmp_path / "sessie").mkdir()
    return tmp_path / "sessie" / "0A.yaml"


@pytest.fixture
def locks(tmp_path: Path) -> Path:
    """The folder for locks, which is not there yet."""
    return tmp_path / ".kompas"


def only(path: Path) -> bool:
    """Whether nothing stands beside the file."""
    return [one.name for one in path.parent.iterdir()] == [path.name]


def started(code: str, *args: object) -> "subprocess.Popen[str]":
    """Another process, that runs this code."""
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_what_is_saved_can_be_read(path: Path, locks: Path) -> None:
    """A new file and a next version hold exactly the bytes given, and nothing is left beside them."""
    first = save(path, b"a: 1\r\n", None, locks)
    assert (path.read_bytes(), first) == (b"a: 1\r\n", digest(b"a: 1\r\n"))
    save(path, b"a: 2\n", first, locks)
    assert path.read_bytes() == b"a: 2\n"
    assert only(path)


def test_the_team_s_folder_stays_clean(path: Path, locks: Path) -> None:
    """Locks stand in a folder of their own, that git does not see."""
    save(path, b"", None, locks)
    assert (locks / ".gitignore").read_text() == "*\n"
    assert only(path)


@pytest.mark.parametrize("expected", [None, digest(b"what was read")])
def test_a_file_that_changed_is_not_overwritten(path: Path, locks: Path, expected: Digest | None) -> None:
    """What someone else wrote stays, and comes along to be shown."""
    path.write_text("van een ander: é")
    with pytest.raises(Changed) as caught:
        save(path, b"van ons", expected, locks)
    assert caught.value.present == "van een ander: é"
    assert path.read_text() == "van een ander: é"
    assert only(path)


def test_a_file_that_went_is_not_made_again(path: Path, locks: Path) -> None:
    """Someone who removed a file had a reason; we say so instead of bringing it back."""
    with pytest.raises(Changed) as caught:
        save(path, b"van ons", digest(b"wat er was"), locks)
    assert caught.value.present is None
    assert not path.exists()


def test_the_mode_stays(path: Path, locks: Path) -> None:
    """A file that colleagues may write stays that way."""
    path.write_bytes(b"oud")
    path.chmod(0o664)
    save(path, b"nieuw", digest(b"oud"), locks)
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_a_link_stays_a_link(path: Path, locks: Path, tmp_path: Path) -> None:
    """Through a symbolic link the real file changes."""
    real = tmp_path / "echt.yaml"
    real.write_bytes(b"oud")
    path.symlink_to(real)
    save(path, b"nieuw", digest(b"oud"), locks)
    assert path.is_symlink()
    assert real.read_bytes() == b"nieuw"


def test_leftovers_of_a_killed_kompas_go(path: Path, locks: Path) -> None:
    """The next save of the same file removes them, and touches no other file."""
    (path.parent / ".0A.yaml.1234.tmp").write_text("half")
    other = path.parent / ".0B.yaml.1234.tmp"
    other.write_text("half")
    save(path, b"heel", None, locks)
    assert sorted(one.name for one in path.parent.iterdir()) == [other.name, path.name]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "vol"),
        (errno.EDQUOT, "vol"),
        (errno.EACCES, "mag"),
        (errno.EROFS, "alleen kan lezen"),
        (errno.EIO, "kon niet worden bewaard"),
    ],
)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_what_the_system_refuses(
    path: Path, locks: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, call: str
) -> None:
    """Wherever it goes wrong: plain words, the old file still there, nothing left beside it."""
    path.write_bytes(b"oud")
    real = getattr(os, call)

    def refuse(*args: object, **options: object) -> object:
        if call in ("fsync", "write") or ".0A.yaml." in str(args[0]):
            raise OSError(number, "refused")
        return real(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(KompasError, match=words) as caught:
            save(path, b"nieuw", digest(b"oud"), locks)
    assert caught.value.hint
    assert path.read_bytes() == b"oud"
    assert only(path)


def test_a_disk_that_fills_up_halfway(path: Path, locks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that gets only part of the bytes in goes on, and fails cleanly when no more fit."""
    path.write_bytes(b"oud")
    written: list[int] = []
    real = os.write

    def a_little(handle: int, data: bytes) -> int:
        if sum(written) >= 6000:
            raise OSError(errno.ENOSPC, "no space left on device")
        written.append(real(handle, bytes(data[:2000])))
        return written[-1]

    monkeypatch.setattr(os, "write", a_little)
    with pytest.raises(KompasError, match="vol"):
        save(path, b"x" * 20000, digest(b"oud"), locks)
    assert path.read_bytes() == b"oud"
    assert only(path)
    written.clear()
    save(path, b"x" * 6000, digest(b"oud"), locks)
    assert path.read_bytes() == b"x" * 6000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits on the size of a file")
def test_a_real_limit(path: Path, locks: Path) -> None:
    """The system itself refuses to write more; the old file is still there."""
    path.write_bytes(b"oud")
    code = """
        import resource, sys
        from pathlib import Path
        from kompas.errors import KompasError
        from kompas.store.reading import digest
        from kompas.store.saving import save
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            save(Path(sys.argv[1]), b"x" * 20000, digest(b"oud"), Path(sys.argv[2]))
        except KompasError as error:
            print(error.message)
    """
    said, wrong = started(code, path, locks).communicate(timeout=60)
    assert "te groot" in said, wrong
    assert path.read_bytes() == b"oud"
    assert only(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_no_right_to_write(path: Path, locks: Path) -> None:
    """A folder or file that is read-only stays as it is."""
    path.write_bytes(b"oud")
    path.chmod(0o444)
    with pytest.raises(KompasError, match="mag"):
        save(path, b"nieuw", digest(b"oud"), locks)
    path.chmod(0o644)
    path.parent.chmod(0o555)
    with pytest.raises(KompasError, match="mag"):
        save(path, b"nieuw", digest(b"oud"), locks)
    path.parent.chmod(0o755)
    assert path.read_bytes() == b"oud"


@pytest.mark.parametrize(
    ("place", "words"),
    [("weg/0A.yaml", "map"), ("n" * 300 + ".yaml", "te lang"), ("sessie", "map"), ("0A.yaml/0B.yaml", "map")],
)
def test_impossible_places(tmp_path: Path, locks: Path, place: str, words: str) -> None:
    """A folder that is gone, a name that is too long, a folder instead of a file: each in plain words."""
    (tmp_path / "sessie").mkdir()
    (tmp_path / "0A.yaml").touch()
    with pytest.raises(KompasError, match=words):
        save(tmp_path / place, b"x", None, locks)


def test_a_file_that_is_open_elsewhere_on_windows(
    path: Path, locks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses for a moment; we try again, and give up with a clear message."""
    real, refusals = os.replace, [1, 1]

    def busy(source: str, target: str) -> None:
        if refusals:
            refusals.pop()
            raise PermissionError(errno.EACCES, "in use")
        real(source, target)

    monkeypatch.setattr(saving, "_PAUSES", (0.0, 0.0))
    monkeypatch.setattr(os, "replace", busy)
    now = save(path, b"gelukt", None, locks)
    refusals[:] = [1] * 3
    with pytest.raises(KompasError, match="mag") as caught:
        save(path, b"niet gelukt", now, locks)
    assert "open" in caught.value.hint
    assert path.read_bytes() == b"gelukt"


def test_stopping_in_the_middle(path: Path, locks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the disk is busy leaves no half file, and no lock."""

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", stop)
        with pytest.raises(KeyboardInterrupt):
            save(path, b"x", None, locks)
    assert not list(path.parent.iterdir())
    save(path, b"x", None, locks)


SAVE_ON_AND_ON = """
    import itertools, sys
    from pathlib import Path
    from kompas.store.saving import save
    path, locks, now = Path(sys.argv[1]), Path(sys.argv[2]), None
    for number in itertools.count():
        now = save(path, b"%d\\n" % number * 5000, now, locks)
        print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the kill is the one of Unix")
@pytest.mark.parametrize("seed", range(15))
def test_killed_at_any_moment(path: Path, locks: Path, seed: int) -> None:
    """After a kill the file is whole and holds at least what was last acknowledged; saving goes on."""
    process = started(SAVE_ON_AND_ON, path, locks)
    assert process.stdout
    process.stdout.readline()
    time.sleep(random.Random(seed).random() * 0.05)
    process.kill()
    acknowledged = [0, *map(int, process.communicate()[0].split())][-1]
    raw = path.read_bytes()
    number = int(raw.split()[0])
    assert raw == b"%d\n" % number * 5000
    assert number in (acknowledged, acknowledged + 1)
    save(path, b"verder\n", digest(raw), locks)
    assert only(path)


def test_two_who_save_at_once(path: Path, locks: Path) -> None:
    """Of two processes that count up in one file no step is lost: who was too late is told so."""
    code = """
        import sys
        from pathlib import Path
        from kompas.store.reading import digest
        from kompas.store.saving import Changed, save
        path, locks, done = Path(sys.argv[1]), Path(sys.argv[2]), 0
        while done < 40:
            raw = path.read_bytes()
            try:
                save(path, b"%d" % (int(raw) + 1), digest(raw), locks)
                done += 1
            except Changed:
                pass
    """
    path.write_bytes(b"0")
    both = [started(code, path, locks) for _ in range(2)]
    for process in both:
        assert process.communicate(timeout=60)[1] == ""
    assert path.read_bytes() == b"80"
    assert only(path)


def test_another_thread_may_let_go(locks: Path) -> None:
    """Then it is free again for everyone."""
    with ExitStack() as held:
        held.enter_context(hold(locks, "0A"))
        other = threading.Thread(target=held.pop_all().close)
        other.start()
        other.join()
    with hold(locks, "0A"):
        pass


def test_a_meeting_is_held_once(locks: Path) -> None:
    """A second window hears at once that the block is open, and since when; afterwards it may."""
    with hold(locks, "sessie-0A"):
        with (
            pytest.raises(KompasError, match=r"“sessie-0A” is al open sinds \d\d:\d\d uur"),
            hold(locks, "sessie-0A"),
        ):
            pytest.fail("two at once")
        with hold(locks, "sessie-0B"):
            pass
    with hold(locks, "sessie-0A"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="the kill is the one of Unix")
def test_a_killed_meeting_leaves_no_lock(locks: Path) -> None:
    """The system itself frees the block when kompas is gone."""
    code = """
        import sys, time
        from pathlib import Path
        from kompas.store.saving import hold
        with hold(Path(sys.argv[1]), "0A"):
            print("open", flush=True)
            time.sleep(60)
    """
    process = started(code, locks)
    assert process.stdout
    process.stdout.readline()
    with pytest.raises(KompasError, match="al open"), hold(locks, "0A"):
        pytest.fail("two at once")
    process.kill()
    process.communicate()
    with hold(locks, "0A"):
        pass


def test_locks_that_cannot_be_made(tmp_path: Path) -> None:
    """Where the folder for locks cannot be made, that is said in plain words."""
    (tmp_path / ".kompas").touch()
    with pytest.raises(KompasError):
        save(tmp_path / "0A.yaml", b"x", None, tmp_path / ".kompas")
    with pytest.raises(KompasError), hold(tmp_path / ".kompas", "0A"):
        pytest.fail("held without a lock")


def test_waiting_for_another_has_an_end(path: Path, locks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another kompas that hangs while it saves does not make us hang too."""
    monkeypatch.setattr(saving, "PATIENCE", 0.05)
    with hold(locks, "saving"), pytest.raises(KompasError, match="aan het bewaren"):
        save(path, b"x", None, locks)


def test_what_can_be_made_again_replaces_anything(path: Path) -> None:
    """Without a lock, and with the mode that the file had."""
    replace(path, b"een")
    path.chmod(0o640)
    replace(path, b"twee")
    assert path.read_bytes() == b"twee"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640 or os.name == "nt"
    assert only(path)


def test_what_another_is_writing_now_stays(path: Path) -> None:
    """Only what was left behind goes."""
    busy, left = (path.with_name(f".{path.name}.{name}.tmp") for name in ("bezig", "over"))
    for one in (busy, left):
        one.write_text("half")
    long_ago = time.time() - 2 * ABANDONED
    os.utime(left, (long_ago, long_ago))
    replace(path, b"een")
    assert busy.exists()
    assert not left.exists()
