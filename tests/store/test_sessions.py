"""Sessions: found by a part of their name, begun in a folder of their own, read whole."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from kompas.errors import KompasError, WrongUse
from kompas.session import About
from kompas.store import sessions
from kompas.store.reading import parse
from kompas.store.sessions import abouts, create, find, ids, load
from kompas.store.workspace import Workspace
from tests.made import SESSION, catalog

LayOut = Callable[[Mapping[str, str]], Path]

TODAY = date(2026, 11, 21)


def with_sessions(workspace: LayOut, *names: str) -> Workspace:
    """A workspace with sessions of these names."""
    return Workspace(workspace({f"sessions/{name}/session.yaml": SESSION for name in names}))


@pytest.mark.parametrize(
    "part", ["2026-11-21-schooluitval", "schooluitval", "SCHOOL", "uitval", "11-21", "2026-11-21-s"]
)
def test_a_session_is_found_by_any_part_of_its_name(workspace: LayOut, part: str) -> None:
    """Whatever part people remember, if it fits one session only."""
    place = with_sessions(workspace, "2026-11-21-schooluitval", "2026-11-20-eenzaam")
    assert find(place, part) == "2026-11-21-schooluitval"


def test_a_whole_name_is_not_ambiguous(workspace: LayOut) -> None:
    """A session whose name is a part of another's can be named too."""
    place = with_sessions(workspace, "2026-school", "2026-schooluitval")
    assert find(place, "2026-school") == "2026-school"


def test_a_part_that_fits_several_names_them(workspace: LayOut) -> None:
    """The message helps to choose, and does not fill the screen."""
    place = with_sessions(workspace, "2026-school", "2026-schooluitval")
    with pytest.raises(WrongUse, match="Er zijn 2 sessies die passen bij “2026”") as raised:
        find(place, "2026")
    assert "2026-school, 2026-schooluitval" in raised.value.hint
    place = with_sessions(workspace, *(f"2026-s{number:03}" for number in range(50)))
    with pytest.raises(WrongUse, match="Er zijn 52 sessies") as raised:
        find(place, "2026")
    assert "en nog 44" in raised.value.hint
    assert len(raised.value.hint) < 200


def test_a_part_that_fits_none_names_what_is_near(workspace: LayOut) -> None:
    """A typing mistake is met with what was probably meant."""
    place = with_sessions(workspace, "2026-11-21-schooluitval")
    with pytest.raises(WrongUse, match="Er is geen sessie die past bij “2026-11-21-schoolutval”") as raised:
        find(place, "2026-11-21-schoolutval")
    assert "Bedoel je “2026-11-21-schooluitval”?" in raised.value.hint
    with pytest.raises(WrongUse) as raised:
        find(place, "zzz")
    assert "2026-11-21-schooluitval" in raised.value.hint


def test_sessions_are_in_the_order_of_their_date(workspace: LayOut) -> None:
    """The oldest is first; folders without session.yaml are no sessions."""
    place = with_sessions(workspace, "2027-01-01-b", "2026-01-01-c", "2026-12-01-a")
    (place.sessions / "2020-leeg").mkdir()
    assert ids(place) == ["2026-01-01-c", "2026-12-01-a", "2027-01-01-b"]


def test_one_that_cannot_be_read_does_not_hide_the_others(workspace: LayOut) -> None:
    """A list of sessions goes on after a broken one, and says what is wrong with it."""
    place = with_sessions(workspace, "a", "c")
    workspace({"sessions/b/session.yaml": "title: 'open\n"})
    (place.sessions / "d" / "session.yaml").mkdir(parents=True)
    found = list(abouts(place))
    assert [id for id, about, _ in found if about] == ["a", "c"]
    assert [(id, len(wrong)) for id, about, wrong in found if not about] == [("b", 1), ("d", 1)]


def test_a_new_session_has_a_readable_name(workspace: LayOut) -> None:
    """The day and the issue; what the file says is what people typed, and is canonical."""
    place = Workspace(workspace({"kompas.yaml": ""}))
    about = About(title="Samen: 12:30 # écht?", issue="Schooluitval & thuiszitten!", created=TODAY)
    opened = create(place, about)
    assert opened.session.id == "2026-11-21-schooluitval-thuiszitten"
    path = place.sessions / opened.session.id / "session.yaml"
    assert path.read_text().startswith("format: 1\ntitle: ")
    assert load(place, opened.session.id, catalog()) == opened
    assert parse(path.read_text(), "")[1] == []


