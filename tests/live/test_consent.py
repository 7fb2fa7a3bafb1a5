"""A proposal on phones: what the page asks, what it takes, what is stored, and what the wall shows."""

from collections import Counter
from pathlib import Path

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kompas import steps
from kompas.errors import KompasError
from kompas.live import kinds, pages
from kompas.live.form import clean
from kompas.live.room import PAPER, Given, Refused, Room
from kompas.shapes import plain
from kompas.steps.proposal import REACTIONS, ConsentAnswer, Response, Version
from tests.live.halls import AROUND, DAY, PROPOSAL, TEXT, Phone, opened

CHOSEN = {"answer-response": "none", "perspective": "-"}
WORDS = st.text(max_size=30).map(clean)
GROUPS = st.sampled_from(["", "ouders", "onderwijs"])


@st.composite
def givens(draw: st.DrawFn) -> Given:
    """What a phone can have given."""
    reaction = draw(st.sampled_from(list(REACTIONS)))
    reason = draw(WORDS) if reaction != "none" else ""
    suggestion = draw(WORDS) if reaction != "none" else ""
    words = {"reason": reason or ("Omdat." if reaction == "objection" else ""), "suggestion": suggestion}
    return Given(draw(GROUPS), {"response": reaction, **{part: said for part, said in words.items() if said}})


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    """Up to 25 devices that gave something, some on paper."""
    gave = draw(st.lists(givens(), max_size=25))
    devices = [f"{PAPER if draw(st.integers(0, 5)) == 0 else 'phone-'}{n:04}" for n in range(len(gave))]
    return Room(givens=dict(zip(devices, gave, strict=True)))


def gathered(room: Room) -> Version:
    """The version as it would be stored."""
    found = kinds.gathered(PROPOSAL, "2026-11-21-1430", DAY, room)
    assert isinstance(found, Version)
    return found


def wall(room: Room) -> str:
    """What the projector shows."""
    seen = kinds.on_screen(PROPOSAL, "r1", DAY, room)
    assert isinstance(seen, Version)
    return pages.reactions(PROPOSAL, seen, AROUND)


def test_the_page_shows_the_proposal_and_what_each_choice_means() -> None:
    """All of its text, above three choices that explain themselves."""
    form = kinds.form(PROPOSAL, AROUND)
    html = pages.participant(form, {}, open=True, saved=False)
    assert TEXT in html
    assert html.index(TEXT) < html.index("Kun jij hiermee verder?")
    choices = form.questions[0].choices
    assert [one.label for one in choices] == ["Geen bezwaar", "Een zorg", "Een bezwaar"]
    assert all(one.explanation for one in choices)


def test_what_is_chosen_is_read() -> None:
    """With why, and what would help."""
    fields = {
        "answer-response": "objection",
        "answer-reason": " Te duur. ",
        "answer-suggestion": "Later.",
        "perspective": "ouders",
    }
    read = kinds.read(PROPOSAL, AROUND, fields)
    assert read.perspective == "ouders"
    assert read.values == {"response": "objection", "reason": "Te duur.", "suggestion": "Later."}
    assert kinds.read(PROPOSAL, AROUND, CHOSEN) == Given("", {"response": "none"})
    concern = {**CHOSEN, "answer-response": "concern"}
    assert kinds.read(PROPOSAL, AROUND, concern) == Given("", {"response": "concern"})


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({}, "answer-response", "Kies eerst"),
        ({"answer-response": "ja", "perspective": "-"}, "answer-response", "Kies eerst"),
        ({"answer-response": "objection", "perspective": "-"}, "answer-reason", "wat je bezwaar is"),
        (
            {**CHOSEN, "answer-response": "objection", "answer-reason": " \u200b "},
            "answer-reason",
            "bezwaar is",
        ),
        ({**CHOSEN, "answer-reason": "Te duur."}, "answer-reason", "Kies “Een zorg”"),
        ({**CHOSEN, "answer-suggestion": "Later."}, "answer-suggestion", "Kies “Een zorg”"),
        (
            {**CHOSEN, "answer-response": "concern", "answer-reason": "a" * 1001},
            "answer-reason",
            "1.001 letters",
        ),
        ({"answer-response": "none"}, "perspective", "bij welke groep"),
    ],
)
def test_what_cannot_be_is_refused_at_its_question(fields: dict[str, str], field: str, why: str) -> None:
    """An objection without a reason too; and no words get lost without a word."""
    with pytest.raises(Refused) as caught:
        kinds.read(PROPOSAL, AROUND, fields)
    assert why in caught.value.message
    assert caught.value.problems[0].path == (field,)


@given(givens())
def test_the_form_comes_back_as_it_was_filled_in(one: Given) -> None:
    """A phone that reloads sees its own answer."""
    assert kinds.read(PROPOSAL, AROUND, kinds.filled(PROPOSAL, AROUND, one)) == one


@given(givens())
def test_paper_counts_as_a_phone(one: Given) -> None:
    """What the facilitator typed is what a phone would have given."""
    [said] = gathered(Room(givens={"phone-1": replace(one, perspective="")})).responses
    assert kinds.given(PROPOSAL, said) == replace(one, perspective="")


