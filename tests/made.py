"""Files that several tests begin with, and the blocks that come with kompas."""

from functools import cache

from kompas.block import Block, Catalog
from kompas.steps.step import Step
from kompas.store.catalog import load

SESSION = """\
format: 1
title: Samen tegen schooluitval
issue: schooluitval
created: 2026-11-21
participants:
  - id: mentor
    role: mentor
    perspective: onderwijs
  - id: moeder
    role: moeder
    perspective: ouders
"""

BLOCK = """\
format: 1
id: buurt
title: De buurt
purpose: Zien wat er speelt.
steps:
  - id: dream
    kind: text
    title: Onze droom
    why: Dan weten we waar we heen willen.
    how: Praat er samen over.
    tips: [Kort is goed.]
    minutes: 5
    question: Wat dromen we?
"""


@cache
def catalog() -> Catalog:
    """The blocks that come with kompas."""
    return load(None)[0]


def step_of(block: str, id: str) -> tuple[Block, Step]:
    """A block that comes with kompas, and one of its steps."""
    found = catalog().step(block, id)
    assert found
    return catalog().blocks[block], found
