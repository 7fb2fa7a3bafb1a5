"""A poll on phones: what the page asks, what it takes, and that what is stored tells of nobody."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas import steps
from kompas.live import kinds
from kompas.live.form import clean
from kompas.live.room import PAPER, Given, Refused, Room
from kompas.shapes import plain
from kompas.steps.poll import PollAnswer, PollRound, PollStep
from tests.packaged import around, step

URGENCY: PollStep = step("0A.urgency")
COOPERATION: PollStep = step("0A.cooperation")
READINESS: PollStep = step("vooraf.readiness")
TRUST: PollStep = step("0B.trust")
AROUND = around()
DAY = date(2026, 11, 21)

POLLS = st.sampled_from([URGENCY, COOPERATION, READINESS, TRUST])
GROUPS = st.sampled_from(["", "jongeren", "onderwijs", "ouders"])
WORDS = st.text(max_size=60)


@st.composite
def givens(draw: st.DrawFn, poll: PollStep) -> Given:
    """What a device can have given."""
    scores = st.sampled_from([None, *poll.values])
    asked = draw(st.lists(st.sampled_from([one.id for one in poll.statements]), min_size=1, unique=True))
    values = {one.id: draw(scores) for one in poll.statements if one.id in asked}
    return Given(draw(GROUPS) if poll.perspectives else "", dict(values), clean(draw(WORDS)))


@st.composite
def rooms(draw: st.DrawFn) -> tuple[PollStep, Room]:
    """A poll, and a room in which up to 25 devices gave something, some on paper."""
    poll = draw(POLLS)
    gave = draw(st.lists(givens(poll), max_size=25))
    devices = [f"{PAPER if draw(st.integers(0, 5)) == 0 else 'phone-'}{n:04}" for n in range(len(gave))]
    return poll, Room(givens=dict(zip(devices, gave, strict=True)))


def gathered(poll: PollStep, room: Room) -> PollRound:
    """The round as it would be stored."""
    found = kinds.gathered(poll, "2026-11-21-1430", DAY, room)
    assert isinstance(found, PollRound)
    return found


def refusal(poll: PollStep, fields: Mapping[str, str]) -> tuple[str, str]:
    """Why these fields are not taken, and at which question that is told."""
    with pytest.raises(Refused) as caught:
        kinds.read(poll, AROUND, fields)
    return caught.value.message, str(caught.value.problems[0].path[0])


def test_the_page_asks_every_statement_with_every_score() -> None:
    """On a scale with words at its ends; "weet ik niet" comes last and is a real answer."""
    form = kinds.form(COOPERATION, AROUND)
    assert [one.text for one in form.questions] == [one.text for one in COOPERATION.statements]
    for question in form.questions:
        assert [choice.label for choice in question.choices] == ["1", "2", "3", "4", "5", "Weet ik niet"]
        assert (question.low, question.high) == ("klopt niet", "klopt helemaal")


def test_named_options_are_asked_by_name() -> None:
    """In their order, from low to high."""
    labels = [choice.label for choice in kinds.form(READINESS, AROUND).questions[0].choices]
    assert labels == [*READINESS.values.values(), "Weet ik niet"]


def test_a_group_is_asked_only_where_the_step_asks_for_it() -> None:
    """Trust asks for none; elsewhere "Zeg ik liever niet" can be chosen. A name is asked nowhere."""
    assert kinds.form(TRUST, AROUND).perspectives is None
    asked = kinds.form(URGENCY, AROUND).perspectives
    assert asked is not None
    assert [one.label for one in asked.choices] == [*AROUND.perspectives.values(), "Zeg ik liever niet"]


def test_what_is_chosen_is_read() -> None:
    """Scores as the step has them; what was not answered is left out."""
    fields = {
        "answer-shared": "4",
        "answer-fit": "?",
        "perspective": "ouders",
        "reason": " Omdat \r\n het moet ",
    }
    read = kinds.read(COOPERATION, AROUND, fields)
    assert read == Given("ouders", {"shared": 4, "fit": None}, "Omdat \n het moet")


def test_who_would_rather_not_say_has_no_group() -> None:
    """It is a choice, and stored as no group at all."""
    assert kinds.read(URGENCY, AROUND, {"answer-urgency": "7", "perspective": "-"}).perspective == ""


def test_a_group_that_is_not_asked_is_not_read() -> None:
    """Whatever somebody sends."""
    assert kinds.read(TRUST, AROUND, {"answer-open": "1", "perspective": "ouders"}).perspective == ""


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({}, "answer-urgency", "niets gekozen"),
        ({"perspective": "ouders", "reason": "zomaar"}, "answer-urgency", "niets gekozen"),
        ({"answer-urgency": "11", "perspective": "-"}, "answer-urgency", "kan hier niet"),
        ({"answer-urgency": "", "perspective": "-"}, "answer-urgency", "kan hier niet"),
        ({"answer-urgency": "7"}, "perspective", "bij welke groep"),
        ({"answer-urgency": "7", "perspective": "marsmannen"}, "perspective", "bij welke groep"),
        ({"answer-urgency": "7", "perspective": "-", "reason": "a" * 1001}, "reason", "1.001 letters"),
    ],
)
def test_what_cannot_be_is_refused_at_its_question(fields: dict[str, str], field: str, why: str) -> None:
    """So that the page can say it in the right place; nothing is cut off in silence."""
    message, place = refusal(URGENCY, fields)
    assert why in message
    assert place == field


@given(st.data())
def test_the_form_comes_back_as_it_was_filled_in(data: st.DataObject) -> None:
    """A phone that reloads sees its own answer."""
    poll = data.draw(POLLS)
    one = data.draw(givens(poll))
    assert kinds.read(poll, AROUND, kinds.filled(poll, AROUND, one)) == one


@given(
    POLLS, st.dictionaries(st.sampled_from(["answer-urgency", "answer-open", "perspective", "reason"]), WORDS)
)
def test_whatever_is_sent_is_refused_or_can_be_stored(poll: PollStep, fields: dict[str, str]) -> None:
    """Nothing that someone sends makes a round that kompas cannot use."""
    try:
        read = kinds.read(poll, AROUND, fields)
    except Refused:
        return
    one = gathered(poll, Room(givens={"phone-1": read}))
    assert steps.problems(poll, PollAnswer(rounds=(one,)), AROUND) == []


@given(st.text())
def test_text_of_strangers_is_only_text(text: str) -> None:
    """No control characters, nothing that turns it around or hides; and cleaning again changes nothing."""
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned
    assert not [one for one in cleaned if one != "\n" and unicodedata.category(one) in ("Cc", "Cs")]
    assert not set(cleaned) & set("\u202e\u2066\u200b\u2028\ufeff")


def test_accents_do_not_pile_up_over_the_words_of_others() -> None:
    """Towers of accents reach over other cards on the wall."""
    assert clean("Z" + "\u0310" * 200 + "o") == "Z" + "\u0310" * 4 + "o"


def test_emoji_and_other_scripts_stay() -> None:
    """Only what is no text goes."""
    for words in ("\U0001f469\u200d\U0001f467 \u2764\ufe0f goed", "مدرسة", "学校", "Zoë café"):
        assert clean(words) == words


@given(rooms())
def test_what_is_stored_is_right_and_anonymous(asked: tuple[PollStep, Room]) -> None:
    """Every score is one of the step, nothing is lost, and no device is named."""
    poll, room = asked
    one = gathered(poll, room)
    answer = PollAnswer(rounds=(one,))
    assert steps.understand(poll, plain(answer)) == (answer, [])
    assert steps.problems(poll, answer, AROUND) == []
    assert (one.method, one.anonymous, len(one.ballots)) == ("phone", True, len(room.givens))
    assert one.on_paper == room.on_paper
    gave = Counter(msgspec.json.encode((given.values, given.reason)) for given in room.givens.values())
    assert gave == Counter(msgspec.json.encode((ballot.scores, ballot.reason)) for ballot in one.ballots)
    assert not [device for device in room.givens if device.encode() in msgspec.json.encode(one)]


@given(rooms(), st.randoms())
def test_what_is_stored_tells_nothing_of_who_came_when(asked: tuple[PollStep, Room], chance: object) -> None:
    """The same answers by other devices, in another order, give the same file."""
    poll, room = asked
    gave = list(room.givens.items())
    chance.shuffle(gave)  # type: ignore[attr-defined]  # random.Random, which hypothesis makes its own of
    others = {f"{PAPER if id.startswith(PAPER) else ''}{n}": one for n, (id, one) in enumerate(gave)}
    assert gathered(poll, Room(givens=others)) == gathered(poll, room)


@given(rooms())
def test_small_groups_lose_their_perspective(asked: tuple[PollStep, Room]) -> None:
    """And who is left over is with as many, or is everyone: nobody is told by being in none of the groups."""
    poll, room = asked
    chosen = Counter(given.perspective for given in room.givens.values())
    stored = Counter(ballot.perspective for ballot in gathered(poll, room).ballots)
    left_over = stored.pop("", 0)
    assert all(many == chosen[group] >= poll.minimum_group for group, many in stored.items())
    assert not stored or left_over == 0 or left_over >= poll.minimum_group
    if not chosen[""] and min(chosen.values(), default=0) >= poll.minimum_group:
        assert stored == chosen


def test_one_who_is_in_none_of_the_groups_is_not_told_by_that() -> None:
    """Six, five and one: without the five, the one would be the only one left over."""
    groups = ["gemeente"] * 6 + ["ouders"] * 5 + ["jongeren"]
    room = Room(givens={str(n): Given(group, {"urgency": 7}) for n, group in enumerate(groups)})
    stored = Counter(ballot.perspective for ballot in gathered(URGENCY, room).ballots)
    assert stored == {"gemeente": 6, "": 6}


def test_what_the_facilitator_covers_is_not_on_the_screen() -> None:
    """But it is stored."""
    room = Room(
        givens={"a": Given("", {"urgency": 3}), "b": Given("", {"urgency": 9})}, covered=frozenset({"a"})
    )
    seen = kinds.on_screen(URGENCY, "een", DAY, room)
    assert isinstance(seen, PollRound)
    assert [ballot.scores for ballot in seen.ballots] == [{"urgency": 9}]
    assert len(gathered(URGENCY, room).ballots) == 2
