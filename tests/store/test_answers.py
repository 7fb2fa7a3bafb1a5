"""Saving an answer: only its lines change, and what someone else wrote meanwhile is never lost."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kompas.block import Block
from kompas.errors import KompasError
from kompas.guide.dialogue import Back, Overview, Page, Skip
from kompas.guide.keeping import Keeper
from kompas.session import About
from kompas.steps.choice import ChoiceAnswer
from kompas.steps.register import RegisterAnswer
from kompas.steps.step import Answer, Participant, Step
from kompas.steps.text import TextAnswer
from kompas.store.answers import Conflict, keep_aside, save_about, save_answer
from kompas.store.filling import fill
from kompas.store.sessions import Opened, load
from kompas.store.workspace import Workspace
from tests.guide.scripted import ScriptedDialogue
from tests.made import SESSION, catalog, step_of

LayOut = Callable[[Mapping[str, str]], Path]

ANSWERS = """\
# Ons bestand. Niet zomaar veranderen!
format: 1
answers:
  issue:
    text: 'Zij komen te laat'   # zei de mentor

  # Hier waren we het snel over eens.
  others_needed:
    chosen: [allebei]
  zelfbedacht:
    wat: blijft staan

  joint_issue: {text: "Samen"}
# Tot hier.
"""

ISSUE = step_of("0A", "issue")
NEEDED = step_of("0A", "others_needed")
PARTIES = step_of("0A", "stakeholders")


class Place:
    """A workspace with one session, as one of two people sees it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace = Workspace(root)
        self.file = root / "sessions/a/0A.yaml"
        self.about = root / "sessions/a/session.yaml"

    def opened(self) -> Opened:
        return load(self.workspace, "a", catalog())

    def save(self, opened: Opened, where: tuple[Block, Step], answer: Answer | None) -> Opened:
        return save_answer(self.workspace, opened, catalog(), *where, answer)

    def replace(self, old: str, new: str) -> None:
        """What someone else does in a text editor."""
        text = self.file.read_text()
        assert text.count(old) == 1
        self.file.write_text(text.replace(old, new))


@pytest.fixture
def place(workspace: LayOut) -> Place:
    """A session with a file that people edited by hand."""
    return Place(workspace({"sessions/a/session.yaml": SESSION, "sessions/a/0A.yaml": ANSWERS}))


def test_only_the_lines_of_the_step_change(place: Place) -> None:
    """Every byte around the answer stays, with what people wrote beside it."""
    place.save(place.opened(), ISSUE, TextAnswer(text="Zij komen\nniet meer"))
    before, _, after = ANSWERS.partition("    text: 'Zij komen te laat'   # zei de mentor\n")
    now = place.file.read_text()
    assert now.startswith(before)
    assert now.endswith(after)
    changed = now.removeprefix(before).removesuffix(after)
    assert "Zij komen\n" in changed
    assert "# zei de mentor" in changed
    assert place.opened().session.answer("0A", "issue").text == "Zij komen\nniet meer"


def test_a_new_answer_gets_its_place(place: Place) -> None:
    """A step that had no answer comes between those before and after it; nothing else moves."""
    party = RegisterAnswer(records=({"id": "boeg", "name": "De Boeg"},))
    place.save(place.opened(), PARTIES, party)
    now = place.file.read_text()
    assert [line for line in ANSWERS.splitlines() if line not in now.splitlines()] == []
    steps = [line.strip(" :") for line in now.splitlines() if re.fullmatch(r"  \w+:.*", line)]
    assert steps[:4] == ["issue", "others_needed", "stakeholders", "zelfbedacht"]


def test_an_answer_can_be_taken_away(place: Place) -> None:
    """None takes the answer out of the file, and its neighbours stay."""
    place.save(place.opened(), NEEDED, None)
    now = place.file.read_text()
    assert "others_needed" not in now
    assert "    wat: blijft staan\n" in now
    assert place.opened().session.answer("0A", "others_needed") is None


