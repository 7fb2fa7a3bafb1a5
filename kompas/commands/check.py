"""kompas check: every problem, with its line."""

from pathlib import Path
from typing import Annotated

import typer

from kompas.console import out, out_json, say
from kompas.help import DutchCommand, command_alone
from kompas.results import envelope
from kompas.store.checking import check as find_problems
from kompas.store.journal import left_behind
from kompas.store.workspace import Workspace, require
from kompas.view import Para

app = command_alone()


@app.command(cls=DutchCommand)
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PAD…", help="Bestanden of mappen; zonder is het de hele werkmap"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Als gegevens voor een programma")] = False,
) -> None:
    """Controleer alle bestanden: elk probleem met bestand, regel en wat je eraan doet."""
    workspace = require(Path.cwd())
    problems = find_problems(workspace, paths or [], Path.cwd())
    if json:
        out_json(envelope(None, problems))
    else:
        for problem in problems:
            out(Para(str(problem)))
        say(f"Problemen: {len(problems)}." if problems else "Alles klopt.")
        if not paths:
            _tell_of_phones(workspace)
    if problems:
        raise typer.Exit(1)


def _tell_of_phones(workspace: Workspace) -> None:
    """Rounds by phone that are not in the files yet; that is no problem."""
    if left_behind(workspace):
        from kompas.commands.phones import left_open, told_open
        from kompas.store.catalog import load

        catalog = load(workspace)[0]
        for session, one in left_open(workspace):
            say(Para(told_open(catalog, session, one)))
