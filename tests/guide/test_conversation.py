"""The way through a meeting: on, back, over, to any step, out and in again, and nothing lost."""

from pathlib import Path
from random import Random

import pytest

from kompas.errors import Interrupted, KompasError
from kompas.guide import conversation
from kompas.guide.dialogue import Back, Move, Overview, Page, Skip, Stop
from kompas.store import place
from tests.guide.meeting import Meeting, default, offered, on_screen, screen
from tests.guide.scripted import ENTER, Answer, AtTell, ScriptedDialogue
from tests.guide.wandering import Wanderer


def titles(dialogue: ScriptedDialogue) -> list[str]:
    """The title above each question, without repeating it."""
    found = [page.title for page, _ in dialogue.asked]
    return [title for place, title in enumerate(found) if place == 0 or found[place - 1] != title]


class TestOnAndBack:
    def test_steps_come_in_order_with_where_we_are(self, meeting: Meeting) -> None:
        """The block, the number of the step and of how many, its title."""
        dialogue = meeting.at("0A.issue", "Schooluitval.", "allebei", "Samen.")
        assert titles(dialogue) == ["Het vraagstuk", "Heb je anderen nodig?", "Wie horen er aan tafel?"]
        assert screen(dialogue, 0).startswith("0A Gezamenlijk belang · stap 1 van 11\n")
        assert screen(dialogue).startswith("0A Gezamenlijk belang · stap 3 van 11\n")

    def test_a_step_can_wait(self, meeting: Meeting) -> None:
        """F3 goes on, and the step stays open."""
        dialogue = meeting.at("0A.issue", Skip, "allebei", Skip)
        assert titles(dialogue)[-1] == "Wie horen er aan tafel?"
        assert meeting.stored("0A.issue") is None
        assert meeting.stored("0A.others_needed") == {"chosen": ["allebei"]}

    def test_esc_goes_back_over_the_border_of_a_step(self, meeting: Meeting) -> None:
        """To the step before, with its answer standing there to be changed."""
        dialogue = meeting.at("0A.issue", "Schooluitval.", Back, "Uitval op school.", ENTER)
        assert default(dialogue, 2) == "Schooluitval."
        assert meeting.stored("0A.issue") == {"text": "Uitval op school."}

    def test_esc_at_the_first_step_goes_to_the_menu_of_blocks(self, meeting: Meeting) -> None:
        """From where the same block can be begun again."""
        dialogue = meeting.at("0A.issue", Back, "0A")
        assert dialogue.questions[1] == "Welke bouwsteen?"
        assert titles(dialogue)[-1] == "Het vraagstuk"

    def test_a_block_is_begun_at_its_first_open_step(self, meeting: Meeting) -> None:
        """What is done is not asked again."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        assert titles(meeting.begin("0A")) == ["Samen tegen schooluitval", "Heb je anderen nodig?"]

    def test_tips_are_at_hand(self, meeting: Meeting) -> None:
        """Those of the step itself."""
        dialogue = meeting.at("0A.issue", Skip)
        assert "Noem geen kinderen bij naam." in dialogue.asked[0][0].tips
        assert "Noem geen kinderen bij naam." not in dialogue.asked[1][0].tips


class TestOverview:
    def test_it_shows_how_far_each_step_is(self, meeting: Meeting) -> None:
        """Done, partly and open, by a sign and a word; the step we came from is pointed at."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        meeting.at("0A.urgency", "typed", "7")
        dialogue = meeting.at("0A.signals", Overview)
        labels = offered(dialogue)
        assert labels["issue"] == "✓ Het vraagstuk (klaar)"
        assert labels["urgency"] == "~ Hoe dringend is dit? (deels)"
        assert labels["signals"] == "· Wat zie jij gebeuren? (open)"
        assert default(dialogue) == "signals"

    def test_every_step_is_one_key_away(self, meeting: Meeting) -> None:
        """Forward and back."""
        dialogue = meeting.at("0A.issue", Overview, "urgency", Overview, "issue", "Schooluitval.")
        assert titles(dialogue) == [
            "Het vraagstuk",
            "Overzicht",
            "Hoe dringend is dit?",
            "Overzicht",
            "Het vraagstuk",
            "Heb je anderen nodig?",
        ]

    @pytest.mark.parametrize("move", [Back, Skip, Overview])
    def test_leaving_it_goes_back_to_the_step(self, meeting: Meeting, move: type[Move]) -> None:
        """Whichever key."""
        assert titles(meeting.at("0A.urgency", Overview, move))[-1] == "Hoe dringend is dit?"

    def test_a_pause_is_no_interruption(self, meeting: Meeting) -> None:
        """kompas ends as it should, and the next start offers to go on there."""
        dialogue = ScriptedDialogue([Overview, "+pause"])
        meeting.lead(dialogue, "0A", "urgency")
        assert not dialogue.left
        dialogue = meeting.begin(ENTER)
        assert offered(dialogue, 0)["here"] == "Verder bij 0A: Hoe dringend is dit?"
        assert titles(dialogue)[-1] == "Hoe dringend is dit?"

    def test_another_block_is_two_keys_away(self, meeting: Meeting) -> None:
        """And that block starts at its own first step."""
        dialogue = meeting.at("0A.urgency", Overview, "+blocks", "0B")
        assert screen(dialogue).startswith("0B Samenwerken en beslissen · stap 1")


