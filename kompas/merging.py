"""Two people changed the same: what they made of it together."""

from collections.abc import Sequence
from typing import Any

import msgspec

from kompas.steps.proposal import ConsentAnswer, decided_before
from kompas.steps.step import Answer

Trail = tuple[str | int, ...]
_PARTS = ("records", "rounds", "versions")  # what an answer can have several of, each with an id


class Both(Exception):
    """Two people changed the very same thing, so people must choose."""


def either(before: Any, mine: Any, theirs: Any) -> Any:
    """The version of whoever changed it; Both when both did."""
    if theirs in (before, mine):
        return mine
    if mine == before:
        return theirs
    raise Both


def each(before: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[Any, ...]:
    """Things with an id, one by one: theirs in their order, and then what was added here.

    Only if the order was changed here, it is the other way round.
    """
    versions = [{_id(one): one for one in version} for version in (before, mine, theirs)]
    if any(len(known) < len(all) for known, all in zip(versions, (before, mine, theirs), strict=True)):
        raise Both  # an id that is used twice does not tell which is which
    old, ours, others = versions
    moved = [id for id in ours if id in old] != [id for id in old if id in ours]
    order = {**ours, **others} if moved else {**others, **ours}
    found = (either(old.get(id), ours.get(id), others.get(id)) for id in order)
    return tuple(one for one in found if one is not None)


def answer(before: Answer | None, mine: Answer | None, theirs: Answer | None) -> Answer | None:
    """The answer with the changes of both; Both when both changed the same text, record, round or version."""
    part = _part(mine)
    alike = all(type(one) is type(mine) for one in (before, theirs) if one is not None)
    if mine is None or not part or not alike:
        result: Answer | None = either(before, mine, theirs)
        return result
    versions = [type(mine)() if one is None else one for one in (before, mine, theirs)]
    fields = {name: _merged(name, part, *versions) for name in mine.__struct_fields__}
    return msgspec.structs.replace(mine, **fields)


def _merged(name: str, part: str, *versions: Answer) -> Any:
    """One field of an answer: what there are several of one by one, anything else as a whole."""
    merge = each if name == part else either
    return merge(*(getattr(one, name) for one in versions))


def added(held: Answer | None, given: Answer) -> Answer:
    """What is held with what is given over it: what has another id stays, and what was not given too.

    A decision that another takes the place of goes to the earlier ones.
    """
    part = _part(given)
    if held is None or not part or type(held) is not type(given):
        return given
    by_id = {_id(one): one for answer in (held, given) for one in getattr(answer, part)}
    fields = {name: getattr(given, name) or getattr(held, name) for name in given.__struct_fields__}
    fields |= _decisions(held, given)
    return msgspec.structs.replace(given, **{**fields, part: tuple(by_id.values())})


def _decisions(held: Answer, given: Answer) -> dict[str, Any]:
    """Of a decision by consent, what was decided before."""
    if not isinstance(held, ConsentAnswer) or not isinstance(given, ConsentAnswer) or not given.decision:
        return {}
    before = decided_before(held, given.decision)[len(held.earlier) :]
    earlier = given.earlier or held.earlier
    return {"earlier": (*earlier, *(one for one in before if one not in earlier))}


def named(answer: Answer, path: Trail) -> Trail:
    """A path in an answer, with the id of a record, round or version instead of its place."""
    part = _part(answer)
    if not part or path[:1] != (part,) or len(path) < 2:
        return path
    return (part, _id(getattr(answer, part)[path[1]]), *path[2:])


def given_at(given: Answer, path: Trail) -> Trail | None:
    """Where this is in what was given, by its path in the whole (`named`); None if that has it not."""
    part, name = _part(given), path[0] if path else ""
    if not part or not path:
        return path
    if name != part:
        held: Any = getattr(given, str(name), None)
        several = isinstance(held, tuple) and len(path) > 1
        return path if (path[1] in range(len(held)) if several else held) else None
    ids = [_id(one) for one in getattr(given, part)]
    return (part, ids.index(str(path[1])), *path[2:]) if path[1:] and path[1] in ids else None


def _part(answer: Answer | None) -> str:
    return next((part for part in _PARTS if hasattr(answer, part)), "")


def _id(one: Any) -> str:
    return str(one["id"] if isinstance(one, dict) else one.id)
