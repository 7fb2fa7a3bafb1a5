"""A programme at the table: its times, what is the plan now, and another order."""

from typing import Any

import pytest

from kompas.console import render
from kompas.guide.dialogue import Back, Skip
from kompas.guide.kinds import full
from kompas.session import surroundings
from tests.evening import EVENING
from tests.guide.meeting import Meeting, default, offered, screen
from tests.guide.scripted import ENTER, ScriptedDialogue

PROGRAMME = "avond.programme"


@pytest.fixture
def evening(meeting: Meeting) -> Meeting:
    """A meeting with a programme that begins at 14:00; on the clock it is 14:30."""
    meeting.add_block("avond", EVENING)
    meeting.store(
        PROGRAMME,
        {
            "records": [
                {"id": "welkom", "part": "Welkom", "minutes": "10", "start": "14:00", "who": "mentor"},
                {"id": "praten", "part": "Praten", "minutes": "45"},
                {"id": "pauze", "part": "Pauze", "minutes": "15", "start": "15:00"},
                {"id": "slot", "part": "Slot", "minutes": "20"},
            ]
        },
    )
    return meeting


def at(meeting: Meeting, time: str) -> None:
    """Put the clock at this time."""
    hour, minute = map(int, time.split(":"))
    meeting.now.time = meeting.now.time.replace(hour=hour, minute=minute)


def records(meeting: Meeting) -> list[dict[str, Any]]:
    """The parts as they stand in the file."""
    found: list[dict[str, Any]] = (meeting.stored(PROGRAMME) or {"records": []})["records"]
    return found


def row(dialogue: ScriptedDialogue, name: str, place: int = -1) -> str:
    """The row of the table in which a part stands."""
    lines = (" ".join(line.split()) for line in screen(dialogue, place).splitlines())
    return next(line for line in lines if name in line)


class TestTimes:
    def test_each_part_has_its_time(self, evening: Meeting) -> None:
        """Minutes and beginnings that people typed are told by the times; nothing is said twice."""
        dialogue = evening.at(PROGRAMME)
        assert row(dialogue, "Welkom") == "Welkom 14:00 tot 14:10"
        assert row(dialogue, "Praten") == "Praten 14:10 tot 14:55"
        assert row(dialogue, "Slot") == "Slot 15:15 tot 15:35"
        assert "Samen 90 minuten: van 14:00 tot 15:35." in screen(dialogue)
        for column in ("Minuten", "Begint om", "Nu"):
            assert column not in screen(dialogue).replace("minuten", "")

    def test_it_grows_while_it_is_typed(self, meeting: Meeting) -> None:
        """Without a beginning the minutes are shown, and count; with one, the times."""
        meeting.add_block("avond", EVENING)
        dialogue = meeting.at(PROGRAMME, "add", "Welkom", "10", "Praten", "", "")
        assert row(dialogue, "Welkom") == "Welkom 10"
        assert "Samen 10 minuten." in screen(dialogue)
        assert "Zet een tijd bij het eerste onderdeel." in screen(dialogue)
        assert "Nog zonder tijd: 1 onderdeel." in screen(dialogue)
        dialogue = meeting.at(PROGRAMME, "correct", "welkom", "start", "half acht", "19.30", "")
        assert dialogue.complaints == ["Typ een tijd, bijvoorbeeld 19:30."]
        assert records(meeting)[0]["start"] == "19:30"
        assert row(dialogue, "Welkom") == "Welkom 19:30 tot 19:40"
        assert "Zet een tijd bij" not in screen(dialogue)
        assert row(dialogue, "Praten") == "Praten 19:40"

    @pytest.mark.parametrize(("typed", "stored"), [("19:30", "19:30"), ("9.05", "09:05"), ("9:05", "09:05")])
    def test_a_time_is_typed_as_people_write_it(self, evening: Meeting, typed: str, stored: str) -> None:
        """Asked what form it has, and there again when it is corrected."""
        dialogue = evening.at(PROGRAMME, "correct", "slot", "start", typed, "start", ENTER, "")
        assert "bijvoorbeeld 19:30" in dialogue.asked[3][1].explanation
        assert default(dialogue, 5) == stored
        assert records(evening)[3]["start"] == stored

    def test_a_part_that_begins_too_early_is_told(self, evening: Meeting) -> None:
        """By name, above the table."""
        dialogue = evening.at(PROGRAMME, "correct", "pauze", "start", "14:50", "")
        assert "“Pauze” begint eerder dan het onderdeel ervoor klaar is." in screen(dialogue)

    def test_an_empty_programme(self, meeting: Meeting) -> None:
        """Says why it is there, and offers only what can be done."""
        meeting.add_block("avond", EVENING)
        dialogue = meeting.at(PROGRAMME)
        assert "Dan weet iedereen waar we zijn." in screen(dialogue)
        assert list(offered(dialogue)) == ["add", "on"]

    @pytest.mark.parametrize("width", [20, 40])
    def test_on_a_narrow_screen(self, evening: Meeting, width: int) -> None:
        """Nothing is lost: what does not fit beside each other stands below each other."""
        dialogue = evening.at(PROGRAMME, "over", "25")
        lines = render(dialogue.asked[-1][0].body, width, plain=True)
        assert max(map(len, lines)) <= width
        text = " ".join(" ".join(lines).split())
        assert text.count("15:15") >= 1
        assert "Praten" in text


