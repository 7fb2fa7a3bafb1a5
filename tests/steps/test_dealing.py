"""Dealing people out over groups: evenly, the same or others, and changing one group only."""

from collections import Counter
from datetime import date
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kompas.steps.dealing import (
    Dealing,
    Group,
    Groups,
    deal,
    dealt,
    joined,
    members,
    parted,
    to_deal,
)
from kompas.steps.field import Record
from kompas.steps.step import Participant
from tests.packaged import PERSPECTIVES

DAY = date(2026, 11, 21)
DEALING = Dealing(members="members", leader="leader")
SEVERAL = ["jongeren", "ouders", "onderwijs", "gemeente", ""]


def person(id: str, perspective: str = "") -> Participant:
    """Someone from this perspective."""
    return Participant(id=id, role=id, perspective=perspective)


def crowd(*perspectives: str) -> list[Participant]:
    """Someone for each of these perspectives."""
    return [person(f"p{place:03}", perspective) for place, perspective in enumerate(perspectives)]


def by_id(people: list[Participant]) -> dict[str, Participant]:
    """The people of a session."""
    return {one.id: one for one in people}


def uneven(found: Groups, people: list[Participant]) -> list[str]:
    """What differs by more than one between groups: their sizes, or a perspective."""
    known = by_id(people)
    wrong = []
    for perspective in [None, *SEVERAL]:
        counts = [sum(perspective in (None, known[id].perspective) for id in ids) for ids in found.values()]
        wrong += [str(perspective)] if max(counts) - min(counts) > 1 else []
    return wrong


def again(found: Groups, before: Groups) -> int:
    """How many pairs sit together once more."""
    met = {frozenset(pair) for ids in before.values() for pair in combinations(ids, 2)}
    return sum(frozenset(pair) in met for ids in found.values() for pair in combinations(ids, 2))


rooms = st.lists(st.sampled_from(SEVERAL), max_size=60).map(lambda all: crowd(*all))
numbers = st.integers(1, 30)


def names(number: int) -> list[str]:
    """The ids of so many groups."""
    return [f"g{place}" for place in range(number)]


@given(rooms, numbers)
def test_everyone_has_one_place_and_groups_are_even(people: list[Participant], number: int) -> None:
    """In size and in every perspective groups differ by one at most, also when they are dealt anew."""
    first = deal(people, names(number))
    second = deal(people, names(number), tuple(first.values()))
    for found in (first, second):
        assert list(found) == names(number)
        assert Counter(id for ids in found.values() for id in ids) == Counter(one.id for one in people)
        assert uneven(found, people) == []


@settings(max_examples=15)
@given(st.integers(0, 300), numbers, st.randoms(use_true_random=False))
def test_so_too_for_a_full_hall(size: int, number: int, random: Random) -> None:
    """From nobody up to three hundred people."""
    people = crowd(*(random.choice(SEVERAL) for _ in range(size)))
    found = deal(people, names(number))
    assert sum(map(len, found.values())) == size
    assert uneven(found, people) == []


@given(rooms, numbers, st.randoms(use_true_random=False))
def test_the_same_people_get_the_same_groups(people: list[Participant], number: int, random: Random) -> None:
    """In whatever order they stand in the file."""
    shuffled = list(people)
    random.shuffle(shuffled)
    assert deal(shuffled, names(number)) == deal(people, names(number))


@pytest.mark.parametrize(
    ("perspectives", "number", "most"),
    [
        (["jongeren"] * 9, 3, 0),  # three times three: nobody needs to meet anyone again
        (["jongeren"] * 16, 4, 0),
        (SEVERAL, 2, 1),  # everyone of another perspective: still others, as far as five people allow
        ([*SEVERAL, *SEVERAL], 5, 1),
        (["jongeren"] * 6, 2, 2),
    ],
)
def test_dealt_anew_people_meet_others(perspectives: list[str], number: int, most: int) -> None:
    """As few as possible sit together once more."""
    people = crowd(*perspectives)
    first = deal(people, names(number))
    second = deal(people, names(number), tuple(first.values()))
    assert again(second, first) <= most
    assert again(first, first) > most


@given(st.lists(st.sampled_from(SEVERAL), min_size=4, max_size=40), st.integers(2, 8))
def test_dealt_anew_is_never_all_the_same(perspectives: list[str], number: int) -> None:
    """If anyone sat with anyone and there is a choice, the groups are others."""
    people = crowd(*perspectives)
    first = deal(people, names(number))
    second = deal(people, names(number), tuple(first.values()))
    assert again(second, first) <= again(first, first)
    if len(people) >= 2 * number:
        assert {frozenset(ids) for ids in second.values()} != {frozenset(ids) for ids in first.values()}


