"""The building blocks: those of kompas, and those of a team, which come first where ids are the same."""

from collections.abc import Iterable
from pathlib import Path

import kompas
from kompas.block import Catalog
from kompas.errors import Problem
from kompas.store import cache
from kompas.store.workspace import Workspace

LISTS = "options.yaml"


def built_in() -> Path:
    """The folder with the blocks that come with kompas."""
    return Path(kompas.__file__).parent / "blocks"


def load(workspace: Workspace | None) -> tuple[Catalog, list[Problem]]:
    """All blocks, and every mistake in their definitions; a block with a mistake is left out."""
    folders = [built_in()] + ([workspace.blocks] if workspace else [])
    files = _definitions(folders), _list_files(folders)
    now = cache.stamp([path for some in files for path in some])
    known = cache.recall(workspace, now) if workspace else None
    if known:
        return known, []
    from kompas.store.blocks import read  # seldom: what was read is remembered

    catalog, problems = read(*files)
    if workspace and not problems:
        cache.remember(workspace, now, catalog)
    return catalog, problems


def _definitions(folders: Iterable[Path]) -> list[Path]:
    """The definition files; a team's file of the same name stands in for ours."""
    found: dict[str, Path] = {}
    for folder in folders:
        found |= {path.name: path for path in sorted(folder.glob("[!.]*.yaml")) if path.name != LISTS}
    return list(found.values())


def _list_files(folders: Iterable[Path]) -> list[Path]:
    """The files with shared lists of options."""
    return [path for path in (folder / LISTS for folder in folders) if path.exists()]
