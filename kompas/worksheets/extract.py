"""Extracts: documents of their own beside the worksheet of a block, such as a letter."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kompas import sentences
from kompas.block import Block, Catalog, Extract
from kompas.errors import Problem, WrongUse
from kompas.session import states
from kompas.shapes import nearest
from kompas.steps.step import State
from kompas.store.sessions import Opened
from kompas.worksheets import kinds
from kompas.worksheets.document import Part, Point

_PERSONAL = ("poll", "round", "consent")  # of these the answer tells who said what


class Chosen(msgspec.Struct, frozen=True):
    """What to make a document of: a block, or only one of its extracts."""

    block: Block
    extract: Extract | None = None

    @property
    def name(self) -> str:
        """What people call it, and what its files are named after."""
        return f"{self.block.id}-{self.extract.id}" if self.extract else self.block.id

    @property
    def title(self) -> str:
        return self.extract.title if self.extract else self.block.title

    @property
    def templates(self) -> tuple[str, str]:
        """Its own, and that of all others."""
        usual = "extract" if self.extract else "standard"
        return f"worksheets/{self.name}.md.jinja", f"worksheets/{usual}.md.jinja"


def chosen_blocks(catalog: Catalog, names: Iterable[str]) -> list[Chosen]:
    """The blocks and extracts with these names, however they are written; WrongUse when there is none."""
    blocks = catalog.blocks.values()
    every = [one for block in blocks for one in (Chosen(block), *extracts(block))]
    known = {one.name.lower() for one in every}
    wanted = {name.lower(): name for name in names}
    for lower, name in wanted.items():
        if lower not in known:
            raise WrongUse(f"De bouwsteen “{name}” ken ik niet.", nearest(name, [one.name for one in every]))
    return [one for one in every if one.name.lower() in wanted]


def extracts(block: Block) -> list[Chosen]:
    """All extracts of a block."""
    return [Chosen(block, one) for one in block.extracts]


def with_answers(block: Block, opened: Opened, catalog: Catalog) -> list[Chosen]:
    """The extracts of a block of which at least one step has an answer, readable or not."""
    answered = {id for id, state in states(block, opened.session, catalog).items() if state != State.OPEN}
    return [Chosen(block, one) for one in block.extracts if answered.intersection(one.steps)]


def only(data: Mapping[str, Any], extract: Extract) -> dict[str, Any]:
    """The names a template can use (document.py), with nothing of the steps outside the extract.

    Of its own steps a template gets what can be sent (`kinds.to_send`), and no more.
    """
    parts = [_sendable(data["part"][id]) for id in extract.steps if id in data["part"]]
    return {
        **data,
        "extract": extract,
        "parts": parts,
        "part": {part.id: part for part in parts},
        "extra": [],
        "strays": [],
        "open_points": [Point(part.step.title, " ".join(part.points)) for part in parts if part.points],
        "open_steps": [part for part in parts if not data["blank"] and part.note == sentences.NOT_ANSWERED],
    }


def _sendable(part: Part) -> Part:
    """A step without what is only for who was there, also where the answer would tell it."""
    if not part.shown:
        return part
    shown = kinds.to_send(part.kind, part.shown)
    return msgspec.structs.replace(
        part,
        shown=shown,
        answer=None if part.kind in _PERSONAL else part.answer,
        note=part.note if shown else sentences.NOT_ANSWERED,
        points=part.points if shown else (),
    )


def concerning(problems: Sequence[Problem], extract: Extract) -> tuple[Problem, ...]:
    """What in the file of the block concerns the extract: one of its steps, or the file as a whole."""
    return tuple(
        one
        for one in problems
        if one.path[:1] != ("answers",) or len(one.path) < 2 or one.path[1] in extract.steps
    )
