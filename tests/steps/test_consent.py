"""Deciding by consent: an objection that is open, however few have it, keeps a decision from being one."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import Problem
from kompas.steps import problems, state, understand
from kompas.steps.consent import ConsentStep, insight, waits_for
from kompas.steps.proposal import (
    OUTCOMES,
    WITHDRAWN,
    ConsentAnswer,
    Decision,
    Outcome,
    Reaction,
    Response,
    Version,
    is_current,
    open_objections,
    with_response,
)
from kompas.steps.step import Participant, State
from tests.packaged import around

STEP = ConsentStep(
    id="decision",
    title="Besluit",
    why="Daarom.",
    how="Zo.",
    tips=("Kort.",),
    minutes=10,
    question="Wat doen we?",
)
DAY = date(2026, 11, 21)
PUPIL = Participant(id="leerling", role="leerling", perspective="jongeren")
MENTOR = Participant(id="mentor", role="mentor", organisation="De Boeg", perspective="onderwijs")
MOTHER = Participant(id="moeder", role="moeder", perspective="ouders")
ROOM = around(PUPIL, MENTOR, MOTHER)


def says(response: Reaction, who: str = "", **more: str) -> Response:
    """What someone says to a version."""
    return Response(participant=who, response=response, **more)


def version(id: str, *responses: Response, text: str = "Wij beginnen klein.", **more: Any) -> Version:
    """A version that was put to the group."""
    return Version(id=id, date=DAY, text=text, responses=responses, **more)


def answer(*versions: Version, decided: Outcome | None = None, about: str = "", **more: Any) -> ConsentAnswer:
    """Versions, and perhaps a decision about one of them (the last if none is named)."""
    decision = Decision(state=decided, date=DAY, version=about) if decided else None
    return ConsentAnswer(versions=versions, decision=decision, **more)


OBJECTION = says("objection", "moeder", reason="Te duur.")
SETTLED = says("objection", "moeder", reason="Te duur.", settled="b")
YES = says("none", "mentor")

responses = st.builds(
    Response,
    response=st.sampled_from(("none", "concern", "objection")),
    reason=st.sampled_from(("", "Te duur.")),
    settled=st.sampled_from(("", "", WITHDRAWN, "a", "b", "c")),
)
versions = st.lists(st.lists(responses, max_size=4), max_size=3).map(
    lambda all: tuple(version(id, *given) for id, given in zip("abc", all, strict=False))
)


def test_whoever_stops_is_ready() -> None:
    """Objections to a proposal that does not go on need not be settled."""
    stopped = ConsentAnswer(
        versions=(Version(id="a", date=DAY, text="Doen.", responses=(Response(response="objection"),)),),
        decision=Decision(state="stopped", date=DAY, version="a"),
    )
    assert state(STEP, stopped, around()) is State.DONE
    assert insight(STEP, stopped, around()).over


def test_an_answer_as_a_file_holds_it() -> None:
    """Versions with what everyone said, the decision, and what was decided before."""
    data = {
        "versions": [
            {
                "id": "a",
                "date": "2026-11-21",
                "text": "Wij beginnen klein.",
                "responses": [
                    {"participant": "mentor", "response": "none"},
                    {"perspective": "ouders", "response": "objection", "reason": "Te duur.", "settled": "b"},
                ],
            },
            {"id": "b", "date": "2026-12-01", "text": "Wij beginnen kleiner.", "method": "phone"},
        ],
        "decision": {"state": "trial", "date": "2026-12-01", "version": "b", "review": "2027-03-01"},
        "earlier": [{"state": "later", "date": "2026-11-21", "version": "a"}],
    }
    found, wrong = understand(STEP, data)
    assert wrong == []
    assert found.versions[0].responses[1].settled == "b"
    assert found.decision.review == date(2027, 3, 1)
    assert problems(STEP, found, ROOM) == []


def test_versions_with_one_id_are_not_understood() -> None:
    """Nothing could tell in which of the two an objection was settled."""
    data = {"versions": [{"id": "a", "date": "2026-11-21", "text": "T"}] * 2}
    found, wrong = understand(STEP, data)
    assert found is None
    assert wrong == [
        Problem("Versie “a” staat er twee keer in.", "Geef elk een eigen id.", ("versions", 1, "id"))
    ]


@pytest.mark.parametrize(
    ("settled", "hint"),
    [
        ("x", "Kies uit: withdrawn, b."),
        ("b", None),
        (WITHDRAWN, None),
        ("", None),
    ],
)
def test_an_objection_is_settled_in_a_later_version(settled: str, hint: str | None) -> None:
    """Or withdrawn, or open; anything else cannot be."""
    given = answer(version("a", says("objection", settled=settled)), version("b"))
    path = ("versions", 0, "responses", 0, "settled")
    expected = [] if hint is None else [Problem(f"De latere versie “{settled}” ken ik niet.", hint, path)]
    assert problems(STEP, given, ROOM) == expected


def test_an_earlier_version_settles_nothing() -> None:
    """It is there, so it is not called unknown."""
    given = answer(version("a"), version("b", says("objection", settled="a")), version("c"))
    (found,) = problems(STEP, given, ROOM)
    assert found.what == "“a” is geen latere versie."
    assert "een versie die erna komt. Kies uit: withdrawn, c." in found.hint


def test_no_version_is_called_withdrawn() -> None:
    """Or nobody could tell whether an objection was settled in it, or withdrawn."""
    (found,) = problems(STEP, answer(version(WITHDRAWN, YES)), ROOM)
    assert (found.what, found.path) == ("Een versie kan niet “withdrawn” heten.", ("versions", 0, "id"))


def test_the_last_version_settles_nothing_of_itself() -> None:
    """Not even when there is only one."""
    given = answer(version("a", says("objection", settled="a")))
    assert [one.what for one in problems(STEP, given, ROOM)] == ["“a” is geen latere versie."]


def test_only_an_objection_ends() -> None:
    """A concern is written down and stands in nobody's way."""
    given = answer(version("a", says("concern", settled=WITHDRAWN)))
    assert [one.what for one in problems(STEP, given, ROOM)] == ["Alleen een bezwaar kan opgelost worden."]


