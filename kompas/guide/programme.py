"""A register with a schedule: when each part is, that a part is over, and another order."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from kompas import meeting
from kompas.guide.dialogue import Choice, Pick
from kompas.guide.field import ask_field
from kompas.guide.records import Column, Entry, answer_of, in_order, keep, store, which
from kompas.guide.talk import Talk
from kompas.steps.field import Record
from kompas.steps.register import RegisterAnswer, RegisterInsight, RegisterStep, insight, name_of
from kompas.steps.schedule import DAY, Plan, Slot, clock
from kompas.steps.step import Surroundings
from kompas.view import Heading, Note, Para, View

_EARLY = 30  # minutes before its time that a part can be over already
_OVER = 120  # minutes that a part can take longer; beyond that the clock says nothing about it


def told(step: RegisterStep, seen: RegisterInsight) -> tuple[str, ...]:
    """The times say what these hold; while a time is not known, the minutes do."""
    schedule, times = step.schedule, columns(step, seen)
    if not schedule or not seen.plan or not times:
        return ()
    known = all(slot.planned is not None for slot in seen.plan.slots)
    return (schedule.start, schedule.minutes, schedule.took) if known else (schedule.start,)


def columns(step: RegisterStep, seen: RegisterInsight) -> tuple[Column, ...]:
    """As it was planned, and as it is now where that is something else."""
    return meeting.times(seen.plan) if seen.plan else ()


def over(seen: RegisterInsight) -> set[str]:
    """The parts that are over, while others are not: then what goes on stands on top."""
    slots = seen.plan.slots if seen.plan and seen.plan.next else ()
    return {slot.record for slot in slots if slot.done}


def notes(
    step: RegisterStep, answer: RegisterAnswer, around: Surroundings, seen: RegisterInsight
) -> tuple[list[View], list[View]]:
    """What is the plan now, above the table; how long all of it takes below."""
    plan = seen.plan
    if plan is None:
        return [], []
    names = {str(record["id"]): name_of(step, record, around) for record in answer.records}
    above: list[View] = [Note(meeting.clash(names[record]), "warn") for record in plan.clashes]
    if late := meeting.late(plan):
        above.append(Note(late, "warn" if plan.late > 0 else "info"))
    if plan.next and any(slot.done for slot in plan.slots):
        above.append(Note(meeting.now(names[plan.next.record], plan.next)))
    above += [Note(begins)] if (begins := meeting.begins(plan)) else []
    return above, [Para(" ".join(filter(None, (meeting.whole(plan), meeting.untimed(plan)))))]


def entries(talk: Talk) -> tuple[Entry | None, ...]:
    """The part that is over, by name, and another order."""
    plan, records = _plan(talk), answer_of(talk).records
    return (
        ("over", f"Dit onderdeel is klaar: {_name(talk, plan.next)}") if plan and plan.next else None,
        ("move", "Eerder of later zetten") if len(records) > 1 else None,
    )


def likely(talk: Talk) -> str:
    """While the clock is in a part, it is probably over."""
    plan = _plan(talk)
    slot = plan.next if plan else None
    return "over" if slot and slot.minutes and (elapsed(slot, talk.now()) or 0) > 0 else ""


def elapsed(slot: Slot, now: datetime) -> int | None:
    """How many minutes ago a part began; None where the clock is too far from it to tell."""
    if slot.start is None:
        return None
    ago = (now.hour * 60 + now.minute - slot.start + DAY // 2) % DAY - DAY // 2
    return ago if -_EARLY <= ago <= slot.minutes + _OVER else None


def _over(talk: Talk) -> None:
    """How long the part really took: from when it began until now, unless people know better."""
    step: RegisterStep = talk.step
    plan = _plan(talk)
    slot = plan.next if plan else None
    if slot is None or step.schedule is None:
        return
    record = _record(talk, slot)
    took = step.field(step.schedule.took)
    question = f"Hoeveel minuten duurde “{_name(talk, slot)}”?"
    field = msgspec.structs.replace(took, label=question, explanation="")
    ago = elapsed(slot, talk.now())
    begun: Record = {} if ago is None else {took.id: _fitting(ago, took.max)}
    value = ask_field(talk, field, record | begun, _planned(talk, slot), "Leeg: nog niet klaar.")
    if value is not None:
        store(talk, record, took, value)


def _fitting(minutes: int, most: int | None) -> int:
    """Minutes as they can be noted: a part that was there took at least one."""
    return max(1, minutes if most is None else min(minutes, most))


def _planned(talk: Talk, slot: Slot) -> tuple[View, ...]:
    """What can help to say how long it took."""
    times = meeting.span(slot) or (f"{slot.minutes} minuten" if slot.minutes else "")
    told = [f"Volgens het plan van nu: {times}." if times else "", f"Het is {clock(_clock(talk))}."]
    return (Heading(_name(talk, slot)), Para(" ".join(filter(None, told))))


def _clock(talk: Talk) -> int:
    now = talk.now()
    return now.hour * 60 + now.minute


def _move(talk: Talk) -> None:
    """One part to another place; the times follow."""
    record = which(talk, "Wat wil je eerder of later zetten?")
    records = answer_of(talk).records
    place = records.index(record)
    others = [one for one in records if one is not record]
    behind = tuple(Choice(str(one["id"]), f"Na {name_of(talk.step, one, talk.around)}") for one in others)
    now = str(records[place - 1]["id"]) if place else ""
    question = f"Waar komt “{name_of(talk.step, record, talk.around)}”?"
    chosen = talk.pick(Pick(question, (Choice("", "Helemaal vooraan"), *behind), now))
    spot = next((spot for spot, one in enumerate(others, 1) if one["id"] == chosen), 0)
    keep(talk, _begun(talk.step, records[0], (*others[:spot], record, *others[spot:])))


def _begun(step: RegisterStep, before: Record, records: tuple[Record, ...]) -> tuple[Record, ...]:
    """The time at which all begins goes to what is first now, unless that has a time of its own."""
    start, first = step.schedule.start if step.schedule else "", records[0]
    if first is before or start in first or start not in before:
        return records
    changed = {
        str(first["id"]): in_order(step, {**first, start: before[start]}),
        str(before["id"]): {key: value for key, value in before.items() if key != start},
    }
    return tuple(changed.get(str(one["id"]), one) for one in records)


def _plan(talk: Talk) -> Plan | None:
    return insight(talk.step, answer_of(talk), talk.around).plan


def _record(talk: Talk, slot: Slot) -> Record:
    return next(one for one in answer_of(talk).records if one["id"] == slot.record)


def _name(talk: Talk, slot: Slot) -> str:
    return name_of(talk.step, _record(talk, slot), talk.around)


DO: dict[str, Callable[[Talk], None]] = {"over": _over, "move": _move}
