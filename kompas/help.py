"""Help and usage errors in Dutch: Typer's own words are English."""

import re
from typing import Any

import typer
from typer._click import exceptions as usage  # Typer gives its own copy of click no public name
from typer.core import TyperCommand, TyperGroup


class DutchHelp:
    """Mixed into a command or a group: the help that --help shows, as Dutch text of 80 columns."""

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        """The commands of a group with what they are for; none for a command."""
        return []

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """What is wrong with the arguments knows of which command they are."""
        above: Any = super()
        try:
            return above.parse_args(ctx, args)
        except usage.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help(self, ctx: Any) -> str:
        me: Any = self
        parts = [f"Gebruik: {_usage(me, ctx)}", *_paragraphs(me.help or "")]
        arguments = [(_name(one), one.help or "") for one in me.params if one.param_type_name == "argument"]
        options = [(_option(one), one.help or "") for one in me.params if one.param_type_name == "option"]
        options.append(("--help", "Toon deze hulp"))
        for title, rows in (
            ("Wat je noemt", arguments),
            ("Opdrachten", self.summaries(ctx)),
            ("Opties", options),
        ):
            parts += [f"{title}:\n{_columns(rows)}"] if rows else []
        return "\n\n".join([*parts, *_paragraphs(me.epilog or "")])


class DutchCommand(DutchHelp, TyperCommand):
    """A command whose help is Dutch."""


class DutchGroup(DutchHelp, TyperGroup):
    """A group of commands whose help is Dutch."""

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        return [
            (name, (command.help or "").split("\n\n")[0].replace("\n", " "))
            for name, command in self.commands.items()
            if not command.hidden
        ]


def command_alone() -> typer.Typer:
    """An application that is one command."""
    return typer.Typer(rich_markup_mode=None, add_completion=False)


def group(about: str, cls: type[TyperGroup] = DutchGroup, epilog: str | None = None) -> typer.Typer:
    """An application that is a group of commands; without one it shows its help."""
    return typer.Typer(
        cls=cls, rich_markup_mode=None, add_completion=False, no_args_is_help=True, help=about, epilog=epilog
    )


def in_dutch(error: usage.UsageError) -> str:
    """What is wrong with a command line."""
    name = _name(error.param) if isinstance(error, usage.BadParameter) and error.param else ""
    if isinstance(error, usage.MissingParameter):
        return f"Je moet nog zeggen: {name}."
    if isinstance(error, usage.BadParameter):
        return f"Deze waarde past niet bij {name}."
    if isinstance(error, usage.NoSuchOption):
        near = f" Bedoel je {', '.join(error.possibilities)}?" if error.possibilities else ""
        return f"De optie {error.option_name} bestaat niet.{near}"
    if isinstance(error, usage.BadOptionUsage):
        return f"Achter {error.option_name} hoort {_after(error)}."
    if unknown := re.match(r"No such command (['\"])(.*?)\1", error.message):
        return _no_such_command(unknown[2], error.ctx)
    if "Missing command" in error.message:
        return "Noem ook wat je wilt doen."
    if extra := re.search(r"unexpected extra argument\(s\) \((.*)\)", error.message):
        return f"Dit is te veel: {extra[1]}."
    return "Dit past niet bij deze opdracht: er staat te veel of te weinig."


def _after(error: usage.BadOptionUsage) -> str:
    if "does not take" in error.message:
        return "geen waarde"
    options = error.ctx.command.params if error.ctx else ()
    return next((f"nog: {_value(one)}" for one in options if error.option_name in one.opts), "een waarde")


def _no_such_command(word: str, ctx: Any) -> str:
    from kompas.shapes import nearest  # only when there is something wrong

    known = ctx.command.list_commands(ctx) if ctx else ()
    return f"De opdracht {word} bestaat niet. {nearest(word, known)}".strip()


def _usage(command: Any, ctx: Any) -> str:
    arguments = [
        _name(one) if one.required else f"[{_name(one)}]"
        for one in command.params
        if one.param_type_name == "argument"
    ]
    rest = ["OPDRACHT"] if isinstance(command, TyperGroup) else []
    return " ".join([ctx.command_path, "[OPTIES]", *rest, *arguments])


def _name(parameter: Any) -> str:
    """What a person sees of a parameter: an option as it is typed, an argument as what it stands for."""
    return str(parameter.opts[0] if parameter.param_type_name == "option" else _value(parameter))


def _value(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _option(parameter: Any) -> str:
    names = ", ".join(parameter.opts)
    return names if parameter.is_flag else f"{names} {_value(parameter)}"


def _columns(rows: list[tuple[str, str]]) -> str:
    from textwrap import wrap

    width = max(len(name) for name, _ in rows) + 2
    lines = []
    for name, text in rows:
        first, *rest = wrap(text, 76 - width) or [""]
        lines.append(f"  {name:<{width}}{first}".rstrip())
        lines += [" " * (width + 2) + line for line in rest]
    return "\n".join(lines)


def _paragraphs(text: str) -> list[str]:
    from inspect import cleandoc
    from textwrap import fill

    return [fill(part, 78) for part in cleandoc(text).split("\n\n") if part]
