"""The command reference, made from the commands themselves: `python tests/reference.py` renews it."""

from pathlib import Path
from typing import Any

import typer

from kompas.app import app

FILE = Path(__file__).parent.parent / "docs" / "commands.md"

_INTRO = """\
# Opdrachten van kompas

Deze pagina is gemaakt uit kompas zelf, met `python tests/reference.py`.
"""


def reference() -> str:
    """Every command with its help, as Markdown."""
    top = typer.main.get_command(app)
    with typer.Context(top, info_name="kompas") as context:
        parts = [_INTRO, *_sections(top, context)]
    return "\n".join(parts)


def _sections(command: Any, context: Any) -> list[str]:
    """A command, and what is below it; Typer has no public types for these."""
    parts = [f"## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"]
    for name in command.list_commands(context) if hasattr(command, "list_commands") else []:
        inner = command.get_command(context, name)
        with typer.Context(inner, info_name=name, parent=context) as deeper:
            parts += _sections(inner, deeper)
    return parts


if __name__ == "__main__":
    FILE.write_text(reference(), "utf-8")
