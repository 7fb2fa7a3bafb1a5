"""kompas export: the worksheets of a session, or blank ones."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kompas.block import Catalog
from kompas.commands.choosing import chosen, in_files, load_catalog
from kompas.console import out as show
from kompas.console import progress, say
from kompas.errors import Problem
from kompas.help import DutchCommand, command_alone
from kompas.house import House
from kompas.session import states
from kompas.steps.consent import ConsentStep
from kompas.steps.step import State
from kompas.store import sessions
from kompas.store.checking import session_problems
from kompas.store.house import house
from kompas.store.sessions import ABOUT, Opened
from kompas.store.workspace import find, require
from kompas.view import Para
from kompas.words import listed
from kompas.worksheets.export import Document, Export, Result, chosen_formats
from kompas.worksheets.extract import chosen_blocks
from kompas.worksheets.formats import FORMATS, USUAL
from kompas.worksheets.formats.glyphs import substituted

app = command_alone()

_BLOCKS = "Alleen deze bouwsteen, of alleen een brief daaruit, zoals initiatief-brief; mag vaker"

*_OTHERS, _LAST = FORMATS
_FORMATS = f"{', '.join(_OTHERS)} of {_LAST}; mag vaker, ook als {','.join(USUAL)}"


@app.command(cls=DutchCommand)
def export(
    session: Annotated[
        str | None, typer.Argument(metavar="SESSIE", help="De sessie, of een deel van de naam")
    ] = None,
    block: Annotated[list[str] | None, typer.Option(metavar="BOUWSTEEN", help=_BLOCKS)] = None,
    format: Annotated[
        list[str] | None,
        typer.Option(metavar="FORMAAT", help=_FORMATS),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="MAP", help="De map voor de werkbladen")] = None,
    blank: Annotated[bool, typer.Option("--blank", help="Lege werkbladen om op te schrijven")] = False,
) -> None:
    """Maak de werkbladen van een sessie, of lege werkbladen."""
    workspace = find(Path.cwd()) if blank else require(Path.cwd())
    catalog = load_catalog(workspace)
    blocks, formats = chosen_blocks(catalog, block or ()), chosen_formats(format or ()) or USUAL
    opened = None
    if workspace and (session or not blank):
        opened = sessions.load(workspace, chosen(workspace, session), catalog)
    style, problems = house(workspace) if workspace else (House(), [])
    making = Export(workspace, catalog, opened, style, out=out, blank=blank)
    documents = making.documents(blocks, formats)
    results = [_made(making, one) for one in progress(documents, "Werkbladen maken", lambda one: one.file)]
    if not results:
        say("Er zijn nog geen antwoorden, dus er is nog geen werkblad.")
    _tell(results)
    if workspace and opened and not blank:
        _tell_unsound(results, list(session_problems(workspace, opened.session.id, catalog)))
        _tell_undecided(results, opened, catalog)
    _tell_problems(problems)
    if problems or not all(result.complete for result in results):
        raise typer.Exit(1)


def _made(making: Export, document: Document) -> Result:
    """Who stops halfway has seen which documents are there."""
    result = making.make(document)
    if result.path:
        here = Path.cwd()
        show(str(result.path.relative_to(here) if result.path.is_relative_to(here) else result.path))
    return result


def _tell(results: Sequence[Result]) -> None:
    """What went wrong, each thing once: a mistake in a template is one in every format."""
    for first in {result.document.block.id: result for result in reversed(results) if result.unread}.values():
        say(f"In het werkblad van {first.document.name} staat niet alles. Dit kon kompas niet lezen:")
        _tell_problems(first.unread)
    failed: dict[tuple[str, str, Sequence[Problem]], list[str]] = {}
    for result in results:
        if error := result.error:
            failed.setdefault((error.message, error.hint, error.problems), []).append(result.document.file)
    for (message, hint, problems), files in failed.items():
        say(f"Niet gemaakt: {listed(files)}. {message}")
        _tell_problems(problems)
        if hint:
            say(hint)
    for result in results:
        if result.substituted:
            say(f"In {result.document.file}: {substituted(result.substituted)}")


def _tell_unsound(results: Sequence[Result], problems: Sequence[Problem]) -> None:
    """The files with something wrong that is read all the same: it stands in the worksheet as it is."""
    told = {one for result in results for one in result.unread}
    made = {f"{result.document.block.id}.yaml" for result in results if result.path} | {ABOUT}
    files = Counter(Path(one.file).name for one in problems if one not in told)
    for name in sorted(made & files.keys()):
        say(in_files(files[name], name))


def _tell_undecided(results: Sequence[Result], opened: Opened, catalog: Catalog) -> None:
    """Letters that may say something that was not decided, or not yet."""
    for block in {
        one.document.block.id: one.document.block for one in results if one.document.extract
    }.values():
        found = states(block, opened.session, catalog)
        for step in block.steps:
            if isinstance(step, ConsentStep) and found.get(step.id, State.DONE) is not State.DONE:
                say(f"Over “{step.title}” is nog niet besloten. Kijk of de brief al weg kan.")


def _tell_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        say(Para(str(problem)))
