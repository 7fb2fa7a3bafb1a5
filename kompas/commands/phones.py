"""Rounds by phone for the guide: the server and the drawings, which it does not know itself.

Both are loaded when a round begins, and not before.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from kompas.errors import KompasError
from kompas.guide.hall import Hall, Unfinished
from kompas.guide.talk import Talk
from kompas.store.journal import Journal, glance, left_behind
from kompas.store.workspace import Workspace


class Telephones:
    """Phones, for the guide, in one session."""

    def __init__(self, workspace: Workspace, session: str) -> None:
        self._workspace = workspace
        self._session = session

    @property
    def advice(self) -> Sequence[str]:
        from kompas.live.advice import FOR_LEADER

        return FOR_LEADER

    def open(self, talk: Talk, round_id: str) -> Hall:
        from kompas.commands.holding import hold

        return hold(self._workspace, self._session, talk, round_id)

    def unfinished(self) -> list[Unfinished]:
        found = []
        for path in left_behind(self._workspace):
            with suppress(KompasError):  # told when the round itself is opened
                header = glance(path)
                if header.session == self._session:
                    found.append(Unfinished(header.block, header.step, answers_in(path)))
        return found

    def browse(self, url: str) -> bool:
        """In a process of its own: a browser may write on our screen."""
        if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
            return False
        nowhere = subprocess.DEVNULL
        subprocess.Popen(
            [sys.executable, "-m", "webbrowser", "-n", url],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )
        return True


def answers_in(path: Path) -> int | None:
    """How many answers a journal holds; None when that cannot be known, as when another kompas has it."""
    from kompas.live.room import decoded, replay

    try:
        with closing(Journal.open(path)) as journal:
            return len(replay(decoded(journal.lines)).givens)
    except KompasError:
        return None
