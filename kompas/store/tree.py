"""Where everything stands in a text: the careful way of reading, which keeps every position."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias
from unicodedata import normalize

import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kompas.errors import Problem
from kompas.store.faults import ANCHOR, NO_KEY, SECOND_DOCUMENT, TAG, TOO_DEEP, twice
from kompas.store.reading import DEEPEST, NOTHING, Data, events, key_text

Trail: TypeAlias = Sequence[str | int]


class Node:
    """A place in the text: what stands there, from where to where, and its parts.

    `start` and `end` are PyYAML's marks (index, line and column, from 0). In a mapping `keys` and
    `parts` run side by side; a list has `parts` only. `style` is how a scalar is written.
    """

    __slots__ = ("data", "end", "flow", "keys", "parts", "start", "style")

    def __init__(self, event: Any) -> None:
        self.start, self.end = event.start_mark, event.end_mark
        self.flow = bool(getattr(event, "flow_style", False))
        self.style: str | None = getattr(event, "style", None)
        self.data: Data = None
        self.keys: list[Node] = []
        self.parts: list[Node] = []

    def find(self, step: str | int) -> int | None:
        """The position of a key or an item, if it is there."""
        if self.keys:
            return next((at for at, key in enumerate(self.keys) if key.data == step), None)
        return step if isinstance(step, int) and step < len(self.parts) else None


class _TooDeep(Exception):
    """There are so many levels that we read no further."""


def _exactly(text: str, plain: bool) -> str:
    return text


class Tree:
    """The text as a tree of places, as far as it could be read, and what kompas cannot accept in it.

    `spell` makes of every key and value (and whether it stands without quotes) the text in `data`.
    """

    def __init__(self, text: str, file: str = "", spell: Callable[[str, bool], str] = _exactly) -> None:
        self._file, self._spell = file, spell
        self._roots: list[Node] = []
        self.problems: list[Problem] = []
        self.error: Exception | None = None
        try:
            self._next = events(text)
            self._grow()
        except (yaml.YAMLError, UnicodeEncodeError) as error:
            self.error = error
        except _TooDeep:
            pass

    @property
    def root(self) -> Node | None:
        """What the document consists of, if it is not empty."""
        return self._roots[0] if self._roots else None

    def _grow(self) -> None:
        while event := self._next():
            if isinstance(event, NodeEvent):
                self._node(event, self._roots, DEEPEST)
            elif isinstance(event, DocumentStartEvent) and self._roots:
                self._refuse(event, *SECOND_DOCUMENT)

    def _refuse(self, event: Any, what: str, hint: str) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self.problems.append(Problem(what, hint, file=self._file, line=line, column=column))

    def _node(self, event: Any, siblings: list[Node], room: int) -> None:
        if event.anchor or getattr(event, "tag", None):
            self._refuse(event, *(ANCHOR if event.anchor else TAG))
        if not room:
            self._refuse(event, *TOO_DEEP)
            raise _TooDeep
        node = Node(event)
        siblings.append(node)
        if isinstance(event, ScalarEvent):
            nothing = event.value in NOTHING and event.implicit[0]
            node.data = None if nothing else self._spell(event.value, event.implicit[0])
        elif isinstance(event, MappingStartEvent):
            self._grow_mapping(node, room - 1)
        elif isinstance(event, SequenceStartEvent):
            self._grow_list(node, room - 1)

    def _grow_list(self, node: Node, room: int) -> None:
        items: list[Data] = []
        node.data = items
        while not isinstance(event := self._next(), SequenceEndEvent):
            self._node(event, node.parts, room)
            items.append(node.parts[-1].data)
        node.end = event.end_mark

    def _grow_mapping(self, node: Node, room: int) -> None:
        found: dict[str, Data] = {}
        node.data = found
        while not isinstance(event := self._next(), MappingEndEvent):
            self._node(event, node.keys, room)
            name = self._key(event, node.keys)
            self._node(self._next(), node.parts, room)
            if name is not None:
                found.setdefault(name, node.parts[-1].data)
        node.end = event.end_mark

    def _key(self, event: Any, keys: list[Node]) -> str | None:
        name = key_text(event)
        if name is None:
            self._refuse(event, *NO_KEY)
            return None
        name = keys[-1].data = self._spell(name, False)
        first = next(key for key in keys if normalize("NFC", str(key.data)) == normalize("NFC", name))
        if first is not keys[-1]:
            self._refuse(event, *twice(name, first.start.line + 1, event.start_mark.line + 1))
        return name


def locate(text: str, paths: Sequence[Trail]) -> list[tuple[int, int]]:
    """Line and column (from 1) of each place, or of its deepest part that exists."""
    root = Tree(text).root
    return [_place(root, path) for path in paths]


def _place(node: Node | None, path: Trail) -> tuple[int, int]:
    mark = node.start if node else None
    for step in path:
        at = node.find(step) if node else None
        if node is None or at is None:
            break
        mark = (node.keys or node.parts)[at].start
        node = node.parts[at] if at < len(node.parts) else None
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
