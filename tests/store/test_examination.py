"""Whether a team can work in a folder: told before the meeting, and nothing is left behind."""

import errno
import os
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from kompas.store import examination
from kompas.store.examination import clock, history, locking, place, room, saving
from tests.made import SESSION

LayOut = Callable[[Mapping[str, str]], Path]
Monkey = pytest.MonkeyPatch
Usage = namedtuple("Usage", "free")

FILES = {"kompas.yaml": "format: 1\n", "sessions/a/session.yaml": SESSION}


def everything(folder: Path) -> set[str]:
    """All that is in a folder but what belongs to this computer."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if ".kompas" not in path.parts}


def test_a_workspace(workspace: LayOut, tmp_path: Path) -> None:
    """Where it is and what it has, also from a folder inside it; or how to get one."""
    root = workspace(FILES)
    for start in (root, root / "sessions" / "a"):
        found = place(start)
        assert (found.state, found.what) == ("good", "De map werkmap, sessies: 1.")
    assert place(tmp_path).state == "warn"
    assert "kompas init" in place(tmp_path).hint


@pytest.mark.parametrize("files", [FILES, {"kompas.yaml": "format: 1\n"}, {}])
def test_saving_is_really_done_and_leaves_nothing(workspace: LayOut, files: dict[str, str]) -> None:
    """Also in an empty folder, of which nobody said that it is to be a workspace."""
    root = workspace(files)
    before = everything(root)
    assert saving(root).state == "good"
    assert locking(root).state == "good"
    assert everything(root) == before
    assert bool(files) or not (root / ".kompas").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_no_right_to_write(workspace: LayOut) -> None:
    """A folder, or one file in it, that is read-only."""
    root = workspace(FILES)
    (root / "sessions" / "a" / "session.yaml").chmod(0o444)
    found = saving(root)
    assert found.state == "bad"
    assert "session.yaml" in found.what
    (root / "sessions").chmod(0o555)
    assert [saving(root).state, locking(root).state] == ["bad", "bad"]
    (root / "sessions").chmod(0o755)


@pytest.mark.parametrize("reason", [errno.EROFS, errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses(workspace: LayOut, monkeypatch: Monkey, reason: int) -> None:
    """What the system says comes along, for who must mend it."""

    def refuse(*given: object, **named: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(examination, "save", refuse)
    found = saving(workspace(FILES))
    assert found.state == "bad"
    assert os.strerror(reason) in found.what


def test_a_slow_disk(workspace: LayOut, monkeypatch: Monkey) -> None:
    """A network drive makes a room wait at every answer."""
    moments = iter([1.0, 3.4])
    monkeypatch.setattr(examination, "perf_counter", lambda: next(moments))
    found = saving(workspace(FILES))
    assert found.state == "warn"
    assert "2,4 seconden" in found.what


def test_locks_that_lock_nothing(workspace: LayOut, monkeypatch: Monkey) -> None:
    """Some network drives let everyone in."""
    monkeypatch.setattr("filelock.FileLock.acquire", lambda *given, **named: None)
    found = locking(workspace(FILES))
    assert found.state == "warn"
    assert "één laptop" in found.what


def test_no_locks_at_all(workspace: LayOut, monkeypatch: Monkey) -> None:
    """And some have none, so that nothing can be saved."""

    def refuse(*given: object, **named: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    assert locking(workspace(FILES)).state == "bad"


@pytest.mark.parametrize(("free", "state"), [(50e9, "good"), (499e6, "warn"), (19e6, "bad"), (0, "bad")])
def test_room(tmp_path: Path, monkeypatch: Monkey, free: float, state: str) -> None:
    """A full disk is told before an answer does not fit."""
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(int(free)))
    found = room(tmp_path)
    assert found.state == state
    assert bool(found.hint) == (state != "good")


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_git(workspace: LayOut, monkeypatch: Monkey) -> None:
    """No repository, work that is not committed, and all well; also from a folder inside."""
    root = workspace(FILES)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    assert "niet in git" in history(root).what
    made = ("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "--message=x")
    git(root, "init", "--quiet")
    assert "2 bestanden" in history(root / "sessions").what
    git(root, "add", ".")
    git(root, *made)
    assert history(root).state == "good"
    (root / "sessions" / "a" / "0A.yaml").write_text("format: 1\n")
    found = history(root / "sessions" / "a")
    assert found.state == "warn"
    assert "1 bestand heeft" in found.what


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_git_runs_nothing_of_strangers(workspace: LayOut, tmp_path: Path) -> None:
    """A folder that came by mail may ask git to run a program."""
    root = workspace(FILES)
    git(root, "init", "--quiet")
    git(root, "config", "core.fsmonitor", f"touch {tmp_path / 'ran'};")
    history(root)
    assert not (tmp_path / "ran").exists()


def test_without_git(tmp_path: Path, monkeypatch: Monkey) -> None:
    """It is of use, but nobody must have it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    found = history(tmp_path)
    assert found.state == "warn"
    assert "hoeft niet" in found.hint


@pytest.mark.parametrize(
    ("year", "state"), [(1970, "warn"), (2020, "warn"), (2026, "warn"), (2027, "good"), (2090, "good")]
)
def test_the_clock(workspace: LayOut, year: int, state: str) -> None:
    """It cannot be before kompas was made, or before the answers that are here."""
    root = workspace(FILES)
    written = datetime(2027, 3, 1, 12).timestamp()
    os.utime(root / "sessions" / "a" / "session.yaml", (written, written))
    found = clock(root, datetime(year, 11, 21, 14, 5))
    assert found.state == state
    assert f"Het is 21 november {year}, 14:05 uur." in found.what


def git(folder: Path, *words: str) -> None:
    """As a team would do it."""
    subprocess.run(["git", *words], cwd=folder, check=True)
