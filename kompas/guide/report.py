"""The answers of a session as they are shown outside a meeting."""

from typing import Any

from kompas.block import Block, Catalog
from kompas.guide import kinds
from kompas.progress import facts
from kompas.session import Session, surroundings
from kompas.shapes import plain
from kompas.view import Heading, Note, View


def shown(session: Session, catalog: Catalog) -> list[View]:
    """All answers of a session, block by block."""
    views: list[View] = [Heading(session.about.title), facts(session)]
    for block in catalog.blocks.values():
        views += _block(block, session, catalog) if session.answers.get(block.id) else []
    return views


def shown_data(session: Session, catalog: Catalog) -> dict[str, Any]:
    """The same for a program: what the files hold."""
    answers = {
        block: {step: plain(answer) for step, answer in held.items()}
        for block, held in session.answers.items()
    }
    return {"id": session.id, **plain(session.about), "answers": answers}


def _block(block: Block, session: Session, catalog: Catalog) -> list[View]:
    views: list[View] = [Heading(f"{block.id} {block.title}")]
    around = surroundings(session, catalog, block.id)
    for step in block.steps:
        answer = session.answer(block.id, step.id)
        if (block.id, step.id) in session.unreadable:
            views += [Heading(step.title), Note("Dit antwoord kan niet gelezen worden: kompas check", "warn")]
        elif answer is not None:
            views += [Heading(step.title), *kinds.full(step, answer, around)]
    return views
