"""The bar that tells how far a long piece of work is, and leaves nothing behind."""

import io
import os
import sys
from pathlib import Path

import pytest

from kompas import console
from tests.console.test_console import ROOT, Terminal, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pyte, which reads the screen, is not there")

LINES = """
for path in console.progress(["0A.pdf", "0B.pdf", "vooraf.pdf"], "Werkbladen maken"):
    if path == "vooraf.pdf":
        wait()
    console.out(path)
    if path == "0B.pdf":
        console.say("Let op.")
"""
STOPPED = f"""
import time
from kompas import console

def work(wait):{LINES.replace(chr(10), chr(10) + "    ")}

try:
    work(lambda: time.sleep(60))
except KeyboardInterrupt:
    console.say("Gestopt.")
"""


def screen(written: str, columns: int = 80) -> list[str]:
    """What a terminal shows in the end, without the empty lines below it."""
    import pyte

    shown = pyte.Screen(columns, 10)
    pyte.Stream(shown).feed(written)
    return [line.rstrip() for line in shown.display if line.strip()]


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal where talk goes from now on."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    return stream


def test_a_pipe_gets_only_what_was_said() -> None:
    """Nothing of the bar, and every item in order."""
    done = run(f"wait = int\n{LINES}")
    assert done.stdout.decode().split() == ["0A.pdf", "0B.pdf", "vooraf.pdf"]
    assert done.stderr.decode().splitlines() == ["Let op."]


def test_a_terminal_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of how many, and what is worked on."""
    terminal = on_terminal(monkeypatch)
    working = console.progress(["0A.pdf", "0B.pdf"], "Werkbladen maken")
    assert next(working) == "0A.pdf"
    assert screen(terminal.getvalue()) == ["Werkbladen maken  1 van 2  ────────────────  0A.pdf"]
    assert next(working) == "0B.pdf"
    assert screen(terminal.getvalue()) == ["Werkbladen maken  2 van 2  ████████────────  0B.pdf"]
    assert list(working) == []
    assert screen(terminal.getvalue()) == []


def test_what_is_said_takes_the_place_of_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message is whole, and the bar goes on below it."""
    terminal = on_terminal(monkeypatch)
    for one in console.progress([1, 2], "Werk", name=lambda one: f"nummer {one}"):
        console.say(f"Klaar met {one}.")
        if one == 2:
            break
        assert screen(terminal.getvalue().replace("\n", "\r\n")) == ["Klaar met 1."]
    assert screen(terminal.getvalue().replace("\n", "\r\n")) == ["Klaar met 1.", "Klaar met 2."]


def test_an_interrupt_leaves_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it comes in the middle of an item: what is said then, is all there is."""
    terminal = on_terminal(monkeypatch)
    try:
        for _ in console.progress([1, 2], "Werk"):
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        console.say("Gestopt.")
    assert screen(terminal.getvalue().replace("\n", "\r\n")) == ["Gestopt."]


def test_one_item_and_a_dumb_terminal_get_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """One is done before anyone can look, and a dumb terminal cannot go back in its line."""
    terminal = on_terminal(monkeypatch)
    assert list(console.progress([1], "Werk")) == [1]
    monkeypatch.setenv("TERM", "dumb")
    assert list(console.progress([1, 2], "Werk")) == [1, 2]
    assert terminal.getvalue() == ""


def test_a_bar_is_one_line_without_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the name is, and whatever stands in it; so there are no colours to leave out either."""
    terminal = on_terminal(monkeypatch)
    working = console.progress(["\x1b[2J" + "heel\nlang " * 30, "b"], "Werk")
    next(working)
    assert "\x1b" not in terminal.getvalue()
    (line,) = screen(terminal.getvalue())
    assert line.startswith("Werk  1 van 2  ────────────────  heel lang")
    assert line.endswith("…")
    assert list(working) == ["b"]


def test_in_a_real_terminal(tmp_path: Path) -> None:
    """Data, talk and the bar on one screen; Ctrl-C leaves what was printed, and no more."""
    import pexpect

    script = tmp_path / "script.py"
    script.write_text(STOPPED, "utf-8")
    given = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm"}
    child = pexpect.spawn(sys.executable, [str(script)], env=given, dimensions=(24, 40), encoding="utf-8")
    child.logfile_read = written = io.StringIO()
    child.expect("3 van 3")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert screen(written.getvalue(), 40) == ["0A.pdf", "0B.pdf", "Let op.", "Gestopt."]
