"""Results as data for programs: the envelope that every --json has."""

from collections.abc import Iterable
from typing import Any

from kompas.errors import Problem

VERSION = 1


def envelope(data: Any, problems: Iterable[Problem] = ()) -> dict[str, Any]:
    """The data of a command, with the problems that were found on the way."""
    found = [
        {"file": one.file, "line": one.line, "column": one.column, "what": one.what, "hint": one.hint}
        for one in problems
    ]
    return {"kompas": VERSION, "data": data, "problems": found}
