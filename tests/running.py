"""Running kompas in a test: inside this process, or as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from kompas.app import run


class Ran(NamedTuple):
    """The exit code of a command, its data and its talk."""

    code: int
    out: str
    err: str


def kompas(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    """A command in this process, in the folder that the test is in."""
    code = run(arguments)
    return Ran(code, *capsys.readouterr())


def process(folder: Path, *arguments: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Ran:
    """A command as a process of its own, with text in a pipe as its input."""
    done = subprocess.run(
        [sys.executable, "-m", "kompas", *arguments],
        cwd=folder,
        input=stdin.encode(),
        capture_output=True,
        env=environment(env or {}),
        timeout=60,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that starts in another folder than the sources."""
    here = {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUTF8": "1"}
    without = {key: value for key, value in os.environ.items() if not key.startswith("KOMPAS_")}
    return {**without, **here, **extra}
