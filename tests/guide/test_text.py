"""A text: asked, kept while it is being written, and shown."""

import pytest

from kompas.errors import Interrupted
from kompas.guide.dialogue import Back, Move, Overview, Skip, Stop, Text
from tests.guide.meeting import Meeting, screen
from tests.guide.scripted import ENTER, ScriptedDialogue

QUESTION = "Om welke kinderen of jongeren gaat het, waar is dat, en wat zie je gebeuren?"


def waiting(dialogue: ScriptedDialogue) -> str:
    """What already stood in the last text that was asked."""
    texts = [question for _, question in dialogue.asked if isinstance(question, Text)]
    return texts[-1].default


def test_a_text_is_on_the_disk_before_the_next_question(meeting: Meeting) -> None:
    """Of several lines, as it was typed but for the white around it."""
    dialogue = meeting.at("0A.issue", "Leerlingen stoppen.\n\n  Elk jaar 40.  \n\n")
    assert meeting.stored("0A.issue") == {"text": "Leerlingen stoppen.\n\n  Elk jaar 40."}
    assert dialogue.questions[0] == QUESTION
    assert "Heb je anderen nodig?" in screen(dialogue)


def test_the_page_says_why_and_how_and_gives_an_example(meeting: Meeting) -> None:
    """The example is gone once there is an answer of their own."""
    dialogue = meeting.at("0A.issue", "Leerlingen stoppen.", Back)
    assert "Een vraagstuk is een probleem" in screen(dialogue, 0)
    assert "Praat drie minuten in tweetallen" in screen(dialogue, 0)
    assert dialogue.asked[0][1].explanation.startswith("Bijvoorbeeld: Op het vmbo")
    assert dialogue.asked[2][1].explanation == ""


def test_enter_leaves_what_stands_there(meeting: Meeting) -> None:
    """Going past an answer writes nothing, so that git shows no change."""
    meeting.store("0A.issue", {"text": "Leerlingen stoppen."})
    path = meeting.folder / "0A.yaml"
    before = path.stat().st_mtime_ns
    assert waiting(meeting.at("0A.issue", ENTER)) == "Leerlingen stoppen."
    assert path.stat().st_mtime_ns == before


def test_an_emptied_text_takes_the_answer_away(meeting: Meeting) -> None:
    """The step is open again, and the file has no empty answer."""
    meeting.store("0A.issue", {"text": "Leerlingen stoppen."})
    meeting.at("0A.issue", " \n ")
    assert meeting.stored("0A.issue") is None
    assert meeting.opened().session.answer("0A", "issue") is None


@pytest.mark.parametrize("move", [Back, Skip, Overview, Stop])
def test_a_text_that_was_begun_comes_back(meeting: Meeting, move: type[Move]) -> None:
    """Whichever way someone leaves it: it is no answer yet, and it stands there the next time."""
    with pytest.raises(Interrupted):
        meeting.lead(ScriptedDialogue([move("Leerlingen sto"), Stop]), "0A", "issue")
    assert meeting.stored("0A.issue") is None
    assert waiting(meeting.at("0A.issue", "Leerlingen stoppen.")) == "Leerlingen sto"
    assert meeting.stored("0A.issue") == {"text": "Leerlingen stoppen."}
    assert waiting(meeting.at("0A.issue")) == "Leerlingen stoppen."


def test_a_change_that_was_begun_leaves_the_answer_alone(meeting: Meeting) -> None:
    """Until the change is finished, the answer stays; then the change is there once."""
    meeting.store("0A.issue", {"text": "Leerlingen stoppen."})
    meeting.at("0A.issue", Skip("Leerlingen stoppen. Elk jaar"))
    assert meeting.stored("0A.issue") == {"text": "Leerlingen stoppen."}
    assert (
        waiting(meeting.at("0A.issue", "Leerlingen stoppen. Elk jaar 40.")) == "Leerlingen stoppen. Elk jaar"
    )
    assert meeting.stored("0A.issue") == {"text": "Leerlingen stoppen. Elk jaar 40."}


def test_leaving_without_a_change_is_no_text_that_was_begun(meeting: Meeting) -> None:
    """Someone else's later change is then not hidden behind an old text."""
    meeting.store("0A.issue", {"text": "Leerlingen stoppen."})
    meeting.at("0A.issue", Skip("Leerlingen stoppen."))
    meeting.store("0A.issue", {"text": "Jongeren stoppen."})
    assert waiting(meeting.at("0A.issue")) == "Jongeren stoppen."


def test_texts_of_two_steps_do_not_mix(meeting: Meeting) -> None:
    """Each keeps its own beginning."""
    meeting.at("0A.issue", Skip("Leerlingen sto"))
    assert waiting(meeting.at("0A.joint_issue", Skip("Wij zien"))) == ""
    assert waiting(meeting.at("0A.issue")) == "Leerlingen sto"
    assert waiting(meeting.at("0A.joint_issue")) == "Wij zien"


def test_anything_can_be_written(meeting: Meeting) -> None:
    """Signs that mean something in YAML, emoji and other scripts come back as they were."""
    text = "no: [x] # 'a' \"b\"\n- 12:30\n\tté 🙂 עברית"
    meeting.at("0A.issue", text)
    assert meeting.stored("0A.issue") == {"text": text}