@pytest.mark.parametrize(
    "name", ["../../weg", "a/b", "..", "CON", "👩‍👧", "مدرسة", "e\u0301\u0300", "\x1b[31m", "", " "]
)
def test_no_name_leads_out_of_the_workspace(workspace: LayOut, name: str) -> None:
    """A folder is named with letters, digits and hyphens only, whatever people typed."""
    place = Workspace(workspace({"kompas.yaml": ""}))
    opened = create(place, About(title=name, issue=name, created=TODAY))
    (made,) = place.sessions.iterdir()
    assert made.name == opened.session.id
    assert set(made.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert load(place, opened.session.id, catalog()).problems == ()


def test_two_sessions_about_the_same_on_one_day(workspace: LayOut) -> None:
    """The second is named after its title or organisation; the first is not touched."""
    place = Workspace(workspace({"kompas.yaml": ""}))
    made = [
        create(place, About(title=title, issue="eenzaam", organisation="Meerdam", created=TODAY)).session.id
        for title in ("Eén", "Twee", "Twee")
    ]
    assert made == ["2026-11-21-eenzaam", "2026-11-21-twee", "2026-11-21-eenzaam-meerdam"]
    create(place, About(title="Twee", issue="eenzaam", organisation="Meerdam", created=TODAY))
    before = ids(place)
    with pytest.raises(KompasError, match="al zo'n sessie"):
        create(place, About(title="Twee", issue="eenzaam", organisation="Meerdam", created=TODAY))
    assert ids(place) == before


def test_a_session_of_a_newer_kompas_is_refused(workspace: LayOut) -> None:
    """It is never half read, and the message says what to do."""
    place = Workspace(workspace({"sessions/a/session.yaml": SESSION.replace("format: 1", "format: 2")}))
    with pytest.raises(KompasError) as raised:
        load(place, "a", catalog())
    (problem,) = raised.value.problems
    assert problem.line == 1
    assert "nieuwere kompas" in problem.what
    assert "Werk kompas bij" in problem.hint
    assert raised.value.hint == ""  # Kladblok is no help here


@pytest.mark.parametrize("stated", ["²", "1e9", "2.0", "9" * 6000, "één", "[1]"])
def test_a_format_that_makes_no_sense_is_a_problem(workspace: LayOut, stated: str) -> None:
    """Not a crash."""
    place = Workspace(
        workspace({"sessions/a/session.yaml": SESSION.replace("format: 1", f"format: {stated}")})
    )
    with pytest.raises(KompasError) as raised:
        load(place, "a", catalog())
    assert [problem.line for problem in raised.value.problems] == [1]


def test_answers_of_a_newer_kompas_stay_as_they_are(workspace: LayOut) -> None:
    """None of that file is read; its steps count as something that cannot be read."""
    newer = "format: 2\nanswers:\n  issue:\n    text: van later\n"
    place = Workspace(workspace({"sessions/a/session.yaml": SESSION, "sessions/a/0A.yaml": newer}))
    opened = load(place, "a", catalog())
    assert opened.session.answer("0A", "issue") is None
    assert ("0A", "issue") in opened.session.unreadable
    assert [problem.line for problem in opened.problems] == [1]


def test_answers_for_a_block_we_do_not_know_are_reported(workspace: LayOut) -> None:
    """A colleague's block may not be here yet; its answers are."""
    files = {"sessions/a/session.yaml": SESSION, "sessions/a/zelf.yaml": "answers: {x: {text: y}}\n"}
    place = Workspace(workspace(files))
    (problem,) = load(place, "a", catalog()).problems
    assert "zelf" in problem.what
    assert "blijven bewaard" in problem.hint


def test_one_block_can_be_read_anew(workspace: LayOut) -> None:
    """What changed on disk is seen, also that the file is gone, and other blocks stay as they were."""
    files = {
        "sessions/a/session.yaml": SESSION,
        "sessions/a/0A.yaml": "answers:\n  issue: fout\n",
        "sessions/a/vooraf.yaml": "answers:\n  ambition:\n    text: blijft\n",
    }
    place = Workspace(workspace(files))
    opened = load(place, "a", catalog())
    assert opened.problems
    block = catalog().blocks["0A"]
    workspace({"sessions/a/0A.yaml": "answers:\n  issue:\n    text: goed\n"})
    now = sessions.reread(place, opened, block, catalog())
    assert now == load(place, "a", catalog())
    (place.sessions / "a/0A.yaml").unlink()
    assert sessions.reread(place, now, block, catalog()).session.answers == {
        "vooraf": now.session.answers["vooraf"]
    }


def test_a_name_beside_the_answers_hides_none_of_them(workspace: LayOut) -> None:
    """It is told of, at its line, and the answers are read."""
    place = with_sessions(workspace, "a")
    workspace({"sessions/a/0A.yaml": "note: van ons\nanswers:\n  issue:\n    text: Te laat.\n"})
    opened = load(place, "a", catalog())
    assert opened.session.answer("0A", "issue").text == "Te laat."
    assert opened.session.unreadable == frozenset()
    assert [(one.what, one.line) for one in opened.problems] == [("“note” is hier niet bekend.", 1)]


def test_a_step_that_was_emptied_has_no_answer(workspace: LayOut) -> None:
    """Who takes an answer away and leaves the name of the step made no mistake."""
    place = with_sessions(workspace, "a")
    workspace({"sessions/a/0A.yaml": "answers:\n  issue:\n  joint_issue:\n    text:\n  urgency: ~\n"})
    opened = load(place, "a", catalog())
    assert opened.problems == ()
    assert opened.session.unreadable == frozenset()
    assert opened.session.answer("0A", "issue") is None
    assert opened.session.answer("0A", "joint_issue").text == ""


def test_an_answer_with_an_id_twice_stays_as_it_is(workspace: LayOut) -> None:
    """Nothing can tell which of the two is meant, so it is kept, told of, and never written over."""
    place = with_sessions(workspace, "a")
    records = "      - id: a\n        name: x\n      - id: a\n        name: y\n"
    workspace({"sessions/a/0A.yaml": f"answers:\n  stakeholders:\n    records:\n{records}"})
    opened = load(place, "a", catalog())
    assert opened.session.answer("0A", "stakeholders") is None
    assert opened.session.unreadable == {("0A", "stakeholders")}
    assert [(one.what, one.line) for one in opened.problems] == [("Id “a” staat er twee keer in.", 6)]
