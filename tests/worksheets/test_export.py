"""Worksheets as files."""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from kompas.app import run
from kompas.errors import WrongUse
from kompas.store import catalog, sessions
from kompas.store.house import house
from kompas.store.workspace import Workspace
from kompas.worksheets.export import Export, Result
from kompas.worksheets.extract import chosen_blocks
from tests.worksheets.test_pdf import pages

LayOut = Callable[[Mapping[str, str]], Path]

ID = "2026-11-21-schooluitval"
FILES = {
    "kompas.yaml": "format: 1\norganisation: Gemeente Waterveen\n",
    f"sessions/{ID}/session.yaml": "format: 1\ntitle: Schooluitval\ncreated: 2026-11-21\n",
    f"sessions/{ID}/0A.yaml": "format: 1\nanswers:\n  issue:\n    text: Ze stoppen.\n",
    f"sessions/{ID}/0B.yaml": "format: 1\nanswers:\n  ambition:\n    text: Iedereen een diploma.\n",
}
POLL = """\
format: 1
answers:
  urgency:
    rounds:
      - id: a
        date: 2026-11-21
        method: counted
        anonymous: true
        ballots:
          - scores: {urgency: 7}
          - scores: {urgency: 9}
          - scores: {urgency: 9}
"""
TEAM = """\
format: 1
id: wijk
title: In de wijk
purpose: Kijk rond.
steps:
  - {id: see, kind: text, title: Wat zie je?, why: a, how: b, tips: [c], minutes: 5, question: Wat zie je?}
"""


def made(
    root: Path, *blocks: str, out: Path | None = None, formats: Sequence[str] = ("md",), blank: bool = False
) -> list[Result]:
    """Export the session in this folder."""
    workspace = Workspace(root)
    found, problems = catalog.load(workspace)
    assert not problems
    opened = sessions.load(workspace, ID, found)
    making = Export(workspace, found, opened, house(workspace)[0], out=out, blank=blank)
    return [making.make(one) for one in making.documents(chosen_blocks(found, blocks), formats)]


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
    files = ["0A.md", "0A.pdf", "0B.md", "0B.pdf"]
    assert shown.out.split() == [f"sessions/{ID}/worksheets/{file}" for file in files]
    assert shown.err == ""
    (root / "templates/worksheets").mkdir(parents=True)
    (root / "templates/worksheets/0B.md.jinja").write_text("{% if %}")
    wanted = [
        "export",
        "--block",
        "0B",
        "--block",
        "0a",
        "--out",
        "map",
        "--format",
        "md,html",
        "--format",
        "MD",
    ]
    assert run(wanted) == 1
    shown = capsys.readouterr()
    assert shown.out.split() == ["map/0A.md", "map/0A.html"]
    assert shown.err.count("0B.md.jinja:1") == 1
    assert "Niet gemaakt: 0B.md en 0B.html." in shown.err
    assert run(["export", "--block", "0C"]) == 2
    capsys.readouterr()
    assert run(["export", "--format", "doc"]) == 2
    assert "odt, docx" in capsys.readouterr().err


