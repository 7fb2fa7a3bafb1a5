"""A round of talk: by turn or free, and who has not been heard."""

from pathlib import Path
from typing import Any

from kompas.guide.dialogue import Back, Skip
from tests.guide.meeting import FIVE, Meeting, default, offered, on_screen, screen
from tests.guide.scripted import ENTER, AtTell


def said(meeting: Meeting, place: int = -1) -> list[dict[str, Any]]:
    """What was said in a round, as it stands in the file."""
    found: list[dict[str, Any]] = meeting.stored("0A.signals")["rounds"][place]["contributions"]
    return found


def mentor(noticed: str, stuck: str = "") -> dict[str, Any]:
    """What the mentor said, as it stands in the file."""
    words = {"noticed": noticed} | ({"stuck": stuck} if stuck else {})
    return {"participant": "mentor", "words": words}


def test_everyone_in_turn_prompt_by_prompt(meeting: Meeting) -> None:
    """Each answer is on the disk before the next is asked."""
    dialogue = meeting.at("0A.signals", "turn", "Ze komen te laat.", "Geen tijd.", "Rumoer.")
    assert dialogue.questions[1:5] == [
        "Wat valt jou op?",
        "Wat is lastig, of waar loop je tegenaan?",
        "Wat valt jou op?",
        "Wat is lastig, of waar loop je tegenaan?",
    ]
    assert screen(dialogue, 1).endswith("1 van 5: mentor")
    assert screen(dialogue, 4).endswith("2 van 5: leerling")
    assert said(meeting) == [
        mentor("Ze komen te laat.", "Geen tijd."),
        {"participant": "leerling", "words": {"noticed": "Rumoer."}},
    ]


def test_who_says_nothing_is_passed_over(meeting: Meeting) -> None:
    """Enter leaves a prompt out; who says nothing at all is not in the file, and is waited for."""
    dialogue = meeting.at("0A.signals", "turn", "", "Geen tijd.", *[""] * 8)
    assert said(meeting) == [{"participant": "mentor", "words": {"stuck": "Geen tijd."}}]
    assert offered(dialogue)["continue"] == "Ga verder met het rondje: nog 4"
    assert "Nog niets gehoord van: gemeente, welzijn, jongeren en ouders." in screen(dialogue)
    assert "Nog niet gehoord: leerling, moeder, wethouder en jongerenwerker." in screen(dialogue)


def test_a_round_goes_on_with_who_was_not_heard(meeting: Meeting) -> None:
    """After a stop, in the same round; when all have spoken it is done."""
    meeting.at("0A.signals", "turn", "Ze komen te laat.", "")
    words = ["a", "", "b", "", "c", "", "d", ""]
    dialogue = meeting.at("0A.signals", ENTER, *words)
    assert screen(dialogue, 1).endswith("1 van 4: leerling")
    assert "continue" not in offered(dialogue)
    assert "Nog niet" not in screen(dialogue)
    assert [one["participant"] for one in said(meeting)] == list(FIVE)


def test_esc_goes_back_a_prompt_and_then_a_person(meeting: Meeting) -> None:
    """With what was said standing there to be changed."""
    dialogue = meeting.at("0A.signals", "turn", "Laat.", Back, "Te laat.", "Druk.", Back, "Erg laat.", ENTER)
    assert [default(dialogue, place) for place in (3, 6, 7)] == ["Laat.", "Te laat.", "Druk."]
    assert screen(dialogue, 6).endswith("1 van 5: mentor")
    assert screen(dialogue).endswith("2 van 5: leerling")
    assert said(meeting) == [mentor("Erg laat.", "Druk.")]


def test_free_contributions_have_a_perspective(meeting: Meeting) -> None:
    """One after the other until nobody says more; the perspective before is pointed at."""
    dialogue = meeting.at(
        "0A.signals", "free", "ouders", "Zorgen.", "", "ouders", "Geld.", "", "jongeren", "x", "y"
    )
    assert "Klaar: niemand meer" in offered(dialogue, 1).values()
    assert default(dialogue, 4) == "ouders"
    assert said(meeting) == [
        {"perspective": "ouders", "words": {"noticed": "Zorgen."}},
        {"perspective": "ouders", "words": {"noticed": "Geld."}},
        {"perspective": "jongeren", "words": {"noticed": "x", "stuck": "y"}},
    ]


