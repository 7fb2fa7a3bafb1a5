"""Pandoc, the program that makes office documents; it comes with the optional extra kompas[office]."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from kompas.errors import KompasError

PACKAGE = "pypandoc_binary>=1.15"
"""What the extra brings; a test compares it with pyproject.toml."""

_SECONDS = 120
"""Pandoc takes less than one; after this it never ends."""


def convert(document: Mapping[str, Any], to: str, reference: bytes) -> bytes:
    """A tree of elements as an office document that looks like the reference document.

    Pandoc sees nothing but a folder with the two: no settings of the user, no network.
    """
    program = _program()
    try:
        with TemporaryDirectory(prefix="kompas-") as name:
            folder = Path(name)
            (folder / "document.json").write_bytes(msgspec.json.encode(document))
            (folder / f"reference.{to}").write_bytes(reference)
            _run([program, *_arguments(to)], folder)
            return (folder / f"result.{to}").read_bytes()
    except (OSError, subprocess.SubprocessError) as error:
        raise KompasError(
            f"Pandoc kan dit document niet maken: {_reason(error)}",
            f"Blijft dit zo? Installeer pandoc dan opnieuw met: {command('--force-reinstall')}",
        ) from error


def _arguments(to: str) -> list[str]:
    return [
        "--sandbox",
        "--data-dir=.",
        "--from=json",
        f"--to={to}+empty_paragraphs",
        f"--reference-doc=reference.{to}",
        f"--output=result.{to}",
        "document.json",
    ]


def _program() -> str:
    found = find_spec("pypandoc")
    folder = Path(found.origin).parent / "files" if found and found.origin else None
    program = shutil.which("pandoc", path=str(folder)) if folder else None
    if not program:
        raise KompasError(
            "Voor Word en LibreOffice (docx en odt) is een extra onderdeel nodig: pandoc.",
            f"Installeer het met: {command()}",
        )
    return program


def _run(command_line: list[str], folder: Path) -> None:
    subprocess.run(
        command_line,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=_SECONDS,
    )


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"na {_SECONDS} seconden was het nog niet klaar."
    if isinstance(error, subprocess.CalledProcessError) and error.stderr:
        return str(error.stderr.decode(errors="replace").strip())
    return str(error)


def command(*options: str) -> str:
    """The line that installs pandoc where kompas itself is installed."""
    if find_spec("pip"):
        words = [sys.executable, "-m", "pip", "install", *options, PACKAGE]
    else:  # uv makes environments without pip
        words = ["uv", "pip", "install", "--python", sys.executable, *options, PACKAGE]
    return pasted(words)


def pasted(words: list[str], platform: str = sys.platform) -> str:
    """A command as a person can paste it: in PowerShell a program between quotes needs an &."""
    if platform != "win32":
        return shlex.join(words)
    quoted = [f'"{word}"' if re.search(r"[^\w.:\\-]", word) else word for word in words]
    return " ".join(["&", *quoted] if quoted[0].startswith('"') else quoted)
