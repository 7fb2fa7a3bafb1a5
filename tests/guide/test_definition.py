"""A building block as it is shown to whoever wants to know what it asks."""

from typing import Any

import msgspec

from kompas.block import Block, Extract
from kompas.console import render
from kompas.guide.definition import described
from kompas.steps.rules import Rows
from kompas.view import Facts
from tests.evening import STEPS
from tests.packaged import CATALOG


def test_a_step_says_whether_phones_can_answer() -> None:
    """Who prepares a meeting sees at which steps it can, and at no others."""
    for block in CATALOG.blocks.values():
        of_steps = [view.pairs for view in described(block) if isinstance(view, Facts)]
        can = [("met telefoons", "kan") in facts for facts in of_steps[1:][: len(block.steps)]]
        assert can == [step.phone for step in block.steps]
    assert any(step.phone for block in CATALOG.blocks.values() for step in block.steps)


def told(*steps: Any, **more: Any) -> str:
    """What is said of a block with these steps."""
    block = Block(format=1, id="avond", title="De avond", purpose="Samen.", steps=steps, **more)
    return " ".join(" ".join(render(described(block), 0, plain=True)).split())


def test_a_list_says_what_it_can_do() -> None:
    """A programme, groups, and a harvest that phones fill in."""
    assert "Loopt iets uit, dan schuift de rest mee." in told(STEPS["programme"])
    assert "kompas deelt de deelnemers in" in told(STEPS["tables"])
    rows = Rows(source="themes", field="theme")
    harvest = msgspec.structs.replace(STEPS["tables"], groups=None, rows=rows, phone=True)
    assert "Begint met een thema voor elke rij van themes." in told(harvest)
    assert "Met telefoons kiest wie schrijft eerst voor welke rij." in told(harvest)
    assert "telefoons" not in told(msgspec.structs.replace(harvest, phone=False))
    for words in ("een tijd", "deelnemers", "een deelnemer"):
        assert words in told(STEPS["programme"], STEPS["tables"])


def test_a_decision_says_how_it_comes_about() -> None:
    """What can be answered, with which text it begins, and what an open objection means."""
    shown = told(STEPS["proposal"], STEPS["decision"])
    assert "een besluit met consent" in shown
    assert "“geen bezwaar”, “een zorg” en “een bezwaar”" in shown
    assert "begint met de tekst van proposal" in shown
    assert "Zo lang er een bezwaar open staat" in shown


def test_extracts_are_named_as_they_are_made() -> None:
    """With the name that kompas export takes."""
    brief = Extract(id="brief", title="De brief", steps=("proposal", "decision"))
    shown = told(STEPS["proposal"], STEPS["decision"], extracts=(brief,))
    assert "avond-brief" in shown
    assert "De brief (stappen: proposal en decision)" in shown
    assert "Ook als apart stuk" not in told(STEPS["proposal"])
