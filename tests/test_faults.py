"""What goes wrong in a real meeting: full disks, folders without rights, two windows, difficult texts."""

import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from unicodedata import normalize

import pytest

from kompas.store.checking import check
from kompas.store.reading import read
from kompas.store.sessions import load
from kompas.store.workspace import Workspace
from tests.made import BLOCK, SESSION, catalog
from tests.running import Before, Driven, environment, process

if sys.platform == "win32":
    pytest.skip("limits and rights are those of Unix here", allow_module_level=True)

import resource

LayOut = Callable[[Mapping[str, str]], Path]

START = ("session", "start", "school", "--accessible")
QUESTION = r"Typ een nummer van 1 tot en met \d+\.(?: Enter is: [^\n]*)?|alleen een punt[^\n]*|klaar\."
FILES = {
    "kompas.yaml": "",
    "sessions/school/session.yaml": SESSION,
    "sessions/school/0A.yaml": "answers:\n  issue:\n    text: eerst  # van ons\n",
}


def assert_calm(text: str) -> None:
    """No traceback, and no words of the system or the parser."""
    for word in ("Traceback", "Error", "Errno", "denied", "Permission", "space left", "mis mag gaan"):
        assert word not in text, text


def on_disk(root: Path) -> dict[str, bytes]:
    """Every file that belongs to the team."""
    files = (path for path in root.rglob("*") if path.is_file() and ".kompas" not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


# No right to write.

_LIBC = ctypes.CDLL(None, use_errno=True)
_DROP_FROM_BOUNDING_SET, _OVERRIDES = 24, (1, 2)  # prctl(2): root may write and read anywhere


def _give_up() -> None:
    """From the next program on, root may only do what the owner of a file may."""
    if os.geteuid() == 0 and any(_LIBC.prctl(_DROP_FROM_BOUNDING_SET, one, 0, 0, 0) for one in _OVERRIDES):
        os._exit(77)


@pytest.fixture
def ordinary(tmp_path: Path) -> Before:
    """Makes a process that is held by the rights of files, as an ordinary person is."""
    locked = tmp_path / "op-slot"
    locked.mkdir(mode=0o555)
    tried = subprocess.run(["touch", locked / "x"], preexec_fn=_give_up, capture_output=True)
    if tried.returncode in (0, 77):
        pytest.skip("this system lets us write anywhere, and that right cannot be given up")
    return _give_up


@pytest.fixture
def locked(workspace: LayOut) -> Iterator[Path]:
    """A workspace in which nothing may be written."""
    root = workspace(FILES)
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield root
    for folder in folders:
        folder.chmod(0o755)


@pytest.mark.parametrize(
    "command",
    ["session list", "session show", "session status", "check", "block list", "session list --json"],
)
def test_reading_needs_no_right_to_write(locked: Path, ordinary: Before, command: str) -> None:
    """On a memory stick that is write-protected everything can be looked at."""
    before = on_disk(locked)
    ran = process(locked, *command.split(), before=ordinary)
    assert ran.code == 0, ran.err
    assert_calm(ran.err)
    assert on_disk(locked) == before


def test_worksheets_of_a_folder_without_rights_go_elsewhere(
    locked: Path, ordinary: Before, tmp_path: Path
) -> None:
    """Of an archive, say: nothing is written in it, not even a lock."""
    before = on_disk(locked)
    out = tmp_path / "uit"
    ran = process(locked, "export", "school", "--format", "md,html,pdf", "--out", str(out), before=ordinary)
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in out.iterdir()) == ["0A.html", "0A.md", "0A.pdf"]
    assert on_disk(locked) == before


@pytest.mark.parametrize(
    "command", ["export", "block new mijn", "session start --answers a.yaml", "init", "init nieuw/map"]
)
def test_no_right_to_write_is_told(locked: Path, ordinary: Before, command: str) -> None:
    """Exit code 1, what may not be written and what to do; nothing changes."""
    (locked / "kompas.yaml").chmod(0o444)
    locked.chmod(0o755)
    (locked / "a.yaml").write_text("session: {title: Nieuw}\n0A: {issue: {text: nieuw}}\n")
    locked.chmod(0o555)
    before = on_disk(locked)
    ran = process(locked, *command.split(), before=ordinary)
    assert ran.code == 1, ran.err
    assert_calm(ran.err)
    assert "mag" in ran.err or "kan niet" in ran.err
    assert on_disk(locked) == before


