"""A process that is told what to do, a line at a time, and says what came of it in JSON."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[1]


class Told:
    """A module that runs as a program, killed when the block ends; `said` is the first thing it said."""

    def __init__(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-m", module, *arguments]
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self.pid = self._child.pid

    def __enter__(self) -> Self:
        self.said = self.hear()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()
        for end in (self._child.stdin, self._child.stdout):
            assert end
            end.close()

    def hear(self) -> Any:
        """The next thing that it says."""
        assert self._child.stdout
        return json.loads(self._child.stdout.readline())

    def tell(self, what: str) -> Any:
        """Tell it something; gives what it says to that."""
        assert self._child.stdin
        self._child.stdin.write(f"{what}\n")
        self._child.stdin.flush()
        return self.hear()

    def kill(self) -> None:
        """End it at once; it can do nothing about that."""
        self._child.kill()
        self._child.wait()
