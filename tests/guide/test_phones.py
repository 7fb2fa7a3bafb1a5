"""A round by phone, as the facilitator sees it: gathered, closed, stored, and then shown."""

from typing import Any

import pytest

from kompas.errors import Interrupted, KompasError
from kompas.guide.dialogue import Back, Line, Skip, Stop
from tests.guide.meeting import Meeting, offered, on_screen, screen
from tests.guide.rooms import DOCKER, HOTSPOT, WIFI, Rooms
from tests.guide.scripted import ENTER, Answer, Meanwhile, ScriptedDialogue
from tests.guide.test_keeping import FullDisk

POLL, TALK = "0A.urgency", "0A.signals"
ON = "on"


@pytest.fixture
def rooms(meeting: Meeting) -> Rooms:
    """The phones of the meeting."""
    rooms = Rooms()
    meeting.phones = rooms
    return rooms


def come(rooms: Rooms, *scores: int | str | None, perspective: str = "") -> Meanwhile:
    """Answers come in while the page is watched."""
    return Meanwhile(lambda: rooms.answers(*scores, perspective=perspective))


def says(rooms: Rooms, words: str, perspective: str = "") -> Meanwhile:
    """The same for words."""
    return Meanwhile(lambda: rooms.says(words, perspective))


def watched(dialogue: ScriptedDialogue, place: int = -1) -> str:
    """What stood on a page that was watched, with its keys."""
    page, keys = dialogue.watched[place]
    return on_screen(page) + "\n" + "  ".join(f"{key} {does}" for key, does in keys.items())


def shown(dialogue: ScriptedDialogue) -> str:
    """What was shown between the questions."""
    return "\n".join(map(on_screen, dialogue.told))


def rounds(meeting: Meeting, address: str = POLL) -> list[dict[str, Any]]:
    """The rounds in the file."""
    answer = meeting.stored(address)
    found: list[dict[str, Any]] = answer["rounds"] if answer else []
    return found


def interrupted(meeting: Meeting, address: str, *script: Answer) -> Interrupted:
    """Follow a script that ends with Ctrl-C; what kompas says then."""
    block, _, step = address.partition(".")
    with pytest.raises(Interrupted) as caught:
        meeting.lead(ScriptedDialogue([*script, Stop]), block, step)
    return caught.value


class TestOffered:
    @pytest.mark.parametrize("address", [POLL, "0A.cooperation", TALK, "0B.trust"])
    def test_where_a_block_allows_it(self, meeting: Meeting, rooms: Rooms, address: str) -> None:
        """Beside the other ways."""
        labels = list(offered(meeting.at(address, ON), 0).values())
        assert "Met telefoons: iedereen antwoordt tegelijk" in labels
        assert len(labels) >= 3

    def test_not_where_it_does_not(self, meeting: Meeting, rooms: Rooms) -> None:
        """Nor where nobody serves phones."""
        assert "phones" not in offered(meeting.at("vooraf.readiness", ON), 0)
        meeting.phones = None
        assert "phones" not in offered(meeting.at(POLL, ON), 0)

    @pytest.mark.parametrize(
        ("address", "first"), [(POLL, ["counted", "8:3"]), (TALK, ["free", "ouders", "Laat.", "", ""])]
    )
    def test_a_later_round_can_be_by_phone(
        self, meeting: Meeting, rooms: Rooms, address: str, first: list[Answer]
    ) -> None:
        """The one before stays."""
        meeting.at(address, *first)
        meeting.now.forward(days=30)
        way: list[Answer] = ["new", "phones"] if address == POLL else ["phones"]
        gives = come(rooms, 7) if address == POLL else says(rooms, "Druk.")
        meeting.at(address, *way, gives, "s", True, "t", ENTER)
        assert [one["method"] for one in rounds(meeting, address)][1:] == ["phone"]

    def test_a_round_that_cannot_be_opened_is_told(self, meeting: Meeting, rooms: Rooms) -> None:
        """And the other ways are still there."""
        rooms.refuses = "De ronde bij deze stap is al open."
        dialogue = meeting.at(POLL, "phones")
        assert "De ronde bij deze stap is al open. Sluit het andere venster." in shown(dialogue).replace(
            "\n\n", " "
        )
        assert "counted" in offered(dialogue)

    @pytest.mark.parametrize(
        ("address", "first", "to_menu"),
        [(POLL, ["counted", "8:3"], ["new"]), (TALK, ["free", "ouders", "Laat.", "", ""], [])],
    )
    def test_why_a_new_round_cannot_be_by_phone(
        self, meeting: Meeting, rooms: Rooms, address: str, first: list[Answer], to_menu: list[Answer]
    ) -> None:
        """As long as one is open: it is said where the other ways are."""
        meeting.at(address, *first)
        before = meeting.at(address, *to_menu)
        assert "telefoon" not in screen(before)
        meeting.now.forward(days=30)
        begin: list[Answer] = ["new", "phones"] if address == POLL else ["phones"]
        gives = come(rooms, 7) if address == POLL else says(rooms, "Druk.")
        interrupted(meeting, address, *begin, gives)
        assert "kan" in screen(meeting.at(address, *to_menu))
        assert "telefoon" in screen(meeting.at(address, *to_menu))


