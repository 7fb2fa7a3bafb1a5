"""Blank worksheets: everything that is asked, and room to write it on paper with a pen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from kompas import steps
from kompas.block import Block, Catalog
from kompas.session import About, Session, active_steps, last_day, surroundings
from kompas.steps import choice
from kompas.steps.choice import ChoiceAnswer, ChoiceStep
from kompas.steps.step import State, Step, Surroundings
from kompas.store.sessions import Opened
from kompas.worksheets.document import Part, document
from kompas.worksheets.room import room

_NOBODY = Session(id="", about=About(title="", created=date.min))


class Chosen(msgspec.Struct, frozen=True):
    """An earlier choice: the title of its step, and the options that matter."""

    title: str
    options: tuple[str, ...]


class Sheet(Part, frozen=True):
    """One step without its answer.

    `room` is what the template of its kind needs to leave room (room.py). `when` and `unless` are the
    choices that tell whether the step is asked, as far as nobody made them yet.
    """

    room: Any
    when: tuple[Chosen, ...]
    unless: tuple[Chosen, ...]


def blank_document(
    catalog: Catalog, block: Block, session: Session | None = None, organisation: str = ""
) -> dict[str, Any]:
    """The names a template can use: those of a session without answers (document.py).

    Without a session every step is there, also those that hang on a choice.
    """
    known = session or _NOBODY
    around = surroundings(known, catalog, block.id)
    asked = active_steps(block, known) if session else block.steps
    sheets = {step.id: _sheet(step, known, around, catalog) for step in asked}
    return document(Opened(_without_answers(known)), catalog, block, organisation) | {
        "blank": True,
        "date": last_day(session) if session else None,
        "parts": list(sheets.values()),
        "part": sheets,
        "open_steps": [],
    }


def _without_answers(session: Session) -> Session:
    return msgspec.structs.replace(session, answers={}, unreadable=frozenset())


def _sheet(step: Step, session: Session, around: Surroundings, catalog: Catalog) -> Sheet:
    return Sheet(
        id=step.id,
        step=step,
        kind=steps.kind(step),
        state=State.OPEN,
        answer=None,
        shown=None,
        note="",
        unreadable=False,
        problems=(),
        points=(),
        room=room(step, around, catalog),
        when=_choices(step.when, session, around.block, catalog),
        unless=_choices(step.unless, session, around.block, catalog),
    )


def _choices(
    wanted: Mapping[str, tuple[str, ...]], session: Session, block: str, catalog: Catalog
) -> tuple[Chosen, ...]:
    """The choices that nobody made yet, in words."""
    found = []
    for id, options in wanted.items():
        step, answer = catalog.step(block, id), session.answer(block, id)
        if isinstance(step, ChoiceStep) and not (answer and answer.chosen):
            found.append(Chosen(step.title, choice.chosen(step, ChoiceAnswer(chosen=options))))
    return tuple(found)
