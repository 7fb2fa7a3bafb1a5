"""Reading YAML as people write it: every value is text, every problem has its line."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NewType, TypeAlias
from unicodedata import is_normalized, normalize

import msgspec
import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from kompas.errors import KompasError, Problem

Data: TypeAlias = "dict[str, Data] | list[Data] | str | None"
Trail: TypeAlias = Sequence[str | int]
Digest = NewType("Digest", bytes)

DEEPEST = 50  # levels inside each other; our own files have fewer than ten
_NOTHING = frozenset(("", "~", "null"))
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
        before = raw[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = "Dit bestand is niet opgeslagen als UTF-8: hier staat een teken dat kompas niet kan lezen."
        hint = "Open het in een tekstprogramma en bewaar het opnieuw met de codering UTF-8."
        problem = Problem(what, hint, file=file, line=line, column=column)
        return raw.decode(errors="replace"), [problem]


def parse(text: str, file: str) -> tuple[Data, list[Problem]]:
    """What the text says, and every problem in it; with problems the data may be less than was written."""
    if not _suspect(text):
        try:
            return _understand(text), []
        except (_Odd, yaml.YAMLError, UnicodeEncodeError):
            pass
    return _explain(text, file)


def locate(text: str, path: Trail) -> tuple[int, int]:
    """Line and column (from 1) of the place, or of its deepest part that exists."""
    return locate_all(text, [path])[0]


def locate_all(text: str, paths: Sequence[Trail]) -> list[tuple[int, int]]:
    """As `locate`, for many places in one reading."""
    root = Tree(text).root
    return [_place(root, path) for path in paths]


def _place(node: "Node | None", path: Trail) -> tuple[int, int]:
    mark = node.start if node else None
    for step in path:
        at = node.find(step) if node else None
        if node is None or at is None:
            break
        mark = (node.keys or node.parts)[at].start
        node = node.parts[at] if at < len(node.parts) else None
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


# The fast way keeps no positions; at anything odd it gives up and we look again, carefully.


class _Odd(Exception):
    """There is something here that only the careful way can tell about."""


def _understand(text: str) -> Data:
    event = _Loader(text).get_event
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
        return None if text in _NOTHING and first.implicit[0] else text
    if kind is MappingStartEvent:
        return _mapping(event, room - 1)
    items: list[Data] = []
    while (item := event()).__class__ is not SequenceEndEvent:
        items.append(_value(item, event, room - 1))
    return items


def _mapping(event: Callable[[], Any], room: int) -> dict[str, Data]:
    found: dict[str, Data] = {}
    while (key := event()).__class__ is not MappingEndEvent:
        name = _name(key)
        if name is None or name in found or key.anchor or key.tag or not is_normalized("NFC", name):
            raise _Odd
        found[name] = _value(event(), event, room)
    return found


def _name(key: Any) -> str | None:
    """The key as text; None if it is a list, a mapping or nothing at all."""
    return key.value if key.__class__ is ScalarEvent and (key.value or not key.implicit[0]) else None


# The careful way.


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
            self._next = _Loader(text).get_event
            self._grow()
        except (yaml.YAMLError, UnicodeEncodeError) as error:
            self.error = error
        except _Odd:
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
                self._refuse(event, *_SECOND_DOCUMENT)

    def _refuse(self, event: Any, what: str, hint: str) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self.problems.append(Problem(what, hint, file=self._file, line=line, column=column))

    def _node(self, event: Any, siblings: list[Node], room: int) -> None:
        if event.anchor or getattr(event, "tag", None):
            self._refuse(event, *(_ANCHOR if event.anchor else _TAG))
        if not room:
            self._refuse(event, *_TOO_DEEP)
            raise _Odd
        node = Node(event)
        siblings.append(node)
        if isinstance(event, ScalarEvent):
            nothing = event.value in _NOTHING and event.implicit[0]
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
        name = _name(event)
        if name is None:
            self._refuse(event, *_NO_KEY)
            return None
        name = keys[-1].data = self._spell(name, False)
        first = next(key for key in keys if normalize("NFC", str(key.data)) == normalize("NFC", name))
        if first is not keys[-1]:
            lines = f"op regel {first.start.line + 1} en op regel {event.start_mark.line + 1}"
            hint = "Voeg de twee samen, of haal er een weg."
            self._refuse(event, f"“{name}” staat hier twee keer: {lines}.", hint)
        return name


def _explain(text: str, file: str) -> tuple[Data, list[Problem]]:
    tree = Tree(text, file)
    lines = [Problem(what, hint, (), file, *place) for what, hint, place in _bad_lines(text)]
    problems = lines + tree.problems
    if tree.error:
        problem = _translate(tree.error, text, file)
        if not any(line.line <= problem.line for line in lines):
            problems.append(problem)
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return (tree.root.data if tree.root and not tree.error else {}), problems


# Lines that make no YAML, whatever stands around them. YAML itself stops at the first.

_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_MARK = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLOCK_TEXT = re.compile(r"( *(?:- +)*?)(?:- +|(?!- )(?:[^ ].*)?: +)?[|>][-+0-9]*[ \t]*(?:#.*)?$")


def _suspect(text: str) -> bool:
    if "\t" in text and _TAB.search(text):
        return True
    return any(mark in text for mark in _MARKS) and bool(_MARK.search(text))


def _bad_lines(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    for match in _MARK.finditer(text):
        yield _MERGE_WHAT[match[0][0]], _MERGE_HINT, _line_and_column(text, match.start())
    for match in _FORBIDDEN.finditer(text):
        what = f"Hier staat een onzichtbaar teken (U+{ord(match[0]):04X}) dat niet in dit bestand kan staan."
        yield what, "Haal het weg, of typ dit stukje opnieuw.", _line_and_column(text, match.start())
    for place in _tabs(text):
        yield *_TABBED, place


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _tabs(text: str) -> Iterator[tuple[int, int]]:
    """Where a tab stands in the indentation; not in the lines of a text under `|` or `>`."""
    home: int | None = None
    for number, line in enumerate(text.split("\n"), 1):
        body = line.lstrip(" ")
        column = len(line) - len(body)
        if home is not None and (column > home or not body.strip(" \r")):
            continue
        if body.startswith("\t") and (body.strip() or home is not None or not column):
            yield number, column + 1
            continue
        header = _BLOCK_TEXT.match(line.rstrip("\r"))
        home = len(header[1]) if header else None


# What a person reads. The left side is a piece of what libyaml or PyYAML says.

_SPACES = "Gebruik spaties om in te springen: twee voor elk niveau."
_TABBED = ("Deze regel springt in met een tab.", _SPACES)
_MERGE_HINT = "Kies één van de twee versies en haal de regels met <<<<<<<, ======= en >>>>>>> weg."
_MERGE_WHAT = {
    "<": "Hier begint een stuk met twee versies die git niet kon samenvoegen.",
    "|": "Hier begint de oude versie van een stuk dat git niet kon samenvoegen.",
    "=": "Hier begint de tweede versie van een stuk dat git niet kon samenvoegen.",
    ">": "Hier eindigt een stuk met twee versies die git niet kon samenvoegen.",
}
_SECOND_DOCUMENT = ("Hier begint een tweede document in dit bestand.", "Haal de regel met --- weg.")
_QUOTE = "Is het gewone tekst, zet er dan enkele aanhalingstekens omheen."
_ANCHOR = ("Verwijzingen met & of * kan kompas niet lezen.", _QUOTE)
_TAG = ("Woorden die met ! beginnen, kan kompas niet lezen.", _QUOTE)
_TOO_DEEP = (f"Hier staan meer dan {DEEPEST} niveaus in elkaar.", "Haal niveaus weg.")
_NO_KEY = (
    "Hier hoort een naam te staan, als gewone tekst.",
    "Schrijf een naam, een dubbele punt en een spatie.",
)

_TAB_HERE = ("Hier staat een tab.", _SPACES)
_AFTER_QUOTE = (
    "Achter het aanhalingsteken staat hier nog tekst.",
    "Schrijf een ' in de tekst dubbel: ''. Of zet dubbele aanhalingstekens om de hele tekst.",
)
_START = ("Tekst kan hier niet met {char} beginnen.", "Zet enkele aanhalingstekens om de hele tekst.")
_OPENING, _THERE = "context_mark", "problem_mark"
_MESSAGES = (
    (
        "mapping values are not allowed",
        _THERE,
        "Hier staat een dubbele punt op een plek waar dat niet kan.",
        "Hoort hij bij de tekst, zet dan enkele aanhalingstekens om de hele tekst. Kijk anders of de "
        "regels even ver inspringen.",
    ),
    ("tab character", _THERE, *_TAB_HERE),
    ("cannot start any token", _THERE, *_START),
    ("alphabetic or numeric|tag", _OPENING, *_START),
    (
        "could not find expected ':'",
        _OPENING,
        "Na deze tekst ontbreekt een dubbele punt.",
        "Zet achter een naam een dubbele punt en een spatie. Hoort dit bij de tekst erboven, laat het dan "
        "verder inspringen.",
    ),
    (
        "unexpected end of stream|unexpected document",
        _OPENING,
        "Deze tekst begint met een aanhalingsteken dat nergens wordt gesloten.",
        "Zet het ook aan het eind. Begint de tekst zelf met ', zet er dan dubbele aanhalingstekens omheen.",
    ),
    (
        "escape|hexdec",
        _THERE,
        r"Na \ staat hier iets wat kompas niet kent.",
        r"Schrijf \\ als je \ bedoelt, of gebruik enkele aanhalingstekens.",
    ),
    (
        "',' or '[]}]'",
        _OPENING,
        "Wat hier met {char} begint, is niet goed afgesloten.",
        "Sluit het af. " + _QUOTE,
    ),
    ("flow node", _THERE, "Hier hoort nog iets te staan, of een ] of } om af te sluiten.", _QUOTE),
    ("node content", _THERE, "Hier hoort tekst te staan, maar er staat een ander teken.", _QUOTE),
    (
        "sequence entries are not allowed",
        _THERE,
        "Hier staat een streepje midden in een regel.",
        "Zet elk deel van een lijst op een eigen regel, met een streepje ervoor. " + _QUOTE,
    ),
    (
        "comment or (a )?line break|chomping|indentation indicator",
        _THERE,
        "Achter | of > kan op deze regel geen tekst staan.",
        "Zet de tekst op de volgende regel en laat hem verder inspringen.",
    ),
    (
        "expected key|<block end>|'-' indicator",
        _THERE,
        "Deze regel past niet bij de regels erboven.",
        "Laat namen die bij elkaar horen even ver inspringen, en sluit elk aanhalingsteken.",
    ),
    (
        "<document start>",
        _THERE,
        "Hier begint iets nieuws, terwijl het bestand al af was.",
        "Kijk of deze regel inspringt zoals de regels erboven, of haal hem weg.",
    ),
    ("directive|incompatible YAML", _THERE, "Regels die met % beginnen, kan kompas niet lezen.", _QUOTE),
    (
        "",
        _THERE,
        "Deze regel kan kompas niet lezen.",
        "Kijk of hij inspringt zoals de regels eromheen. Zet bijzondere tekens tussen aanhalingstekens.",
    ),
)


def _translate(error: Exception, text: str, file: str) -> Problem:
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    _, where, what, hint = next(message for message in _MESSAGES if re.search(message[0], said))
    mark = getattr(error, where, None) or getattr(error, _THERE, None)
    lines = text.splitlines() or [""]
    line = min(mark.line if mark else 0, len(lines) - 1)
    column = (mark.column if mark.line == line else len(lines[line])) if mark else 0
    char = lines[line][column : column + 1]
    if char == "\t":
        what, hint = _TAB_HERE
    elif char.strip() and where == _THERE and lines[line][:column].endswith(("'", '"')):
        what, hint = _AFTER_QUOTE
    return Problem(what.replace("{char}", char), hint, file=file, line=line + 1, column=column + 1)
