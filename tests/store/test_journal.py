"""What is in a journal when append returns is there afterwards, whatever happens."""

import errno
import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import KompasError
from kompas.store import journal, workspace
from kompas.store.frames import FORMAT, framed
from kompas.store.journal import Journal, find, glance, left_behind, place
from tests.journals import HEADER

ROOT = Path(__file__).parents[2]
BATCHES = [[b"een"], [b"twee", b"drie"], ["vier “é”".encode()] * 40]
LINES = st.binary(min_size=1).filter(lambda line: not {*line} & {9, 10})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a journal of this test's own would stand; its folder is not there yet."""
    return place(workspace.Workspace(tmp_path), HEADER.session, HEADER.block, HEADER.step)


@pytest.fixture
def ours(path: Path) -> Iterator[Journal]:
    """A new journal, open."""
    found = Journal.create(path, HEADER)
    yield found
    found.close()


def written(path: Path, batches: Sequence[Sequence[bytes]] = BATCHES) -> bytes:
    """Make a journal of these and stop; returns what is in the file."""
    made = Journal.create(path, HEADER)
    for lines in batches:
        made.append(lines)
    made.close()
    return path.read_bytes()


def reopened(path: Path) -> list[bytes]:
    """What a next kompas finds."""
    found = Journal.open(path)
    found.close()
    assert found.header == HEADER
    return found.lines


def joined(batches: Sequence[Sequence[bytes]]) -> list[bytes]:
    """All their lines, in order."""
    return [line for lines in batches for line in lines]


def refused(path: Path, asked: str | None = None) -> str:
    """What people read when it cannot be opened; the file stays exactly as it was."""
    before = path.read_bytes()
    with pytest.raises(KompasError) as caught:
        Journal.open(path, asked)
    assert path.read_bytes() == before
    assert str(path) in caught.value.hint
    return caught.value.message


def with_header(path: Path, **changes: object) -> None:
    """Write a journal with another header, as another kompas would."""
    known = msgspec.to_builtins(HEADER) | changes
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(framed([msgspec.json.encode(known)]))


@given(batches=st.lists(st.lists(LINES, max_size=5), max_size=5))
def test_what_was_put_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[bytes]]
) -> None:
    """Any lines, in their order, also in two goes."""
    path = tmp_path_factory.mktemp("werkmap") / "live" / "x.journal"
    written(path, batches)
    again = Journal.open(path, HEADER.asked)
    assert again.lines == joined(batches)
    for lines in batches:
        again.append(lines)
    again.close()
    assert reopened(path) == joined(batches) * 2


def test_a_write_that_stopped_at_any_byte(path: Path) -> None:
    """Wherever the power fails: what was put in before is there, what was coming is not, and it goes on."""
    whole = written(path)
    ends = [len(whole) - len(b"".join(whole.splitlines(keepends=True)[first:])) for first in range(1, 5)]
    for cut in range(ends[0], len(whole) + 1):
        path.write_bytes(whole[:cut])
        kept = max(number for number, end in enumerate(ends) if end <= cut)
        again = Journal.open(path)
        assert again.lines == joined(BATCHES[:kept])
        assert path.stat().st_size == ends[kept]
        again.append([b"verder"])
        again.close()
        assert reopened(path) == [*joined(BATCHES[:kept]), b"verder"]


@pytest.mark.parametrize(("start", "end"), [(0, 60), (60, 200), (200, 280), (0, 280)])
def test_pages_that_never_reached_the_disk(path: Path, start: int, end: int) -> None:
    """The length of a file may be there before what is in it; then a piece of the last line is empty."""
    whole = written(path)
    last = len(whole) - len(whole.splitlines(keepends=True)[-1])
    path.write_bytes(whole[: last + start] + bytes(end - start) + whole[last + end :])
    assert reopened(path) == joined(BATCHES[:-1])


