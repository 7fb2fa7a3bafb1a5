"""Worksheets as files: a mistake in one keeps none of the others back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec
from jinja2 import Environment

from kompas.block import Block, Catalog, Extract
from kompas.errors import KompasError, Problem, WrongUse
from kompas.house import House
from kompas.session import last_day
from kompas.store.saving import replace
from kompas.store.sessions import Opened, folder
from kompas.store.workspace import Workspace, make_folder
from kompas.worksheets.blank import blank_document
from kompas.worksheets.document import document, has_answers, unread
from kompas.worksheets.extract import Chosen, concerning, only, with_answers
from kompas.worksheets.figures.figure import shown
from kompas.worksheets.formats import FORMATS
from kompas.worksheets.templates import environment, render
from kompas.worksheets.worksheet import Worksheet

BLANK = "leeg"
"""What the name of a blank worksheet ends in, as people see it."""

_NO_DAY = date(2000, 1, 1)
"""The date inside a blank PDF that is of no session: it must have one, and always the same."""


class Document(msgspec.Struct, frozen=True):
    """A file to make, in this format: the worksheet of a block, or one of its extracts."""

    block: Block
    name: str
    format: str
    extract: Extract | None = None

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
    extract: Extract | None = None,
    blank: bool = False,
) -> Worksheet:
    """The worksheet of a block, by its own template or else the standard one; without session it is blank.

    With `extract` it is that document; of a session it then tells nothing but the answers in it.
    """
    house = house or House()
    session = opened.session if opened else None
    if opened is None or blank:
        data = blank_document(catalog, block, session, house.organisation)
    else:
        data = document(opened, catalog, block, house.organisation)
    if extract:
        data = only(data, extract)
    of = Chosen(block, extract)
    markdown = render(using, of.templates, data)
    return Worksheet(
        name=_name(of, blank=blank),
        title=of.title,
        subject=session.about.title if session and not extract else "",
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

    def documents(self, asked: Sequence[Chosen], formats: Sequence[str]) -> list[Document]:
        """What there is to make: what is asked, else all blocks, unless nobody answered anything there."""
        every = self._catalog.blocks.values()
        wanted = asked or [Chosen(one) for one in every if self._blank or self._has_answers(one)]
        together = [one for of in wanted for one in (of, *self._beside(of))]
        named = {_name(one, blank=self._blank): one for one in together}
        return [
            Document(one.block, name, form, one.extract) for name, one in named.items() for form in formats
        ]

    def make(self, document: Document) -> Result:
        """Write a document over the one that was made before."""
        unread = self._unread(document)
        try:
            made = FORMATS[document.format](self.worksheet(document.block, document.extract))
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

    def worksheet(self, block: Block, extract: Extract | None = None) -> Worksheet:
        """The worksheet of a block or an extract of it, made once for all its formats."""
        name = Chosen(block, extract).name
        if name not in self._worksheets:
            try:
                self._worksheets[name] = worksheet(
                    self._templates,
                    self._catalog,
                    block,
                    self._opened,
                    self._house,
                    extract=extract,
                    blank=self._blank,
                )
            except KompasError as error:
                self._worksheets[name] = error
        found = self._worksheets[name]
        if isinstance(found, KompasError):
            raise found
        return found

    def _has_answers(self, block: Block) -> bool:
        return self._opened is not None and has_answers(self._opened, block)

    def _beside(self, of: Chosen) -> list[Chosen]:
        """The extracts that come with a block; a blank worksheet has room for them in itself."""
        if of.extract or self._blank or self._opened is None:
            return []
        return with_answers(of.block, self._opened, self._catalog)

    def _unread(self, document: Document) -> tuple[Problem, ...]:
        found = unread(self._opened, document.block) if self._opened and not self._blank else ()
        return concerning(found, document.extract) if document.extract else found


def _name(of: Chosen, *, blank: bool) -> str:
    return f"{of.name}-{BLANK}" if blank else of.name


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
