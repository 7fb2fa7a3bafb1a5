"""Rounds by phone for the guide: the server and the drawings, which it does not know itself.

Both are loaded when a round begins, and not before.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from kompas.block import Catalog
from kompas.errors import KompasError
from kompas.guide.hall import Hall, Unfinished
from kompas.store.journal import left_behind, read
from kompas.store.workspace import Workspace

if TYPE_CHECKING:
    from kompas.guide.talk import Talk


class Telephones:
    """Phones, for the guide, in one session."""

    def __init__(self, workspace: Workspace, session: str) -> None:
        self._workspace = workspace
        self._session = session

    @property
    def advice(self) -> Sequence[str]:
        from kompas.live.advice import FOR_LEADER

        return FOR_LEADER

    def open(self, talk: "Talk", round_id: str) -> Hall:
        from kompas.commands.holding import hold

        return hold(self._workspace, self._session, talk, round_id)

    def unfinished(self) -> list[Unfinished]:
        return [one for session, one in left_open(self._workspace) if session == self._session]

    def browse(self, url: str) -> bool:
        """In a process of its own: a browser may write on our screen."""
        if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
            return False
        import subprocess

        nowhere = subprocess.DEVNULL
        subprocess.Popen(
            [sys.executable, "-m", "webbrowser", "-n", url],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )
        return True


def left_open(workspace: Workspace) -> Iterator[tuple[str, Unfinished]]:
    """The rounds by phone that were not finished, or are held now, each with its session."""
    for path in left_behind(workspace):
        with suppress(KompasError):  # told when the round itself is opened
            header, lines = read(path)
            yield header.session, Unfinished(header.block, header.step, _answers(lines))


def told_open(catalog: Catalog, session: str, one: Unfinished) -> str:
    """One of those rounds in a sentence, with how to go on."""
    from kompas.guide.phones import told  # seldom: most often there is none

    step = catalog.step(one.block, one.step)
    how = f"Ga verder met: kompas live {session} {one.block}.{one.step}"
    return f"{told(one, step.title if step else one.step)} {how}"


def _answers(lines: list[bytes]) -> int | None:
    """How many answers a journal holds; None when that cannot be known."""
    from kompas.live.room import decoded, replay

    try:
        return len(replay(decoded(lines)).givens)
    except KompasError:
        return None
