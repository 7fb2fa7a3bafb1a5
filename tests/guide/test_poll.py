"""A poll in the room: by turn or counted, hidden until everyone has answered, and the picture after it."""

from pathlib import Path
from typing import Any

import pytest

from kompas.guide.dialogue import Back, Line, Skip
from tests.guide.meeting import FIVE, Meeting, default, offered, on_screen, screen
from tests.guide.scripted import ENTER, AtTell, ScriptedDialogue

URGENT = "Hoe dringend vind jij het dat we hier iets aan doen?"


@pytest.fixture
def nobody(tmp_path: Path) -> Meeting:
    """A meeting of which nobody wrote down who takes part."""
    return Meeting(tmp_path, {})


def ballots(meeting: Meeting, address: str = "0A.urgency", place: int = -1) -> list[dict[str, Any]]:
    """The ballots of a round as they stand in the file."""
    found: list[dict[str, Any]] = meeting.stored(address)["rounds"][place]["ballots"]
    return found


def scores(meeting: Meeting, place: int = -1) -> dict[str, str]:
    """Who gave which urgency, from the file."""
    return {one["participant"]: one["scores"]["urgency"] for one in ballots(meeting, place=place)}


def told(dialogue: ScriptedDialogue) -> str:
    """What was shown between the questions."""
    return "\n".join(map(on_screen, dialogue.told))


