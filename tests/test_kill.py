"""Whenever kompas is killed, at most the answer that was being given is lost."""

import random
import re
import sys
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from difflib import unified_diff
from pathlib import Path
from pprint import pformat
from typing import Any

import pytest

from kompas.store.checking import check
from kompas.store.reading import read
from kompas.store.workspace import Workspace
from tests.running import Driven, process

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes that can be waited for")

LayOut = Callable[[Mapping[str, str]], Path]

KILLS = 40
PEOPLE = 9
SESSION = "format: 1\ntitle: Samen\nissue: school\ncreated: 2026-11-21\nparticipants:\n" + "".join(
    f"  - {{id: p{number}, role: rol {number}, perspective: onderwijs}}\n" for number in range(PEOPLE)
)

ISSUE, NEEDED = "Het vraagstuk", "Heb je anderen nodig?"
PARTIES, URGENCY, SIGNALS = "Wie horen er aan tafel?", "Hoe dringend is dit?", "Wat zie jij gebeuren?"
PROMPT = (
    r"Typ een nummer van 1 tot en met \d+\.(?: Enter is: [^\n]*)?|alleen een punt[^\n]*"
    r"|Druk op Enter[^\n]*|Enter zonder tekst: \w+\.|weet ik niet\.(?: Enter: overslaan\.)?"
)

State = dict[str, Any]


def on_disk(root: Path) -> State:
    """What the files hold of the four steps that are answered here."""
    path = root / "sessions/school/0A.yaml"
    data: Any = read(path).data if path.exists() else {}
    answers = data.get("answers", {})
    rounds = {id: answers.get(id, {}).get("rounds", []) for id in ("urgency", "signals")}
    return {
        "issue": answers.get("issue", {}).get("text", ""),
        "parties": [
            {key: value for key, value in record.items() if key != "id"}
            for record in answers.get("stakeholders", {}).get("records", [])
        ],
        "urgency": [[ballot["scores"]["urgency"] for ballot in one["ballots"]] for one in rounds["urgency"]],
        "signals": [[said["words"] for said in one["contributions"]] for one in rounds["signals"]],
    }


