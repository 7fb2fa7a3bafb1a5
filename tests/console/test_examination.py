"""What is told of a terminal before the meeting."""

import os
import sys
from io import BytesIO, TextIOWrapper

import pytest

from kompas.console import examination
from kompas.console.examination import colours, letters, window

Monkey = pytest.MonkeyPatch


@pytest.mark.parametrize(
    ("columns", "lines", "state"), [(80, 24, "good"), (79, 24, "warn"), (99, 23, "warn")]
)
def test_the_size(monkeypatch: Monkey, columns: int, lines: int, state: str) -> None:
    """In less than 80 by 24 it works, with more scrolling."""
    monkeypatch.setattr(examination, "has_screen", lambda: True)
    monkeypatch.setattr("os.get_terminal_size", lambda *given: os.terminal_size((columns, lines)))
    found = window()
    assert found.state == state
    assert f"{columns} tekens breed en {lines} regels hoog" in found.what


def test_no_terminal() -> None:
    """The test runs in a pipe: there is another way."""
    found = window()
    assert found.state == "warn"
    assert "--accessible" in found.hint


@pytest.mark.parametrize(("encoding", "state"), [("utf-8", "good"), ("cp1252", "warn"), ("ascii", "warn")])
def test_the_encoding(monkeypatch: Monkey, encoding: str, state: str) -> None:
    """Without UTF-8 the names of people are shown otherwise."""
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(BytesIO(), encoding))
    found = letters()
    assert found.state == state
    assert encoding in found.what


def test_without_colours(monkeypatch: Monkey) -> None:
    """That is a choice, and no problem."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert colours().state == "good"
    assert "NO_COLOR" in colours().what
