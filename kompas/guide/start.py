"""How a conversation begins: the workspace, the session, and who takes part."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kompas.block import Catalog
from kompas.console import has_screen
from kompas.errors import Interrupted, KompasError, WrongUse
from kompas.guide.conversation import Conversation
from kompas.guide.dialogue import Back, Choice, Dialogue, Line, Move, Page, Pick, Stop, YesNo
from kompas.guide.hall import Phones
from kompas.guide.plain import PlainDialogue
from kompas.session import About, active_steps
from kompas.shapes import nearest
from kompas.store import sessions
from kompas.store.sessions import Opened
from kompas.store.workspace import Workspace, create, find, settings
from kompas.view import Para

T = TypeVar("T")


def _needed(typed: str) -> str | None:
    return None if typed.strip() else "Typ een paar woorden."


_NEW = {
    "issue": Line(
        "Om welk vraagstuk gaat het, in een paar woorden?",
        explanation="Bijvoorbeeld: schooluitval.",
        check=_needed,
    ),
    "title": Line(
        "Hoe noemen jullie deze samenwerking?",
        explanation="Bijvoorbeeld: Samen tegen schooluitval.",
        check=_needed,
    ),
    "organisation": Line("Welke organisatie nodigt uit?", explanation="Enter zonder tekst: overslaan."),
}
_WELCOME = Page(where="kompas", title="Welkom bij kompas", moves=())


_WITHOUT_SCREEN = "Geef de antwoorden met --answers BESTAND, of gebruik --accessible en geef ze als regels."


def dialogue_for(accessible: bool, instead: str = _WITHOUT_SCREEN) -> Dialogue:
    """How to talk here: full screen, or in plain lines; where nobody can answer, what to do `instead`."""
    if accessible:
        return PlainDialogue()
    if has_screen():
        from kompas.guide.screen import ScreenDialogue

        return ScreenDialogue()
    raise KompasError("Hier is geen terminal om vragen in te stellen.", instead)


def workspace_for(folder: Path, dialogue: Dialogue) -> Workspace:
    """The workspace of this folder; where there is none, the offer to make one."""
    workspace = find(folder)
    if workspace:
        return workspace
    page = replace(_WELCOME, body=(Para("In een werkmap bewaart kompas alle antwoorden van jullie team."),))
    if not _asked(lambda: dialogue.yes_no(page, YesNo(f"Zal ik hier een werkmap maken? ({folder})", True))):
        raise KompasError(
            "Er is geen werkmap gemaakt.", "Ga naar de map van jullie team en begin daar opnieuw."
        )
    create(folder)
    return Workspace(folder)


def session_for(
    workspace: Workspace, catalog: Catalog, part: str | None, dialogue: Dialogue, now: Callable[[], datetime]
) -> Opened:
    """The session to lead: the one that was named, one from the menu, or a new one."""
    if part:
        return sessions.load(workspace, sessions.find(workspace, part), catalog)
    if not sessions.ids(workspace):
        return _new(workspace, dialogue, now)
    chosen = session_menu(workspace, dialogue, Choice("", "Een nieuwe sessie beginnen"))
    return sessions.load(workspace, chosen, catalog) if chosen else _new(workspace, dialogue, now)


def session_menu(workspace: Workspace, dialogue: Dialogue, *more: Choice) -> str:
    """The id of a session chosen from a menu, the newest first; `more` choices come after them."""
    known = list(sessions.abouts(workspace))[::-1]
    choices = (*(Choice(id, about.title if about else id, id) for id, about, _ in known), *more)
    return _asked(lambda: dialogue.pick(_WELCOME, Pick("Welke sessie?", choices, known[0][0])))


def lead(
    workspace: Workspace,
    catalog: Catalog,
    opened: Opened,
    dialogue: Dialogue,
    now: Callable[[], datetime],
    block: str = "",
    step: str = "",
    phones: Phones | None = None,
) -> Opened:
    """Lead the conversation; gives the session as it is afterwards."""
    start = _named(catalog, opened, block, step)
    conversation = Conversation(workspace, catalog, dialogue, now, opened, phones)
    conversation.run(*start)
    return conversation.opened


def hold_by_phone(
    workspace: Workspace,
    catalog: Catalog,
    opened: Opened,
    dialogue: Dialogue,
    now: Callable[[], datetime],
    place: tuple[str, str],
    phones: Phones,
) -> Opened:
    """Hold one round by phone, at a block and step that `phone_step` gave."""
    conversation = Conversation(workspace, catalog, dialogue, now, opened, phones)
    conversation.hold_by_phone(*place)
    return conversation.opened


def phone_step(catalog: Catalog, opened: Opened, named: str) -> tuple[str, str]:
    """The block and step that somebody named for phones: "urgency" or "0A.urgency"; else a WrongUse."""
    active = [(id, one) for id, of in catalog.blocks.items() for one in active_steps(of, opened.session)]
    can = [(block, one.id) for block, one in active if one.by_phone]
    by_name = {id.lower(): id for id in catalog.blocks}
    if named.lower() in by_name:
        block = by_name[named.lower()]
        hint = _by_phone([place for place in can if place[0] == block] or can)
        raise WrongUse(f"“{block}” is een bouwsteen. Zeg ook welke stap.", hint)
    of, _, id = named.rpartition(".")
    if of:
        _named(catalog, opened, of, "")  # tells of a block that nobody knows
    here = [(block, step.id) for block, step in active if step.id == id and of.lower() in ("", block.lower())]
    fitting = [place for place in here if place in can]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        told = ", ".join(f"{block}.{step}" for block, step in fitting)
        raise WrongUse(f"De stap “{id}” staat in meer bouwstenen.", f"Kies uit: {told}.")
    if here:
        hint = _by_phone([place for place in can if place[0] == here[0][0]] or can)
        raise WrongUse(f"Bij de stap “{id}” kunnen mensen niet met hun telefoon antwoorden.", hint)
    meant = nearest(id, [step for _, step in can])
    raise WrongUse(
        f"De stap “{named}” is hier niet.", meant if meant.startswith("Bedoel") else _by_phone(can)
    )


def _by_phone(places: Sequence[tuple[str, str]]) -> str:
    """Where phones can answer; with the block where a step is in more than one."""
    ids = [step for _, step in places]
    told = [step if ids.count(step) == 1 else f"{block}.{step}" for block, step in places]
    return f"Met telefoons kan het bij: {', '.join(told)}." if told else ""


def _named(catalog: Catalog, opened: Opened, block: str, step: str) -> tuple[str, str]:
    """The block and step that --block and --step name; a step alone is looked for in every block."""
    by_name = {id.lower(): id for id in catalog.blocks}
    if block and block.lower() not in by_name:
        raise WrongUse(f"De bouwsteen “{block}” ken ik niet.", nearest(block, catalog.blocks))
    places = [by_name[block.lower()]] if block else list(catalog.blocks)
    if not step:
        return (places[0], "") if block else ("", "")
    for id in places:
        if any(one.id == step for one in active_steps(catalog.blocks[id], opened.session)):
            return id, step
    known = [one.id for id in places for one in active_steps(catalog.blocks[id], opened.session)]
    raise WrongUse(f"De stap “{step}” is hier niet.", nearest(step, known))


def _new(workspace: Workspace, dialogue: Dialogue, now: Callable[[], datetime]) -> Opened:
    """Ask the little that a new session needs, and make it."""
    page = replace(_WELCOME, title="Een nieuwe sessie", moves=(Back,))
    given = {"issue": "", "title": "", "organisation": settings(workspace)[0].organisation}

    keys = list(_NEW)
    place = 0
    while place < len(keys):
        line = replace(_NEW[keys[place]], default=given[keys[place]])
        try:
            given[keys[place]] = dialogue.line(page, line).strip()
            place += 1
        except Back as back:
            given[keys[place]] = back.typed or given[keys[place]]
            place = max(place - 1, 0)
        except Stop:
            raise Interrupted("Gestopt. Er is nog geen sessie gemaakt.") from None
        except Move:
            continue
    issue, title, organisation = given.values()
    about = About(title=title, issue=issue, organisation=organisation, created=now().date())
    return sessions.create(workspace, about)


def _asked(ask: Callable[[], T]) -> T:
    """An answer to a question before the session is open; stopping there loses nothing."""
    while True:
        try:
            return ask()
        except Stop:
            raise Interrupted("Gestopt.") from None
        except Move:
            continue
