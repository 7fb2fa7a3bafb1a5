"""One or more of a list, with a reason."""

import msgspec

from kompas.errors import Problem
from kompas.steps import problems, state, understand
from kompas.steps.choice import ChoiceAnswer, ChoiceStep, chosen
from kompas.steps.step import State
from tests.packaged import around, step

NEEDED: ChoiceStep = step("0A.others_needed")


def test_a_choice_and_why() -> None:
    """What was chosen and the reason are kept; then the step is done."""
    answer, wrong = understand(NEEDED, {"chosen": ["allebei"], "reason": "We weten zelf te weinig."})
    assert wrong == []
    assert answer == ChoiceAnswer(chosen=("allebei",), reason="We weten zelf te weinig.")
    assert problems(NEEDED, answer, around()) == []
    assert state(NEEDED, answer, around()) == State.DONE


def test_a_reason_alone_is_no_choice() -> None:
    """The step stays open until something was chosen."""
    assert state(NEEDED, ChoiceAnswer(reason="We twijfelen."), around()) == State.OPEN


def test_an_unknown_option_is_reported_and_shown_as_it_was_written() -> None:
    """Someone who typed it in the file sees which option was probably meant; nothing disappears."""
    answer = ChoiceAnswer(chosen=("niet_nodig",))
    assert problems(NEEDED, answer, around()) == [
        Problem("De keuze “niet_nodig” ken ik niet.", "Bedoel je “niet-nodig”?", ("chosen", 0))
    ]
    assert chosen(NEEDED, answer) == ("niet_nodig",)


def test_two_where_one_is_asked() -> None:
    """Both mistakes in the same answer are reported."""
    found = problems(NEEDED, ChoiceAnswer(chosen=("afstemmen", "x")), around())
    assert [(problem.path, problem.what) for problem in found] == [
        (("chosen", 1), "De keuze “x” ken ik niet."),
        (("chosen",), "Hier kan maar één keuze staan."),
    ]


def test_several_where_several_may_be() -> None:
    """People read the labels, not the ids."""
    several = msgspec.structs.replace(NEEDED, multiple=True)
    answer = ChoiceAnswer(chosen=("afstemmen", "expertise"))
    assert problems(several, answer, around()) == []
    assert chosen(several, answer) == (
        "Ja, om samen af te spreken wie wat doet",
        "Ja, om wat zij weten en kunnen",
    )
