"""Deciding by consent in the room: write, hear everyone, settle objections in a new version, decide."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kompas.console import render
from kompas.guide import kinds
from kompas.guide.dialogue import Back, Line, Skip
from kompas.session import surroundings
from tests.guide.meeting import FIVE, Meeting, default, offered, on_screen, screen
from tests.guide.scripted import ENTER, Answer, AtTell, ScriptedDialogue
from tests.guide.wandering import Wanderer

STEP = "0B.ambition_consent"
FIRST = "Alle kinderen zijn in beeld. We bellen elke ouder."
SECOND = "Alle kinderen zijn in beeld. We bellen ouders die dat willen."
WRITTEN: tuple[Answer, ...] = ("write", FIRST, "typed")
CALM = ("1", "1", "1", "1", "1")
OBJECTED: tuple[Answer, ...] = (
    *WRITTEN,
    "1",
    "1",
    "3",
    "2",
    "1",
    "Bellen schrikt af.",
    "Vraag het eerst.",
    "",
)


@pytest.fixture
def nobody(tmp_path: Path) -> Meeting:
    """A meeting of which nobody wrote down who takes part."""
    return Meeting(tmp_path, {})


def versions(meeting: Meeting) -> list[dict[str, Any]]:
    """The versions as they stand in the file."""
    answer = meeting.stored(STEP)
    found: list[dict[str, Any]] = answer["versions"] if answer else []
    return found


def responses(meeting: Meeting, place: int = -1) -> list[dict[str, str]]:
    """What everyone said to a version, from the file."""
    found: list[dict[str, str]] = versions(meeting)[place].get("responses", [])
    return found


def said(meeting: Meeting) -> dict[str, str]:
    """Who reacted how to the last version."""
    return {one["participant"]: one["response"] for one in responses(meeting)}


def told(dialogue: ScriptedDialogue) -> str:
    """What was shown between the questions."""
    return "\n".join(map(on_screen, dialogue.told))


class TestWriting:
    def test_the_proposal_is_stored_before_anything_is_asked(self, meeting: Meeting) -> None:
        """With the day, and nobody's reaction."""
        meeting.at(STEP, "write", FIRST)
        assert versions(meeting) == [{"id": "2026-11-21-1430", "date": "2026-11-21", "text": FIRST}]

    def test_it_begins_with_the_text_of_an_earlier_step(self, meeting: Meeting) -> None:
        """And says so, as it may be changed."""
        meeting.store("0B.ambition", {"text": "Elk kind een fijne school."})
        dialogue = meeting.at(STEP, "write", ENTER)
        assert versions(meeting)[0]["text"] == "Elk kind een fijne school."
        assert "eerdere stap" in dialogue.asked[1][1].explanation

    def test_without_a_text_nothing_is_stored(self, meeting: Meeting) -> None:
        """People are back where they came from."""
        dialogue = meeting.at(STEP, "write", "  ")
        assert dialogue.questions[2] == dialogue.questions[0]
        assert meeting.stored(STEP) is None

    def test_what_was_begun_comes_back(self, meeting: Meeting) -> None:
        """Who leaves halfway finds the text again."""
        meeting.at(STEP, "write", Skip("Alle kinderen zijn"))
        assert default(meeting.at(STEP, "write", FIRST), 1) == "Alle kinderen zijn"

    def test_questions_come_before_opinions(self, meeting: Meeting) -> None:
        """One page with the text, and Enter goes on."""
        dialogue = meeting.at(STEP, *WRITTEN)
        [page] = dialogue.told
        assert "Tijd voor vragen" in on_screen(page)
        assert "Vraag nu alleen wat je niet begrijpt." in on_screen(page)
        assert FIRST in on_screen(page)

    def test_a_typing_mistake_stays_the_same_version(self, meeting: Meeting) -> None:
        """As long as nobody reacted; afterwards the text stands as people heard it."""
        meeting.at(STEP, "write", "Ale kinderen.")
        dialogue = meeting.at(STEP, "rewrite", FIRST)
        assert default(dialogue, 1) == "Ale kinderen."
        assert [one["text"] for one in versions(meeting)] == [FIRST]
        assert "rewrite" not in offered(meeting.at(STEP, "ask", "typed", *CALM))

    def test_esc_goes_back_question_by_question(self, meeting: Meeting) -> None:
        """From the ways to the text; and changing that makes no second version."""
        dialogue = meeting.at(STEP, "write", "Ale kinderen.", Back, AtTell(Back), FIRST, "typed", Back)
        assert default(dialogue, 3) == "Ale kinderen."
        assert dialogue.questions[-1] == dialogue.questions[2] == "Hoe laat je iedereen reageren?"
        assert [one["text"] for one in versions(meeting)] == [FIRST]

    def test_esc_never_lets_another_way_go_over_what_people_said(self, meeting: Meeting) -> None:
        """From the first person, when some have reacted, it goes to the menu."""
        dialogue = meeting.at(STEP, *WRITTEN, "1", "3", Back, Back, Back)
        assert offered(dialogue)["go_on"] == "Ga verder met de ronde: nog 3"


