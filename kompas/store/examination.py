"""Whether a team can work in this folder: rights, room, locks, git, and the clock."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from time import perf_counter

from kompas.errors import KompasError
from kompas.results import Finding
from kompas.steps.field import MONTHS
from kompas.store.saving import hold, save
from kompas.store.workspace import Workspace, find

MADE = date(2026, 1, 1)
"""Before the first version of kompas: a clock that says so is wrong."""

_SLOW = 0.5  # seconds for a save, which is done at every answer; usual is a hundredth of it
_LITTLE, _TOO_LITTLE = 500, 20  # MB
_PATIENCE = 1.0  # seconds for git


def place(start: Path) -> Finding:
    """Whether this is a workspace."""
    workspace = find(start)
    if workspace is None:
        hint = "Ga naar de map van jullie team, of maak er hier een met: kompas init"
        return Finding("Werkmap", "warn", "Hier is geen werkmap van kompas.", hint)
    sessions = len(list(workspace.sessions.glob("*/session.yaml")))
    return Finding("Werkmap", "good", f"De map {workspace.root.name}, sessies: {sessions}.")


def saving(start: Path) -> Finding:
    """Whether an answer really gets on the disk here, by saving one as kompas always does."""
    name, workspace = "Bewaren", find(start)
    hint = "Ga naar een map waarin je mag schrijven, of vraag het aan jullie ICT-afdeling."
    try:
        with TemporaryDirectory(dir=_folder(workspace, start), prefix=".kompas-", suffix=".tmp") as folder:
            before = perf_counter()
            locks = workspace.local if workspace else Path(folder, "locks")
            save(Path(folder, "proef.yaml"), b"proef: ja\n", None, locks)
            seconds = perf_counter() - before
    except OSError as error:
        return Finding(name, "bad", f"Hier kan kompas niets bewaren ({error.strerror or error}).", hint)
    closed = [os.path.relpath(path, start) for path in _read_only(workspace)] if workspace else []
    if closed:
        return Finding(name, "bad", f"Deze bestanden kan kompas niet veranderen: {_some(closed)}.", hint)
    if seconds > _SLOW:
        slow = f"{seconds:.1f}".replace(".", ",")
        hint = "Staat de werkmap op een netwerkschijf? Zet haar voor de bijeenkomst op de laptop zelf."
        return Finding(name, "warn", f"Het lukt, maar het duurt {slow} seconden per antwoord.", hint)
    return Finding(name, "good", "Een proefantwoord kwam goed op de schijf.")


def room(start: Path) -> Finding:
    """Whether the disk has room."""
    free = shutil.disk_usage(_folder(find(start), start)).free // 1_000_000
    what = f"Er is {free} MB vrij." if free < 10_000 else f"Er is {free // 1000} GB vrij."
    if free >= _LITTLE:
        return Finding("Schijf", "good", what)
    hint = "Maak ruimte vrij op deze schijf."
    return Finding("Schijf", "warn" if free >= _TOO_LITTLE else "bad", what, hint)


def locking(start: Path) -> Finding:
    """Whether two kompas see each other here; some network drives say yes to everyone."""
    name, where = "Slot", _folder(find(start), start)
    hint = "Zet de werkmap op de laptop zelf. Op sommige netwerkschijven werkt dit niet."
    try:
        with TemporaryDirectory(dir=where, prefix=".kompas-", suffix=".tmp") as folder:
            seen = _is_seen(Path(folder, "locks"))
    except (OSError, NotImplementedError) as error:
        return Finding(name, "bad", f"Hier kan kompas geen bestand op slot doen ({error}).", hint)
    if not seen:
        what = "Twee keer kompas tegelijk ziet elkaar hier niet. Open de werkmap op één laptop tegelijk."
        return Finding(name, "warn", what, hint)
    return Finding(name, "good", "Een bestand kan op slot als iemand bewaart.")


def history(start: Path) -> Finding:
    """Whether git keeps what was there before, and what it does not have yet; all of it is optional."""
    name, workspace = "Git", find(start)
    if not shutil.which("git"):
        hint = "Het hoeft niet. Met git zie je wie wat veranderde en raak je niets kwijt."
        return Finding(name, "warn", "Git staat niet op deze laptop.", hint)
    try:
        folder = workspace.root if workspace else start
        done = _git(folder, "status", "--porcelain", "--untracked-files=all", "--", ".")
    except subprocess.TimeoutExpired:
        return Finding(name, "warn", "Git geeft geen antwoord.", "Kijk zelf met: git status")
    if "dubious ownership" in done.stderr:
        hint = (
            f"Is de map van jullie? Typ: git config --global --add safe.directory {quote(folder.as_posix())}"
        )
        return Finding(name, "warn", "Git vertrouwt deze map niet, want zij is van een ander.", hint)
    if done.returncode:
        hint = "Het hoeft niet. Wil je het wel? Typ in je werkmap: git init"
        return Finding(name, "warn", "Deze map staat niet in git.", hint)
    if count := len(done.stdout.splitlines()):
        files = "1 bestand heeft" if count == 1 else f"{count} bestanden hebben"
        hint = "Leg ze vast voor de bijeenkomst: git add . en dan git commit"
        return Finding(name, "warn", f"{files} wijzigingen die git nog niet heeft.", hint)
    return Finding(name, "good", "Alles in deze map staat in git.")


def clock(start: Path, now: datetime) -> Finding:
    """Whether the clock can be right: after kompas was made, and not before the last answers."""
    name, workspace = "Klok", find(start)
    what = f"Het is {now.day} {MONTHS[now.month - 1]} {now.year}, {now:%H:%M} uur."
    hint = "Zet de klok van de laptop goed. Bij elke ronde staat een datum."
    if now.date() < MADE:
        return Finding(name, "warn", f"{what} Dat kan niet kloppen.", hint)
    latest = max((path.stat().st_mtime for path in _files(workspace)), default=0.0) if workspace else 0.0
    if latest > (now + timedelta(days=1)).timestamp():
        return Finding(name, "warn", f"{what} Er zijn bestanden van een latere dag.", hint)
    return Finding(name, "good", what, "Klopt dat niet? Zet de klok van de laptop goed.")


def _folder(workspace: Workspace | None, start: Path) -> Path:
    """Where answers would come."""
    if workspace is None:
        return start
    return workspace.sessions if workspace.sessions.is_dir() else workspace.root


def _is_seen(locks: Path) -> bool:
    """Whether who comes second hears that somebody has it already."""
    with hold(locks, "proef"):
        try:
            with hold(locks, "proef"):
                return False
        except KompasError:
            return True


def _files(workspace: Workspace) -> Iterable[Path]:
    return workspace.sessions.glob("*/*.yaml")


def _read_only(workspace: Workspace) -> list[Path]:
    """The files and folders of answers that cannot be changed."""
    folders = {path.parent for path in _files(workspace)}
    return sorted(path for path in (*folders, *_files(workspace)) if not os.access(path, os.W_OK))


def _some(paths: list[str], most: int = 3) -> str:
    more = f" en nog {len(paths) - most}" if len(paths) > most else ""
    return ", ".join(paths[:most]) + more


def _git(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Git, in English, without running what a folder of strangers asks it to run."""
    command = ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", *words]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_PATIENCE,
    )
