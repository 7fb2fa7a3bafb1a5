"""A column: what stands in a file as a value, and a value as people read it."""

from datetime import date, time
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import Problem
from kompas.steps import problems
from kompas.steps.field import (
    SEVERAL,
    TYPED,
    Field,
    FieldType,
    Value,
    applies,
    choices,
    dutch_date,
    field_problem,
    shown,
    typed,
)
from kompas.steps.register import RegisterAnswer
from kompas.steps.step import Option, Participant
from tests.packaged import around, step

OPTIONS = (Option(id="veel", label="Veel steun"), Option(id="nog-niet", label="Nog geen steun"))
MENTOR = Participant(id="mentor", role="mentor", organisation="De Boeg")
AROUND = around(MENTOR, stakeholders={"de-boeg": "Vmbo De Boeg"}, reflection={"maart": "na drie maanden"})


def wrong(type: FieldType, value: Value) -> list[Problem]:
    """What is wrong with a value of a field of this type."""
    return field_problem(field(type), value, choices(field(type), AROUND))


def field(type: FieldType, **more: Any) -> Field:
    """A field of this type."""
    return Field(id="f", label="F", type=type, options=OPTIONS, of="reflection", **more)


@pytest.mark.parametrize(
    ("type", "written", "value", "read"),
    [
        ("text", "De Boeg", "De Boeg", "De Boeg"),
        ("long_text", "a\nb", "a\nb", "a\nb"),
        ("choice", "veel", "veel", "Veel steun"),
        ("choices", ["veel", "nog-niet"], ("veel", "nog-niet"), "Veel steun, Nog geen steun"),
        ("choices", "veel", ("veel",), "Veel steun"),
        ("choices", [None, "veel"], ("veel",), "Veel steun"),
        ("date", "2026-11-21", date(2026, 11, 21), "21 november 2026"),
        ("number", " 12 ", 12, "12"),
        ("number", "-3", -3, "-3"),
        ("yes_no", "true", True, "ja"),
        ("yes_no", "False", False, "nee"),
        ("party", "de-boeg", "de-boeg", "Vmbo De Boeg"),
        ("participant", "mentor", "mentor", "mentor (De Boeg)"),
        ("row", "maart", "maart", "na drie maanden"),
        ("time", "19:30", "19:30", "19:30"),
        ("time", "9.05", "09:05", "09:05"),
        ("participants", ["mentor", "onbekend"], ("mentor", "onbekend"), "mentor (De Boeg), onbekend"),
        ("participants", "mentor", ("mentor",), "mentor (De Boeg)"),
        ("choice", "onbekend", "onbekend", "onbekend"),
    ],
)
def test_from_the_file_to_the_eye(type: FieldType, written: Any, value: Value, read: str) -> None:
    """Each type has its own value, and its own way to be read; what is not known is shown as written."""
    assert typed(field(type), written) == (value, [])
    assert shown(field(type), value, AROUND) == read


@pytest.mark.parametrize("type", ["text", "long_text", "choice", "party", "participant", "row", *SEVERAL])
@pytest.mark.parametrize("written", ["", []])
def test_nothing_is_no_value(type: FieldType, written: Any) -> None:
    """An empty text or an empty list is the same as a field that was left out."""
    if type in SEVERAL or written == "":
        assert typed(field(type), written) == (None, [])


@given(st.times())
def test_every_time_of_the_day_is_one(time: time) -> None:
    """Typed with a colon or a dot, and with or without a zero before it, it is stored in one way."""
    stored = f"{time:%H:%M}"
    for written in (stored, stored.replace(":", "."), stored.removeprefix("0"), f" {stored} "):
        assert typed(field("time"), written) == (stored, [])


@pytest.mark.parametrize(
    ("type", "written", "said"),
    [
        ("text", ["a"], "Hier hoort tekst. Zet achter de dubbele punt één tekst."),
        ("choice", {"a": "b"}, "Hier hoort tekst. Zet achter de dubbele punt één tekst."),
        ("choices", {"a": "b"}, "Hier hoort een lijst. Begin elke regel met een streepje en een spatie."),
        ("choices", [["a"]], "Hier hoort een lijst. Begin elke regel met een streepje en een spatie."),
        (
            "date",
            "21-11-2026",
            "“21-11-2026” is geen datum. Schrijf die als jaar-maand-dag, bijvoorbeeld 2026-11-21.",
        ),
        (
            "date",
            "2026-02-30",
            "“2026-02-30” is geen datum. Schrijf die als jaar-maand-dag, bijvoorbeeld 2026-11-21.",
        ),
        ("number", "veel", "Hier hoort een heel getal. Zet er alleen cijfers neer."),
        ("number", "1.5", "Hier hoort een heel getal. Zet er alleen cijfers neer."),
        ("number", "²", "Hier hoort een heel getal. Zet er alleen cijfers neer."),
        ("number", "9" * 5000, "Hier hoort een heel getal. Zet er alleen cijfers neer."),
        ("yes_no", "ja", "“ja” is geen ja of nee. Schrijf true (ja) of false (nee)."),
        ("time", "24:00", "“24:00” is geen tijd. Schrijf uren en minuten, bijvoorbeeld 19:30."),
        ("time", "half acht", "“half acht” is geen tijd. Schrijf uren en minuten, bijvoorbeeld 19:30."),
        ("time", "1930", "“1930” is geen tijd. Schrijf uren en minuten, bijvoorbeeld 19:30."),
        ("time", "٩:٠٥", "“٩:٠٥” is geen tijd. Schrijf uren en minuten, bijvoorbeeld 19:30."),
        (
            "participants",
            {"a": "b"},
            "Hier hoort een lijst. Begin elke regel met een streepje en een spatie.",
        ),
    ],
)
def test_what_does_not_fit_the_type(type: FieldType, written: Any, said: str) -> None:
    """The sentence says what belongs there and how it is written."""
    value, problems = typed(field(type), written)
    assert value is None
    assert [str(problem) for problem in problems] == [said]


