"""A meeting for tests: a real workspace, a clock that only moves when told, and a script to follow."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec
import pytest
import yaml

from kompas.block import Catalog
from kompas.console import render
from kompas.errors import Interrupted
from kompas.guide import start
from kompas.guide.dialogue import Dialogue, Page, Stop
from kompas.guide.hall import Phones
from kompas.names import slug
from kompas.session import About
from kompas.shapes import plain
from kompas.steps.step import Participant
from kompas.store import answers, catalog, sessions, workspace
from kompas.store.sessions import Opened
from kompas.store.workspace import Workspace
from tests.guide.scripted import Answer, ScriptedDialogue

# Five people at the table; their ids, in the order in which they take turns.
FIVE = {
    "mentor": "onderwijs",
    "leerling": "jongeren",
    "moeder": "ouders",
    "wethouder": "gemeente",
    "jongerenwerker": "welzijn",
}


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 14, 30)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **by: float) -> None:
        self.time += timedelta(**by)


class Meeting:
    """One session in a workspace of its own, with people from these perspectives (role: perspective)."""

    def __init__(self, root: Path, people: Mapping[str, str] = FIVE) -> None:
        self.workspace = Workspace(root)
        self.now = Clock()
        self.catalog = built_in()
        self.phones: Phones | None = None
        workspace.create(root)
        about = About(
            title="Samen tegen schooluitval",
            issue="Schooluitval",
            created=date(2026, 11, 21),
            participants=tuple(
                Participant(id=slug(role), role=role, perspective=perspective)
                for role, perspective in people.items()
            ),
        )
        self.id = sessions.create(self.workspace, about).session.id

    @property
    def folder(self) -> Path:
        return sessions.folder(self.workspace, self.id)

    def opened(self) -> Opened:
        """The session as its files hold it now."""
        return sessions.load(self.workspace, self.id, self.catalog)

    def lead(self, dialogue: Dialogue, block: str = "", step: str = "") -> Opened:
        """As `kompas session start` does, with this dialogue."""
        where = (self.workspace, self.catalog, self.opened())
        return start.lead(*where, dialogue, self.now, block, step, self.phones)

    def begin(self, *script: Answer, block: str = "", step: str = "") -> ScriptedDialogue:
        """Follow a script from its first answer to its last, then stop with Ctrl-C."""
        dialogue = ScriptedDialogue([*script, Stop])
        with pytest.raises(Interrupted):
            self.lead(dialogue, block, step)
        assert not dialogue.left
        return dialogue

    def at(self, address: str, *script: Answer) -> ScriptedDialogue:
        """The same, beginning at a step: "0A.urgency"."""
        block, _, step = address.partition(".")
        return self.begin(*script, block=block, step=step)

    def store(self, address: str, data: Mapping[str, Any]) -> None:
        """Lay an answer ready in the files, as if it was given earlier."""
        block, step = self._definition(address)
        answer = understood(step, data)
        answers.save_answer(self.workspace, self.opened(), self.catalog, block, step, answer)

    def store_person(self, role: str, **changes: str) -> None:
        """Someone new at the table, or something else about someone who is there."""
        opened = self.opened()
        known = [plain(one) for one in opened.session.about.participants]
        if not any(one["id"] == role for one in known):
            known.append({"id": role, "role": role})
        changed = [one | (changes if one["id"] == role else {}) for one in known]
        people = msgspec.convert(changed, tuple[Participant, ...])
        about = msgspec.structs.replace(opened.session.about, participants=people)
        answers.save_about(self.workspace, opened, about)

    def stored(self, address: str) -> Any:
        """The answer that stands in the file, each value as text; None when there is none."""
        block, _, step = address.partition(".")
        path = self.folder / f"{block}.yaml"
        return on_disk(path)["answers"].get(step) if path.exists() else None

    def people(self) -> list[dict[str, str]]:
        """The participants that stand in session.yaml."""
        found: list[dict[str, str]] = on_disk(self.folder / "session.yaml").get("participants", [])
        return found

    def add_block(self, id: str, definition: str) -> None:
        """A building block of the team's own."""
        self.workspace.blocks.mkdir(exist_ok=True)
        (self.workspace.blocks / f"{id}.yaml").write_text(dedent(definition), "utf-8")
        self.catalog, problems = catalog.load(self.workspace)
        assert not problems

    def _definition(self, address: str) -> tuple[Any, Any]:
        block, _, step = address.partition(".")
        return self.catalog.blocks[block], self.catalog.step(block, step)


def understood(step: Any, data: Mapping[str, Any]) -> Any:
    """Plain data as an answer to a step."""
    from kompas.steps import understand

    answer, problems = understand(step, data)
    assert not problems
    return answer


@cache
def built_in() -> Catalog:
    """The blocks that come with kompas."""
    return catalog.load(None)[0]


def on_disk(path: Path) -> Any:
    """What a YAML file holds, read by other code than ours; each value is the text that stands there."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def on_screen(page: Page) -> str:
    """A page without its question, as lines of text."""
    return "\n".join([page.where, page.time, *page.course, page.title, *render(page.body, 0, plain=True)])


def screen(dialogue: ScriptedDialogue, place: int = -1) -> str:
    """What stood above one of the questions, the last unless told otherwise."""
    return on_screen(dialogue.asked[place][0])


def offered(dialogue: ScriptedDialogue, place: int = -1) -> dict[str, str]:
    """The choices of one of the questions: value to label."""
    return {choice.value: choice.label for choice in getattr(dialogue.asked[place][1], "choices", ())}


def default(dialogue: ScriptedDialogue, place: int = -1) -> Any:
    """What already stood there, or was pointed at, in one of the questions."""
    return dialogue.asked[place][1].default
