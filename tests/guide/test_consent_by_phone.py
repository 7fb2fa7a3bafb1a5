"""A proposal that the room reacts to by phone, as the facilitator sees it."""

from typing import Any

import pytest

from kompas.errors import Interrupted
from kompas.guide.dialogue import Stop
from kompas.guide.start import hold_by_phone
from kompas.live import room
from tests.guide.meeting import Meeting, offered, on_screen, screen
from tests.guide.rooms import Rooms
from tests.guide.scripted import ENTER, Answer, Meanwhile, ScriptedDialogue

STEP = "0B.ambition_consent"
TEXT = "Alle kinderen zijn in beeld."
WRITTEN: tuple[Answer, ...] = ("write", TEXT, "phones")
STORED: tuple[Answer, ...] = ("s", True)
SHOWN: tuple[Answer, ...] = ("t", "enter")


@pytest.fixture
def rooms(meeting: Meeting) -> Rooms:
    """The phones of the meeting."""
    rooms = Rooms()
    meeting.phones = rooms
    return rooms


def come(rooms: Rooms, reaction: str, reason: str = "", times: int = 1) -> Meanwhile:
    """Reactions come in while the page is watched."""

    def happens() -> None:
        for _ in range(times):
            rooms.reacts(reaction, reason)

    return Meanwhile(happens)


def versions(meeting: Meeting) -> list[dict[str, Any]]:
    """The versions as they stand in the file."""
    answer = meeting.stored(STEP)
    found: list[dict[str, Any]] = answer["versions"] if answer else []
    return found


def left_open(meeting: Meeting, *script: Answer) -> None:
    """Follow a script that ends with Ctrl-C while the round is open."""
    with pytest.raises(Interrupted):
        meeting.lead(ScriptedDialogue([*WRITTEN, *script, Stop]), "0B", "ambition_consent")


def alone(meeting: Meeting, rooms: Rooms, *script: Answer) -> ScriptedDialogue:
    """As `kompas live` does."""
    dialogue = ScriptedDialogue(script)
    where = (meeting.workspace, meeting.catalog, meeting.opened())
    hold_by_phone(*where, dialogue, meeting.now, ("0B", "ambition_consent"), rooms)
    assert not dialogue.left
    return dialogue


def test_what_the_room_says_is_stored_in_the_version_that_was_asked(meeting: Meeting, rooms: Rooms) -> None:
    """With its text, as a round by phone, and without who said it."""
    came = (come(rooms, "none", times=3), come(rooms, "objection", "Te duur."))
    meeting.at(STEP, *WRITTEN, *came, *STORED, *SHOWN)
    assert versions(meeting) == [
        {
            "id": "2026-11-21-1430",
            "date": "2026-11-21",
            "text": TEXT,
            "method": "phone",
            "responses": [*[{"response": "none"}] * 3, {"response": "objection", "reason": "Te duur."}],
        }
    ]


def test_nothing_is_seen_before_it_is_shown(meeting: Meeting, rooms: Rooms) -> None:
    """Not on the page that is watched, and not when the round is closed and stored."""
    came = (come(rooms, "none"), come(rooms, "objection", "Te duur."))
    dialogue = meeting.at(STEP, *WRITTEN, *came, *STORED, *SHOWN)
    watched = "\n".join(on_screen(page) for page, _ in dialogue.watched)
    assert "Te duur." not in watched
    assert "bezwaar" not in watched
    picture = on_screen(dialogue.told[-1])
    assert "1 keer geen bezwaar en 1 bezwaar." in picture
    assert "Te duur. Nog open." in picture
    assert next(iter(offered(dialogue))) == "new"


def test_the_facilitator_keeps_words_from_the_room(meeting: Meeting, rooms: Rooms) -> None:
    """They count and are stored, and are not in the picture."""
    came = (come(rooms, "none"), come(rooms, "objection", "Te duur, Jan."))
    dialogue = meeting.at(STEP, *WRITTEN, *came, *STORED, "k", True, ["1"], *SHOWN)
    [place] = [spot for spot, asked in enumerate(dialogue.questions) if asked.startswith("Welke kaartjes")]
    assert offered(dialogue, place) == {"1": "Een bezwaar / Te duur, Jan."}
    picture = on_screen(dialogue.told[-1])
    assert "1 keer geen bezwaar en 1 bezwaar." in picture
    assert "Jan" not in picture
    assert versions(meeting)[0]["responses"][1]["reason"] == "Te duur, Jan."


