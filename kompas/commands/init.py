"""kompas init: a workspace."""

from pathlib import Path
from typing import Annotated

import typer

from kompas.console import out, say
from kompas.help import DutchCommand, command_alone
from kompas.store.workspace import create

app = command_alone()


@app.command(cls=DutchCommand)
def init(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="De map; zonder is het deze map")] = Path("."),
    organisation: Annotated[str, typer.Option(metavar="NAAM", help="De naam van jullie organisatie")] = "",
) -> None:
    """Maak een werkmap, klaar voor git.

    Wat er al is, blijft zoals het is.
    """
    made = create(folder.resolve(), organisation)
    for path in made:
        out(str(path))
    say("De werkmap is klaar. Begin met: kompas session start" if made else "Hier is al een werkmap.")
