"""The building blocks that come with kompas, and what surrounds their steps in a session."""

from typing import Any

from kompas.block import Block
from kompas.steps.step import Participant, Step, Surroundings
from kompas.store.catalog import load

CATALOG, PROBLEMS = load(None)
BLOCKS: list[Block] = list(CATALOG.blocks.values())
STEPS: list[Step] = [step for block in BLOCKS for step in block.steps]
PERSPECTIVES = {option.id: option.label for option in CATALOG.perspectives}


def step(address: str) -> Any:
    """The step at an address such as "0A.urgency"."""
    block, _, id = address.partition(".")
    found = CATALOG.step(block, id)
    assert found is not None, address
    return found


def around(*people: Participant, block: str = "0A", **rows: dict[str, str]) -> Surroundings:
    """A session with these people; `rows` are those of steps in block 0A."""
    return Surroundings(
        block=block,
        participants={person.id: person for person in people},
        perspectives=PERSPECTIVES,
        rows={f"0A.{id}": names for id, names in rows.items()},
        parties=CATALOG.parties,
    )
