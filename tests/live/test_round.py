"""A round of talk on phones: what the page asks, what it takes, and what is stored of it."""

from collections import Counter
from datetime import date
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas import steps
from kompas.live import kinds
from kompas.live.form import clean
from kompas.live.room import PAPER, Given, Refused, Room
from kompas.shapes import plain
from kompas.steps.round import RoundAnswer, RoundStep, TalkRound
from tests.packaged import around, step

VISION: RoundStep = step("0B.vision")
AROUND = around(block="0B")
DAY = date(2026, 11, 21)

WORDS = st.text(max_size=40).map(clean).filter(bool)
GIVENS = st.builds(
    Given,
    st.sampled_from(["", "jongeren", "ouders"]),
    st.dictionaries(st.sampled_from([one.id for one in VISION.prompts]), WORDS, min_size=1),
)
ROOMS = st.lists(GIVENS, max_size=12).map(
    lambda gave: Room(givens={f"phone-{n}": one for n, one in enumerate(gave)})
)


def gathered(room: Room, asked: RoundStep = VISION) -> TalkRound:
    """The round as it would be stored."""
    found = kinds.gathered(asked, "2026-11-21-1445", DAY, room)
    assert isinstance(found, TalkRound)
    return found


def test_the_page_says_what_happens_with_the_words() -> None:
    """With the group, when that is asked; never with a name."""
    assert "je groep" in kinds.form(VISION, AROUND).promise[0]
    alone = kinds.form(msgspec.structs.replace(VISION, perspectives=False), AROUND)
    assert alone.perspectives is None
    assert alone.promise[0].startswith("Je woorden komen op het scherm, zonder naam.")


def test_a_prompt_can_be_left_open() -> None:
    """People write where they have something to say; lines stay lines."""
    fields = {
        "answer-horizon": " Een plek\r\nvoor iedereen ",
        "answer-chances": "",
        "perspective": "jongeren",
    }
    read = kinds.read(VISION, AROUND, fields)
    assert read == Given("jongeren", {"horizon": "Een plek\nvoor iedereen"})


def test_nothing_at_all_is_refused_unless_it_takes_something_back() -> None:
    """Who thinks better of it may empty the page: then nothing of them is stored."""
    with pytest.raises(Refused, match="Schrijf eerst"):
        kinds.read(VISION, AROUND, {"perspective": "-", "answer-horizon": " \u200b "})
    back = kinds.read(VISION, AROUND, {"perspective": "-"}, again=True)
    assert gathered(Room(givens={"phone-1": back})).contributions == ()


def test_too_long_is_refused_at_its_question() -> None:
    """It is not cut off in silence."""
    with pytest.raises(Refused, match=r"2\.001 letters") as caught:
        kinds.read(VISION, AROUND, {"perspective": "-", "answer-chances": "a" * 2001})
    assert caught.value.problems[0].path == ("answer-chances",)


@given(GIVENS)
def test_the_form_comes_back_as_it_was_filled_in(one: Given) -> None:
    """A phone that reloads sees its own words."""
    assert kinds.read(VISION, AROUND, kinds.filled(VISION, AROUND, one)) == one


@given(ROOMS, st.randoms())
def test_what_is_stored_tells_nothing_of_who_came_when(room: Room, chance: Random) -> None:
    """Every word is kept with its group; the order follows from the words, and no device is named."""
    one = gathered(room)
    gave = list(room.givens.values())
    chance.shuffle(gave)
    assert gathered(Room(givens={f"x{n}": given for n, given in enumerate(gave)})) == one
    answer = RoundAnswer(rounds=(one,))
    assert steps.understand(VISION, plain(answer)) == (answer, [])
    assert steps.problems(VISION, answer, AROUND) == []
    assert Counter(
        (said.perspective, frozenset(said.words.items())) for said in one.contributions
    ) == Counter((given.perspective, frozenset(given.values.items())) for given in gave)


def test_what_came_on_paper_is_counted() -> None:
    """It stands among the others, and tells only how many there were."""
    words = {"horizon": "rust"}
    room = Room(givens={f"{PAPER}1": Given("", dict(words)), "phone-1": Given("", dict(words))})
    assert gathered(room).on_paper == 1
    assert len(gathered(room).contributions) == 2


def test_a_group_that_is_not_asked_is_not_stored() -> None:
    """Also not when an older page still sent it."""
    room = Room(givens={"phone-1": Given("ouders", {"horizon": "rust"})})
    without = msgspec.structs.replace(VISION, perspectives=False)
    assert gathered(room, without).contributions[0].perspective == ""
