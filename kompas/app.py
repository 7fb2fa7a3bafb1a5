"""The application: finds commands only when they are asked for, and turns errors into messages."""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer._click import exceptions as usage  # Typer gives its own copy of click no public name
from typer.core import TyperGroup

from kompas.errors import Interrupted, KompasError
from kompas.help import DutchHelp, group

_COMMANDS = {
    "init": "Maak een werkmap, klaar voor git",
    "session": "Begin een sessie, ga verder, of bekijk ze",
    "live": "Laat de zaal met telefoons antwoorden",
    "export": "Maak de werkbladen van een sessie",
    "check": "Controleer alle bestanden",
    "block": "Bekijk of maak bouwstenen",
    "doctor": "Kijk of alles er is wat een bijeenkomst nodig heeft",
}


class Commands(DutchHelp, TyperGroup):
    """The top of the application: a command's module is imported when that command is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"kompas.commands.{cmd_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        return list(_COMMANDS.items())

    def invoke(self, ctx: Any) -> Any:
        """Carry out a command; Typer would say nothing about Ctrl-C."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, EOFError):
            raise Interrupted("Gestopt. Wat je had ingevuld, is bewaard.") from None


app = group(
    "kompas helpt je om samen te werken aan het leven van kinderen en jongeren.",
    cls=Commands,
    epilog="Begin met: kompas session start. De handleiding staat in docs/handleiding.md.",
)


@app.callback()
def _top(
    version: Annotated[bool, typer.Option("--version", help="Toon de versie van kompas")] = False,
) -> None:
    """Tell the version beside other words; alone it was told by __main__ already."""
    if version:
        from kompas import __version__
        from kompas.console import out

        out(f"kompas {__version__}")
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; gives the exit code. The one place where errors become messages."""
    _fill_in_streams()
    try:
        command = typer.main.get_command(app)
        code = command.main(list(arguments), prog_name="kompas", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except usage.NoArgsIsHelpError as error:
        return _help(error)
    except usage.UsageError as error:
        return _wrong_use(error)
    except KompasError as error:
        return _told(error)
    except (KeyboardInterrupt, EOFError, typer.Abort):
        return _told(KompasError("Gestopt. Wat je had ingevuld, is bewaard."), code=130)
    except OSError as error:
        return _refused(error)
    except Exception:
        return _unexpected()


def _fill_in_streams() -> None:
    """Whoever starts us (cron, a window without a console) may have left out stdin, stdout or stderr."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 # for as long as we run


def _help(error: usage.NoArgsIsHelpError) -> int:
    from kompas.console import out

    out(error.ctx.get_help())
    return 0


def _told(error: KompasError, code: int | None = None) -> int:
    from kompas.console import say
    from kompas.view import Para

    say(Para(error.message))
    for problem in error.problems:
        say(Para(str(problem)))
    if error.hint:
        say(Para(error.hint))
    if os.environ.get("KOMPAS_DEBUG"):
        traceback.print_exc()
    return error.exit_code if code is None else code


def _wrong_use(error: usage.UsageError) -> int:
    from kompas.help import in_dutch

    path = error.ctx.command_path if error.ctx else "kompas"
    return _told(KompasError(in_dutch(error), f"Kijk hoe het kan met: {path} --help"), code=2)


def _refused(error: OSError) -> int:
    """The system does not let us: no mistake of ours, but something people can look at."""
    what = f"Kompas kan {error.filename or 'hier iets'} niet lezen of schrijven."
    hint = "Kijk of de schijf vol is, of de map er nog is, en of je hier mag lezen en schrijven."
    return _told(KompasError(what, hint))


def _unexpected() -> int:
    """A mistake of ours: no traceback, unless it is asked for."""
    if os.environ.get("KOMPAS_DEBUG"):
        traceback.print_exc()
        return 1
    told = KompasError(
        "Er ging iets mis dat niet mis mag gaan. Wat je had ingevuld, is bewaard.",
        "Meld het aan de makers, met wat KOMPAS_DEBUG=1 laat zien.",
    )
    return _told(told)