@pytest.mark.parametrize("line", [1, 2, 3])
def test_damage_elsewhere_is_told(path: Path, line: int) -> None:
    """A line that is wrong and not the last was not torn: nothing is dropped, its number is said."""
    lines = written(path).splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[: line - 1], lines[line - 1].replace(b"e", b"a"), *lines[line:]]))
    assert f"regel {line} van {path.name}" in refused(path)


@pytest.mark.parametrize("content", [b"", b"\n", b"\0" * 50, "geen journaal é\n".encode()])
def test_no_journal_at_all(path: Path, content: bytes) -> None:
    """Is told as such, and not written over."""
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert "regel 1 " in refused(path)


@pytest.mark.parametrize("stated", [0, FORMAT + 1, "2", None])
def test_another_version_s_journal(path: Path, stated: object) -> None:
    """Is left for the kompas that made it, whatever else it holds."""
    with_header(path, format=stated, colour="blue", code=3)
    assert "andere versie" in refused(path)


def test_other_questions(path: Path) -> None:
    """Answers are not taken for answers to what was not asked."""
    written(path)
    assert "vragen van deze stap zijn veranderd" in refused(path, "van andere vragen")
    assert reopened(path) == joined(BATCHES)


def test_a_header_that_lacks_something(path: Path) -> None:
    """Is damage, and no traceback."""
    with_header(path, port="8765")
    assert "beschadigd" in refused(path)


def test_a_second_kompas(path: Path, ours: Journal) -> None:
    """Neither in this process nor in another can the round be held twice; afterwards it can be again."""
    with pytest.raises(KompasError, match="De ronde bij deze stap is al open"):
        Journal.open(path)
    with pytest.raises(KompasError, match="De ronde bij deze stap is al open"):
        Journal.create(path, HEADER)
    code = """
        import sys
        from pathlib import Path
        from kompas.errors import KompasError
        from kompas.store.journal import Journal
        try:
            Journal.open(Path(sys.argv[1]))
        except KompasError as error:
            print(error.message)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "De ronde bij deze stap is al open" in said.stdout
    ours.append([b"een"])
    assert glance(path) == HEADER
    ours.close()
    assert reopened(path) == [b"een"]


def test_a_new_round_does_not_replace_one(path: Path) -> None:
    """What was left behind stays until somebody chooses."""
    whole = written(path)
    with pytest.raises(KompasError, match="al een ronde open"):
        Journal.create(path, HEADER)
    assert path.read_bytes() == whole


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_it(path: Path, ours: Journal) -> None:
    """The codes and what people gave are for this user alone; git does not see them."""
    ours.append([b"een"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (path.parent / ".gitignore").read_text() == "*\n"


def test_a_kompas_that_was_killed_while_it_began(path: Path) -> None:
    """Leaves no journal, and the half of one that it did leave goes at the next beginning."""
    path.parent.mkdir(parents=True)
    half = path.with_name(f".{path.name}.tmp")
    half.write_bytes(b"0d4f11c7 {")
    assert left_behind(workspace.Workspace(path.parents[2])) == []
    written(path)
    assert not half.exists()


def test_a_round_that_was_kept_leaves_nothing(path: Path, ours: Journal) -> None:
    """What people gave is gone from the disk; removing twice is no trouble."""
    ours.append([b"een"])
    ours.remove()
    ours.remove()
    assert b"een" not in b"".join(one.read_bytes() for one in path.parent.iterdir())
    Journal.create(path, HEADER).remove()
    assert not path.exists()


def test_rounds_are_found_again(tmp_path: Path) -> None:
    """By their step, or all of a workspace; there may be none."""
    here = workspace.Workspace(tmp_path)
    assert left_behind(here) == []
    assert find(here, "s", "0B", "trust") is None
    paths = [place(here, "s", "0B", step) for step in ("trust", "goals")]
    for path in paths:
        written(path)
    assert find(here, "s", "0B", "trust") == paths[0]
    assert left_behind(here) == sorted(paths)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "vol"), (errno.EROFS, "alleen kan lezen"), (errno.EIO, "kon niet worden bewaard")],
)
@pytest.mark.parametrize("call", ["write", "flush"])
def test_what_the_disk_refuses(
    path: Path, ours: Journal, monkeypatch: pytest.MonkeyPatch, number: int, words: str, call: str
) -> None:
    """Plain words; what was in stays, what was refused is not there, and later it goes on."""
    ours.append([b"een"])
    before = path.read_bytes()

    def refuse(*args: object) -> object:
        raise OSError(number, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(*((os, "write") if call == "write" else (journal, "_flush")), refuse)
        with pytest.raises(KompasError, match=words) as caught:
            ours.append([b"twee"])
    assert caught.value.hint
    assert path.read_bytes() == before
    ours.append([b"drie"])
    ours.close()
    assert reopened(path) == [b"een", b"drie"]


def test_a_disk_that_fills_up_halfway(path: Path, ours: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece that did get in is taken out again, also when that works only the next time."""
    real = os.write
    calls: list[int] = []

    def a_little(handle: int, data: bytes) -> int:
        calls.append(handle)
        return real(handle, bytes(data[:20])) if len(calls) == 1 else refuse()

    def refuse(*args: object) -> int:
        raise OSError(errno.ENOSPC, "no space left on device")

    for cannot_cut in (False, True):
        calls.clear()
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", a_little)
            if cannot_cut:
                patch.setattr(os, "ftruncate", refuse)
            with pytest.raises(KompasError, match="vol"):
                ours.append([b"x" * 100])
        ours.append([b"verder"])
    ours.close()
    assert reopened(path) == [b"verder"] * 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits on the size of a file")
