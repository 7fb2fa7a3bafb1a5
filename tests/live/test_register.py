"""A register on phones: each group chooses its row and writes; what is stored, and what the wall shows."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kompas.live import kinds, pages
from kompas.live.form import clean
from kompas.live.register import Harvest
from kompas.live.room import Given, Refused, Room
from tests.live.halls import AROUND, DAY, HARVEST, Phone, opened

WORDS = st.text(max_size=30).map(clean).filter(bool)
LINES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
NOTES = st.fixed_dictionaries(
    {"theme": st.sampled_from(["wonen", "sport"]), "now": WORDS}, optional={"who": LINES}
)


def gathered(room: Room) -> Harvest:
    """What would be stored."""
    found = kinds.gathered(HARVEST, "r1", DAY, room)
    assert isinstance(found, Harvest)
    return found


def test_the_page_asks_the_theme_and_leaves_room_to_write() -> None:
    """By the name that people know; nothing about groups or names of people."""
    form = kinds.form(HARVEST, AROUND)
    assert [one.text for one in form.questions] == [
        "Over welk thema ging het?",
        "Hoe staat het ervoor",
        "Wie kan helpen",
    ]
    assert [one.label for one in form.questions[0].choices] == ["Wonen", "Sport en spel"]
    assert form.perspectives is None


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({}, "answer-theme", "Kies eerst"),
        ({"answer-theme": "mars", "answer-now": "Iets."}, "answer-theme", "Kies eerst"),
        ({"answer-theme": "wonen"}, "answer-now", "Schrijf eerst"),
        ({"answer-theme": "wonen", "answer-now": "a" * 2001}, "answer-now", "2.001 letters"),
    ],
)
def test_what_cannot_be_is_refused_at_its_question(fields: dict[str, str], field: str, why: str) -> None:
    """A theme and some words are needed, and no more than fit."""
    with pytest.raises(Refused) as caught:
        kinds.read(HARVEST, AROUND, fields)
    assert why in caught.value.message
    assert caught.value.problems[0].path == (field,)


def test_words_can_be_taken_back() -> None:
    """Then nothing of that phone is stored, and the page does not say that an answer is in."""
    fields = {"answer-theme": "wonen"}
    back = kinds.read(HARVEST, AROUND, fields, again=True)
    assert gathered(Room(givens={"phone-1": back})).notes == ()
    html = pages.participant(kinds.form(HARVEST, AROUND), fields, open=True, saved=True)
    assert "Je woorden zijn weg." in html
    assert "binnen" not in html


def test_a_field_of_one_line_stays_one_line() -> None:
    """Lines are kept where a text can have them."""
    fields = {"answer-theme": "wonen", "answer-now": "Eén\r\n\r\ntwee", "answer-who": "Jij\nen ik"}
    read = kinds.read(HARVEST, AROUND, fields)
    assert read.values == {"theme": "wonen", "now": "Eén\n\ntwee", "who": "Jij en ik"}


@given(NOTES)
def test_the_form_comes_back_as_it_was_filled_in(note: dict[str, str]) -> None:
    """A phone that reloads sees its own words; paper counts as a phone."""
    one = Given(values={**note})
    assert kinds.read(HARVEST, AROUND, kinds.filled(HARVEST, AROUND, one)) == one
    assert kinds.given(HARVEST, note) == one


@given(st.lists(NOTES, max_size=12), st.randoms())
def test_everything_is_kept_and_nothing_of_who_came_when(notes: list[dict[str, str]], chance: object) -> None:
    """Several phones may write for one theme."""
    found = gathered(Room(givens={f"phone-{n}": Given(values={**one}) for n, one in enumerate(notes)}))
    assert Counter(tuple(sorted(one.items())) for one in found.notes) == Counter(
        tuple(sorted(one.items())) for one in notes
    )
    mixed = list(notes)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # random.Random, which hypothesis makes its own of
    assert gathered(Room(givens={str(n): Given(values={**one}) for n, one in enumerate(mixed)})) == found


def test_the_wall_shows_cards_by_theme() -> None:
    """In the order of the themes, without what was covered."""
    room = Room(
        givens={
            "a": Given(values={"theme": "sport", "now": "De club <doet> mee."}),
            "b": Given(values={"theme": "wonen", "now": "Te weinig.", "who": "Aedes"}),
            "c": Given(values={"theme": "wonen", "now": "Dit niet."}),
        },
        covered=frozenset({"c"}),
    )
    seen = kinds.on_screen(HARVEST, "r1", DAY, room)
    assert isinstance(seen, Harvest)
    html = pages.harvest(HARVEST, seen, AROUND)
    assert html.index("<h2>Wonen</h2>") < html.index("Te weinig.") < html.index("<h2>Sport en spel</h2>")
    assert "De club &lt;doet&gt; mee." in html
    assert "Dit niet." not in html
    nothing = replace(seen, notes=())
    assert "Hier schreef niemand iets." in pages.harvest(HARVEST, nothing, AROUND)


def test_groups_write_at_the_same_time(tmp_path: Path) -> None:
    """What a phone changes counts once; cards have the theme with them."""
    hall = opened(tmp_path, HARVEST)
    with Phone(hall) as one, Phone(hall) as two:
        one.send_form({"answer-theme": "wonen", "answer-now": "Te weinig."})
        two.send_form({"answer-theme": "wonen", "answer-now": "De huur."})
        one.send_form({"answer-theme": "sport", "answer-now": "Te weinig."})
    assert [(card.label, card.words) for card in hall.cards()] == [
        ("Sport en spel", ("Te weinig.",)),
        ("Wonen", ("De huur.",)),
    ]
    hall.stop()
    again = opened(tmp_path, HARVEST)
    assert len(again.round().voices) == 2
    again.finish()
