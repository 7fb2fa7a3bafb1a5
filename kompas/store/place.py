"""Where a conversation was, on this computer alone: to go on at that very step after a stop.

It is a help and no more: where it cannot be kept (a full disk), the meeting goes on.
"""

from contextlib import suppress
from pathlib import Path

import msgspec

from kompas.errors import KompasError
from kompas.store.reading import digest
from kompas.store.saving import save
from kompas.store.workspace import Workspace, make_folder


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`block` and `step` that were being asked; seconds spent and texts begun, by "block.step"."""

    block: str = ""
    step: str = ""
    seconds: dict[str, float] = {}
    drafts: dict[str, str] = {}


class Bookmark:
    """The place in one session, kept on disk at every change."""

    def __init__(self, workspace: Workspace, session: str) -> None:
        self._workspace = workspace
        self._path = workspace.local / f"{session}.json"
        self.place = _load(self._path)

    def at(self, block: str, step: str) -> None:
        """This step is being asked now; "" when the conversation is between blocks."""
        self._keep(block=block, step=step)

    def spend(self, address: str, seconds: float) -> None:
        """Add to the time that was spent on a step."""
        spent = round(self.place.seconds.get(address, 0) + seconds, 1)
        self._keep(seconds={**self.place.seconds, address: spent})

    def keep_draft(self, address: str, text: str) -> None:
        """Keep a text that was begun; "" when it is finished."""
        drafts = {key: held for key, held in self.place.drafts.items() if key != address}
        self._keep(drafts=drafts | ({address: text} if text else {}))

    def _keep(self, **changes: object) -> None:
        self.place = msgspec.structs.replace(self.place, **changes)
        content = msgspec.json.encode(self.place)
        with suppress(KompasError, OSError):
            present = self._path.read_bytes() if self._path.exists() else None
            if present != content:
                make_folder(self._path.parent)
                save(self._path, content, None if present is None else digest(present), self._workspace.local)


def _load(path: Path) -> Place:
    """An unreadable note counts as none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Place)
    except (OSError, msgspec.DecodeError):
        return Place()