class TestOver:
    def test_the_clock_says_how_long_it_took(self, evening: Meeting) -> None:
        """From when the part began until now; all that comes after it shifts, and that is said."""
        at(evening, "14:25")
        dialogue = evening.at(PROGRAMME, ENTER, ENTER)
        assert offered(dialogue, 0)["over"] == "Dit onderdeel is klaar: Welkom"
        assert dialogue.questions[1] == "Hoeveel minuten duurde “Welkom”?"
        assert default(dialogue, 1) == "25"
        assert "14:00 tot 14:10. Het is 14:25." in screen(dialogue, 1)
        assert records(evening)[0]["took"] == "25"
        shown = screen(dialogue)
        assert row(dialogue, "Praten") != "Praten 14:10 tot 14:55"
        assert row(dialogue, "14:25 tot 15:10") == "Praten 14:10 tot 14:55 14:25 tot 15:10"
        assert "Nu bezig: Praten, tot 15:10." in shown
        assert "Het einde is nu 10 minuten later dan gepland: om 15:45." in shown
        assert offered(dialogue)["over"] == "Dit onderdeel is klaar: Praten"

    def test_people_may_know_better(self, evening: Meeting) -> None:
        """Another number; one that cannot be is asked again; 0 is a part that did not go on."""
        dialogue = evening.at(PROGRAMME, "over", "lang", "12", "over", "0")
        assert dialogue.complaints == ["Typ een heel getal. Een getal van 0 tot en met 480."]
        assert [record.get("took") for record in records(evening)] == ["12", "0", None, None]
        assert "Nu bezig: Pauze, tot 15:15." in screen(dialogue)

    @pytest.mark.parametrize(
        ("time", "minutes"),
        [
            ("14:01", "1"),
            ("13:55", "1"),  # they began before its time
            ("14:00", "1"),
            ("16:10", "130"),
            ("16:11", ""),  # the clock says nothing any more
            ("09:00", ""),
            ("23:59", ""),
        ],
    )
    def test_a_clock_that_is_far_off_is_not_believed(self, evening: Meeting, time: str, minutes: str) -> None:
        """Then nothing stands there yet; a part that was there took at least a minute."""
        at(evening, time)
        dialogue = evening.at(PROGRAMME, "over", ENTER)
        assert default(dialogue, 1) == minutes
        assert records(evening)[0].get("took") == (minutes or None)

    def test_the_pointer_is_there_while_the_part_goes_on(self, evening: Meeting) -> None:
        """So that Enter says it is over; on any other moment Enter adds a part as it always did."""
        assert default(evening.at(PROGRAMME)) == "over"
        at(evening, "09:00")
        assert default(evening.at(PROGRAMME)) == ""

    def test_a_programme_past_midnight(self, meeting: Meeting) -> None:
        """It goes on as if the clock did not begin anew."""
        meeting.add_block("avond", EVENING)
        parts = [
            {"id": "a", "part": "Wachten", "minutes": "60", "start": "23:30", "took": "60"},
            {"id": "b", "part": "Vuurwerk", "minutes": "30"},
        ]
        meeting.store(PROGRAMME, {"records": parts})
        at(meeting, "01:05")
        dialogue = meeting.at(PROGRAMME, "over", ENTER)
        assert default(dialogue, 1) == "35"
        assert "Het einde was 5 minuten later dan gepland: om 01:05." in screen(dialogue)

    def test_without_times_the_minutes_are_asked(self, meeting: Meeting) -> None:
        """There is nothing to count from."""
        meeting.add_block("avond", EVENING)
        meeting.at(PROGRAMME, "add", "Welkom", "10", "", "over", "12")
        assert records(meeting) == [{"id": "welkom", "part": "Welkom", "minutes": "10", "took": "12"}]

    def test_esc_or_nothing_leaves_it_as_it_was(self, evening: Meeting) -> None:
        """Empty is: not over yet. F3 goes on to the next step."""
        before = records(evening)
        dialogue = evening.at(PROGRAMME, "over", Back, "over", "", "over", Skip)
        assert [page.title for page, _ in dialogue.asked].count("Programma") == 6
        assert dialogue.asked[-1][0].title == "Groepen"
        assert records(evening) == before

    def test_it_can_be_taken_back(self, evening: Meeting) -> None:
        """By correcting the part: then it is the one that goes on again."""
        evening.at(PROGRAMME, "over", "25")
        dialogue = evening.at(PROGRAMME, "correct", "welkom", "took", "", "")
        assert "took" not in records(evening)[0]
        assert offered(dialogue)["over"] == "Dit onderdeel is klaar: Welkom"
        assert "Nu bezig" not in screen(dialogue)

    def test_what_is_over_makes_room(self, evening: Meeting) -> None:
        """The table begins with what goes on; who reads the answers outside a meeting sees all of it."""
        dialogue = evening.at(PROGRAMME, "over", "12", "over", "0")
        table = [line.split()[0] for line in screen(dialogue).splitlines() if " tot " in line and ":" in line]
        assert "Welkom" not in table
        assert "Pauze" in table
        session, step = evening.opened().session, evening.catalog.step("avond", "programme")
        assert step
        around = surroundings(session, evening.catalog, "avond")
        shown = render(full(step, session.answer("avond", "programme"), around), 0, plain=True)
        lines = [" ".join(line.split()) for line in shown]
        assert "Welkom 14:00 tot 14:10 14:00 tot 14:12" in lines
        assert "Praten 14:10 tot 14:55 vervallen" in lines

    def test_when_all_is_over(self, evening: Meeting) -> None:
        """Nothing is asked any more, and it says how it went."""
        dialogue = evening.at(PROGRAMME, "over", "10", "over", "45", "over", "15", "over", "10")
        assert "over" not in offered(dialogue)
        assert "Het einde was 10 minuten eerder dan gepland: om 15:25." in screen(dialogue)
        assert "Zo liep het" in screen(dialogue)