class TestGathering:
    def test_the_address_and_the_counts(self, meeting: Meeting, rooms: Rooms) -> None:
        """How many are there and how many have answered, while they do."""
        dialogue = meeting.at(POLL, "phones", come(rooms, 7, 3))
        assert "http://192.168.178.23:8317/5m01jkec" in watched(dialogue, 0)
        assert "In de zaal: 0\n" in watched(dialogue, 0)
        assert "In de zaal: 2\n" in watched(dialogue)
        assert "Geantwoord: 2 van 5 deelnemers" in watched(dialogue)
        assert "s sluiten  b beamer  p papier of hardop  a ander adres" in watched(dialogue)

    def test_more_answers_than_people_are_told(self, meeting: Meeting, rooms: Rooms) -> None:
        """Someone may have answered twice, or brought a guest."""
        dialogue = meeting.at(POLL, "phones", come(rooms, *[5] * 6))
        assert "Meer antwoorden dan deelnemers." in watched(dialogue)

    @pytest.mark.parametrize("score", [3, None])
    def test_nothing_of_the_answers_before_they_are_shown(
        self, meeting: Meeting, rooms: Rooms, score: int | None
    ) -> None:
        """Whatever comes in, the pages are the same but for the counts, until somebody shows it."""
        meeting.phones = rooms
        dialogue = meeting.at(POLL, "phones", come(rooms, 9, 9, 9), "s", False, come(rooms, score), "s", True)
        pages = "\n".join(map(on_screen, dialogue.pages[1:]))
        assert "midden" not in pages
        assert "Alles is nog verborgen, hier en op de beamer." in pages
        assert dialogue.told == []

    def test_another_address(self, meeting: Meeting, rooms: Rooms) -> None:
        """After a change of wifi, say; with what to do when phones do not get through."""
        dialogue = meeting.at(POLL, "phones", "a", HOTSPOT.ip, come(rooms, 7))
        assert list(offered(dialogue)) == [WIFI.ip, HOTSPOT.ip]
        assert "Zet een hotspot aan." in screen(dialogue)
        assert "http://10.42.0.1:8317/5m01jkec" in watched(dialogue)

    def test_an_address_that_phones_may_not_reach_is_told(self, meeting: Meeting, rooms: Rooms) -> None:
        """With the key that helps."""
        rooms.addresses = (DOCKER,)
        assert "Misschien kan geen telefoon bij dit adres. Druk op a." in watched(
            meeting.at(POLL, "phones", come(rooms))
        )

    def test_what_goes_wrong_meanwhile_is_seen(self, meeting: Meeting, rooms: Rooms) -> None:
        """A disk that is full, when phones were told so."""

        def full() -> None:
            rooms.hall.trouble = "De schijf is vol."

        assert "! Let op: De schijf is vol." in watched(meeting.at(POLL, "phones", Meanwhile(full)))

    def test_the_projector_is_opened_in_a_browser(self, meeting: Meeting, rooms: Rooms) -> None:
        """Where there is none, its address is told."""
        dialogue = meeting.at(POLL, "phones", "b")
        assert rooms.browsed == [rooms.hall.projector_url]
        assert "F11" in shown(dialogue)
        assert rooms.hall.projector_elsewhere in shown(dialogue), "for a projector on another computer"
        rooms.has_browser = False
        assert rooms.hall.projector_url in shown(meeting.at(POLL, "phones", "b"))


