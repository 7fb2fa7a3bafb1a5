"""What a worksheet shows of groups: who leads each, and who is in it, by perspective."""

from collections.abc import Iterable
from itertools import groupby

import msgspec

from kompas import meeting
from kompas.steps import dealing
from kompas.steps.field import Field, Record, dutch_date, shown
from kompas.steps.register import RegisterAnswer, RegisterInsight, RegisterStep
from kompas.steps.step import Surroundings


class Members(msgspec.Struct, frozen=True):
    """Those of one perspective; `label` is "" for who has none."""

    label: str
    people: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    """`leads` and `belongs` are what the register calls who leads and who belongs to it; `leader` may be "".

    `mixed` tells how many there are, and from which perspectives.
    """

    leads: str
    leader: str
    belongs: str
    mixed: str
    members: tuple[Members, ...]


def groups(
    step: RegisterStep, answer: RegisterAnswer, insight: RegisterInsight, around: Surroundings
) -> tuple[Group | None, ...]:
    """The group of each record; None for each when this register has no groups."""
    if not step.groups or not insight.dealt:
        return (None,) * len(answer.records)
    ids = dealing.members(step.groups, answer.records)
    return tuple(
        _group(step, step.groups, record, ids[group.record], meeting.mixed(group), around)
        for record, group in zip(answer.records, insight.dealt.groups, strict=True)
    )


def points(insight: RegisterInsight) -> list[str]:
    """Who is in no group, and who should not be in one, in sentences."""
    return meeting.unplaced(insight.dealt) if insight.dealt else []


def told(step: RegisterStep) -> tuple[Field, ...]:
    """The fields that a group tells already."""
    ids = (step.groups.leader, step.groups.members) if step.groups else ()
    return tuple(step.field(id) for id in ids if id)


def _group(
    step: RegisterStep,
    of: dealing.Dealing,
    record: Record,
    ids: Iterable[str],
    mixed: str,
    around: Surroundings,
) -> Group:
    leader = step.field(of.leader) if of.leader else None
    return Group(
        leads=leader.label if leader else "",
        leader=shown(leader, record[leader.id], around) if leader and leader.id in record else "",
        belongs=step.field(of.members).label,
        mixed=mixed,
        members=tuple(_members(ids, around)),
    )


def _members(ids: Iterable[str], around: Surroundings) -> Iterable[Members]:
    """By perspective, in the order of the list; who has none, or one that nobody knows, comes last."""
    order = list(around.perspectives)

    def place(id: str) -> int:
        person = around.participants.get(id)
        return order.index(person.perspective) if person and person.perspective in order else len(order)

    for perspective, together in groupby(sorted(ids, key=place), key=place):
        label = around.perspectives[order[perspective]] if perspective < len(order) else ""
        yield Members(label, tuple(_name(id, around) for id in together))


def _name(id: str, around: Surroundings) -> str:
    """How people know a member, and until when someone was there who left."""
    person = around.participants.get(id)
    if person is None:
        return id
    return f"{person.label} (tot {dutch_date(person.left)})" if person.left else person.label