def test_a_meeting_in_a_folder_without_rights(locked: Path, ordinary: Before) -> None:
    """The facilitator hears it before anything is asked, and can stop."""
    ran = process(locked, *START, "--step", "issue", stdin="\n:stop\n", before=ordinary)
    assert ran.code == 130
    assert_calm(ran.err)
    assert "mag" in ran.err
    assert "Om welke kinderen" not in ran.err


def test_a_right_that_is_lost_during_the_meeting(workspace: LayOut, ordinary: Before) -> None:
    """The answer is offered again, and is stored once the right is back."""
    root = workspace(FILES)
    folder = root / "sessions/school"
    with Driven(root, *START, "--step", "issue", before=ordinary) as kompas:
        kompas.until(QUESTION)
        folder.chmod(0o555)
        kompas.type("Van ons allemaal\n.")
        said = kompas.until(QUESTION)
        folder.chmod(0o755)
        assert_calm(said)
        assert "Dit is nog niet bewaard." in said
        assert read(folder / "0A.yaml").text == FILES["sessions/school/0A.yaml"]
        kompas.type("1")
        assert "Heb je anderen nodig?" in kompas.until(QUESTION)
    assert (folder / "0A.yaml").read_text() == "answers:\n  issue:\n    text: Van ons allemaal  # van ons\n"


def test_an_answer_is_kept_elsewhere(workspace: LayOut, ordinary: Before, tmp_path: Path) -> None:
    """When it cannot be stored, the answer goes to a file that --answers reads."""
    root, home = workspace(FILES), tmp_path / "thuis"
    home.mkdir()
    folder = root / "sessions/school"
    with Driven(root, *START, "--step", "issue", before=ordinary, env={"HOME": str(home)}) as kompas:
        kompas.until(QUESTION)
        folder.chmod(0o555)
        kompas.type("Van ons allemaal\n.")
        kompas.until(QUESTION)
        kompas.type("2")
        code = kompas.end()
        folder.chmod(0o755)
        assert code == 1
        assert_calm(kompas.said)
    (kept,) = home.glob("*.yaml")
    assert str(kept) in kompas.said
    assert process(root, "session", "start", "school", "--answers", str(kept)).code == 0
    assert "Van ons allemaal" in (folder / "0A.yaml").read_text()


def test_a_file_that_may_not_be_read(workspace: LayOut, ordinary: Before) -> None:
    """It is told of by name; other sessions and files are not affected."""
    root = workspace({**FILES, "sessions/b/session.yaml": SESSION, "blocks/buurt.yaml": BLOCK})
    for name in ("sessions/b/session.yaml", "sessions/school/0A.yaml", "blocks/buurt.yaml"):
        (root / name).chmod(0)
    checked = process(root, "check", before=ordinary)
    assert checked.code == 1
    assert [line.split(":")[0] for line in checked.out.splitlines()] == [
        "blocks/buurt.yaml",
        "sessions/b/session.yaml",
        "sessions/school/0A.yaml",
    ]
    listed = process(root, "session", "list", before=ordinary)
    assert listed.code == 0
    assert "school  Samen tegen schooluitval" in listed.out
    shown = process(root, "session", "show", "school", before=ordinary)
    assert shown.code == 0
    for ran in (checked, listed, shown):
        assert_calm(ran.out + ran.err)


# A full disk.

LONG = "Zij komen te laat. " * 400
FULL = ("De schijf is vol", "te groot voor deze schijf")


