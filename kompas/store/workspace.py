"""The folder a team works in: where it is, what its settings are, how a new one is made."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from kompas.block import FORMAT
from kompas.errors import KompasError, Problem
from kompas.shapes import shape
from kompas.steps.step import Definition
from kompas.store.placing import newer, placed, seen
from kompas.store.reading import Data

_IGNORED = """\
# wat kompas zelf bijhoudt op deze computer
.kompas/
.*.tmp
# werkbladen maak je opnieuw met: kompas export
sessions/*/worksheets/
"""
_ATTRIBUTES = "*.yaml text eol=lf\n"
_READ_ME = """\
# Werkmap van kompas

Dit is de map waarin jullie samenwerken met kompas.

- `sessions/`: elke samenwerking heeft hier een eigen map. De antwoorden staan in YAML-bestanden. Je kunt
  ze lezen en aanpassen met Kladblok of een andere teksteditor. Word maakt ze stuk.
- `kompas.yaml`: de gegevens van jullie organisatie, en jullie huisstijl voor de werkbladen.
- `blocks/`: eigen bouwstenen, als je die maakt.
- `templates/`: eigen werkbladen, als je die maakt.

Zo ga je verder:

    kompas session start          begin een sessie, of ga verder
    kompas session list           alle sessies
    kompas export SESSIE          maak de werkbladen
    kompas check                  kijk of alle bestanden kloppen

Zet deze map in git. Dan zie je wie wat heeft veranderd en raak je niets kwijt.
In de bestanden staan woorden van mensen. Deel de map alleen met wie ze mag lezen.
"""
_HOUSE_STYLE = """
# Jullie huisstijl op de werkbladen. Haal het teken # voor een regel weg en vul de regel in.
#address: Raadhuisplein 1, 1234 AB Waterrijk
#logo: logo.svg
#colours:
#  primary: "#1d4e63"
#  accent: "#a8401c"
"""


class Colours(Definition, frozen=True, kw_only=True):
    """As they are written: not everything is a colour. None: something without quotes, so a comment."""

    primary: str | None = ""
    accent: str | None = ""


class Settings(Definition, frozen=True, kw_only=True):
    """What kompas.yaml holds; `logo` is a path in the workspace. What `house` makes of it, can be used."""

    format: int = FORMAT
    organisation: str = ""
    address: str = ""
    logo: str = ""
    colours: Colours = Colours()


class Workspace(msgspec.Struct, frozen=True):
    root: Path

    @property
    def sessions(self) -> Path:
        return self.root / "sessions"

    @property
    def blocks(self) -> Path:
        return self.root / "blocks"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def settings_file(self) -> Path:
        return self.root / "kompas.yaml"

    @property
    def local(self) -> Path:
        """What belongs to this computer alone: locks, and where a conversation was."""
        return self.root / ".kompas"

    @property
    def rounds(self) -> Path:
        """Where the rounds by phone are kept that were not finished."""
        return self.local / "live"


def find(start: Path) -> Workspace | None:
    """The workspace that `start` is in: the folder itself, or the nearest above that is one."""
    if (start / "sessions").is_dir():
        return Workspace(start)
    for folder in (start, *start.parents):
        if (folder / "kompas.yaml").is_file() or any(folder.glob("sessions/*/session.yaml")):
            return Workspace(folder)
    return None


def require(start: Path) -> Workspace:
    """The workspace that `start` is in; a KompasError when there is none."""
    workspace = find(start)
    if workspace is None:
        raise KompasError(
            "Hier is geen werkmap van kompas.",
            "Ga naar de map van jullie team, of maak er hier een met: kompas init",
        )
    return workspace


def create(root: Path, organisation: str = "") -> list[Path]:
    """Make a workspace, ready for git; what is already there stays. Returns the files it made."""
    from kompas.store.saving import save  # commands that only read do without the modules that write
    from kompas.store.writing import dump

    settings = {"format": FORMAT} | ({"organisation": organisation} if organisation else {})
    wanted = {
        ".gitignore": _IGNORED,
        ".gitattributes": _ATTRIBUTES,
        "kompas.yaml": dump(settings) + _HOUSE_STYLE,
        "LEESMIJ.md": _READ_ME,
    }
    workspace = Workspace(root)
    make_folder(workspace.sessions)
    made = [root / name for name in wanted if not (root / name).exists()]
    for path in made:
        save(path, wanted[path.name].encode(), None, workspace.local)
    return made


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; a KompasError when that is not allowed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KompasError(
            f"De map {folder} kan niet gemaakt worden.",
            "Kijk of je in deze map mag schrijven, of kies een andere map.",
        ) from error


def settings(workspace: Workspace) -> tuple[Settings, list[Problem]]:
    """The team's settings, and what is wrong with them; the usual ones where there is nothing better."""
    path = workspace.settings_file
    if not path.exists():
        return Settings(), []
    file = seen(path)
    unread = [*file.problems, *newer(file, FORMAT)]
    if unread:
        return Settings(), unread
    found, problems = shape(file.data, Settings)
    return found or _sound(file.data, problems), placed(problems, file)


def _sound(data: Data, problems: list[Problem]) -> Settings:
    """The settings that nothing is wrong with."""
    for problem in problems:
        data = _without(data, problem.path)
    return shape(data, Settings)[0] or Settings()


def _without(data: Any, path: Sequence[str | int]) -> Any:
    """The mapping without what is at this path."""
    if not path or not isinstance(data, dict):
        return data
    key, *rest = path
    kept = {name: value for name, value in data.items() if name != key}
    return kept | {key: _without(data[key], rest)} if rest and key in data else kept
