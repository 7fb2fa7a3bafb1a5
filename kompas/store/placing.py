"""Problems at their line and column in a file, also those of a file that cannot be opened at all."""

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from kompas.errors import KompasError, Problem
from kompas.shapes import shape
from kompas.store.reading import File, digest, read

Trail = tuple[str | int, ...]


def seen(path: Path) -> File:
    """The file as it is; one that is gone, or that we may not open, holds nothing but that problem."""
    try:
        return read(path)
    except FileNotFoundError:
        problem = Problem("Dit bestand is er niet.", "Zet het terug, of haal de verwijzing ernaar weg.")
    except KompasError as error:
        problem = Problem(error.message, error.hint)
    return File(path, "", digest(b""), {}, (replace(problem, file=str(path), line=1, column=1),))


def newer(file: File, known: int) -> list[Problem]:
    """A file in a newer format than the one we know is refused, and never half read."""
    stated = file.data.get("format") if isinstance(file.data, dict) else None
    number, _ = shape(stated, int)
    if number is not None and number > known:
        what = f"Dit bestand is gemaakt met een nieuwere kompas (formaat {stated})."
        return placed([Problem(what, "Werk kompas bij op deze computer.", ("format",))], file)
    return []


def placed(problems: Iterable[Problem], file: File, under: Trail = ()) -> list[Problem]:
    """The problems with file, line and column; `under` is where their paths start in the file."""
    found = list(problems)
    if not found:
        return []
    from kompas.store.tree import locate  # only here: where nothing is wrong, no positions are needed

    full = [(*under, *problem.path) for problem in found]
    places = locate(file.text, full)
    return [
        replace(problem, path=path, file=str(file.path), line=line, column=column)
        for problem, path, (line, column) in zip(found, full, places, strict=True)
    ]
