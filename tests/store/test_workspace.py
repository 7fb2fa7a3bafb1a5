"""The folder a team works in: found from anywhere inside it, and made ready for git."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kompas.errors import KompasError
from kompas.store.workspace import Workspace, create, find, require, settings
from tests.made import SESSION

LayOut = Callable[[Mapping[str, str]], Path]


@pytest.mark.parametrize(
    "files",
    [
        {"kompas.yaml": ""},
        {"sessions/a/session.yaml": SESSION},
        {"kompas.yaml": "", "sessions/a/session.yaml": SESSION, "blocks/x.yaml": ""},
    ],
)
def test_a_workspace_is_found_from_every_folder_in_it(workspace: LayOut, files: Mapping[str, str]) -> None:
    """It does not matter where in the team's folder people stand."""
    root = workspace({**files, "sessions/a/worksheets/0A.md": ""})
    for here in (root, root / "sessions", root / "sessions/a", root / "sessions/a/worksheets"):
        found = find(here)
        assert found
        assert found.root == root


def test_a_folder_with_empty_sessions_is_a_workspace(tmp_path: Path) -> None:
    """Git does not keep empty files, but a person may have made the folder."""
    (tmp_path / "sessions").mkdir()
    assert find(tmp_path) == Workspace(tmp_path)


def test_no_workspace_is_told_with_what_to_do(tmp_path: Path) -> None:
    """The message names the command that makes one."""
    assert find(tmp_path) is None
    with pytest.raises(KompasError) as raised:
        require(tmp_path)
    assert "kompas init" in raised.value.hint


def test_a_new_workspace_is_ready_for_git(tmp_path: Path) -> None:
    """Locks, drafts and exports stay out of git; answers go in, with the same line ends everywhere."""
    create(tmp_path)
    local = tmp_path / ".kompas" / "a.json"
    local.write_text("{}")
    for name in ("session.yaml", "worksheets/0A.md", "kept/0A.yaml", ".0A.yaml.x.tmp"):
        path = tmp_path / "sessions/a" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x: y\n")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=tmp_path, check=True, capture_output=True
    )
    assert listed.stdout.decode().split() == [
        ".gitattributes",
        ".gitignore",
        "LEESMIJ.md",
        "kompas.yaml",
        "sessions/a/kept/0A.yaml",
        "sessions/a/session.yaml",
    ]
    attributes = subprocess.run(
        ["git", "check-attr", "eol", "sessions/a/session.yaml"], cwd=tmp_path, check=True, capture_output=True
    )
    assert attributes.stdout.decode().strip().endswith("eol: lf")


def test_what_is_there_already_stays(tmp_path: Path) -> None:
    """Making a workspace twice, or in a folder with files, changes none of them."""
    (tmp_path / ".gitignore").write_text("van ons\n")
    made = create(tmp_path, "Gemeente Meerdam")
    assert sorted(path.name for path in made) == [".gitattributes", "LEESMIJ.md", "kompas.yaml"]
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert create(tmp_path, "Anders") == []
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert (tmp_path / ".gitignore").read_text() == "van ons\n"


@pytest.mark.parametrize("name", ["Gemeente Meerdam", "no", "12:30", "# 1: 'De' \"Boeg\"", "👩‍👧 בית ספר"])
def test_the_organisation_comes_back(tmp_path: Path, name: str) -> None:
    """Whatever the organisation is called, that is what kompas reads back."""
    create(tmp_path, name)
    found, problems = settings(Workspace(tmp_path))
    assert found.organisation == name
    assert problems == []


def test_settings_that_cannot_be_read_do_not_stop_anyone(workspace: LayOut) -> None:
    """The usual settings count, and the problem is there to be told."""
    for text in ("organisation: [a", "format: 8\n", "organisation:\n  naam: x\n"):
        found, problems = settings(Workspace(workspace({"kompas.yaml": text})))
        assert found.organisation == ""
        assert problems
        assert all(problem.line for problem in problems)


def test_a_workspace_cannot_be_made_in_a_file(tmp_path: Path) -> None:
    """What cannot be a folder is told, without a traceback."""
    (tmp_path / "bestand").write_text("")
    with pytest.raises(KompasError, match="kan niet gemaakt worden"):
        create(tmp_path / "bestand")
