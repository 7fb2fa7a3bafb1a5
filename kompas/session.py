"""A session: one collaboration around one issue, its people and its answers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from kompas import steps
from kompas.block import Block, Catalog
from kompas.errors import Problem
from kompas.shapes import unknown
from kompas.steps.choice import ChoiceStep
from kompas.steps.field import Record, applies
from kompas.steps.poll import PollAnswer, PollStep
from kompas.steps.proposal import ConsentAnswer
from kompas.steps.register import RegisterAnswer, RegisterStep, name_of
from kompas.steps.step import Answer, Participant, State, Step, Surroundings, duplicates
from kompas.steps.text import TextAnswer

FORMAT = 1


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What session.yaml holds."""

    format: int = FORMAT
    title: str
    issue: str = ""
    organisation: str = ""
    created: date
    status: Literal["open", "closed"] = "open"
    participants: tuple[Participant, ...] = ()


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """`answers` has for each block, for each step that has one, the answer.

    `unreadable` names the steps (block, step) that a file has an answer for which is not understood:
    they are kept as they are and never overwritten.
    """

    id: str
    about: About
    answers: Mapping[str, Mapping[str, Answer]] = {}
    unreadable: frozenset[tuple[str, str]] = frozenset()

    def answer(self, block: str, step: str) -> Any:
        """The answer to a step, or None."""
        return self.answers.get(block, {}).get(step)

    def with_answer(self, block: str, step: str, answer: Answer | None) -> "Session":
        """This session with another answer to one step; None takes it away."""
        of_block = {key: value for key, value in self.answers.get(block, {}).items() if key != step}
        if answer is not None:
            of_block[step] = answer
        return msgspec.structs.replace(self, answers={**self.answers, block: of_block})


def about_problems(about: About, catalog: Catalog) -> list[Problem]:
    """Participants with the same id, and perspectives that nobody knows."""
    people = about.participants
    known = [option.id for option in catalog.perspectives]
    return duplicates([person.id for person in people], "participants", "Deelnemer") + [
        unknown("Het perspectief", person.perspective, known, ("participants", place, "perspective"))
        for place, person in enumerate(people)
        if person.perspective and person.perspective not in known
    ]


def surroundings(session: Session, catalog: Catalog, block: str) -> Surroundings:
    """What the steps of one block may know of the rest of the session."""
    rows: dict[str, dict[str, str]] = {}
    around = Surroundings(
        block=block,
        participants={person.id: person for person in session.about.participants},
        perspectives={option.id: option.label for option in catalog.perspectives},
        rows=rows,
        parties=catalog.parties,
        texts=_texts(session, block),
    )
    for address, where in catalog.sources(block):
        rows[around.address(address, where)] = _rows(session, catalog, address, where, around)
    return around


def active_steps(block: Block, session: Session) -> Sequence[Step]:
    """The steps that are asked, given what was chosen earlier in the block."""
    chosen = {
        step.id: getattr(session.answer(block.id, step.id), "chosen", ())
        for step in block.steps
        if isinstance(step, ChoiceStep)
    }
    return tuple(
        step
        for step in block.steps
        if applies(step.when, chosen) and not (step.unless and applies(step.unless, chosen))
    )


def states(block: Block, session: Session, catalog: Catalog) -> dict[str, State]:
    """How far each active step of a block is."""
    around = surroundings(session, catalog, block.id)
    return {
        step.id: State.PARTLY
        if (block.id, step.id) in session.unreadable
        else steps.state(step, session.answer(block.id, step.id), around)
        for step in active_steps(block, session)
    }


def course(block: Block, session: Session) -> Sequence[Step]:
    """The steps whose answers stay in sight: those of the course that have an answer."""
    found = []
    for entry in block.course:
        alternatives = (entry,) if isinstance(entry, str) else entry
        answered = [id for id in alternatives if session.answer(block.id, id) is not None]
        found += [step for step in block.steps if step.id in answered[:1]]
    return found


def misfits(session: Session, catalog: Catalog) -> list[Problem]:
    """What in the answers does not fit the rest: unknown options, people, parties; without its place."""
    found: list[Problem] = []
    for id, answers in session.answers.items():
        block, around = catalog.blocks.get(id), surroundings(session, catalog, id)
        for step in block.steps if block else ():
            if step.id in answers:
                found += steps.problems(step, answers[step.id], around)
    return found


def last_day(session: Session) -> date:
    """The last day that the session's files tell of: when it began, or its latest round or decision."""
    answers = [answer for of_block in session.answers.values() for answer in of_block.values()]
    return max([session.about.created, *(day for answer in answers for day in answer.days)])


def _texts(session: Session, block: str) -> dict[str, str]:
    """What was written at the steps of a block, by step."""
    found = {}
    for id, answer in session.answers.get(block, {}).items():
        if isinstance(answer, TextAnswer):
            found[id] = answer.text
        elif isinstance(answer, ConsentAnswer) and answer.versions:
            found[id] = answer.versions[-1].text
    return found


def _rows(
    session: Session,
    catalog: Catalog,
    address: str,
    where: Mapping[str, tuple[str, ...]],
    around: Surroundings,
) -> dict[str, str]:
    """The rows that a source gives, narrowed by `where`: id to name."""
    block, _, id = around.address(address).partition(".")
    step, answer = catalog.step(block, id), session.answer(block, id)
    if isinstance(step, PollStep) and isinstance(answer, PollAnswer):
        return _statements(step, answer, where.get("score", ()))
    if isinstance(step, RegisterStep) and isinstance(answer, RegisterAnswer):
        return _records(step, answer.records, where, around)
    return {}


def _records(
    step: RegisterStep, records: Iterable[Record], where: Mapping[str, tuple[str, ...]], around: Surroundings
) -> dict[str, str]:
    return {str(record["id"]): name_of(step, record, around) for record in records if applies(where, record)}


def _statements(step: PollStep, answer: PollAnswer, scores: tuple[str, ...]) -> dict[str, str]:
    """Statements that someone gave one of these scores in the last round; all if none are named."""
    ballots = answer.rounds[-1].ballots if answer.rounds else ()
    return {
        statement.id: statement.text
        for statement in step.statements
        if not scores or any(str(ballot.scores.get(statement.id)) in scores for ballot in ballots)
    }
