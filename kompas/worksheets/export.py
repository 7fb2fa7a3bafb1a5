"""Worksheets as files: a mistake in one keeps none of the others back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec
from jinja2 import Environment

from kompas.block import Block, Catalog
from kompas.errors import KompasError, Problem, WrongUse
from kompas.house import House
from kompas.session import last_day
from kompas.shapes import nearest
from kompas.store.saving import replace
from kompas.store.sessions import Opened, folder
from kompas.store.workspace import Workspace, make_folder
from kompas.worksheets.blank import blank_document
from kompas.worksheets.document import document, has_answers, unread
from kompas.worksheets.figures.figure import shown
from kompas.worksheets.formats import FORMATS
from kompas.worksheets.templates import environment, render
from kompas.worksheets.worksheet import Worksheet

BLANK = "leeg"
"""What the name of a blank worksheet ends in, as people see it."""

_NO_DAY = date(2000, 1, 1)
"""The date inside a blank PDF that is of no session: it must have one, and always the same."""


class Document(msgspec.Struct, frozen=True):
    """A file to make, in this format."""

    block: Block
    name: str
    format: str

    @property
    def file(self) -> str:
        return f"{self.name}.{self.format}"


class Result(msgspec.Struct, frozen=True):
    """A document: where it is, or why it could not be made.

    `unread` is what in the block's file could not be read: the worksheet says that it is not there.
    `substituted` counts the rows of characters that no font has, and that are shown otherwise.
    """

    document: Document
    path: Path | None = None
    error: KompasError | None = None
    unread: tuple[Problem, ...] = ()
    substituted: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def complete(self) -> bool:
        """Whether there is a document with everything in it."""
        return self.error is None and not self.unread


def chosen_blocks(catalog: Catalog, names: Iterable[str]) -> list[Block]:
    """The blocks with these names, however they are written; WrongUse when there is none."""
    by_name = {id.lower(): block for id, block in catalog.blocks.items()}
    wanted = {name.lower(): name for name in names}
    for lower, name in wanted.items():
        if lower not in by_name:
            raise WrongUse(f"De bouwsteen “{name}” ken ik niet.", nearest(name, catalog.blocks))
    return [block for lower, block in by_name.items() if lower in wanted]


def chosen_formats(names: Iterable[str]) -> list[str]:
    """The formats with these names, each once; WrongUse when there is none."""
    wanted = [
        one.strip().lower().removeprefix(".") for name in names for one in name.split(",") if one.strip()
    ]
    for name in wanted:
        if name not in FORMATS:
            raise WrongUse(f"Het formaat “{name}” ken ik niet.", f"Kies uit: {', '.join(FORMATS)}.")
    return list(dict.fromkeys(wanted))


def worksheet(
    using: Environment,
    catalog: Catalog,
    block: Block,
    opened: Opened | None = None,
    house: House | None = None,
    *,
    blank: bool = False,
) -> Worksheet:
    """The worksheet of a block, by its own template or else the standard one; without session it is blank."""
    house = house or House()
    session = opened.session if opened else None
    if opened is None or blank:
        data = blank_document(catalog, block, session, house.organisation)
    else:
        data = document(opened, catalog, block, house.organisation)
    names = (f"worksheets/{block.id}.md.jinja", "worksheets/standard.md.jinja")
    markdown = render(using, names, data)
    return Worksheet(
        name=_name(block, blank=blank),
        title=block.title,
        subject=session.about.title if session else "",
        markdown=markdown,
        figures=shown([*data["parts"], *data["extra"]], markdown),
        day=last_day(session) if session else _NO_DAY,
        house=house,
    )


class Export:
    """Makes the documents of a session, or blank ones; of none when there is no session."""

    def __init__(
        self,
        workspace: Workspace | None,
        catalog: Catalog,
        opened: Opened | None = None,
        house: House | None = None,
        *,
        out: Path | None = None,
        blank: bool = False,
    ) -> None:
        self._catalog = catalog
        self._opened = opened
        self._house = house or House()
        self._blank = blank
        self._templates = environment(workspace.templates if workspace else None)
        self._to = out or _usual_folder(workspace, opened)
        self._worksheets: dict[str, Worksheet | KompasError] = {}

    def documents(self, blocks: Sequence[Block], formats: Sequence[str]) -> list[Document]:
        """What there is to make: of these blocks, else of all, unless nobody answered anything there."""
        every = self._catalog.blocks.values()
        wanted = blocks or [one for one in every if self._blank or self._has_answers(one)]
        names = [(block, _name(block, blank=self._blank)) for block in wanted]
        return [Document(block, name, format) for block, name in names for format in formats]

    def make(self, document: Document) -> Result:
        """Write a document over the one that was made before."""
        unread = self._unread(document.block)
        try:
            made = FORMATS[document.format](self.worksheet(document.block))
            make_folder(self._to)
            for address, content in made.beside.items():
                make_folder((self._to / address).parent)
                _save(self._to / address, content)
            path = self._to / document.file
            _save(path, made.content)
        except KompasError as error:
            return Result(document, error=error, unread=unread)
        except (ImportError, OSError) as error:
            return Result(document, error=_hindered(error), unread=unread)
        return Result(document, path, unread=unread, substituted=made.substituted)

    def worksheet(self, block: Block) -> Worksheet:
        """The worksheet of a block, made once for all its formats."""
        if block.id not in self._worksheets:
            try:
                self._worksheets[block.id] = worksheet(
                    self._templates, self._catalog, block, self._opened, self._house, blank=self._blank
                )
            except KompasError as error:
                self._worksheets[block.id] = error
        found = self._worksheets[block.id]
        if isinstance(found, KompasError):
            raise found
        return found

    def _has_answers(self, block: Block) -> bool:
        return self._opened is not None and has_answers(self._opened, block)

    def _unread(self, block: Block) -> tuple[Problem, ...]:
        return unread(self._opened, block) if self._opened and not self._blank else ()


def _name(block: Block, *, blank: bool) -> str:
    return f"{block.id}-{BLANK}" if blank else block.id


def _usual_folder(workspace: Workspace | None, opened: Opened | None) -> Path:
    if workspace and opened:
        return folder(workspace, opened.session.id) / "worksheets"
    return (workspace.root if workspace else Path.cwd()) / "worksheets"


def _save(path: Path, content: bytes) -> None:
    """Write what is new; a worksheet can be made again, so what was there may go."""
    if _present(path) != content:
        replace(path, content)


def _present(path: Path) -> bytes | None:
    try:
        if path.exists() and not path.is_file():  # a pipe with a name would keep us waiting
            raise KompasError(f"{path} is geen bestand.", "Geef het een andere naam.")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KompasError(f"{path} kan niet worden gelezen.", "Kijk of je dit bestand mag lezen.") from error


def _hindered(error: ImportError | OSError) -> KompasError:
    """What keeps a document from being made that is no fault in the answers: a file or a program."""
    if isinstance(error, ImportError):
        return KompasError(
            f"Een onderdeel van kompas ontbreekt of is stuk: {error.name}.", "Installeer kompas opnieuw."
        )
    return KompasError(
        f"Kompas kan {error.filename or 'zijn tijdelijke bestanden'} niet lezen of schrijven.",
        "Kijk of de schijf vol is, en of je hier mag lezen en schrijven.",
    )
