"""Reading YAML as people write it: every value is text, every problem has its line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NewType, TypeAlias
from unicodedata import is_normalized

import msgspec
import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from kompas.errors import KompasError, Problem

# Commands that only read must start fast. What is needed when the fast way gives up (`tree`, `faults`)
# is imported there and then, as its imports and regexes cost milliseconds.

Data: TypeAlias = "dict[str, Data] | list[Data] | str | None"
Digest = NewType("Digest", bytes)

DEEPEST = 50  # levels inside each other; our own files have fewer than ten
NOTHING = frozenset(("", "~", "null"))  # what, without quotes, means that there is no value
_SIGNS = ("\t", "<<<<<<<", "|||||||", "=======", ">>>>>>>")  # in most files none of these stands anywhere
_Loader: Callable[[str], Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class File(msgspec.Struct, frozen=True):
    """A file as it stood on disk at one moment; `text` keeps its BOM and line ends."""

    path: Path
    text: str
    digest: Digest
    data: Data
    problems: tuple[Problem, ...]


def digest(raw: bytes) -> Digest:
    """Tells these bytes from any others; they do that themselves, as files are small."""
    return Digest(raw)


def read(path: Path) -> File:
    """The file at `path`; FileNotFoundError if there is none, KompasError if we may not read it."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        if path.is_dir():
            raise KompasError(f"{path} is een map, geen bestand.", "Geef de naam van een bestand.") from error
        raise KompasError(f"{path} kan niet worden gelezen.", "Kijk of je dit bestand mag openen.") from error
    text, problems = _decode(raw, str(path))
    data: Data = {}
    if not problems:
        data, problems = parse(text, str(path))
    return File(path, text, digest(raw), data, tuple(problems))


def _decode(raw: bytes, file: str) -> tuple[str, list[Problem]]:
    try:
        return raw.decode(), []
    except UnicodeDecodeError as error:
        from kompas.store.faults import not_utf8

        return raw.decode(errors="replace"), [not_utf8(raw[: error.start].decode(), file)]


def parse(text: str, file: str) -> tuple[Data, list[Problem]]:
    """What the text says, and every problem in it; with problems the data may be less than was written."""
    if not _suspect(text):
        try:
            return _understand(text), []
        except (_Odd, yaml.YAMLError, UnicodeEncodeError):
            pass
    return _explain(text, file)


def _suspect(text: str) -> bool:
    if not any(sign in text for sign in _SIGNS):
        return False
    from kompas.store.faults import suspect

    return suspect(text)


def _explain(text: str, file: str) -> tuple[Data, list[Problem]]:
    from kompas.store.faults import bad_lines, translate
    from kompas.store.tree import Tree

    tree = Tree(text, file)
    lines = list(bad_lines(text, file))
    problems = lines + tree.problems
    if tree.error:
        problem = translate(tree.error, text, file)
        if not any(line.line <= problem.line for line in lines):
            problems.append(problem)
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return (tree.root.data if tree.root and not tree.error else {}), problems


# The fast way keeps no positions; at anything odd it gives up and we look again, carefully.


class _Odd(Exception):
    """There is something here that only the careful way can tell about."""


def events(text: str) -> Callable[[], Any]:
    """What gives PyYAML's next event of the text, each time it is called; through libyaml if we can."""
    next_event: Callable[[], Any] = _Loader(text).get_event
    return next_event


def _understand(text: str) -> Data:
    event = events(text)
    event()
    if isinstance(event(), StreamEndEvent):
        return {}
    first = event()
    data = _value(first, event, DEEPEST)
    event()
    if not isinstance(event(), StreamEndEvent):
        raise _Odd
    return {} if data is None and not first.value else data


def _value(first: Any, event: Callable[[], Any], room: int) -> Data:
    if first.anchor or first.tag or not room:
        raise _Odd
    kind = first.__class__
    if kind is ScalarEvent:
        text: str = first.value
        return None if text in NOTHING and first.implicit[0] else text
    if kind is MappingStartEvent:
        return _mapping(event, room - 1)
    items: list[Data] = []
    while (item := event()).__class__ is not SequenceEndEvent:
        items.append(_value(item, event, room - 1))
    return items


def _mapping(event: Callable[[], Any], room: int) -> dict[str, Data]:
    found: dict[str, Data] = {}
    while (key := event()).__class__ is not MappingEndEvent:
        name = key_text(key)
        if name is None or name in found or key.anchor or key.tag or not is_normalized("NFC", name):
            raise _Odd
        found[name] = _value(event(), event, room)
    return found


def key_text(key: Any) -> str | None:
    """The key as text; None if it is a list, a mapping or nothing at all."""
    return key.value if key.__class__ is ScalarEvent and (key.value or not key.implicit[0]) else None
