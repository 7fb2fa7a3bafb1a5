"""Running kompas in a test: inside this process, or as a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from select import select
from time import monotonic
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


Before = Callable[[], None]


def process(
    folder: Path,
    *arguments: str,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    before: Before | None = None,
) -> Ran:
    """A command as a process of its own, with text in a pipe as its input.

    `before` is done in that process before kompas begins: to give up a right, or to set a limit.
    """
    done = subprocess.run(
        [sys.executable, "-m", "kompas", *arguments],
        cwd=folder,
        input=stdin.encode(),
        capture_output=True,
        env=environment(env or {}),
        preexec_fn=before,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that starts in another folder than the sources."""
    here = {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUTF8": "1"}
    without = {key: value for key, value in os.environ.items() if not key.startswith("KOMPAS_")}
    return {**without, **here, **extra}


class Driven:
    """A kompas that reads lines from a pipe, and what it said since we last typed something."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        before: Before | None = None,
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kompas", *arguments],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment(env or {}),
            preexec_fn=before,
        )
        self.said = ""

    def __enter__(self) -> "Driven":
        return self

    def __exit__(self, *error: object) -> None:
        if self._process.returncode is None:
            self.kill()

    def until(self, prompt: str, seconds: float = 20) -> str:
        """Read on until what was said ends like this (a regular expression); everything that was said."""
        assert self._process.stderr
        pattern = re.compile(rf"(?:{prompt})\s*\Z")
        latest = monotonic() + seconds
        heard = self.said.encode()
        while not pattern.search(self.said):
            ready, _, _ = select([self._process.stderr], [], [], max(0, latest - monotonic()))
            piece = os.read(self._process.stderr.fileno(), 1 << 16) if ready else b""
            assert piece, f"kompas said no {prompt!r}, but:\n{self.said}"
            heard += piece
            self.said = heard.decode(errors="ignore")
        return self.said

    def type(self, text: str) -> None:
        """Type something, with Enter after it."""
        assert self._process.stdin
        self.said = ""
        self._process.stdin.write(f"{text}\n".encode())
        self._process.stdin.flush()

    def signal(self, number: int) -> None:
        """Send a signal, such as that of Ctrl-C."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once; it can do nothing about that."""
        self._process.kill()
        self.end()

    def end(self) -> int:
        """Say that there is no more input, and wait for the end; gives the exit code."""
        assert self._process.stdin
        assert self._process.stderr
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self.said += self._process.stderr.read().decode()
        self._process.stderr.close()
        return self._process.wait(20)
