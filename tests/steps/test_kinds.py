"""What every kind of step promises, whatever a file holds."""

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from kompas import deciding, meeting, sentences, steps
from kompas.errors import Problem
from kompas.shapes import plain
from kompas.steps import consent, poll, register, round
from kompas.steps.consent import ConsentStep
from kompas.steps.poll import PollAnswer, PollStep
from kompas.steps.proposal import ConsentAnswer
from kompas.steps.register import RegisterAnswer, RegisterInsight, RegisterStep
from kompas.steps.round import RoundAnswer, RoundStep
from kompas.steps.step import Answer, Participant, State, Step, Surroundings
from tests import evening, packaged
from tests.packaged import around
from tests.plain_data import answers_to, anything, damaged

# What msgspec says, and words that only a programmer would use.
ENGLISH = re.compile(
    r"\b(expected|got|invalid|object|array|missing|required|field|value|enum|null|none|type|str|int)\b",
    re.IGNORECASE,
)
PEOPLE = (Participant(id="a", role="mentor", perspective="onderwijs"), Participant(id="0", role="ouder"))
AROUND = around(*PEOPLE, stakeholders={"0": "De Boeg", "a": "Jongerenraad"})

STEPS = [*packaged.STEPS, *evening.STEPS.values()]
a_step = st.sampled_from(STEPS)


def is_dutch(problems: Sequence[Problem]) -> bool:
    """Whether problems are sentences without English, apart from what was written and what can be."""
    texts = [re.sub(r"“.*”|Kies uit: .*", "", str(problem), flags=re.DOTALL) for problem in problems]
    return all(one.what.endswith(".") for one in problems) and not any(map(ENGLISH.search, texts))


def look(step: Step, answer: Answer, around: Surroundings) -> None:
    """Ask everything that the screen and the worksheet ask of an answer."""
    match step, answer:
        case PollStep(), PollAnswer():
            for one in answer.rounds:
                for statement in poll.insight(step, answer, one.id, around).statements:
                    sentences.lies(statement.all)
                    sentences.gap(statement)
                    sentences.change(statement)
        case RoundStep(), RoundAnswer():
            for talk in answer.rounds:
                sentences.waiting(round.insight(step, talk, around))
        case RegisterStep(), RegisterAnswer():
            seen = register.insight(step, answer, around)
            sentences.register_notes(step, seen)
            look_at_plan(seen)
            if seen.dealt:
                meeting.unplaced(seen.dealt)
                assert all(meeting.mixed(group) for group in seen.dealt.groups)
        case ConsentStep(), ConsentAnswer():
            decision = consent.insight(step, answer, around)
            said = (deciding.stand, deciding.unexplained, deciding.waiting, deciding.outdated)
            assert all(isinstance(say(decision), str) for say in said)
            for version in decision.versions:
                deciding.reactions(version.counts)
                assert all(map(deciding.ending, version.objections))


def look_at_plan(seen: RegisterInsight) -> None:
    """Ask everything about a programme."""
    if seen.plan:
        meeting.late(seen.plan)
        meeting.untimed(seen.plan)
        assert meeting.whole(seen.plan)
        assert [meeting.span(slot) for slot in seen.plan.slots]


@settings(max_examples=800)
@given(step=a_step, data=st.data())
def test_nothing_crashes_and_nothing_is_english(step: Step, data: st.DataObject) -> None:
    """Whatever a file holds, a person gets an answer, or sentences that they can read."""
    answer, problems = steps.understand(step, data.draw(anything | damaged(step)))
    assert (answer is None) == bool(problems)
    assert is_dutch(problems)
    if answer is not None:
        assert is_dutch(steps.problems(step, answer, AROUND))
        assert steps.state(step, answer, AROUND) in State
        look(step, answer, AROUND)


@settings(max_examples=400)
@given(step=a_step, data=st.data())
def test_what_is_stored_is_understood_as_the_same(step: Step, data: st.DataObject) -> None:
    """Saving an answer and reading it back changes nothing of it."""
    answer, problems = steps.understand(step, data.draw(answers_to(step)))
    assert not problems
    assert steps.understand(step, plain(answer)) == (answer, [])


def test_a_step_without_an_answer_is_open() -> None:
    """Nothing given is not an error and not done: it can be done later."""
    assert {steps.state(step, None, AROUND) for step in STEPS} == {State.OPEN}


def test_kinds_are_named_as_definitions_name_them() -> None:
    """Each kind that a block can name has its module, and its steps say so."""
    assert {steps.kind(step) for step in STEPS} == set(steps.kind_names())
