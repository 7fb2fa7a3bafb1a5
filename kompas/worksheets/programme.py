"""What a worksheet shows of a programme: when each part was planned, and when it is now or was."""

import msgspec

from kompas import meeting
from kompas.steps.field import Field
from kompas.steps.register import RegisterAnswer, RegisterInsight, RegisterStep, name_of
from kompas.steps.schedule import Plan
from kompas.steps.step import Surroundings


class Programme(msgspec.Struct, frozen=True):
    """The whole in sentences: how long it takes, by how much it ends later, and what is not right yet."""

    whole: str
    late: str
    untimed: str
    begins: str
    clashes: tuple[str, ...]


def programme(
    step: RegisterStep, answer: RegisterAnswer, insight: RegisterInsight, around: Surroundings
) -> Programme | None:
    """What there is to say about it; None when this register is no programme."""
    plan = insight.plan
    if plan is None:
        return None
    names = {str(record["id"]): name_of(step, record, around) for record in answer.records}
    return Programme(
        whole=meeting.whole(plan),
        late=meeting.late(plan),
        untimed=meeting.untimed(plan),
        begins=meeting.begins(plan),
        clashes=tuple(meeting.clash(names[record]) for record in plan.clashes),
    )


def points(programme: Programme | None) -> list[str]:
    """What does not fit yet, in sentences."""
    if programme is None:
        return []
    return [one for one in (programme.begins, *programme.clashes, programme.untimed) if one]


def told(step: RegisterStep, plan: Plan | None) -> tuple[Field, ...]:
    """The fields that the times tell already."""
    if not step.schedule or not plan or not meeting.times(plan):
        return ()
    schedule = step.schedule
    all_known = all(slot.planned is not None for slot in plan.slots)
    ids = (schedule.start, schedule.minutes, schedule.took) if all_known else (schedule.start,)
    return tuple(step.field(id) for id in ids)
