"""Changing one value in a text that people edit too: only its lines change, and every comment stays."""

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import Final, TypeAlias

from kompas.errors import KompasError
from kompas.store.draft import ALL, ENTRY, LEAST, Draft, item_ids, neighbour
from kompas.store.reading import Data, parse
from kompas.store.tree import Tree
from kompas.store.writing import nfc, settle, spelled


class _Sentinel(Enum):
    REMOVE = "remove"


REMOVE: Final = _Sentinel.REMOVE  # the value that takes an entry away

_NULL_SAYS = ("scores",)  # below these null is an answer: "weet ik niet"

_Path: TypeAlias = tuple[str, ...]
_New: TypeAlias = "Data | _Sentinel"


def replace(text: str, path: _Path, value: object, order: Sequence[str] = ()) -> str:
    """The text with the value at `path` (keys only) changed, or gone with REMOVE.

    A name with nothing behind it that the new value does not have, is no change and stays.
    `order` has the ids of all siblings of the last key, and gives a new key its place. A text with
    problems, or with something else than mappings on the way, gives a KompasError.
    """
    keys = tuple(nfc(key) for key in path)
    new = REMOVE if value is REMOVE else settle(value)
    bom = text[: text.startswith("\ufeff")]
    body = text[len(bom) :]
    newline = "\r\n" if "\r\n" in body else "\n"
    if not body or body.endswith("\n"):
        return bom + _replaced(body, keys, new, order, newline)
    before = _data(_tree(body, body))
    expected = _changed(before, keys, new)
    if expected == before:
        return text
    ended = _replaced(body + newline, keys, new, order, newline)
    cut = ended.removesuffix(newline)
    return bom + (cut if _reads_as(cut, expected) else ended)


def _replaced(text: str, path: _Path, new: _New, order: Sequence[str], newline: str) -> str:
    start, end, depth = _narrowed(text, path, new, order)
    piece, path = text[start:end], path[depth:]
    tree = _tree(piece, text)
    expected = _changed(_data(tree), path, new, order)
    if expected == _data(tree):
        return text
    for scope, blocks in ((LEAST, True), (ENTRY, True), (ENTRY, False), (ALL, False)):
        draft = Draft(piece, tree, newline, scope, blocks=blocks)
        draft.set(path, expected, order)
        changed = draft.result()
        if changed is not None and _reads_as(changed, expected):
            return text[:start] + changed + text[end:]
    raise KompasError(
        f"Kompas kan “{path[-1]}” in dit bestand niet veilig veranderen.",
        "Zet elke naam op een eigen regel, met een dubbele punt erachter, en probeer het opnieuw.",
    )


def _tree(piece: str, text: str) -> Tree:
    tree = Tree(piece, spell=spelled)
    if tree.error or tree.problems:
        hint = "Herstel het eerst. Met kompas check zie je wat eraan schort."
        raise KompasError(
            "Dit bestand is niet goed te lezen, dus kompas verandert er niets in.", hint, parse(text, "")[1]
        )
    return tree


def _data(tree: Tree) -> Data:
    return {} if tree.root is None or tree.root.data is None else tree.root.data


def _reads_as(text: str, expected: Data) -> bool:
    data, problems = parse(text, "")
    return not problems and settle(data) == expected


def _changed(data: Data, path: _Path, new: _New, order: Sequence[str] = ()) -> dict[str, Data]:
    """The data with another value at the path."""
    if data is not None and not isinstance(data, dict):
        hint = f"Daaronder hoort “{path[0]}” te staan. Herstel het bestand eerst."
        raise KompasError("Hier staat tekst of een lijst waar namen met een dubbele punt horen.", hint)
    found, (key, *rest) = dict(data or {}), path
    if new is REMOVE and (key not in found or (rest and not found[key])):
        return found
    if rest:
        found[key] = _changed(found.get(key), tuple(rest), new, order)
    elif new is REMOVE:
        del found[key]
    elif key in found or not found:
        found[key] = _with_nothings(found.get(key), new)
    else:
        beside, after = neighbour(list(found), key, order)
        at = list(found).index(beside) + after
        pairs = list(found.items())
        found = dict([*pairs[:at], (key, new), *pairs[at:]])
    return found