def test_saving_the_same_changes_nothing(place: Place) -> None:
    """An answer that is as it was leaves the file alone, bytes and time."""
    before = place.file.stat()
    place.save(place.opened(), ISSUE, TextAnswer(text="Zij komen te laat"))
    assert place.file.read_text() == ANSWERS
    assert place.file.stat().st_mtime_ns == before.st_mtime_ns


def test_unknown_steps_are_kept(place: Place) -> None:
    """What a file holds for a step that we do not know is reported and stays."""
    opened = place.opened()
    assert [problem.line for problem in opened.problems] == [10]
    opened = place.save(opened, ISSUE, TextAnswer(text="Anders"))
    place.save(opened, NEEDED, ChoiceAnswer(chosen=("expertise",)))
    assert "  zelfbedacht:\n    wat: blijft staan\n" in place.file.read_text()


def test_two_people_on_two_blocks(place: Place) -> None:
    """Each block has a file of its own, so nobody stands in another's way."""
    mine, yours = place.opened(), place.opened()
    place.save(mine, ISSUE, TextAnswer(text="Van mij"))
    place.save(yours, step_of("vooraf", "ambition"), TextAnswer(text="Van jou"))
    session = place.opened().session
    assert session.answer("0A", "issue").text == "Van mij"
    assert session.answer("vooraf", "ambition").text == "Van jou"


def test_another_step_that_was_changed_meanwhile_is_kept(place: Place) -> None:
    """A hand edit elsewhere in the file is not undone, and nobody is asked anything."""
    opened = place.opened()
    place.replace("chosen: [allebei]", "chosen: [expertise]  # toch")
    opened = place.save(opened, ISSUE, TextAnswer(text="Anders"))
    text = place.file.read_text()
    assert "chosen: [expertise]  # toch" in text
    assert "Anders" in text
    assert opened.session.answer("0A", "others_needed").chosen == ("expertise",)


def test_two_people_begin_the_same_file(place: Place) -> None:
    """Where neither had a file yet, both answers end up in it."""
    mine, yours = place.opened(), place.opened()
    place.save(mine, step_of("vooraf", "ambition"), TextAnswer(text="Van mij"))
    place.save(yours, step_of("vooraf", "leadership"), TextAnswer(text="Van jou"))
    session = place.opened().session
    assert session.answer("vooraf", "ambition").text == "Van mij"
    assert session.answer("vooraf", "leadership").text == "Van jou"


def test_the_same_answer_changed_twice_is_a_conflict(place: Place) -> None:
    """Nothing is written, and the other version is there to be shown."""
    opened = place.opened()
    place.replace("'Zij komen te laat'", "Van de ander")
    before = place.file.read_bytes()
    with pytest.raises(Conflict) as raised:
        place.save(opened, ISSUE, TextAnswer(text="Van mij"))
    assert place.file.read_bytes() == before
    assert raised.value.theirs.session.answer("0A", "issue").text == "Van de ander"


def test_two_people_add_to_the_same_list(place: Place) -> None:
    """Records are looked at one by one: both new parties are there; the same one changed twice is not."""

    def parties(**names: str) -> RegisterAnswer:
        return RegisterAnswer(records=tuple({"id": id, "name": name} for id, name in names.items()))

    opened = place.save(place.opened(), PARTIES, parties(boeg="De Boeg"))
    place.save(place.opened(), PARTIES, parties(boeg="De Boeg", mast="De Mast"))
    opened = place.save(opened, PARTIES, parties(boeg="De Boeg", kiel="De Kiel"))
    assert opened.session.answer("0A", "stakeholders") == parties(
        boeg="De Boeg", mast="De Mast", kiel="De Kiel"
    )
    assert place.opened().session == opened.session
    place.replace("name: De Boeg", "name: Het Roer")
    with pytest.raises(Conflict):
        place.save(opened, PARTIES, parties(boeg="Het Anker", mast="De Mast", kiel="De Kiel"))


def test_a_file_that_was_taken_away_is_a_conflict(place: Place) -> None:
    """Where someone else took the whole file away, people say what counts."""
    opened = place.opened()
    place.file.unlink()
    with pytest.raises(Conflict) as raised:
        place.save(opened, ISSUE, TextAnswer(text="Van mij"))
    place.save(raised.value.theirs, ISSUE, TextAnswer(text="Van mij"))
    assert place.opened().session.answer("0A", "issue").text == "Van mij"


