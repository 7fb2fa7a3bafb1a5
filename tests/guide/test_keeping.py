"""Nothing is lost: when others write in the same files, when the disk is full, when kompas runs twice."""

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kompas.errors import Interrupted, KompasError
from kompas.guide.dialogue import Back, Line, Overview, Page, Pick, Skip, Stop, Text, YesNo
from kompas.guide.keeping import differences
from kompas.steps.step import Surroundings
from kompas.store.filling import fill
from kompas.store.saving import hold
from tests.guide.meeting import Meeting, default, offered, on_disk, on_screen, screen, understood
from tests.guide.scripted import Answer, AtTell, ScriptedDialogue

Change = Callable[[], None]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The own folder of whoever leads the meeting."""
    (tmp_path / "thuis").mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "thuis")
    return tmp_path / "thuis"


class Disturbed(ScriptedDialogue):
    """Something happens to the files while people think about a question."""

    def __init__(self, answers: list[Answer], at: str, happens: Change) -> None:
        super().__init__(answers)
        self._at = at
        self._happens: Change | None = happens

    def _note(self, page: Page, question: Line | Text | Pick | YesNo | Any) -> None:
        super()._note(page, question)
        if self._happens and question.question.startswith(self._at):
            happens, self._happens = self._happens, None
            happens()


def disturbed(meeting: Meeting, address: str, at: str, happens: Change, *script: Answer) -> ScriptedDialogue:
    """Follow a script and stop; while `at` is being asked, something happens."""
    dialogue = Disturbed([*script, Stop], at, happens)
    block, _, step = address.partition(".")
    with pytest.raises(KompasError):
        meeting.lead(dialogue, block, step)
    assert not dialogue.left
    return dialogue


def told(dialogue: ScriptedDialogue) -> str:
    """What was shown between the questions."""
    return "\n".join(map(on_screen, dialogue.told))


def kept(meeting: Meeting) -> list[Any]:
    """What was laid aside beside the session."""
    return [on_disk(path) for path in sorted((meeting.folder / "kept").glob("*.yaml"))]


class TestSomebodyElse:
    WHICH = "Welke versie geldt?"

    def test_a_change_in_another_step_is_kept_and_told(self, meeting: Meeting) -> None:
        """Both are in the file, with the comment that the other wrote."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        path = meeting.folder / "0A.yaml"

        def other() -> None:
            text = path.read_text("utf-8") + "  # nog eens vragen\n  joint_issue:\n    text: Van ons samen\n"
            path.write_text(text, "utf-8")

        dialogue = disturbed(meeting, "0A.urgency", "Hoe dringend", other, "typed", "7", "3")
        assert meeting.stored("0A.joint_issue") == {"text": "Van ons samen"}
        assert len(meeting.stored("0A.urgency")["rounds"][0]["ballots"]) == 2
        assert "# nog eens vragen" in path.read_text("utf-8")
        assert "Iemand anders heeft intussen ook iets veranderd: “Ons vraagstuk in onze woorden”." in told(
            dialogue
        )
        assert len(dialogue.told) == 1

    def test_leaving_that_message_with_any_key_loses_nothing(self, meeting: Meeting) -> None:
        """Esc there is no step back."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        other = partial(meeting.store, "0A.joint_issue", {"text": "Van ons samen"})
        for place, move in enumerate((Back, Skip, Overview)):
            text = f"Uitval {place}."
            disturbed(meeting, "0A.issue", "Om welke", other, text, AtTell(move))
            assert meeting.stored("0A.issue") == {"text": text}
            meeting.store("0A.joint_issue", {"text": f"Anders {place}"})

    def test_a_comment_is_no_reason_to_disturb_people(self, meeting: Meeting) -> None:
        """Only answers of other steps are told about."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        path = meeting.folder / "0A.yaml"

        def other() -> None:
            path.write_text("# van ons\n" + path.read_text("utf-8"), "utf-8")

        dialogue = disturbed(meeting, "0A.issue", "Om welke", other, "Uitval.")
        assert not dialogue.told
        assert path.read_text("utf-8").startswith("# van ons\n")
        assert meeting.stored("0A.issue") == {"text": "Uitval."}

    def both(self, meeting: Meeting, *script: Answer) -> ScriptedDialogue:
        """Someone else changes the same text while we change it."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        other = partial(meeting.store, "0A.issue", {"text": "Hun tekst."})
        return disturbed(meeting, "0A.issue", "Om welke", other, "Onze tekst.", *script)

    def test_the_same_answer_changed_twice_is_asked(self, meeting: Meeting) -> None:
        """With the differences in plain words, and no way to pass the question over."""
        dialogue = self.both(meeting, Back, Skip, Overview, "mine")
        assert (
            dialogue.questions[1:5] == ["Welke versie geldt? De andere blijft bewaard in de map “kept”."] * 4
        )
        shown = screen(dialogue, 1)
        assert "Iemand anders heeft dit antwoord intussen ook veranderd." in shown
        assert shown.index("Alleen in jouw versie") < shown.index("Onze tekst.")
        assert shown.index("Alleen in de andere versie") < shown.index("Hun tekst.")

    def test_choosing_ours_keeps_theirs(self, meeting: Meeting) -> None:
        """Theirs lies aside, in a file that --answers can read."""
        self.both(meeting, "mine")
        assert meeting.stored("0A.issue") == {"text": "Onze tekst."}
        assert kept(meeting) == [{"0A": {"issue": {"text": "Hun tekst."}}}]

    def test_choosing_theirs_keeps_ours(self, meeting: Meeting) -> None:
        """The meeting goes on with theirs on the screen."""
        dialogue = self.both(meeting, "theirs", Back)
        assert meeting.stored("0A.issue") == {"text": "Hun tekst."}
        assert kept(meeting) == [{"0A": {"issue": {"text": "Onze tekst."}}}]
        assert default(dialogue) == "Hun tekst."

    def test_stopping_at_that_question_keeps_ours_elsewhere(self, meeting: Meeting, home: Path) -> None:
        """Ctrl-C chooses nothing: theirs stays in the file, and kompas says where ours is."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        other = partial(meeting.store, "0A.issue", {"text": "Hun tekst."})
        with pytest.raises(Interrupted, match="Het laatste antwoord staat in ") as message:
            meeting.lead(Disturbed(["Onze tekst.", Stop], "Om welke", other), "0A", "issue")
        assert meeting.stored("0A.issue") == {"text": "Hun tekst."}
        (path,) = home.glob("*.yaml")
        assert str(path) in message.value.message
        assert on_disk(path) == {"0A": {"issue": {"text": "Onze tekst."}}}

    def test_stopping_after_it_was_stored_keeps_nothing_elsewhere(self, meeting: Meeting, home: Path) -> None:
        """Ctrl-C at the message about someone else's change is an ordinary stop."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        other = partial(meeting.store, "0A.joint_issue", {"text": "Van ons"})
        with pytest.raises(Interrupted, match="Alles wat je hebt ingevuld, is bewaard"):
            meeting.lead(Disturbed(["Uitval.", AtTell(Stop)], "Om welke", other), "0A", "issue")
        assert meeting.stored("0A.issue") == {"text": "Uitval."}
        assert not list(home.glob("*.yaml"))

    def test_a_list_that_both_added_to(self, meeting: Meeting) -> None:
        """Both records are there, and nobody has to choose."""
        meeting.store("0A.actions", {"records": [{"id": "bel", "what": "Bel"}]})

        def other() -> None:
            records = [{"id": "bel", "what": "Bel"}, {"id": "mail", "what": "Mail"}]
            meeting.store("0A.actions", {"records": records})

        disturbed(meeting, "0A.actions", "Wat", other, "add", "Schrijf", "mentor", "", "")
        ids = [record["id"] for record in meeting.stored("0A.actions")["records"]]
        assert ids == ["bel", "mail", "schrijf"]

    def test_a_record_that_both_changed(self, meeting: Meeting) -> None:
        """What people chose is what is changed further, and the other version is kept."""
        meeting.store(
            "0A.actions", {"records": [{"id": "bel", "what": "Bel"}, {"id": "mail", "what": "Mail"}]}
        )

        def other() -> None:
            records = [{"id": "bel", "what": "Bel met hen"}, {"id": "mail", "what": "Mail"}]
            meeting.store("0A.actions", {"records": records})

        script = ("correct", "bel", "what", "Bel met ons", "theirs", "who", "mentor", "")
        dialogue = disturbed(meeting, "0A.actions", "Wat", other, *script)
        assert "Bel met hen" in dialogue.shown()
        assert meeting.stored("0A.actions")["records"][0] == {
            "id": "bel",
            "what": "Bel met hen",
            "who": "mentor",
        }
        assert kept(meeting)[0]["0A"]["actions"]["records"][0]["what"] == "Bel met ons"

    def test_rounds_of_two_people_are_both_there(self, meeting: Meeting) -> None:
        """A poll that someone else held meanwhile stands beside ours."""

        def other() -> None:
            ballots = [{"scores": {"urgency": "5"}}]
            one = {"id": "anders", "date": "2026-11-20", "method": "counted", "ballots": ballots}
            meeting.store("0A.urgency", {"rounds": [one]})

        disturbed(meeting, "0A.urgency", "Hoe dringend", other, "typed", "7", "3", "8")
        rounds = meeting.stored("0A.urgency")["rounds"]
        assert [one["id"] for one in rounds] == ["anders", "2026-11-21-1430"]
        assert [one["scores"]["urgency"] for one in rounds[1]["ballots"]] == ["7", "3", "8"]

    def test_letters_with_marks_do_not_count_as_a_change(self, meeting: Meeting) -> None:
        """é typed as e with an accent is stored as é, and that is nobody else's change."""
        other = partial(meeting.store, "0A.joint_issue", {"text": "Van ons"})
        script = ("e\u0301en", Back, "twee")
        dialogue = disturbed(meeting, "0A.issue", "Hebben jullie", other, *script)
        assert self.WHICH not in dialogue.shown()
        assert meeting.stored("0A.issue") == {"text": "twee"}

    def test_a_file_that_someone_broke_is_left_alone(self, meeting: Meeting) -> None:
        """A merge marker: our answer waits until the file is mended, and then both are there."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        path = meeting.folder / "0A.yaml"
        whole = path.read_text("utf-8")

        def broken() -> None:
            path.write_text(f"<<<<<<< HEAD\n{whole}", "utf-8")

        class Mended(Disturbed):
            def pick(self, page: Page, question: Pick) -> str:
                if question.question.startswith("Dit is nog niet bewaard"):
                    assert path.read_text("utf-8").startswith("<<<<<<< HEAD")
                    path.write_text(whole, "utf-8")
                return super().pick(page, question)

        dialogue = Mended(["Uitval.", "again", Stop], "Om welke", broken)
        with pytest.raises(KompasError):
            meeting.lead(dialogue, "0A", "issue")
        assert "kan kompas niet lezen" in screen(dialogue, 1)
        assert meeting.stored("0A.issue") == {"text": "Uitval."}

    @pytest.mark.parametrize("mended", [True, False])
    def test_a_step_that_was_broken_goes_on_when_it_is_mended(self, meeting: Meeting, mended: bool) -> None:
        """Without leaving kompas; the overview says what is wrong with the file until then."""
        meeting.store("0A.issue", {"text": "Schooluitval."})
        path = meeting.folder / "0A.yaml"
        whole = path.read_text("utf-8")
        path.write_text(whole + "\tjoint_issue:\n", "utf-8")

        class Mended(ScriptedDialogue):
            def tell(self, page: Page) -> None:
                super().tell(page)
                if mended:
                    path.write_text(whole.replace("Schooluitval", "Uitval"), "utf-8")

        script: list[Answer] = [Overview, "+blocks", Stop]
        dialogue = Mended(["Van ons.", *script] if mended else script)
        with pytest.raises(Interrupted):
            meeting.lead(dialogue, "0A", "joint_issue" if mended else "issue")
        assert "Verbeter het bestand, en druk dan op Enter." in told(dialogue)
        overview = offered(dialogue, dialogue.questions.index("Waar wil je heen?"))
        if mended:
            assert meeting.stored("0A.joint_issue") == {"text": "Van ons."}
            assert meeting.stored("0A.issue") == {"text": "Uitval."}
        assert ("niet te lezen" in " ".join(overview.values())) is not mended

    def test_people_that_both_added_are_all_there(self, meeting: Meeting) -> None:
        """Two may write down who takes part."""
        other = partial(meeting.store_person, "vader")
        dialogue = Disturbed(
            ["+people", "add", "buurvrouw, , inwoners", "", "on", "+ready"], "Deelnemer", other
        )
        meeting.lead(dialogue)
        assert [person["id"] for person in meeting.people()][-2:] == ["vader", "buurvrouw"]

    def test_the_same_person_changed_twice_is_told(self, meeting: Meeting) -> None:
        """Theirs stands, ours is told so that it can be typed again; Esc there is no step back."""
        other = partial(meeting.store_person, "mentor", name="Sam")
        script: list[Answer] = [
            "+people",
            "correct",
            "mentor",
            "mentor, De Boeg",
            AtTell(Back),
            "on",
            "+ready",
        ]
        dialogue = Disturbed(script, "Deelnemer", other)
        meeting.lead(dialogue)
        assert "de deelnemers intussen ook veranderd. Kijk of ze kloppen." in told(dialogue)
        assert "Dit had jij." in told(dialogue)
        assert "- mentor (De Boeg)" in told(dialogue)
        assert meeting.people()[0]["name"] == "Sam"
        assert "Sam, mentor" in screen(dialogue, 4)


class FullDisk:
    """Syncing to the disk fails `times` times, or for ever, where `where` is in the path."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = True
        fsync = os.fsync

        def refuse(descriptor: int) -> None:
            if self.full and self.where in os.readlink(f"/proc/self/fd/{descriptor}"):
                raise OSError(errno.ENOSPC, "No space left on device")
            fsync(descriptor)

        self.where = "sessions"
        monkeypatch.setattr(os, "fsync", refuse)


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="needs /proc to know what is written")
class TestFullDisk:
    QUESTION = "Dit is nog niet bewaard. Wat wil je doen?"

    @pytest.fixture
    def disk(self, meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
        return FullDisk(monkeypatch)

    def test_when_there_is_room_again_it_is_stored(self, meeting: Meeting, disk: FullDisk) -> None:
        """The answer waits; it is not typed again. Other keys do not pass the question over."""

        class Tidy(ScriptedDialogue):
            def pick(self, page: Page, question: Pick) -> str:
                disk.full = len(self.asked) < 3
                return super().pick(page, question)

        dialogue = Tidy(["Schooluitval.", Back, "again", "again", Stop])
        with pytest.raises(KompasError):
            meeting.lead(dialogue, "0A", "issue")
        assert "schijf is vol" in screen(dialogue, 1)
        assert "Maak ruimte vrij en probeer het opnieuw." in screen(dialogue, 1)
        assert dialogue.questions[1:4] == [self.QUESTION] * 3
        assert meeting.stored("0A.issue") == {"text": "Schooluitval."}

    def test_the_answer_can_be_kept_elsewhere(self, meeting: Meeting, disk: FullDisk, home: Path) -> None:
        """In the person's own folder, in a file that --answers reads into the session later."""
        with pytest.raises(KompasError, match="Het antwoord staat in ") as message:
            meeting.lead(ScriptedDialogue(["Schooluitval.", "elsewhere"]), "0A", "issue")
        assert "--answers" in message.value.hint
        (path,) = home.glob("*.yaml")
        assert str(path) in message.value.message
        disk.full = False
        fill(meeting.workspace, path, meeting.catalog, meeting.id, meeting.now().date())
        assert meeting.stored("0A.issue") == {"text": "Schooluitval."}

    def test_where_it_is_kept_is_told_when_nothing_of_ours_can_be_written(
        self, meeting: Meeting, disk: FullDisk
    ) -> None:
        """Notes of kompas itself that fail do not hide that message."""
        disk.where = str(meeting.workspace.root / "sessions")
        local = meeting.workspace.local

        class Broken(ScriptedDialogue):
            def pick(self, page: Page, question: Pick) -> str:
                disk.where = str(local)
                return super().pick(page, question)

        with pytest.raises(KompasError, match="Het antwoord staat in "):
            meeting.lead(Broken(["Schooluitval.", "elsewhere"]), "0A", "issue")

    def test_where_nothing_can_be_written_people_choose_again(self, meeting: Meeting, disk: FullDisk) -> None:
        """Elsewhere may be full too; then they may stop, and kompas says what was wrong."""
        disk.where = ""
        script: list[Answer] = ["Schooluitval.", "elsewhere", AtTell(Back), "stop"]
        dialogue = ScriptedDialogue(script)
        with pytest.raises(KompasError, match="schijf is vol"):
            meeting.lead(dialogue, "0A", "issue")
        assert dialogue.questions[1:] == [self.QUESTION] * 2
        assert "schijf is vol" in told(dialogue)
        assert meeting.stored("0A.issue") is None

    def test_stopping_then_loses_nothing_either(self, meeting: Meeting, disk: FullDisk, home: Path) -> None:
        """Ctrl-C while the answer is not stored keeps it in the person's own folder, and says where."""
        with pytest.raises(Interrupted, match="Het laatste antwoord staat in") as stopped:
            meeting.lead(ScriptedDialogue(["Schooluitval.", Stop]), "0A", "issue")
        (file,) = home.glob("*.yaml")
        assert str(file) in stopped.value.message
        assert on_disk(file) == {"0A": {"issue": {"text": "Schooluitval."}}}

    def test_people_wait_too(self, meeting: Meeting, disk: FullDisk) -> None:
        """Who was typed is offered again, and there is no answer to keep elsewhere."""

        class Tidy(ScriptedDialogue):
            def pick(self, page: Page, question: Pick) -> str:
                disk.full = disk.full and question.question != TestFullDisk.QUESTION
                return super().pick(page, question)

        dialogue = Tidy(["+people", "add", "vader, , ouders", "again", "", "on", "+ready"])
        meeting.lead(dialogue)
        assert list(offered(dialogue, 3)) == ["again", "stop"]
        assert meeting.people()[-1]["id"] == "vader"

    def test_a_text_that_was_begun_stays_on_the_screen(self, meeting: Meeting, disk: FullDisk) -> None:
        """It cannot be kept for the next start, but the meeting goes on, and it comes back meanwhile."""
        disk.where = str(meeting.workspace.local)
        dialogue = meeting.at("0A.issue", Skip("Schooluit"), Back)
        assert default(dialogue) == "Schooluit"

    def test_removing_an_answer_has_nothing_to_keep(self, meeting: Meeting, disk: FullDisk) -> None:
        """Only again and stop are offered; the answer is still there."""
        disk.full = False
        meeting.store("0A.issue", {"text": "Schooluitval."})
        disk.full = True
        dialogue = ScriptedDialogue(["", "stop"])
        with pytest.raises(KompasError):
            meeting.lead(dialogue, "0A", "issue")
        assert list(offered(dialogue)) == ["again", "stop"]
        assert meeting.stored("0A.issue") == {"text": "Schooluitval."}


class TestTwice:
    def test_a_block_that_is_open_elsewhere_is_told(self, meeting: Meeting) -> None:
        """Since when; the menu comes back, and another block can be chosen."""
        with hold(meeting.workspace.local, f"{meeting.id}.0A"):
            dialogue = meeting.begin("0A", "0A", AtTell(Back), "0B")
        assert "is al open sinds " in told(dialogue)
        assert dialogue.questions[:3] == ["Welke bouwsteen?"] * 3
        assert screen(dialogue).startswith("0B ")
        assert len(dialogue.told) == 2

    def test_it_is_free_again_when_the_other_leaves_it(self, meeting: Meeting) -> None:
        """Leaving a block for the menu gives it free, and so does Ctrl-C."""
        meeting.at("0A.issue", Back)
        meeting.at("0A.issue")
        with hold(meeting.workspace.local, f"{meeting.id}.0A"):
            pass

    def test_two_people_can_lead_two_blocks(self, meeting: Meeting) -> None:
        """Both keep what they hear, and a third person's start finds both."""

        class Colleague(ScriptedDialogue):
            def pick(self, page: Page, question: Pick) -> str:
                if not self.asked:
                    meeting.at("0B.ambition", "Iedereen een diploma.")
                return super().pick(page, question)

        with pytest.raises(KompasError):
            meeting.lead(Colleague(["allebei", "Samen.", Stop]), "0A", "others_needed")
        assert meeting.stored("0A.others_needed")["reason"] == "Samen."
        assert meeting.stored("0B.ambition") == {"text": "Iedereen een diploma."}


def test_differences_that_people_cannot_see_are_told_as_they_are_stored(meeting: Meeting) -> None:
    """A field that the table leaves out is still a difference; and so is an answer that is gone."""
    step = meeting.catalog.step("0A", "actions")
    assert step
    bare = {"records": [{"id": "bel", "what": "Bel"}]}
    done = {"records": [{"id": "bel", "what": "Bel", "done": "true"}]}
    mine, theirs = (understood(step, data) for data in (bare, done))
    shown = on_screen(Page(body=tuple(differences(step, mine, theirs, Surroundings()))))
    assert "(niets)" in shown.partition("Alleen in de andere versie")[0]
    assert "done: true" in shown.partition("Alleen in de andere versie")[2]
    shown = on_screen(Page(body=tuple(differences(step, mine, None, Surroundings()))))
    assert "Bel" in shown.partition("Alleen in de andere versie")[0]
