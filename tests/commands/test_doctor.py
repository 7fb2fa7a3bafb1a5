"""kompas doctor: is everything here that a meeting needs. It finds everything, whatever is wrong."""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic

import pytest

from kompas.commands.doctor import examined
from kompas.errors import KompasError
from kompas.results import Finding
from tests.made import SESSION
from tests.running import Driven, kompas, process

LayOut = Callable[[Mapping[str, str]], Path]
Capture = pytest.CaptureFixture[str]

NAMES = (
    "Python Venster Tekens Kleuren Werkmap Bewaren Schijf Slot Git Klok Lettertypen PDF Word+en+LibreOffice "
    "Adres Poort"
).split()


def shown(name: str) -> str:
    """The name of a check as people see it."""
    return name.replace("+", " ")


def test_every_check_is_a_line_with_a_word(workspace: LayOut) -> None:
    """In order, with a sign and a word; what can be done stands below it."""
    ran = process(workspace({"sessions/a/session.yaml": SESSION}), "doctor")
    assert ran.code == 0
    lines = [line for line in ran.out.splitlines() if line[:2] in ("✓ ", "! ", "✗ ")]
    assert len(lines) == len(NAMES)
    for line, name in zip(lines, NAMES, strict=True):
        assert line.startswith((f"✓ {shown(name)}: goed. ", f"! {shown(name)}: let op. "))
    assert "- Adres: Test het met een telefoon: kompas doctor --phone" in ran.out
    assert ran.err.strip() == "✓ Alles wat een bijeenkomst nodig heeft, is er."


def test_as_data(workspace: LayOut) -> None:
    """The envelope of every command; every check is there."""
    ran = process(workspace({"sessions/a/session.yaml": SESSION}), "doctor", "--json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert set(told) == {"kompas", "data", "problems"}
    assert told["data"]["ready"] is True
    assert told["problems"] == []
    assert [one["name"] for one in told["data"]["findings"]] == list(map(shown, NAMES))
    assert all(set(one) == {"name", "state", "what", "hint"} for one in told["data"]["findings"])


def test_it_takes_no_time(workspace: LayOut) -> None:
    """Nobody waits for it: everything together within two seconds."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    process(root, "doctor")
    begin = monotonic()
    process(root, "doctor")
    assert monotonic() - begin < 2 * float(os.environ.get("KOMPAS_PATIENCE", "1"))


def test_what_a_meeting_needs_is_missing(workspace: LayOut) -> None:
    """Without Typst there is no PDF: exit code 1, and what to do; the rest is told too."""
    root = workspace({"sessions/a/session.yaml": SESSION, "typst.py": "raise ImportError('stuk')\n"})
    broken = {"PYTHONPATH": f"{root}{os.pathsep}{Path(__file__).parents[2]}"}
    ran = process(root, "doctor", env=broken)
    assert ran.code == 1
    assert "✗ PDF: mis. " in ran.out
    assert ran.err.strip() == "! Let op: Nog niet klaar voor de bijeenkomst: PDF."
    assert "Poort" in ran.out
    assert "- PDF: Installeer kompas opnieuw." in ran.out
    told = json.loads(process(root, "doctor", "--json", env=broken).out)
    assert told["data"]["ready"] is False
    assert [one["what"].split(":")[0] for one in told["problems"]] == ["PDF"]


def test_a_terminal_without_our_signs(workspace: LayOut) -> None:
    """Each state has a word, and a sign of plain letters."""
    ran = process(workspace({}), "doctor", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert ran.code == 0
    assert "OK PDF: goed. " in ran.out
    assert ran.out.isascii()


def test_a_folder_that_is_gone(workspace: LayOut) -> None:
    """Also there: no traceback, but what to do."""
    root = workspace({})
    ran = process(root, "doctor", before=root.rmdir)
    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (KompasError("Dit ging mis.", "Doe dat."), "Dit ging mis."),
        (ModuleNotFoundError("No module named 'x'", name="x"), "onderdeel van kompas: x."),
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (ZeroDivisionError(), "ZeroDivisionError"),
    ],
)
def test_a_check_that_fails_is_a_finding(error: Exception, what: str) -> None:
    """Whatever a check runs into, the others are still done."""

    def check() -> Finding:
        raise error

    found = examined("Iets", check)
    assert (found.name, found.state) == ("Iets", "bad")
    assert what in found.what
    assert found.hint


def test_one_at_a_time(capsys: Capture) -> None:
    """The test with a phone is for people."""
    ran = kompas(capsys, "doctor", "--phone", "--json")
    assert ran.code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_ctrl_c_ends_the_test_with_a_phone(workspace: LayOut) -> None:
    """Within two seconds; exit code 1 as no phone came, 0 when one did (in tests/live/test_network.py)."""
    with Driven(workspace({}), "doctor", "--phone") as driven:
        said = driven.until(r"Ctrl-C stopt\.(.|\n)*")
        assert "http://" in said
        begin = monotonic()
        driven.signal(signal.SIGINT)
        assert driven.end() == 1
        assert monotonic() - begin < 2
        assert "Apparaten die binnenkwamen: 0." in driven.said
        assert "Traceback" not in driven.said