class TestHearing:
    def test_everyone_is_asked_by_role_in_turn(self, meeting: Meeting) -> None:
        """With the text that it is about."""
        dialogue = meeting.at(STEP, *WRITTEN, *CALM)
        for place, role in enumerate(FIVE, 1):
            assert f"{place} van 5: {role}\n{FIRST}" in screen(dialogue, place + 2)
        assert said(meeting) == dict.fromkeys(FIVE, "none")

    def test_the_room_cannot_read_along(self, meeting: Meeting) -> None:
        """What is typed is hidden, and no page counts until the last has reacted."""
        dialogue = meeting.at(STEP, *WRITTEN, "1", "3", "2", "1", "1", "Het schrikt af.", "", "")
        asked = [question for _, question in dialogue.asked[3:8]]
        assert all(isinstance(question, Line) and question.hidden for question in asked)
        before = "\n".join(on_screen(page) for page, _ in dialogue.asked[:8])
        assert "1 bezwaar" not in before
        assert "3 keer geen bezwaar, 1 zorg en 1 bezwaar." in told(dialogue)

    @pytest.mark.parametrize(
        ("typed", "reaction"),
        [
            ("1", "none"),
            ("geen", "none"),
            ("2", "concern"),
            ("zorg", "concern"),
            ("een bezwaar", "objection"),
        ],
    )
    def test_a_number_or_a_word(self, meeting: Meeting, typed: str, reaction: str) -> None:
        """As people like."""
        meeting.at(STEP, *WRITTEN, typed)
        assert said(meeting) == {"mentor": reaction}

    @pytest.mark.parametrize("wrong", ["4", "0", "ja", "een", "?"])
    def test_what_is_no_reaction_is_asked_again(self, meeting: Meeting, wrong: str) -> None:
        """With what can be typed, before anything is stored."""
        dialogue = meeting.at(STEP, *WRITTEN, wrong, "2")
        assert dialogue.complaints == ["Typ 1 = Geen bezwaar, 2 = Een zorg, 3 = Een bezwaar."]
        assert said(meeting) == {"mentor": "concern"}

    def test_a_half_finished_round_goes_on_with_who_is_left(self, meeting: Meeting) -> None:
        """In the same version, with all of it hidden meanwhile."""
        meeting.at(STEP, *WRITTEN, "1", "3")
        dialogue = meeting.at(STEP, ENTER, "1", "1", "1")
        assert offered(dialogue, 0)["go_on"] == "Ga verder met de ronde: nog 3"
        assert "Nog 3 te gaan. Tot dan blijven de reacties verborgen." in screen(dialogue, 0)
        assert "bezwaar" not in screen(dialogue, 0).replace("Hebben", "")
        assert [len(one["responses"]) for one in versions(meeting)] == [5]

    def test_who_left_is_not_waited_for(self, meeting: Meeting) -> None:
        """The round is over when everyone who is still there has reacted."""
        meeting.at(STEP, *WRITTEN, "1", "1", "1", "1")
        meeting.store_person("jongerenwerker", left="2026-11-22")
        dialogue = meeting.at(STEP)
        assert "4 keer geen bezwaar." in screen(dialogue)
        assert "go_on" not in offered(dialogue)

    def test_someone_can_be_passed_over_and_is_waited_for(self, meeting: Meeting) -> None:
        """The others can still see it, when they choose to."""
        dialogue = meeting.at(STEP, *WRITTEN, "1", "", "1", "1", "2", "picture", "De kosten.")
        assert "Nog 1 te gaan." in screen(dialogue)
        assert "De kosten." in on_screen(dialogue.told[-1])

    def test_esc_goes_back_to_the_person_before(self, meeting: Meeting) -> None:
        """Who then reacts differently; Enter leaves it as it was."""
        meeting.at(STEP, *WRITTEN, "1", "3", Back, "2", "1", Back, "")
        assert list(said(meeting).values()) == ["none", "concern", "none"]

    def test_a_round_on_another_day_has_that_day(self, meeting: Meeting) -> None:
        """The version is of the day on which it was put to the group."""
        meeting.at(STEP, "write", FIRST)
        meeting.now.forward(days=7)
        meeting.at(STEP, "ask", "typed", *CALM)
        assert versions(meeting)[0]["date"] == "2026-11-28"

    def test_without_participants_the_laptop_goes_round(self, nobody: Meeting) -> None:
        """Until nobody comes any more; somebody can still come later."""
        dialogue = nobody.at(STEP, Skip, *WRITTEN, "1", "3", "", "Te duur.", "", "go_on", "2", "", "Te laat.")
        assert responses(nobody) == [
            {"response": "none"},
            {"response": "objection", "reason": "Te duur."},
            {"response": "concern", "reason": "Te laat."},
        ]
        assert "Reactie 2" in screen(dialogue, 5)