def test_something_can_be_added_later(meeting: Meeting) -> None:
    """To the same round, with what others said."""
    meeting.at("0A.signals", "turn", "Laat.", "")
    meeting.at("0A.signals", "more", "inwoners", "Ze hangen bij het plein.", "", "")
    assert said(meeting) == [
        mentor("Laat."),
        {"perspective": "inwoners", "words": {"noticed": "Ze hangen bij het plein."}},
    ]


def test_what_was_said_can_be_corrected_and_removed(meeting: Meeting) -> None:
    """One prompt after the other; emptied, it is gone; with everything emptied, so is the contribution."""
    meeting.at("0A.signals", "turn", "Laat.", "Druk.", "Rumoer.", "")
    dialogue = meeting.at("0A.signals", "correct", "0", "Te laat.", "")
    assert list(offered(dialogue, 1).values()) == ["mentor", "leerling"]
    assert said(meeting)[0] == mentor("Te laat.")
    meeting.at("0A.signals", "correct", "0", "", "")
    assert [one["participant"] for one in said(meeting)] == ["leerling"]


def test_leaving_a_correction_changes_nothing(meeting: Meeting) -> None:
    """Esc from the list and from the first prompt goes back to the menu."""
    meeting.at("0A.signals", "turn", "Laat.", "Druk.")
    meeting.at("0A.signals", "correct", Back, "correct", "0", Back, "correct", "0", ENTER, ENTER)
    assert said(meeting) == [mentor("Laat.", "Druk.")]


def test_everything_can_be_read_by_perspective(meeting: Meeting) -> None:
    """In words of who said it, with what is still missing."""
    dialogue = meeting.at("0A.signals", "turn", "Laat.", "Druk.", *[""] * 8, "read")
    page = on_screen(dialogue.told[0])
    assert "Onderwijs" in page
    assert "mentor: Wat valt jou op? Laat. / Wat is lastig, of waar loop je tegenaan? Druk." in page
    assert "Nog niets gehoord van" in page
    assert meeting.at("0A.signals", "read", AtTell(Back)).questions[-1] == "Wat wil je doen?"


def test_a_new_round_keeps_the_one_before(meeting: Meeting) -> None:
    """By turn or free, whichever way the first was held."""
    meeting.at("0A.signals", "turn", "Laat.", "")
    meeting.now.forward(days=30)
    meeting.at("0A.signals", "free", "ouders", "Zorgen.", "", "")
    rounds = meeting.stored("0A.signals")["rounds"]
    assert [one["date"] for one in rounds] == ["2026-11-21", "2026-12-21"]
    assert said(meeting, 0) == [mentor("Laat.")]


def test_without_people_only_a_free_round_can_be_held(tmp_path: Path) -> None:
    """There is nobody to give a turn."""
    meeting = Meeting(tmp_path, {})
    assert list(offered(meeting.at("0A.signals", Skip))) == ["free", "on"]


def test_a_round_can_wait(meeting: Meeting) -> None:
    """Going on stores nothing."""
    dialogue = meeting.at("0A.signals", "on")
    assert "Hoe gaat het met kinderen?" in screen(dialogue)
    assert meeting.stored("0A.signals") is None


def test_who_comes_in_gets_a_turn_and_who_left_keeps_their_words(meeting: Meeting) -> None:
    """The round says who is still to be heard of those who are there that day."""
    meeting.at("0A.signals", "turn", *["a", ""] * 5)
    meeting.store_person("leerling", left="2026-11-21")
    meeting.store_person("vader", joined="2026-11-21")
    dialogue = meeting.at("0A.signals", ENTER, "Nieuw.", "", "read")
    assert screen(dialogue, 1).endswith("1 van 1: vader")
    assert "leerling: Wat valt jou op? a" in on_screen(dialogue.told[0])
    assert len(said(meeting)) == 6
