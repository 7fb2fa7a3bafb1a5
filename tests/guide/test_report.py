"""A session as it is shown outside a meeting."""

import json

import pytest

from kompas.console import render
from kompas.guide.report import shown, shown_data
from kompas.results import envelope
from tests.guide.meeting import Meeting


def text(meeting: Meeting) -> str:
    """All answers, as lines of text."""
    session = meeting.opened().session
    return "\n".join(render(shown(session, meeting.catalog), 0, plain=True))


@pytest.fixture
def answered(meeting: Meeting) -> Meeting:
    """A session with an answer of each kind, on both routes of 0A, and in two blocks."""
    meeting.at("0A.issue", "Leerlingen stoppen.\nElk jaar 40.", "allebei", "Samen is beter.")
    meeting.at("0A.stakeholders", "add", "vmbo De Boeg", "onderwijs", "meedenken", "meewerken", "")
    meeting.at("0A.urgency", "typed", "7", "3", "8", "9", "10", "reason", "mentor", "Het loopt op.")
    meeting.at("0A.signals", "turn", "Ze komen te laat.", "")
    meeting.at("0A.others_needed", "niet-nodig", "Toch alleen.")
    meeting.at("0B.ambition", "Iedereen een diploma.")
    return meeting


def test_every_answer_is_shown_by_block_and_step(answered: Meeting) -> None:
    """In the order of the blocks, with the words people used, also on a route that was left."""
    shown = text(answered)
    order = [
        "Samen tegen schooluitval",
        "0A Gezamenlijk belang",
        "Het vraagstuk",
        "Leerlingen stoppen.",
        "Nee, we kunnen dit binnen onze eigen organisatie",
        "Toch alleen.",
        "Wie horen er aan tafel?",
        "vmbo De Boeg",
        "Hoe dringend vind jij het dat we hier iets aan doen?",
        "Het midden (mediaan) is 8.",
        "Het loopt op.",
        "Wat valt jou op? Ze komen te laat.",
        "0B Samenwerken en beslissen",
        "Iedereen een diploma.",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_what_was_not_answered_is_left_out(answered: Meeting) -> None:
    """No headings above nothing."""
    shown = text(answered)
    assert "Voordat je begint" not in shown
    assert "Wie doet wat?" not in shown
    assert "5" in shown.split("deelnemers")[1].splitlines()[0]


def test_a_new_session_has_only_its_facts(meeting: Meeting) -> None:
    """Its name, the issue, and the day it began."""
    assert "21 november 2026" in text(meeting)
    assert "0A" not in text(meeting)


def test_what_cannot_be_read_is_named_and_the_rest_is_shown(answered: Meeting) -> None:
    """With the command that says where."""
    path = answered.folder / "0A.yaml"
    broken = path.read_text("utf-8").replace("method: typed", "method: geraden", 1)
    path.write_text(broken, "utf-8")
    shown = text(answered)
    assert "Dit antwoord kan niet gelezen worden: kompas check" in shown
    assert "Leerlingen stoppen." in shown
    assert "mediaan" not in shown


def test_a_program_gets_what_the_files_hold(answered: Meeting) -> None:
    """In the shapes of the files, ready for JSON."""
    data = shown_data(answered.opened().session, answered.catalog)
    assert data["id"] == answered.id
    assert data["answers"]["0A"]["issue"] == {"text": "Leerlingen stoppen.\nElk jaar 40."}
    (one,) = data["answers"]["0A"]["urgency"]["rounds"]
    assert one["ballots"][0] == {"participant": "mentor", "scores": {"urgency": 7}, "reason": "Het loopt op."}
    assert data["answers"]["0A"]["stakeholders"]["records"][0]["ring_wished"] == "meewerken"
    assert json.loads(json.dumps(envelope(data, ()), default=str))["data"]["title"] == data["title"]
