"""Reading building blocks from their files, with every mistake at its line."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from kompas.block import FORMAT, Block, Catalog
from kompas.definition import Lists, block_from, lists_from, mistakes
from kompas.errors import Problem
from kompas.steps.step import Option
from kompas.store.placing import newer, placed, seen
from kompas.store.reading import File

RESERVED = "session"  # session.yaml is about the session itself


def read(definitions: Iterable[Path], lists_in: Sequence[Path]) -> tuple[Catalog, list[Problem]]:
    """The blocks of these files, with the lists of options in those; a block with a mistake is left out."""
    problems: list[Problem] = []
    lists = _lists(lists_in, problems)
    read_blocks: dict[str, tuple[Block, File]] = {}
    for path in definitions:
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


def _lists(paths: Iterable[Path], problems: list[Problem]) -> Lists:
    """The shared lists of options; a team's list of the same name stands in for ours."""
    lists: dict[str, tuple[Option, ...]] = {}
    for path in paths:
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