class TestCounting:
    def test_hands_are_counted(self, meeting: Meeting) -> None:
        """Three numbers in one line, so that half a count is never taken for a whole one."""
        meeting.at(STEP, "write", FIRST, "counted", "3 1 1", "Te duur.", "", "")
        assert [one["response"] for one in responses(meeting)] == [*["none"] * 3, "concern", "objection"]
        assert versions(meeting)[0]["method"] == "counted"
        assert not any("participant" in one for one in responses(meeting))

    @pytest.mark.parametrize("wrong", ["3 1", "0 0 0", "drie", "3 1 1 1", "-1 2 3", ""])
    def test_anything_else_is_asked_again(self, meeting: Meeting, wrong: str) -> None:
        """With an example."""
        dialogue = meeting.at(STEP, "write", FIRST, "counted", wrong, "5 0 0")
        assert dialogue.complaints == ["Typ drie getallen, bijvoorbeeld: 12 3 1"]

    def test_concerns_without_names_are_asked_until_nobody_has_one(self, nobody: Meeting) -> None:
        """Nobody presses Enter forty times."""
        dialogue = nobody.at(STEP, Skip, "write", FIRST, "counted", "9 40 0", "Te duur.", "")
        assert dialogue.questions.count("Wat is de zorg?") == 2
        assert "Schrijf op wat de zorgen zijn: nog 39" in offered(dialogue).values()

    def test_counting_again_keeps_the_words(self, nobody: Meeting) -> None:
        """Of as many as there still are."""
        nobody.at(STEP, Skip, "write", FIRST, "counted", "3 0 2", "Te duur.", "", "Te laat.", "")
        dialogue = nobody.at(STEP, Skip, "recount", "4 0 2")
        assert default(dialogue, 2) == "3 0 2"
        assert [one.get("reason") for one in responses(nobody)] == [None] * 4 + ["Te duur.", "Te laat."]

    def test_more_than_there_are_people_is_told(self, meeting: Meeting) -> None:
        """It may be right: there are guests."""
        assert "6 reacties, maar er zijn 5 deelnemers." in told(
            meeting.at(STEP, "write", FIRST, "counted", "6 0 0")
        )


