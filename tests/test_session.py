"""A session: which steps are asked, how far they are, and what they know of each other."""

from datetime import date

import pytest

from kompas.errors import Problem
from kompas.session import (
    About,
    Session,
    about_problems,
    active_steps,
    course,
    last_day,
    states,
    surroundings,
)
from kompas.steps.choice import ChoiceAnswer
from kompas.steps.poll import Ballot, PollAnswer, PollRound
from kompas.steps.register import RegisterAnswer
from kompas.steps.round import RoundAnswer, TalkRound
from kompas.steps.step import Answer, Participant, State
from kompas.steps.text import TextAnswer
from tests.packaged import CATALOG

A, B = CATALOG.blocks["0A"], CATALOG.blocks["0B"]
MENTOR = Participant(id="mentor", role="mentor", perspective="onderwijs")
CREATED = date(2026, 11, 1)
PARTIES = RegisterAnswer(records=({"id": "de-boeg", "name": "De Boeg"}, {"id": "ggd"}))


def session(*people: Participant, **answers: Answer) -> Session:
    """A session with these answers in block 0A."""
    about = About(title="Schooluitval", created=CREATED, participants=people)
    return Session(id="2026-11-01-schooluitval", about=about, answers={"0A": answers})


def asked(choice: str | None) -> set[str]:
    """The steps of 0A that are asked after this choice."""
    answers = {"others_needed": ChoiceAnswer(chosen=(choice,))} if choice else {}
    return {step.id for step in active_steps(A, session(**answers))}


@pytest.mark.parametrize("choice", [None, "afstemmen", "expertise", "allebei"])
def test_with_others_the_steps_with_partners_are_asked(choice: str | None) -> None:
    """Also before the choice was made; then the route for one organisation is not."""
    assert {"stakeholders", "cooperation"} <= asked(choice)
    assert "internal_team" not in asked(choice)


def test_alone_the_steps_with_partners_fall_away() -> None:
    """Who needs nobody else looks for colleagues, and still works with young people and parents."""
    assert "internal_team" in asked("niet-nodig")
    assert "participation" in asked("niet-nodig")
    assert not {"stakeholders", "cooperation"} & asked("niet-nodig")


def test_answers_on_a_route_that_was_left_are_kept() -> None:
    """Changing one's mind loses nothing: the parties come back with the choice."""
    with_parties = session(stakeholders=PARTIES)
    alone = with_parties.with_answer("0A", "others_needed", ChoiceAnswer(chosen=("niet-nodig",)))
    assert alone.answer("0A", "stakeholders") == PARTIES
    assert "stakeholders" not in states(A, alone, CATALOG)


def test_an_answer_changes_one_step_and_leaves_the_session_as_it_was() -> None:
    """The old session still has the old answer; None takes an answer away."""
    old = session(issue=TextAnswer(text="oud"), joint_issue=TextAnswer(text="samen"))
    new = old.with_answer("0A", "issue", TextAnswer(text="nieuw")).with_answer("0B", "ambition", None)
    assert (old.answer("0A", "issue").text, new.answer("0A", "issue").text) == ("oud", "nieuw")
    assert new.answer("0A", "joint_issue").text == "samen"
    assert new.with_answer("0A", "issue", None).answer("0A", "issue") is None
    assert new.answer("0B", "ambition") is None
    assert new.answer("nergens", "niets") is None


def test_how_far_each_step_is() -> None:
    """Open, partly, done, in the order of the block."""
    ballots = (Ballot(scores={"urgency": 7}),)
    urgency = PollAnswer(rounds=(PollRound(id="a", date=CREATED, method="counted", ballots=ballots),))
    now = session(MENTOR, issue=TextAnswer(text="Te laat."), stakeholders=PARTIES, urgency=urgency)
    found = states(A, now, CATALOG)
    assert list(found) == [step.id for step in active_steps(A, now)]
    assert {id: one for id, one in found.items() if one != State.OPEN} == {
        "issue": State.DONE,
        "stakeholders": State.PARTLY,
        "urgency": State.DONE,
    }


def test_an_answer_that_cannot_be_read_is_partly_there() -> None:
    """It is in the file, so the step is not shown as if nobody ever did it."""
    about = About(title="T", created=CREATED)
    broken = Session(id="s", about=about, unreadable=frozenset({("0A", "issue")}))
    assert states(A, broken, CATALOG)["issue"] == State.PARTLY


def test_the_course_is_the_first_that_has_an_answer() -> None:
    """First the issue as it was brought; once there is one of all together, that one."""
    assert [step.id for step in course(A, session())] == []
    begun = session(issue=TextAnswer(text="a"))
    assert [step.id for step in course(A, begun)] == ["issue"]
    joint = begun.with_answer("0A", "joint_issue", TextAnswer(text="b"))
    assert [step.id for step in course(A, joint)] == ["joint_issue"]


