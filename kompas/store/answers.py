"""Saving what people answered: only the lines of that answer change, and nothing is overwritten unseen."""

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from msgspec.structs import replace

from kompas import merging
from kompas.block import Block, Catalog
from kompas.errors import KompasError
from kompas.session import FORMAT, About, Session
from kompas.shapes import plain
from kompas.steps.step import Answer, Step
from kompas.store.editing import REMOVE
from kompas.store.editing import replace as edited
from kompas.store.saving import save
from kompas.store.sessions import ABOUT, Opened, Source, folder, reread, reread_about
from kompas.store.workspace import Workspace, make_folder
from kompas.store.writing import dump


class Conflict(KompasError):
    """Someone else changed the very answer that is being saved; `theirs` is the session as it is now."""

    def __init__(self, theirs: Opened) -> None:
        super().__init__("Iemand anders heeft dit antwoord intussen ook veranderd.")
        self.theirs = theirs


def save_answer(
    workspace: Workspace, opened: Opened, catalog: Catalog, block: Block, step: Step, answer: Answer | None
) -> Opened:
    """Store the answer to one step; None takes it away.

    When the file was changed meanwhile, the changes of both are kept, record by record and round by
    round. When someone else changed the very same, a Conflict is raised and nothing is written. What
    cannot be read is never written over.
    """
    name = f"{block.id}.yaml"
    source = opened.sources.get(name)
    try:
        _refuse_unreadable(opened, block, step)
        saved = _write(workspace, opened.session, name, source, _text(source, block, step, answer))
    except KompasError:
        now = reread(workspace, opened, block, catalog)
        if now.sources.get(name) == source:  # so it is not because of what someone else did
            raise
        _refuse_unreadable(now, block, step)
        versions = [opened.session.answer(block.id, step.id), answer, now.session.answer(block.id, step.id)]
        try:
            both = merging.answer(*versions)
        except merging.Both:
            raise Conflict(now) from None
        return save_answer(workspace, now, catalog, block, step, both)
    session = opened.session.with_answer(block.id, step.id, answer)
    return replace(opened, session=session, sources={**opened.sources, name: saved})


def save_about(workspace: Workspace, opened: Opened, about: About) -> Opened:
    """Store what changed in session.yaml; what someone else changed in it meanwhile is kept.

    Participants are looked at one by one. When someone else changed the very same, a Conflict is raised.
    """
    source = opened.sources[ABOUT]
    try:
        saved = _write(
            workspace, opened.session, ABOUT, source, _about_text(source, opened.session.about, about)
        )
    except KompasError:
        now = reread_about(workspace, opened)
        if now.sources[ABOUT] == source:
            raise
        try:
            merged = _merged(opened.session.about, about, now.session.about)
        except merging.Both:
            raise Conflict(now) from None
        return save_about(workspace, now, merged)
    session = msgspec.structs.replace(opened.session, about=about)
    return replace(opened, session=session, sources={**opened.sources, ABOUT: saved})


def keep_aside(
    workspace: Workspace, session: Session, block: Block, step: Step, answer: Answer, stamp: str
) -> Path:
    """Keep an answer that did not become the answer, beside the session; gives the file."""
    kept = folder(workspace, session.id) / "kept"
    make_folder(kept)
    stamps = (stamp if spot == 1 else f"{stamp}-{spot}" for spot in count(1))
    paths = (kept / f"{block.id}-{step.id}-{one}.yaml" for one in stamps)
    path = next(one for one in paths if not one.exists())
    save(path, _by_itself(block, step, answer), None, workspace.local)
    return path


def keep_elsewhere(path: Path, block: Block, step: Step, answer: Answer) -> None:
    """Keep one answer in a file of its own, which --answers can read."""
    with TemporaryDirectory() as locks:  # nobody else makes this file, so nothing of ours stays behind
        save(path, _by_itself(block, step, answer), None, Path(locks))


def _by_itself(block: Block, step: Step, answer: Answer) -> bytes:
    return dump({block.id: {step.id: plain(answer)}}).encode()


def _refuse_unreadable(opened: Opened, block: Block, step: Step) -> None:
    if (block.id, step.id) in opened.session.unreadable:
        raise KompasError(
            f"Wat in {block.id}.yaml bij “{step.title}” staat, kan kompas niet lezen. Het blijft zo staan.",
            "Verbeter het bestand en probeer het opnieuw. Wat eraan schort, zie je met: kompas check",
        )


def _text(source: Source | None, block: Block, step: Step, answer: Answer | None) -> str:
    """The file's text with this answer in it."""
    value: Any = REMOVE if answer is None else plain(answer)
    if source is None:
        return dump({"format": FORMAT, "answers": {} if answer is None else {step.id: value}})
    return edited(source.text, ("answers", step.id), value, [one.id for one in block.steps])


def _about_text(source: Source, before: About, after: About) -> str:
    """The text of session.yaml with what changed in it."""
    was, now = plain(before), plain(after)
    text = source.text
    for key in {**was, **now}:
        if was.get(key) != now.get(key):
            text = edited(text, (key,), now.get(key, REMOVE), About.__struct_fields__)
    return text


def _merged(before: About, mine: About, theirs: About) -> About:
    """What the two made of it together."""
    merged: dict[str, Any] = {}
    for key in About.__struct_fields__:
        versions = [getattr(one, key) for one in (before, mine, theirs)]
        merge = merging.each if key == "participants" else merging.either
        merged[key] = merge(*versions)
    return About(**merged)


def _write(workspace: Workspace, session: Session, name: str, source: Source | None, text: str) -> Source:
    """Write a text in place of the one that was read; Changed when that is no longer there."""
    if source and text == source.text:
        return source
    path = folder(workspace, session.id) / name
    return Source(text, save(path, text.encode(), source.digest if source else None, workspace.local))
