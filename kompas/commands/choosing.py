"""What several commands need: the building blocks, which session, and what they say of its files."""

import sys

from kompas.block import Catalog
from kompas.console import say
from kompas.errors import WrongUse
from kompas.store import catalog, sessions
from kompas.store.workspace import Workspace
from kompas.view import Para


def load_catalog(workspace: Workspace | None) -> Catalog:
    """All blocks; mistakes in a team's own are told, and that block is left out."""
    blocks, problems = catalog.load(workspace)
    for problem in problems:
        say(Para(str(problem)))
    return blocks


def in_files(problems: int, where: str) -> str:
    """How many problems stand in a file, and how to see them."""
    number = "staat 1 probleem" if problems == 1 else f"staan {problems} problemen"
    return f"In {where} {number}. Bekijk het met: kompas check"


def chosen(workspace: Workspace, part: str | None) -> str:
    """The id of the session that was named, the only one there is, or the one chosen from a menu."""
    if part:
        return sessions.find(workspace, part)
    known = sessions.ids(workspace)
    if len(known) == 1:
        return known[0]
    if not known:
        raise WrongUse("Er is nog geen sessie.", "Begin er een met: kompas session start")
    if not sys.stdin.isatty():
        raise WrongUse("Zeg over welke sessie het gaat.", "Zie ze allemaal met: kompas session list")
    from kompas.guide.start import dialogue_for, session_menu

    return session_menu(workspace, dialogue_for(accessible=False))
