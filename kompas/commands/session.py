"""kompas session: begin one or go on, and look at them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kompas.block import Catalog
from kompas.commands.choosing import chosen, in_files, load_catalog
from kompas.console import out, out_json, say
from kompas.errors import Problem
from kompas.help import DutchCommand, group
from kompas.results import envelope
from kompas.session import About, misfits
from kompas.store import sessions
from kompas.store.sessions import Opened
from kompas.store.workspace import Workspace, require
from kompas.view import Note, Para, View

if TYPE_CHECKING:
    from kompas.guide.hall import Unfinished

app = group("Begin een sessie, ga verder, of bekijk ze.")

_Session = Annotated[str | None, typer.Argument(metavar="SESSIE", help="De sessie, of een deel van de naam")]
_Json = Annotated[bool, typer.Option("--json", help="Als gegevens voor een programma")]


@app.command(cls=DutchCommand)
def start(
    session: _Session = None,
    block: Annotated[
        str, typer.Option(metavar="BOUWSTEEN", help="Begin bij deze bouwsteen, bijvoorbeeld 0A")
    ] = "",
    step: Annotated[str, typer.Option(metavar="STAP", help="Begin bij deze stap, bijvoorbeeld urgency")] = "",
    accessible: Annotated[
        bool, typer.Option("--accessible", help="Gewone regels, voor een schermlezer of een pijp")
    ] = False,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="Lees antwoorden uit dit bestand, zonder vragen te stellen"),
    ] = None,
) -> None:
    """Begin een sessie of ga verder, stap voor stap."""
    here = Path.cwd()
    if answers:
        from kompas.store.filling import fill

        workspace = require(here)
        part = sessions.find(workspace, session) if session else None
        opened = fill(workspace, answers, load_catalog(workspace), part, datetime.now().date())
        say(f"Opgeslagen in sessie {opened.session.id}.")
        return
    from kompas.commands.phones import Telephones
    from kompas.guide.start import dialogue_for, lead, session_for, workspace_for

    dialogue = dialogue_for(accessible)
    workspace = workspace_for(here, dialogue)
    catalog = load_catalog(workspace)
    opened = session_for(workspace, catalog, session, dialogue, datetime.now)
    phones = Telephones(workspace, opened.session.id)
    opened = lead(workspace, catalog, opened, dialogue, datetime.now, block, step, phones)
    say(f"Alles is bewaard. Ga verder met: kompas session start {opened.session.id}")


@app.command("list", cls=DutchCommand)
def list_(json: _Json = False) -> None:
    """Alle sessies, de oudste eerst."""
    data: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for id, about, wrong in sessions.abouts(require(Path.cwd())):
        problems += wrong
        if json:
            data.append(_summary(id, about))
        else:
            out(f"{id}  {about.title}" if about else f"{id}  (kan niet gelezen worden)")
    if json:
        out_json(envelope(data, problems))
    else:
        _tell(problems)


@app.command(cls=DutchCommand)
def show(session: _Session = None, json: _Json = False) -> None:
    """Alle antwoorden van een sessie."""
    from kompas.guide.report import shown, shown_data

    _report(session, shown_data if json else None, shown)


@app.command("status", cls=DutchCommand)
def status_(session: _Session = None, json: _Json = False) -> None:
    """Wat klaar is, wat ontbreekt en wat de volgende stap is."""
    from kompas.progress import ahead, status, status_data

    workspace, catalog, opened = _opened(session)
    id = opened.session.id
    problems = _problems(workspace, catalog, opened)
    rounds = _unfinished(workspace, id)
    if json:
        open_ = [{"block": one.block, "step": one.step, "answers": one.answers} for one in rounds]
        out_json(envelope({**status_data(opened.session, catalog), "phone_rounds": open_}, problems))
        return
    held = [_told(catalog, id, one) for one in rounds]
    out(*status(opened.session, catalog), *held, *ahead(opened.session, date.today()))
    _tell(opened.problems)
    if problems:
        say(in_files(len(problems), "de bestanden van deze sessie"))


def _unfinished(workspace: Workspace, id: str) -> "list[Unfinished]":
    """The rounds by phone of a session that were not finished; most often there are none."""
    if not any(workspace.rounds.glob("*")):
        return []
    from kompas.commands.phones import Telephones

    return Telephones(workspace, id).unfinished()


def _told(catalog: Catalog, id: str, one: "Unfinished") -> Note:
    from kompas.commands.phones import told_open

    return Note(told_open(catalog, id, one))


def _problems(workspace: Workspace, catalog: Catalog, opened: Opened) -> list[Problem]:
    """What is wrong in the files; they are read again only when something is."""
    if not opened.problems and not misfits(opened.session, catalog):
        return []
    from kompas.store.checking import session_problems

    return list(session_problems(workspace, opened.session.id, catalog))


def _opened(part: str | None) -> tuple[Workspace, Catalog, Opened]:
    workspace = require(Path.cwd())
    catalog = load_catalog(workspace)
    return workspace, catalog, sessions.load(workspace, chosen(workspace, part), catalog)


def _report(part: str | None, data: Callable[..., Any] | None, views: Callable[..., list[View]]) -> None:
    """Show a session, as data or for people."""
    _, catalog, opened = _opened(part)
    if data:
        out_json(envelope(data(opened.session, catalog), opened.problems))
    else:
        out(*views(opened.session, catalog))
        _tell(opened.problems)


def _summary(id: str, about: About | None) -> dict[str, Any]:
    if about is None:
        return {"id": id}
    return {
        "id": id,
        "title": about.title,
        "issue": about.issue,
        "created": about.created,
        "status": about.status,
        "participants": len(about.participants),
    }


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems:
        say(Para(str(problem)))