class TestClosing:
    def test_closed_stored_and_then_shown(self, meeting: Meeting, rooms: Rooms) -> None:
        """Each with a key of its own; the picture is here and on the projector."""
        gone = Meanwhile(lambda: kept.append(rooms.hall.kept))
        kept: list[bool] = []
        dialogue = meeting.at(POLL, "phones", come(rooms, 9, 3, 9, None), "s", True, gone, "t", ENTER)
        assert kept == [False], "stored, there is no journal any more"
        assert "Ronde sluiten met 4 antwoorden?" in dialogue.questions[1]
        assert "Geantwoord: 4 van 5 deelnemers" in screen(dialogue, 1)
        (one,) = rounds(meeting)
        assert (one["method"], one["anonymous"]) == ("phone", "true")
        assert sorted(ballot["scores"]["urgency"] for ballot in one["ballots"]) == ["3", "9", "9", "null"]
        assert "✓ De ronde is dicht en bewaard: 4 antwoorden." in watched(dialogue, 2)
        assert watched(dialogue, 2).endswith("t beeld tonen  b beamer")
        assert "Het midden (mediaan) is 9." in shown(dialogue)
        assert "De beamer laat het zien." in watched(dialogue)
        assert rooms.hall.past == ["shown"]
        assert rooms.hall.over == "finished"
        assert "Ronde 1: 4 keer geantwoord." in screen(dialogue)

    def test_it_is_stored_before_it_can_be_shown(self, meeting: Meeting, rooms: Rooms) -> None:
        """Ctrl-C after closing loses nothing, and leaves no round open."""
        meeting.at(POLL, "phones", come(rooms, 9, 3, 9), "s", True)
        assert len(rounds(meeting)) == 1
        assert rooms.hall.over == "finished"

    def test_it_can_be_hidden_again(self, meeting: Meeting, rooms: Rooms) -> None:
        """And shown again, as often as people like."""
        dialogue = meeting.at(POLL, "phones", come(rooms, 9, 3, 9), "s", True, "t", "v", "t", ENTER)
        assert "Alles is nog verborgen" in watched(dialogue, -2)
        assert rooms.hall.past == ["shown", "hidden", "shown"]

    def test_going_on_without_showing(self, meeting: Meeting, rooms: Rooms) -> None:
        """Leads to the next step; the menu of this one would tell what is still hidden."""
        dialogue = meeting.at(POLL, "phones", come(rooms, 9, 3, 9), "s", True, Skip)
        assert "midden" not in dialogue.shown()
        assert rooms.hall.over == "finished"
        assert rounds(meeting)

    @pytest.mark.parametrize("answer", [False, Back])
    def test_no_is_no(self, meeting: Meeting, rooms: Rooms, answer: Answer) -> None:
        """The round goes on, and more can come in."""
        dialogue = meeting.at(POLL, "phones", come(rooms, 9), "s", answer, come(rooms, 8))
        assert "Geantwoord: 2" in watched(dialogue)
        assert not rounds(meeting)

    def test_nothing_to_close(self, meeting: Meeting, rooms: Rooms) -> None:
        """A round without an answer is not stored."""
        dialogue = meeting.at(POLL, "phones", "s")
        assert "Er is nog geen antwoord om te bewaren." in shown(dialogue)
        assert rooms.hall.open_

    def test_too_few_for_a_picture(self, meeting: Meeting, rooms: Rooms) -> None:
        """Two answers by phone would tell each who gave the other."""
        dialogue = meeting.at(POLL, "phones", come(rooms, 9, 3), "s", True, "t", ENTER)
        assert "te weinig antwoorden" in shown(dialogue)
        assert "midden" not in dialogue.shown()

    def test_a_round_that_cannot_be_closed_goes_on(self, meeting: Meeting, rooms: Rooms) -> None:
        """As on a full disk: then the journal does not know of it."""

        def full() -> None:
            rooms.hall.refuses = "De schijf is vol."

        dialogue = meeting.at(POLL, "phones", come(rooms, 9), Meanwhile(full), "s", True)
        assert "De schijf is vol." in shown(dialogue)
        assert "s sluiten" in watched(dialogue)


