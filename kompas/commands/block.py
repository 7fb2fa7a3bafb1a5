"""kompas block: the building blocks, and one of your own."""

from pathlib import Path
from typing import Annotated

import typer

from kompas.commands.choosing import load_catalog
from kompas.console import out, out_json, say
from kompas.errors import WrongUse
from kompas.help import DutchCommand, group
from kompas.results import envelope
from kompas.shapes import nearest
from kompas.store.starters import new_block
from kompas.store.workspace import find, require

app = group("Bekijk of maak bouwstenen.")

_Json = Annotated[bool, typer.Option("--json", help="Als gegevens voor een programma")]


@app.command("list", cls=DutchCommand)
def list_(json: _Json = False) -> None:
    """Alle bouwstenen."""
    catalog = load_catalog(find(Path.cwd()))
    if json:
        out_json(envelope([{"id": block.id, "title": block.title} for block in catalog.blocks.values()]))
        return
    for block in catalog.blocks.values():
        out(f"{block.id}: {block.title} ({len(block.steps)} stappen)")


@app.command(cls=DutchCommand)
def show(
    block: Annotated[str, typer.Argument(metavar="BOUWSTEEN", help="De bouwsteen, bijvoorbeeld 0A")],
) -> None:
    """Wat een bouwsteen vraagt, stap voor stap."""
    from kompas.guide.definition import described

    catalog = load_catalog(find(Path.cwd()))
    by_name = {id.lower(): found for id, found in catalog.blocks.items()}
    if block.lower() not in by_name:
        raise WrongUse(f"De bouwsteen “{block}” ken ik niet.", nearest(block, catalog.blocks))
    out(*described(by_name[block.lower()]))


@app.command(cls=DutchCommand)
def new(
    id: Annotated[str, typer.Argument(metavar="NAAM", help="Een korte naam, bijvoorbeeld startgesprek")],
) -> None:
    """Maak een eigen bouwsteen in de map blocks van je werkmap."""
    path = new_block(require(Path.cwd()), id)
    out(str(path))
    say(f"Pas het bestand aan in Kladblok of een andere teksteditor. Controleer het met: kompas check {path}")