def test_who_spoke_must_be_known_and_once() -> None:
    """And of what came by phone nobody knows who gave it."""
    given = answer(version("a", YES, YES, says("none", "mento"), on_paper=4))
    assert [one.path for one in problems(STEP, given, ROOM)] == [
        ("versions", 0, "on_paper"),
        ("versions", 0, "responses", 1, "participant"),
        ("versions", 0, "responses", 2, "participant"),
    ]
    by_phone = answer(version("a", YES, method="phone"))
    assert [one.what for one in problems(STEP, by_phone, ROOM)] == [
        "In een ronde met telefoons staat wie dit gaf."
    ]


OPEN = "Er staat nog een bezwaar open. Dan is er geen besluit met consent."
UNHEARD = "Er is een besluit met consent, maar niemand is gehoord."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer(version("a", YES, OBJECTION), decided="consent"), OPEN),
        (answer(version("a", YES, OBJECTION), decided="trial"), None),
        (answer(version("a", OBJECTION), version("b", YES), decided="consent"), OPEN),
        (answer(version("a", SETTLED), version("b", YES), decided="consent"), None),
        (answer(version("a", YES), version("b", OBJECTION), decided="consent", about="a"), None),
        (answer(version("a", OBJECTION), version("b", YES), decided="consent", about="a"), OPEN),
        (answer(version("a"), decided="consent"), UNHEARD),
        (answer(version("a", YES), version("b"), decided="consent", about="b"), UNHEARD),
        (answer(decided="consent"), UNHEARD),
        (answer(decided="stopped"), None),
        (answer(version("a", YES), decided="consent", about="x"), "De versie “x” ken ik niet."),
    ],
)
def test_what_can_be_decided(given: ConsentAnswer, said: str | None) -> None:
    """Consent only when what was decided on has no open objection, and somebody was heard about it."""
    assert [one.what for one in problems(STEP, given, ROOM)] == ([said] if said else [])


def test_an_earlier_decision_is_about_a_version_that_is_there() -> None:
    """At its place in the file."""
    before = (Decision(state="later", date=DAY, version="x"),)
    given = answer(version("a", YES), earlier=before)
    assert [(one.path, one.what) for one in problems(STEP, given, ROOM)] == [
        (("earlier", 0, "version"), "De versie “x” ken ik niet.")
    ]


@given(versions, st.sampled_from([None, *OUTCOMES]))
def test_never_by_majority(held: tuple[Version, ...], decided: Outcome | None) -> None:
    """One open objection is enough, however many have none; and the insight says the same as the check."""
    given = answer(*held, decided=decided)
    seen = insight(STEP, given, ROOM)
    assert len(seen.open) >= len(open_objections(given))
    assert seen.can_be_consent == bool(held and held[-1].responses and not seen.open)
    if decided == "consent" and open_objections(given):
        assert OPEN in [one.what for one in problems(STEP, given, ROOM)]
        assert state(STEP, given, ROOM) is not State.DONE


