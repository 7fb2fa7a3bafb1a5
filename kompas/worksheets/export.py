"""Worksheets as files: one for each block, and a mistake in one keeps none of the others back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from kompas.block import Block, Catalog
from kompas.errors import KompasError, Problem, WrongUse
from kompas.shapes import nearest
from kompas.store.reading import Digest, digest
from kompas.store.saving import save
from kompas.store.sessions import Opened, folder
from kompas.store.workspace import Workspace, make_folder, settings
from kompas.worksheets.document import document, has_answers
from kompas.worksheets.templates import environment, render


@dataclass(frozen=True, slots=True)
class Result:
    """The worksheet of a block: where it is, or why it could not be made.

    `unread` is what in the block's file could not be read: the worksheet says that it is not there.
    """

    block: str
    path: Path | None = None
    error: KompasError | None = None
    unread: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether there is a worksheet with everything in it."""
        return self.error is None and not self.unread


def export(
    workspace: Workspace,
    opened: Opened,
    catalog: Catalog,
    blocks: Sequence[str] = (),
    out: Path | None = None,
) -> list[Result]:
    """Write the worksheets of these blocks, or of all that have an answer; over those made before."""
    wanted = _chosen(catalog, blocks) or [one for one in catalog.blocks.values() if has_answers(opened, one)]
    to = out or folder(workspace, opened.session.id) / "worksheets"
    if wanted:
        make_folder(to)
    using = environment(workspace.templates)
    organisation = settings(workspace)[0].organisation
    return [_export(workspace, opened, catalog, block, to, using, organisation) for block in wanted]


def worksheet(
    using: Environment, opened: Opened, catalog: Catalog, block: Block, organisation: str = ""
) -> str:
    """The worksheet of a block as Markdown, by its own template or else the standard one."""
    names = (f"worksheets/{block.id}.md.jinja", "worksheets/standard.md.jinja")
    return render(using, names, document(opened, catalog, block, organisation))


def _chosen(catalog: Catalog, blocks: Iterable[str]) -> list[Block]:
    by_name = {id.lower(): block for id, block in catalog.blocks.items()}
    for name in blocks:
        if name.lower() not in by_name:
            raise WrongUse(f"De bouwsteen “{name}” ken ik niet.", nearest(name, catalog.blocks))
    return [block for name, block in by_name.items() if name in {one.lower() for one in blocks}]


def _export(
    workspace: Workspace,
    opened: Opened,
    catalog: Catalog,
    block: Block,
    to: Path,
    using: Environment,
    organisation: str,
) -> Result:
    path = to / f"{block.id}.md"
    unread = tuple(one for one in opened.problems if Path(one.file).name == f"{block.id}.yaml")
    try:
        text = worksheet(using, opened, catalog, block, organisation)
        _save(path, text.encode(), workspace.local)
    except KompasError as error:
        return Result(block.id, error=error, unread=unread)
    return Result(block.id, path, unread=unread)


def _save(path: Path, content: bytes, locks: Path) -> None:
    """Write what is new; a worksheet can be made again, so what was there may go."""
    there = _digest(path)
    if there != digest(content):
        save(path, content, there, locks)


def _digest(path: Path) -> Digest | None:
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KompasError(f"{path} kan niet worden gelezen.", "Kijk of je dit bestand mag lezen.") from error
