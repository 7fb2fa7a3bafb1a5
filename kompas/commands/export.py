"""kompas export: the worksheets of a session."""

from pathlib import Path
from typing import Annotated

import typer

from kompas.commands.choosing import chosen, load_catalog
from kompas.console import out as show
from kompas.console import say
from kompas.help import DutchCommand, command_alone
from kompas.store import sessions
from kompas.store.workspace import require
from kompas.view import Para
from kompas.worksheets.export import Result
from kompas.worksheets.export import export as make

app = command_alone()


@app.command(cls=DutchCommand)
def export(
    session: Annotated[
        str | None, typer.Argument(metavar="SESSIE", help="De sessie, of een deel van de naam")
    ] = None,
    block: Annotated[
        list[str] | None, typer.Option(metavar="BOUWSTEEN", help="Alleen deze bouwsteen; mag vaker")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="MAP", help="De map voor de werkbladen")] = None,
) -> None:
    """Maak de werkbladen van een sessie."""
    workspace = require(Path.cwd())
    catalog = load_catalog(workspace)
    opened = sessions.load(workspace, chosen(workspace, session), catalog)
    results = make(workspace, opened, catalog, block or [], out)
    for result in results:
        _tell(result)
    if not results:
        say("Er zijn nog geen antwoorden, dus er is nog geen werkblad.")
    if not all(result.complete for result in results):
        raise typer.Exit(1)


def _tell(result: Result) -> None:
    if result.path:
        here = Path.cwd()
        show(str(result.path.relative_to(here) if result.path.is_relative_to(here) else result.path))
    if result.unread:
        say(f"In het werkblad van {result.block} staat niet alles. Dit kon kompas niet lezen:")
    if result.error:
        say(f"Het werkblad van {result.block} is niet gemaakt. {result.error.message}")
    for problem in (*result.unread, *(result.error.problems if result.error else ())):
        say(Para(str(problem)))
    if result.error and result.error.hint:
        say(result.error.hint)
