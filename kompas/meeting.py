"""What the programme and the groups of a meeting come to, in Dutch sentences."""

from kompas.sentences import listed, small
from kompas.steps.dealing import Dealt, Group
from kompas.steps.schedule import Plan, Slot, clock
from kompas.steps.step import Participant


def span(slot: Slot) -> str:
    """When a part is now, or that it did not go on; "" while that is not known."""
    is_dropped = slot.done and slot.start is not None and slot.start == slot.end
    return "vervallen" if is_dropped else _span(slot.start, slot.end)


def planned(slot: Slot) -> str:
    """When a part was planned; "" when that is not known."""
    return _span(slot.planned, None if slot.planned is None else slot.planned + slot.minutes)


def times(plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Columns for the parts: when each was planned, and when it is now where that is something else."""
    before, after = tuple(map(planned, plan.slots)), tuple(map(span, plan.slots))
    if not any(before):
        return ()
    now = ("Nu" if plan.next else "Zo liep het", after)
    return (("Gepland", before), *([now] if after != before else []))


def now(name: str, slot: Slot) -> str:
    """Which part is going on, and until when."""
    until = f", tot {clock(slot.end)}" if slot.end is not None and slot.minutes else ""
    return f"Nu bezig: {name}{until}."


def whole(plan: Plan) -> str:
    """How long the programme takes, and from when until when it was planned."""
    total = f"Samen {_minutes(plan.total)}"
    first, last = plan.slots[0].planned, plan.slots[-1].planned
    if first is None or last is None:
        return f"{total}."
    return f"{total}: van {clock(first)} tot {clock(last + plan.slots[-1].minutes)}."


def late(plan: Plan) -> str:
    """That it ends later or earlier than planned; "" when it does not."""
    end = plan.slots[-1].end
    if not plan.late or end is None:
        return ""
    how = "later" if plan.late > 0 else "eerder"
    is_ = "is nu" if plan.next else "was"
    return f"Het einde {is_} {_minutes(abs(plan.late))} {how} dan gepland: om {clock(end)}."


def untimed(plan: Plan) -> str:
    """How many parts have no minutes; "" when all have."""
    if not plan.untimed:
        return ""
    parts = "1 onderdeel" if plan.untimed == 1 else f"{plan.untimed} onderdelen"
    return f"Nog zonder tijd: {parts}."


def begins(plan: Plan) -> str:
    """That nobody said when it begins; "" when somebody did."""
    if plan.slots[0].planned is not None:
        return ""
    return "Zet een tijd bij het eerste onderdeel. Dan zie je hoe laat alles is."


def clash(name: str) -> str:
    """That a part should begin before what comes before it is over."""
    return f"“{name}” begint eerder dan het onderdeel ervoor klaar is."


def counted(people: int) -> str:
    """How many people."""
    return "1 mens" if people == 1 else f"{people} mensen"


def mixed(group: Group) -> str:
    """How many people a group has, and from which perspectives."""
    people = counted(group.members)
    known = [
        f"{number} {small(label)}" if label else f"{number} zonder perspectief"
        for label, number in group.perspectives
    ]
    return f"{people}: {listed(known)}" if any(label for label, _ in group.perspectives) else people


def unplaced(dealt: Dealt) -> list[str]:
    """Who is not in a group yet, who left but is still in one, who is in more than one, or twice in one."""
    told = [
        (dealt.without, "Nog niet in een groep"),
        (dealt.gone, "Weg, maar nog in een groep"),
        (dealt.twice, "In meer dan één groep"),
        (dealt.doubled, "Meer dan één keer in dezelfde groep"),
    ]
    return [f"{what}: {_names(people)}." for people, what in told if people]


def _span(start: int | None, end: int | None) -> str:
    """From when until when; a part without minutes only begins."""
    if start is None or end is None:
        return ""
    return clock(start) if start == end else f"{clock(start)} tot {clock(end)}"


def _names(people: tuple[Participant, ...]) -> str:
    if len(people) > 6:
        return f"{len(people)} deelnemers"
    return listed(person.label for person in people)


def _minutes(number: int) -> str:
    return "1 minuut" if number == 1 else f"{number} minuten"
