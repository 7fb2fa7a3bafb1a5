"""--answers: everything in the file is right and is stored, or nothing is."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kompas.errors import KompasError
from kompas.store import filling
from kompas.store.answers import save_answer
from kompas.store.checking import check
from kompas.store.filling import fill
from kompas.store.saving import hold
from kompas.store.sessions import Opened, load
from kompas.store.workspace import Workspace
from tests.made import SESSION, catalog
from tests.store.test_checking import expected

LayOut = Callable[[Mapping[str, str]], Path]

TODAY = date(2026, 11, 21)

WHOLE = """\
session:
  title: Samen tegen schooluitval
  issue: schooluitval
  participants:
    - role: mentor
      organisation: De Boeg
      perspective: onderwijs
    - role: moeder
      perspective: ouders
    - role: mentor
      organisation: De Boeg
    - role: 👩‍👧
0A:
  issue: {text: no}
  others_needed: {chosen: [allebei], reason: 12:30}
  stakeholders:
    records:
      - {id: boeg, name: De Boeg, domain: onderwijs, influence: 4}
  urgency:
    rounds:
      - id: eerste
        date: 2026-11-21
        method: typed
        ballots:
          - {participant: mentor-de-boeg, scores: {urgency: 8}}
          - {participant: moeder, scores: {urgency: null}}
0B:
  interests:
    records:
      - {id: boeg, party: boeg}
"""


def filled(root: Path, text: str, id: str | None = None) -> Opened:
    """What becomes of a file with answers."""
    path = root / "antwoorden.yaml"
    path.write_text(text)
    return fill(Workspace(root), path, catalog(), id, TODAY)


def on_disk(root: Path) -> dict[str, bytes]:
    """Every file of the sessions."""
    return {str(path): path.read_bytes() for path in (root / "sessions").rglob("*") if path.is_file()}


def test_a_whole_session_from_one_file(workspace: LayOut) -> None:
    """A new session, its people and its answers; parties of 0A and people can be pointed to."""
    root = workspace({"kompas.yaml": ""})
    id = filled(root, WHOLE).session.id
    session = load(Workspace(root), id, catalog()).session
    assert id == "2026-11-21-schooluitval"
    assert session.about.created == TODAY
    people = [person.id for person in session.about.participants]
    assert people[:2] == ["mentor-de-boeg", "moeder"]
    assert len(set(people)) == 4
    assert session.answer("0A", "issue").text == "no"
    assert session.answer("0A", "others_needed").reason == "12:30"
    assert session.answer("0A", "urgency").rounds[0].ballots[1].scores == {"urgency": None}
    assert session.answer("0B", "interests").records[0]["party"] == "boeg"
    assert check(Workspace(root), [], root) == []


def test_an_existing_session_is_filled(workspace: LayOut) -> None:
    """What the file does not name stays: other steps, other people, comments."""
    before = "# van ons\nanswers:\n  issue:\n    text: oud\n  joint_issue:\n    text: blijft\n"
    root = workspace({"sessions/a/session.yaml": SESSION, "sessions/a/0A.yaml": before})
    text = (
        "session:\n  participants:\n    - {role: oma, perspective: ouders}\n    - {id: mentor, role: juf}\n"
    )
    filled(root, f"{text}0A:\n  issue: {{text: nieuw}}\n", "a")
    assert (root / "sessions/a/0A.yaml").read_text() == before.replace("oud", "nieuw")
    about = load(Workspace(root), "a", catalog()).session.about
    assert about.title == "Samen tegen schooluitval"
    assert [(one.id, one.role) for one in about.participants] == [
        ("mentor", "juf"),
        ("moeder", "moeder"),
        ("oma", "oma"),
    ]


def test_the_same_file_twice_changes_nothing(workspace: LayOut) -> None:
    """Whoever is not sure whether it went well can do it again."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    filled(root, WHOLE, "a")
    once = on_disk(root)
    filled(root, WHOLE, "a")
    assert on_disk(root) == once


WRONG = """\
session:
  title: Samen
  participants:
    - {id: mentor, role: mentor, perspective: onderwys}  #! 34 Het perspectief “onderwys” ken ik niet.
    - {id: mentor, role: nog een}  #! 8 Deelnemer “mentor” staat er twee keer in.
    - {name: Anna}  #! 7 “role” ontbreekt.
  status: klaar  #! 3 “klaar” kan hier niet. Kies uit: open, closed.
0A:
  issue: gewoon tekst  #! 3 Hier horen namen met een waarde.
  isue: {text: x}  #! 3 De stap “isue” ken ik niet. Bedoel je “issue”?
  stakeholders:
    records:
      - {id: boeg, name: De Boeg, influence: 9}  #! 35 9 kan hier niet.
      - {id: boeg, name: De Kiel}  #! 10 Id “boeg” staat er twee keer in.
  urgency:
    rounds:
      - id: eerste
        date: morgen  #! 9 Hier hoort een datum.
        method: typed
        ballots:
          - {participant: mentor, scores: {urgency: 8}}
          - {participant: vader, scores: {urgency: 8}}  #! 14 De deelnemer “vader” ken ik niet.
0B:
  interests:
    records:
      - {id: boeg, party: boeg}
      - {id: mast, party: mast}  #! 20 De partij “mast” ken ik niet.
0C: {}  #! 1 De bouwsteen “0C” ken ik niet.
vooraf: niets  #! 1 Hier horen stappen met hun antwoord.
""".replace(
    "“status” kan hier niet: of een sessie klaar is", "“klaar” kan hier niet. Kies uit: open, closed."
)


