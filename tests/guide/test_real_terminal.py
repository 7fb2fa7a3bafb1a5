"""The full screen in a pseudo-terminal, with everything that only a real one does."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.guide.terminal import DOWN, ENTER, ESC, ctrl, pasted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix pseudo-terminal")

ROOT = Path(__file__).parents[2]
SCRIPT = """
from kompas import console
from kompas.guide.dialogue import *
from kompas.guide.screen import ScreenDialogue
page = Page("0A", "Titel")
with ScreenDialogue() as dialogue:
    try:
        given = [dialogue.line(page, Line("Wie?")), dialogue.text(page, Text("Wat?"))]
        given.append(dialogue.pick(page, Pick("Welke?", (Choice("a", "Aap"), Choice("b", "Beer")))))
        console.say(repr(given))
    except Move as move:
        console.say(type(move).__name__, move.typed)
"""


@pytest.fixture
def spawned() -> Iterator[Any]:
    """The script in a terminal that began with flow control and echo, as a shell has it."""
    import pexpect

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "NO_COLOR": "1"}
    command = f"stty ixon echo; {sys.executable} -c '{SCRIPT}'; stty -a; echo KLAAR"
    child = pexpect.spawn("/bin/sh", ["-c", command], dimensions=(24, 80), env=environment, encoding="utf-8")
    child.delaybeforesend = None
    yield child
    child.close(force=True)


def test_answers_come_back_and_the_terminal_is_as_it_was(spawned: Any) -> None:
    """Ctrl-S is not swallowed by flow control, an arrow is no Esc, and afterwards all is as before."""
    spawned.expect("Wie")
    spawned.send(pasted("Anna\nde Boer") + ENTER)
    spawned.expect("nieuwe regel")  # only what differs is drawn, so "Wat?" is not sent whole
    spawned.send("een" + ENTER + "twee" + ctrl("s"))
    spawned.expect("Aap")
    spawned.send(DOWN)
    time.sleep(0.3)
    spawned.send(ENTER)
    spawned.expect("KLAAR")
    assert "['Anna de Boer', 'een\\ntwee', 'b']" in spawned.before
    settings = spawned.before.rpartition("speed")[2].split()
    assert {"ixon", "echo", "icanon", "isig"} <= set(settings)


def test_escape_feels_immediate(spawned: Any) -> None:
    """It is soon clear that nothing else follows; what was typed comes along."""
    spawned.expect("Wie")
    spawned.send("An")
    spawned.expect("An")
    begin = time.perf_counter()
    spawned.send(ESC)
    spawned.expect("Back")
    assert time.perf_counter() - begin < 0.5
    spawned.expect("An")


def test_an_escape_sequence_may_come_in_two_pieces(spawned: Any) -> None:
    """A slow connection that splits an arrow key for a moment does not send people back."""
    spawned.expect("Wie")
    spawned.send("Ana\x1b")
    time.sleep(0.01)
    spawned.send("[Dn" + ENTER)
    spawned.expect("nieuwe regel")
    spawned.send(ctrl("c"))
    spawned.expect("Stop")


def test_a_smaller_window_is_drawn_anew(spawned: Any) -> None:
    """The page follows the size of the window at once."""
    spawned.expect("─{76}")
    spawned.setwinsize(20, 40)
    spawned.expect("[^─]─{38}[^─]")
    spawned.send(ctrl("c"))
    spawned.expect("Stop")
