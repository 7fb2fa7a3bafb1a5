"""A round of talk: everyone is heard, and it shows who was not."""

from datetime import date

from kompas.errors import Problem
from kompas.steps import problems, state, understand
from kompas.steps.round import Contribution, RoundAnswer, RoundStep, TalkRound, insight
from kompas.steps.step import Participant, State, unknown_participant
from tests.packaged import around, step

SIGNALS: RoundStep = step("0A.signals")
DAY = date(2026, 11, 21)
PUPIL = Participant(id="leerling", role="leerling", perspective="jongeren")
MENTOR = Participant(id="mentor", role="mentor", organisation="De Boeg", perspective="onderwijs")
TEACHER = Participant(id="leraar", role="leraar", perspective="onderwijs")
GUEST = Participant(id="gast", role="gast")
GONE = Participant(id="weg", role="wethouder", perspective="gemeente", left=date(2026, 11, 1))
ROOM = around(PUPIL, MENTOR, TEACHER, GUEST, GONE)


def said(words: str, participant: str = "", perspective: str = "") -> Contribution:
    """What someone said."""
    return Contribution(participant=participant, perspective=perspective, words={"noticed": words})


def held(*contributions: Contribution) -> TalkRound:
    """A round of talk with these contributions."""
    return TalkRound(id="a", date=DAY, method="typed", contributions=contributions)


def test_a_round_as_a_file_holds_it() -> None:
    """Words belong to the prompt they answer; a prompt that was passed over may be written as null."""
    words = {"noticed": "Ze komen te laat.", "stuck": None}
    one = {
        "id": "a",
        "date": "2026-11-21",
        "method": "phone",
        "contributions": [{"perspective": "jongeren", "words": words}],
    }
    answer, wrong = understand(SIGNALS, {"rounds": [one]})
    assert wrong == []
    assert answer.rounds[0].contributions == (said("Ze komen te laat.", perspective="jongeren"),)


def test_what_does_not_fit() -> None:
    """A prompt that does not exist, and a person that nobody knows."""
    contribution = Contribution(participant="mento", words={"notice": "a", "stuck": "b"})
    assert problems(SIGNALS, RoundAnswer(rounds=(held(contribution),)), ROOM) == [
        unknown_participant("mento", ("rounds", 0, "contributions", 0, "participant")),
        Problem(
            "De vraag “notice” ken ik niet.",
            "Bedoel je “noticed”?",
            ("rounds", 0, "contributions", 0, "words", "notice"),
        ),
    ]


def test_two_rounds_with_one_id_are_not_understood() -> None:
    """Nothing could tell which of the two to change, so neither is."""
    one = {"id": "a", "date": "2026-11-21", "method": "typed"}
    answer, wrong = understand(SIGNALS, {"rounds": [one, one]})
    assert answer is None
    assert [problem.path for problem in wrong] == [("rounds", 1, "id")]


def test_contributions_stand_together_by_perspective() -> None:
    """In the order of the list, within a group in the order they were given; without perspective last."""
    one = held(
        said("d", "gast"), said("a", "leerling"), said("b", "leraar"), said("c", "mentor"), said("e", "", "x")
    )
    assert insight(SIGNALS, one, ROOM).groups == (
        ("Onderwijs", (("leraar", {"noticed": "b"}), ("mentor (De Boeg)", {"noticed": "c"}))),
        ("Jongeren", (("leerling", {"noticed": "a"}),)),
        ("", (("gast", {"noticed": "d"}),)),
        ("x", (("", {"noticed": "e"}),)),
    )


def test_who_and_which_perspectives_were_not_heard() -> None:
    """A perspective is silent only when nobody of it spoke; who had left is not missed."""
    seen = insight(SIGNALS, held(said("a", "mentor")), ROOM)
    assert seen.not_heard == (PUPIL, TEACHER, GUEST)
    assert seen.silent_perspectives == ("Jongeren",)


def test_done_when_everyone_spoke() -> None:
    """Open, partly, done; a round without names is done with the first words."""
    everyone = [said("a", person.id) for person in (PUPIL, MENTOR, TEACHER, GUEST)]
    assert state(SIGNALS, RoundAnswer(), ROOM) == State.OPEN
    assert state(SIGNALS, RoundAnswer(rounds=(held(),)), ROOM) == State.OPEN
    assert state(SIGNALS, RoundAnswer(rounds=(held(*everyone[:3]),)), ROOM) == State.PARTLY
    assert state(SIGNALS, RoundAnswer(rounds=(held(*everyone),)), ROOM) == State.DONE
    assert state(SIGNALS, RoundAnswer(rounds=(held(said("a")),)), ROOM) == State.DONE
