"""Worksheets as files."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kompas.app import run
from kompas.errors import WrongUse
from kompas.store import catalog, sessions
from kompas.store.workspace import Workspace
from kompas.worksheets.export import Result, export

LayOut = Callable[[Mapping[str, str]], Path]

ID = "2026-11-21-schooluitval"
FILES = {
    "kompas.yaml": "format: 1\norganisation: Gemeente Waterveen\n",
    f"sessions/{ID}/session.yaml": "format: 1\ntitle: Schooluitval\ncreated: 2026-11-21\n",
    f"sessions/{ID}/0A.yaml": "format: 1\nanswers:\n  issue:\n    text: Ze stoppen.\n",
    f"sessions/{ID}/0B.yaml": "format: 1\nanswers:\n  ambition:\n    text: Iedereen een diploma.\n",
}
TEAM = """\
format: 1
id: wijk
title: In de wijk
purpose: Kijk rond.
steps:
  - {id: see, kind: text, title: Wat zie je?, why: a, how: b, tips: [c], minutes: 5, question: Wat zie je?}
"""


def made(root: Path, *blocks: str, out: Path | None = None) -> list[Result]:
    """Export the session in this folder."""
    workspace = Workspace(root)
    found, problems = catalog.load(workspace)
    assert not problems
    return export(workspace, sessions.load(workspace, ID, found), found, blocks, out)


def test_each_block_with_an_answer_gets_a_worksheet(workspace: LayOut) -> None:
    """In the folder of the session, named after the block; with the organisation of the settings."""
    root = workspace(FILES)
    results = made(root)
    folder = root / "sessions" / ID / "worksheets"
    assert [result.path for result in results] == [folder / "0A.md", folder / "0B.md"]
    assert all(result.complete for result in results)
    text = (folder / "0A.md").read_text(encoding="utf-8")
    assert "Ze stoppen." in text
    assert "Gemeente Waterveen" in text


def test_one_block_by_name(workspace: LayOut, tmp_path: Path) -> None:
    """However it is written, to any folder, also when it has no answer yet."""
    root = workspace(FILES)
    (result,) = made(root, "VOORAF", out=tmp_path / "a" / "b")
    assert result.path == tmp_path / "a" / "b" / "vooraf.md"
    assert result.path.exists()
    with pytest.raises(WrongUse, match="0C"):
        made(root, "0C")


def test_a_second_export_overwrites_only_what_changed(workspace: LayOut) -> None:
    """Also what someone else wrote there: a worksheet can be made again."""
    root = workspace(FILES)
    first, second = (result.path for result in made(root))
    assert first
    assert second
    before = first.stat().st_mtime_ns
    text = second.read_bytes()
    second.write_text("van iemand anders")
    made(root)
    assert first.stat().st_mtime_ns == before
    assert second.read_bytes() == text


def test_a_block_of_the_team_gets_the_standard_worksheet(workspace: LayOut) -> None:
    """Its steps in their order, with their titles."""
    answers = "format: 1\nanswers:\n  see:\n    text: Veel groen.\n"
    root = workspace({**FILES, "blocks/wijk.yaml": TEAM, f"sessions/{ID}/wijk.yaml": answers})
    result = made(root)[-1]
    assert result.path
    assert "## Wat zie je?\n" in result.path.read_text(encoding="utf-8")


def test_a_template_of_the_team_is_used(workspace: LayOut) -> None:
    """For one block, or for the pieces that all worksheets share."""
    root = workspace(
        {
            **FILES,
            "templates/worksheets/0A.md.jinja": "# Wij: {{ part.issue.shown.text }}",
            "templates/steps/text.md.jinja": "{% macro show(part, level) %}Tekst: {{ part.shown.text }}"
            "{% endmacro %}",
        }
    )
    one, other = (result.path for result in made(root))
    assert one
    assert other
    assert one.read_text() == "# Wij: Ze stoppen.\n"
    assert "Tekst: Iedereen een diploma.\n" in other.read_text(encoding="utf-8")


def test_a_broken_template_keeps_no_other_worksheet_back(workspace: LayOut) -> None:
    """It is told with its file and line; what was exported before stays as it was."""
    root = workspace({**FILES, "templates/worksheets/0A.md.jinja": "# Wij\n\n{{ weg }}"})
    folder = root / "sessions" / ID / "worksheets"
    folder.mkdir()
    (folder / "0A.md").write_text("van gisteren")
    broken, fine = made(root)
    assert broken.error
    (problem,) = broken.error.problems
    assert (problem.file, problem.line) == (str(root / "templates/worksheets/0A.md.jinja"), 3)
    assert (folder / "0A.md").read_text() == "van gisteren"
    assert fine.complete


def test_a_file_that_can_not_be_written_is_told(workspace: LayOut) -> None:
    """And the next is made."""
    root = workspace(FILES)
    (root / "sessions" / ID / "worksheets" / "0A.md").mkdir(parents=True)
    broken, fine = made(root)
    assert broken.error
    assert fine.complete


def test_what_could_not_be_read_is_told(workspace: LayOut) -> None:
    """There is a worksheet with the rest, and it is not called complete."""
    answers = "format: 1\nanswers:\n  issue:\n    tekst: Ze stoppen.\n  joint_issue:\n    text: Te laat.\n"
    (result, *_) = made(workspace({**FILES, f"sessions/{ID}/0A.yaml": answers}))
    assert result.path
    assert not result.complete
    assert {problem.line for problem in result.unread} == {4}
    assert "Te laat." in result.path.read_text(encoding="utf-8")


def test_the_command(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Paths go to stdout, talk to stderr, and the exit code says whether all is well."""
    root = workspace(FILES)
    monkeypatch.chdir(root)
    assert run(["export", "school"]) == 0
    shown = capsys.readouterr()
    assert shown.out.split() == [f"sessions/{ID}/worksheets/0A.md", f"sessions/{ID}/worksheets/0B.md"]
    assert shown.err == ""
    (root / "templates/worksheets").mkdir(parents=True)
    (root / "templates/worksheets/0B.md.jinja").write_text("{% if %}")
    assert run(["export", "--block", "0B", "--block", "0a", "--out", "map"]) == 1
    shown = capsys.readouterr()
    assert shown.out.split() == ["map/0A.md"]
    assert "0B.md.jinja:1" in shown.err
    assert run(["export", "--block", "0C"]) == 2