class TestByTurn:
    def test_everyone_is_asked_by_role_in_turn(self, meeting: Meeting) -> None:
        """With how far the room is, and what the numbers mean."""
        dialogue = meeting.at("0A.urgency", "typed", "7", "3", "8", "9", "10")
        turns = [screen(dialogue, place).splitlines()[-1] for place in range(1, 6)]
        assert turns == [f"{place} van 5: {role}" for place, role in enumerate(FIVE, 1)]
        assert {question.question for _, question in dialogue.asked[1:6]} == {URGENT}
        assert "1 = kan wachten, 10 = moet nu, ? = weet ik niet" in dialogue.asked[1][1].explanation
        assert scores(meeting) == dict(zip(FIVE, ["7", "3", "8", "9", "10"], strict=True))

    def test_the_room_cannot_read_along(self, meeting: Meeting) -> None:
        """Scores are typed hidden, and no page shows one until the last person has answered."""
        dialogue = meeting.at("0A.urgency", "typed", "7", "3", "7", "9", "7")
        asked = [question for _, question in dialogue.asked[1:6]]
        assert all(isinstance(question, Line) and question.hidden for question in asked)
        shown = "\n".join(on_screen(page) for page in dialogue.pages[:6])
        assert "midden" not in shown
        assert len(dialogue.told) == 1
        assert dialogue.pages.index(dialogue.told[0]) == 6

    def test_the_picture_comes_after_the_last_answer(self, meeting: Meeting) -> None:
        """Bars, and in words where the middle is and how far the room agrees."""
        picture = told(meeting.at("0A.urgency", "typed", "7", "3", "7", "?", "7"))
        assert URGENT in picture
        assert "Het midden (mediaan) is 7." in picture
        assert "De groep is het" in picture
        assert "“Weet ik niet”: 1 keer." in picture
        assert any("7" in line and "3" in line and "midden" in line for line in picture.splitlines())

    def test_each_answer_is_on_the_disk_before_the_next_person(self, meeting: Meeting) -> None:
        """Ctrl-C after the second person keeps both."""
        meeting.at("0A.urgency", "typed", "7", "3")
        assert scores(meeting) == {"mentor": "7", "leerling": "3"}

    def test_after_a_stop_the_round_goes_on_with_who_is_left(self, meeting: Meeting) -> None:
        """The scores stay hidden meanwhile, and Enter goes on with the round."""
        meeting.at("0A.urgency", "typed", "7", "3")
        dialogue = meeting.at("0A.urgency", ENTER, "8", "9", "10")
        assert "Nog 3 te gaan. Tot dan blijven de scores verborgen." in screen(dialogue, 0)
        assert "mediaan" not in screen(dialogue, 0)
        assert offered(dialogue, 0)["go_on"] == "Ga verder met de ronde: nog 3"
        assert screen(dialogue, 1).endswith("1 van 3: moeder")
        assert len(meeting.stored("0A.urgency")["rounds"]) == 1
        assert list(scores(meeting)) == list(FIVE)

    def test_who_does_not_know_says_so(self, meeting: Meeting) -> None:
        """A question mark is an answer, and not a missing one."""
        meeting.at("0A.urgency", "typed", "?", "weet ik niet", "8", "9", "10")
        assert scores(meeting)["mentor"] == scores(meeting)["leerling"] == "null"

    def test_someone_can_be_passed_over(self, meeting: Meeting) -> None:
        """Enter goes to the next person; whoever was passed over is waited for."""
        dialogue = meeting.at("0A.urgency", "typed", "7", "", "8", "9", "10", ENTER, "5")
        assert dialogue.pages.index(dialogue.told[0]) == 8
        assert offered(dialogue, 6)["go_on"] == "Ga verder met de ronde: nog 1"
        assert screen(dialogue, 7).endswith("1 van 1: leerling")
        assert scores(meeting)["leerling"] == "5"

    def test_the_picture_can_be_shown_without_the_last(self, meeting: Meeting) -> None:
        """When people choose that; it says who was not heard, and nothing is closed by it."""
        dialogue = meeting.at("0A.urgency", "typed", "7", "", "8", "9", "10", "picture")
        assert "Het midden (mediaan) is" in told(dialogue)
        assert "Nog 1 te gaan" in screen(dialogue)

    def test_esc_goes_back_to_the_person_before(self, meeting: Meeting) -> None:
        """Who then gives another score; nobody else's changes."""
        dialogue = meeting.at("0A.urgency", "typed", "7", "3", Back, "4", "8", "9", "10")
        assert screen(dialogue, 4).endswith("2 van 5: leerling")
        assert scores(meeting)["leerling"] == "4"
        assert len(ballots(meeting)) == 5

    def test_going_back_and_on_changes_nothing(self, meeting: Meeting) -> None:
        """Enter leaves the score of the person before as it was."""
        meeting.at("0A.urgency", "typed", "7", "3", Back, "", "8", "9", "10")
        assert list(scores(meeting).values()) == ["7", "3", "8", "9", "10"]

    def test_esc_at_the_first_person_goes_back_to_the_menu(self, meeting: Meeting) -> None:
        """And nothing is stored of a round that nobody answered in."""
        dialogue = meeting.at("0A.urgency", "typed", Back)
        assert dialogue.questions[2] == dialogue.questions[0]
        assert meeting.stored("0A.urgency") is None

    @pytest.mark.parametrize("wrong", ["11", "0", "acht", "7,5", "-1"])
    def test_what_is_no_score_is_asked_again(self, meeting: Meeting, wrong: str) -> None:
        """With what can be typed, before anything is stored."""
        dialogue = meeting.at("0A.urgency", "typed", wrong, "8")
        assert dialogue.complaints == ["Typ een cijfer van 1 tot en met 10, of ?"]
        assert scores(meeting) == {"mentor": "8"}

    def test_several_statements_are_asked_one_by_one(self, meeting: Meeting) -> None:
        """Per person; each score is stored at once, and Esc goes back one statement."""
        dialogue = meeting.at("0A.cooperation", "typed", "4", "2", Back, "3", "5")
        texts = [question.question for _, question in dialogue.asked[1:7]]
        assert texts[1] == texts[3] == "Ik weet welke mensen en organisaties hier iets aan doen."
        assert ballots(meeting, "0A.cooperation") == [
            {"participant": "mentor", "scores": {"shared": "4", "who_does_what": "3", "fit": "5"}}
        ]

    def test_who_stopped_halfway_goes_on_at_the_statement_that_is_missing(self, meeting: Meeting) -> None:
        """What was answered is not asked again."""
        meeting.at("0A.cooperation", "typed", "4", "2")
        dialogue = meeting.at("0A.cooperation", ENTER, "5", "1")
        assert dialogue.questions[1] == "Wat iedereen doet, past goed bij elkaar."
        assert ballots(meeting, "0A.cooperation")[0]["scores"] == {
            "shared": "4",
            "who_does_what": "2",
            "fit": "5",
            "heard": "1",
        }

    def test_named_options_are_typed_by_number_or_word(self, meeting: Meeting) -> None:
        """“Nog niet” by its first letters, by its number, or whole."""
        dialogue = meeting.at("vooraf.readiness", "typed", "1", "deels", "j", "Nog niet", "?")
        assert "1 = Nog niet, 2 = Deels, 3 = Ja, ? = weet ik niet" in dialogue.asked[1][1].explanation
        given = ballots(meeting, "vooraf.readiness")[0]["scores"]
        assert list(given.values()) == ["nog-niet", "deels", "ja", "nog-niet", "null"]

    def test_each_statement_gets_a_page_of_its_own(self, meeting: Meeting) -> None:
        """So that each picture can be read from the back of the room."""
        dialogue = meeting.at("0A.cooperation", "typed", *(["4", "2", "3", "5"] * 5))
        pages = list(map(on_screen, dialogue.told))
        assert len(pages) == 4
        assert "We vinden dit een probleem van ons allemaal." in pages[0]
        assert "Het midden (mediaan) is 4" not in pages[1]