def test_the_course_can_be_more_than_one_answer() -> None:
    """In 0B the ambition and the results stay in sight, each as soon as it is there."""
    results = session().with_answer("0B", "results", RegisterAnswer(records=({"id": "r"},)))
    assert [step.id for step in course(B, results)] == ["results"]
    both = results.with_answer("0B", "ambition", TextAnswer(text="a"))
    assert [step.id for step in course(B, both)] == ["ambition", "results"]


def test_parties_of_0a_are_known_in_0b() -> None:
    """By name where they have one, else by id; and so are the people and the perspectives."""
    around = surroundings(session(MENTOR, stakeholders=PARTIES), CATALOG, "0B")
    assert around.rows[around.parties] == {"de-boeg": "De Boeg", "ggd": "ggd"}
    assert around.participants == {"mentor": MENTOR}
    assert around.perspectives["werk-en-inkomen"] == "Werk en inkomen"


def test_only_moments_that_were_held_are_to_be_looked_back_on() -> None:
    """The rows of `learning` are those of `reflection` with `held: true`."""
    moments = RegisterAnswer(
        records=(
            {"id": "maart", "moment": "na drie maanden", "held": True},
            {"id": "juni", "moment": "na een half jaar", "held": False},
            {"id": "later", "moment": "later"},
        )
    )
    around = surroundings(session().with_answer("0B", "reflection", moments), CATALOG, "0B")
    key = around.address("reflection", {"held": ("true",)})
    assert around.rows[key] == {"maart": "na drie maanden"}
    assert list(around.rows["0B.reflection"]) == ["maart", "juni", "later"]


def test_surroundings_of_an_empty_session() -> None:
    """Nothing to point to is not an error, in any block, also not in one that nobody knows."""
    for block in (*CATALOG.blocks, "eigen"):
        assert not any(surroundings(session(), CATALOG, block).rows.values())


def test_the_last_day_is_that_of_the_latest_round() -> None:
    """Worksheets show how old their news is; without rounds it is the day the session began."""
    assert last_day(session(issue=TextAnswer(text="a"))) == CREATED
    polled = PollRound(id="a", date=date(2026, 12, 1), method="typed")
    talked = TalkRound(id="a", date=date(2027, 1, 9), method="typed")
    now = session(urgency=PollAnswer(rounds=(polled,)), signals=RoundAnswer(rounds=(talked,)))
    assert last_day(now) == date(2027, 1, 9)
    before = PollRound(id="a", date=date(2026, 1, 1), method="typed")
    assert last_day(session(urgency=PollAnswer(rounds=(before,)))) == CREATED


def test_what_is_wrong_with_the_people() -> None:
    """An id used twice and a perspective that nobody knows; none at all is fine."""
    people = (
        MENTOR,
        Participant(id="mentor", role="x", perspective="onderwys"),
        Participant(id="a", role="b"),
    )
    assert about_problems(session(*people).about, CATALOG) == [
        Problem(
            "Deelnemer “mentor” staat er twee keer in.", "Geef elk een eigen id.", ("participants", 1, "id")
        ),
        Problem(
            "Het perspectief “onderwys” ken ik niet.",
            "Bedoel je “onderwijs”?",
            ("participants", 1, "perspective"),
        ),
    ]


@pytest.mark.parametrize(
    ("joined", "left", "expected"),
    [
        (None, None, True),
        (date(2026, 11, 21), None, True),
        (date(2026, 11, 22), None, False),
        (None, date(2026, 11, 22), True),
        (None, date(2026, 11, 21), False),
        (date(2026, 11, 1), date(2026, 11, 30), True),
    ],
)
def test_who_takes_part_on_a_day(joined: date | None, left: date | None, expected: bool) -> None:
    """From the day someone came up to the day they left."""
    person = Participant(id="a", role="b", joined=joined, left=left)
    assert person.present_on(date(2026, 11, 21)) == expected


@pytest.mark.parametrize(
    ("person", "label"),
    [
        (Participant(id="a", role="mentor"), "mentor"),
        (Participant(id="a", role="mentor", organisation="De Boeg"), "mentor (De Boeg)"),
        (Participant(id="a", role="mentor", name="Sam"), "Sam, mentor"),
        (Participant(id="a", role="mentor", name="Sam", organisation="De Boeg"), "Sam, mentor (De Boeg)"),
    ],
)
def test_how_people_recognise_each_other(person: Participant, label: str) -> None:
    """A role is enough; a name comes first where there is one."""
    assert person.label == label
