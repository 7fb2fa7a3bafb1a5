"""What the tests of the conversation share."""

from pathlib import Path

import pytest

from tests.guide.meeting import Meeting


@pytest.fixture
def meeting(tmp_path: Path) -> Meeting:
    """A session of five people in which nothing is answered yet."""
    return Meeting(tmp_path)
