"""The kinds that phones answer."""

from kompas import steps
from kompas.live.kinds import KINDS


def test_what_is_said_of_a_kind_is_so() -> None:
    """A definition may ask for phones exactly where there is a page for them."""
    assert {kind for kind in steps.KINDS if kind.phones_answer} == KINDS.keys()
