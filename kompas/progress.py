"""How far a session is: what is done, what is missing, what is next."""

from datetime import date, timedelta
from typing import Any

from kompas import sentences
from kompas.block import Block, Catalog
from kompas.session import Session, active_steps, last_day, states, surroundings
from kompas.steps.field import dutch_date
from kompas.steps.register import RegisterStep, insight
from kompas.steps.step import State
from kompas.view import Facts, Heading, Note, Para, Table, View


def status(session: Session, catalog: Catalog) -> list[View]:
    """What is done, what is missing and what is next."""
    data = status_data(session, catalog)
    views: list[View] = [Heading(session.about.title), facts(session)]
    for block in data["blocks"]:
        done = sum(step["state"] == State.DONE for step in block["steps"])
        views.append(Heading(f"{block['id']} {block['title']}: {done} van {len(block['steps'])} klaar"))
        rows = tuple(
            (step["title"], how_far(session, block["id"], step["id"], State(step["state"])))
            for step in block["steps"]
        )
        views.append(Table(("stap", ""), rows))
    views += [Note(text, "warn") for text in data["missing"]]
    following = data["next"]
    last = (
        f"Volgende stap: {following['title']} ({following['block']})" if following else "Alles is ingevuld."
    )
    return [*views, Para(last)]


def status_data(session: Session, catalog: Catalog) -> dict[str, Any]:
    """The same for a program. States are "done", "partly" and "open"."""
    blocks = [_block_data(block, session, catalog) for block in catalog.blocks.values()]
    following = (
        {"block": block["id"], "step": step["id"], "title": step["title"]}
        for block in blocks
        for step in block["steps"]
        if step["state"] != State.DONE
    )
    return {
        "id": session.id,
        "title": session.about.title,
        "status": session.about.status,
        "last_day": last_day(session),
        "blocks": blocks,
        "missing": [text for block in catalog.blocks.values() for text in _missing(block, session, catalog)],
        "next": next(following, None),
    }


def how_far(session: Session, block: str, step: str, state: State) -> str:
    """How far a step is, in words."""
    return "niet te lezen" if (block, step) in session.unreadable else sentences.STATES[state]


def ahead(session: Session, today: date) -> list[View]:
    """A question about a day that has yet to come: a slip, or a clock that is wrong."""
    last = last_day(session)
    if last <= today + timedelta(days=1):  # where it is tomorrow already
        return []
    return [
        Note(f"De laatste dag in deze sessie is {dutch_date(last)}. Dat moet nog komen. Klopt dat?", "warn")
    ]


def facts(session: Session) -> Facts:
    """A session in a few lines."""
    about = session.about
    pairs = (
        ("sessie", session.id),
        ("vraagstuk", about.issue),
        ("organisatie", about.organisation),
        ("deelnemers", str(len(about.participants))),
        ("stand van", dutch_date(last_day(session))),
    )
    return Facts(tuple(pair for pair in pairs if pair[1]))


def _block_data(block: Block, session: Session, catalog: Catalog) -> dict[str, Any]:
    found = states(block, session, catalog)
    steps = [
        {"id": step.id, "title": step.title, "state": str(found[step.id])}
        for step in active_steps(block, session)
    ]
    return {"id": block.id, "title": block.title, "steps": steps}


def _missing(block: Block, session: Session, catalog: Catalog) -> list[str]:
    """What must not be missed in the registers of a block."""
    around = surroundings(session, catalog, block.id)
    loud: list[str] = []
    for step in active_steps(block, session):
        answer = session.answer(block.id, step.id)
        if isinstance(step, RegisterStep) and answer is not None:
            loud += [
                f"{text} ({step.title})"
                for text in sentences.register_notes(step, insight(step, answer, around))[0]
            ]
    return loud
