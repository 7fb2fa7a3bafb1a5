"""The building blocks: those of kompas, and those of a team, which come first where ids are the same."""

from collections.abc import Iterable
from pathlib import Path

import kompas
from kompas.block import Block, Catalog
from kompas.definition import FORMAT, Lists, block_from, lists_from, mistakes
from kompas.errors import Problem
from kompas.steps.step import Option
from kompas.store import cache
from kompas.store.placing import newer, placed, seen
from kompas.store.reading import File
from kompas.store.workspace import Workspace

LISTS = "options.yaml"
RESERVED = "session"  # session.yaml is about the session itself


def built_in() -> Path:
    """The folder with the blocks that come with kompas."""
    return Path(kompas.__file__).parent / "blocks"


def load(workspace: Workspace | None) -> tuple[Catalog, list[Problem]]:
    """All blocks, and every mistake in their definitions; a block with a mistake is left out."""
    folders = [built_in()] + ([workspace.blocks] if workspace else [])
    if workspace is None:
        return _read(folders)
    now = cache.stamp([*_definitions(folders), *_list_files(folders)])
    known = cache.recall(workspace, now)
    if known:
        return known, []
    catalog, problems = _read(folders)
    if not problems:
        cache.remember(workspace, now, catalog)
    return catalog, problems


def _read(folders: list[Path]) -> tuple[Catalog, list[Problem]]:
    problems: list[Problem] = []
    lists = _lists(folders, problems)
    read_blocks: dict[str, tuple[Block, File]] = {}
    for path in _definitions(folders):
        file = seen(path)
        block = _block(file, lists, problems)
        if block:
            read_blocks[block.id] = (block, file)
    catalog = _catalog((block for block, _ in read_blocks.values()), lists)
    wrong = {id: placed(mistakes(block, catalog), file) for id, (block, file) in read_blocks.items()}
    problems += [problem for found in wrong.values() for problem in found]
    return _catalog((block for id, (block, _) in read_blocks.items() if not wrong[id]), lists), problems


def _catalog(blocks: Iterable[Block], lists: Lists) -> Catalog:
    ordered = sorted(blocks, key=lambda block: (block.position, block.id))
    return Catalog(blocks={block.id: block for block in ordered}, lists=lists)


def _definitions(folders: Iterable[Path]) -> list[Path]:
    """The definition files; a team's file of the same name stands in for ours."""
    found: dict[str, Path] = {}
    for folder in folders:
        found |= {path.name: path for path in sorted(folder.glob("[!.]*.yaml")) if path.name != LISTS}
    return list(found.values())


def _list_files(folders: Iterable[Path]) -> list[Path]:
    """The files with shared lists of options."""
    return [path for path in (folder / LISTS for folder in folders) if path.exists()]


def _lists(folders: Iterable[Path], problems: list[Problem]) -> Lists:
    """The shared lists of options; a team's list of the same name stands in for ours."""
    lists: dict[str, tuple[Option, ...]] = {}
    for path in _list_files(folders):
        file = seen(path)
        unread = [*file.problems, *newer(file, FORMAT)]
        found, wrong = ({}, []) if unread else lists_from(file.data)
        problems += [*unread, *placed(wrong, file)]
        lists |= found
    return lists


def _block(file: File, lists: Lists, problems: list[Problem]) -> Block | None:
    unread = [*file.problems, *newer(file, FORMAT)]
    if unread:
        problems += unread
        return None
    block, wrong = block_from(file.data, lists)
    if block and block.id != file.path.stem:
        hint = f"Noem het bestand {block.id}.yaml, of verander het id."
        wrong = [Problem(f"Het id “{block.id}” past niet bij de naam van het bestand.", hint, ("id",))]
    elif block and block.id.lower() == RESERVED:
        wrong = [Problem(f"Een bouwsteen kan niet “{block.id}” heten.", "Kies een andere naam.", ("id",))]
    problems += placed(wrong, file)
    return None if wrong else block
