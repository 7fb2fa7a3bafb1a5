"""A programme: times that add up, and what is the plan now when a part runs over."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.steps.field import Record
from kompas.steps.schedule import DAY, Plan, Schedule, clock, minutes_of, plan

SCHEDULE = Schedule(minutes="minutes", start="start", took="took")


def programme(*parts: dict[str, Any]) -> list[Record]:
    """Parts, called a, b, c, and so on."""
    return [{"id": chr(ord("a") + place), **part} for place, part in enumerate(parts)]


def planned(*parts: dict[str, Any]) -> Plan:
    """The plan of a programme."""
    return plan(SCHEDULE, programme(*parts))


def times(found: Plan) -> list[str]:
    """When each part begins now."""
    return ["?" if slot.start is None else clock(slot.start) for slot in found.slots]


EVENING = ({"minutes": 10, "start": "19:30"}, {"minutes": 20}, {"minutes": 45})

minutes = st.integers(0, 180)
parts = st.lists(minutes, min_size=1, max_size=12)


def test_each_part_begins_when_the_one_before_it_ends() -> None:
    """Only the first has a time of its own."""
    found = planned(*EVENING)
    assert times(found) == ["19:30", "19:40", "20:00"]
    assert (found.total, found.late, found.untimed, found.clashes) == (75, 0, 0, ())
    assert found.slots[-1].end == minutes_of("20:45")


@given(minutes.map(lambda number: number * 7), parts)
def test_times_add_up(first: int, lengths: list[int]) -> None:
    """However long the parts are: no gap, no overlap, and the end is the beginning with the sum."""
    found = planned(*({"minutes": one} for one in lengths))
    assert {slot.start for slot in found.slots} == {None}
    head = {"minutes": lengths[0], "start": clock(first)}
    found = planned(head, *({"minutes": one} for one in lengths[1:]))
    assert found.slots[0].start == first % DAY
    assert [slot.start for slot in found.slots[1:]] == [slot.end for slot in found.slots[:-1]]
    assert found.slots[-1].end == first % DAY + sum(lengths)
    assert found.total == sum(lengths)
    assert (found.late, found.clashes) == (0, ())


@given(parts, st.data())
def test_a_part_that_runs_over_shifts_all_after_it(lengths: list[int], data: st.DataObject) -> None:
    """By exactly as much, later or earlier, and nothing before it."""
    over = data.draw(st.integers(0, len(lengths) - 1))
    took = data.draw(minutes)
    parts = [{"minutes": one} for one in lengths]
    parts[over]["took"] = took
    found = planned({**parts[0], "start": "09:00"}, *parts[1:])
    by = took - lengths[over]
    assert [slot.late for slot in found.slots] == [0] * (over + 1) + [by] * (len(parts) - over - 1)
    assert found.late == by


def test_a_part_with_a_time_of_its_own_waits() -> None:
    """Who is ready early waits for it; what runs over takes up the time before it first."""
    dinner = ({"minutes": 30, "start": "21:00"}, {"minutes": 15})
    assert times(planned(*EVENING, *dinner))[3:] == ["21:00", "21:30"]
    early = planned({**EVENING[0], "took": 1}, *EVENING[1:], *dinner)
    assert times(early) == ["19:30", "19:31", "19:51", "21:00", "21:30"]
    assert early.late == 0
    over = planned(EVENING[0], {**EVENING[1], "took": 60}, EVENING[2], *dinner)
    assert times(over) == ["19:30", "19:40", "20:40", "21:25", "21:55"]
    assert over.late == 25


@given(parts, st.integers(0, 60))
def test_a_fixed_part_never_begins_before_its_time(lengths: list[int], wait: int) -> None:
    """It begins then, or as soon as what comes before it is over."""
    parts = [{"minutes": one % 40} for one in lengths]
    before = sum(one["minutes"] for one in parts)
    fixed = {"minutes": 10, "start": clock(600 + before + wait)}
    found = planned({**parts[0], "start": "10:00", "took": 45}, *parts[1:], fixed)
    last = found.slots[-1]
    assert last.start is not None
    assert last.start == max(600 + before + wait, (found.slots[-2].end or 0))
    assert last.planned == 600 + before + wait
    assert found.clashes == ()


def test_past_midnight() -> None:
    """A clock begins anew, and a time after midnight is that of the next day."""
    late = ({"minutes": 60, "start": "23:30"}, {"minutes": 30, "start": "00:40"}, {"minutes": 30})
    found = planned(*late)
    assert times(found) == ["23:30", "00:40", "01:10"]
    assert found.clashes == ()
    assert found.late == 0
    assert planned({**late[0], "took": 90}, *late[1:]).late == 20


@pytest.mark.parametrize(
    ("second", "clash"), [("20:00", ()), ("19:59", ("b",)), ("19:30", ("b",)), ("18:00", ("b",))]
)
def test_a_part_that_should_begin_too_early(second: str, clash: tuple[str, ...]) -> None:
    """Before what comes before it is over: that is told, and the plan now is one that can be."""
    found = planned({"minutes": 30, "start": "19:30"}, {"minutes": 30, "start": second}, {"minutes": 5})
    assert found.clashes == clash
    assert times(found) == ["19:30", "20:00", "20:30"]


def test_a_clash_after_midnight_is_one_too() -> None:
    """The part at 01:00 begins while the one before it goes on until 01:10."""
    found = planned({"minutes": 100, "start": "23:30"}, {"minutes": 30, "start": "01:00"})
    assert found.clashes == ("b",)
    assert planned({"minutes": 90, "start": "23:30"}, {"minutes": 30, "start": "01:00"}).clashes == ()


def test_without_a_time_nothing_is_said_of_the_clock() -> None:
    """The minutes still add up; from the first part with a time on, the times are known."""
    found = planned({"minutes": 10}, {"minutes": 20})
    assert times(found) == ["?", "?"]
    assert (found.total, found.late) == (30, 0)
    assert times(planned({"minutes": 10}, {"minutes": 20, "start": "14:00"}, {})) == ["?", "14:00", "14:20"]


def test_parts_without_minutes_are_counted() -> None:
    """They take no time until somebody says how long they are; what they took counts."""
    found = planned({"start": "19:30"}, {"minutes": 10}, {})
    assert found.untimed == 2
    assert times(found) == ["19:30", "19:30", "19:40"]
    assert times(planned({"start": "19:30", "took": 15}, {"minutes": 10})) == ["19:30", "19:45"]


def test_which_part_is_next() -> None:
    """The first that is not done; none when all are."""
    found = planned({**EVENING[0], "took": 10}, *EVENING[1:])
    assert found.next is not None
    assert found.next.record == "b"
    assert [slot.done for slot in found.slots] == [True, False, False]
    assert planned(*({**one, "took": 1} for one in EVENING)).next is None
    assert planned({**EVENING[0], "took": 0}).next is None


def test_time_does_not_run_backwards() -> None:
    """A number below zero in a file is no time."""
    found = planned({"minutes": -30, "start": "19:30"}, {"minutes": 10, "took": -5}, {"minutes": 10})
    assert times(found) == ["19:30"] * 3
    assert found.total == 20


@given(st.integers(0, 10 * DAY))
def test_a_time_as_people_read_it(now: int) -> None:
    """Read back it is the same time of the day."""
    assert minutes_of(clock(now)) == now % DAY
    assert len(clock(now)) == 5


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "minutes": st.integers(-10, 10**6),
                "took": st.integers(-10, 10**6),
                "start": st.times().map(lambda time: f"{time:%H:%M}"),
            },
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_stands_in_the_file(parts: list[dict[str, Any]]) -> None:
    """There is a plan, and in the plan now no part begins before the one before it has ended."""
    found = planned(*parts)
    assert [slot.record for slot in found.slots] == [one["id"] for one in programme(*parts)]
    for before, slot in zip(found.slots, found.slots[1:], strict=False):
        assert before.end is None or (slot.start is not None and slot.start >= before.end)