@given(rooms, numbers, st.sampled_from(SEVERAL))
def test_who_comes_late_changes_one_group(people: list[Participant], number: int, perspective: str) -> None:
    """And makes the groups no less even in size; all others sit where they sat."""
    late = person("laat", perspective)
    before = deal(people, names(number))
    after = joined(before, late, by_id([*people, late]))
    changed = [group for group in before if before[group] != after[group]]
    assert len(changed) == 1
    assert after[changed[0]] == (*before[changed[0]], "laat")
    sizes = [len(ids) for ids in after.values()]
    assert max(sizes) - min(sizes) <= 1


def test_who_comes_late_goes_where_their_perspective_is_rare() -> None:
    """Of the smallest groups."""
    people = crowd("jongeren", "ouders", "ouders")
    groups = {"a": ("p000",), "b": ("p001",), "c": ("p002", "x")}
    assert joined(groups, person("laat", "jongeren"), by_id(people))["b"] == ("p001", "laat")
    assert joined(groups, person("laat", "ouders"), by_id(people))["a"] == ("p000", "laat")
    assert joined({}, person("laat"), {}) == {}


@given(rooms.filter(bool), numbers)
def test_who_leaves_changes_one_group(people: list[Participant], number: int) -> None:
    """Only the place they had is free."""
    before = deal(people, names(number))
    after = parted(before, people[0].id)
    changed = [group for group in before if before[group] != after[group]]
    assert len(changed) == 1
    assert set(before[changed[0]]) - set(after[changed[0]]) == {people[0].id}


def test_facilitators_and_who_left_are_not_dealt_out() -> None:
    """Who leads a group has a place already."""
    people = by_id([person("a"), person("b"), Participant(id="c", role="c", left=DAY)])
    records: list[Record] = [{"id": "thema", "leader": "a"}, {"id": "ander"}]
    assert [one.id for one in to_deal(DEALING, records, people)] == ["b"]
    assert [one.id for one in to_deal(Dealing(members="members"), records, people)] == ["a", "b"]


def test_how_the_groups_are_now() -> None:
    """Counted by perspective in the order of the list; who is nowhere, gone, or in two groups."""
    people = by_id(
        [
            person("a", "jongeren"),
            person("b", "ouders"),
            person("c", "jongeren"),
            person("d"),
            person("e", "ouders"),
            Participant(id="f", role="f", left=DAY),
        ]
    )
    records: list[Record] = [
        {"id": "een", "members": ("b", "a", "c", "f"), "leader": "e"},
        {"id": "twee", "members": ("a", "onbekend")},
        {"id": "drie"},
    ]
    found = dealt(DEALING, records, people, PERSPECTIVES)
    assert members(DEALING, records)["drie"] == ()
    assert found.groups == (
        Group("een", 4, (("Jongeren", 2), ("Ouders", 1), ("", 1))),
        Group("twee", 2, (("Jongeren", 1),)),
        Group("drie", 0, ()),
    )
    assert [one.id for one in found.without] == ["d"]
    assert [one.id for one in found.gone] == ["f"]
    assert [one.id for one in found.twice] == ["a"]


def test_who_leads_a_group_is_in_it() -> None:
    """Who leads one and was dealt into another is in two; who leads two was dealt into none."""
    people = by_id([person("a"), person("b"), person("c")])
    records: list[Record] = [
        {"id": "een", "leader": "a", "members": ("a", "b")},
        {"id": "twee", "leader": "b", "members": ("c",)},
    ]
    found = dealt(DEALING, records, people, PERSPECTIVES)
    assert [one.id for one in found.twice] == ["b"]
    assert [one.id for one in found.doubled] == ["a"]
    again = dealt(DEALING, [{"id": "x", "members": ("c", "b", "c")}, {"id": "y"}], people, {})
    assert ([one.id for one in again.doubled], again.twice) == (["c"], ())
    assert dealt(DEALING, [{"id": "x", "leader": "a"}, {"id": "y", "leader": "a"}], people, {}).twice == ()


def test_without_groups_or_people() -> None:
    """Nothing to deal is no failure."""
    assert deal([], names(3)) == {"g0": (), "g1": (), "g2": ()}
    assert deal(crowd("jongeren"), []) == {}
    assert deal(crowd("jongeren", "jongeren"), ["g"]) == {"g": ("p000", "p001")}
    assert dealt(DEALING, [], {}, {}).groups == ()