class Facilitator:
    """Someone who types answers, and knows after each which ones must be on the disk."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self.chance = root, chance
        self.stored = on_disk(root)
        self.coming = self.stored
        self.place = self.next_place = ISSUE
        self.acknowledged = self.unanswered = self.count = 0
        self.fresh = False
        self.began = 0.0

    def live(self, kompas: Driven, answers: int) -> None:
        """Give some answers, and then one more after which nobody waits for kompas."""
        typed = took = 0.0
        for _ in range(answers + 1):
            screen = kompas.until(PROMPT)
            took = time.monotonic() - typed if typed else 0
            self._shown()
            answer = self._answer(screen)
            typed = time.monotonic()
            kompas.type(answer)
        time.sleep(self.chance.random() * took)

    def after_the_kill(self) -> None:
        """Everything that was acknowledged is there; of the last answer all or nothing."""
        found = on_disk(self.root)
        assert found in (self.stored, self.coming), "\n".join(
            line
            for state in (self.stored, self.coming)
            for line in unified_diff(pformat(state).splitlines(), pformat(found).splitlines(), n=1)
        )
        self.unanswered += self.stored != self.coming
        assert check(Workspace(self.root), [], self.root) == []
        self.stored = self.coming = found
        self.fresh = False

    def _shown(self) -> None:
        """The next question stands there, so the answer before it is safe."""
        self.acknowledged += self.stored != self.coming
        self.stored, self.place = self.coming, self.next_place

    def _answer(self, screen: str) -> str:
        choices = dict(re.findall(r"^(\d+)\. (.*)$", screen, re.MULTILINE))
        asked = [line for line in screen.splitlines() if line]
        if "Waar ga je verder?" in asked:
            (offered,) = (label for label in choices.values() if label.startswith("Verder bij 0A: "))
            self.place = self.next_place = offered.removeprefix("Verder bij 0A: ")
            return "1"
        if "Waar wil je heen?" in asked:
            return self._go(choices)
        if asked[-1].startswith("Druk op Enter"):
            return ""
        if choices:
            return self._choose(asked, choices)
        return self._type(asked)

    def _go(self, choices: Mapping[str, str]) -> str:
        self.next_place = self.chance.choice([ISSUE, PARTIES, URGENCY, SIGNALS])
        return next(number for number, label in choices.items() if self.next_place in label)

    def _choose(self, asked: list[str], choices: Mapping[str, str]) -> str:
        fields = {"Domein": "domain", "Kring nu": "ring_now", "Kring gewenst": "ring_wished"}
        field = next((fields[line] for line in asked if line in fields), None)
        if field:
            values = {"domain": "onderwijs", "ring_now": "meedenken", "ring_wished": "meewerken"}
            self._change(lambda state: state["parties"][-1].update({field: values[field]}))
            return values[field]
        if self.place == NEEDED or self.chance.random() < 0.3:
            return ":overzicht"
        return self._do(choices)

    def _do(self, choices: Mapping[str, str]) -> str:
        """Go on in the menu of a step; a new round only now and then: they are named by the second."""
        wanted = ["partij toevoegen", "Ga verder met", "Om de beurt"]
        if time.monotonic() - self.began > 2:
            wanted += ["Houd een nieuw rondje, om de beurt", "Houd een nieuwe ronde"]
        found = ((number, words) for words in wanted for number, label in choices.items() if words in label)
        number, words = next(found, ("", ""))
        self.fresh = words not in ("partij toevoegen", "Ga verder met", "")
        self.began = time.monotonic() if self.fresh else self.began
        return number or ":overzicht"

    def _type(self, asked: list[str]) -> str:
        if self.chance.random() < 0.05:
            return ":overzicht"
        self.count += 1
        words = f"Antwoord {self.count} 👩‍👧 'no': 12:30 #"
        if self.place == ISSUE:
            self._change(lambda state: state.update(issue=f"{words}\n  - {words}"))
            self.next_place = NEEDED
            return f"{words}\n  - {words}\n."
        if self.place == PARTIES:
            self._change(lambda state: state["parties"].append({"name": words}))
            return words
        if self.place == URGENCY:
            score = self.chance.choice([*map(str, range(1, 11)), "?"])
            self._change(lambda state: self._round(state["urgency"]).append(None if score == "?" else score))
            return score
        if "Wat valt jou op?" in asked:
            self._change(lambda state: self._round(state["signals"]).append({"noticed": words}))
        else:
            self._change(lambda state: state["signals"][-1][-1].update(stuck=words))
        return words

    def _round(self, rounds: list[Any]) -> list[Any]:
        """The round that is being held; the first thing given makes a new one."""
        if self.fresh:
            rounds.append([])
        self.fresh = False
        last: list[Any] = rounds[-1]
        return last

    def _change(self, change: Callable[[State], object]) -> None:
        self.coming = deepcopy(self.stored)
        change(self.coming)


def test_killed_at_any_moment(workspace: LayOut) -> None:
    """Every acknowledged answer is in the files, they are whole, and the next start goes on at that step."""
    long = "answers:\n  joint_issue:\n    text: |\n" + f"      {'Samen ' * 20}\n" * 1000
    root = workspace({"sessions/school/session.yaml": SESSION, "sessions/school/0A.yaml": long})
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201 # pytest shows it when the test fails
    chance = random.Random(seed)
    someone = Facilitator(root, chance)
    places = {ISSUE}
    for number in range(KILLS):
        where = () if number else ("--step", "issue")
        with Driven(root, "session", "start", "school", "--accessible", *where) as kompas:
            if number:
                offered = kompas.until(PROMPT).splitlines()
                wanted = {f"1. Verder bij 0A: {place}" for place in (someone.place, someone.next_place)}
                assert wanted & set(offered), (wanted, kompas.said)
            someone.live(kompas, chance.randrange(1, 25))
            kompas.kill()
        someone.after_the_kill()
        places.add(someone.place)
    assert someone.acknowledged > 3 * KILLS
    assert someone.unanswered > KILLS // 4, "too few kills came between an answer and the next question"
    assert places >= {ISSUE, PARTIES, URGENCY, SIGNALS}
    assert process(root, "check").code == 0
    assert process(root, "session", "show").code == 0


def test_killed_while_it_starts(workspace: LayOut) -> None:
    """A kompas that is killed before it has asked anything leaves nothing that is in the way."""
    root = workspace({"sessions/school/session.yaml": SESSION})
    before = (root / "sessions/school/session.yaml").read_bytes()
    words = ("session", "start", "school", "--accessible", "--step", "issue")
    for moment in range(8):
        with Driven(root, *words):
            time.sleep(moment * 0.04)
    assert (root / "sessions/school/session.yaml").read_bytes() == before
    with Driven(root, *words) as kompas:
        kompas.until(PROMPT)
        kompas.type("Het gaat goed.\n.")
        kompas.until(PROMPT)
    assert on_disk(root)["issue"] == "Het gaat goed."
    assert check(Workspace(root), [], root) == []