def _room(size: int) -> None:
    """No file can become larger than this; the system says so only when it is written."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, so small that it can be filled."""
    disk = tmp_path / "schijf"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("only root can make a small disk, and here not even root")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill_up(disk: Path) -> Path:
    """Fill a disk to the last byte; gives the file to take away again."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(512))
    return ballast


def lay_out(root: Path, files: Mapping[str, str]) -> None:
    """Write files in a folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def test_the_disk_fills_up_during_the_meeting(disk: Path) -> None:
    """The answer is offered again until there is room; what stood in the file is there all the time."""
    lay_out(disk, FILES)
    path = disk / "sessions/school/0A.yaml"
    with Driven(disk, *START, "--step", "issue") as kompas:
        kompas.until(QUESTION)
        ballast = fill_up(disk)
        kompas.type(f"{LONG}\n.")
        assert "De schijf is vol" in kompas.until(QUESTION)
        for _ in range(2):
            assert "Dit is nog niet bewaard." in kompas.until(QUESTION)
            assert_calm(kompas.said)
            assert path.read_text() == FILES["sessions/school/0A.yaml"]
            kompas.type("1")
        kompas.until(QUESTION)
        ballast.unlink()
        kompas.type("1")
        assert "Heb je anderen nodig?" in kompas.until(QUESTION)
    assert LONG.strip() in path.read_text()
    assert not list(path.parent.glob(".*.tmp"))


def test_an_answer_goes_to_another_disk(disk: Path, tmp_path: Path) -> None:
    """Where the disk stays full the answer is kept in one's own folder, and its name is the last word."""
    lay_out(disk, FILES)
    with Driven(disk, *START, "--step", "issue", env={"HOME": str(tmp_path)}) as kompas:
        kompas.until(QUESTION)
        ballast = fill_up(disk)
        kompas.type(f"{LONG}\n.")
        kompas.until(QUESTION)
        kompas.type("2")
        assert kompas.end() == 1
    (kept,) = tmp_path.glob("*.yaml")
    assert str(kept) in kompas.said
    assert_calm(kompas.said)
    ballast.unlink()
    assert process(disk, "session", "start", "school", "--answers", str(kept)).code == 0
    assert LONG.strip() in (disk / "sessions/school/0A.yaml").read_text()


@pytest.mark.parametrize("command", ["init", "block new mijn", "export", "session start --answers a.yaml"])
def test_commands_on_a_full_disk(disk: Path, command: str) -> None:
    """A sentence, exit code 1, and no file that is only half there."""
    text = "session: {title: Nieuw}\n0A: {issue: {text: nieuw}}\n"
    lay_out(disk, {"sessions/school/session.yaml": SESSION, "sessions/school/0A.yaml": "", "a.yaml": text})
    lay_out(disk, {"sessions/school/0A.yaml": FILES["sessions/school/0A.yaml"]})
    before = on_disk(disk)
    fill_up(disk).chmod(0o444)
    ran = process(disk, *command.split())
    assert ran.code == 1, ran.err
    assert "De schijf is vol" in ran.err
    assert_calm(ran.err)
    after = on_disk(disk)
    after.pop("ballast")
    assert after == before


def test_no_room_for_this_answer(workspace: LayOut, tmp_path: Path) -> None:
    """Neither here nor in one's own folder: people are asked until they stop, and nothing is torn."""
    root, home = workspace(FILES), tmp_path / "thuis"
    home.mkdir()
    before = on_disk(root)
    env = {"HOME": str(home)}
    with Driven(root, *START, "--step", "issue", before=partial(_room, 4096), env=env) as kompas:
        kompas.until(QUESTION)
        kompas.type(f"{LONG}\n.")
        assert any(words in kompas.until(QUESTION) for words in FULL)
        for choice, following in (("1", QUESTION), ("2", "Druk op Enter[^\n]*"), ("", QUESTION)):
            kompas.type(choice)
            kompas.until(following)
        kompas.type("3")
        assert kompas.end() == 1
        assert_calm(kompas.said)
    assert on_disk(root) == before
    assert not list(home.glob("*.yaml"))


