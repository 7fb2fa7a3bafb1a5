"""A choice and its reason."""

import pytest

from kompas.block import Block
from kompas.guide.dialogue import Back, Pick, Skip
from tests.guide.meeting import Meeting, built_in, default, offered, screen
from tests.guide.scripted import ENTER


def test_the_choice_is_stored_before_the_reason_is_asked(meeting: Meeting) -> None:
    """And the reason with it; what was chosen stands above the question why."""
    dialogue = meeting.at("0A.others_needed", "allebei")
    assert dialogue.questions == [
        "Hebben jullie andere partijen nodig om dit aan te pakken?",
        "Waarom kiezen jullie dit?",
    ]
    assert "Ja, om allebei" in screen(dialogue)
    assert meeting.stored("0A.others_needed") == {"chosen": ["allebei"]}
    meeting.at("0A.others_needed", ENTER, "We kunnen dit niet alleen.")
    assert meeting.stored("0A.others_needed") == {
        "chosen": ["allebei"],
        "reason": "We kunnen dit niet alleen.",
    }


def test_every_option_is_there_with_its_explanation(meeting: Meeting) -> None:
    """In the words of the building block; no option is chosen beforehand."""
    dialogue = meeting.at("0A.others_needed")
    question = dialogue.asked[0][1]
    assert list(offered(dialogue)) == ["afstemmen", "expertise", "allebei", "niet-nodig"]
    assert isinstance(question, Pick)
    assert all(choice.note for choice in question.choices)
    assert question.default == ""


def test_back_from_the_reason_goes_to_the_choice(meeting: Meeting) -> None:
    """What was chosen is pointed at; another choice keeps the reason, to be looked at again."""
    meeting.at("0A.others_needed", "allebei", "Samen is beter.")
    dialogue = meeting.at("0A.others_needed", ENTER, Back, "expertise")
    assert [getattr(question, "default", None) for _, question in dialogue.asked] == [
        "allebei",
        "Samen is beter.",
        "allebei",
        "Samen is beter.",
    ]
    assert meeting.stored("0A.others_needed") == {"chosen": ["expertise"], "reason": "Samen is beter."}


def test_a_reason_that_was_begun_comes_back(meeting: Meeting) -> None:
    """Left halfway, it is no answer yet."""
    meeting.at("0A.others_needed", "allebei", Skip("Samen is"))
    assert meeting.stored("0A.others_needed") == {"chosen": ["allebei"]}
    dialogue = meeting.at("0A.others_needed", ENTER)
    assert default(dialogue, 1) == "Samen is"


def test_an_emptied_reason_is_taken_away(meeting: Meeting) -> None:
    """The choice stays."""
    meeting.at("0A.others_needed", "allebei", "Samen is beter.")
    meeting.at("0A.others_needed", ENTER, "")
    assert meeting.stored("0A.others_needed") == {"chosen": ["allebei"]}


@pytest.fixture
def several(meeting: Meeting) -> Meeting:
    """A meeting with a team's own block, in which more than one can be chosen and no reason is asked."""
    definition = """
        format: 1
        id: eigen
        title: Eigen vragen
        purpose: Voor ons.
        steps:
          - id: days
            kind: choice
            title: Dagen
            why: Daarom.
            how: Zo.
            tips: [Kort.]
            minutes: 5
            question: Welke dagen kunnen jullie?
            multiple: true
            options: [{id: ma, label: Maandag}, {id: di, label: Dinsdag}, {id: wo, label: Woensdag}]
    """
    meeting.add_block("eigen", definition)
    return meeting


def test_several_can_be_chosen(several: Meeting) -> None:
    """In the order of the list, whatever was pressed first; without a question why."""
    dialogue = several.at("eigen.days", ["wo", "ma"])
    assert several.stored("eigen.days") == {"chosen": ["ma", "wo"]}
    assert dialogue.questions == ["Welke dagen kunnen jullie?", "Wat wil je doen?"]


def test_choosing_nothing_any_more_takes_the_answer_away(several: Meeting) -> None:
    """The file has no empty answer."""
    several.at("eigen.days", ["wo"])
    several.at("eigen.days", [])
    assert several.stored("eigen.days") is None


def test_no_block_of_ours_needs_more(several: Meeting) -> None:
    """A team's block is a block like ours."""
    assert isinstance(several.catalog.blocks["eigen"], Block)
    assert "eigen" not in built_in().blocks
