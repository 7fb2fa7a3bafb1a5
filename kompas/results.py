"""Results as data for programs: the envelope that every --json has."""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from kompas.errors import Problem

VERSION = 1


def envelope(data: Any, problems: Iterable[Problem] = ()) -> dict[str, Any]:
    """The data of a command, with the problems that were found on the way."""
    found = [
        {"file": one.file, "line": one.line, "column": one.column, "what": one.what, "hint": one.hint}
        for one in problems
    ]
    return {"kompas": VERSION, "data": data, "problems": found}


class Finding(msgspec.Struct, frozen=True):
    """What was found where something was examined; `hint` says what to do, which may be of use to all."""

    name: str
    state: Literal["good", "warn", "bad"]
    what: str
    hint: str = ""
