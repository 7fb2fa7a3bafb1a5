"""A commented starting point for a team's own building block."""

import re
from pathlib import Path

from kompas.errors import KompasError, WrongUse
from kompas.store.blocks import RESERVED
from kompas.store.catalog import built_in, load
from kompas.store.saving import save
from kompas.store.workspace import Workspace, make_folder

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def new_block(workspace: Workspace, id: str) -> Path:
    """Write a new block with an example of each kind of step; gives its file."""
    if not _ID.fullmatch(id):
        hint = "Gebruik hooguit 40 tekens: a tot en met z (ook als hoofdletter), cijfers, - en _."
        raise WrongUse(f"“{id}” kan geen naam van een bouwsteen zijn.", hint)
    path = workspace.blocks / f"{id}.yaml"
    there = [file.stem.lower() for folder in (workspace.blocks, built_in()) for file in folder.glob("*.yaml")]
    documents = [name.lower() for block in load(workspace)[0].blocks.values() for name in block.documents]
    if id.lower() in (*there, *documents, RESERVED):  # some systems do not tell 0a from 0A
        raise KompasError(f"De naam “{id}” is al in gebruik.", "Kies een andere naam.")
    make_folder(workspace.blocks)
    starter = (built_in().parent / "templates" / "block.yaml").read_text("utf-8")
    save(path, starter.replace("ID", id, 1).encode(), None, workspace.local)
    return path