class TestReasons:
    def test_an_objection_has_a_reason(self, meeting: Meeting) -> None:
        """It is asked again while it is empty, and what would help after it."""
        dialogue = meeting.at(
            STEP, *WRITTEN, "1", "1", "3", "1", "1", "", "  ", "Het schrikt af.", "Een brief."
        )
        assert dialogue.complaints == ["Een bezwaar heeft een reden nodig. Vraag ernaar."] * 2
        assert responses(meeting)[2] == {
            "participant": "moeder",
            "response": "objection",
            "reason": "Het schrikt af.",
            "suggestion": "Een brief.",
        }
        assert "1 van 1: een bezwaar van moeder" in screen(dialogue, 8)

    def test_it_can_be_left_for_later(self, meeting: Meeting) -> None:
        """Then it is unexplained: that is said, and asked from the menu."""
        dialogue = meeting.at(STEP, *WRITTEN, "3", "1", "3", "1", "1", Back, "Te duur.", "")
        assert "Bij 1 bezwaar staat nog geen reden." in screen(dialogue)
        assert offered(dialogue)["reasons"] == "Vraag naar de redenen: nog 1"
        meeting.at(STEP, "reasons", "Het schrikt af.", "")
        assert responses(meeting)[0]["reason"] == "Het schrikt af."

    def test_a_concern_may_stay_without_words(self, meeting: Meeting) -> None:
        """It is recorded, and blocks nothing."""
        dialogue = meeting.at(STEP, *WRITTEN, "2", "1", "1", "1", "1", "")
        assert responses(meeting)[0] == {"participant": "mentor", "response": "concern"}
        assert "Jullie kunnen besluiten met consent." in screen(dialogue)

    def test_each_is_on_the_disk_before_the_next_is_asked(self, meeting: Meeting) -> None:
        """Ctrl-C at the suggestion keeps the reason."""
        meeting.at(STEP, *WRITTEN, "3", "1", "1", "1", "1", "Te duur.")
        assert responses(meeting)[0]["reason"] == "Te duur."

    def test_the_picture_says_who_why_and_how_it_ended(self, meeting: Meeting) -> None:
        """Objections apart from concerns."""
        picture = on_screen(meeting.at(STEP, *OBJECTED).told[-1])
        assert "moeder: Bellen schrikt af. Wat zou helpen: Vraag het eerst. Nog open." in picture
        assert "wethouder: nog geen reden opgeschreven." in picture
        assert "Er staat nog 1 bezwaar open. Zo lang is er geen besluit met consent." in picture
        assert "%" not in picture
        assert "meerderheid" not in picture


class TestCorrecting:
    def test_someone_reacts_differently(self, meeting: Meeting) -> None:
        """The words of what is no longer said go with it, once people say that they may."""
        dialogue = meeting.at(STEP, *OBJECTED, "correct", "2", "change", "1", True)
        assert "Er staat: “Bellen schrikt af.”" in screen(dialogue, -2)
        assert offered(dialogue, -5)["2"] == "moeder"
        assert responses(meeting)[2] == {"participant": "moeder", "response": "none"}

    def test_an_objection_does_not_go_by_a_slip_of_the_finger(self, meeting: Meeting) -> None:
        """Whoever says no keeps it as it was."""
        meeting.at(STEP, *OBJECTED, "correct", "2", "change", "1", False)
        assert responses(meeting)[2]["reason"] == "Bellen schrikt af."
        assert responses(meeting)[2]["response"] == "objection"

    def test_a_reaction_that_should_not_be_there_goes(self, meeting: Meeting) -> None:
        """After a wrong key nobody is left with an objection; words go only when people say that they may."""
        meeting.at(STEP, *OBJECTED, "correct", "2", "remove", False, "correct", "2", "remove", True)
        assert "moeder" not in [one.get("participant") for one in responses(meeting)]
        assert len(responses(meeting)) == 4

    def test_the_words_are_put_right(self, meeting: Meeting) -> None:
        """Enter leaves the reaction."""
        meeting.at(STEP, *OBJECTED, "correct", "2", "change", "", "Bellen maakt bang.", ENTER)
        assert responses(meeting)[2]["reason"] == "Bellen maakt bang."

    def test_while_people_react_it_stays_hidden(self, meeting: Meeting) -> None:
        """The list names who reacted and not how, and no reason is asked."""
        dialogue = meeting.at(STEP, *WRITTEN, "3", "1", Back, Back, Back, "correct", "0", "change", "1")
        notes = [choice.note for choice in dialogue.asked[-4][1].choices]  # type: ignore[union-attr]
        assert set(notes) == {""}
        assert said(meeting)["mentor"] == "none"


