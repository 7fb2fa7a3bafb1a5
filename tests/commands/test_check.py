"""kompas check: data on stdout, talk on stderr, and an exit code for whoever runs it in a pipeline."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.made import SESSION
from tests.running import kompas, process
from tests.store.test_checking import MISTAKES, expected

LayOut = Callable[[Mapping[str, str]], Path]
Capture = pytest.CaptureFixture[str]


def test_every_problem_is_a_line(workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """file:line:column: what, and what to do; an editor can jump there."""
    monkeypatch.chdir(workspace(MISTAKES))
    ran = kompas(capsys, "check")
    assert ran.code == 1
    lines = ran.out.splitlines()
    for place, start in expected(MISTAKES):
        assert any(line.startswith(f"{place} {start}") for line in lines), (place, start)
    assert ran.err == f"Problemen: {len(lines)}.\n"


def test_as_data(workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """The envelope has the same problems, with their places apart."""
    monkeypatch.chdir(workspace(MISTAKES))
    lines = kompas(capsys, "check").out.splitlines()
    ran = kompas(capsys, "check", "--json")
    assert ran.code == 1
    assert ran.err == ""
    found = json.loads(ran.out)
    assert found["kompas"] == 1
    assert found["data"] is None
    assert set(found) == {"kompas", "data", "problems"}
    told = [
        f"{one['file']}:{one['line']}:{one['column']}: {one['what']} {one['hint']}".strip()
        for one in found["problems"]
    ]
    assert told == lines


def test_nothing_wrong(workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A clean workspace gives no data and exit code 0."""
    monkeypatch.chdir(workspace({"sessions/a/session.yaml": SESSION}))
    assert kompas(capsys, "check") == (0, "", "Alles klopt.\n")
    ran = kompas(capsys, "check", "--json")
    assert ran.code == 0
    assert json.loads(ran.out) == {"kompas": 1, "data": None, "problems": []}


def test_only_what_is_named(workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Files and folders, also from inside the workspace."""
    monkeypatch.chdir(workspace(MISTAKES) / "sessions")
    ran = kompas(capsys, "check", "c", "b/0B.yaml")
    assert {line.split(":")[0] for line in ran.out.splitlines()} == {
        "b/0B.yaml",
        "c/0A.yaml",
        "c/session.yaml",
    }


def test_what_is_not_there(workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A path that was typed wrong is no clean bill of health, nor is one of elsewhere."""
    monkeypatch.chdir(workspace({"sessions/a/session.yaml": SESSION}))
    for path in ("nergens", "/dev/null"):
        ran = kompas(capsys, "check", path)
        assert (ran.code, ran.out) == (2, "")
        assert path in ran.err


def test_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Where there is nothing to check, people hear how to make a workspace."""
    monkeypatch.chdir(tmp_path)
    ran = kompas(capsys, "check")
    assert ran.code == 1
    assert "kompas init" in ran.err


def test_file_names_of_strangers_do_nothing_to_the_terminal(workspace: LayOut) -> None:
    """Escape codes in a name or a value are shown as harmless signs."""
    wrong = 'answers:\n  urgency:\n    rounds: [{id: r, date: "\\e[31mrood", method: typed}]\n'
    root = workspace({"sessions/a/session.yaml": SESSION, "sessions/\x1b[2Jb/session.yaml": "titel: x\n"})
    (root / "sessions/a/0A.yaml").write_text(wrong)
    ran = process(root, "check")
    assert ran.code == 1
    assert "\x1b" not in ran.out + ran.err
