"""Two people changed the same: what they made of it together."""

from collections.abc import Sequence
from typing import Any

import msgspec

from kompas.steps.step import Answer

_PARTS = ("records", "rounds")  # what an answer can have several of, each with an id


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
    """Things with an id, one by one: theirs in their order, and then what was added here."""
    versions = [{_id(one): one for one in version} for version in (before, mine, theirs)]
    if any(len(known) < len(all) for known, all in zip(versions, (before, mine, theirs), strict=True)):
        raise Both  # an id that is used twice does not tell which is which
    old, ours, others = versions
    found = (either(old.get(id), ours.get(id), others.get(id)) for id in {**others, **ours})
    return tuple(one for one in found if one is not None)


def answer(before: Answer | None, mine: Answer | None, theirs: Answer | None) -> Answer | None:
    """The answer with the changes of both; Both when both changed the same text, record or round."""
    part = _part(mine)
    alike = all(type(one) is type(mine) for one in (before, theirs) if one is not None)
    if mine is None or not part or not alike:
        result: Answer | None = either(before, mine, theirs)
        return result
    versions = [getattr(one, part, ()) for one in (before, mine, theirs)]
    return msgspec.structs.replace(mine, **{part: each(*versions)})


def added(held: Answer | None, given: Answer) -> Answer:
    """What is held with what is given over it: records and rounds with another id stay."""
    part = _part(given)
    if not part or type(held) is not type(given):
        return given
    by_id = {_id(one): one for answer in (held, given) for one in getattr(answer, part)}
    return msgspec.structs.replace(given, **{part: tuple(by_id.values())})


def _part(answer: Answer | None) -> str:
    return next((part for part in _PARTS if hasattr(answer, part)), "")


def _id(one: Any) -> str:
    return str(one["id"] if isinstance(one, dict) else one.id)
