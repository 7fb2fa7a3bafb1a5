"""Choosing from a list: the pointer, numbers, searching, and what fits on the screen."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.console.cells import cells
from kompas.console.rows import words
from kompas.guide.dialogue import Choice
from kompas.guide.menu import Menu

PEOPLE = [Choice(f"p{spot}", f"Persoon {spot}", "ouder" if spot % 2 else "") for spot in range(1, 201)]
FEW = [Choice("ja", "Ja"), Choice("nee", "Nee"), Choice("", "Overslaan")]


def shown(menu: Menu, width: int = 60, room: int = 8) -> list[str]:
    """The rows of the list as text."""
    return [words(row) for row in menu.rows(width, room)]


def pointed(menu: Menu) -> str:
    """The value that Enter would take."""
    assert menu.pointed
    return menu.pointed.value


def test_the_pointer_starts_at_what_was_chosen_before() -> None:
    """Enter confirms what was there."""
    assert pointed(Menu(FEW, at="nee")) == "nee"
    assert pointed(Menu(FEW)) == "ja"


def test_no_default_is_not_the_choice_to_skip() -> None:
    """A choice with an empty value is pointed at only by a person."""
    assert pointed(Menu(FEW, at="")) == "ja"


def test_a_digit_moves_to_that_number_and_a_second_one_makes_it_larger() -> None:
    """The list stays whole, and Enter still has to confirm."""
    menu = Menu([Choice(str(number), f"groep {21 - number}") for number in range(1, 21)])
    menu.type("1")
    assert pointed(menu) == "1"
    menu.type("2")
    assert pointed(menu) == "12"
    assert len(shown(menu, room=20)) == 20


@pytest.mark.parametrize("digits", ["0", "13", "129", "9" * 5000])
def test_a_number_that_is_no_choice_points_at_nothing(digits: str) -> None:
    """So Enter cannot take another one."""
    menu = Menu([Choice(str(number), "groep") for number in range(1, 13)])
    menu.type(digits)
    assert menu.pointed is None


def test_digits_that_are_no_number_look_in_labels() -> None:
    """A building block is found by its own number."""
    menu = Menu([Choice("0A", "0A – Urgentie"), Choice("0B", "0B – Partijen"), Choice("1A", "1A – Visie")])
    for char, found in (("1", "0A"), ("A", "1A")):
        menu.type(char)
        assert pointed(menu) == found


def test_after_an_arrow_a_digit_starts_a_new_number() -> None:
    """1, down, 2 is number 2 and not 12."""
    menu = Menu(PEOPLE[:12])
    menu.type("1")
    menu.move(1)
    menu.type("2")
    assert pointed(menu) == "p2"


def test_the_pointer_goes_around() -> None:
    """Up from the first is the last."""
    menu = Menu(FEW)
    menu.move(-1, around=True)
    assert pointed(menu) == ""
    menu.move(1, around=True)
    assert pointed(menu) == "ja"


JOBS = [
    Choice("1", "Welzijn", "Jongerenwerk, jongeren van 12 tot 18"),
    Choice("2", "Allejongeren"),
    Choice("3", "Zorg voor jongeren"),
    Choice("4", "Jongerenraad"),
    Choice("5", "Jongeren"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jongeren", ["5", "4", "3", "2"]),
        ("JONGEREN ", ["5", "4", "3", "2"]),
        ("jongeren zorg", ["3"]),
        ("werk", ["1"]),
        ("12 tot", ["1"]),
        ("xyz", []),
    ],
)
def test_the_pointer_stands_on_what_fits_best(typed: str, found: list[str]) -> None:
    """The label counts, its beginning most; a note only if no label fits."""
    menu = Menu(JOBS)
    for char in typed:
        menu.type(char)
    assert [menu.choices[spot].value for spot in menu.fits] == found
    assert menu.pointed == (JOBS[int(found[0]) - 1] if found else None)


def test_erasing_all_points_at_what_was_chosen_before() -> None:
    """And erasing nothing does nothing."""
    menu = Menu(FEW, at="nee")
    menu.type("j")
    assert pointed(menu) == "ja"
    menu.erase()
    assert pointed(menu) == "nee"
    menu.move(1)
    menu.erase()
    assert pointed(menu) == ""


def test_searching_ignores_capitals_and_accents_and_looks_in_notes() -> None:
    """Zoë is found by zoe, and by her perspective."""
    menu = Menu([*PEOPLE, Choice("zoe", "Zoë de Boer", "jongeren")])
    for char in "boer zoe jong":
        menu.type(char)
    assert shown(menu) == ["► 201  Zoë de Boer – jongeren"]
    assert pointed(menu) == "zoe"


def test_searching_for_nobody_points_at_nobody() -> None:
    """Then Enter does nothing, and erasing brings them back."""
    menu = Menu(PEOPLE)
    menu.type("x")
    menu.move(1)
    menu.toggle()
    assert menu.pointed is None
    assert shown(menu) == []
    menu.erase()
    assert pointed(menu) == "p1"


def test_what_is_chosen_survives_searching_and_comes_in_the_order_of_the_list() -> None:
    """After choosing someone the next letters look for someone else."""
    menu = Menu(PEOPLE, chosen=["p3"])
    for char in "persoon 20":
        menu.type(char)
    menu.toggle()
    menu.type("1")
    menu.toggle()
    assert menu.query == "1"
    assert menu.values() == ("p1", "p3", "p20")
    menu.toggle()
    assert menu.values() == ("p3", "p20")


def test_labels_are_wrapped_under_themselves() -> None:
    """A long choice can be read whole in a narrow window."""
    menu = Menu([Choice("a", "Overslaan en later verder met onderwijsachterstandenbeleid", "kan altijd")])
    assert shown(menu, width=38) == [
        "► 1  Overslaan en later verder met",
        "     onderwijsachterstandenbeleid –",
        "     kan altijd",
    ]


def test_a_long_list_says_how_much_is_left_out() -> None:
    """Above and below, and only where there is something."""
    menu = Menu(PEOPLE)
    first = ["►   1  Persoon 1 – ouder", "    2  Persoon 2", "    3  Persoon 3 – ouder", "▼ nog 197"]
    assert shown(menu, room=4) == first
    menu.move(100)
    assert shown(menu, room=4)[0].startswith("▲ nog ")
    assert shown(menu, room=4)[-1].startswith("▼ nog ")
    menu.move(100)
    assert not shown(menu, room=4)[-1].startswith("▼")


CHOICES = st.lists(st.text(max_size=80), min_size=1, max_size=40).map(
    lambda labels: [Choice(str(spot), label) for spot, label in enumerate(labels)]
)
ACTS = st.lists(st.sampled_from(["up", "down", "page", "erase", "toggle", "a", "1", " "]), max_size=20)


@given(CHOICES, ACTS, st.integers(20, 100), st.integers(3, 20))
def test_the_pointer_stays_in_sight(choices: list[Choice], acts: list[str], width: int, room: int) -> None:
    """Whatever is pressed, the rows fit and the pointer is among them, if it points at all."""
    menu = Menu(choices, chosen=())
    moves = {"up": -1, "down": 1, "page": 9}
    for act in acts:
        if act in moves:
            menu.move(moves[act], around=act != "page")
        else:
            {"erase": menu.erase, "toggle": menu.toggle}.get(act, partial(menu.type, act))()
        lines = shown(menu, width, room)
        assert len(lines) <= room
        assert all(cells(line) <= width for line in lines)
        assert any(line.startswith("►") for line in lines) == (menu.pointed is not None)


@pytest.mark.parametrize("room", [1, 2])
def test_even_one_row_shows_the_pointer(room: int) -> None:
    """In the lowest of windows one can still choose."""
    menu = Menu(PEOPLE)
    menu.move(50)
    assert shown(menu, room=room)[0].startswith("►")
