"""A text with changes to make in it: which lines go, which come, and where every comment stays."""

import re
from collections.abc import Iterator, Sequence

from kompas.store.reading import Data
from kompas.store.tree import Node, Tree
from kompas.store.writing import entry, indented, item, lines, scalar

LEAST, ENTRY, ALL = range(3)  # how much to write anew; more only when less would not read back well

_BLOCK = ("|", ">")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_AFTER_HEADER = re.compile(r"[|>][-+0-9]*([^\r\n]*)")
_TO_DASH = re.compile(r"(?:[ \t\r]*(?:#[^\n]*)?\n)* *")


class Draft:
    """A text, and the changes to make in it: the least, the entry anew, or all. Without `blocks` no `|`."""

    def __init__(self, text: str, tree: Tree, newline: str, scope: int, *, blocks: bool) -> None:
        self._text, self._root, self._newline = text, tree.root, newline
        self._scope, self._blocks = scope, blocks
        self._edits: list[tuple[int, int, str]] = []

    def result(self) -> str | None:
        """The changed text; None if two changes are in each other's way."""
        made, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            if start < at:
                return None
            made += [self._text[at:start], new]
            at = end
        return "".join((*made, self._text[at:]))

    def set(self, path: Sequence[str], data: dict[str, Data], order: Sequence[str]) -> None:
        """Make the text say `data`, which differs from what it says only at a path."""
        root = self._root
        if root is None or root.data is None:
            self._put(len(self._text), lines(data, blocks=self._blocks), 0)
        elif root.flow or self._scope == ALL:
            self._rewrite(root.start.index, root, lines(data, blocks=self._blocks))
        else:
            self._set(root, path, data, order)

    def _set(self, node: Node, path: Sequence[str], data: dict[str, Data], order: Sequence[str]) -> None:
        (name, *rest), at = path, node.find(path[0])
        if at is None:
            return self._add_key(node, node.keys, name, data[name], () if rest else order)
        key, part = node.keys[at], node.parts[at]
        if name not in data:
            return self._remove(key.start.index, part)
        new = data[name]
        if rest and new and isinstance(new, dict) and part.keys and not part.flow:
            return self._set(part, rest, new, order)
        return self._turn(key.start.index, name, part, new)

    def _turn(self, start: int, key: str | None, old: Node, new: Data) -> None:
        """Make an entry (or without key an item) that starts at `start` have a new value."""
        if old.data == new:
            return
        done = len(self._edits)
        if self._scope != LEAST or not self._within(start, key, old, new):
            del self._edits[done:]
            self._rewrite(start, old, self._made(key, new))

    def _made(self, key: str | None, value: Data) -> list[str]:
        return item(value, blocks=self._blocks) if key is None else entry(key, value, blocks=self._blocks)

    def _within(self, start: int, key: str | None, old: Node, new: Data) -> bool:
        """Change only what differs; False where that cannot be done."""
        if old.flow or not old.parts:
            if new and isinstance(new, (dict, list)):
                return key is not None and self._open(start, old, new)
            return self._scalar(start, old, new)
        if old.keys and isinstance(new, dict):
            return self._mapping(old, new)
        return not old.keys and isinstance(new, list) and self._list(old, new)

    def _open(self, start: int, old: Node, new: Data) -> bool:
        """Put a collection under a key that had a value on its line."""
        at, end = old.start.index, self._end(old)
        if "\n" in self._text[start:end] or self._comments(at, end):
            return False
        self._edits.append((len(self._text[:at].rstrip(" ")), end, ""))
        self._put(self._below(end), lines(new, blocks=self._blocks), self._column(start) + 2)
        return True

    def _scalar(self, start: int, old: Node, new: Data) -> bool:
        at, end = old.start.index, self._end(old)
        if old.flow and self._comments(at, end):
            return False
        first, *below = scalar(new, blocks=self._blocks)
        column = self._column(start) + 2
        header = _AFTER_HEADER.match(self._text, at) if old.style in _BLOCK else None
        if header:
            made = [first + header[1], *indented(below, column)]
            self._edits.append((at, end, self._newline.join(made)))
        else:
            gap = " " if at == end and self._text[at - 1] != " " else ""
            self._edits.append((at, end, gap + first))
            self._put(self._below(end), below, column)
        return True

    def _mapping(self, old: Node, new: dict[str, Data]) -> bool:
        kept = [key for key in old.keys if key.data in new]
        if not kept:
            return False
        first, start = old.keys[0].start.index, kept[0].start.index
        beside_dash = bool(self._text[self._line(first) : first].strip())
        for key, part in zip(old.keys, old.parts, strict=True):
            if key.data in new:
                self._turn(key.start.index, str(key.data), part, new[str(key.data)])
            elif not beside_dash or key.start.index > start:
                self._remove(key.start.index, part)
        if beside_dash and first < start:
            self._edits.append((first, start, ""))
            self._put(self._line(first), self._comments(first, start), self._indentation(first))
        for name in new:
            if old.find(name) is None:
                self._add_key(old, kept, name, new[name], list(new))
        return True

    def _add_key(self, node: Node, kept: list[Node], name: str, value: Data, order: Sequence[str]) -> None:
        beside, after = neighbour([str(key.data) for key in kept], name, order)
        at = node.find(beside) or 0
        made = self._made(name, value)
        self._beside(node.keys[at].start.index, node.parts[at] if after else None, made)

    def _list(self, old: Node, new: list[Data]) -> bool:
        heads = self._dashes(old)
        inside = bool(self._text[self._line(heads[0]) : heads[0]].strip())
        for pairs, i, i_end, j, j_end in _steps([part.data for part in old.parts], new):
            while pairs and i < i_end and j < j_end:
                self._turn(heads[i], None, old.parts[i], new[j])
                i, j = i + 1, j + 1
            if inside and i == 0 < i_end:
                return False
            for gone in range(i, i_end):
                self._remove(heads[gone], old.parts[gone])
            made = [line for value in new[j:j_end] for line in self._made(None, value)]
            if made:
                self._beside(heads[max(i - 1, 0)], old.parts[i - 1] if i else None, made)
        return True

    def _dashes(self, old: Node) -> list[int]:
        heads = [old.start.index]
        for part in old.parts[:-1]:
            gap = _TO_DASH.match(self._text, self._below(self._end(part)))
            heads.append(gap.end() if gap else -1)
        return heads

    def _beside(self, start: int, part: Node | None, made: list[str]) -> None:
        """Add lines below the part that starts at `start`, or without a part above it.

        Comments stay with what they are about: above it, or below it and further to the right.
        """
        top, column = self._line(start), self._column(start)
        lead = self._text[top:start]
        if part:
            self._put(self._past(part, column), made, column)
        elif lead.strip():
            first, *rest = made
            self._edits.append(
                (start, start, self._newline.join([first, *indented(rest, column), " " * column]))
            )
        else:
            above = re.compile(rf"(?:^{lead}#[^\n]*\n)+\Z", re.MULTILINE).search(self._text[:top])
            self._put(above.start() if above and above.start() else top, made, column)

    def _remove(self, start: int, old: Node) -> None:
        column = self._column(start)
        top, stop = self._line(start), self._past(old, column)
        self._edits.append((top, stop, ""))
        self._put(top, self._comments(top, stop), column)

    def _past(self, part: Node, column: int) -> int:
        """Where the next line starts after a part and the comments below it that are further to the right."""
        at = self._below(self._end(part))
        further = re.compile(rf"(?: {{{column + 1},}}#[^\n]*\n)+").match(self._text, at)
        return further.end() if further else at

    def _rewrite(self, start: int, old: Node, made: list[str]) -> None:
        """Write something anew as a whole; the comments in it come above it."""
        stop = self._below(self._end(old))
        self._put(self._line(start), self._comments(start, stop), self._indentation(start))
        first, *rest = made
        below = indented(rest, self._column(start))
        self._edits.append((start, stop, self._newline.join([first, *below, ""])))

    def _put(self, at: int, made: list[str], column: int) -> None:
        """Add whole lines."""
        if made:
            self._edits.append((at, at, self._newline.join([*indented(made, column), ""])))

    def _comments(self, start: int, stop: int) -> list[str]:
        """The comments between two places."""
        found, at = [], start
        for leaf in _leaves(self._root):
            if start <= leaf.start.index < stop:
                found += _COMMENT.findall(self._text, at, leaf.start.index)
                header = _AFTER_HEADER.match(self._text, leaf.start.index) if leaf.style in _BLOCK else None
                found += _COMMENT.findall(header[1]) if header else []
                at = leaf.end.index
        return found + _COMMENT.findall(self._text, at, stop)

    def _line(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _below(self, at: int) -> int:
        return self._text.find("\n", at) + 1 or len(self._text)

    def _column(self, at: int) -> int:
        return at - self._line(at)

    def _indentation(self, at: int) -> int:
        line = self._text[self._line(at) : at]
        return len(line) - len(line.lstrip(" "))

    def _end(self, node: Node) -> int:
        """Where the last line of a node ends, or on that line the node itself."""
        while node.parts and not node.flow:
            node = node.parts[-1]
        start: int = node.start.index
        end: int = node.end.index
        if node.style not in _BLOCK:
            return end
        body = self._text[start:end]
        last = len(body.rstrip()) if "+" not in body[:3] else len(body.removesuffix("\n"))
        line_end = self._text.find("\n", start + last)
        return line_end - (self._text[line_end - 1] == "\r")


def _leaves(node: Node | None) -> Iterator[Node]:
    """What is written in a node, in the order of the text."""
    if node and not node.parts:
        yield node
    for at, part in enumerate(node.parts if node else []):
        yield from _leaves(node.keys[at] if node and node.keys else None)
        yield from _leaves(part)


def _steps(old: list[Data], new: list[Data]) -> Iterator[tuple[bool, int, int, int, int]]:
    """How one list becomes the other: whether old items are matched to new ones, and which to which."""
    before, after = item_ids(old), item_ids(new)
    named = before is not None and after is not None
    if before is None or after is None:
        before, after = [repr(value) for value in old], [repr(value) for value in new]
    same = _same_at_start(before, after)
    left, right = before[same:], after[same:]
    yield True, 0, same, 0, same
    if not left or not right:
        yield False, same, len(old), same, len(new)
        return
    from difflib import SequenceMatcher  # only here: most changes add something at the end

    for how, i, i_end, j, j_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield how == "equal" or not named, same + i, same + i_end, same + j, same + j_end


def item_ids(values: list[Data]) -> list[str] | None:
    """The ids of records; None if they have none, or not each their own."""
    ids = [value.get("id") for value in values if isinstance(value, dict)]
    found = [id for id in ids if isinstance(id, str)]
    return found if len(set(found)) == len(values) else None


def _same_at_start(one: list[str], other: list[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def neighbour(keys: Sequence[str], key: str, order: Sequence[str]) -> tuple[str, bool]:
    """Beside which key a new one goes, and whether it goes after that."""
    ids = list(order)
    at = ids.index(key) if key in ids else -1
    before = [other for other in ids[: max(at, 0)] if other in keys]
    after = [other for other in ids[at + 1 :] if other in keys and at >= 0]
    if before or not after:
        return (before or keys)[-1], True
    return after[0], False