@pytest.mark.parametrize(
    ("low", "high", "written", "said"),
    [
        (1, 5, "6", "6 kan hier niet. Kies een getal van 1 tot en met 5."),
        (1, 5, "0", "0 kan hier niet. Kies een getal van 1 tot en met 5."),
        (1, None, "0", "0 kan hier niet. Kies een getal dat hier past."),
        (0, 0, "1", "1 kan hier niet. Kies een getal van 0 tot en met 0."),
    ],
)
def test_a_number_outside_its_bounds(low: int, high: int | None, written: str, said: str) -> None:
    """The bounds are named, also when one of them is zero."""
    assert [str(one) for one in typed(field("number", min=low, max=high), written)[1]] == [said]


@given(st.integers(-5, 15), st.integers(0, 5), st.integers(5, 10))
def test_bounds_include_their_ends(number: int, low: int, high: int) -> None:
    """A number is right exactly from the lowest up to and including the highest."""
    value, problems = typed(field("number", min=low, max=high), str(number))
    assert (value == number) == (low <= number <= high) == (not problems)


STRANGER = (
    "De deelnemer “mento” ken ik niet. Zet die deelnemer terug in session.yaml: "
    "wie weg is, krijgt daar left: met een datum. Of verbeter het id."
)


@pytest.mark.parametrize(
    ("type", "value", "said"),
    [
        ("choice", "vel", "De waarde “vel” ken ik niet. Bedoel je “veel”?"),
        ("choices", ("veel", "x"), "De waarde “x” ken ik niet. Kies uit: veel, nog-niet."),
        ("party", "de-bog", "De partij “de-bog” ken ik niet. Bedoel je “de-boeg”?"),
        ("participant", "mento", STRANGER),
        ("row", "april", "De waarde “april” ken ik niet. Kies uit: maart."),
        ("participants", ("mentor", "mento"), STRANGER),
    ],
)
def test_a_choice_that_does_not_exist(type: FieldType, value: Value, said: str) -> None:
    """What was probably meant is named, but never another person."""
    assert [str(problem) for problem in field_problem(field(type), value, choices(field(type), AROUND))] == [
        said
    ]


def test_the_place_of_a_wrong_choice_in_a_list() -> None:
    """Of several choices it is said which one is wrong."""
    assert [one.path for one in wrong("choices", ("veel", "x"))] == [(1,)]
    assert [
        one.path
        for one in field_problem(
            field("participants"), ("a", "mentor", "b"), choices(field("participants"), AROUND)
        )
    ] == [
        (0,),
        (2,),
    ]


@given(st.text(), st.sampled_from(TYPED))
def test_typed_text_is_never_a_wrong_choice(value: str, type: FieldType) -> None:
    """Free text is free."""
    asked = msgspec.structs.replace(step("0A.actions"), fields=(field(type),))
    held = RegisterAnswer(records=({"id": "a", field(type).id: value},))
    assert problems(asked, held, AROUND) == []


def test_without_parties_nothing_can_be_chosen() -> None:
    """A party field in a session that has no parties yet offers nothing, and does not fail."""
    assert choices(field("party"), around()) == {}


@pytest.mark.parametrize(
    ("when", "record", "expected"),
    [
        ({}, {}, True),
        ({"domain": ("gemeente",)}, {"domain": "gemeente"}, True),
        ({"domain": ("gemeente",)}, {"domain": "ouders"}, False),
        ({"domain": ("gemeente",)}, {}, False),
        ({"domain": ("gemeente", "ouders")}, {"domain": "ouders"}, True),
        ({"who": ("b",)}, {"who": ("a", "b")}, True),
        ({"who": ("b",)}, {"who": ()}, False),
        ({"held": ("true",)}, {"held": True}, True),
        ({"held": ("true",)}, {"held": False}, False),
        ({"influence": ("5",)}, {"influence": 5}, True),
        ({"a": ("1",), "b": ("1",)}, {"a": "1"}, False),
    ],
)
def test_when_a_field_is_asked(
    when: dict[str, tuple[str, ...]], record: dict[str, Value], expected: bool
) -> None:
    """Every field that is named must have one of its values; a file has them as text."""
    assert applies(when, record) == expected


@given(st.dates())
def test_a_date_as_people_say_it(day: date) -> None:
    """Day without a zero before it, month in words, year."""
    number, month, year = dutch_date(day).split(" ")
    assert (int(number), int(year)) == (day.day, day.year)
    assert number == str(day.day)
    assert month.islower()