class TestVersions:
    def test_an_objection_is_worked_into_a_new_version(self, meeting: Meeting) -> None:
        """It begins with the last text, says what changed, and hears everyone again."""
        meeting.at(STEP, *OBJECTED)
        meeting.now.forward(minutes=20)
        dialogue = meeting.at(STEP, "new", SECOND, ["1.2"], "typed", *CALM)
        assert default(dialogue, 1) == FIRST
        assert "moeder: Bellen schrikt af." in screen(dialogue, 1)
        assert offered(dialogue, 2)["1.2"].startswith("moeder: Bellen schrikt af.")
        shown = told(dialogue)
        assert "Weg: We bellen elke ouder." in shown
        assert "Nieuw: We bellen ouders die dat willen." in shown
        assert "Tijd voor vragen" in shown
        assert responses(meeting, 0)[2]["settled"] == versions(meeting)[1]["id"] == "2026-11-21-1450"
        assert "Jullie kunnen besluiten met consent." in screen(dialogue)

    def test_what_is_not_settled_stays_open(self, meeting: Meeting) -> None:
        """Also when nobody objects any more to the new version."""
        dialogue = meeting.at(STEP, *OBJECTED, "new", SECOND, [], "typed", *CALM)
        assert "Er staat nog 1 bezwaar open." in screen(dialogue)
        assert "Nog open van eerder" in on_screen(dialogue.told[-1])

    def test_after_a_stop_the_new_version_goes_on(self, meeting: Meeting) -> None:
        """What it settles is asked again, as it stood, and can be taken back."""
        meeting.at(STEP, *OBJECTED, "new", SECOND, ["1.2"])
        dialogue = meeting.at(STEP, "ask", [])
        assert default(dialogue, 1) == ("1.2",)
        assert "settled" not in responses(meeting, 0)[2]
        assert len(versions(meeting)) == 2

    def test_esc_goes_back_from_what_is_settled_to_the_text(self, meeting: Meeting) -> None:
        """And that changes this version, and makes no other."""
        meeting.at(STEP, *OBJECTED, "new", "We bellen.", Back, SECOND, ["1.2"])
        assert [one["text"] for one in versions(meeting)] == [FIRST, SECOND]

    def test_the_same_text_can_be_asked_again(self, meeting: Meeting) -> None:
        """And it says that nothing changed."""
        dialogue = meeting.at(STEP, *OBJECTED, "new", ENTER, [], "counted", "5 0 0")
        assert "De tekst is niet veranderd." in told(dialogue)
        assert len(versions(meeting)) == 2

    def test_an_objection_is_withdrawn(self, meeting: Meeting) -> None:
        """By who had it; that can be put right too."""
        dialogue = meeting.at(STEP, *OBJECTED, "end", "withdrawn")
        assert responses(meeting)[2]["settled"] == "withdrawn"
        assert "Jullie kunnen besluiten met consent." in screen(dialogue)
        again = meeting.at(STEP, "end", "")
        assert default(again, 1) == "withdrawn"
        assert "settled" not in responses(meeting)[2]

    def test_it_can_only_be_settled_in_a_later_version(self, meeting: Meeting) -> None:
        """One of the first in the second, and one of the second in none yet."""
        dialogue = meeting.at(
            STEP,
            *OBJECTED,
            "new",
            SECOND,
            [],
            "counted",
            "4 0 1",
            "Te duur.",
            "",
            "end",
            "1.2",
            Back,
            "end",
            "2.4",
        )
        ways = [list(offered(dialogue, place)) for place in (-4, -1)]
        assert [len(way) for way in ways] == [3, 2]

    def test_everything_can_be_read(self, meeting: Meeting) -> None:
        """All versions, the last one first."""
        dialogue = meeting.at(STEP, *OBJECTED, "new", SECOND, ["1.2"], "counted", "5 0 0", "read")
        page = on_screen(dialogue.told[-1])
        assert page.index("Versie 2, 21 november 2026") < page.index("Versie 1, 21 november 2026")
        assert "Opgelost in versie 2." in page


