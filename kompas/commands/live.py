"""kompas live: one round by phone."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kompas.commands.choosing import chosen, load_catalog
from kompas.commands.phones import Telephones
from kompas.console import say
from kompas.errors import WrongUse
from kompas.help import DutchCommand, command_alone
from kompas.store import sessions
from kompas.store.workspace import require

app = command_alone()


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
    from kompas.guide.start import dialogue_for, hold_by_phone

    workspace = require(Path.cwd())
    catalog = load_catalog(workspace)
    opened = sessions.load(workspace, chosen(workspace, named[0] if named else None), catalog)
    phones = Telephones(workspace, opened.session.id)
    hold_by_phone(workspace, catalog, opened, dialogue_for(accessible), datetime.now, step, phones)
    for one in phones.unfinished():
        say(f"Er staat nog een telefoonronde open. Ga verder met: kompas live {one.block}.{one.step}")