def test_answers_from_a_file_for_which_there_is_no_room(workspace: LayOut) -> None:
    """--answers says what is wrong; every file is whole, and the same command does the rest later."""
    answers = f"0A: {{issue: {{text: kort}}, joint_issue: {{text: '{LONG}'}}}}\n"
    root = workspace({**FILES, "a.yaml": answers})
    command = ("session", "start", "school", "--answers", "a.yaml")
    ran = process(root, *command, before=partial(_room, 4096))
    assert ran.code == 1
    assert any(words in ran.err for words in FULL)
    assert "Doe het daarna opnieuw" in ran.err
    assert_calm(ran.err)
    assert check(Workspace(root), [], root) == []
    assert process(root, *command).code == 0
    assert load(Workspace(root), "school", catalog()).session.answer("0A", "joint_issue").text == LONG


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["session list", "session show", "check --json", "block list"])
def test_nothing_more_can_be_shown(workspace: LayOut, command: str) -> None:
    """Output into a full disk: a sentence on stderr, exit code 1, and no traceback."""
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kompas", *command.split()],
            cwd=workspace(FILES),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment({}),
            timeout=60,
        )
    assert done.returncode == 1
    told = done.stderr.decode()
    assert "schijf vol" in told
    assert_calm(told)


# No terminal, two windows, and Ctrl-C.


@pytest.mark.parametrize("words", [["session", "start"], ["session", "start", "school", "--step", "issue"]])
def test_no_terminal(workspace: LayOut, words: list[str]) -> None:
    """Where nobody can answer, the message names --answers, and nothing is asked."""
    root = workspace(FILES)
    before = on_disk(root)
    ran = process(root, *words)
    assert ran.code == 1
    assert ran.err.startswith("Hier is geen terminal")
    assert "--answers BESTAND" in ran.err
    assert on_disk(root) == before


def test_a_second_kompas_on_the_same_block(workspace: LayOut) -> None:
    """It hears that the block is open, can do another, and the first one is not disturbed."""
    root = workspace(FILES)
    with Driven(root, *START, "--step", "issue") as first:
        first.until(QUESTION)
        with Driven(root, *START, "--step", "issue") as second:
            told = second.until("Druk op Enter[^\n]*")
            assert "al open" in told
            second.type("")
            assert "Welke bouwsteen?" in second.until(QUESTION)
            second.type("vooraf")
            assert "Wat willen we zelf?" in second.until(QUESTION)
            second.type("Voor elk kind\n.")
            second.until(QUESTION)
        first.type("Van de eerste\n.")
        assert "Heb je anderen nodig?" in first.until(QUESTION)
    session = load(Workspace(root), "school", catalog()).session
    assert session.answer("0A", "issue").text == "Van de eerste"
    assert session.answer("vooraf", "ambition").text == "Voor elk kind"


def test_a_block_is_free_again_after_a_kill(workspace: LayOut) -> None:
    """Nobody has to clear up after a laptop whose battery ran out."""
    root = workspace(FILES)
    with Driven(root, *START, "--step", "issue") as first:
        first.until(QUESTION)
        first.kill()
    with Driven(root, *START, "--step", "issue") as second:
        assert "Om welke kinderen" in second.until(QUESTION)


def test_ctrl_c_stops_with_everything_saved(workspace: LayOut) -> None:
    """Exit code 130, how to go on, and the block is free."""
    root = workspace(FILES)
    with Driven(root, *START, "--step", "issue") as kompas:
        kompas.until(QUESTION)
        kompas.type("Bewaard\n.")
        kompas.until(QUESTION)
        kompas.signal(signal.SIGINT)
        assert kompas.end() == 130
    assert "Alles wat je hebt ingevuld, is bewaard." in kompas.said
    assert "kompas session start school" in kompas.said
    assert_calm(kompas.said)
    assert "Bewaard" in (root / "sessions/school/0A.yaml").read_text()


# Large and difficult.

NAMES = [
    "👩‍👧‍👦 gezin",
    "🏳️‍🌈",
    "مدرسة النور",
    "בית ספר",
    "e\u0301le\u0300ve",
    "Zalgo\u0300\u0301\u0302\u0303",
    "小学校",
    "\u202egespiegeld\u202c",
    "nul\u200bbreed",
    "| pijp | <script>alert(1)</script> [x](javascript:alert(1)) # kop",
    "no",
    "12:30",
    "- streep",
    "{{ 7 * 7 }}",
]


