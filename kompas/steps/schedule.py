"""A programme: parts that follow each other, the times that come of it, and what is the plan now."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from kompas.steps.field import Record
from kompas.steps.step import Definition

DAY = 24 * 60


class Schedule(Definition, frozen=True, kw_only=True):
    """The fields of a register that make a programme of it.

    `minutes` is how long a part takes (a number), `start` is at what time it begins (a time; the first
    part needs one, another only if it cannot begin earlier), `took` how long it really took (a number).
    """

    minutes: str
    start: str
    took: str


class Slot(msgspec.Struct, frozen=True):
    """When a part is: as planned, and as it is now. In minutes after midnight; None when unknown.

    `late` is by how many minutes it now begins later than the part was planned.
    """

    record: str
    minutes: int
    planned: int | None
    start: int | None
    end: int | None
    done: bool

    @property
    def late(self) -> int:
        return self.start - self.planned if self.start is not None and self.planned is not None else 0


class Plan(msgspec.Struct, frozen=True):
    """A whole programme. `total` is the minutes of all parts together, `late` how much later it ends now.

    `untimed` counts the parts without minutes; `clashes` are the parts that should begin before what
    comes before them is over, as it was planned.
    """

    slots: tuple[Slot, ...]
    total: int
    late: int
    untimed: int
    clashes: tuple[str, ...]

    @property
    def next(self) -> Slot | None:
        """The part that is going on, or comes next."""
        return next((slot for slot in self.slots if not slot.done), None)


def plan(schedule: Schedule, records: Sequence[Record]) -> Plan:
    """Each part begins when the one before it ends; one with a time of its own never earlier than that."""
    slots = tuple(_slots(schedule, records))
    ends = [slot.planned + slot.minutes for slot in slots if slot.planned is not None]
    over = [slot.end for slot in slots if slot.end is not None]
    return Plan(
        slots=slots,
        total=sum(slot.minutes for slot in slots),
        late=over[-1] - ends[-1] if over and ends else 0,
        untimed=sum(schedule.minutes not in record for record in records),
        clashes=tuple(slot.record for before, slot in pairwise(slots) if _overlap(before, slot)),
    )


def clock(minutes: int) -> str:
    """A time as people read it; after midnight it begins anew."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def minutes_of(time: str) -> int:
    """Minutes after midnight of a time as it is stored ("19:30")."""
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def _slots(schedule: Schedule, records: Sequence[Record]) -> Iterator[Slot]:
    planned: int | None = None
    now: int | None = None
    for record in records:
        fixed = _fixed(schedule, record)
        if fixed is not None:
            planned = fixed if planned is None else _after(planned, fixed)
            now = planned if now is None else max(now, planned)
        minutes, done = _number(record, schedule.minutes), schedule.took in record
        end = None if now is None else now + (_number(record, schedule.took) if done else minutes)
        yield Slot(str(record["id"]), minutes, planned, now, end, done)
        planned = None if planned is None else planned + minutes
        now = end


def _overlap(before: Slot, slot: Slot) -> bool:
    if before.planned is None or slot.planned is None:
        return False
    return slot.planned < before.planned + before.minutes


def _after(planned: int, fixed: int) -> int:
    """A time of the clock on the right day: a meeting may go on past midnight."""
    return fixed + DAY if planned - fixed > DAY // 2 else fixed


def _fixed(schedule: Schedule, record: Record) -> int | None:
    time = record.get(schedule.start)
    return minutes_of(time) if isinstance(time, str) else None


def _number(record: Record, field: str) -> int:
    value = record.get(field)
    return max(0, value) if isinstance(value, int) else 0  # time does not run backwards
