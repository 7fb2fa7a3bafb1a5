"""Everyone a score: who counts, who is missing, and what the room sees of it."""

from datetime import date
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import Problem
from kompas.steps import problems, state, understand
from kompas.steps.poll import (
    Ballot,
    Gap,
    PollAnswer,
    PollRound,
    PollStep,
    Score,
    anonymous_order,
    insight,
    waits_for,
)
from kompas.steps.step import Participant, State, unknown_participant
from tests.packaged import around, step

URGENCY: PollStep = step("0A.urgency")
COOPERATION: PollStep = step("0A.cooperation")
READINESS: PollStep = step("vooraf.readiness")
TRUST: PollStep = step("0B.trust")

DAY = date(2026, 11, 21)
PUPIL = Participant(id="leerling", role="leerling", perspective="jongeren")
MENTOR = Participant(id="mentor", role="mentor", perspective="onderwijs")
PARENT = Participant(id="ouder", role="ouder")
ROOM = around(PUPIL, MENTOR, PARENT)


def ballot(score: Score, participant: str = "", perspective: str = "", reason: str = "") -> Ballot:
    """What someone gave for urgency."""
    scores = {"urgency": score}
    return Ballot(participant=participant, perspective=perspective, scores=scores, reason=reason)


def held(*ballots: Ballot, id: str = "a", day: date = DAY, anonymous: bool = False) -> PollRound:
    """A round in which these ballots were typed."""
    return PollRound(id=id, date=day, method="typed", anonymous=anonymous, ballots=ballots)


def group(perspective: str, *scores: Score) -> list[Ballot]:
    """People of one perspective, without names."""
    return [ballot(score, perspective=perspective) for score in scores]


def test_scores_on_a_number_scale_become_numbers() -> None:
    """A file has text; what is no number stays as it was written, to be reported. Null is "weet ik niet"."""
    scores = {"urgency": "8", "b": None, "c": "acht", "d": "9" * 5000}
    one = {"id": "a", "date": "2026-11-21", "method": "counted", "ballots": [{"scores": scores}]}
    answer, wrong = understand(URGENCY, {"rounds": [one]})
    assert wrong == []
    assert answer.rounds[0].ballots[0].scores == {**scores, "urgency": 8}


@pytest.mark.parametrize("step", [URGENCY, READINESS])
def test_two_rounds_with_one_id_are_not_understood(step: PollStep) -> None:
    """Nothing could tell which of the two to change, so neither is."""
    one = {"id": "a", "date": "2026-11-21", "method": "counted"}
    answer, wrong = understand(step, {"rounds": [one, one]})
    assert answer is None
    assert wrong == [
        Problem("Ronde “a” staat er twee keer in.", "Geef elk een eigen id.", ("rounds", 1, "id"))
    ]


def test_named_options_stay_text() -> None:
    """An option may be called "1"; it is a name all the same."""
    ballots = [{"scores": {"roles": "ja", "whole": "1"}}]
    one = {"id": "a", "date": "2026-11-21", "method": "typed", "ballots": ballots}
    answer, _ = understand(READINESS, {"rounds": [one]})
    assert answer.rounds[0].ballots[0].scores == {"roles": "ja", "whole": "1"}


def test_everything_that_does_not_fit_is_reported_at_once() -> None:
    """Statements, scores, people and perspectives that do not exist, a person twice."""
    answer = PollAnswer(
        rounds=(
            held(ballot(11, "mentor"), ballot(7, "mentr"), ballot(7, "mentor", perspective="onderwys")),
            held(Ballot(scores={"urgentie": 7}), Ballot(scores={"urgency": "nul"})),
        )
    )
    scale = "Kies een getal van 1 tot en met 10, of null (weet ik niet)."
    assert {problem.path: str(problem) for problem in problems(URGENCY, answer, ROOM)} == {
        ("rounds", 0, "ballots", 0, "scores", "urgency"): f"De score “11” kan hier niet. {scale}",
        ("rounds", 0, "ballots", 1, "participant"): str(unknown_participant("mentr", ())),
        ("rounds", 0, "ballots", 2, "perspective"): (
            "Het perspectief “onderwys” ken ik niet. Bedoel je “onderwijs”?"
        ),
        ("rounds", 0, "ballots", 2, "participant"): (
            "Deelnemer “mentor” staat er twee keer in. Laat er één van staan."
        ),
        ("rounds", 1, "ballots", 0, "scores", "urgentie"): (
            "De vraag “urgentie” ken ik niet. Bedoel je “urgency”?"
        ),
        ("rounds", 1, "ballots", 1, "scores", "urgency"): (f"De score “nul” kan hier niet. {scale}"),
    }