class TestAfterwards:
    ALL = ("typed", "7", "3", "8", "9", "10")

    def test_a_score_can_be_corrected(self, meeting: Meeting) -> None:
        """Of one person, in place; a reason that was given stays."""
        meeting.at("0A.urgency", *self.ALL, "reason", "leerling", "Het valt mee.")
        dialogue = meeting.at("0A.urgency", "correct", "leerling", "5")
        assert list(offered(dialogue, 1)) == list(FIVE)
        assert ballots(meeting)[1] == {
            "participant": "leerling",
            "scores": {"urgency": "5"},
            "reason": "Het valt mee.",
        }
        assert len(ballots(meeting)) == 5

    def test_correcting_can_be_left(self, meeting: Meeting) -> None:
        """With Esc or an empty answer, and then nothing has changed."""
        meeting.at("0A.urgency", *self.ALL)
        meeting.at("0A.urgency", "correct", "leerling", "", "correct", Back, "correct", "leerling", Back)
        assert scores(meeting)["leerling"] == "3"

    def test_a_reason_is_written_down_and_seen_in_the_picture(self, meeting: Meeting) -> None:
        """It is in the picture without a name; it can be changed and taken away."""
        dialogue = meeting.at(
            "0A.urgency",
            *self.ALL,
            "reason",
            "leerling",
            "Het valt mee.",
            "picture",
            "reason",
            "leerling",
            "",
        )
        assert "Het valt mee." in on_screen(dialogue.told[-1])
        assert "leerling" not in on_screen(dialogue.told[-1])
        assert default(dialogue, -2) == "Het valt mee."
        assert "reason" not in ballots(meeting)[1]

    def test_reasons_and_corrections_need_someone_to_ask(self, nobody: Meeting) -> None:
        """Where nobody is known by name, they are not offered."""
        dialogue = nobody.at("0A.urgency", Skip, "counted", "8:3", ENTER)
        assert not {"reason", "correct"} & set(offered(dialogue))

    def test_a_new_round_keeps_the_one_before(self, meeting: Meeting) -> None:
        """Each with its own date, and the picture says what changed."""
        meeting.at("0A.urgency", *self.ALL)
        before = meeting.stored("0A.urgency")["rounds"][0]
        meeting.now.forward(days=60)
        dialogue = meeting.at("0A.urgency", "new", "typed", "4", "4", "4", "4", "5")
        rounds = meeting.stored("0A.urgency")["rounds"]
        assert rounds[0] == before
        assert [one["date"] for one in rounds] == ["2026-11-21", "2027-01-20"]
        assert "De vorige keer was het midden 8, deze keer is het 4." in told(dialogue)
        assert "De groep is het meer eens dan de vorige keer." in told(dialogue)

    def test_two_rounds_in_one_minute_are_two_rounds(self, meeting: Meeting) -> None:
        """Their ids differ."""
        meeting.at("0A.urgency", *self.ALL)
        meeting.now.forward(seconds=20)
        meeting.at("0A.urgency", "new", "counted", "8:3")
        ids = [one["id"] for one in meeting.stored("0A.urgency")["rounds"]]
        assert ids == ["2026-11-21-1430", "2026-11-21-143020"]

    def test_a_new_round_that_nobody_answers_leaves_the_old_one(self, meeting: Meeting) -> None:
        """Nothing is stored, and no picture of the old round is shown as if it was the new one."""
        meeting.at("0A.urgency", *self.ALL)
        meeting.now.forward(minutes=5)
        dialogue = meeting.at("0A.urgency", "new", "typed", "", "", "", "", "")
        assert len(meeting.stored("0A.urgency")["rounds"]) == 1
        assert not dialogue.told

    def test_leaving_the_picture_with_another_key_loses_nothing(self, meeting: Meeting) -> None:
        """Esc goes back to the menu, Ctrl-C stops."""
        dialogue = meeting.at("0A.urgency", *self.ALL, AtTell(Back))
        assert dialogue.questions[-1] == "Wat wil je doen?"
        meeting.at("0A.urgency", "picture", AtTell(Skip))
        assert len(ballots(meeting)) == 5


