"""Every mistake in an answer at once, each at its own place; and what can be understood of the rest."""

from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from typing import Any

import msgspec
from msgspec.structs import replace

from kompas import steps
from kompas.errors import Problem
from kompas.session import About
from kompas.steps.step import Answer, Participant, Step, Surroundings

Trail = tuple[str | int, ...]

# What takes the place of something wrong that cannot be left out; an id is still to be made unique.
_STAND_INS = {"id": "\n", "date": "2000-01-01", "method": "typed", "scores": {}, "words": {}}


class Understood(msgspec.Struct, frozen=True):
    """What plain data gives to a step: the answer without what is wrong in it, and what is wrong.

    `gone` are the places that were taken out. The answer is None if nothing could be understood.
    """

    answer: Answer | None
    problems: tuple[Problem, ...]
    gone: frozenset[Trail]

    def misfits(self, step: Step, around: Surroundings) -> list[Problem]:
        """What in the answer does not fit the rest of the session, at its place in the data."""
        wrong = [] if self.answer is None else steps.problems(step, self.answer, around)
        return [replace(problem, path=self.place(problem.path)) for problem in wrong]

    def place(self, path: Trail) -> Trail:
        """A place in the answer, as the place in the data itself."""
        return _original(path, self.gone)


def understood(step: Step, data: Any) -> Understood:
    """Understand data as far as that goes: what is wrong is noted and taken out, and the rest looked at."""
    gone = set(_nothings(data, ()))
    problems: list[Problem] = []
    while True:
        answer, wrong = steps.understand(step, _without(data, gone, ()))
        found = [replace(problem, path=_original(problem.path, gone)) for problem in wrong]
        ours = {*gone, *(place[:-1] for place in gone)} if problems else set()
        problems += [one for one in found if one.path not in ours]
        places = {one.path for one in found}
        if answer is not None or () in places or places <= gone:
            return Understood(answer, tuple(problems), frozenset(gone))
        gone |= places


def presumed(data: Any) -> About:
    """Of data that is no About yet, who takes part: enough to check by who gave what."""
    people = data.get("participants") if isinstance(data, dict) else None
    listed = people if isinstance(people, list) else []
    return About(title="", created=date.min, participants=tuple(map(_person, listed, count())))


def _person(data: Any, place: int) -> Participant:
    """Someone of whom there may be no more than a place in the list."""
    id, perspective = (data.get(key) if isinstance(data, dict) else None for key in ("id", "perspective"))
    return Participant(
        id=id if isinstance(id, str) else f"\n{place}",  # no one else is called so
        role="",
        perspective=perspective if isinstance(perspective, str) else "",
    )


def _nothings(data: Any, path: Trail) -> Iterator[Trail]:
    """The empty items of lists: they count as not written."""
    if isinstance(data, list):
        yield from ((*path, place) for place, value in enumerate(data) if value is None)
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, value in parts:
        yield from _nothings(value, (*path, part))


def _without(data: Any, gone: set[Trail], path: Trail) -> Any:
    """The data without these places."""
    if isinstance(data, dict):
        return {
            part: _stand_in(path, part) if (*path, part) in gone else _without(value, gone, (*path, part))
            for part, value in data.items()
            if (*path, part) not in gone or part in _STAND_INS
        }
    if isinstance(data, list):
        found = ((value, (*path, place)) for place, value in enumerate(data))
        return [_without(value, gone, at) for value, at in found if at not in gone]
    return data


def _stand_in(path: Trail, part: str) -> Any:
    """No one else has the id that this gives, and as it cannot be printed, no hint names it."""
    return f"\n{path}" if part == "id" else _STAND_INS[part]


def _original(path: Trail, gone: set[Trail] | frozenset[Trail]) -> Trail:
    """A place in data without `gone`, as the place in the data itself."""
    found: Trail = ()
    for part in path:
        if isinstance(part, int):
            there = (place for place in count() if (*found, place) not in gone)
            part = next(islice(there, part, None))
        found = (*found, part)
    return found
