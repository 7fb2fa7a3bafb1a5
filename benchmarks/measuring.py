"""How two things are measured beside each other, as whole processes or as calls."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Figure:
    """One row: what, ours and the peer's median in milliseconds, the median ratio, and its limit."""

    what: str
    ours: float
    peer: float
    ratio: float
    limit: float

    def __str__(self) -> str:
        verdict = "ok" if self.ratio <= self.limit else "TOO MUCH"
        figures = f"{self.ours:>10.2f}{self.peer:>10.2f}{self.ratio:>8.3f}{self.limit:>8.3f}"
        return f"{self.what:<58}{figures}  {verdict}"


def paired(
    what: str, ours: Callable[[], None], peer: Callable[[], None], limit: float, rounds: int
) -> Figure:
    """Measure two things in turn; the ratio is the median of the ratios pair by pair."""
    return compared(what, lambda: _milliseconds(ours), lambda: _milliseconds(peer), limit, rounds)


def compared(
    what: str, ours: Callable[[], float], peer: Callable[[], float], limit: float, rounds: int
) -> Figure:
    """The same for two things that measure themselves."""
    ours()
    peer()
    pairs = [(ours(), peer()) for _ in range(rounds)]
    return Figure(
        what,
        statistics.median(one for one, _ in pairs),
        statistics.median(other for _, other in pairs),
        statistics.median(one / other for one, other in pairs),
        limit,
    )


def _milliseconds(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def process(*command: str, cwd: Path | None = None) -> Callable[[], None]:
    """A whole process, its output thrown away; a failure stops the benchmark."""

    def run() -> None:
        subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)

    return run


def inner(script: str, *given: str) -> Callable[[], float]:
    """The milliseconds that a script says it took, each time in a process of its own."""

    def run() -> float:
        said = subprocess.run(
            (sys.executable, str(HERE / script), *given),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return float(said.stdout)

    return run


def peak_memory(*command: str, cwd: Path) -> float:
    """The most memory a process held, in MB."""
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} failed")
    return usage.ru_maxrss / 1024


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the disk where the work is done, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".benchmark-", dir=HERE.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
