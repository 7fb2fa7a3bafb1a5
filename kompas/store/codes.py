"""What phones and the projector know a meeting by: the same all day, so that people scan one code.

Kept on this computer alone. Where it cannot be kept, each round has codes of its own.
"""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from kompas.errors import KompasError
from kompas.store.frames import Word
from kompas.store.saving import begin
from kompas.store.workspace import Workspace, make_folder


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """`code` and `projector` stand in addresses, `secret` signs the tokens of phones."""

    day: date
    code: Word
    projector: Word
    secret: Word
    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)]


def kept(workspace: Workspace, day: date) -> Codes | None:
    """Those of this day; None when there are none, or none that can be understood."""
    with suppress(OSError, msgspec.MsgspecError):
        found = msgspec.json.decode(_path(workspace).read_bytes(), type=Codes)
        return found if found.day == day else None
    return None


def keep(workspace: Workspace, codes: Codes) -> None:
    """Have the next round of the day use these too."""
    path = _path(workspace)
    with suppress(OSError, KompasError):
        make_folder(path.parent)
        begin(path, msgspec.json.encode(codes))


def _path(workspace: Workspace) -> Path:
    return workspace.local / "phones.json"
