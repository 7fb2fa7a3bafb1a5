"""The keys do not clash with each other or with typing."""

from kompas.guide.keys import BACK, BEFORE, DONE, ENTER, LATER, MORE, OVERVIEW, STOP, TIPS

ALL = (ENTER, DONE, BACK, TIPS, OVERVIEW, LATER, STOP, MORE, BEFORE)
EDITING = {f"c-{letter}" for letter in "abefhkuwyzj"} | {"tab", "backspace", "delete", "left", "right", "up"}


def test_each_key_does_one_thing() -> None:
    """No key is used twice, and none is needed to edit a text."""
    presses = [press for key in ALL for press in key.presses]
    assert len(presses) == len(set(presses))
    assert not set(presses) & EDITING


def test_every_key_that_a_terminal_or_laptop_may_keep_has_a_second() -> None:
    """F1 opens the help of GNOME Terminal, and PgDn scrolls that of a Mac."""
    assert all(key.second for key in (TIPS, OVERVIEW, LATER, DONE, STOP, MORE, BEFORE))
