"""What can go wrong, as values (Problem) and as an interruption (KompasError)."""

from collections.abc import Sequence

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that is not right with what a person gave, and what to do about it.

    `path` leads to the place inside the data (keys and 0-based positions); whoever knows the file
    adds `file`, `line` and `column` (both 1-based). Only an error keeps an answer from being used;
    advice is for people.
    """

    what: str
    hint: str = ""
    path: tuple[str | int, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = f"{place}: {self.what}" if place else self.what
        return f"{text} {self.hint}" if self.hint else text


class KompasError(Exception):
    """Something a person must know before kompas can go on; shown without a traceback."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)


class WrongUse(KompasError):
    """The command was given in a way it cannot be carried out."""

    exit_code = 2


class Interrupted(KompasError):
    """A person stopped kompas; everything was already saved."""

    exit_code = 130
