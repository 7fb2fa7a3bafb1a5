"""The sessions that come with kompas: what people look at first, so nothing may be wrong with them."""

from pathlib import Path

import pytest

from kompas.session import states
from kompas.steps.step import State
from kompas.store.checking import check
from kompas.store.sessions import ids, load
from kompas.store.workspace import Workspace
from tests.packaged import CATALOG

ROOT = Path(__file__).parents[1]
WORKSPACE = Workspace(ROOT)


def test_there_is_nothing_wrong_with_them() -> None:
    """`kompas check` in this repository."""
    assert check(WORKSPACE, [], ROOT) == []


def test_every_block_is_answered_in_one() -> None:
    """Whoever wants to know what a block gives, finds it."""
    found = {block for id in ids(WORKSPACE) for block in load(WORKSPACE, id, CATALOG).session.answers}
    assert found == set(CATALOG.blocks)


@pytest.mark.parametrize(
    ("id", "block"),
    [("2026-09-10-leerbijeenkomsten", "initiatief"), ("2023-10-12-van-praten-naar-doen", "bijeenkomst")],
)
def test_what_was_played_was_played_to_the_end(id: str, block: str) -> None:
    """Every step of the block has an answer."""
    session = load(WORKSPACE, id, CATALOG).session
    assert State.OPEN not in states(CATALOG.blocks[block], session, CATALOG).values()