def assert_refused(root: Path, text: str, id: str | None) -> None:
    """Every problem is told with its place, and nothing was written."""
    before = on_disk(root)
    with pytest.raises(KompasError, match="Er is niets opgeslagen") as raised:
        filled(root, text, id)
    found = [str(problem).removeprefix(f"{root}/") for problem in raised.value.problems]
    wanted = list(expected({"antwoorden.yaml": text}))
    assert [line.split(" ")[0] for line in found] == [place for place, _ in wanted]
    for line, (place, start) in zip(found, wanted, strict=True):
        assert line.startswith(f"{place} {start}")
    assert on_disk(root) == before


def test_every_mistake_is_told_and_nothing_is_written(workspace: LayOut) -> None:
    """Once through the file is enough to mend it; until then there is no half session."""
    assert_refused(workspace({"kompas.yaml": ""}), WRONG, None)


def test_mistakes_keep_an_existing_session_as_it_was(workspace: LayOut) -> None:
    """Answers that are right wait too, when another is wrong."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    text = (
        "0A:\n  issue: {text: goed}\n  others_needed:\n    chosen: [nee]  #! 14 De keuze “nee” ken ik niet.\n"
    )
    assert_refused(root, text, "a")


def test_what_the_session_cannot_read_is_not_written_over(workspace: LayOut) -> None:
    """A mistake in the session itself comes first."""
    wrong = "answers:\n  issue: gewoon tekst\n"
    root = workspace({"sessions/a/session.yaml": SESSION, "sessions/a/0A.yaml": wrong})
    text = "0A:\n  issue:  #! 3 In 0A.yaml van sessie “a” staat hier iets\n    text: goed\n"
    assert_refused(root, text, "a")


def test_without_a_session_the_file_must_tell_of_one(workspace: LayOut) -> None:
    """The message says both ways to go on."""
    root = workspace({"kompas.yaml": ""})
    with pytest.raises(KompasError) as raised:
        filled(root, "0A:\n  issue: {text: goed}\n")
    (problem,) = raised.value.problems
    assert "session:" in problem.hint
    assert "SESSIE" in problem.hint
    assert on_disk(root) == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "staan geen antwoorden"),
        ("# niets\n", "staan geen antwoorden"),
        ("- 0A\n", "staan geen antwoorden"),
        ("gewoon tekst\n", "staan geen antwoorden"),
        ("0A: [\n", "kan niet gelezen worden"),
        ("0A:\n\tissue: {}\n", "kan niet gelezen worden"),
        ("0A: {}\n0A: {}\n", "kan niet gelezen worden"),
    ],
)
def test_a_file_without_answers(workspace: LayOut, text: str, says: str) -> None:
    """Empty, a list, or no YAML: the message names the file, and broken YAML its line."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    with pytest.raises(KompasError, match=says) as raised:
        filled(root, text, "a")
    assert "antwoorden.yaml" in raised.value.message
    assert all(problem.line for problem in raised.value.problems)


def test_a_file_that_is_not_there(workspace: LayOut) -> None:
    """A name that was typed wrong, or of a folder, gives a sentence."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    with pytest.raises(KompasError, match="bestaat niet"):
        fill(Workspace(root), root / "nergens.yaml", catalog(), "a", TODAY)
    with pytest.raises(KompasError, match="is een map"):
        fill(Workspace(root), root, catalog(), "a", TODAY)


def test_a_block_that_is_open_elsewhere_keeps_all_answers_back(workspace: LayOut) -> None:
    """While a meeting has one of the blocks, none of the file is stored."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    before = on_disk(root)
    with hold(Workspace(root).local, "a.0B"), pytest.raises(KompasError):
        filled(root, WHOLE, "a")
    assert on_disk(root) == before