def test_a_wrong_option_has_a_hint() -> None:
    """Of named options the one that was probably meant is named, and how to say "weet ik niet"."""
    answer = PollAnswer(rounds=(held(Ballot(scores={"roles": "nog niet", "whole": "?"})),))
    assert [problem.hint for problem in problems(READINESS, answer, ROOM)] == [
        "Bedoel je “nog-niet”?",
        "Kies uit: nog-niet, deels, ja, null.",
    ]


def test_a_name_in_an_anonymous_round_is_reported() -> None:
    """Whoever pasted it there is asked to take it out."""
    answer = PollAnswer(rounds=(held(ballot(7, "mentor"), anonymous=True),))
    assert problems(URGENCY, answer, ROOM) == [
        Problem(
            "In een anonieme ronde staat wie dit gaf.",
            "Haal de regel met participant weg.",
            ("rounds", 0, "ballots", 0, "participant"),
        )
    ]


def test_every_possible_score_is_right() -> None:
    """From the lowest to the highest, and "weet ik niet"."""
    ballots = tuple(ballot(score) for score in [*range(1, 11), None])
    assert problems(URGENCY, PollAnswer(rounds=(held(*ballots),)), ROOM) == []


def test_the_picture_counts_everyone() -> None:
    """The scores of all, how many do not know, and the reasons that were given."""
    one = held(ballot(7, "leerling", reason="Het duurt lang."), ballot(9), ballot(None))
    seen = insight(URGENCY, PollAnswer(rounds=(one,)), "a", ROOM)
    statement = seen.statements[0]
    assert (seen.round, seen.date, seen.ballots) == ("a", DAY, 3)
    assert (statement.all.median, statement.all.answered, statement.all.unknown) == ("8", 2, 1)
    assert statement.reasons == ("Het duurt lang.",)
    assert statement.before is None


def test_someone_who_passed_a_statement_over_is_not_counted_there() -> None:
    """No score is something else than "weet ik niet"."""
    one = held(Ballot(scores={"shared": 4}), Ballot(scores={"shared": 2, "fit": None}))
    found = insight(COOPERATION, PollAnswer(rounds=(one,)), "a", ROOM).statements
    seen = {statement.id: statement.all for statement in found}
    assert (seen["shared"].answered, seen["shared"].unknown) == (2, 0)
    assert (seen["fit"].answered, seen["fit"].unknown) == (0, 1)
    assert (seen["heard"].answered, seen["heard"].unknown) == (0, 0)


@given(st.integers(0, 8), st.integers(0, 8), st.integers(1, 6))
def test_a_small_group_is_never_shown_apart(pupils: int, parents: int, minimum: int) -> None:
    """Only from `minimum_group` on does a perspective have a picture of its own."""
    poll = msgspec.structs.replace(URGENCY, minimum_group=minimum)
    one = held(*group("jongeren", *[9] * pupils), *group("ouders", *[4] * parents), *group("", *[1] * 9))
    seen = insight(poll, PollAnswer(rounds=(one,)), "a", ROOM).statements[0]
    large = {"Jongeren": pupils, "Ouders": parents}
    assert {label: spread.answered for label, spread in seen.perspectives} == {
        label: size for label, size in large.items() if size >= minimum
    }
    assert (seen.gap is not None) == (pupils >= minimum and parents >= minimum)
    assert seen.all.answered == pupils + parents + 9


def test_the_gap_is_the_widest_one() -> None:
    """Of three groups the highest and the lowest are named."""
    one = held(*group("jongeren", *[9] * 5), *group("ouders", *[6] * 5), *group("gemeente", *[4] * 4, 5))
    seen = insight(URGENCY, PollAnswer(rounds=(one,)), "a", ROOM).statements[0]
    assert seen.gap == Gap(high="Jongeren", high_median="9", low="Gemeente", low_median="4")


@pytest.mark.parametrize("scores", [[9] * 5, [None] * 5])
def test_no_gap_without_a_difference(scores: list[Score]) -> None:
    """Two groups that think the same, or one that does not know, are not set against each other."""
    one = held(*group("jongeren", *[9] * 5), *group("ouders", *scores))
    assert insight(URGENCY, PollAnswer(rounds=(one,)), "a", ROOM).statements[0].gap is None


def test_someone_speaks_from_their_own_perspective() -> None:
    """Who is in the list of participants counts with their perspective there."""
    people = [Participant(id=f"j{place}", role="leerling", perspective="jongeren") for place in range(5)]
    one = held(*(ballot(9, person.id) for person in people))
    seen = insight(URGENCY, PollAnswer(rounds=(one,)), "a", around(*people)).statements[0]
    assert [label for label, _ in seen.perspectives] == ["Jongeren"]


