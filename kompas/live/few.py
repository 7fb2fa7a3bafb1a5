"""Whose group may be kept: no group so small that it tells who someone is."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from kompas.steps.poll import Ballot
from kompas.steps.proposal import Response

Given = TypeVar("Given", Ballot, Response)


def without_few(voices: Sequence[Given], least: int) -> list[Given]:
    """The same without the perspectives of groups of less than so many."""
    told = _told(Counter(one.perspective for one in voices), least)
    return [
        one if one.perspective in told else msgspec.structs.replace(one, perspective="") for one in voices
    ]


def _told(sizes: Counter[str], least: int) -> set[str]:
    """The perspectives that are stored: those of groups of at least so many.

    Who is left over must be with as many, or with everyone: who is the only one without a perspective is the
    one that is not in any of the groups.
    """
    smallest_first = sorted((size, one) for one, size in sizes.items() if one)
    left_over = sizes[""]
    while smallest_first and (smallest_first[0][0] < least or 0 < left_over < least):
        left_over += smallest_first.pop(0)[0]
    return {one for _, one in smallest_first}
