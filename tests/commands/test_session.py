"""kompas session: begun, found, listed and shown, for people and for programs."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kompas.live.room import Gave, Given, encoded
from kompas.store.journal import Journal, place
from kompas.store.workspace import Workspace
from tests.journals import HEADER
from tests.made import SESSION
from tests.running import environment, kompas, process

LayOut = Callable[[Mapping[str, str]], Path]
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch

SCHOOL = "sessions/2026-11-21-schooluitval/session.yaml"
LONELY = "sessions/2026-12-01-eenzaam/session.yaml"
ANSWERS = """\
answers:
  issue:
    text: Zij komen te laat
  stakeholders:
    records:
      - id: boeg
        name: De Boeg
        domain: onderwijs
  urgency:
    rounds:
      - id: r1
        date: 2026-11-28
        method: typed
        ballots:
          - participant: mentor
            scores: {urgency: 8}
"""
TWO = {
    SCHOOL: SESSION,
    SCHOOL.replace("session.yaml", "0A.yaml"): ANSWERS,
    LONELY: SESSION.replace("schooluitval", "eenzaamheid"),
}


def test_all_sessions(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """One line each, the oldest first."""
    monkeypatch.chdir(workspace(TWO))
    ran = kompas(capsys, "session", "list")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "2026-11-21-schooluitval  Samen tegen schooluitval",
        "2026-12-01-eenzaam  Samen tegen eenzaamheid",
    ]
    assert ran.err == ""


def test_all_sessions_as_data(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """With what a program wants to know, and the problems beside it."""
    monkeypatch.chdir(workspace({**TWO, "sessions/kapot/session.yaml": "titel: [\n"}))
    ran = kompas(capsys, "session", "list", "--json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert found["data"][0] == {
        "id": "2026-11-21-schooluitval",
        "title": "Samen tegen schooluitval",
        "issue": "schooluitval",
        "created": "2026-11-21",
        "status": "open",
        "participants": 2,
    }
    assert found["data"][2] == {"id": "kapot"}
    assert [problem["line"] for problem in found["problems"]] == [1]


def test_a_broken_session_stands_in_the_list(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """It is named, the others too, and what is wrong is told beside the data."""
    monkeypatch.chdir(workspace({**TWO, "sessions/2026-11-30-kapot/session.yaml": "titel: [\n"}))
    ran = kompas(capsys, "session", "list")
    assert [line.split(" ")[0][11:] for line in ran.out.splitlines()] == ["schooluitval", "kapot", "eenzaam"]
    assert "kan niet gelezen worden" in ran.out
    assert "kapot/session.yaml:1:" in ran.err


def test_one_session(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """Found by any part of its name; its answers in words that people read."""
    monkeypatch.chdir(workspace(TWO) / "sessions")
    ran = kompas(capsys, "session", "show", "UITVAL")
    assert ran.code == 0
    for words in (
        "Samen tegen schooluitval",
        "Zij komen te laat",
        "De Boeg",
        "Onderwijs",
        "28 november 2026",
    ):
        assert words in ran.out


def test_one_session_as_data(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """What the files hold; what cannot be read is among the problems."""
    root = workspace({**TWO, SCHOOL.replace("session.yaml", "vooraf.yaml"): "answers: {ambition: x}\n"})
    monkeypatch.chdir(root)
    found = json.loads(kompas(capsys, "session", "show", "school", "--json").out)
    assert found["kompas"] == 1
    assert found["data"]["id"] == "2026-11-21-schooluitval"
    assert found["data"]["created"] == "2026-11-21"
    assert found["data"]["answers"]["0A"]["urgency"]["rounds"][0]["ballots"][0]["scores"] == {"urgency": 8}
    assert [problem["what"] for problem in found["problems"]] == ["Hier horen namen met een waarde."]


def test_how_far_a_session_is(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """What is done, what is missing, what is next; for people and for programs."""
    monkeypatch.chdir(workspace(TWO))
    ran = kompas(capsys, "session", "status", "school")
    assert ran.code == 0
    assert "jongeren" in ran.out.lower()
    assert "Volgende stap: " in ran.out
    found = json.loads(kompas(capsys, "session", "status", "school", "--json").out)["data"]
    states = {step["id"]: step["state"] for block in found["blocks"] for step in block["steps"]}
    assert states["issue"] == "done"
    assert states["stakeholders"] == "partly"
    assert states["urgency"] == "partly"
    assert states["ambition"] == "open"
    assert found["next"]["block"] == "vooraf"
    assert found["last_day"] == "2026-11-28"
    assert any("jongeren" in text.lower() for text in found["missing"])


def test_problems_are_counted(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """What is understood but cannot be right does not just count as done."""
    wrong = ANSWERS.replace("urgency: 8", "urgency: 11")
    about = SESSION.replace("perspective: ouders", "perspective: ouder")
    monkeypatch.chdir(workspace({SCHOOL: about, SCHOOL.replace("session.yaml", "0A.yaml"): wrong}))
    ran = kompas(capsys, "session", "status")
    assert ran.code == 0
    assert "staan 2 problemen. Bekijk het met: kompas check" in ran.err
    found = json.loads(kompas(capsys, "session", "status", "--json").out)
    assert len(found["problems"]) == 2
    monkeypatch.chdir(workspace(TWO))
    assert "probleem" not in kompas(capsys, "session", "status", "eenzaam").err


def test_a_round_by_phone_that_is_open_is_told(
    workspace: LayOut, monkeypatch: Patch, capsys: Capture
) -> None:
    """With how to go on, also while another kompas holds it; by check too, and for a program."""
    root = workspace(TWO)
    monkeypatch.chdir(root)
    path = place(Workspace(root), HEADER.session, HEADER.block, HEADER.step)
    held = Journal.create(path, HEADER)
    held.append([encoded(Gave("een", Given("ouders", {"open": 4})))])
    before = path.read_bytes()
    told = (
        "Bij 0B, Kunnen we op elkaar bouwen?, staat nog een telefoonronde open: 1 antwoord. "
        "Ga verder met: kompas live 2026-11-21-schooluitval 0B.trust"
    )
    assert told in " ".join(kompas(capsys, "session", "status", "school").out.split())
    assert "telefoonronde" not in kompas(capsys, "session", "status", "eenzaam").out
    found = json.loads(kompas(capsys, "session", "status", "school", "--json").out)["data"]
    assert found["phone_rounds"] == [{"block": "0B", "step": "trust", "answers": 1}]
    ran = kompas(capsys, "check")
    assert ran.code == 0
    assert told in " ".join(ran.err.split())
    assert path.read_bytes() == before
    held.close()


def test_a_day_that_has_yet_to_come_is_asked_about(
    workspace: LayOut, monkeypatch: Patch, capsys: Capture
) -> None:
    """A year that was typed wrong would stand on every worksheet."""
    later = ANSWERS.replace("2026-11-28", "2999-11-28")
    monkeypatch.chdir(workspace({SCHOOL: SESSION, SCHOOL.replace("session.yaml", "0A.yaml"): later}))
    told = " ".join(kompas(capsys, "session", "status").out.split())
    assert "De laatste dag in deze sessie is 28 november 2999. Dat moet nog komen. Klopt dat?" in told


@pytest.mark.parametrize("command", ["show", "status"])
def test_no_such_session(workspace: LayOut, monkeypatch: Patch, capsys: Capture, command: str) -> None:
    """None, or more than one that fits: wrong use, with what can be named."""
    monkeypatch.chdir(workspace(TWO))
    none = kompas(capsys, "session", command, "overgewicht")
    assert (none.code, none.out) == (2, "")
    assert "Er is geen sessie die past bij “overgewicht”." in none.err
    several = kompas(capsys, "session", command, "2026")
    assert (several.code, several.out) == (2, "")
    assert "2026-11-21-schooluitval, 2026-12-01-eenzaam" in several.err
    unnamed = kompas(capsys, "session", command)
    assert (unnamed.code, unnamed.out) == (2, "")
    assert "kompas session list" in unnamed.err


def test_the_only_session_need_not_be_named(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """There is nothing to choose."""
    monkeypatch.chdir(workspace({SCHOOL: SESSION}))
    assert "Samen tegen schooluitval" in kompas(capsys, "session", "show").out
    assert "Samen tegen schooluitval" in kompas(capsys, "session", "status").out


def test_no_sessions_yet(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """An empty workspace is no error for a list; for the rest people hear how to begin."""
    monkeypatch.chdir(workspace({"kompas.yaml": ""}))
    assert kompas(capsys, "session", "list") == (0, "", "")
    assert json.loads(kompas(capsys, "session", "list", "--json").out)["data"] == []
    for command in ("show", "status"):
        ran = kompas(capsys, "session", command)
        assert ran.code == 2
        assert "kompas session start" in ran.err


@pytest.mark.parametrize("command", [["list"], ["show"], ["status"], ["start", "--answers", "x.yaml"]])
def test_no_workspace(tmp_path: Path, monkeypatch: Patch, capsys: Capture, command: list[str]) -> None:
    """The message names the command that makes one; nothing is made."""
    monkeypatch.chdir(tmp_path)
    ran = kompas(capsys, "session", *command)
    assert (ran.code, ran.out) == (1, "")
    assert "kompas init" in ran.err
    assert not list(tmp_path.iterdir())


def test_answers_from_a_file(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """Stored without a question; a second file goes into the same session."""
    root = workspace({"kompas.yaml": "", "een.yaml": "session: {title: T, issue: eenzaam}\n"})
    monkeypatch.chdir(root)
    ran = kompas(capsys, "session", "start", "--answers", "een.yaml")
    assert ran.code == 0
    (made,) = (root / "sessions").iterdir()
    assert f"Opgeslagen in sessie {made.name}." in ran.err
    (root / "twee.yaml").write_text("0A: {issue: {text: no}}\n")
    assert kompas(capsys, "session", "start", "eenzaam", "--answers", "twee.yaml").code == 0
    assert (made / "0A.yaml").read_text() == "format: 1\nanswers:\n  issue:\n    text: 'no'\n"


def test_wrong_answers_from_a_file(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """Every mistake with its line, exit code 1, and nothing is written."""
    root = workspace({SCHOOL: SESSION, "fout.yaml": "0A:\n  issue: tekst\n  signals: []\n"})
    monkeypatch.chdir(root)
    ran = kompas(capsys, "session", "start", "school", "--answers", "fout.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "Er is niets opgeslagen." in ran.err
    assert "fout.yaml:2:3: " in ran.err
    assert "fout.yaml:3:3: " in ran.err
    assert [path.name for path in (root / SCHOOL).parent.iterdir()] == ["session.yaml"]


def test_without_a_terminal_the_way_round_is_named(
    workspace: LayOut, monkeypatch: Patch, capsys: Capture
) -> None:
    """Where nobody can answer, people hear of --answers and --accessible."""
    monkeypatch.chdir(workspace({SCHOOL: SESSION}))
    ran = kompas(capsys, "session", "start", "school")
    assert ran.code == 1
    assert "--answers BESTAND" in ran.err
    assert "--accessible" in ran.err


@pytest.mark.parametrize(
    ("option", "says"),
    [(["--block", "0Z"], "De bouwsteen “0Z” ken ik niet."), (["--step", "urgentie"], "Bedoel je “urgency”?")],
)
def test_a_place_that_is_not_there(
    workspace: LayOut, monkeypatch: Patch, capsys: Capture, option: list[str], says: str
) -> None:
    """A block or step that was typed wrong is wrong use."""
    monkeypatch.chdir(workspace({SCHOOL: SESSION}))
    ran = kompas(capsys, "session", "start", "school", "--accessible", *option)
    assert ran.code == 2
    assert says in ran.err


def test_the_accessible_way_works_from_a_pipe(workspace: LayOut) -> None:
    """Begun at a step, answered in lines, and stopped by the end of the input with 130."""
    root = workspace({SCHOOL: SESSION})
    ran = process(
        root,
        *("session", "start", "school", "--accessible", "--step", "issue"),
        stdin="Zij komen\nte laat\n.\n",
    )
    assert ran.code == 130
    assert "Gestopt. Alles wat je hebt ingevuld, is bewaard." in ran.err
    assert "Heb je anderen nodig?" in ran.err
    text = (root / SCHOOL).with_name("0A.yaml").read_text()
    assert text == "format: 1\nanswers:\n  issue:\n    text: |-\n      Zij komen\n      te laat\n"


def test_a_reader_that_has_seen_enough(workspace: LayOut) -> None:
    """`kompas session list | head -1` gives one line, and no noise."""
    root = workspace({f"sessions/2026-{number:05}/session.yaml": SESSION for number in range(2000)})
    done = subprocess.run(
        [f"{sys.executable} -m kompas session list | head -1"],
        shell=True,
        cwd=root,
        env=environment({}),
        capture_output=True,
        timeout=60,
    )
    assert done.stdout == b"2026-00000  Samen tegen schooluitval\n"
    assert done.stderr == b""


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}])
def test_a_pipe_gets_plain_text(workspace: LayOut, env: Mapping[str, str]) -> None:
    """No colours and no escape codes where a program or a file reads."""
    ran = process(workspace(TWO), "session", "status", "school", env=env)
    assert ran.code == 0
    assert "\x1b" not in ran.out + ran.err


def test_a_terminal_without_colour(workspace: LayOut) -> None:
    """With NO_COLOR a real terminal shows no colours, and the same words."""
    pexpect = pytest.importorskip("pexpect")
    shown = {}
    for colour in ("", "1"):
        env = environment({"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "40", "NO_COLOR": colour})
        if not colour:
            del env["NO_COLOR"]
        child = pexpect.spawn(
            sys.executable,
            ["-m", "kompas", "session", "status", "school"],
            cwd=str(workspace(TWO)),
            env=env,
            encoding="utf-8",
            dimensions=(40, 80),
            timeout=30,
        )
        child.expect(pexpect.EOF)
        child.close()
        shown[colour] = child.before
    colours = re.compile(r"\x1b\[(?:\d+;)*3\d[;m]")
    assert colours.search(shown[""])
    assert not colours.search(shown["1"])
    assert "Volgende stap" in shown["1"]


def test_a_terminal_that_cannot_show_our_letters(workspace: LayOut) -> None:
    """An old terminal shows what comes nearest; kompas does not fall over."""
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    root = workspace({SCHOOL: SESSION.replace("Samen", "Één 👩‍👧 “samen”")})
    done = subprocess.run(
        [sys.executable, "-m", "kompas", "session", "show"],
        cwd=root,
        env={**environment(env), "PATH": os.environ["PATH"]},
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert b'Een ??? "samen"' in done.stdout
    assert b"Traceback" not in done.stderr
