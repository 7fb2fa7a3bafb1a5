"""Problems as people and as programs see them."""

import pytest

from kompas.errors import Interrupted, KompasError, Problem, WrongUse
from kompas.results import envelope

PROBLEM = Problem("“id” ontbreekt.", "Vul dit aan.", ("records", 0), "0A.yaml", 12, 3)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (PROBLEM, "0A.yaml:12:3: “id” ontbreekt. Vul dit aan."),
        (Problem("“id” ontbreekt.", file="0A.yaml"), "0A.yaml: “id” ontbreekt."),
        (Problem("“id” ontbreekt."), "“id” ontbreekt."),
    ],
)
def test_a_problem_says_where_what_and_what_to_do(problem: Problem, said: str) -> None:
    """An editor can jump to file:line:column; what is not known is left out."""
    assert str(problem) == said


def test_exit_codes() -> None:
    """A script sees the difference between wrong data, wrong use and an interruption."""
    assert (KompasError.exit_code, WrongUse.exit_code, Interrupted.exit_code) == (1, 2, 130)


def test_the_envelope_of_json() -> None:
    """Programs find the data and every problem at fixed places."""
    assert envelope([1], [PROBLEM]) == {
        "kompas": 1,
        "data": [1],
        "problems": [
            {"file": "0A.yaml", "line": 12, "column": 3, "what": "“id” ontbreekt.", "hint": "Vul dit aan."}
        ],
    }
    assert envelope(None) == {"kompas": 1, "data": None, "problems": []}
