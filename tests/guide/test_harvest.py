"""A register that groups write in by phone: beside what was there, never lost and never twice."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import Interrupted
from kompas.guide.dialogue import Stop
from kompas.guide.harvest import added, holds, with_words
from kompas.live import room
from kompas.live.form import clean
from kompas.steps.field import Field
from kompas.steps.register import RegisterStep
from kompas.steps.rules import Rows
from tests.guide.meeting import Meeting, offered, on_screen
from tests.guide.rooms import Rooms
from tests.guide.scripted import ENTER, Answer, Meanwhile, ScriptedDialogue

STEP = "oogst.harvest"
BLOCK = """
    format: 1
    id: oogst
    title: Oogst
    purpose: Onthouden wat groepen bedachten.
    steps:
      - {id: themes, kind: register, title: De thema's, why: Daarom., how: Zo., tips: [Kort.], minutes: 5,
         record: thema, records: thema's, fields: [{id: name, label: Thema, type: text}]}
      - {id: harvest, kind: register, title: De oogst, why: Daarom., how: Zo., tips: [Kort.], minutes: 5,
         phone: true, record: thema, records: thema's, rows: {source: themes, field: theme},
         fields: [{id: theme, label: Thema, type: row, of: themes, quick: true},
                  {id: now, label: Hoe staat het ervoor, type: long_text, quick: true},
                  {id: who, label: Wie kan helpen, type: text, quick: true},
                  {id: later, label: Later, type: text}]}
"""
THEMES = {"records": [{"id": "wonen", "name": "Wonen"}, {"id": "sport", "name": "Sport"}]}
STORED: tuple[Answer, ...] = ("s", True, "t", "enter")


@pytest.fixture
def rooms(meeting: Meeting) -> Rooms:
    """The phones of a meeting about two themes."""
    rooms = Rooms()
    meeting.add_block("oogst", BLOCK)
    meeting.store("oogst.themes", THEMES)
    meeting.phones = rooms
    return rooms


def come(rooms: Rooms, **note: str) -> Meanwhile:
    """A group writes this while the page is watched."""
    return Meanwhile(lambda: rooms.writes(**note))


def records(meeting: Meeting) -> list[dict[str, Any]]:
    """The records in the file."""
    answer = meeting.stored(STEP)
    found: list[dict[str, Any]] = answer["records"] if answer else []
    return found


def test_each_group_writes_for_its_own_theme(meeting: Meeting, rooms: Rooms) -> None:
    """A theme without a record gets one; groups with the same theme write after each other."""
    came = (
        come(rooms, theme="wonen", now="Er is te weinig."),
        come(rooms, theme="wonen", now="De huur is hoog.", who="Aedes"),
        come(rooms, theme="sport", now="De club doet mee."),
    )
    meeting.at(STEP, "phones", *came, *STORED)
    told = {one["theme"]: one for one in records(meeting)}
    assert sorted(told["wonen"]["now"].split("\n\n")) == ["De huur is hoog.", "Er is te weinig."]
    assert told["wonen"]["who"] == "Aedes"
    assert told["sport"] == {"id": "sport", "theme": "sport", "now": "De club doet mee."}
    assert list(told) == ["wonen", "sport"], "in the order of the themes"


def test_what_was_there_stays(meeting: Meeting, rooms: Rooms) -> None:
    """New words come after it, and other fields are left alone."""
    was = {"id": "w", "theme": "wonen", "now": "Dit stond er.", "who": "Wij", "later": "Ooit."}
    meeting.store(STEP, {"records": [was]})
    meeting.at(STEP, "phones", come(rooms, theme="wonen", now="Dit is nieuw.", who="Zij"), *STORED)
    assert records(meeting) == [{**was, "now": "Dit stond er.\n\nDit is nieuw.", "who": "Wij; Zij"}]


def test_nothing_is_seen_before_it_is_shown(meeting: Meeting, rooms: Rooms) -> None:
    """And what the facilitator keeps from the room is stored and not shown."""
    came = (come(rooms, theme="wonen", now="Dit mag."), come(rooms, theme="wonen", now="Dit niet."))
    dialogue = meeting.at(STEP, "phones", *came, "s", True, "k", True, ["1"], "t", "enter")
    watched = "\n".join(on_screen(page) for page, _ in dialogue.watched)
    assert "Dit mag." not in watched
    shown = on_screen(dialogue.told[-1])
    assert "Wonen" in shown
    assert "Dit mag." in shown
    assert "Dit niet." not in shown
    assert "Dit niet." in records(meeting)[0]["now"]


def test_paper_is_put_in_by_the_facilitator(meeting: Meeting, rooms: Rooms) -> None:
    """The theme first, until there is no paper any more; without words nothing is put in."""
    paper: tuple[Answer, ...] = ("p", "sport", "", "", "wonen", "Op papier.", "", "+ready")
    meeting.at(STEP, "phones", come(rooms, theme="wonen", now="Getikt."), *paper, *STORED)
    assert sorted(records(meeting)[0]["now"].split("\n\n")) == ["Getikt.", "Op papier."]
    assert len(records(meeting)) == 1


def test_killed_between_storing_and_forgetting_nothing_is_doubled(meeting: Meeting, rooms: Rooms) -> None:
    """The journal is still there, and every word of it stands in the file."""
    meeting.at(STEP, "phones", come(rooms, theme="wonen", now="Eén keer."), *STORED)
    rooms.hall.over = "stopped"
    rooms.hall.room = room.close(rooms.hall.room)
    meeting.at(STEP, ENTER, "t", "enter")
    assert records(meeting)[0]["now"] == "Eén keer."
    assert not rooms.hall.kept


def test_a_round_that_was_left_open_is_pointed_at(meeting: Meeting, rooms: Rooms) -> None:
    """Enter goes on with it, also when the register has records already."""
    meeting.store(STEP, {"records": [{"id": "w", "theme": "wonen", "now": "Er stond al iets."}]})
    begun = ScriptedDialogue(["phones", come(rooms, theme="sport", now="Nieuw."), Stop])
    with pytest.raises(Interrupted):
        meeting.lead(begun, *STEP.split("."))
    meeting.at(STEP, ENTER, *STORED)
    assert len(records(meeting)) == 2


def test_without_rows_there_is_nothing_to_write_for(meeting: Meeting, rooms: Rooms) -> None:
    """That is said, and no phone is let in."""
    meeting.store("oogst.themes", {"records": []})
    dialogue = meeting.at(STEP, "phones")
    assert "Daar staat nog niets." in on_screen(dialogue.told[0])
    assert not rooms.halls


def test_it_is_offered_only_where_the_block_allows_it(meeting: Meeting, rooms: Rooms) -> None:
    """A register without rows has nothing to choose from."""
    assert "Met telefoons: elke groep schrijft zelf" in offered(meeting.at(STEP), 0).values()
    assert "phones" not in offered(meeting.at("oogst.themes"), 0)


LONG = Field(id="now", label="Nu", type="long_text", quick=True)
SHORT = Field(id="who", label="Wie", type="text", quick=True)
REGISTER = RegisterStep(
    id="harvest",
    title="Oogst",
    why="",
    how="",
    tips=(),
    minutes=1,
    phone=True,
    record="thema",
    records="thema's",
    rows=Rows(source="themes", field="theme"),
    fields=(Field(id="theme", label="Thema", type="row", of="themes"), LONG, SHORT),
)
WORDS = st.text(st.sampled_from("ab;. \n"), max_size=8).map(clean).filter(bool)
LINES = WORDS.map(lambda text: " ".join(text.split()))
THEME = st.sampled_from(["x", "y", "z"])
NOTES = st.lists(st.fixed_dictionaries({"theme": THEME}, optional={"now": WORDS, "who": LINES}), max_size=6)


@given(NOTES, NOTES)
def test_nothing_is_lost_or_doubled(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    """All words stand in their field, what stood there stays in front, and storing again changes nothing."""
    before = with_words(REGISTER, (), first)
    after = with_words(REGISTER, before, second)
    by_theme = {one["theme"]: one for one in after}
    for note in (*first, *second):
        for field in (LONG, SHORT):
            assert field.id not in note or holds(
                field, str(by_theme[note["theme"]][field.id]), note[field.id]
            )
    for one in before:
        for id in ("now", "who"):
            assert str(by_theme[one["theme"]].get(id, "")).startswith(str(one.get(id, "")))
    assert with_words(REGISTER, after, [*second, *first]) == after
    assert len({one["id"] for one in after}) == len(after) == len(by_theme)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_words_are_kept_apart_from_each_other(said: list[str]) -> None:
    """Words that only stand inside other words are added."""
    text = ""
    for words in said:
        grown = added(LONG, text, words)
        assert grown == text or grown.endswith(words)
        text = grown
    assert added(LONG, "Wonen is duur.", "duur.") == "Wonen is duur.\n\nduur."
