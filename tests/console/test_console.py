"""What reaches stdout and stderr, through a pipe, an old code page and a terminal."""

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kompas import console
from kompas.view import Heading, Note, Para

ROOT = Path(__file__).parents[2]
PIPE = subprocess.PIPE


def run(code: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a few lines of Python that print with the console, in a process of their own."""
    setup = "import sys; from kompas import console; from kompas.view import *\n"
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, "-c", setup + code], env=given, capture_output=True, check=False)


def test_data_goes_to_stdout_and_talk_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe gets the data only."""
    console.out("regel", Heading("Kop"), Para("Tekst"))
    console.say(Note("Bewaard.", "good"))
    assert capsys.readouterr() == ("regel\nKop\nTekst\n", "✓ Bewaard.\n")


def test_a_text_is_one_line_however_long(capsys: pytest.CaptureFixture[str]) -> None:
    """A path can be copied whole."""
    console.out("x" * 300)
    assert capsys.readouterr().out == "x" * 300 + "\n"


def test_text_is_cleaned_on_its_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A name from a file cannot steer the terminal."""
    console.out("\x1b[2JAnna")
    assert capsys.readouterr().out == "Anna\n"


def test_a_pipe_does_not_pay_for_colours() -> None:
    """Neither rich nor the tables of wide characters are loaded for plain Dutch text."""
    done = run("console.out(Heading('Één'), Table(('a',), (('“b” – c…',),))); print([*sys.modules])")
    assert b"kompas.console" in done.stdout
    assert b"'rich" not in done.stdout
    assert b"'wcwidth" not in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "latin-1"])
def test_no_sign_can_stop_an_old_console(encoding: str) -> None:
    """What the encoding does not have is replaced by what comes nearest."""
    done = run("console.out(Note('“één” 🎓 ✓ …', 'good'), '漢', Para('‘x’ – €'))", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout.decode(encoding).startswith("OK ")


def test_json_survives_an_old_console() -> None:
    """Data for programs loses nothing."""
    done = run("console.out_json({'a': 'é漢🎓'})", PYTHONIOENCODING="cp1252")
    assert json.loads(done.stdout) == {"a": "é漢🎓"}


def test_letters_lose_their_accents_before_they_are_lost() -> None:
    """Dutch stays readable without accents and curly quotes."""
    done = run("console.out('“Zoë” zei: één…')", PYTHONIOENCODING="ascii")
    assert done.stdout == b'"Zoe" zei: een...\n'


@pytest.mark.skipif(os.name == "nt", reason="closes a pipe the way Unix does")
def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    """`kompas … | head -1` ends quietly, however much was still to come."""
    code = "from kompas import console\nwhile True: console.out('regel ' * 20)"
    command = ["/bin/sh", "-c", f'"{sys.executable}" -c "{code}" | head -1']
    given = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=given, capture_output=True, check=False, timeout=60)
    assert done.stdout.startswith(b"regel")
    assert done.stderr == b""


def test_json_is_data_and_never_a_command_for_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Dutch stays readable, what could steer a terminal is escaped, and dates are written as in the files."""
    console.out_json({"naam": "Zoë\x9b31m\u202e\x7f", "datum": date(2026, 11, 21)})
    out = capsys.readouterr().out
    assert "Zoë\\u009b31m\\u202e\\u007f" in out
    assert json.loads(out) == {"naam": "Zoë\x9b31m\u202e\x7f", "datum": "2026-11-21"}


def test_json_refuses_what_it_cannot_write() -> None:
    """An object that is no data is our mistake, and should be found."""
    with pytest.raises(TypeError):
        console.out_json({"a": object()})


def test_whoever_has_the_screen_leaves_before_anything_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """A message is never painted over."""
    left: list[str] = []
    console.hold(lambda: left.append(capsys.readouterr().err))
    try:
        console.say("bericht")
    finally:
        console.hold(None)
    assert left == [""]
    assert capsys.readouterr().err == "bericht\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    """What a warning looks like on a terminal with these variables."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    for name, value in {"TERM": "xterm", "NO_COLOR": "", "COLORTERM": "", **environment}.items():
        monkeypatch.setenv(name, value)
    console.say(Note("[b]Ouders[/b] ontbreken.", "warn"))
    return stream.getvalue()


def test_a_terminal_gets_bold_and_few_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sign and its word stand out; the text, with what looks like markup, is as it was written."""
    text = shown(monkeypatch)
    assert "\x1b[1;33m! Let op:\x1b[0m [b]Ouders[/b] ontbreken." in text


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold may stay, colours may not."""
    text = shown(monkeypatch, NO_COLOR="1")
    assert "33m" not in text
    assert "! Let op:" in text


def test_a_dumb_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code at all, and so no full screen either."""
    assert shown(monkeypatch, TERM="dumb") == "! Let op: [b]Ouders[/b] ontbreken.\n"
    assert not console.has_screen()
