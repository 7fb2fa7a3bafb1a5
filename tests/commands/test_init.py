"""kompas init: a workspace, and nothing that was there is touched."""

from pathlib import Path

import pytest

from tests.running import kompas

Capture = pytest.CaptureFixture[str]


def test_a_workspace_in_this_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """What was made is data, what to do next is talk; and all of it is right."""
    monkeypatch.chdir(tmp_path)
    ran = kompas(capsys, "init", "--organisation", "Gemeente Meerdam")
    assert ran.code == 0
    assert {Path(line).name for line in ran.out.splitlines()} == {
        ".gitattributes",
        ".gitignore",
        "LEESMIJ.md",
        "kompas.yaml",
    }
    assert "kompas session start" in ran.err
    assert kompas(capsys, "check").err == "Alles klopt.\n"
    settings = (tmp_path / "kompas.yaml").read_text("utf-8")
    assert settings.startswith("format: 1\norganisation: Gemeente Meerdam\n\n# Jullie huisstijl")


def test_a_workspace_in_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The folder is made where it was not there yet."""
    monkeypatch.chdir(tmp_path)
    assert kompas(capsys, "init", "team/nieuw").code == 0
    assert (tmp_path / "team/nieuw/sessions").is_dir()


def test_twice_is_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """The second time nothing is made, and that is said."""
    monkeypatch.chdir(tmp_path)
    kompas(capsys, "init")
    (tmp_path / "LEESMIJ.md").write_text("van ons\n")
    ran = kompas(capsys, "init")
    assert (ran.code, ran.out) == (0, "")
    assert "al een werkmap" in ran.err
    assert (tmp_path / "LEESMIJ.md").read_text() == "van ons\n"


def test_a_folder_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A sentence, and exit code 1."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bestand").write_text("")
    ran = kompas(capsys, "init", "bestand")
    assert ran.code == 1
    assert "kan niet gemaakt worden" in ran.err