class TestStopping:
    def test_the_next_start_goes_on_at_that_very_step(self, meeting: Meeting) -> None:
        """Ctrl-C in the middle of a step; Enter is enough to be back."""
        meeting.at("0A.issue", "Schooluitval.", "allebei")
        dialogue = meeting.begin(ENTER, ENTER)
        assert dialogue.questions == [
            "Waar ga je verder?",
            "Hebben jullie andere partijen nodig om dit aan te pakken?",
            "Waarom kiezen jullie dit?",
        ]

    def test_it_says_that_everything_is_saved_and_how_to_go_on(self, meeting: Meeting) -> None:
        """The exit code is that of an interruption."""
        with pytest.raises(Interrupted, match="Alles wat je hebt ingevuld, is bewaard") as told:
            meeting.lead(ScriptedDialogue([Stop]), "0A", "issue")
        assert told.value.exit_code == 130
        assert told.value.hint == f"Ga verder met: kompas session start {meeting.id}"

    def test_people_may_choose_to_begin_somewhere_else(self, meeting: Meeting) -> None:
        """Another block, or the people first."""
        meeting.at("0A.urgency")
        dialogue = meeting.begin("people", "on", "blocks", "0B")
        assert screen(dialogue).startswith("0B ")

    def test_between_blocks_there_is_nothing_to_go_back_to(self, meeting: Meeting) -> None:
        """Then the menu of blocks comes at once."""
        meeting.at("0A.issue", Back)
        assert meeting.begin().questions == ["Welke bouwsteen?"]

    def test_a_step_that_is_gone_is_not_gone_back_to(self, meeting: Meeting) -> None:
        """When it fell away meanwhile, or the block did."""
        meeting.at("0A.stakeholders")
        meeting.store("0A.others_needed", {"chosen": ["niet-nodig"]})
        assert meeting.begin().questions == ["Welke bouwsteen?"]

    def test_ctrl_c_between_two_questions_is_the_same(self, meeting: Meeting) -> None:
        """Wherever it hits, nothing is lost and no other message appears."""

        class Impatient(ScriptedDialogue):
            def pick(self, page: Page, question: object) -> str:
                raise KeyboardInterrupt

        with pytest.raises(Interrupted):
            meeting.lead(Impatient(["Schooluitval."]), "0A", "issue")
        assert meeting.stored("0A.issue") == {"text": "Schooluitval."}