def keeper(place: Place, *script: Any) -> tuple[Keeper, ScriptedDialogue]:
    """Whoever stores the answers of a conversation, with someone who answers its questions."""
    dialogue = ScriptedDialogue(script)

    def now() -> datetime:
        return datetime(2026, 11, 21, 14, 30)

    return Keeper(place.workspace, catalog(), dialogue, Page(), now), dialogue


@pytest.mark.parametrize(
    ("choice", "stays", "kept"), [("mine", "Van mij", "Van de ander"), ("theirs", "Van de ander", "Van mij")]
)
def test_people_choose_and_the_other_version_is_kept(
    place: Place, choice: str, stays: str, kept: str
) -> None:
    """Both versions are shown; the one that does not count can be brought back with --answers."""
    opened = place.opened()
    place.replace("'Zij komen te laat'", "Van de ander")
    guide, dialogue = keeper(place, Back, Skip, Overview, choice)
    opened = guide.keep(opened, *ISSUE, TextAnswer(text="Van mij"))
    assert "Van mij" in dialogue.shown()
    assert "Van de ander" in dialogue.shown()
    assert opened.session.answer("0A", "issue").text == stays
    assert place.opened().session.answer("0A", "issue").text == stays
    (path,) = (place.root / "sessions/a/kept").glob("*.yaml")
    assert "0A-issue" in path.name
    fill(place.workspace, path, catalog(), "a", date(2026, 11, 21))
    assert place.opened().session.answer("0A", "issue").text == kept


def test_two_versions_kept_in_one_second(place: Place) -> None:
    """The second does not stand in the way of the first."""
    session = place.opened().session
    paths = {
        keep_aside(place.workspace, session, *ISSUE, TextAnswer(text=text), "2026-11-21-143000")
        for text in ("een", "twee", "drie")
    }
    assert len(paths) == 3
    assert {"een" in path.read_text() for path in paths} == {True, False}


def test_kept_versions_are_no_answers(place: Place) -> None:
    """What is kept aside gives no problems, and is not read as the session."""
    session = place.opened().session
    before = place.opened()
    keep_aside(place.workspace, session, *ISSUE, TextAnswer(text="een"), "2026")
    assert place.opened() == before


UNREADABLE = "answers:\n  issue: gewoon tekst\n  others_needed:\n    chosen: [allebei]\n"


@pytest.mark.parametrize(
    "text",
    [
        UNREADABLE,
        "format: 2\nanswers:\n  issue:\n    text: van later\n",
        "answers:\n<<<<<<< HEAD\n  issue: {text: een}\n=======\n  issue: {text: twee}\n>>>>>>> b\n",
        "answers:\n\tissue: {text: een}\n",
        "gewone tekst\n",
    ],
)
def test_what_cannot_be_read_is_never_written_over(place: Place, text: str) -> None:
    """A mistake, a newer format or a merge marker: the file stays, byte for byte."""
    opened_before = place.opened()
    place.file.write_text(text)
    for opened in (place.opened(), opened_before):
        with pytest.raises(KompasError) as raised:
            place.save(opened, ISSUE, TextAnswer(text="Van mij"))
        assert not isinstance(raised.value, Conflict)
        assert "kompas check" in raised.value.hint
        assert place.file.read_text() == text


def test_a_step_beside_one_that_cannot_be_read_can_be_saved(place: Place) -> None:
    """One mistake does not keep the rest of the file from being used."""
    place.file.write_text(UNREADABLE)
    place.save(place.opened(), NEEDED, ChoiceAnswer(chosen=("expertise",)))
    text = place.file.read_text()
    assert "  issue: gewoon tekst\n" in text
    assert "expertise" in text