class TestCounted:
    def test_hands_are_counted_by_score(self, meeting: Meeting) -> None:
        """As many ballots as hands, without names."""
        dialogue = meeting.at("0A.urgency", "counted", "8:3 7:2 ?:1")
        assert "Typ score:aantal, bijvoorbeeld 10:3 9:5 ?:1." in dialogue.asked[1][1].explanation
        assert meeting.stored("0A.urgency")["rounds"][0]["method"] == "counted"
        given = [one["scores"]["urgency"] for one in ballots(meeting)]
        assert sorted(given) == ["7", "7", "8", "8", "8", "null"]
        assert all(list(one) == ["scores"] for one in ballots(meeting))
        assert "Het midden (mediaan) is 8." in told(dialogue)

    def test_a_count_that_is_not_understood_is_asked_again(self, meeting: Meeting) -> None:
        """With what was not understood; an empty count too."""
        dialogue = meeting.at("0A.urgency", "counted", "acht drie", "11:2", "", "8: 3 keer, 7: 2 keer")
        assert "“acht drie”" in dialogue.complaints[0]
        assert len(dialogue.complaints) == 3
        assert len(ballots(meeting)) == 5

    def test_statement_by_statement_with_what_was_counted(self, meeting: Meeting) -> None:
        """Esc goes back one, and the count stands there to be changed."""
        dialogue = meeting.at("0A.cooperation", "counted", "4:3 5:2", "1:5", Back, ENTER, "2:4", "3:5")
        assert "We vinden dit een probleem van ons allemaal. 4:3 5:2 (samen 5)" in screen(dialogue, 2)
        assert default(dialogue, 4) == "1:5"
        given = [one["scores"].get("who_does_what") for one in ballots(meeting, "0A.cooperation")]
        assert given == ["1"] * 5

    def test_counting_that_was_stopped_goes_on_where_it_was(self, meeting: Meeting) -> None:
        """In the same round, with all that was counted before."""
        meeting.at("0A.cooperation", "counted", "4:3 5:2", "1:5")
        dialogue = meeting.at("0A.cooperation", "recount", ENTER, ENTER, "2:4", "3:5")
        assert [default(dialogue, place) for place in (1, 2, 3)] == ["4:3 5:2", "1:5", ""]
        rounds = meeting.stored("0A.cooperation")["rounds"]
        assert len(rounds) == 1
        assert [one["scores"].get("heard") for one in rounds[0]["ballots"]] == ["3"] * 5
        assert [one["scores"]["shared"] for one in rounds[0]["ballots"]] == ["4"] * 3 + ["5"] * 2

    def test_a_count_can_be_corrected(self, meeting: Meeting) -> None:
        """Without holding a new round."""
        meeting.at("0A.urgency", "counted", "8:3 7:2")
        meeting.at("0A.urgency", "recount", "8:2 7:2")
        assert len(ballots(meeting)) == 4

    def test_named_options_are_counted_by_word(self, meeting: Meeting) -> None:
        """And offered again in the same words."""
        meeting.at("vooraf.readiness", "counted", "ja: 4, nog niet: 2, ?: 1")
        dialogue = meeting.at("vooraf.readiness", "recount", ENTER)
        assert default(dialogue, 1) == "Nog niet:2, Ja:4, ?:1"
        given = [one["scores"]["change_together"] for one in ballots(meeting, "vooraf.readiness")]
        assert given == ["nog-niet"] * 2 + ["ja"] * 4 + ["null"]

    def test_esc_before_anything_is_counted_stores_nothing(self, meeting: Meeting) -> None:
        """The menu is there again."""
        meeting.at("0A.urgency", "counted", Back)
        assert meeting.stored("0A.urgency") is None


