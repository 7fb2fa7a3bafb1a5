"""The pages of a conversation: made of a session, a block and a step, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace

from kompas import sentences
from kompas.block import Block, Catalog
from kompas.errors import Problem
from kompas.guide import kinds, phones
from kompas.guide.dialogue import Back, Choice, Page
from kompas.guide.hall import Unfinished
from kompas.guide.talk import menu
from kompas.progress import how_far
from kompas.session import Session, active_steps, course, states, surroundings
from kompas.steps.step import State, Step
from kompas.view import Note, Para, Table, View

_MEND = "Verbeter het bestand, en druk dan op Enter. Lukt dat nu niet? Dan ga je verder met de volgende stap."
SIGNS = {State.DONE: "✓", State.PARTLY: "~", State.OPEN: "·"}


def front(session: Session, catalog: Catalog, unfinished: Iterable[Unfinished] = ()) -> Page:
    """The page of the session itself, under its menus; it tells of rounds that were left open."""
    about = session.about
    body = (Para(about.issue),) if about.issue and about.issue != about.title else ()
    titles = {(block.id, step.id): step.title for block in catalog.blocks.values() for step in block.steps}
    notes = (Note(phones.told(one, titles.get((one.block, one.step), one.step))) for one in unfinished)
    return Page(where="kompas", title=about.title, body=(*body, *notes), moves=())


def of_step(session: Session, catalog: Catalog, block: Block, step: Step, seconds: float) -> Page:
    """The page of a step: where we are, the time, the course, the tips."""
    active = [one.id for one in active_steps(block, session)]
    number = active.index(step.id) + 1 if step.id in active else len(active)
    around = surroundings(session, catalog, block.id)
    in_sight = [one for one in course(block, session) if one.id != step.id]
    return Page(
        where=f"{block.id} {block.title} · stap {number} van {len(active)}",
        title=step.title,
        time=sentences.times(step, seconds),
        course=tuple(kinds.said(one, session.answer(block.id, one.id), around) for one in in_sight),
        tips=step.tips,
    )


def unreadable(page: Page, block: Block, step: Step, problems: tuple[Problem, ...]) -> Page:
    """What stands in the file for this step is not understood, and stays as it is."""
    here = [one for one in problems if one.file.endswith(f"{block.id}.yaml")]
    own = [one for one in here if step.id in one.path[:2]] or here
    told = Note("Dit antwoord kan kompas niet lezen. Het blijft bewaard zoals het is.", "warn")
    where = tuple(Para(str(problem)) for problem in own[:3])
    return replace(page, body=(told, *where, Para(_MEND)))


def block_label(session: Session, catalog: Catalog, block: Block) -> str:
    """A block in the menu, with how far it is."""
    found = states(block, session, catalog)
    how_far = f"{list(found.values()).count(State.DONE)} van {len(found)} klaar"
    if all((block.id, id) in session.unreadable for id in found):
        how_far = f"{block.id}.yaml kan kompas niet lezen"
    return f"{block.id}: {block.title} ({how_far})"


def next_block(session: Session, catalog: Catalog, left: str = "") -> str:
    """The block that people probably go to; "" when all are ready.

    It is the first that is not ready after the one they `left`, or else from the last with answers on:
    few rooms finish every step before they go on.
    """
    order = list(catalog.blocks)
    begun = [place for place, id in enumerate(order) if session.answers.get(id)]
    start = order.index(left) + 1 if left in order else max(begun, default=0)
    for id in (*order[start:], *order[:start]):
        if any(state is not State.DONE for state in states(catalog.blocks[id], session, catalog).values()):
            return id
    return ""


def overview(session: Session, catalog: Catalog, block: Block) -> tuple[Choice, ...]:
    """All steps of a block with how far they are."""
    found = states(block, session, catalog)
    return menu(
        *(
            (one.id, f"{SIGNS[state]} {one.title} ({how_far(session, block.id, one.id, state)})")
            for one in active_steps(block, session)
            for state in (found[one.id],)
        )
    )


def of_overview(session: Session, block: Block) -> Page:
    """The page with all steps of a block; it tells of a file that people must mend."""
    body: tuple[View, ...] = ()
    if any(of == block.id for of, _ in session.unreadable):
        what = f"In {block.id}.yaml staat iets dat kompas niet kan lezen. Het blijft bewaard zoals het is."
        body = (Note(what, "warn"), Para("Verbeter het bestand. Wat eraan schort, zie je met: kompas check"))
    return Page(where=f"{block.id} {block.title}", title="Overzicht", body=body, moves=(Back,))


def rounding_off(session: Session, catalog: Catalog, block: Block) -> tuple[Page, int]:
    """The page at the end of a block, and how many steps are not done."""
    found = states(block, session, catalog)
    rows = tuple(
        (one.title, f"{SIGNS[found[one.id]]} {how_far(session, block.id, one.id, found[one.id])}")
        for one in active_steps(block, session)
    )
    page = Page(
        where=f"{block.id} {block.title}",
        title="Dit hebben jullie gedaan",
        body=(Table(("Stap", ""), rows),),
    )
    return page, sum(state is not State.DONE for state in found.values())
