"""Ids: readable, safe as a name anywhere, never the same twice."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kompas.names import LONGEST, slug, unique


@given(st.text())
@example("../../etc/passwd")
@example("a" * 39 + "-b")
@example("-" * 100)
@example("\ud800")
@example("Ⅷ ﷺ ½")
def test_a_slug_is_safe_on_every_computer(text: str) -> None:
    """Small letters, digits and single hyphens only: no path, no hidden file, no option, nothing to quote."""
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text)) <= LONGEST


@given(st.text())
def test_a_slug_stays_as_it_is(text: str) -> None:
    """What was made into an id once stays that id."""
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Schooluitval op het vmbo", "schooluitval-op-het-vmbo"),
        ("  Één café — naïef, coördinatie!  ", "een-cafe-naief-coordinatie"),
        ("0A.stakeholders", "0a-stakeholders"),
        ("😀 東京", ""),
        ("Samen werken aan een gezonde jeugd in onze gemeente", "samen-werken-aan-een-gezonde-jeugd-in"),
        ("a" * 50, "a" * LONGEST),
    ],
)
def test_a_slug_can_be_read(text: str, expected: str) -> None:
    """People recognise what they typed; long texts end at a whole word."""
    assert slug(text) == expected


@pytest.mark.parametrize("name", ["CON", "nul", "AUX", "com1"])
def test_names_that_windows_keeps_for_itself(name: str) -> None:
    """They are only used behind a date ("2026-11-21-con"), which Windows accepts: a slug adds nothing."""
    assert slug(f"2026-11-21-{name}") == f"2026-11-21-{name.lower()}"


def test_a_free_name_is_taken_as_it_is() -> None:
    """Without need an id has no code behind it."""
    assert unique("De Boeg", [], {}) == "de-boeg"


@given(st.lists(st.text(max_size=5), max_size=20))
def test_an_id_is_never_given_twice(texts: list[str]) -> None:
    """However people name things, and if they name all of them the same."""
    taken: list[str] = []
    for text in [*texts, *texts, "", "", "De Boeg", "De Boeg"]:
        id = unique(text, taken, {"name": text})
        assert id
        assert id not in taken
        taken.append(id)


def test_different_records_get_different_ids_on_two_branches() -> None:
    """Two people who each add a second "De Boeg" can merge: the ids differ because the contents do."""
    mine = unique("De Boeg", ["de-boeg"], {"name": "De Boeg", "domain": "onderwijs"})
    theirs = unique("De Boeg", ["de-boeg"], {"name": "De Boeg", "domain": "jeugdhulp"})
    assert mine != theirs
    assert {mine[:8], theirs[:8]} == {"de-boeg-"}


def test_the_same_record_gets_the_same_id_on_two_branches() -> None:
    """The order in which fields were filled in does not matter, nor does the computer or the hour."""
    one = unique("", [], {"a": "1", "b": ["x"], "c": None})
    other = unique("", [], {"c": None, "b": ["x"], "a": "1"})
    assert one == other == "id-9761"