class TestLeaving:
    def test_nobody_came(self, meeting: Meeting, rooms: Rooms) -> None:
        """Esc goes back at once, and nothing is left."""
        dialogue = meeting.at(POLL, "phones", Back)
        assert rooms.hall.over == "finished"
        assert dialogue.questions[-1] == "Hoe haal je de antwoorden op?"
        assert "phones" in offered(dialogue)

    def test_the_round_stays_open(self, meeting: Meeting, rooms: Rooms) -> None:
        """Esc asks; the menu offers to go on, and then everything is still there."""
        dialogue = meeting.at(
            POLL, "phones", come(rooms, 9, 8), Back, "leave", ENTER, come(rooms, 7), "s", True
        )
        assert list(offered(dialogue, 1)) == ["stay", "leave", "away"]
        assert "De ronde staat nog open: 2 antwoorden." in screen(dialogue, 1)
        assert offered(dialogue, 2)["phones"] == "Ga verder met de telefoonronde: 2 antwoorden"
        assert rooms.halls[0].over == "stopped"
        assert len(rounds(meeting)[0]["ballots"]) == 3
        assert rounds(meeting)[0]["id"] == rooms.halls[0].id

    @pytest.mark.parametrize("answer", ["stay", Back])
    def test_or_just_goes_on(self, meeting: Meeting, rooms: Rooms, answer: Answer) -> None:
        """A key that was pressed by mistake."""
        dialogue = meeting.at(POLL, "phones", come(rooms, 9), Back, answer, come(rooms, 8))
        assert "Geantwoord: 2" in watched(dialogue)
        assert len(rooms.halls) == 1

    def test_it_can_be_thrown_away(self, meeting: Meeting, rooms: Rooms) -> None:
        """Asked twice, with how much that is; nothing is stored."""
        dialogue = meeting.at(POLL, "phones", come(rooms, 9, 8), Back, "away", False, Back, "away", True)
        assert "Je gooit weg: 2 antwoorden. Je krijgt ze niet terug." in screen(dialogue, 2)
        assert rooms.hall.over == "finished"
        assert not rounds(meeting)

    def test_ctrl_c_leaves_it_open(self, meeting: Meeting, rooms: Rooms) -> None:
        """Kompas says so, and the next start too, wherever that begins."""
        error = interrupted(meeting, POLL, "phones", come(rooms, 9, 8))
        assert error.message == "De ronde staat nog open: 2 antwoorden."
        assert error.hint.startswith("Ga verder met: kompas session start ")
        assert error.exit_code == 130
        assert rooms.hall.over == "stopped"
        dialogue = meeting.begin("blocks")
        told = "Bij 0A, Hoe dringend is dit?, staat nog een telefoonronde open: 2 antwoorden."
        assert told in screen(dialogue, 0)
        assert told in screen(dialogue, 1)
        assert next(iter(offered(meeting.at(POLL, ON), 0))) == "phones"

    def test_ctrl_c_before_anybody_came_leaves_nothing(self, meeting: Meeting, rooms: Rooms) -> None:
        """There is nothing to go on with."""
        assert "bewaard" in interrupted(meeting, POLL, "phones").message
        assert rooms.hall.over == "finished"

    @pytest.mark.parametrize("moment", [["p"], ["p", "ouders"], ["a"], ["s"]])
    def test_ctrl_c_at_any_question(self, meeting: Meeting, rooms: Rooms, moment: list[Answer]) -> None:
        """Ends the same way."""
        assert "1 antwoord." in interrupted(meeting, POLL, "phones", come(rooms, 9), *moment).message
        assert rooms.hall.over == "stopped"

    def test_killed_just_after_it_was_stored(self, meeting: Meeting, rooms: Rooms) -> None:
        """The next start goes on where it was, and stores nothing twice."""
        meeting.at(POLL, "phones", come(rooms, 9, 8, 7), "s", True)
        rooms.hall.over = "stopped"  # the journal was not yet removed
        dialogue = meeting.at(POLL, "phones", "t", ENTER)
        assert "De ronde is dicht en bewaard: 3 antwoorden." in watched(dialogue, 0)
        assert len(rounds(meeting)) == 1
        assert not rooms.hall.kept
        assert rooms.hall.over == "finished"


