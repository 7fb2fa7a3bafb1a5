"""kompas doctor: is everything here that a meeting needs."""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from kompas import __version__
from kompas.commands.trying import with_phone
from kompas.console import out, out_json, say, signs
from kompas.console.rows import UNICODE
from kompas.errors import KompasError, Problem, WrongUse
from kompas.help import DutchCommand, command_alone
from kompas.results import Finding, envelope
from kompas.view import Bullets, Facts, Heading, Note

app = command_alone()

_WORDS = {"good": "goed", "warn": "let op", "bad": "mis"}
_WORST = ("bad", "warn", "good")

Check = Callable[[], Finding]


@app.command(cls=DutchCommand)
def doctor(
    phone: Annotated[bool, typer.Option("--phone", help="Test met een telefoon of die erbij kan")] = False,
    json: Annotated[bool, typer.Option("--json", help="Als gegevens voor een programma")] = False,
) -> None:
    """Kijk of alles er is wat een bijeenkomst nodig heeft."""
    if phone and json:
        raise WrongUse("Kies een van de twee: --phone of --json.")
    if phone:
        raise typer.Exit(0 if with_phone() else 1)
    found = [examined(name, check) for name, check in checks(Path.cwd(), datetime.now())]
    bad = [one for one in found if one.state == "bad"]
    if json:
        data = {"ready": not bad, "findings": msgspec.to_builtins(found)}
        out_json(envelope(data, [Problem(f"{one.name}: {one.what}", one.hint) for one in bad]))
    else:
        _show(found)
    if bad:
        raise typer.Exit(1)


def checks(here: Path, now: datetime) -> Iterable[tuple[str, Check]]:
    """What is examined, in this order; each module is imported when its turn comes, and may be broken."""

    def ours(module: str, check: str, *given: Any) -> Check:
        return lambda: getattr(import_module(f"kompas.{module}.examination"), check)(*given)

    yield "Python", _python
    yield "Venster", ours("console", "window")
    yield "Tekens", ours("console", "letters")
    yield "Kleuren", ours("console", "colours")
    yield "Werkmap", ours("store", "place", here)
    yield "Bewaren", ours("store", "saving", here)
    yield "Schijf", ours("store", "room", here)
    yield "Slot", ours("store", "locking", here)
    yield "Git", ours("store", "history", here)
    yield "Klok", ours("store", "clock", here, now)
    yield "Lettertypen", ours("worksheets", "fonts")
    yield "PDF", ours("worksheets", "printing")
    yield "Word en LibreOffice", ours("worksheets", "office")
    yield "Adres", ours("live", "reachable")
    yield "Poort", ours("live", "opening")


def examined(name: str, check: Check) -> Finding:
    """What a check finds; that it cannot be done at all is something to find too."""
    try:
        return check()
    except KompasError as error:
        return Finding(name, "bad", error.message, error.hint)
    except ImportError as error:
        what = f"Er ontbreekt een onderdeel van kompas: {error.name or error}."
        return Finding(name, "bad", what, "Installeer kompas opnieuw.")
    except Exception as error:
        what = f"Dit kon kompas niet nagaan: {str(error) or type(error).__name__}."
        return Finding(name, "bad", what, "Vraag degene die kompas bij jullie beheert om mee te kijken.")


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", "good", f"Python {version} en kompas {__version__}.")


def _show(found: Sequence[Finding]) -> None:
    told = Facts(tuple((f"{_sign(one)} {one.name}", f"{_WORDS[one.state]}. {one.what}") for one in found))
    worst_first = sorted((one for one in found if one.hint), key=lambda one: _WORST.index(one.state))
    hints = tuple(f"{one.name}: {one.hint}" for one in worst_first)
    out(told, *([Heading("Wat je kunt doen"), Bullets(hints)] if hints else ()))
    if bad := [one.name for one in found if one.state == "bad"]:
        say("", Note(f"Nog niet klaar voor de bijeenkomst: {', '.join(bad)}.", "warn"))
    else:
        say("", Note("Alles wat een bijeenkomst nodig heeft, is er.", "good"))


def _sign(finding: Finding) -> str:
    here = signs(sys.stdout)
    return {"good": here.good, "warn": "!", "bad": "✗" if here is UNICODE else "X"}[finding.state]
