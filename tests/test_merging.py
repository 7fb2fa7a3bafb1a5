"""Two people changed the same step: what they made of it together."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.merging import Both, added, answer, each
from kompas.steps.proposal import ConsentAnswer, Decision, Response, Version
from kompas.steps.register import RegisterAnswer
from kompas.steps.step import Answer
from kompas.steps.text import TextAnswer

DAY = date(2026, 11, 21)


def version(id: str, *voices: Response) -> Version:
    """A version of a proposal."""
    return Version(id=id, date=DAY, text=f"Versie {id}", responses=voices)


FIRST, SECOND, THIRD = version("a"), version("b"), version("c")
HEARD = version("a", Response(response="none"))
TRIAL, LATER = Decision(state="trial", date=DAY), Decision(state="later", date=DAY)


def proposal(*versions: Version, decision: Decision | None = None, **more: Any) -> ConsentAnswer:
    """What there is of a decision by consent."""
    return ConsentAnswer(versions=versions, decision=decision, **more)


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "both"),
    [
        (proposal(FIRST), proposal(HEARD), proposal(FIRST, SECOND), proposal(HEARD, SECOND)),
        (proposal(FIRST), proposal(FIRST, THIRD), proposal(FIRST, SECOND), proposal(FIRST, SECOND, THIRD)),
        (
            proposal(FIRST),
            proposal(FIRST, decision=TRIAL),
            proposal(FIRST, SECOND),
            proposal(FIRST, SECOND, decision=TRIAL),
        ),
        (
            proposal(HEARD, decision=LATER),
            proposal(HEARD, decision=TRIAL, earlier=(LATER,)),
            proposal(HEARD, SECOND, decision=LATER),
            proposal(HEARD, SECOND, decision=TRIAL, earlier=(LATER,)),
        ),
        (None, proposal(FIRST), proposal(SECOND, decision=TRIAL), proposal(SECOND, FIRST, decision=TRIAL)),
        (
            None,
            proposal(FIRST),
            proposal(SECOND, earlier=(TRIAL,)),
            proposal(SECOND, FIRST, earlier=(TRIAL,)),
        ),
    ],
)
def test_versions_and_decisions_of_both_stay(
    before: Answer | None, mine: Answer, theirs: Answer, both: Answer
) -> None:
    """Who noted reactions does not lose the decision that somebody else noted, nor the other way round."""
    assert answer(before, mine, theirs) == both


@pytest.mark.parametrize(
    ("before", "mine", "theirs"),
    [
        (proposal(FIRST), proposal(HEARD), proposal(version("a", Response(response="concern")))),
        (proposal(FIRST), proposal(FIRST, decision=TRIAL), proposal(FIRST, decision=LATER)),
        (proposal(FIRST, FIRST), proposal(HEARD), proposal(FIRST)),
        (TextAnswer(text="a"), TextAnswer(text="b"), TextAnswer(text="c")),
    ],
)
def test_the_same_changed_twice_is_for_people(before: Answer, mine: Answer, theirs: Answer) -> None:
    """The reactions to one version, or the decision."""
    with pytest.raises(Both):
        answer(before, mine, theirs)


def test_an_order_that_was_changed_stays() -> None:
    """A programme that is put in another order here is not put back by who adds a part elsewhere."""

    def programme(*ids: str) -> RegisterAnswer:
        return RegisterAnswer(records=tuple({"id": id} for id in ids))

    before = programme("a", "b", "c")
    assert answer(before, programme("c", "a", "b"), programme("a", "b", "c", "d")) == programme(*"cabd")
    assert answer(before, programme("a", "b", "c", "d"), programme("c", "a", "b")) == programme(*"cabd")
    assert answer(before, programme("a", "b", "d"), programme("c", "a", "b")) == programme(*"abd")


ids = st.lists(st.sampled_from("abcdef"), unique=True)


@given(ids, ids, ids)
def test_nothing_is_lost_and_nothing_twice(before: list[str], mine: list[str], theirs: list[str]) -> None:
    """What both have stays, what either added is there, what either took away is gone."""
    records = [[{"id": id} for id in one] for one in (before, mine, theirs)]
    merged = [one["id"] for one in each(*records)]
    assert len(merged) == len(set(merged))
    assert set(merged) == (set(mine) & set(theirs)) | (set(mine) ^ set(theirs)) - set(before)


def test_what_a_file_adds() -> None:
    """A decision that the file does not name stays; one that it names comes after it."""
    held = proposal(FIRST, SECOND, decision=TRIAL, earlier=(LATER,))
    assert added(held, proposal(HEARD, THIRD)) == proposal(
        HEARD, SECOND, THIRD, decision=TRIAL, earlier=(LATER,)
    )
    both = (LATER, TRIAL)
    assert added(held, proposal(decision=LATER)) == proposal(FIRST, SECOND, decision=LATER, earlier=both)
    assert added(held, proposal(decision=TRIAL)) == held
    given = proposal(decision=LATER, earlier=(TRIAL,))
    assert added(held, given) == proposal(FIRST, SECOND, decision=LATER, earlier=(TRIAL,))
    assert added(None, held) == held
    assert added(held, TextAnswer(text="a")) == TextAnswer(text="a")
