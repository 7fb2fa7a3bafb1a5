"""The power goes while phones answer: what anybody was told is kept is there, and nothing counts twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

from kompas.live.room import Gave, Room, decoded, replay
from kompas.store.journal import Journal
from tests.live.kill import PHONES, number

ROOT = Path(__file__).parents[2]
KILLS = 25


def killed(path: Path, seconds: float) -> list[str]:
    """Hold the round, kill it this long after the first acknowledgement; returns all acknowledgements."""
    command = [sys.executable, "-m", "tests.live.kill", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        first = child.stdout.readline()
        time.sleep(seconds)
        child.kill()
        said = first + child.stdout.read()
    assert child.returncode
    return said.splitlines()


def found(path: Path) -> tuple[Room, list[str]]:
    """What the next start finds: the room, and everything that was ever written, as it is acknowledged."""
    ours = Journal.open(path)
    ours.close()
    entries = decoded(ours.lines)
    given = [f"{entry.device} {entry.given.values['number']}" for entry in entries if isinstance(entry, Gave)]
    return replay(entries), given


def test_killed_under_load(tmp_path: Path) -> None:
    """At any moment, time after time: every acknowledged answer is there, once, and the last one counts."""
    path = tmp_path / "live" / "x.journal"
    moments = random.Random(4)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        acknowledged += killed(path, moments.uniform(0, 0.15))
        room, written = found(path)
        assert len({*written}) == len(written)
        assert not {*acknowledged} - {*written}
        assert len(room.givens) <= PHONES
        for line in acknowledged:
            device, sent = line.split()
            assert number(room, device) >= int(sent)
    assert len(acknowledged) > 20 * KILLS
    assert len(room.givens) == PHONES