@given(rooms())
def test_what_is_stored_is_right_and_anonymous(room: Room) -> None:
    """Everything is there once, nobody is named, and the file can be used."""
    version = gathered(room)
    answer = ConsentAnswer(versions=(replace(version, text=TEXT),))
    assert steps.understand(PROPOSAL, plain(answer)) == (answer, [])
    assert steps.problems(PROPOSAL, answer, AROUND) == []
    assert (version.method, version.on_paper) == ("phone", room.on_paper)
    gave = Counter(msgspec.json.encode(sorted(one.values.items())) for one in room.givens.values())
    kept = [
        {"response": one.response, "reason": one.reason, "suggestion": one.suggestion}
        for one in version.responses
    ]
    words = [sorted((part, said) for part, said in one.items() if said) for one in kept]
    assert gave == Counter(msgspec.json.encode(one) for one in words)
    assert not any(one.participant for one in version.responses)
    assert not [device for device in room.givens if device.encode() in msgspec.json.encode(version)]


@given(rooms(), st.randoms())
def test_what_is_stored_tells_nothing_of_who_came_when(room: Room, chance: object) -> None:
    """The same reactions by other devices, in another order, give the same file."""
    gave = list(room.givens.items())
    chance.shuffle(gave)  # type: ignore[attr-defined]  # random.Random, which hypothesis makes its own of
    others = {f"{PAPER if id.startswith(PAPER) else ''}{n}": one for n, (id, one) in enumerate(gave)}
    assert gathered(Room(givens=others)) == gathered(room)


@given(rooms())
def test_small_groups_lose_their_perspective(room: Room) -> None:
    """As in a poll: nobody is told by their group, nor by being in none."""
    stored = Counter(one.perspective for one in gathered(room).responses)
    left_over = stored.pop("", 0)
    assert all(many >= PROPOSAL.minimum_group for many in stored.values())
    assert not stored or left_over == 0 or left_over >= PROPOSAL.minimum_group


ROOM = Room(
    givens={
        "a": Given("", {"response": "none"}),
        "b": Given("", {"response": "objection", "reason": "Te duur <b>.", "suggestion": "Later."}),
        "c": Given("", {"response": "concern", "reason": "Kan dit wel?"}),
        "d": Given("", {"response": "concern"}),
    }
)


def test_the_wall_counts_in_a_sentence_and_shows_the_words() -> None:
    """No bars, no percentages, and text of people is only text."""
    html = wall(ROOM)
    assert "1 keer geen bezwaar, 2 zorgen en 1 bezwaar." in html
    assert "Te duur &lt;b&gt;." in html
    assert "Wat zou helpen: Later." in html
    assert html.index("Te duur") < html.index("Kan dit wel?")
    assert "%" not in html
    assert "<svg" not in html


def test_what_the_facilitator_covers_counts_and_is_not_shown() -> None:
    """The words stay away, the objection does not."""
    html = wall(replace(ROOM, covered=frozenset({"b"})))
    assert "1 bezwaar." in html
    assert "Te duur" not in html
    assert "Later." not in html


def test_only_words_are_cards(tmp_path: Path) -> None:
    """With what they are: an objection or a concern."""
    hall = opened(tmp_path, PROPOSAL)
    for given_ in ROOM.givens.values():
        hall.add(given_)
    assert [card.words for card in hall.cards()] == [
        ("Een bezwaar", "Te duur <b>.", "Later."),
        ("Een zorg", "Kan dit wel?"),
    ]
    hall.finish()


def test_a_room_reacts(tmp_path: Path) -> None:
    """A refusal says where; what a phone changes counts once; the wall knows nothing before it is shown."""
    hall = opened(tmp_path, PROPOSAL, lambda version: pages.reactions(PROPOSAL, version, AROUND))  # type: ignore[arg-type]
    with Phone(hall) as one, Phone(hall) as two:
        assert TEXT in one.first.text
        refused = one.react("objection").json()
        assert (refused["saved"], refused["field"]) == (False, "answer-reason")
        assert one.react("objection", "Te duur.").status_code == 200
        assert two.react("none").status_code == 200
        assert one.react("concern", "Wel wat duur.").status_code == 200
        assert TEXT in httpx.get(hall.projector_url, trust_env=False).text
        assert "Wel wat duur." not in httpx.get(hall.projector_url, trust_env=False).text
        assert httpx.get(f"{hall.projector_url}/picture", trust_env=False).status_code == 404
        hall.close()
        hall.show()
        picture = httpx.get(f"{hall.projector_url}/picture", trust_env=False).text
        assert "1 keer geen bezwaar en 1 zorg." in picture
    responses = hall.round().voices
    assert responses == (Response(response="concern", reason="Wel wat duur."), Response(response="none"))
    hall.finish()


def test_a_restart_goes_on_with_the_same_proposal(tmp_path: Path) -> None:
    """And not with another text: what people said is not about that."""
    hall = opened(tmp_path, PROPOSAL)
    hall.add(Given(values={"response": "none"}))
    hall.stop()
    with pytest.raises(KompasError, match="veranderd"):
        opened(tmp_path, PROPOSAL, around=replace(AROUND, texts={"decision": "Iets heel anders."}))
    again = opened(tmp_path, PROPOSAL)
    assert again.resumed == 1
    again.finish()
