"""Halls for tests, and phones that come in. As a program: a hall that is served until it is killed.

    python -m tests.live.halls FOLDER

says where it is, and then does what each line of its input says; every line it prints is JSON.
"""

import json
import random
import socket
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Self

import httpx

from kompas.live.desk import Draw
from kompas.live.hall import Hall
from kompas.live.kinds import Gathered
from kompas.live.room import Given
from kompas.steps.consent import ConsentStep
from kompas.steps.field import Field
from kompas.steps.poll import PollRound, PollStep, Scale, Statement
from kompas.steps.register import RegisterStep
from kompas.steps.round import Prompt, RoundStep
from kompas.steps.rules import Rows
from kompas.steps.step import Step, Surroundings
from kompas.store.workspace import Workspace

HERE = "127.0.0.1"
PATIENCE = 5.0  # seconds: a busy computer may take that long to say something
DAY = date(2026, 11, 21)
ASKED: Any = {"why": "Daarom.", "how": "Zo.", "tips": (), "minutes": 5, "phone": True}
POLL = PollStep(
    id="urgency",
    title="Hoe dringend is dit?",
    statements=(Statement(id="urgency", text="Hoe dringend vind jij dit?"),),
    scale=Scale(min=1, max=10, low="helemaal niet", high="heel erg"),
    **ASKED,
)
TALK = RoundStep(
    id="signals", title="Wat zie jij?", prompts=(Prompt(id="seen", text="Wat zie jij?"),), **ASKED
)
PROPOSAL = ConsentStep(id="decision", title="Doen we dit?", question="Kun jij hiermee verder?", **ASKED)
HARVEST = RegisterStep(
    id="harvest",
    title="Wat neem je mee?",
    record="thema",
    records="thema's",
    rows=Rows(source="themes", field="theme"),
    fields=(
        Field(id="theme", label="Thema", type="row", of="themes", explanation="Over welk thema ging het?"),
        Field(id="now", label="Hoe staat het ervoor", type="long_text", quick=True),
        Field(id="who", label="Wie kan helpen", type="text", quick=True),
    ),
    **ASKED,
)
TEXT = "Elke school heeft een vaste mentor.\nDe gemeente betaalt de eerste twee jaar."
AROUND = Surroundings(
    block="0A",
    perspectives={"ouders": "Ouders", "onderwijs": "Onderwijs"},
    texts={"decision": TEXT},
    rows={"0A.themes": {"wonen": "Wonen", "sport": "Sport en spel"}},
)


def plain(one: Gathered) -> str:
    """A picture for the wall that shows everything it gets."""
    return f"<p>{[str(voice) for voice in one.voices]}</p>"


def opened(
    root: Path,
    step: Step = POLL,
    draw: Draw = plain,
    round_id: str = "r1",
    day: date = DAY,
    around: Surroundings = AROUND,
) -> Hall:
    """A hall at an address of this computer alone."""
    workspace = Workspace(root)
    return Hall.open(
        workspace, "school", "0A", step, around, round_id, day, draw, host=HERE, ports=_some_ports()
    )


def _some_ports() -> list[int]:
    """Ports that nobody is likely to want, also not for a connection that goes out."""
    return random.sample(range(20_000, 32_000), 5)


class Phone(httpx.Client):
    """A browser that has the page."""

    def __init__(self, hall: Hall) -> None:
        self.origin, _, code = hall.url.rpartition("/")
        super().__init__(base_url=self.origin, timeout=10, trust_env=False, verify=False)
        self.path = f"/{code}"

    def __enter__(self) -> Self:
        super().__enter__()
        self.first = self.get(self.path)
        return self

    def send_form(self, fields: Mapping[str, str], **headers: str) -> httpx.Response:
        """Send the form as a browser does, without a script."""
        return self.post(self.path, data=dict(fields), headers={"origin": self.origin, **headers})

    def score(self, score: object, reason: str = "") -> httpx.Response:
        fields = {"answer-urgency": str(score), "perspective": "ouders", "reason": reason}
        return self.send_form(fields, accept="application/json")

    def say(self, words: str) -> httpx.Response:
        return self.send_form({"answer-seen": words, "perspective": "ouders"}, accept="application/json")

    def react(self, reaction: str, reason: str = "", perspective: str = "-") -> httpx.Response:
        fields = {"answer-response": reaction, "answer-reason": reason, "perspective": perspective}
        return self.send_form(fields, accept="application/json")

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"{self.path}/state").json()
        return found


def scores(hall: Hall) -> list[int]:
    """What was given in the round so far, from low to high."""
    one = hall.round()
    assert isinstance(one, PollRound)
    return sorted(int(ballot.scores["urgency"] or 0) for ballot in one.ballots)


def port(hall: Hall) -> int:
    """Where it listens."""
    return int(hall.url.rsplit(":", 1)[1].partition("/")[0])


def heard(connection: socket.socket, seconds: float = 5) -> bytes:
    """Everything that comes until the other side closes, or is silent this long after it began."""
    connection.settimeout(max(seconds, PATIENCE))
    found = b""
    try:
        while piece := connection.recv(1 << 16):
            found += piece
            connection.settimeout(seconds)
    except (TimeoutError, ConnectionResetError):
        pass
    return found


def raw(hall: Hall, request: bytes, seconds: float = 1) -> bytes:
    """What comes back to these bytes."""
    with socket.create_connection((HERE, port(hall))) as connection:
        connection.sendall(request)
        return heard(connection, seconds)


def _told(hall: Hall, word: str) -> object:
    match word:
        case "full" | "free":
            _disk(1 if word == "full" else -1)
        case "trouble":
            return hall.trouble
        case "answered":
            return hall.counts().answered
        case "add":
            hall.add(Given(values={"urgency": 3}))
        case "close" | "show" | "stop":
            getattr(hall, word)()
    return None


def _disk(most: int) -> None:
    """Have the system take no files that are larger; -1 is without end."""
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, -1))


def _serve(root: Path) -> None:
    hall = opened(root)
    say({"url": hall.url, "projector": hall.projector_url, "resumed": hall.resumed})
    for line in sys.stdin:
        try:
            say(_told(hall, line.strip()))
        except Exception as error:
            say({"error": str(error)})


def say(what: object) -> None:
    """Print it as a line of JSON."""
    print(json.dumps(what), flush=True)  # noqa: T201


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