def test_a_real_limit(path: Path) -> None:
    """The system itself refuses to write more: what was acknowledged until then is there, and only that."""
    code = """
        import resource, sys
        from pathlib import Path
        from kompas.errors import KompasError
        from kompas.store.journal import Journal
        ours = Journal.open(Path(sys.argv[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        try:
            for number in range(1000):
                ours.append([b"%d" % number])
                print(number)
        except KompasError as error:
            print(error.message)
    """
    written(path, [])
    command = [sys.executable, "-c", textwrap.dedent(code), str(path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    *numbers, message = said.stdout.splitlines()
    assert "te groot" in message
    assert numbers
    assert reopened(path) == [number.encode() for number in numbers]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove a file that is open")
def test_a_file_that_went(path: Path, ours: Journal) -> None:
    """What no next start would find is not acknowledged."""
    ours.append([b"een"])
    path.unlink()
    with pytest.raises(KompasError, match="weggehaald"):
        ours.append([b"twee"])


def test_a_file_that_somebody_shortened(path: Path, ours: Journal) -> None:
    """An editor or a clean-up in between is noticed at the next answer."""
    ours.append([b"een"])
    path.write_bytes(b"")
    with pytest.raises(KompasError, match="veranderd"):
        ours.append([b"twee"])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_no_right_to_write(path: Path) -> None:
    """Is said in plain words, when a round begins and when it goes on."""
    whole = written(path)
    path.chmod(0o400)
    with pytest.raises(KompasError, match="mag"):
        Journal.open(path)
    path.chmod(0o600)
    path.parent.chmod(0o500)
    with pytest.raises(KompasError, match="mag"):
        Journal.create(path.with_name("y.journal"), HEADER)
    path.parent.chmod(0o700)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("line", [b"", b"een\ntwee", b"een\ttwee"])
def test_no_line_at_all(path: Path, ours: Journal, line: bytes) -> None:
    """What would not come out as it went in is our own mistake, and is not written."""
    with pytest.raises(ValueError, match="line of a journal"):
        ours.append([b"een", line])
    ours.append([])
    ours.close()
    assert reopened(path) == []


def test_damage_before_a_torn_line(path: Path) -> None:
    """Only what was being written can be torn: the line before it was acknowledged."""
    whole = written(path)
    path.write_bytes(whole.replace(b"vier", b"hier") + b"0d4f11c7 half")
    assert "regel 4 " in refused(path)