class TestAnonymous:
    PEOPLE = (("4", "2", "3", "5"), ("1", "1", "1", "2"), ("5", "5", "?", "5"), ("3", "3", "3", "3"))

    def by_turn(self, folder: Path, order: list[int]) -> Meeting:
        meeting = Meeting(folder)
        given = [score for place in order for score in self.PEOPLE[place]]
        meeting.at("0B.trust", "typed", *given, "")
        return meeting

    def test_nothing_tells_who_gave_what(self, tmp_path: Path) -> None:
        """No participant, no perspective, and the same file whoever came first."""
        first = self.by_turn(tmp_path / "a", [0, 1, 2, 3])
        second = self.by_turn(tmp_path / "b", [3, 1, 0, 2])
        assert all(list(one) == ["scores"] for one in ballots(first, "0B.trust"))
        assert (first.folder / "0B.yaml").read_bytes() == (second.folder / "0B.yaml").read_bytes()

    def test_the_laptop_goes_round_without_names(self, meeting: Meeting) -> None:
        """Each is asked as a number; Enter says that everyone has been."""
        dialogue = meeting.at("0B.trust", "typed", "4", "2", "3", "5", "")
        assert offered(dialogue, 0)["typed"] == "Om de beurt, zonder namen: geef de laptop door"
        assert "Antwoord 1" in screen(dialogue, 1)
        assert "Enter: iedereen is geweest." in dialogue.asked[1][1].explanation
        assert "Antwoord 2" in screen(dialogue, 5)
        assert not any(role in dialogue.shown() for role in FIVE)

    def test_a_round_that_was_stopped_goes_on(self, meeting: Meeting) -> None:
        """The scores stay hidden as long as fewer people answered than there are."""
        meeting.at("0B.trust", "typed", "4", "2", "3", "5")
        dialogue = meeting.at("0B.trust", ENTER, "1", "1", "1", "1", "")
        assert "Nog 4 te gaan" in screen(dialogue, 0)
        assert "mediaan" not in screen(dialogue, 0)
        assert "Nog 3 te gaan" in screen(dialogue)
        assert not dialogue.told
        assert len(meeting.stored("0B.trust")["rounds"]) == 1

    def test_the_picture_comes_when_all_have_answered(self, meeting: Meeting) -> None:
        """As many answers as there are people."""
        dialogue = meeting.at("0B.trust", "typed", *(["4", "2", "3", "5"] * 5), "")
        assert len(dialogue.told) == 4

    def test_an_anonymous_round_is_never_asked_by_name(self, meeting: Meeting) -> None:
        """No reasons, no corrections: they would need to know who."""
        meeting.at("0B.trust", "typed", *(["4", "2", "3", "5"] * 5), "")
        assert set(offered(meeting.at("0B.trust"))) == {"on", "picture", "go_on", "new"}

    def test_hands_can_be_counted_too(self, meeting: Meeting) -> None:
        """Counted ballots are anonymous as they are."""
        meeting.at("0B.trust", "counted", "4:3 5:2")
        assert meeting.stored("0B.trust")["rounds"][0]["anonymous"] == "true"


