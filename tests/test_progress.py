"""How far a session is, in words and as data."""

from pathlib import Path

from kompas.console import render
from kompas.progress import status, status_data
from tests.guide.meeting import Meeting


def words(meeting: Meeting) -> str:
    """What `kompas session status` says, as running text."""
    shown = render(status(meeting.opened().session, meeting.catalog), 0, plain=True)
    return " ".join(" ".join(shown).split())


def test_it_says_what_is_done_what_is_missing_and_what_is_next(tmp_path: Path) -> None:
    """Per block and step; young people and parents absent is said here too."""
    meeting = Meeting(tmp_path)
    meeting.at("vooraf.ambition", "Elk kind kent iemand.")
    meeting.at("0A.stakeholders", "add", "vmbo De Boeg", "onderwijs", "", "", "")
    meeting.at("0A.urgency", "typed", "7")
    said = words(meeting)
    assert "vooraf Voordat je begint: 1 van 6 klaar" in said
    assert "Dit ontbreekt nog: jongeren en ouders." in said
    assert said.endswith("Volgende stap: Zijn we er klaar voor? (vooraf)")
    data = status_data(meeting.opened().session, meeting.catalog)
    before, now = ({step["id"]: step["state"] for step in block["steps"]} for block in data["blocks"][:2])
    assert before["ambition"] == "done"
    assert now["stakeholders"] == now["urgency"] == "partly"
    assert now["issue"] == "open"
    assert data["next"]["step"] == "readiness"


def test_only_steps_that_are_asked_count(tmp_path: Path) -> None:
    """Who does it alone has fewer steps, and what partners lack is not said."""
    meeting = Meeting(tmp_path)
    meeting.at("0A.stakeholders", "add", "vmbo De Boeg", "onderwijs", "", "", "")
    before = status_data(meeting.opened().session, meeting.catalog)["blocks"][1]["steps"]
    meeting.at("0A.others_needed", "niet-nodig", "")
    data = status_data(meeting.opened().session, meeting.catalog)
    after = {step["id"] for step in data["blocks"][1]["steps"]}
    assert {step["id"] for step in before} - after == {"stakeholders", "cooperation"}
    assert after - {step["id"] for step in before} == {"internal_team"}
    assert data["missing"] == []