def test_after_the_file_was_mended_saving_goes_on(place: Place) -> None:
    """Whoever repairs the file beside kompas need not start again."""
    opened = place.opened()
    place.file.write_text(ANSWERS.replace("answers:", "<<<<<<< HEAD\nanswers:"))
    guide, dialogue = keeper(place, "again")
    place_file = place.file

    class Mends(ScriptedDialogue):
        def pick(self, page: Page, question: Any) -> str:
            place_file.write_text(ANSWERS)
            return super().pick(page, question)

    guide.dialogue = Mends(["again"])
    opened = guide.keep(opened, *ISSUE, TextAnswer(text="Van mij"))
    assert place.opened().session.answer("0A", "issue").text == "Van mij"
    assert "# Tot hier." in place.file.read_text()
    assert not dialogue.asked


def test_an_answer_that_was_mended_is_not_lost(place: Place) -> None:
    """What could not be read when we began and can be now, is someone else's version."""
    place.file.write_text(UNREADABLE)
    opened = place.opened()
    place.file.write_text(UNREADABLE.replace("gewoon tekst", "{text: Van de ander}"))
    with pytest.raises(Conflict) as raised:
        place.save(opened, ISSUE, TextAnswer(text="Van mij"))
    assert raised.value.theirs.session.answer("0A", "issue").text == "Van de ander"


def changed(opened: Opened, **changes: Any) -> About:
    """What session.yaml should say now."""
    return msgspec.structs.replace(opened.session.about, **changes)


BOSS = Participant(id="directeur", role="directeur")


def test_participants_are_added_without_touching_the_rest(place: Place) -> None:
    """session.yaml keeps its lines and comments when someone comes in."""
    place.about.write_text(SESSION.replace("issue: schooluitval", "issue: schooluitval  # heel erg"))
    opened = place.opened()
    people = (*opened.session.about.participants, BOSS)
    save_about(place.workspace, opened, changed(opened, participants=people))
    text = place.about.read_text()
    assert text.startswith(SESSION.replace("issue: schooluitval", "issue: schooluitval  # heel erg"))
    assert "- id: directeur" in text


def test_two_people_write_in_session_yaml(place: Place) -> None:
    """A title that was changed by hand and a participant who came in: both stay."""
    opened = place.opened()
    place.about.write_text(SESSION.replace("Samen tegen schooluitval", "Iedereen naar school"))
    people = (*opened.session.about.participants, BOSS)
    opened = save_about(place.workspace, opened, changed(opened, participants=people))
    assert opened.session.about.title == "Iedereen naar school"
    assert place.opened().session.about == opened.session.about
    assert "directeur" in place.about.read_text()


def test_two_people_add_participants(place: Place) -> None:
    """Everyone who was added is there, whoever added them; who was changed by one is changed."""
    opened = place.opened()
    place.about.write_text(SESSION.replace("role: moeder", "role: oma") + "  - {id: opa, role: opa}\n")
    people = (*opened.session.about.participants, BOSS)
    opened = save_about(place.workspace, opened, changed(opened, participants=people))
    assert [person.role for person in place.opened().session.about.participants] == [
        "mentor",
        "oma",
        "opa",
        "directeur",
    ]


def test_the_same_participant_changed_twice_is_a_conflict(place: Place) -> None:
    """Two different roles for one participant is for people to settle; nothing is written."""
    opened = place.opened()
    place.about.write_text(SESSION.replace("role: moeder", "role: oma"))
    mentor, mother = opened.session.about.participants
    people = (mentor, msgspec.structs.replace(mother, role="tante"))
    with pytest.raises(Conflict):
        save_about(place.workspace, opened, changed(opened, participants=people))
    assert "tante" not in place.about.read_text()


def test_the_same_title_changed_twice_is_a_conflict(place: Place) -> None:
    """So are two titles."""
    opened = place.opened()
    place.about.write_text(SESSION.replace("Samen tegen schooluitval", "Een"))
    with pytest.raises(Conflict):
        save_about(place.workspace, opened, changed(opened, title="Twee"))


def test_session_yaml_is_taken_away(place: Place) -> None:
    """The message says what is gone; no traceback, nothing made up anew."""
    opened = place.opened()
    place.about.unlink()
    with pytest.raises(KompasError, match="kan niet gelezen worden"):
        save_about(place.workspace, opened, changed(opened, title="Twee"))
    assert not place.about.exists()