class TestDeciding:
    def test_a_day_to_look_again_has_to_come(self, meeting: Meeting) -> None:
        """Not one of years ago; the question stays until it is right."""
        dialogue = meeting.at(STEP, *WRITTEN, *CALM, "decide", "consent", "1-1-2020", "21 mei")
        assert dialogue.complaints == ["Die dag is al geweest."]

    def test_with_consent_when_nothing_stands_in_the_way(self, meeting: Meeting) -> None:
        """On the version that was asked, with the day to look again and what else was agreed."""
        meeting.at(STEP, *WRITTEN, *CALM, "decide", "consent", "21 mei", "De mentor belt.")
        assert meeting.stored(STEP)["decision"] == {
            "state": "consent",
            "date": "2026-11-21",
            "version": "2026-11-21-1430",
            "review": "2027-05-21",
            "text": "De mentor belt.",
        }

    def test_not_while_an_objection_is_open(self, meeting: Meeting) -> None:
        """It says what stands in the way, and what can be done instead."""
        dialogue = meeting.at(STEP, *OBJECTED, "decide")
        assert list(offered(dialogue)) == ["smaller", "trial", "help", "later", "stopped"]
        assert "Er staat nog 1 bezwaar open. Zo lang is er geen besluit met consent." in screen(dialogue)

    def test_not_before_anyone_reacted(self, meeting: Meeting) -> None:
        """Nobody's silence is consent."""
        dialogue = meeting.at(STEP, "write", FIRST, Back, AtTell(Back), Back, "decide")
        assert "consent" not in offered(dialogue)
        assert "Nog niemand heeft op deze versie gereageerd." in screen(dialogue)

    @pytest.mark.parametrize("outcome", ["later", "trial"])
    def test_a_trial_and_later_need_a_day(self, meeting: Meeting, outcome: str) -> None:
        """It is asked until there is one, and nothing is stored before."""
        meeting.at(STEP, *OBJECTED, "decide", outcome)
        assert "decision" not in meeting.stored(STEP)
        dialogue = meeting.at(STEP, "decide", outcome, "", "morgen", "1-12-2026", "")
        assert dialogue.complaints == ["Spreek een dag af.", "Typ een datum, bijvoorbeeld 21-11-2026."]
        assert meeting.stored(STEP)["decision"]["review"] == "2026-12-01"

    def test_who_has_not_been_heard_is_named_first(self, meeting: Meeting) -> None:
        """People choose whether they decide anyway; until then nothing is shown."""
        dialogue = meeting.at(STEP, *WRITTEN, "1", "", "1", "1", "1", "decide", False)
        assert "Nog niet gehoord: leerling." in screen(dialogue, -2)
        meeting.at(STEP, "decide", True, "consent", "", "")
        assert meeting.stored(STEP)["decision"]["state"] == "consent"

    def test_an_earlier_decision_is_kept(self, meeting: Meeting) -> None:
        """The last one counts."""
        meeting.at(STEP, *OBJECTED, "decide", "later", "1-12", "")
        meeting.at(STEP, "end", "withdrawn", "decide", "consent", "", "")
        answer = meeting.stored(STEP)
        assert answer["decision"]["state"] == "consent"
        assert [one["state"] for one in answer["earlier"]] == ["later"]

    def test_the_same_decision_is_put_right(self, meeting: Meeting) -> None:
        """Another day to look again is no other decision."""
        meeting.at(STEP, *WRITTEN, *CALM, "decide", "consent", "21-5", "Zo doen we het.")
        dialogue = meeting.at(STEP, "decide", ENTER, "1-6-2027", ENTER)
        assert [default(dialogue, place) for place in (1, 2, 3)] == [
            "consent",
            "21-5-2027",
            "Zo doen we het.",
        ]
        answer = meeting.stored(STEP)
        assert answer["decision"]["review"] == "2027-06-01"
        assert "earlier" not in answer

    def test_when_it_is_over_enter_goes_on(self, meeting: Meeting) -> None:
        """With the decision in sight."""
        dialogue = meeting.at(STEP, *WRITTEN, *CALM, "decide", "consent", "", "")
        assert next(iter(offered(dialogue))) == "on"
        assert "Besloten met consent, op 21 november 2026." in screen(dialogue)

    def test_an_objection_that_opens_again_ends_the_consent(self, meeting: Meeting) -> None:
        """The decision is kept with the earlier ones, and that is said."""
        meeting.at(STEP, *OBJECTED, "end", "withdrawn", "decide", "consent", "", "")
        dialogue = meeting.at(STEP, "end", "")
        assert "Het besluit met consent geldt niet meer: er staat weer een bezwaar open." in screen(dialogue)
        answer = meeting.stored(STEP)
        assert "decision" not in answer
        assert [one["state"] for one in answer["earlier"]] == ["consent"]

    def test_a_new_version_asks_for_a_new_decision(self, meeting: Meeting) -> None:
        """The old one is about the old text, and that is said."""
        meeting.at(STEP, *WRITTEN, *CALM, "decide", "consent", "", "")
        dialogue = meeting.at(STEP, "new", SECOND, "typed", *CALM)
        assert "Dit besluit gaat over een eerdere versie." in screen(dialogue)
        assert offered(dialogue)["decide"] == "Besluit"