class TestPeople:
    def test_a_late_arrival_is_waited_for(self, meeting: Meeting) -> None:
        """Who comes in during the round gets a turn, in the same round."""
        meeting.at("0A.urgency", "typed", "7", "3", "8", "9", "10")
        meeting.store_person("vader", joined="2026-11-21")
        dialogue = meeting.at("0A.urgency", ENTER, "2")
        assert offered(dialogue, 0)["go_on"] == "Ga verder met de ronde: nog 1"
        assert "mediaan" not in screen(dialogue, 0)
        assert scores(meeting)["vader"] == "2"
        assert "Het midden (mediaan) is 7,5." in told(dialogue)
        marked = [line[0] for line in told(dialogue).splitlines() if "midden tussen deze twee" in line]
        assert marked == ["7", "8"]

    def test_who_comes_weeks_later_is_not_waited_for(self, meeting: Meeting) -> None:
        """The round of that day was complete, and stays so."""
        meeting.at("0A.urgency", "typed", "7", "3", "8", "9", "10")
        meeting.store_person("vader", joined="2026-12-12")
        dialogue = meeting.at("0A.urgency")
        assert "mediaan" in screen(dialogue)
        assert "go_on" not in offered(dialogue)

    def test_who_left_is_not_asked_and_keeps_the_score(self, meeting: Meeting) -> None:
        """In the round before; in a new one they have no turn."""
        meeting.at("0A.urgency", "typed", "7", "3", "8", "9", "10")
        meeting.store_person("leerling", left="2026-12-01")
        meeting.now.forward(days=20)
        dialogue = meeting.at("0A.urgency", "new", "typed", "7", "8", "9", "10")
        assert scores(meeting, place=0)["leerling"] == "3"
        assert "leerling" not in scores(meeting)
        assert dialogue.told

    def test_without_people_the_laptop_goes_round(self, nobody: Meeting) -> None:
        """Nobody has to be written down to hold a poll."""
        dialogue = nobody.at("0A.urgency", Skip, "typed", "7", "3", "", "go_on", "9", "")
        assert offered(dialogue, 1)["typed"] == "Om de beurt, zonder namen: geef de laptop door"
        assert [one["scores"] for one in ballots(nobody)] == [{"urgency": score} for score in "739"]
        assert offered(dialogue, 5)["go_on"] == "Nog iemand geeft antwoord"
        assert "Het midden (mediaan) is 5." in on_screen(dialogue.told[0])

    def test_perspectives_are_laid_side_by_side(self, tmp_path: Path) -> None:
        """From five people on, with the widest gap in a sentence."""
        people = {f"jongere {n}": "jongeren" for n in range(5)} | {
            f"leraar {n}": "onderwijs" for n in range(5)
        }
        meeting = Meeting(tmp_path, people | {"moeder": "ouders"})
        picture = told(meeting.at("0A.urgency", "typed", *["9"] * 5, *["3"] * 5, "1"))
        far = "Het verste uit elkaar liggen jongeren (midden 9) en onderwijs (midden 3)."
        assert far in " ".join(picture.split())
        assert "Ouders" not in picture