def test_when_storing_fails_halfway_the_message_says_what_to_do(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full after the first answer: people hear how to do the rest, and nothing is torn."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    stored: list[str] = []

    def until_full(*arguments: Any) -> Opened:
        if stored:
            raise KompasError("De schijf is vol.", "Maak ruimte vrij.")
        stored.append(arguments[4].id)
        return save_answer(*arguments)

    monkeypatch.setattr(filling, "save_answer", until_full)
    with pytest.raises(KompasError, match=r"De schijf is vol\.") as raised:
        filled(root, WHOLE, "a")
    assert "Niet alles is opgeslagen" in raised.value.hint
    assert "kompas session start a --answers" in raised.value.hint
    assert check(Workspace(root), [], root) == []
    monkeypatch.undo()
    filled(root, WHOLE, "a")
    assert load(Workspace(root), "a", catalog()).session.answer("0B", "interests").records


def test_records_and_rounds_that_the_file_has_not_stay(workspace: LayOut) -> None:
    """One action in the file does not take away the two that the session has; the same id is replaced."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    filled(root, WHOLE, "a")
    later = (
        "0A:\n  stakeholders: {records: [{id: kiel, name: De Kiel}, {id: boeg, name: Boeg}]}\n"
        "  urgency: {rounds: [{id: tweede, date: 2026-11-22, method: counted}]}\n"
        "0B:\n  interests: {records: [{id: kiel, party: kiel}]}\n"
    )
    filled(root, later, "a")
    session = load(Workspace(root), "a", catalog()).session
    assert session.answer("0A", "stakeholders").records == (
        {"id": "boeg", "name": "Boeg"},
        {"id": "kiel", "name": "De Kiel"},
    )
    assert [one.id for one in session.answer("0A", "urgency").rounds] == ["eerste", "tweede"]
    assert [one["party"] for one in session.answer("0B", "interests").records] == ["boeg", "kiel"]
    assert check(Workspace(root), [], root) == []


def test_ids_used_twice_are_refused(workspace: LayOut) -> None:
    """In the file, and also when it is the session that has them."""
    records = "      - {id: a, name: x}\n      - {id: a, name: y}  #! 10 Id “a”\n"
    twice = f"0A:\n  stakeholders:\n    records:\n{records}"
    assert_refused(workspace({"sessions/a/session.yaml": SESSION}), twice, "a")
    held = twice.replace("0A:", "answers:")
    root = workspace({"sessions/a/0A.yaml": held})
    given = "0A:\n  stakeholders:  #! 3 In 0A.yaml van sessie “a”\n    records: [{id: b, name: z}]\n"
    assert_refused(root, given, "a")
    assert [one.line for one in check(Workspace(root), [], root)] == [5]


def test_nothing_given_is_no_answer(workspace: LayOut) -> None:
    """A step that was left empty in the file changes nothing, and is no mistake."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    filled(root, WHOLE, "a")
    filled(root, "0A:\n  issue:\n  joint_issue: {text: samen}\n", "a")
    session = load(Workspace(root), "a", catalog()).session
    assert (session.answer("0A", "issue").text, session.answer("0A", "joint_issue").text) == ("no", "samen")


HELD = """\
answers:
  decision:
    versions:
      - id: v1
        date: 2026-11-21
        text: Wij beginnen.
        method: typed
        responses: [{participant: vader, response: concern}]
      - id: v2
        date: 2026-11-21
        text: Wij beginnen klein.
        method: typed
        responses: [{participant: moeder, response: objection, reason: Te duur.}]
    decision: {state: later, date: 2026-11-21, version: v1}
"""
NEW = """\
    versions:
      - id: v3
        date: 2026-11-22
        text: Kort.
        method: typed
        responses: [{response: none}]
"""


def test_a_decision_by_consent_is_checked_with_what_is_held(workspace: LayOut) -> None:
    """An objection that is open in a version that only the session has, keeps consent out."""
    root = workspace({"sessions/a/session.yaml": SESSION, "sessions/a/initiatief.yaml": HELD})
    over = f"initiatief:\n  decision:\n{NEW}"
    state = "    decision: {state: consent, date: 2026-11-22, version: v3}"
    assert_refused(root, f"{over}{state}  #! 16 Er staat nog een bezwaar open.\n", "a")
    assert_refused(root, f"initiatief:\n  decision:\n{state}  #! 50 De versie “v3” ken ik niet.\n", "a")


def test_a_decision_can_be_about_a_version_that_is_held(workspace: LayOut) -> None:
    """The one it takes the place of is an earlier one; what was wrong before is not of this file."""
    root = workspace({"sessions/a/session.yaml": SESSION, "sessions/a/initiatief.yaml": HELD})
    about = "initiatief:\n  decision:\n    decision: {state: smaller, date: 2026-11-22, version: v2}\n"
    filled(root, about, "a")
    once = on_disk(root)
    filled(root, about, "a")
    assert on_disk(root) == once
    answer = load(Workspace(root), "a", catalog()).session.answer("initiatief", "decision")
    assert [one.version for one in answer.earlier] == ["v1"]
    assert answer.decision.state == "smaller"
    assert [one.id for one in answer.versions] == ["v1", "v2"]


def test_a_version_that_is_held_can_be_what_settled_an_objection(workspace: LayOut) -> None:
    """And what the file does to something that only the session has, is told at the step."""
    consent = HELD.replace("state: later", "state: consent")
    root = workspace({"sessions/a/session.yaml": SESSION, "sessions/a/initiatief.yaml": consent})
    says = "responses: [{participant: moeder, response: objection, reason: Nee., settled: v2}]"
    version = f"    versions:\n      - {{id: v1, date: 2026-11-21, text: A., method: typed, {says}}}\n"
    filled(root, f"initiatief:\n  decision:\n{version}", "a")
    opened = version.replace(", settled: v2", "")
    wrong = f"initiatief:\n  decision:  #! 3 Er staat nog een bezwaar open.\n{opened}"
    assert_refused(root, wrong, "a")
