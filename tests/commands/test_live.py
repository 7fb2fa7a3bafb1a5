"""A round by phone with the real server: alone and in a conversation, stopped, killed and gone on with."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.guide.terminal import ENTER, ctrl
from tests.guide.test_terminal import Window
from tests.made import SESSION
from tests.running import Driven, environment, kompas

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="reads a pipe as only Unix can")

LayOut = Callable[[Mapping[str, str]], Path]
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch

FILES = {"sessions/school/session.yaml": SESSION, "kompas.yaml": "format: 1\n"}
LIVE = ("live", "urgency", "--accessible")
KEYS = r"Enter: lees opnieuw hoe het ervoor staat\."
RESULT = "b: beamer(\nk: kaartjes kiezen)?\n\nEnter: [^\n]*"


class Phone:
    """A phone that follows the address on the screen; it comes in by loopback."""

    def __init__(self, said: str) -> None:
        found = re.search(r"http://[\d.]+:(\d+)/([0-9a-z]{8})", said)
        assert found, f"there is no address in:\n{said}"
        self.origin, self.path = f"http://127.0.0.1:{found[1]}", f"/{found[2]}"
        page = httpx.get(self.origin + self.path, trust_env=False)
        assert page.status_code == 200
        self.cookies = dict(page.cookies)

    def gives(self, **answers: object) -> int:
        """Send the form; gives the status."""
        fields = {f"answer-{id}": str(answer) for id, answer in answers.items()} | {"perspective": "ouders"}
        headers = {"origin": self.origin, "cookie": "; ".join("=".join(one) for one in self.cookies.items())}
        return httpx.post(self.origin + self.path, data=fields, headers=headers, trust_env=False).status_code


def in_file(root: Path, step: str = "urgency") -> Any:
    """The last round in the file."""
    return yaml.safe_load((root / "sessions/school/0A.yaml").read_text("utf-8"))["answers"][step]["rounds"][
        -1
    ]


def journals(root: Path) -> list[Path]:
    """What is left of rounds that are being held."""
    return list(root.rglob("*.journal"))


def test_a_round_that_is_killed_halfway(workspace: LayOut) -> None:
    """The next start has every answer, and the same address, so that phones come back by themselves."""
    root = workspace(FILES)
    with Driven(root, *LIVE) as first:
        phones = [Phone(first.until(KEYS)) for _ in range(4)]
        assert [phone.gives(urgency=score) for phone, score in zip(phones, (9, 8, 7), strict=False)] == [
            303
        ] * 3
        first.kill()
    with Driven(root, *LIVE) as again:
        assert "Geantwoord: 3" in again.until(KEYS)
        assert phones[3].gives(urgency=2) == 303
        again.type("")
        assert "Geantwoord: 4" in again.until(KEYS)
        again.type("s")
        again.until("Typ ja of nee.")
        again.type("ja")
        said = again.until(RESULT)
        assert "De ronde is dicht en bewaard: 4 antwoorden." in said
        assert phones[3].gives(urgency=9) >= 400
        again.type("t")
        assert "mediaan" in again.until("Druk op Enter om verder te gaan.")
        again.type("")
        again.until(RESULT)
        again.type("")
        assert again.end() == 0
    assert sorted(ballot["scores"]["urgency"] for ballot in in_file(root)["ballots"]) == [2, 7, 8, 9]
    assert journals(root) == []


def test_ctrl_c_leaves_the_round_open(workspace: LayOut) -> None:
    """Soon, with what to do; the next conversation begins with it."""
    root = workspace(FILES)
    with Driven(root, *LIVE) as first:
        assert Phone(first.until(KEYS)).gives(urgency=9) == 303
        began = time.monotonic()
        first.signal(signal.SIGINT)
        assert first.end() == 130
        assert time.monotonic() - began < 2
        assert "De ronde staat nog open: 1 antwoord." in first.said
    with Driven(root, "session", "start", "school", "--accessible") as again:
        told = "Bij 0A, Hoe dringend is dit?, staat nog een telefoonronde open: 1 antwoord."
        assert told in again.until("Typ een nummer van 1 tot en met .*")


def test_a_round_that_is_left_is_told(workspace: LayOut) -> None:
    """With the command that goes on with it."""
    root = workspace(FILES)
    with Driven(root, *LIVE) as first:
        assert Phone(first.until(KEYS)).gives(urgency=9) == 303
        first.type(":terug")
        first.until("Typ een nummer van 1 tot en met .*")
        first.type("2")
        assert first.end() == 0
        assert "Ga verder met: kompas live school 0A.urgency" in first.said


def test_words_are_cards(workspace: LayOut) -> None:
    """A round of talk, with one card on paper; the projector gets what the facilitator lets through."""
    root = workspace(FILES)
    with Driven(root, "live", "school", "0A.signals", "--accessible") as live:
        said = live.until(KEYS)
        phone = Phone(said)
        assert phone.gives(noticed="Jan is stom.") == 303
        live.type("b")
        (secret,) = re.findall(r"http://127\.0\.0\.1:\d+/\S+", live.until("Druk op Enter om verder te gaan."))
        live.type("")
        live.until(KEYS)
        for typed, prompt in (
            ("p", r"Typ een nummer van 1 tot en met .*"),
            ("ouders", r"Enter zonder tekst: overslaan\."),
            ("Het is druk.", r"Enter zonder tekst: overslaan\."),
            ("", r"Typ een nummer van 1 tot en met .*"),
            ("1", KEYS),
            ("k", "Typ ja of nee."),
            ("ja", "Typ de nummers .*"),
        ):
            live.type(typed)
            heard = live.until(prompt)
        (number,) = re.findall(r"(\d)\. Jan is stom\.", heard)
        for typed, prompt in ((number, KEYS), ("s", "Typ ja of nee."), ("ja", RESULT)):
            live.type(typed)
            live.until(prompt)
        assert httpx.get(f"{secret}/picture", trust_env=False).status_code == 404
        live.type("t")
        live.until("Druk op Enter om verder te gaan.")
        picture = httpx.get(f"{secret}/picture", trust_env=False).text
        assert "Het is druk." in picture
        assert "Jan" not in picture
        live.type("")
        live.until(RESULT)
        live.type("")
        assert live.end() == 0
    round = in_file(root, "signals")
    assert round["on_paper"] == 1
    assert len(round["contributions"]) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nergens",), "De stap “nergens” is hier niet."),
        (("0A.issue",), "Bij de stap “issue” kunnen mensen niet met hun telefoon antwoorden."),
        (("school", "0A", "urgency"), "Geef een sessie en een stap."),
        (("scho",), "“scho” is een sessie. Zeg ook bij welke stap."),
        (("school", "0A"), "“0A” is een bouwsteen. Zeg ook welke stap."),
        (("school", "5"), "De stap “5” is hier niet."),
        ((), "kompas live --help"),
    ],
)
def test_what_cannot_be_held(
    workspace: LayOut, monkeypatch: Patch, capsys: Capture, words: tuple[str, ...], told: str
) -> None:
    """Is told, with what can; nothing is opened for it."""
    monkeypatch.chdir(workspace(FILES))
    ran = kompas(capsys, "live", *words, "--accessible")
    assert ran.code == 2
    assert told in ran.err


def test_a_step_that_can_be_held_is_named(workspace: LayOut, monkeypatch: Patch, capsys: Capture) -> None:
    """Where somebody asked for another one."""
    monkeypatch.chdir(workspace(FILES))
    assert (
        "Met telefoons kan het bij: urgency, cooperation, signals."
        in kompas(capsys, "live", "issue", "--accessible").err
    )


def test_the_step_is_looked_at_before_the_terminal(
    workspace: LayOut, monkeypatch: Patch, capsys: Capture
) -> None:
    """And what is said without one is what this command can do."""
    monkeypatch.chdir(workspace(FILES))
    ran = kompas(capsys, "live", "school", "5")
    assert (ran.code, "terminal" in ran.err) == (2, False)
    ran = kompas(capsys, "live", "school", "urgency")
    assert ran.code == 1
    assert "--accessible" in ran.err
    assert "--answers" not in ran.err


def test_the_server_costs_nothing_until_it_is_needed() -> None:
    """A conversation without phones loads nothing of it."""
    code = (
        "import sys, kompas.commands.session, kompas.commands.phones, kompas.guide.start; print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment({}), capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert not loaded & {"starlette", "uvicorn", "segno", "psutil", "jinja2", "webbrowser"}
    assert "kompas.live.hall" not in ran.stdout.split()


@pytest.mark.terminal
@pytest.mark.parametrize("size", [(80, 24), (60, 24)])
def test_a_round_on_the_full_screen(workspace: LayOut, size: tuple[int, int]) -> None:
    """The code is on the screen, the counts follow, and Ctrl-C and a new start lose nothing."""
    root = workspace(FILES)
    here = ("school", "--step", "urgency")
    window = Window(root, *size, *here)
    try:
        window.shows("Met telefoons", "3", ENTER)
        screen = window.shows("In de zaal: 0")
        assert screen.count("▀▀▀▀▀") >= 3
        assert "s sluiten" in screen
        phones = [Phone(screen) for _ in range(3)]
        assert [phone.gives(urgency=score) for phone, score in zip(phones, (9, 9, 2), strict=True)] == [
            303
        ] * 3
        window.shows("Geantwoord: 3", ctrl("c"))
        assert window.ends() == 130
        assert "De ronde staat nog open: 3 antwoorden." in window.words()
    finally:
        window.close()
    window = Window(root, *size, *here)
    try:
        window.shows("Ga verder met de telefoonronde: 3 antwoorden", ENTER)
        window.shows("Geantwoord: 3", "s")
        window.shows("Ronde sluiten met 3 antwoorden?", "j")
        hidden = window.shows("Alles is nog verborgen", "t")
        assert "mediaan" not in hidden
        window.shows("◄ midden", ENTER)
        window.shows("De beamer laat het zien.", ENTER)
        window.shows("Ronde 1: 3 keer geantwoord.", ctrl("c"))
        assert window.ends() == 130
    finally:
        window.close()
    assert len(in_file(root)["ballots"]) == 3
    assert journals(root) == []
