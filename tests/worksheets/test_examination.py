"""Whether worksheets can be made is found out by making one."""

import importlib.util
from pathlib import Path

import pytest

from kompas.worksheets import examination
from kompas.worksheets.examination import fonts, office, printing


def test_all_is_well() -> None:
    """Here everything is installed."""
    assert [fonts().state, printing().state, office().state] == ["good", "good", "good"]


def test_no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation that went wrong halfway."""
    monkeypatch.setattr(examination, "folders", lambda: [tmp_path / "letters" / "files"])
    found = fonts()
    assert found.state == "bad"
    assert "letters" in found.what


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Word is an extra: it says how to get it, and all is well without."""
    there = importlib.util.find_spec
    monkeypatch.setattr(examination, "find_spec", lambda name: None if name == "pypandoc" else there(name))
    found = office()
    assert found.state == "good"
    assert "pypandoc" in found.hint