def test_it_is_shown_outside_a_meeting(meeting: Meeting) -> None:
    """All of it, with the earlier decisions; in the course of a block the text on one line."""
    meeting.at(
        STEP, *OBJECTED, "decide", "later", "1-12", "", "end", "withdrawn", "decide", "consent", "", ""
    )
    session = meeting.opened().session
    step = meeting.catalog.step("0B", "ambition_consent")
    answer = session.answer("0B", "ambition_consent")
    assert step
    around = surroundings(session, meeting.catalog, "0B")
    lines = "\n".join(render(kinds.full(step, answer, around), 0, plain=True))
    assert "Eerdere besluiten" in lines
    assert (
        "Versie 1: Later opnieuw bekijken (besloten op 21 november 2026). Opnieuw kijken op 1 december 2026."
        in lines
    )
    assert kinds.said(step, answer, around).endswith(FIRST)


ALONE = """
    format: 1
    id: besluit
    title: Besluit
    purpose: Samen besluiten.
    steps:
      - {id: proposal, kind: consent, title: Doen we dit?, why: Daarom., how: Zo., tips: [Kort.], minutes: 5,
         question: Kun jij hiermee verder?}
"""


@pytest.mark.parametrize("seed", [0, 1, 3, 4, 5, 7])
def test_whatever_people_do_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    """Words, reactions and versions stand in the file until somebody replaces them, wherever people stop."""
    meeting = Meeting(tmp_path, {"mentor": "onderwijs", "moeder": "ouders"})
    meeting.add_block("besluit", ALONE)
    wanderer = Wanderer(meeting, Random(seed), patience=300)
    while wanderer.patience > 0:
        wanderer.lead("besluit")
    assert any("Heb je een zorg of een bezwaar?" in asked for asked in wanderer.log)


_KEYS = st.sampled_from(["1", "2", "3", ""])


@given(st.lists(st.lists(_KEYS, min_size=5, max_size=5), min_size=1, max_size=2))
@settings(max_examples=25, deadline=None)
def test_whatever_people_react_each_is_stored_once(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[str]]
) -> None:
    """However often the round is gone on with, and nobody's reaction is lost."""
    meeting = Meeting(tmp_path_factory.mktemp("consent"))
    reactions = {"1": "none", "2": "concern", "3": "objection"}
    expected: dict[str, str] = {}
    for place, keys in enumerate(rounds):
        left = [role for role in FIVE if role not in expected]
        if not left:
            break
        typed = dict(zip(left, keys, strict=False))
        begin = ("go_on",) if expected else ("write", FIRST, "typed") if not place else ("ask", "typed")
        expected |= {role: reactions[key] for role, key in typed.items() if key}
        meeting.at(STEP, *begin, *typed.values())
        assert (said(meeting) if responses(meeting) else {}) == expected
    assert len(versions(meeting)) == 1
