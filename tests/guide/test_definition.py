"""A building block as it is shown to whoever wants to know what it asks."""

from kompas.guide.definition import described
from kompas.view import Facts
from tests.packaged import CATALOG


def test_a_step_says_whether_phones_can_answer() -> None:
    """Who prepares a meeting sees at which steps it can, and at no others."""
    for block in CATALOG.blocks.values():
        of_steps = [view.pairs for view in described(block) if isinstance(view, Facts)][1:]
        can = [("met telefoons", "kan") in facts for facts in of_steps]
        assert can == [step.phone for step in block.steps]
    assert any(step.phone for block in CATALOG.blocks.values() for step in block.steps)