def test_what_is_read_but_cannot_be_right_is_told(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The worksheet has everything, so all is well; but people should know before they print it."""
    one = "{id: r, date: 2026-11-21, method: counted, ballots: [{scores: {urgency: 11}}]}"
    answers = f"answers:\n  urgency:\n    rounds:\n      - {one}\n"
    root = workspace({**FILES, f"sessions/{ID}/0A.yaml": answers})
    monkeypatch.chdir(root)
    assert run(["export", "school", "--format", "md"]) == 0
    assert "In 0A.yaml staa" in (told := capsys.readouterr().err)
    assert "kompas check" in told
    assert "0B.yaml" not in told
    assert run(["export", "school", "--format", "md", "--block", "0B"]) == 0
    assert "0A.yaml" not in capsys.readouterr().err
    assert run(["export", "school", "--format", "md", "--blank"]) == 0
    assert capsys.readouterr().err == ""


def test_blank_worksheets_need_no_session_and_no_workspace(
    workspace: LayOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of every block, in the folder where you are; of a session in its own folder."""
    nowhere = tmp_path / "nergens"
    nowhere.mkdir()
    monkeypatch.chdir(nowhere)
    assert run(["export", "--blank", "--format", "md"]) == 0
    assert capsys.readouterr().out.split() == [
        f"worksheets/{name}-leeg.md" for name in ("vooraf", "0A", "0B", "initiatief", "bijeenkomst")
    ]
    assert {path.name for path in nowhere.iterdir()} == {"worksheets"}
    monkeypatch.chdir(workspace({**FILES, "kompas.yaml": "format: 1\norganisation: Waterveen\n"}))
    assert run(["export", "--blank", "--block", "0B", "--format", "pdf"]) == 0
    assert capsys.readouterr().out.split() == ["worksheets/0B-leeg.pdf"]
    assert run(["export", "school", "--blank", "--block", "0B", "--format", "pdf"]) == 0
    assert capsys.readouterr().out.split() == [f"sessions/{ID}/worksheets/0B-leeg.pdf"]


def test_a_drawing_stands_beside_the_markdown(workspace: LayOut) -> None:
    """Every picture that the Markdown names is there; other formats carry theirs inside."""
    root = workspace({**FILES, f"sessions/{ID}/0A.yaml": POLL})
    results = made(root, "0A", formats=["md", "html", "pdf"])
    folder = root / "sessions" / ID / "worksheets"
    assert [result.path and result.path.name for result in results] == ["0A.md", "0A.html", "0A.pdf"]
    named = re.findall(r"\]\((figures/.*?)\)", (folder / "0A.md").read_text(encoding="utf-8"))
    assert named
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.svg")} == set(named)


def test_a_fault_of_one_document_keeps_no_other_back(workspace: LayOut) -> None:
    """A name that is taken, say: the rest is made."""
    root = workspace(FILES)
    folder = root / "sessions" / ID / "worksheets"
    (folder / "0A.pdf").mkdir(parents=True)
    results = {result.document.file: result for result in made(root, formats=["md", "pdf", "html"])}
    assert [file for file, result in results.items() if not result.complete] == ["0A.pdf"]
    assert "0A.pdf" in str(results["0A.pdf"].error)


def test_a_worksheet_in_use_is_replaced_whole(workspace: LayOut) -> None:
    """Who has the old one open keeps reading that."""
    root = workspace(FILES)
    (first, *_) = made(root, formats=["pdf"])
    assert first.path
    with first.path.open("rb") as reader:
        old = reader.read(100)
        (root / "sessions" / ID / "0A.yaml").write_text("format: 1\nanswers:\n  issue:\n    text: Anders.\n")
        made(root, formats=["pdf"])
        reader.seek(0)
        assert reader.read(100) == old
    assert "Anders." in "".join(pages(first.path.read_bytes()))


def test_a_place_that_is_taken_by_something_else(workspace: LayOut, tmp_path: Path) -> None:
    """A folder, or a pipe with a name, which would keep us waiting for ever."""
    root = workspace(FILES)
    (tmp_path / "0A.pdf").mkdir()
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "0A.html")
    for result in made(root, "0A", out=tmp_path, formats=("pdf", "html") if os.name != "nt" else ("pdf",)):
        assert result.error
        assert result.error.message.endswith(f"{result.document.file} is geen bestand.")


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (ModuleNotFoundError("No module named 'typst'", name="typst"), "kompas ontbreekt of is stuk: typst."),
        (FileNotFoundError(2, "No usable temporary directory"), "kan zijn tijdelijke bestanden niet lezen"),
        (OSError(28, "No space left on device", "/tmp/x"), "kan /tmp/x niet lezen of schrijven."),
    ],
)
def test_what_a_format_misses_keeps_no_other_back(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch, missing: Exception, said: str
) -> None:
    """A package that is gone, or no room for temporary files: told in Dutch, and the rest is made."""

    def fail(*_: object) -> None:
        raise missing

    monkeypatch.setattr("kompas.worksheets.formats.pdf.pdf", fail)
    broken, fine = made(workspace(FILES), "0A", formats=("pdf", "md"))
    assert broken.error
    assert said in broken.error.message
    assert fine.complete
