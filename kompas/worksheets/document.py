"""What a template gets: one block of a session, as plain data. docs/templates.md describes it to teams."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kompas import sentences, steps
from kompas.block import Block, Catalog
from kompas.errors import Problem
from kompas.session import Session, active_steps, last_day, surroundings
from kompas.steps.step import Answer, Participant, State, Step, Surroundings
from kompas.store.sessions import Opened
from kompas.worksheets import kinds


class Part(msgspec.Struct, frozen=True):
    """One step and what was answered.

    `shown` is what the template of its kind shows, None when nothing was filled in or it could not
    be read; `note` then says so. `problems` are what is wrong in the file, `points` what asks for action.
    """

    id: str
    step: Step
    kind: str
    state: State
    answer: Answer | None
    shown: Any
    note: str
    unreadable: bool
    problems: tuple[Problem, ...]
    points: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    """Participants who share a perspective; `label` is "" for those without one."""

    label: str
    participants: tuple[Participant, ...]


class Point(msgspec.Struct, frozen=True):
    """Something that still has to be done; `title` is that of the step."""

    title: str
    text: str


def document(opened: Opened, catalog: Catalog, block: Block, organisation: str = "") -> dict[str, Any]:
    """The names a template can use; `organisation` is used where the session does not name one."""
    session = opened.session
    around = surroundings(session, catalog, block.id)
    problems = _by_step(opened, block)
    parts = {step.id: _part(step, session, around, problems.get(step.id, [])) for step in block.steps}
    active = [parts[step.id] for step in active_steps(block, session)]
    inactive = [part for part in parts.values() if part not in active]
    return {
        "block": block,
        "blank": False,
        "session": _session(session, organisation),
        "people": _people(session, around),
        "date": last_day(session),
        "parts": active,
        "part": {part.id: part for part in active},
        "extra": [part for part in inactive if part.shown or part.unreadable],
        "strays": problems.get("", []),
        "open_points": [Point(part.step.title, " ".join(part.points)) for part in active if part.points],
        "open_steps": [part for part in active if part.note == sentences.NOT_ANSWERED],
    }


def unread(opened: Opened, block: Block) -> tuple[Problem, ...]:
    """What could not be understood in the file of a block."""
    return tuple(one for one in opened.problems if Path(one.file).name == f"{block.id}.yaml")


def has_answers(opened: Opened, block: Block) -> bool:
    """Whether a file holds anything for this block, readable or not."""
    session = opened.session
    return bool(session.answers.get(block.id)) or any(of == block.id for of, _ in session.unreadable)


def _part(step: Step, session: Session, around: Surroundings, problems: Iterable[Problem]) -> Part:
    unreadable = (around.block, step.id) in session.unreadable
    answer = session.answer(around.block, step.id)
    shown = kinds.show(step, answer, around) if answer is not None else None
    unsound = steps.problems(step, answer, around) if answer is not None else []
    points = kinds.points(step, answer, around) if answer is not None else []
    return Part(
        id=step.id,
        step=step,
        kind=steps.kind(step),
        state=State.PARTLY if unreadable else steps.state(step, answer, around),
        answer=answer,
        shown=shown,
        note=sentences.NOT_READ if unreadable else "" if shown else sentences.NOT_ANSWERED,
        unreadable=unreadable,
        problems=(*problems, *unsound),
        points=(*points, *([sentences.NOT_READ] if unreadable else [sentences.UNSOUND] if unsound else [])),
    )


def _session(session: Session, organisation: str) -> Mapping[str, Any]:
    about = session.about
    return {
        "id": session.id,
        "title": about.title,
        "issue": about.issue,
        "organisation": about.organisation or organisation,
        "participants": about.participants,
        "about": about,
    }


def _people(session: Session, around: Surroundings) -> list[Group]:
    """By perspective, in the order of the list; who has none, or one that nobody knows, comes last."""
    people = session.about.participants
    known = around.perspectives
    found = [(label, [one for one in people if one.perspective == id]) for id, label in known.items()]
    found.append(("", [one for one in people if one.perspective not in known]))
    return [Group(label, tuple(group)) for label, group in found if group]


def _by_step(opened: Opened, block: Block) -> dict[str, list[Problem]]:
    """What could not be understood; "" has what belongs to none of the steps."""
    found: dict[str, list[Problem]] = {}
    for problem in unread(opened, block):
        id = str(problem.path[1]) if problem.path[:1] == ("answers",) and len(problem.path) > 1 else ""
        found.setdefault(id if block.step(id) else "", []).append(problem)
    return found