def _with_nothings(old: Data, new: Data) -> Data:
    """The new value with the names in the old one that nothing was written behind: those stay people's."""
    if isinstance(old, dict) and isinstance(new, dict):
        kept = {
            key: value if key in _NULL_SAYS else _with_nothings(old.get(key), value)
            for key, value in new.items()
        }
        return kept | {key: None for key, value in old.items() if value is None and key not in new}
    if isinstance(old, list) and isinstance(new, list):
        ids = item_ids(old) if item_ids(new) else None
        if ids:
            by_id = dict(zip(ids, old, strict=True))
            return [_with_nothings(by_id.get(str(one["id"])), one) for one in new if isinstance(one, dict)]
        return [_as_it_was(old, place, one) for place, one in enumerate(new)]
    return new


def _as_it_was(old: list[Data], place: int, new: Data) -> Data:
    """The item of the old list that says the same, at the same place or elsewhere; else the new one."""
    said = (one for one in (*old[place : place + 1], *old) if _with_nothings(one, new) == one)
    return next(said, new)


# Finding the lines. In a file as kompas writes it a search is enough; any other is read as a whole.

_KEY_ALONE = re.compile(r"\n[^\n:]*:[ \t]*(?:#[^\n]*)?\r?(?=\n)")
_FIRST_BELOW = re.compile(r"\n( *)[^ #\r\n]")
# A quote or bracket that is not closed on its line: what follows may look like a key without being one.
_OPEN = re.compile(
    r"""[:?\n-][ \t]*(?:"(?!(?:[^"\\\n]|\\.)*+")|'(?!(?:[^'\n]|'')*+')|[\[{](?![^\n"'\[\]{}]*[\]}]))"""
)


def _narrowed(text: str, path: _Path, new: _New, order: Sequence[str]) -> tuple[int, int, int]:
    """The smallest part that can be changed on its own: start, end, and how many keys lead there."""
    lead = f"\n{text}"  # every line follows a line end, which has the index of that line in text
    part = (0, len(text), 0)
    column = None if _OPEN.search(lead) else 0
    for depth, key in enumerate(path):
        known = _keys_at(lead, *part[:2], column)
        last = depth == len(path) - 1
        if known and key not in known and new is not REMOVE:
            beside, after = neighbour(list(known), key, order if last else ())
            return (*known[beside], depth) if after else part
        if key not in known:
            break
        if new is REMOVE and last:  # what was below it may join what stands above it
            above = next((one for one, two in pairwise(known) if two == key), None)
            return (known[above][0], known[key][1], depth) if above else part
        part = (*known[key], depth)
        column = _column_below(lead, *known[key])
    return part


def _keys_at(lead: str, start: int, end: int, column: int | None) -> dict[str, tuple[int, int]]:
    """The keys at one column and where they start and end; nothing where more stands than simple keys."""
    if column is None:
        return {}
    line = re.compile(rf"\n {{{column}}}(?=[^ #\r\n])(?:(\w[\w-]*):(?=[ \r\n]|\Z))?")
    found = [(match[1], match.start()) for match in line.finditer(lead, start, end)]
    ends = [at for _, at in found[1:]] + [end]
    known = {nfc(key): (at, stop) for (key, at), stop in zip(found, ends, strict=False) if key}
    return known if len(known) == len(found) else {}


def _column_below(lead: str, start: int, end: int) -> int | None:
    """The column of what stands below a key that has nothing on its own line."""
    alone = _KEY_ALONE.match(lead, start, end)
    first = _FIRST_BELOW.search(lead, alone.end(), end) if alone else None
    return len(first[1]) if first else None