class TestOrder:
    def test_a_part_is_put_later(self, evening: Meeting) -> None:
        """Behind another; the times follow."""
        dialogue = evening.at(PROGRAMME, "move", "welkom", "praten")
        assert [one["id"] for one in records(evening)] == ["praten", "welkom", "pauze", "slot"]
        assert offered(dialogue, 2)["praten"] == "Na Praten"
        assert "welkom" not in offered(dialogue, 2)
        assert row(dialogue, "Slot") == "Slot 15:15 tot 15:35"

    def test_the_first_part_has_the_time_at_which_all_begins(self, evening: Meeting) -> None:
        """Whichever that is; a time of its own is kept."""
        dialogue = evening.at(PROGRAMME, "move", "welkom", "praten")
        assert row(dialogue, "Praten") == "Praten 14:00 tot 14:45"
        assert row(dialogue, "Welkom") == "Welkom 14:45 tot 14:55"
        assert [one.get("start") for one in records(evening)] == ["14:00", None, "15:00", None]
        dialogue = evening.at(PROGRAMME, "move", "pauze", "")
        assert [one.get("start") for one in records(evening)] == ["15:00", "14:00", None, None]
        assert "“Praten” begint eerder dan het onderdeel ervoor klaar is." in screen(dialogue)

    def test_a_part_is_put_first(self, evening: Meeting) -> None:
        """And the pointer stands where it is now, so that Enter changes nothing."""
        dialogue = evening.at(PROGRAMME, "move", "slot", ENTER, "move", "slot", "")
        assert default(dialogue, 2) == "pauze"
        assert [one["id"] for one in records(evening)] == ["slot", "welkom", "praten", "pauze"]
        dialogue = evening.at(PROGRAMME, "move", "slot", ENTER)
        assert default(dialogue, 2) == ""
        assert records(evening)[0]["id"] == "slot"

    def test_esc_goes_back(self, evening: Meeting) -> None:
        """And nothing has moved."""
        dialogue = evening.at(PROGRAMME, "move", Back, "move", "slot", Back)
        assert dialogue.questions[-1] == "Wat wil je doen?"
        assert [one["id"] for one in records(evening)] == ["welkom", "praten", "pauze", "slot"]

    def test_one_part_cannot_be_moved(self, meeting: Meeting) -> None:
        """Nor can the records of a list that is no programme."""
        meeting.add_block("avond", EVENING)
        assert "move" not in offered(meeting.at(PROGRAMME, "add", "Welkom", "10", ""))
        meeting.at("avond.tables", "add", "Geld", "", "Ruimte", "", "")
        assert "move" not in offered(meeting.at("avond.tables"))