class TestNotStored:
    """When the file cannot be written the journal stays, however people then go on."""

    CLOSE = ("s", True)

    @pytest.fixture
    def disk(self, meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
        return FullDisk(monkeypatch)

    def test_the_round_can_be_stored_at_the_next_start(
        self, meeting: Meeting, rooms: Rooms, disk: FullDisk
    ) -> None:
        """It is closed, and offered as it was."""
        with pytest.raises(KompasError, match="vol"):
            meeting.lead(
                ScriptedDialogue(["phones", come(rooms, 9, 8, 7), *self.CLOSE, "stop"]), *POLL.split(".")
            )
        assert rooms.hall.over == "stopped"
        assert not rounds(meeting)
        disk.full = False
        dialogue = meeting.at(POLL, ENTER, "s", "t", ENTER)
        assert "De ronde is dicht, maar nog niet bewaard: 3 antwoorden." in watched(dialogue, 0)
        assert watched(dialogue, 0).endswith("s bewaren  o weer openen")
        assert len(rounds(meeting)[0]["ballots"]) == 3
        assert rooms.hall.over == "finished"

    def test_stopping_then_loses_nothing_and_says_so(
        self, meeting: Meeting, rooms: Rooms, disk: FullDisk
    ) -> None:
        """What phones gave is kept apart; that is no more so for what was typed."""
        dialogue = ScriptedDialogue(["phones", come(rooms, 9, 8, 7), *self.CLOSE, "stop"])
        with pytest.raises(KompasError):
            meeting.lead(dialogue, *POLL.split("."))
        assert "Wat telefoons gaven, raakt niet kwijt" in screen(dialogue)
        assert offered(dialogue)["stop"] == "Stop: dit komt niet in 0A.yaml"
        typed = ScriptedDialogue(["Uitval.", "stop"])
        with pytest.raises(KompasError):
            meeting.lead(typed, "0A", "issue")
        assert "telefoons" not in screen(typed)

    def test_or_opened_again(self, meeting: Meeting, rooms: Rooms, disk: FullDisk) -> None:
        """So that others can still answer."""
        with pytest.raises(KompasError):
            meeting.lead(ScriptedDialogue(["phones", come(rooms, 9), *self.CLOSE, "stop"]), *POLL.split("."))
        disk.full = False
        dialogue = meeting.at(POLL, ENTER, "o", come(rooms, 8))
        assert "Geantwoord: 2" in watched(dialogue)


def test_somebody_else_held_a_round_meanwhile(meeting: Meeting, rooms: Rooms) -> None:
    """Both are stored, and the picture is that of the phones."""
    hands = {"id": "r1", "date": "2026-11-21", "method": "counted", "ballots": [{"scores": {"urgency": "2"}}]}
    other = Meanwhile(lambda: meeting.store(POLL, {"rounds": [hands]}))
    dialogue = meeting.at(POLL, "phones", come(rooms, 9, 8, 7), other, "s", True, "t", ENTER)
    assert {one["method"] for one in rounds(meeting)} == {"counted", "phone"}
    assert "Het midden (mediaan) is 8." in shown(dialogue)


class TestOnPaper:
    def test_what_is_on_paper_is_asked_and_counted(self, meeting: Meeting, rooms: Rooms) -> None:
        """As the other ways do: a perspective, and scores that the room cannot read; any number."""
        paper: list[Answer] = ["ouders", "4", "", "?", "+ready"]
        dialogue = meeting.at(POLL, "phones", come(rooms, 9, 9), "p", *paper, "s", True)
        asked = [question for _, question in dialogue.asked if isinstance(question, Line)]
        assert len(asked) == 2
        assert all(question.hidden for question in asked)
        assert "Op papier of hardop: antwoord 2" in screen(dialogue, 3)
        assert "Geantwoord: 4 van 5 deelnemers" in watched(dialogue, 2)
        (one,) = rounds(meeting)
        assert one["on_paper"] == "2"
        assert sorted(ballot["scores"]["urgency"] for ballot in one["ballots"]) == ["4", "9", "9", "null"]

    def test_a_step_without_perspectives_asks_none(self, meeting: Meeting, rooms: Rooms) -> None:
        """Then nothing typed is the last."""
        dialogue = meeting.at("0B.trust", "phones", come(rooms, 3), "p", "4", "5", "4", "4", "", "s", True)
        assert "Vanuit welk perspectief?" not in dialogue.questions
        assert len(rounds(meeting, "0B.trust")[0]["ballots"]) == 2

    def test_going_back_question_by_question(self, meeting: Meeting, rooms: Rooms) -> None:
        """From the second statement to the first, to the perspective, and to the round."""
        script: list[Answer] = ["jongeren", "2", Back, Back, "ouders", "3", "", "", "4", "+ready"]
        meeting.at("0A.cooperation", "phones", come(rooms, 5), "p", *script, "s", True)
        ballots = rounds(meeting, "0A.cooperation")[0]["ballots"]
        assert {"shared": "3", "heard": "4"} in [one["scores"] for one in ballots]
        dialogue = meeting.at(POLL, "phones", "p", Back)
        assert "In de zaal" in watched(dialogue)

    def test_a_paper_without_anything_on_it_does_not_count(self, meeting: Meeting, rooms: Rooms) -> None:
        """It is asked again."""
        dialogue = meeting.at(POLL, "phones", "p", "ouders", "", "+ready")
        assert "Geantwoord: 0" in watched(dialogue)

    def test_words_on_paper(self, meeting: Meeting, rooms: Rooms) -> None:
        """A round of talk asks each prompt, and who does not answer one leaves it out."""
        paper: list[Answer] = ["ouders", "Zorgen.", "", "jongeren", "", "Geen tijd.", "+ready"]
        meeting.at(TALK, "phones", says(rooms, "Druk."), "p", *paper, "s", True)
        (one,) = rounds(meeting, TALK)
        said = [(said.get("perspective", ""), said["words"]) for said in one["contributions"]]
        assert ("ouders", {"noticed": "Zorgen."}) in said
        assert ("jongeren", {"stuck": "Geen tijd."}) in said
        assert one["on_paper"] == "2"

    def test_what_cannot_be_kept_is_told(self, meeting: Meeting, rooms: Rooms) -> None:
        """And the round goes on."""

        def full() -> None:
            rooms.hall.refuses = "De schijf is vol."

        dialogue = meeting.at(POLL, "phones", Meanwhile(full), "p", "ouders", "4")
        assert "De schijf is vol." in shown(dialogue)
        assert "Geantwoord: 0" in watched(dialogue)


class TestCards:
    def test_words_are_shown_by_perspective(self, meeting: Meeting, rooms: Rooms) -> None:
        """After closing; not before."""
        gives = (says(rooms, "Druk.", "ouders"), says(rooms, "Laat.", "onderwijs"))
        dialogue = meeting.at(TALK, "phones", *gives, "s", True, "t", ENTER)
        assert "Druk." not in "\n".join(
            map(on_screen, dialogue.pages[: dialogue.pages.index(dialogue.told[0])])
        )
        assert "Ouders" in shown(dialogue)
        assert "Druk." in shown(dialogue)
        assert watched(dialogue, -2).endswith("t kaartjes tonen  b beamer  k kaartjes kiezen")

    def test_one_can_be_kept_from_the_room(self, meeting: Meeting, rooms: Rooms) -> None:
        """On the projector and here; it is stored, and can be let through again."""
        gives = (says(rooms, "Jan is stom."), says(rooms, "Druk."))
        dialogue = meeting.at(TALK, "phones", *gives, "k", True, ["0"], "s", True, "t", "k", [], "t", ENTER)
        assert "Jan is stom." in offered(dialogue, 2).values()
        first, second = map(on_screen, dialogue.told)
        assert "Druk." in first
        assert "Jan is stom." not in first
        assert "Jan is stom." in second
        assert len(rounds(meeting, TALK)[0]["contributions"]) == 2

    def test_the_facilitator_is_warned_first(self, meeting: Meeting, rooms: Rooms) -> None:
        """This screen may be on the wall."""
        dialogue = meeting.at(TALK, "phones", says(rooms, "Jan is stom."), "k", False)
        assert dialogue.questions[-1] == "De kaartjes komen nu op dit scherm. Ziet alleen jij dit scherm?"
        assert "stom" not in dialogue.shown()

    def test_no_cards_yet(self, meeting: Meeting, rooms: Rooms) -> None:
        """That is told."""
        assert "Er zijn nog geen kaartjes." in shown(meeting.at(TALK, "phones", "k"))
