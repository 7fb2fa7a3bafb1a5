"""How scores lie: checked against other ways to work out the same."""

import statistics
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kompas.steps.spread import Spread, consensus, spread

Scores = list[int | str | None]

TEN: dict[int | str, str] = {value: str(value) for value in range(1, 11)}
NAMED: dict[int | str, str] = {"nog-niet": "Nog niet", "deels": "Deels", "ja": "Ja"}

numbers = st.lists(st.integers(1, 10), min_size=1, max_size=60)
tallies = st.lists(st.integers(0, 9), min_size=2, max_size=11).filter(any)


def number(words: str) -> float:
    """The number that people read."""
    return float(words.replace(",", "."))


@given(st.lists(st.sampled_from([*TEN, None, 0, 11, "7", "ja"])))
def test_every_score_is_counted_once(scores: Scores) -> None:
    """The bars add up to everyone who gave a score; "weet ik niet" apart; what does not exist is left out."""
    seen = spread(TEN, scores)
    assert dict(seen.counts) == {str(value): scores.count(value) for value in TEN}
    assert seen.answered == sum(count for _, count in seen.counts)
    assert seen.unknown == scores.count(None)


@given(numbers)
def test_the_median_is_the_median(scores: list[int]) -> None:
    """As the statistics module has it, in words and as a place on the scale."""
    seen = spread(TEN, scores)
    assert number(seen.median) == statistics.median(scores)
    assert seen.position == statistics.median(scores) - 1


@given(numbers)
def test_the_middle_half_is_what_is_left_without_both_quarters(scores: list[int]) -> None:
    """Take away the lowest and the highest score, again and again, as long as half of them stays."""
    left = sorted(scores)
    while len(left) - 2 >= len(scores) / 2:
        left = left[1:-1]
    seen = spread(TEN, scores)
    assert (number(seen.low), number(seen.high)) == (left[0], left[-1])


@given(numbers)
def test_the_median_lies_in_the_middle_half(scores: list[int]) -> None:
    """What is said about the same scores does not contradict itself."""
    seen = spread(TEN, scores)
    assert number(seen.low) <= number(seen.median) <= number(seen.high)


@given(numbers)
def test_turning_the_scale_around_turns_the_picture_around(scores: list[int]) -> None:
    """A statement and its opposite give the same picture, mirrored."""
    seen, mirrored = spread(TEN, scores), spread(TEN, [11 - score for score in scores])
    assert seen.agreement == mirrored.agreement
    assert number(mirrored.median) == 11 - number(seen.median)
    assert (number(mirrored.low), number(mirrored.high)) == (11 - number(seen.high), 11 - number(seen.low))
    assert [count for _, count in mirrored.counts] == [count for _, count in seen.counts][::-1]


@given(numbers, st.randoms())
def test_order_does_not_matter(scores: list[int], random: Random) -> None:
    """Who came first cannot be seen from the picture."""
    shuffled = random.sample(scores, len(scores))
    assert spread(TEN, shuffled) == spread(TEN, scores)


@given(tallies)
def test_agreement_runs_from_0_to_1(tally: list[int]) -> None:
    """Never outside, whatever the room does."""
    assert 0 <= consensus(tally) <= 1


@given(tallies)
def test_agreement_is_1_only_if_all_gave_the_same(tally: list[int]) -> None:
    """Also as people read it, in hundredths: one different score is never "helemaal eens"."""
    same = sum(map(bool, tally)) == 1
    assert (consensus(tally) == 1) == same
    scores = [place + 1 for place, count in enumerate(tally[:10]) for _ in range(count)]
    assume(scores)
    assert (spread(TEN, scores).agreement == 1) == (len(set(scores)) == 1)


def test_one_different_score_in_a_large_room_shows() -> None:
    """Rounding does not make 499 against 1 into all the same."""
    assert spread(TEN, [7] * 499 + [8]).agreement == 0.99


@given(st.integers(2, 12), st.integers(1, 30))
def test_agreement_is_0_with_half_at_each_end(length: int, each: int) -> None:
    """The room cannot be further apart."""
    assert consensus([each] + [0] * (length - 2) + [each]) == pytest.approx(0)


@given(tallies)
def test_agreement_does_not_depend_on_the_side_or_the_size(tally: list[int]) -> None:
    """Mirrored, or twice as many people who give the same: the same agreement."""
    assert consensus(tally[::-1]) == pytest.approx(consensus(tally))
    assert consensus([2 * count for count in tally]) == pytest.approx(consensus(tally))


@pytest.mark.parametrize(
    ("tally", "expected"),
    [([1, 1, 1, 1, 1], 0.4340), ([0, 5, 5, 0], 0.7370), ([5, 0, 0, 0, 5], 0), ([3], 1)],
)
def test_agreement_worked_out_by_hand(tally: list[int], expected: float) -> None:
    """Some values of Tastle and Wierman's measure, from the formula on paper."""
    assert consensus(tally) == pytest.approx(expected, abs=0.0001)


def test_nobody_gave_a_score() -> None:
    """There is no middle and no agreement, but who does not know is counted."""
    assert spread(NAMED, [None, None]) == Spread(counts=(("Nog niet", 0), ("Deels", 0), ("Ja", 0)), unknown=2)


@pytest.mark.parametrize(
    ("scores", "median"),
    [
        ([7, 8], "7,5"),
        ([6, 8], "7"),
        ([10], "10"),
        ([1, 10, 10], "10"),
    ],
)
def test_a_middle_in_numbers(scores: Scores, median: str) -> None:
    """With a comma, as in Dutch, and only where it is needed."""
    assert spread(TEN, scores).median == median


@pytest.mark.parametrize(
    ("scores", "median"),
    [
        (["ja", "ja", "deels"], "Ja"),
        (["ja", "deels"], "tussen “Deels” en “Ja”"),
        (["nog-niet", "ja"], "Deels"),
    ],
)
def test_a_middle_in_words(scores: Scores, median: str) -> None:
    """Options are not numbers: what lies between two is said in words."""
    assert spread(NAMED, scores).median == median


def test_words_are_in_the_order_of_the_scale() -> None:
    """From low to high as the block has them, not as the alphabet does."""
    seen = spread(NAMED, ["ja", "nog-niet", "ja", "deels", "nog-niet", None, "misschien"])
    assert seen.counts == (("Nog niet", 2), ("Deels", 1), ("Ja", 2))
    assert (seen.low, seen.median, seen.high, seen.unknown) == ("Nog niet", "Deels", "Ja", 1)