def test_difficult_names(workspace: LayOut) -> None:
    """People, parties and titles with any letters: stored, checked, shown and exported."""
    answers = {
        "session": {
            "title": NAMES[0],
            "issue": NAMES[2],
            "participants": [{"role": name, "name": name, "organisation": name} for name in NAMES],
        },
        "0A": {
            "stakeholders": {"records": [{"id": f"p{at}", "name": name} for at, name in enumerate(NAMES)]}
        },
    }
    root = workspace({"kompas.yaml": "", "a.yaml": json.dumps(answers, ensure_ascii=False)})
    ran = process(root, "session", "start", "--answers", "a.yaml")
    assert ran.code == 0, ran.err
    (id,) = (path.name for path in (root / "sessions").iterdir())
    assert id.isascii()
    session = load(Workspace(root), id, catalog()).session
    names = [normalize("NFC", name) for name in NAMES]
    assert [person.role for person in session.about.participants] == names
    assert len({person.id for person in session.about.participants}) == len(NAMES)
    assert all(person.id.isascii() for person in session.about.participants)
    assert [record["name"] for record in session.answer("0A", "stakeholders").records] == names
    for command in ("check", "session list", "session show", "session status", "export"):
        ran = process(root, *command.split())
        assert ran.code == 0, ran.err
        assert_calm(ran.err)
        assert "\u202e" not in ran.out + ran.err
    sheet = next((root / "sessions" / id / "worksheets").glob("*.md")).read_text()
    assert not re.search(r"(?<!\\)<script>", sheet)


def test_200_participants(workspace: LayOut) -> None:
    """A full hall votes by turn; every score is stored, and what is shown stays readable."""
    people = "".join(f"  - {{id: p{at}, role: rol {at}, perspective: jongeren}}\n" for at in range(200))
    about = f"title: Vol\ncreated: 2026-11-21\nparticipants:\n{people}"
    root = workspace({"sessions/school/session.yaml": about})
    scores = "".join(f"{at % 10 + 1}\n" for at in range(200))
    ran = process(root, *START, "--step", "urgency", stdin=f"1\n{scores}")
    assert ran.code == 130
    (held,) = load(Workspace(root), "school", catalog()).session.answer("0A", "urgency").rounds
    assert [ballot.scores["urgency"] for ballot in held.ballots] == [at % 10 + 1 for at in range(200)]
    assert [ballot.participant for ballot in held.ballots] == [f"p{at}" for at in range(200)]
    assert "10: 20" in ran.err
    for command in ("check", "session show", "session status", "export"):
        assert process(root, *command.split()).code == 0


def test_a_text_of_100_000_characters(workspace: LayOut) -> None:
    """Pasted minutes of a meeting are stored to the last letter, and can be shown and exported."""
    line = "Zij komen te laat, en dan een dag niet. 👩‍👧 'Echt'? "
    pasted = "\n".join([line * 20] * (100_000 // (len(line) * 20) + 1))
    assert len(pasted) > 100_000
    root = workspace(FILES)
    ran = process(root, *START, "--step", "issue", stdin=f"{pasted}\n.\n")
    assert ran.code == 130
    kept = load(Workspace(root), "school", catalog()).session.answer("0A", "issue").text
    assert kept == pasted.rstrip()
    for command in ("check", "session show", "session status", "export"):
        ran = process(root, *command.split())
        assert ran.code == 0, ran.err


def test_pasted_control_characters(workspace: LayOut) -> None:
    """Escape codes, tabs and returns from a clipboard become harmless text; the file stays readable."""
    root = workspace(FILES)
    pasted = "Een\x1b[31m rood\x07\ttab\x00 einde\r\n\x9b2Jtwee\u202e"
    ran = process(root, *START, "--step", "issue", stdin=f"{pasted}\n.\n")
    assert ran.code == 130
    assert "\x1b" not in ran.err
    text = load(Workspace(root), "school", catalog()).session.answer("0A", "issue").text
    assert text.startswith("Een")
    assert "\n" in text
    assert not {"\x1b", "\x07", "\x00", "\x9b"} & set(text)
    assert check(Workspace(root), [], root) == []