class TestRoundingOff:
    def test_the_end_of_a_block_shows_what_was_done(self, meeting: Meeting) -> None:
        """Each step with how far it is, and a way to what is still open."""
        dialogue = meeting.at("0A.actions", "add", "Bel de raad", "mentor", "", "", "on")
        assert screen(dialogue).splitlines()[2] == "Dit hebben jullie gedaan"
        assert "✓ klaar" in screen(dialogue)
        assert offered(dialogue) == {"ready": "Klaar met deze bouwsteen", "open": "Naar wat nog open is (10)"}
        assert titles(meeting.at("0A.actions", "on", "open"))[-1] == "Het vraagstuk"

    def test_being_ready_goes_to_the_menu_of_blocks(self, meeting: Meeting) -> None:
        """And the next start begins there."""
        assert meeting.at("0A.actions", Skip, "ready").questions[-1] == "Welke bouwsteen?"
        assert meeting.begin().questions == ["Welke bouwsteen?"]

    def test_esc_and_f2_work_there_as_everywhere(self, meeting: Meeting) -> None:
        """Back to the last step, and to any other."""
        dialogue = meeting.at("0A.actions", Skip, Back, Skip, Overview, "urgency")
        assert titles(dialogue)[2:] == [
            "Wie doet wat?",
            "Dit hebben jullie gedaan",
            "Overzicht",
            "Hoe dringend is dit?",
        ]
        assert meeting.at("0A.actions", Skip, Skip).questions[-1] == "Welke bouwsteen?"


class TestInternalRoute:
    def test_doing_it_alone_hides_the_steps_with_partners(self, meeting: Meeting) -> None:
        """And asks which colleagues are needed; the count of steps follows at once."""
        dialogue = meeting.at("0A.others_needed", "niet-nodig", "", Skip, Overview)
        assert titles(dialogue)[1] == "Welke collega's heb je nodig?"
        assert screen(dialogue, 2).startswith("0A Gezamenlijk belang · stap 3 van 10")
        assert titles(dialogue)[2] == "Jongeren en ouders doen mee"
        assert not {"stakeholders", "cooperation"} & set(offered(dialogue))
        assert "internal_team" in offered(dialogue)

    def test_changing_it_back_keeps_all_answers(self, meeting: Meeting) -> None:
        """What was answered on either route stays in the file and comes back on the screen."""
        meeting.at("0A.stakeholders", "add", "vmbo De Boeg", "onderwijs", "", "", "")
        meeting.at("0A.others_needed", "niet-nodig", "", "add", "jurist", "gemeente", "", "", "")
        assert meeting.stored("0A.stakeholders")["records"][0]["name"] == "vmbo De Boeg"
        dialogue = meeting.at("0A.others_needed", "allebei", "")
        assert "vmbo De Boeg" in screen(dialogue)
        assert meeting.stored("0A.internal_team")["records"][0]["role"] == "jurist"
        dialogue = meeting.at("0A.others_needed", "niet-nodig", "")
        assert "jurist" in screen(dialogue)

    def test_esc_finds_the_way_back_over_what_is_hidden(self, meeting: Meeting) -> None:
        """From after the hidden step to before it."""
        meeting.store("0A.others_needed", {"chosen": ["niet-nodig"]})
        assert titles(meeting.at("0A.participation", Back))[-1] == "Welke collega's heb je nodig?"


