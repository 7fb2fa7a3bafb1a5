"""A table of records: what is absent, what is too much, what is still to come."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import Problem
from kompas.session import About, Session, surroundings
from kompas.steps import problems, state, understand
from kompas.steps.field import Record
from kompas.steps.poll import Ballot, PollAnswer, PollRound
from kompas.steps.register import (
    Difference,
    Missing,
    RegisterAnswer,
    RegisterInsight,
    RegisterStep,
    asked,
    insight,
    name_of,
    rows_to_come,
)
from kompas.steps.step import Participant, State, Surroundings, unknown_participant
from tests import evening
from tests.packaged import CATALOG, around, step

STAKEHOLDERS: RegisterStep = step("0A.stakeholders")
ACTIVITIES: RegisterStep = step("0A.activities")
ACTIONS: RegisterStep = step("0A.actions")
MEANS: RegisterStep = step("vooraf.means")
CONVERSATIONS: RegisterStep = step("vooraf.conversations")
INTERESTS: RegisterStep = step("0B.interests")

PROGRAMME: RegisterStep = evening.STEPS["programme"]
TABLES: RegisterStep = evening.STEPS["tables"]

MENTOR = Participant(id="mentor", role="mentor")
ROOM = around(MENTOR, stakeholders={"de-boeg": "De Boeg", "ggd": "GGD"})


def records(*given: Record) -> RegisterAnswer:
    """An answer with these records."""
    return RegisterAnswer(records=given)


def parties(*domains: str) -> RegisterAnswer:
    """A party for each of these domains."""
    found: list[Record] = [{"id": f"p{place}", "domain": domain} for place, domain in enumerate(domains)]
    return records(*found)


def seen(register: RegisterStep, answer: RegisterAnswer, room: Surroundings = ROOM) -> RegisterInsight:
    """What the register shows."""
    return insight(register, answer, room)


def test_records_as_a_file_holds_them() -> None:
    """Each field becomes what its type says; what is null or empty is left out."""
    record = {
        "id": "bel",
        "what": "Bel de raad",
        "who": None,
        "date": "2026-12-01",
        "done": "false",
    }
    answer, wrong = understand(ACTIONS, {"records": [None, record, {"id": "leeg", "what": ""}]})
    assert wrong == []
    assert answer == records(
        {"id": "bel", "what": "Bel de raad", "date": date(2026, 12, 1), "done": False},
        {"id": "leeg"},
    )


DATE_HINT = "Schrijf die als jaar-maand-dag, bijvoorbeeld 2026-11-21."


def test_every_mistake_in_every_record_is_reported() -> None:
    """One mistake does not hide the next, in the same record or in another."""
    data = {
        "records": [
            {"id": "a", "date": "morgen", "wat": "Bel"},
            {"what": "Bel", "done": "ja"},
            None,
            {"id": "c", "what": ["Bel"]},
            {"id": " "},
            {"id": ["d"]},
        ]
    }
    answer, wrong = understand(ACTIONS, data)
    assert answer is None
    assert [(problem.path, str(problem)) for problem in wrong] == [
        (("records", 0, "date"), f"“morgen” is geen datum. {DATE_HINT}"),
        (("records", 0, "wat"), "Het veld “wat” ken ik niet. Bedoel je “what”?"),
        (("records", 1), "“id” ontbreekt. Geef dit een korte, unieke naam."),
        (("records", 1, "done"), "“ja” is geen ja of nee. Schrijf true (ja) of false (nee)."),
        (("records", 3, "what"), "Hier hoort tekst. Zet achter de dubbele punt één tekst."),
        (("records", 4), "“id” ontbreekt. Geef dit een korte, unieke naam."),
        (("records", 5), "“id” ontbreekt. Geef dit een korte, unieke naam."),
    ]


def test_records_with_one_id_are_not_understood() -> None:
    """Nothing could tell which of the two to change, so neither is; empty records have their place."""
    answer, wrong = understand(ACTIONS, {"records": [{"id": "a"}, None, {"id": "b"}, {"id": "a"}]})
    assert answer is None
    assert wrong == [Problem("Id “a” staat er twee keer in.", "Geef elk een eigen id.", ("records", 3, "id"))]


def test_what_does_not_fit_the_rest() -> None:
    """An option, a party and a participant that do not exist, with what was probably meant."""
    activities = records({"id": "a", "party": "de-boge", "contribution": "vel"}, {"id": "b", "party": "ggd"})
    assert [(one.path, str(one)) for one in problems(ACTIVITIES, activities, ROOM)] == [
        (("records", 0, "party"), "De partij “de-boge” ken ik niet. Bedoel je “de-boeg”?"),
        (("records", 0, "contribution"), "De waarde “vel” ken ik niet. Bedoel je “veel”?"),
    ]
    assert problems(ACTIONS, records({"id": "a", "who": "menter"}), ROOM) == [
        unknown_participant("menter", ("records", 0, "who"))
    ]


def test_who_is_missing_at_the_table() -> None:
    """What is required and what is expected, in words and in the order of the block."""
    assert seen(STAKEHOLDERS, parties("onderwijs", "jongeren", "zorg")).missing == (
        Missing(
            field="Domein",
            required=("Ouders",),
            expected=("Gemeente", "Opvang", "Jeugdgezondheidszorg", "Welzijn", "Jeugdhulp", "Veiligheid"),
            why="Zonder jongeren en ouders praat je over hen en niet met hen.",
        ),
    )


def test_policy_fields_are_expected_only_of_a_municipality() -> None:
    """A rule with `where` looks at those records, and says nothing when there are none."""
    assert len(seen(STAKEHOLDERS, parties("onderwijs")).missing) == 1
    within = records(
        {"id": "a", "domain": "gemeente", "policy_field": "jeugd"},
        {"id": "b", "domain": "onderwijs", "policy_field": "veiligheid"},
    )
    assert seen(STAKEHOLDERS, within).missing[1].expected == (
        "Jeugdgezondheid",
        "Veiligheid",
        "Onderwijsachterstanden",
    )


@given(st.lists(st.sampled_from(["jongeren", "ouders", "gemeente", "zorg"]), min_size=1))
def test_partly_as_long_as_someone_required_is_missing(domains: list[str]) -> None:
    """Without young people and parents the step is not done, whoever else is there."""
    everyone = {"jongeren", "ouders"} <= set(domains)
    assert state(STAKEHOLDERS, parties(*domains), ROOM) == (State.DONE if everyone else State.PARTLY)


def test_what_is_only_expected_keeps_nothing_from_being_done() -> None:
    """A list without records is open; with any it is done, unless something required is missing."""
    assert state(MEANS, RegisterAnswer(), ROOM) == State.OPEN
    assert state(MEANS, records({"id": "a", "type": "tijd"}), ROOM) == State.DONE
    assert seen(MEANS, records({"id": "a", "type": "tijd"})).missing[0].expected == ("Ruimte", "Geld")


@given(st.integers(0, 30))
def test_advice_only_outside_its_bounds(number: int) -> None:
    """From 8 up to and including 22 parties nothing is said about the number, and of none at all neither."""
    advice = seen(STAKEHOLDERS, parties(*["zorg"] * number)).advice
    assert (advice is not None) == (0 < number < 8 or number > 22)


def test_who_takes_part_in_another_way_than_wished() -> None:
    """Only where both are known and differ."""
    answer = records(
        {"id": "a", "name": "De Boeg", "ring_now": "meeweten", "ring_wished": "meebeslissen"},
        {"id": "b", "name": "GGD", "ring_now": "meedenken", "ring_wished": "meedenken"},
        {"id": "c", "name": "Politie", "ring_wished": "meedenken"},
    )
    assert seen(STAKEHOLDERS, answer).differences == (
        Difference(record="De Boeg", now="Meeweten", wish="Meebeslissen"),
    )
    assert seen(ACTIONS, records({"id": "a"})).differences == ()


def test_values_are_counted() -> None:
    """How often each value of each choice field occurs, in the order of the options."""
    counts = dict(seen(STAKEHOLDERS, parties("ouders", "jongeren", "ouders", "onbekend")).counts)
    assert counts["Domein"] == (("Jongeren", 1), ("Ouders", 2))
    assert counts["Niveau"] == ()


def test_each_party_gets_its_row() -> None:
    """Rows of another step that have no record yet, by the name people know."""
    room = Surroundings(
        block="0B", rows={"0A.stakeholders": {"de-boeg": "De Boeg", "ggd": "GGD"}}, parties="0A.stakeholders"
    )
    one = records({"id": "a", "party": "ggd", "task": "Kinderen zien."})
    assert rows_to_come(INTERESTS, one, room) == {"de-boeg": "De Boeg"}
    assert seen(INTERESTS, one, room).to_come == ("De Boeg",)
    assert state(INTERESTS, one, room) == State.PARTLY
    assert rows_to_come(INTERESTS, one, around()) == {}
    assert rows_to_come(ACTIONS, one, room) == {}
    assert name_of(INTERESTS, one.records[0], room) == "GGD"


def test_every_nog_niet_leads_to_a_conversation() -> None:
    """The statements that someone answered with "nog niet" in the last round, and no others."""

    def held(id: str, *scores: dict[str, Any]) -> PollRound:
        ballots = tuple(Ballot(scores=one) for one in scores)
        return PollRound(id=id, date=date(2026, 11, 21), method="typed", ballots=ballots)

    poll = PollAnswer(
        rounds=(
            held("a", {"whole": "nog-niet"}),
            held("b", {"roles": "nog-niet", "whole": "ja"}, {"roles": "ja", "give_room": None}),
        )
    )
    session = Session(id="s", about=About(title="T", created=date(2026, 11, 1)))
    room = surroundings(session.with_answer("vooraf", "readiness", poll), CATALOG, "vooraf")
    to_come = rows_to_come(CONVERSATIONS, RegisterAnswer(), room)
    assert to_come == {"roles": "Wij weten wat ieders rol en taak is, en wij hebben daar respect voor."}
    assert rows_to_come(CONVERSATIONS, records({"id": "a", "topic": "roles"}), room) == {}
    assert problems(CONVERSATIONS, records({"id": "a", "topic": "whole"}), room) == []


@pytest.mark.parametrize(("domain", "expected"), [("gemeente", True), ("onderwijs", False), (None, False)])
def test_a_field_is_asked_only_where_it_applies(domain: str | None, expected: bool) -> None:
    """The policy field is asked of the municipality only."""
    record = {"id": "a"} | ({"domain": domain} if domain else {})
    assert ("policy_field" in [field.id for field in asked(STAKEHOLDERS, record)]) == expected


def test_a_record_without_its_first_field_is_called_by_its_id() -> None:
    """People can still point at it."""
    assert name_of(STAKEHOLDERS, {"id": "de-boeg"}, ROOM) == "de-boeg"
    assert name_of(STAKEHOLDERS, {"id": "de-boeg", "name": "Vmbo De Boeg"}, ROOM) == "Vmbo De Boeg"


def test_a_programme_tells_its_times() -> None:
    """As a file holds it; a list without a schedule has none, and so has one without parts."""
    parts = [
        {"id": "a", "part": "Welkom", "minutes": "10", "start": "19.30", "took": "15"},
        {"id": "b", "minutes": "20"},
    ]
    answer, wrong = understand(PROGRAMME, {"records": parts})
    assert wrong == []
    found = seen(PROGRAMME, answer).plan
    assert found is not None
    assert [(slot.record, slot.late, slot.done) for slot in found.slots] == [("a", 0, True), ("b", 5, False)]
    assert seen(PROGRAMME, RegisterAnswer()).plan is None
    assert seen(ACTIONS, records({"id": "a"})).plan is None


def test_groups_tell_who_is_in_them() -> None:
    """Also who takes part and has no group yet; a list without groups tells nothing."""
    room = around(MENTOR, Participant(id="moeder", role="moeder", perspective="ouders"))
    answer = records({"id": "geld", "theme": "Geld", "members": ("moeder",)})
    found = seen(TABLES, answer, room).dealt
    assert found is not None
    assert [(group.record, group.perspectives) for group in found.groups] == [("geld", (("Ouders", 1),))]
    assert [person.id for person in found.without] == ["mentor"]
    assert problems(TABLES, records({"id": "geld", "members": ("mentor", "mento")}), room) == [
        unknown_participant("mento", ("records", 0, "members", 1))
    ]
    assert seen(ACTIONS, records({"id": "a"})).dealt is None
