"""A building block: what to ask, in which order; and the catalog of all blocks."""

from collections.abc import Mapping

import msgspec

from kompas.steps import AnyStep
from kompas.steps.register import RegisterStep
from kompas.steps.step import Definition, Option, Step

FORMAT = 1  # of the files with blocks and lists, and of kompas.yaml


class Extract(Definition, frozen=True, kw_only=True):
    """A document of its own beside the worksheet, of some of the steps: a letter, say."""

    id: str
    title: str
    steps: tuple[str, ...]


class Block(Definition, frozen=True, kw_only=True):
    """A building block as its YAML file defines it.

    `course` names the steps whose answers stay on the screen; a list inside it means: the first of
    these that has an answer. `source` names the text the block is based on. Menus show blocks in the
    order of `position`, those of a team last.
    """

    format: int
    id: str
    title: str
    purpose: str
    steps: tuple[AnyStep, ...]
    course: tuple[str | tuple[str, ...], ...] = ()
    source: str = ""
    position: int = 100
    extracts: tuple[Extract, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """What the documents of its extracts are called."""
        return tuple(f"{self.id}-{extract.id}" for extract in self.extracts)

    def step(self, id: str) -> Step | None:
        """The step with this id, if the block has it."""
        return next((step for step in self.steps if step.id == id), None)


class Catalog(msgspec.Struct, frozen=True, kw_only=True):
    """All blocks of a workspace, in the order of the menu, and the lists of options they share."""

    blocks: Mapping[str, Block] = {}
    lists: Mapping[str, tuple[Option, ...]] = {}

    @property
    def perspectives(self) -> tuple[Option, ...]:
        """The perspectives someone can speak from: the domains."""
        return self.lists.get("domains", ())

    @property
    def parties(self) -> str:
        """The address of the register that is the source of all parties."""
        registers = [(block, step) for block in self.blocks.values() for step in block.steps]
        return next((f"{b.id}.{s.id}" for b, s in registers if isinstance(s, RegisterStep) and s.parties), "")

    def step(self, block: str, id: str) -> Step | None:
        """The step at this address, if there is one."""
        return self.blocks[block].step(id) if block in self.blocks else None

    def sources(self, block: str) -> list[tuple[str, Mapping[str, tuple[str, ...]]]]:
        """What the registers of a block point to: addresses, and what they are narrowed to."""
        found: list[tuple[str, Mapping[str, tuple[str, ...]]]] = []
        if self.parties:
            found.append((self.parties, {}))
        for step in self.blocks[block].steps if block in self.blocks else ():
            if isinstance(step, RegisterStep):
                found += [(field.of, {}) for field in step.fields if field.of]
                found += [(step.rows.source, step.rows.where)] if step.rows else []
        return found