def test_each_round_is_seen_beside_the_one_before() -> None:
    """Of three rounds the second is compared with the first, and the third with the second."""
    rounds = tuple(held(*group("", score, score), id=id) for id, score in [("a", 4), ("b", 6), ("c", 9)])
    answer = PollAnswer(rounds=rounds)
    before = [insight(URGENCY, answer, id, ROOM).statements[0].before for id in "abc"]
    assert [spread.median if spread else None for spread in before] == [None, "4", "6"]


def test_a_round_that_was_begun_but_not_held_is_nothing_to_compare_with() -> None:
    """An empty round before this one shows no change."""
    answer = PollAnswer(rounds=(held(id="a"), held(ballot(7), id="b")))
    assert insight(URGENCY, answer, "b", ROOM).statements[0].before is None


LATER = Participant(id="later", role="wijkagent", joined=date(2026, 12, 1))
GONE = Participant(id="gone", role="wethouder", left=date(2026, 11, 20))
LEFT_TODAY = Participant(id="left", role="directeur", left=DAY)
JOINED_TODAY = Participant(id="new", role="jongerenwerker", joined=DAY)


def test_who_has_not_answered() -> None:
    """Everyone who took part on that day; not who had left, nor who came later."""
    room = around(PUPIL, MENTOR, LATER, GONE, LEFT_TODAY, JOINED_TODAY)
    one = held(ballot(7, "mentor"))
    assert waits_for(URGENCY, one, room) == [PUPIL, JOINED_TODAY]
    assert state(URGENCY, PollAnswer(rounds=(one,)), room) == State.PARTLY
    assert insight(URGENCY, PollAnswer(rounds=(one,)), "a", room).not_heard == (PUPIL, JOINED_TODAY)


@pytest.mark.parametrize(
    "one",
    [
        held(ballot(7, "mentor"), anonymous=True),
        held(ballot(7), ballot(8)),
        PollRound(id="a", date=DAY, method="counted", ballots=(ballot(7),)),
        PollRound(id="a", date=DAY, method="phone", ballots=(ballot(7, "mentor"),)),
    ],
)
def test_nobody_is_waited_for_where_names_are_not_asked(one: PollRound) -> None:
    """An anonymous, a counted and an unnamed round are done as soon as there are scores."""
    assert waits_for(URGENCY, one, ROOM) == []
    assert state(URGENCY, PollAnswer(rounds=(one,)), ROOM) == State.DONE


def test_the_last_round_says_how_far_it_is() -> None:
    """A new round that was only begun is open again."""
    everyone = held(*(ballot(7, person.id) for person in (PUPIL, MENTOR, PARENT)))
    assert state(URGENCY, PollAnswer(rounds=(everyone,)), ROOM) == State.DONE
    assert state(URGENCY, PollAnswer(rounds=(everyone, held(id="b"))), ROOM) == State.OPEN
    assert state(URGENCY, PollAnswer(), ROOM) == State.OPEN


ballots = st.builds(
    Ballot,
    scores=st.dictionaries(st.sampled_from(["agreements_kept", "open"]), st.integers(1, 5) | st.none()),
    reason=st.text(max_size=5),
)


@given(st.lists(ballots, max_size=8), st.randoms())
def test_the_order_of_anonymous_ballots_tells_nothing(given: list[Ballot], random: Random) -> None:
    """Whoever came first cannot be seen from the file: the same ballots are always in the same order."""
    shuffled = random.sample(given, len(given))
    assert anonymous_order(tuple(given)) == anonymous_order(tuple(shuffled))
    assert sorted(map(repr, anonymous_order(tuple(given)))) == sorted(map(repr, given))


def test_trust_is_anonymous() -> None:
    """The block asks trust without names and groups; the poll may not lose that unnoticed."""
    assert TRUST.anonymous
    assert TRUST.minimum_group >= 5
    assert not TRUST.perspectives


def test_no_more_were_on_paper_than_answered() -> None:
    """Who edits the file and takes out an answer also has to count again."""
    one = PollRound(id="a", date=DAY, method="phone", on_paper=2, ballots=(ballot(7), ballot(8)))
    assert problems(URGENCY, PollAnswer(rounds=(one,)), ROOM) == []
    for wrong in (3, -1):
        many = msgspec.structs.replace(one, on_paper=wrong)
        (problem,) = problems(URGENCY, PollAnswer(rounds=(many,)), ROOM)
        assert problem.path == ("rounds", 0, "on_paper")
        assert "2 antwoorden" in problem.what
