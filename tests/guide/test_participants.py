"""Who takes part: one line each, with whatever people leave out."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.guide.dialogue import Back, Page
from kompas.guide.participants import People, joined, recognise, split
from kompas.session import About
from kompas.steps.step import Participant
from tests.guide.scripted import ENTER, Answer, ScriptedDialogue
from tests.packaged import PERSPECTIVES

TODAY = date(2026, 11, 21)
MENTOR = Participant(id="mentor-de-boeg", role="mentor", organisation="De Boeg", perspective="onderwijs")


def people(*answers: Answer, known: tuple[Participant, ...] = (), late: bool = False) -> People:
    """A conversation about these participants, in which this is answered."""
    about = About(title="Schooluitval", created=TODAY, participants=known)
    return People(about, PERSPECTIVES, ScriptedDialogue(answers), Page(), TODAY, lambda about: about, late)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("mentor, De Boeg, onderwijs", ("mentor", "De Boeg", "onderwijs", "")),
        ("  mentor ,De Boeg,  onderwijs , Sam ", ("mentor", "De Boeg", "onderwijs", "Sam")),
        ("mentor", ("mentor", "", "", "")),
        ("mentor,,onderwijs", ("mentor", "", "onderwijs", "")),
        ("mentor; De Boeg, locatie Zuid; onderwijs", ("mentor", "De Boeg, locatie Zuid", "onderwijs", "")),
        ("ouder,,ouders,Sam de Wit, tolk", ("ouder", "", "ouders", "Sam de Wit, tolk")),
        ("", ("", "", "", "")),
    ],
)
def test_one_line_for_one_participant(typed: str, parts: tuple[str, str, str, str]) -> None:
    """Commas, or semicolons where a name has a comma; what is left out is empty."""
    assert split(typed) == parts


words = st.text("abc ,", max_size=6).map(lambda text: text.strip(" ,"))


@given(words.filter(bool), words, st.sampled_from(["", *PERSPECTIVES]), words)
def test_the_line_to_correct_says_the_same(role: str, organisation: str, perspective: str, name: str) -> None:
    """Who corrects a participant and changes nothing, changes nothing: also with commas in a name."""
    person = Participant(id="a", role=role, organisation=organisation, perspective=perspective, name=name)
    assert split(joined(person)) == (role, organisation, perspective, name)


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("onderwijs", "onderwijs"),
        (" Onderwijs ", "onderwijs"),
        ("ONDER", "onderwijs"),
        ("werk en inkomen", "werk-en-inkomen"),
        ("werk-en", "werk-en-inkomen"),
        ("ouder", "ouders"),
        ("zorg", "zorg"),
        ("jeugd", ""),
        ("w", ""),
        ("bakker", ""),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_perspective_is_recognised(typed: str, id: str) -> None:
    """Its name or the beginning of one only; where it could be two, kompas asks."""
    assert recognise(typed, PERSPECTIVES) == id


def test_a_team_may_write_ids_as_it_likes() -> None:
    """A perspective with capitals in its id is found too."""
    assert recognise("ggd", {"GGD": "Gezondheidsdienst"}) == "GGD"


@given(st.text())
def test_anything_typed_is_a_known_perspective_or_none(typed: str) -> None:
    """What is stored is always in the list."""
    assert recognise(typed, PERSPECTIVES) in {"", *PERSPECTIVES}


def test_people_are_added_one_line_each() -> None:
    """Two of the same kind are two people; nothing more is asked when the perspective is clear."""
    talk = people("mentor, De Boeg, onderwijs", "mentor, De Boeg, onderwijs", "ouder", "")
    talk.add()
    first, second, third = talk.about.participants
    assert first == MENTOR
    assert second.id.startswith("mentor-de-boeg-")
    assert (third.id, third.perspective, third.joined) == ("ouder", "ouders", None)


def test_a_perspective_that_is_not_known_is_asked() -> None:
    """Nothing typed is lost: it is said what is not in the list, and people choose or pass."""
    talk = people("bakker, De Krakeling, bakkers", "", "")
    talk.add()
    assert talk.about.participants[0] == Participant(
        id="bakker-de-krakeling", role="bakker", organisation="De Krakeling"
    )
    assert "“bakkers” staat niet in de lijst." in talk.dialogue.shown()  # type: ignore[attr-defined] # scripted


def test_without_a_role_there_is_nobody() -> None:
    """A line that begins with a comma is asked again, with an example."""
    talk = people(", De Boeg", "mentor, De Boeg, onderwijs", "")
    talk.add()
    assert talk.about.participants == (MENTOR,)
    assert talk.dialogue.complaints == ["Begin met een rol, bijvoorbeeld mentor."]  # type: ignore[attr-defined]


def test_back_from_the_perspective_loses_nobody() -> None:
    """Who was typed is stored before anything more is asked."""
    talk = people("bakker", "", Back)
    talk.add()
    assert talk.about.participants == (Participant(id="bakker", role="bakker"),)


def test_who_comes_later_joined_today() -> None:
    """They are not missed in rounds from before."""
    talk = people("ouder", "", late=True)
    talk.add()
    assert talk.about.participants[0].joined == TODAY


def test_leaving_and_coming_back() -> None:
    """Who leaves stays in the files, and who comes back is the same person."""
    talk = people("leave", "mentor-de-boeg", "on", known=(MENTOR,))
    talk.converse()
    assert talk.about.participants == (msgspec.structs.replace(MENTOR, left=TODAY),)
    talk = people("return", "mentor-de-boeg", "on", known=talk.about.participants)
    talk.converse()
    assert talk.about.participants == (MENTOR,)


def test_correcting_keeps_who_it_is() -> None:
    """The id stays, so that everything this person said stays theirs; Enter changes nothing."""
    talk = people("correct", "mentor-de-boeg", ENTER, "on", known=(MENTOR,))
    talk.converse()
    assert talk.about.participants == (MENTOR,)
    talk = people("correct", "mentor-de-boeg", "teamleider, De Boeg, jongeren", "on", known=(MENTOR,))
    talk.converse()
    assert talk.about.participants == (
        msgspec.structs.replace(MENTOR, role="teamleider", perspective="jongeren"),
    )
