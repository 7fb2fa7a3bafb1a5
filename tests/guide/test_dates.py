"""Dates as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.guide.dates import parse_date
from kompas.steps.field import MONTHS, dutch_date

TODAY = date(2026, 11, 21)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-05", date(2026, 12, 5)),
        ("5-12-2026", date(2026, 12, 5)),
        ("05/12/26", date(2026, 12, 5)),
        ("5.12.2026", date(2026, 12, 5)),
        (" 5 december 2026 ", date(2026, 12, 5)),
        ("5 DEC", date(2026, 12, 5)),
        ("5 dec.", date(2026, 12, 5)),
        ("3 mrt 2027", date(2027, 3, 3)),
        ("3 maart", date(2027, 3, 3)),
        ("1 sept", date(2027, 9, 1)),
        ("21-11", date(2026, 11, 21)),
        ("20-11", date(2027, 11, 20)),
        ("1-1-1990", date(1990, 1, 1)),
        ("29 februari", date(2028, 2, 29)),
    ],
)
def test_what_people_type(typed: str, expected: date) -> None:
    """Any usual way; without a year the next time that day comes, today included."""
    assert parse_date(typed, TODAY) == expected


@given(days, days)
def test_every_usual_form_of_a_day(day: date, today: date) -> None:
    """What kompas shows can also be typed, and so can numbers in the Dutch order."""
    forms = [dutch_date(day), day.isoformat(), f"{day.day}-{day.month}-{day.year}", f"{day:%d/%m/%Y}"]
    assert {parse_date(form, today) for form in forms} == {day}


@given(days, days)
def test_without_a_year_the_day_is_still_to_come(day: date, today: date) -> None:
    """Never in the past, and never further than the next time it comes."""
    found = parse_date(f"{day.day} {MONTHS[day.month - 1][:3]}", today)
    assert (found.day, found.month) == (day.day, day.month)
    assert today <= found
    if (day.month, day.day) != (2, 29):
        assert found < today + timedelta(days=366)


@pytest.mark.parametrize("typed", ["30-2", "31 april", "0-5-2026", "1-13-2026", "29-2-2027", "1-1-0000"])
def test_a_day_that_does_not_exist(typed: str) -> None:
    """The message says just that."""
    with pytest.raises(ValueError, match=r"^Die dag bestaat niet\.$"):
        parse_date(typed, TODAY)


@pytest.mark.parametrize(
    "typed", ["", "morgen", "5", "5 decembre", "21-11-", "12/2026", "5 ber", "2026-W47-6x"]
)
def test_no_date(typed: str) -> None:
    """The message shows how a date is written, with today as the example."""
    with pytest.raises(ValueError, match=r"^Typ een datum, bijvoorbeeld 21-11-2026\.$"):
        parse_date(typed, TODAY)


@given(st.text() | st.from_regex(r"\d{1,3}[-/. ]\w{1,9}[-/. ]?\d{0,5}"))
def test_anything_typed_is_a_date_or_a_sentence(typed: str) -> None:
    """Nothing that a person can type ends in English or in a crash."""
    try:
        parse_date(typed, TODAY)
    except ValueError as error:
        said = str(error)
    else:
        said = "Die dag bestaat."
    assert said.startswith(("Typ een datum", "Die dag bestaat"))
