"""A whole meeting typed in a real terminal, with everything a person would see and press."""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.guide.meeting import FIVE, on_disk
from tests.guide.terminal import ENTER, ESC, F2, F3, ctrl

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix pseudo-terminal"),
]

ROOT = Path(__file__).parents[2]
SIZES = [(80, 24), (60, 24)]
PATIENCE = 15  # seconds
URGENT = "Hoe dringend vind jij het"


class Window:
    """kompas in a terminal of some size: keys go in, and the screen can be looked at."""

    def __init__(self, folder: Path, columns: int, rows: int, *arguments: str) -> None:
        import pexpect
        import pyte

        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        self._child: Any = pexpect.spawn(
            sys.executable,
            ["-m", "kompas", "session", "start", *arguments],
            cwd=str(folder),
            env={**environment, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
            dimensions=(rows, columns),
            encoding="utf-8",
        )
        self._child.delaybeforesend = None
        self.seen: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self._child.send(key)

    def text(self) -> str:
        """What is on the screen now."""
        self._read()
        return "\n".join(line.rstrip() for line in self._screen.display)

    def words(self) -> str:
        """The same as running text, however it is wrapped."""
        return " ".join(self.text().split())

    def shows(self, wanted: str, *keys: str) -> str:
        """Wait until the screen shows this, then press these keys; gives the screen as it was."""
        until = time.monotonic() + PATIENCE
        while wanted not in self.words():
            assert time.monotonic() < until, f"{wanted!r} is not on the screen:\n{self.text()}"
            time.sleep(0.01)
        screen = self.text()
        self.seen.append(screen)
        self.press(*keys)
        return screen

    def ends(self) -> int:
        """Wait until kompas ends; gives its exit code."""
        import pexpect

        self._child.expect(pexpect.EOF, timeout=PATIENCE)
        self._stream.feed(self._child.before)
        self._child.close()
        code: int = self._child.exitstatus
        return code

    def kill(self) -> None:
        """End it at once, as when the power goes."""
        self._child.kill(signal.SIGKILL)
        self._child.wait()

    def close(self) -> None:
        self._child.close(force=True)

    def _read(self) -> None:
        import pexpect

        try:
            while not self._child.closed:
                self._stream.feed(self._child.read_nonblocking(65536, timeout=0.02))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def kompas(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Starts `kompas session start` in an empty folder, or again in the same one."""
    opened: list[Window] = []

    def start(*arguments: str) -> Window:
        opened.append(Window(tmp_path, *request.param, *arguments))
        return opened[-1]

    yield start
    for window in opened:
        window.close()


def make_session(window: Window) -> None:
    """From an empty folder to the menu of blocks, with five people at the table."""
    window.shows("Zal ik hier een werkmap maken?", "j")
    window.shows("Om welk vraagstuk gaat het", "Schooluitval" + ENTER)
    window.shows("Hoe noemen jullie deze samenwerking?", "Samen tegen schooluitval" + ENTER)
    window.shows("Welke organisatie nodigt uit?", "Gemeente Waterhoven" + ENTER)
    for count, (role, perspective) in enumerate(FIVE.items()):
        window.shows(f"{count} deelnemer" if count else "Typ één deelnemer per regel")
        window.press(f"{role}, , {perspective}{ENTER}")
    window.shows("5 deelnemers", ENTER)


def to_the_poll(window: Window) -> None:
    """0A, from the issue to the way in which the urgency is asked."""
    window.shows("Welke bouwsteen?", "2", ENTER)
    window.shows("Om welke kinderen of jongeren gaat het")
    window.press("Leerlingen stoppen.", ENTER, "Elk jaar 40.", ctrl("s"))
    window.shows("Hebben jullie andere partijen nodig", "3", ENTER)
    window.shows("Waarom kiezen jullie dit?", "Samen is beter." + ctrl("s"))
    window.shows("Eerste partij toevoegen", F3)
    window.shows("Eerste groep toevoegen", F3)
    window.shows("Hoe haal je de antwoorden op?", ENTER)


def answers(folder: Path, block: str = "0A") -> Any:
    """What stands in the file of a block."""
    (path,) = folder.glob(f"sessions/*/{block}.yaml")
    return on_disk(path)["answers"]


def whole(screen: str, columns: int) -> None:
    """Nothing sticks out, and the keys stand whole at the bottom."""
    assert all(len(line) <= columns for line in screen.splitlines())
    keys = " ".join(screen.rstrip().splitlines()[-2:])
    in_a_step = (*("Esc terug", "F2 overzicht", "F3 later"),) if " · stap " in screen else ()
    for key in ("F1", "Ctrl-C stop", *in_a_step):
        assert key in keys


def test_a_meeting_from_an_empty_folder_to_a_pause(kompas: Any, tmp_path: Path) -> None:
    """Welcome, workspace, people, 0A to the poll, back, a jump, Ctrl-C, and on at that very person."""
    window: Window = kompas()
    make_session(window)
    to_the_poll(window)
    hidden = []
    for turn, score in (("1 van 5: mentor", "7"), ("2 van 5: leerling", "3")):
        window.shows(turn, score)
        hidden.append(window.shows("•"))
        window.press(ENTER)
    assert not any(re.search(r"^\s*> *[73]", screen, re.MULTILINE) for screen in hidden)

    window.shows("3 van 5: moeder", ESC)
    window.shows("2 van 5: leerling", "4", ENTER)
    window.shows("3 van 5: moeder", F2)
    window.shows("Overzicht")
    assert "✓ Het vraagstuk (klaar)" in window.words()
    assert "~ Hoe dringend is dit? (deels)" in window.words()
    window.press("1", ENTER)
    window.shows("Elk jaar 40.", F2)
    window.shows("Waar wil je heen?", "5", ENTER)
    window.shows("Tot dan blijven de scores verborgen.", ENTER)
    window.shows("1 van 3: moeder", ctrl("c"))
    assert window.ends() == 130
    assert "Gestopt. Alles wat je hebt ingevuld, is bewaard." in window.words()
    ballots = answers(tmp_path)["urgency"]["rounds"][0]["ballots"]
    assert [one["scores"]["urgency"] for one in ballots] == ["7", "4"]

    again: Window = kompas()
    again.shows("Welke sessie?", ENTER)
    again.shows("Verder bij 0A: Hoe dringend is dit?", ENTER)
    again.shows("Nog 3 te gaan.", ENTER)
    for place, (role, score) in enumerate((("moeder", "8"), ("wethouder", "?"), ("jongerenwerker", "9")), 1):
        again.shows(f"{place} van 3: {role}")
        assert "mediaan" not in again.text()
        again.press(score, ENTER)
    again.shows("Het midden (mediaan) is 7,5.", ENTER)
    again.shows("Houd een nieuwe ronde", F2)
    again.shows("Overzicht", "1", "4", ENTER)
    assert again.ends() == 0
    assert "Alles is bewaard." in again.words()
    for screen in (*window.seen[1:], *again.seen):
        whole(screen, again._screen.columns)
