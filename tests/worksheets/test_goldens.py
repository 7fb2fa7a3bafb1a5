"""Worksheets as they are, kept in golden/: `KOMPAS_GOLDEN=1 pytest tests/worksheets` writes them anew.

A change in them must be one that you want people to read.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kompas.session import Session
from tests.worksheets.examples import (
    ABOUT,
    LEARNERS,
    TEACHERS,
    markdown,
    schooluitval,
    sheet_of,
    votes,
)

GOLDEN = Path(__file__).parent / "golden"

POLL: dict[str, Any] = {
    "kind": "poll",
    "statements": [{"id": "v", "text": "Hoe dringend is dit?"}],
    "scale": {"min": 1, "max": 10, "low": "kan wachten", "high": "moet nu"},
}
OPTIONS: dict[str, Any] = {
    "kind": "poll",
    "anonymous": True,
    "statements": [{"id": "a", "text": "Wij doen mee."}, {"id": "b", "text": "Wij leren."}],
    "options": [{"id": "nee", "label": "Nee"}, {"id": "ja", "label": "Ja"}],
}
ROUND: dict[str, Any] = {
    "kind": "round",
    "prompts": [{"id": "a", "text": "Wat zie je?"}, {"id": "b", "text": "Wat wil je?"}],
}
REGISTER: dict[str, Any] = {
    "kind": "register",
    "record": "actie",
    "records": "acties",
    "fields": [
        {"id": "what", "label": "Wat", "quick": True},
        {"id": "who", "label": "Wie", "type": "participant", "quick": True},
        {"id": "date", "label": "Wanneer", "type": "date", "quick": True},
        {"id": "done", "label": "Klaar", "type": "yes_no"},
        {"id": "note", "label": "Toelichting", "type": "long_text"},
        {"id": "hours", "label": "Uren", "type": "number"},
    ],
    "advice": {"min": 3, "max": 9, "why": "Met een paar acties houd je vaart."},
}
CHOICE: dict[str, Any] = {
    "kind": "choice",
    "question": "Wat kies je?",
    "multiple": True,
    "options": [{"id": "een", "label": "Het eerste"}, {"id": "twee", "label": "Het tweede"}],
    "reason": "Waarom?",
}


def _occasion(what: str, given: list[dict[str, Any]], day: str = "2026-11-21", **more: Any) -> dict[str, Any]:
    return {"id": day, "date": day, "method": "typed", what: given, **more}


CASES: dict[str, Callable[[], str]] = {
    "text": lambda: sheet_of({"kind": "text", "question": "Wat zie je?"}, {"text": "Veel.\nEcht.\n\nToch?"}),
    "open": lambda: sheet_of({"kind": "text", "question": "Wat zie je?"}, None),
    "choice": lambda: sheet_of(CHOICE, {"chosen": ["een", "twee"], "reason": "Allebei is nodig."}),
    "poll": lambda: sheet_of(
        POLL,
        {
            "rounds": [
                _occasion("ballots", votes({**LEARNERS, **TEACHERS, "agent": None})),
                _occasion("ballots", votes({**LEARNERS, **dict.fromkeys(TEACHERS, 7)}), "2027-03-03"),
            ]
        },
    ),
    "poll-options": lambda: sheet_of(
        OPTIONS,
        {
            "rounds": [
                _occasion(
                    "ballots",
                    [
                        {"scores": {"a": "ja", "b": "nee"}, "reason": "Zo is het."},
                        {"scores": {"a": "nee", "b": None}, "reason": "Ach."},
                        {"scores": {"a": "ja", "b": "ja"}},
                    ],
                    anonymous=True,
                )
            ]
        },
    ),
    "round": lambda: sheet_of(
        ROUND,
        {
            "rounds": [
                _occasion("contributions", [{"perspective": "ouders", "words": {"a": "Toen dit."}}]),
                _occasion(
                    "contributions",
                    [
                        {"participant": "docent-1", "words": {"a": "Verzuim.", "b": "Tijd.\nEn rust."}},
                        {"participant": "leerling-1", "words": {"b": "Een mentor."}},
                        {"words": {"a": "Niemand weet wie dit zei."}},
                    ],
                    "2027-03-03",
                ),
            ]
        },
    ),
    "register": lambda: sheet_of(
        REGISTER,
        {
            "records": [
                {"id": "a", "what": "Bel | mail", "who": "agent", "date": "2026-12-01"},
                {"id": "b", "what": "Schrijf", "done": "false"},
            ]
        },
    ),
    "register-wide": lambda: sheet_of(
        REGISTER,
        {
            "records": [
                {
                    "id": "a",
                    "what": "Bel",
                    "who": "agent",
                    "date": "2026-12-01",
                    "done": "true",
                    "note": "Eerst dit.\n\nDan dat.",
                    "hours": "3",
                },
                {"id": "b", "what": "Schrijf"},
            ]
        },
    ),
    "vooraf": lambda: markdown(schooluitval(), "vooraf"),
    "0A": lambda: markdown(schooluitval(), "0A"),
    "0B": lambda: markdown(schooluitval(), "0B"),
    "empty": lambda: markdown(Session(id="leeg", about=ABOUT), "0A"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_worksheet_is_as_it_was(name: str) -> None:
    """Each kind, and each block with a worksheet of its own."""
    made, golden = CASES[name](), GOLDEN / f"{name}.md"
    if os.environ.get("KOMPAS_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_the_same_answers_give_the_same_bytes(name: str) -> None:
    """No clock and no chance; the white space is as an editor would leave it."""
    made = CASES[name]()
    assert made == CASES[name]()
    assert made.endswith("\n")
    assert not made.endswith("\n\n")
    assert "\n\n\n" not in made
    assert not any(line != line.rstrip() for line in made.split("\n"))