@given(versions)
def test_every_voice_is_counted(held: tuple[Version, ...]) -> None:
    """Each reaction, also those that nobody gave; objections with where they stand."""
    seen = insight(STEP, answer(*held), ROOM)
    assert [one.number for one in seen.versions] == list(range(1, len(held) + 1))
    for one, stored in zip(seen.versions, held, strict=True):
        assert sum(one.counts.values()) == one.answered == len(stored.responses)
        assert (len(one.concerns), len(one.objections)) == (one.counts["concern"], one.counts["objection"])
        assert all(stored.responses[said.place].response == "objection" for said in one.objections)


def test_how_objections_end() -> None:
    """Settled in a version, by its number; withdrawn; or open, with or without a reason."""
    given = answer(
        version(
            "a",
            SETTLED,
            says("objection", "mentor", settled=WITHDRAWN),
            says("objection", perspective="jongeren", suggestion="Wacht tot mei."),
        ),
        version("b", says("concern", "leerling", reason="Het wordt druk."), text="Wij beginnen kleiner."),
    )
    seen = insight(STEP, given, ROOM)
    first, second, third = seen.versions[0].objections
    assert (first.who, first.perspective, first.settled_in, first.is_open) == ("moeder", "Ouders", 2, False)
    assert (second.withdrawn, second.is_open) == (True, False)
    assert (third.who, third.perspective, third.is_open) == ("", "Jongeren", True)
    assert seen.open == (third,)
    assert seen.unexplained == 1
    assert [said.reason for said in seen.versions[1].concerns] == ["Het wordt druk."]
    assert [(one.kind, one.text) for one in seen.versions[1].changed] == [
        ("gone", "Wij beginnen klein."),
        ("new", "Wij beginnen kleiner."),
    ]
    assert seen.versions[0].changed == ()


def test_a_decision_about_an_earlier_version_is_not_current() -> None:
    """Whoever makes a new version has to decide again."""
    decided = answer(version("a", YES), decided="consent", about="a")
    assert state(STEP, decided, ROOM) == State.DONE
    assert insight(STEP, decided, ROOM).current
    anew = msgspec.structs.replace(decided, versions=(*decided.versions, version("b")))
    assert not is_current(anew)
    assert not insight(STEP, anew, ROOM).current
    assert insight(STEP, anew, ROOM).decision == decided.decision
    assert state(STEP, anew, ROOM) == State.PARTLY
    assert problems(STEP, anew, ROOM) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (ConsentAnswer(), State.OPEN),
        (answer(version("a", text="  ")), State.OPEN),
        (answer(version("a")), State.PARTLY),
        (answer(version("a", YES)), State.PARTLY),
        (answer(version("a", YES), decided="consent"), State.DONE),
        (answer(version("a", YES), decided="trial"), State.PARTLY),
        (answer(version("a", YES), decided="stopped"), State.DONE),
        (answer(version("a", OBJECTION), decided="consent"), State.PARTLY),
    ],
)
def test_done_when_people_decided(given: ConsentAnswer, expected: State) -> None:
    """With consent or to stop; what is tried or looked at later is not over."""
    assert state(STEP, given, ROOM) == expected


def test_who_left_is_not_waited_for() -> None:
    """Nor who came later; and by phone, or without names, nobody knows who is missing."""
    tomorrow = date(2026, 11, 22)
    gone = Participant(id="weg", role="weg", left=DAY)
    later = Participant(id="later", role="later", joined=tomorrow)
    left_since = Participant(id="sinds", role="sinds", left=tomorrow)
    room = around(PUPIL, MENTOR, gone, later, left_since)
    assert [one.id for one in waits_for(version("a", YES), room)] == ["leerling"]
    assert [one.id for one in insight(STEP, answer(version("a", YES)), room).not_heard] == ["leerling"]
    assert waits_for(version("a", says("none"), method="phone"), room) == []
    assert waits_for(version("a", says("none", perspective="ouders")), room) == []


@given(st.lists(responses, min_size=1, max_size=5), st.data())
def test_one_response_changes(given: list[Response], data: st.DataObject) -> None:
    """And no other."""
    place = data.draw(st.integers(0, len(given) - 1))
    before = version("a", *given)
    after = with_response(before, place, settled=WITHDRAWN)
    for spot, (one, other) in enumerate(zip(before.responses, after.responses, strict=True)):
        if spot == place:
            assert other == msgspec.structs.replace(one, settled=WITHDRAWN)
        else:
            assert other == one
