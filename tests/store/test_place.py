"""Where a conversation was: there after a stop, and never in the way."""

from pathlib import Path

import pytest

from kompas.store.place import Bookmark, Place
from kompas.store.saving import hold
from kompas.store.workspace import Workspace, create


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A new workspace."""
    create(tmp_path)
    return Workspace(tmp_path)


def test_the_place_is_there_the_next_time(workspace: Workspace) -> None:
    """The step, the minutes and the text that was begun, also with an emoji in it."""
    mark = Bookmark(workspace, "a")
    mark.at("0A", "urgency")
    mark.spend("0A.urgency", 61.25)
    mark.spend("0A.urgency", 60)
    mark.keep_draft("0A.issue", "Zij komen\n👩‍👧 te")
    mark.keep_draft("0A.joint_issue", "klaar")
    mark.keep_draft("0A.joint_issue", "")
    assert Bookmark(workspace, "a").place == Place(
        block="0A",
        step="urgency",
        seconds={"0A.urgency": 121.2},
        drafts={"0A.issue": "Zij komen\n👩‍👧 te"},
    )


def test_each_session_has_its_own(workspace: Workspace) -> None:
    """Two sessions do not mix up their places."""
    Bookmark(workspace, "a").at("0A", "issue")
    assert Bookmark(workspace, "b").place == Place()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"block": 3}', b"[]"])
def test_a_note_that_is_broken_counts_as_none(workspace: Workspace, content: bytes) -> None:
    """Nobody is kept from a meeting by a note, and the next one is good again."""
    path = workspace.local / "a.json"
    path.write_bytes(content)
    mark = Bookmark(workspace, "a")
    assert mark.place == Place()
    mark.at("0A", "issue")
    assert Bookmark(workspace, "a").place.step == "issue"


def test_a_note_that_cannot_be_kept_stops_no_meeting(workspace: Workspace) -> None:
    """A folder stands where the note should be: the place is known as long as this kompas runs."""
    (workspace.local / "a.json").mkdir()
    mark = Bookmark(workspace, "a")
    mark.at("0A", "issue")
    mark.keep_draft("0A.issue", "begonnen")
    assert mark.place.step == "issue"
    assert mark.place.drafts == {"0A.issue": "begonnen"}


def test_a_workspace_that_is_gone_stops_no_meeting(tmp_path: Path) -> None:
    """Not even without a folder to write in."""
    (tmp_path / "bestand").write_text("")
    mark = Bookmark(Workspace(tmp_path / "bestand"), "a")
    mark.at("0A", "issue")
    assert mark.place.step == "issue"


def test_one_block_is_led_by_one_kompas(workspace: Workspace) -> None:
    """The note does not stand in the way of what keeps a block for one meeting."""
    with hold(workspace.local, "a.0A"):
        Bookmark(workspace, "a").at("0A", "issue")
        assert Bookmark(workspace, "a").place.step == "issue"
