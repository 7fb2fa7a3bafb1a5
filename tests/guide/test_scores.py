"""Scores and counts as people type them."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.guide.scores import explained, parse_counts, parse_score
from kompas.steps.poll import PollStep, Scale, Score
from kompas.steps.step import Option
from tests.packaged import step

URGENCY: PollStep = step("0A.urgency")
READINESS: PollStep = step("vooraf.readiness")


def with_options(*labels: str) -> PollStep:
    """A poll with these options."""
    options = tuple(Option(id=label.lower(), label=label) for label in labels)
    return PollStep(id="p", title="", why="", how="", tips=(), minutes=1, statements=(), options=options)


def with_scale(low: int, high: int) -> PollStep:
    """A poll on this scale."""
    scale = Scale(min=low, max=high, low="laag", high="hoog")
    return PollStep(id="p", title="", why="", how="", tips=(), minutes=1, statements=(), scale=scale)


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("8", 8),
        (" 10 ", 10),
        ("08", 8),
        ("?", None),
        ("weet ik niet", None),
        ("Weet niet", None),
        ("w", None),
    ],
)
def test_a_score_on_a_scale(typed: str, score: Score) -> None:
    """A number, or that someone does not know."""
    assert parse_score(URGENCY, typed) == score


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("ja", "ja"),
        ("J", "ja"),
        ("nog", "nog-niet"),
        ("1", "nog-niet"),
        ("3", "ja"),
        ("?", None),
        ("wee", None),
    ],
)
def test_a_score_from_options(typed: str, score: Score) -> None:
    """A name, the beginning of one, or its place in the list."""
    assert parse_score(READINESS, typed) == score


def test_a_whole_name_wins() -> None:
    """Typing "veel" means "veel", also where there is "veel te veel"."""
    poll = with_options("Veel", "Veel te veel")
    assert parse_score(poll, "veel") == "veel"
    assert parse_score(poll, "veel te") == "veel te veel"


def test_w_is_not_guessed_where_it_could_be_an_answer() -> None:
    """With an option "Wel", a w could be that or "weet ik niet": kompas asks again."""
    with pytest.raises(ValueError, match="Typ 1 = Niet, 2 = Wel"):
        parse_score(with_options("Niet", "Wel"), "w")


def test_a_scale_may_go_below_zero() -> None:
    """A team may ask from -2 to 2."""
    assert parse_score(with_scale(-2, 2), "-2") == -2


@pytest.mark.parametrize("typed", ["0", "11", "7,5", "zeven", "", "-", "²", "٣", "9" * 5000, "8 " + "8"])
def test_no_score_on_this_scale(typed: str) -> None:
    """The message says which numbers can be typed."""
    with pytest.raises(ValueError, match=r"^Typ een cijfer van 1 tot en met 10, of \?$"):
        parse_score(URGENCY, typed)


@pytest.mark.parametrize("typed", ["0", "4", "nee", "", "e", "9" * 5000])
def test_no_option(typed: str) -> None:
    """The message names all options."""
    message = "Typ 1 = Nog niet, 2 = Deels, 3 = Ja, ? = weet ik niet."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_score(READINESS, typed)


def test_the_explanation_says_what_the_ends_mean() -> None:
    """Who sees only this line knows what 1 and 10 stand for."""
    assert explained(URGENCY) == "1 = kan wachten, 10 = moet nu, ? = weet ik niet"


@pytest.mark.parametrize(
    "typed",
    [
        "8:3 7:2 ?:1",
        "8: 3, 7: 2, ?: 1",
        "8: 3 keer, 7: 2 keer, weet ik niet: 1 keer",
        "8=3;7=2;?=1",
        " 7 : 2  8 : 3  ? : 1 ",
        "8:3x 7:2x ?:1x",
        "8: 3 Keer; 7: 2 KEER; W: 1",
        "8:1 ?:1 7:2 8:2",
    ],
)
def test_counts_as_people_type_them(typed: str) -> None:
    """Any separator, with or without words; a score named twice is added up."""
    assert parse_counts(URGENCY, typed) == [7, 7, 8, 8, 8, None]


@pytest.mark.parametrize("typed", ["ja: 4, nog niet: 2", "nog niet: 2 ja: 4", "3:4 1:2", "Ja=4;nog=2"])
def test_counts_of_options(typed: str) -> None:
    """Options of more than one word, with their own names, their beginnings or their places."""
    assert parse_counts(READINESS, typed) == ["nog-niet"] * 2 + ["ja"] * 4


def test_nothing_typed_is_nothing_counted() -> None:
    """The conversation then asks again; it is no mistake here."""
    assert parse_counts(URGENCY, "  ") == []


@given(st.lists(st.sampled_from([*URGENCY.values, None])), st.sampled_from([" ", ", ", ";"]))
def test_every_hand_is_counted(scores: list[Score], separator: str) -> None:
    """As many scores come out as hands went up, whatever their order."""
    tally = Counter(scores)
    typed = separator.join(f"{'?' if score is None else score}:{count}" for score, count in tally.items())
    assert Counter(parse_counts(URGENCY, typed)) == tally


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8", "Dit begrijp ik niet: “8”. Typ score:aantal, met spaties ertussen."),
        ("8:3 en 7:2", "Typ een cijfer van 1 tot en met 10, of ?"),
        ("8:drie", "Dit begrijp ik niet: “8:drie”. Typ score:aantal, met spaties ertussen."),
        ("8:-1", "Dit begrijp ik niet: “8:-1”. Typ score:aantal, met spaties ertussen."),
        ("8:12345", "Dit begrijp ik niet: “8:12345”. Typ score:aantal, met spaties ertussen."),
        ("11:2", "Typ een cijfer van 1 tot en met 10, of ?"),
    ],
)
def test_counts_that_cannot_be_understood(typed: str, said: str) -> None:
    """The message shows what was not understood, and how to type it."""
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        parse_counts(URGENCY, typed)


@given(st.sampled_from([URGENCY, READINESS]), st.text() | st.text("0123456789:=,;?x jan-", max_size=40))
def test_anything_typed_gives_scores_or_a_sentence(poll: PollStep, typed: str) -> None:
    """Nothing that a person can type ends in English or in a crash."""
    said: list[str] = []
    given: list[Score] = []
    parsers: list[Callable[[], list[Score]]] = [
        lambda: [parse_score(poll, typed)],
        lambda: parse_counts(poll, typed),
    ]
    for parse in parsers:
        try:
            given += parse()
        except ValueError as error:
            said.append(str(error))
    assert all(one.startswith(("Typ ", "Dit begrijp ik niet: ")) for one in said)
    assert set(given) <= {None, *poll.values}