def test_paper_is_put_in_beside_phones(meeting: Meeting, rooms: Rooms) -> None:
    """With the perspective when that is known; an objection has a reason there too."""
    paper: tuple[Answer, ...] = ("p", "", "1", "ouders", "3", "", "Te vroeg.", "Later.", "+ready")
    dialogue = meeting.at(STEP, *WRITTEN, come(rooms, "none"), *paper, *STORED, *SHOWN)
    assert dialogue.complaints == ["Een bezwaar heeft een reden nodig. Vraag ernaar."]
    [version] = versions(meeting)
    assert version["on_paper"] == "2"
    assert {"response": "objection", "reason": "Te vroeg.", "suggestion": "Later."} in version["responses"]


def test_a_round_that_was_left_open_comes_first_and_alone(meeting: Meeting, rooms: Rooms) -> None:
    """Until it is stored nobody can change the text, or ask the room in another way."""
    left_open(meeting, come(rooms, "none", times=2))
    dialogue = meeting.at(STEP, ENTER, *STORED, *SHOWN)
    assert list(offered(dialogue, 0)) == ["phones", "on"]
    assert offered(dialogue, 0)["phones"] == "Ga verder met de telefoonronde: 2 antwoorden"
    assert [len(one["responses"]) for one in versions(meeting)] == [2]


def test_killed_between_storing_and_forgetting_it_is_stored_once(meeting: Meeting, rooms: Rooms) -> None:
    """The journal is still there, and the version has its reactions already."""
    meeting.at(STEP, *WRITTEN, come(rooms, "none", times=3), *STORED, *SHOWN)
    before = versions(meeting)
    rooms.hall.over = "stopped"
    rooms.hall.room = room.close(rooms.hall.room)
    meeting.at(STEP, ENTER, *SHOWN)
    assert versions(meeting) == before
    assert not rooms.hall.kept


def test_what_others_said_in_another_way_meanwhile_stays(meeting: Meeting, rooms: Rooms) -> None:
    """Then what the phones gave gets a version of its own, with the same text, and only once."""
    left_open(meeting, come(rooms, "concern"))
    elsewhere = [{"participant": "moeder", "response": "none"}]
    meeting.store(STEP, {"versions": [{**versions(meeting)[0], "responses": elsewhere}]})
    for script in ((ENTER, *STORED, *SHOWN), (ENTER, *SHOWN)):
        meeting.at(STEP, *script)
        assert [(one["text"], len(one["responses"])) for one in versions(meeting)] == [(TEXT, 1)] * 2
        rooms.hall.over = "stopped"


def test_kompas_live_needs_a_proposal(meeting: Meeting, rooms: Rooms) -> None:
    """Without one it says so, and no phone is let in; nor for a version that was talked about already."""
    assert "Er is nog geen voorstel. Schrijf het eerst op." in on_screen(alone(meeting, rooms).told[0])
    meeting.at(STEP, "write", TEXT, "counted", "3 0 0")
    assert "Op deze versie is al gereageerd." in on_screen(alone(meeting, rooms).told[0])
    assert not rooms.halls


def test_kompas_live_asks_the_version_that_is_there(meeting: Meeting, rooms: Rooms) -> None:
    """And ends when it is stored and shown."""
    meeting.at(STEP, "write", TEXT)
    alone(meeting, rooms, come(rooms, "none", times=2), *STORED, *SHOWN)
    [version] = versions(meeting)
    assert (version["text"], len(version["responses"])) == (TEXT, 2)


def test_the_next_version_can_be_asked_by_phone_too(meeting: Meeting, rooms: Rooms) -> None:
    """Each version has its own reactions."""
    meeting.at(STEP, *WRITTEN, come(rooms, "objection", "Te duur."), *STORED, *SHOWN)
    again: tuple[Answer, ...] = ("new", "Iets goedkoper.", ["1.0"], "phones", come(rooms, "none"))
    dialogue = meeting.at(STEP, *again, *STORED, *SHOWN)
    assert [one["method"] for one in versions(meeting)] == ["phone", "phone"]
    assert "Jullie kunnen besluiten met consent." in screen(dialogue)