class TestInSight:
    def test_the_course_stays_in_sight(self, meeting: Meeting) -> None:
        """On one line, on every step but its own; the room's own words replace the first."""
        assert meeting.at("0A.urgency").asked[0][0].course == ()
        meeting.store("0A.issue", {"text": "Leerlingen stoppen.\nElk jaar 40."})
        assert meeting.at("0A.issue").asked[0][0].course == ()
        assert meeting.at("0A.urgency").asked[0][0].course == (
            "Het vraagstuk: Leerlingen stoppen. Elk jaar 40.",
        )
        meeting.store("0A.joint_issue", {"text": "Wij zien het te laat."})
        (course,) = meeting.at("0A.urgency").asked[0][0].course
        assert course == "Ons vraagstuk in onze woorden: Wij zien het te laat."

    def test_a_course_of_two_answers(self, meeting: Meeting) -> None:
        """The ambition, and the names of the results."""
        meeting.store("0B.ambition", {"text": "Iedereen een diploma."})
        meeting.store(
            "0B.results", {"records": [{"id": "a", "result": "Minder uitval"}, {"id": "b", "result": "Rust"}]}
        )
        assert meeting.at("0B.trust").asked[0][0].course == (
            "Onze ambitie: Iedereen een diploma.",
            "Wat merken kinderen ervan?: Minder uitval; Rust",
        )

    def test_planned_and_used_minutes(self, meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
        """Time adds up over visits and restarts; looking at the overview is not work on the step."""
        ticks = iter([0.0, 130.0, 1000.0, 1050.0, 5000.0, 5000.0])
        monkeypatch.setattr(conversation, "monotonic", lambda: next(ticks))
        dialogue = meeting.at("0A.urgency", Overview, "urgency")
        assert dialogue.asked[0][0].time == "15 min gepland"
        assert dialogue.asked[2][0].time == "15 min gepland, 2 min bezig"
        assert meeting.at("0A.urgency").asked[0][0].time == "15 min gepland, 3 min bezig"


class TestPeople:
    def test_who_comes_during_the_meeting_joins_from_today(self, meeting: Meeting) -> None:
        """Through the overview, and then straight back to the step; the round of today waits for them."""
        meeting.at("0A.urgency", "typed", "7", "3", "8", "9", "10")
        dialogue = meeting.at("0A.urgency", Overview, "+people", "add", "vader, , ouders", "", "on", Back)
        assert meeting.people()[-1] == {
            "id": "vader",
            "role": "vader",
            "perspective": "ouders",
            "joined": "2026-11-21",
        }
        assert offered(dialogue)["go_on"] == "Ga verder met de ronde: nog 1"

    def test_who_comes_at_a_later_meeting_changes_nothing_of_before(self, meeting: Meeting) -> None:
        """Also when people are added before the first step of that day."""
        meeting.at("0A.urgency", "typed", "7", "3", "8", "9", "10")
        meeting.now.forward(days=30)
        dialogue = meeting.begin("people", "add", "vader, , ouders", "", "on", "here")
        assert meeting.people()[-1]["joined"] == "2026-12-21"
        assert "go_on" not in offered(dialogue)
        assert "mediaan" in screen(dialogue)

    def test_before_the_first_answer_everyone_is_there_from_the_start(self, meeting: Meeting) -> None:
        """Nothing was held yet that they could have missed."""
        meeting.begin("+people", "add", "vader, , ouders", "", "on")
        assert "joined" not in meeting.people()[-1]

    def test_who_leaves_keeps_what_they_said_and_may_return(self, meeting: Meeting) -> None:
        """The ballot stays, and the same person is there again."""
        meeting.at("0A.urgency", "typed", "7", "3", "8", "9", "10")
        before = meeting.stored("0A.urgency")
        meeting.at("0A.urgency", Overview, "+people", "leave", "leerling", "on", Back)
        assert meeting.people()[1]["left"] == "2026-11-21"
        dialogue = meeting.at("0A.urgency", Overview, "+people", "return", "leerling", "on", Back)
        assert "left" not in meeting.people()[1]
        assert meeting.stored("0A.urgency") == before
        assert "5 keer geantwoord" in screen(dialogue)

    @pytest.mark.parametrize("move", [Back, Skip, Overview])
    def test_every_key_finds_the_way_out(self, meeting: Meeting, move: type[Move]) -> None:
        """From the list of people, from a line and from a choice, in every place they can be reached."""
        stays: list[Answer] = ["", "on"] if move is Back else []  # Esc goes one question back
        meeting.at("0A.issue", Overview, "+people", move, Back)
        meeting.at("0A.issue", Overview, "+people", "correct", move, *stays[1:], Back)
        meeting.begin("people", move, "people", "add", "bakker", move, *stays[1:])
        meeting.begin("blocks", "+people", "leave", move, *stays[1:])
        assert "bakker" in [person["id"] for person in meeting.people()]

    def test_a_perspective_that_is_corrected_wrongly_is_asked(self, meeting: Meeting) -> None:
        """As when someone is added; leaving that question keeps the perspective there was."""
        meeting.begin("+people", "correct", "mentor", "mentor, De Boeg, bakkers", Back)
        assert meeting.people()[0]["perspective"] == "onderwijs"
        meeting.begin("+people", "correct", "mentor", "mentor, De Boeg, bakkers", "inwoners")
        assert meeting.people()[0]["perspective"] == "inwoners"

    def test_someone_is_on_the_disk_before_the_perspective_is_asked(self, meeting: Meeting) -> None:
        """Ctrl-C at that question loses nobody."""
        meeting.begin("+people", "add", "bakker, De Krakeling")
        assert meeting.people()[-1] == {
            "id": "bakker-de-krakeling",
            "role": "bakker",
            "organisation": "De Krakeling",
        }


class TestWhatCannotBeRead:
    def test_it_is_told_and_passed_and_never_touched(self, meeting: Meeting) -> None:
        """With the line in the file; the other steps go on as usual."""
        text = "format: 1\nanswers:\n  issue:\n    text: [een, twee]\n"
        (meeting.folder / "0A.yaml").write_text(text, "utf-8")
        dialogue = meeting.at("0A.issue", "allebei", "")
        told = on_screen(dialogue.told[0])
        assert "Dit antwoord kan kompas niet lezen. Het blijft bewaard zoals het is." in told
        assert "0A.yaml:4:" in told
        assert titles(dialogue)[0] == "Heb je anderen nodig?"
        assert (meeting.folder / "0A.yaml").read_text("utf-8").startswith(text)

    def test_esc_at_that_page_goes_back(self, meeting: Meeting) -> None:
        """It is a page like any other."""
        text = "format: 1\nanswers:\n  others_needed:\n    chosen: {a: b}\n"
        (meeting.folder / "0A.yaml").write_text(text, "utf-8")
        dialogue = meeting.at("0A.issue", Skip, AtTell(Back))
        assert titles(dialogue) == ["Het vraagstuk"]


def test_notes_that_cannot_be_kept_do_not_stop_the_meeting(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where we were and for how long is only of help; answers go on being stored."""

    def full(*_: object) -> None:
        raise KompasError("De schijf is vol.")

    monkeypatch.setattr(place, "save", full)
    meeting.at("0A.issue", "Schooluitval.", Overview, "urgency")
    assert meeting.stored("0A.issue") == {"text": "Schooluitval."}


def wander(meeting: Meeting, seed: int, block: str) -> Wanderer:
    """Wander through a block, stop anywhere and start again, until the patience is gone."""
    dice = Random(seed)
    wanderer = Wanderer(meeting, dice, patience=150)
    wanderer.lead(block)
    while wanderer.patience > 0:
        wanderer.lead(dice.choice(["", block]))
    return wanderer


@pytest.mark.parametrize("block", ["vooraf", "0A", "0B", "initiatief", "bijeenkomst"])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_do_nothing_is_lost(tmp_path: Path, seed: int, block: str) -> None:
    """At every question, everything that was given before it is on the disk.

    Answers and moves are arbitrary: Esc, F2, F3 and Ctrl-C at any question, then going on. The wanderer
    looks at the files at each question, and a start after Ctrl-C offers the step that was left.
    """
    wanderer = wander(Meeting(tmp_path, {"mentor": "onderwijs", "moeder": "ouders"}), seed, block)
    assert wanderer.live or wanderer.scores


def test_the_wanderer_would_notice_a_loss(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the test above says nothing."""
    monkeypatch.setattr("kompas.guide.talk.Talk.save", lambda talk, answer: None)
    with pytest.raises(AssertionError, match="is not on the disk"):
        wander(meeting, 1, "0A")


def test_esc_from_the_overview_at_the_end_of_a_block_goes_back_there(meeting: Meeting) -> None:
    """Looking at all steps changes nothing about where people were."""
    dialogue = meeting.at("0A.actions", "on", Overview, Back)
    assert dialogue.pages[-1].title == "Dit hebben jullie gedaan"
