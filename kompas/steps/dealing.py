"""Dealing people out over groups, so that perspectives are mixed evenly."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import product

import msgspec

from kompas.steps.field import Record
from kompas.steps.step import Definition, Participant

Groups = dict[str, tuple[str, ...]]
"""The ids of the members of each group, by the id of its record."""


class Dealing(Definition, frozen=True, kw_only=True):
    """The fields of a register that make each record a group.

    `members` holds participants; `leader` one participant, who is not dealt out.
    """

    members: str
    leader: str = ""


class Group(msgspec.Struct, frozen=True):
    """How many members of each perspective a group has, in the order of the list; "" is without one."""

    record: str
    members: int
    perspectives: tuple[tuple[str, int], ...]


class Dealt(msgspec.Struct, frozen=True):
    """The groups as they are; who has no group yet, who left but is still in one, who is in two.

    Who leads a group is in it; `doubled` are those who stand in the same group more than once.
    """

    groups: tuple[Group, ...]
    without: tuple[Participant, ...]
    gone: tuple[Participant, ...]
    twice: tuple[Participant, ...]
    doubled: tuple[Participant, ...] = ()


def members(dealing: Dealing, records: Sequence[Record]) -> Groups:
    """Who is in which group now."""
    return {str(record["id"]): _several(record.get(dealing.members)) for record in records}


def to_deal(
    dealing: Dealing, records: Sequence[Record], people: Mapping[str, Participant]
) -> list[Participant]:
    """Everyone who takes part now and does not lead a group."""
    leaders = {record.get(dealing.leader) for record in records} if dealing.leader else set()
    return [person for person in people.values() if person.left is None and person.id not in leaders]


def deal(
    people: Sequence[Participant], groups: Sequence[str], met: Collection[tuple[str, ...]] = ()
) -> Groups:
    """Groups of which sizes, and members of one perspective, differ by one at most.

    `met` are groups in which people have sat before: of everyone who waits and every group that has a
    seat, whoever has the fewest acquaintances there goes first. The same people and groups give the
    same deal.
    """
    if not groups:
        return {}
    known = _acquaintances(met)
    dealt: dict[str, list[str]] = {group: [] for group in groups}
    sizes = Counter(person.perspective for person in people)
    for perspective, _ in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        waiting = sorted(one.id for one in people if one.perspective == perspective)
        alike = dict.fromkeys(groups, 0)
        while waiting:
            least = min((len(dealt[group]), alike[group]) for group in groups)
            room = [group for group in groups if (len(dealt[group]), alike[group]) == least]
            group, id = min(product(room, waiting), key=lambda seat: len(known[seat[1]] & {*dealt[seat[0]]}))
            waiting.remove(id)
            dealt[group].append(id)
            alike[group] += 1
    return {group: tuple(ids) for group, ids in dealt.items()}


def joined(groups: Groups, person: Participant, people: Mapping[str, Participant]) -> Groups:
    """The groups with one more: in the smallest, and of those where the perspective is rarest."""
    if not groups:
        return {}

    def rank(group: str) -> tuple[int, int]:
        alike = sum(people[id].perspective == person.perspective for id in groups[group] if id in people)
        return len(groups[group]), alike

    chosen = min(groups, key=rank)
    return {**groups, chosen: (*groups[chosen], person.id)}


def parted(groups: Groups, person: str) -> Groups:
    """The groups without someone who left."""
    return {group: tuple(id for id in ids if id != person) for group, ids in groups.items()}


def dealt(
    dealing: Dealing,
    records: Sequence[Record],
    people: Mapping[str, Participant],
    perspectives: Mapping[str, str],
) -> Dealt:
    """How the groups are now, and what does not fit."""
    groups = members(dealing, records)
    placed = dict.fromkeys(id for ids in groups.values() for id in ids)
    held = Counter(
        id for record in records for id in {*groups[str(record["id"])], record.get(dealing.leader)}
    )
    doubled = {
        id
        for record in records
        for id, times in Counter([*groups[str(record["id"])], record.get(dealing.leader)]).items()
        if times > 1
    }
    return Dealt(
        groups=tuple(_group(record, ids, people, perspectives) for record, ids in groups.items()),
        without=tuple(one for one in to_deal(dealing, records, people) if one.id not in placed),
        gone=tuple(people[id] for id in placed if id in people and people[id].left is not None),
        twice=tuple(people[id] for id in placed if id in people and held[id] > 1),
        doubled=tuple(people[id] for id in placed if id in people and id in doubled),
    )


def _group(
    record: str, ids: tuple[str, ...], people: Mapping[str, Participant], perspectives: Mapping[str, str]
) -> Group:
    counts = Counter(people[id].perspective for id in ids if id in people)
    order = [*perspectives, *sorted(set(counts) - set(perspectives))]
    found = tuple((perspectives.get(id, id), counts[id]) for id in order if counts[id])
    return Group(record, len(ids), found)


def _acquaintances(met: Collection[tuple[str, ...]]) -> dict[str, set[str]]:
    """With whom everyone has sat; nobody else for who has not sat with anyone."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in met:
        for id in group:
            found[id].update(other for other in group if other != id)
    return found


def _several(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
