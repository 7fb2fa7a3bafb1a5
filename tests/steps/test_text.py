"""One text."""

import pytest

from kompas.errors import Problem
from kompas.steps import problems, state, text, understand
from kompas.steps.step import State
from kompas.steps.text import TextAnswer
from tests.packaged import around, step

ISSUE: text.TextStep = step("0A.issue")


@pytest.mark.parametrize("written", ["Te laat.", "regel 1\nregel 2", "", " ", "null", "12:30", "- a"])
def test_any_text_is_an_answer(written: str) -> None:
    """What people wrote is kept letter by letter, and is never wrong."""
    answer, wrong = understand(ISSUE, {"text": written})
    assert (answer, wrong) == (TextAnswer(text=written), [])
    assert problems(ISSUE, TextAnswer(text=written), around()) == []


@pytest.mark.parametrize(("written", "expected"), [("Te laat.", State.DONE), (" \n ", State.OPEN)])
def test_done_once_something_is_written(written: str, expected: State) -> None:
    """Spaces alone are nothing."""
    assert state(ISSUE, TextAnswer(text=written), around()) == expected


def test_a_misspelt_name() -> None:
    """Someone who edits the file sees what is not known; it is not taken for an empty text."""
    answer, wrong = understand(ISSUE, {"tekst": "Te laat."})
    assert answer is None
    assert wrong == [Problem("“tekst” is hier niet bekend.", "Bedoel je “text”?", ("tekst",))]


@pytest.mark.parametrize("data", [{}, {"text": None}])
def test_an_emptied_text_is_no_mistake(data: dict[str, None]) -> None:
    """Whoever takes the words away and leaves `text:` has given no answer yet."""
    assert understand(ISSUE, data) == (TextAnswer(), [])
    assert state(ISSUE, TextAnswer(), around()) == State.OPEN
