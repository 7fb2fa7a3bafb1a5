"""kompas live: one round by phone."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kompas.block import Catalog
from kompas.commands.choosing import chosen, load_catalog
from kompas.commands.phones import Telephones, told_open
from kompas.console import say
from kompas.errors import WrongUse
from kompas.help import DutchCommand, command_alone
from kompas.store import sessions
from kompas.store.workspace import Workspace, require

app = command_alone()

_NO_TERMINAL = "Begin de ronde in een terminal, of gebruik --accessible en geef regels."


@app.command(cls=DutchCommand)
def live(
    place: Annotated[
        list[str],
        typer.Argument(
            metavar="[SESSIE] STAP", help="De sessie of een deel van de naam, en de stap: urgency"
        ),
    ],
    accessible: Annotated[
        bool, typer.Option("--accessible", help="Gewone regels, voor een schermlezer of een pijp")
    ] = False,
) -> None:
    """Laat de zaal met telefoons antwoorden bij één stap."""
    *named, step = place
    if len(named) > 1:
        raise WrongUse("Geef een sessie en een stap.", "Bijvoorbeeld: kompas live schooluitval urgency")
    from kompas.guide.start import dialogue_for, hold_by_phone, phone_step

    workspace = require(Path.cwd())
    catalog = load_catalog(workspace)
    if not named:
        _refuse_session_alone(workspace, catalog, step)
    opened = sessions.load(workspace, chosen(workspace, named[0] if named else None), catalog)
    where = phone_step(catalog, opened, step)
    phones = Telephones(workspace, opened.session.id)
    hold_by_phone(
        workspace, catalog, opened, dialogue_for(accessible, _NO_TERMINAL), datetime.now, where, phones
    )
    for one in phones.unfinished():
        say(told_open(catalog, opened.session.id, one))


def _refuse_session_alone(workspace: Workspace, catalog: Catalog, word: str) -> None:
    """The one word that was given is no step, but a session: say that the step is missing."""
    steps = {step.id for block in catalog.blocks.values() for step in block.steps}
    fitting = [id for id in sessions.ids(workspace) if word.lower() in id.lower()]
    if word.rpartition(".")[2] not in steps and fitting:
        hint = f"Bijvoorbeeld: kompas live {word} urgency"
        raise WrongUse(f"“{word}” is een sessie. Zeg ook bij welke stap.", hint)
