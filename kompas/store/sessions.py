"""Sessions in files: finding and reading them, beginning a new one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kompas import steps
from kompas.block import Block, Catalog
from kompas.errors import KompasError, Problem, WrongUse
from kompas.names import slug
from kompas.session import FORMAT, About, Session, about_problems
from kompas.shapes import nearest, plain, shape
from kompas.steps.step import Answer
from kompas.store.placing import newer, placed, seen
from kompas.store.reading import Digest, File
from kompas.store.workspace import Workspace, make_folder

ABOUT = "session.yaml"
_FIX = "Verbeter dit in Kladblok of een andere teksteditor, en probeer het opnieuw."


class Source(msgspec.Struct, frozen=True):
    """What a file held when it was last read or saved."""

    text: str
    digest: Digest


class Opened(msgspec.Struct, frozen=True):
    """A session as it was read: what its files (by name) held then, and every problem in them."""

    session: Session
    sources: Mapping[str, Source] = {}
    problems: tuple[Problem, ...] = ()


def folder(workspace: Workspace, id: str) -> Path:
    """Where the files of a session are."""
    return workspace.sessions / id


def ids(workspace: Workspace) -> list[str]:
    """All sessions, oldest first (their ids start with a date)."""
    return sorted(path.parent.name for path in workspace.sessions.glob(f"[!.]*/{ABOUT}"))


def find(workspace: Workspace, part: str) -> str:
    """The one session whose id is `part` or holds it; WrongUse when there is none or more than one."""
    known = ids(workspace)
    if part in known:
        return part
    fitting = [id for id in known if part.lower() in id.lower()]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise WrongUse(f"Er is geen sessie die past bij “{part}”.", nearest(part, known[-8:]))
    more = f" en nog {len(fitting) - 8}" if len(fitting) > 8 else ""
    hint = f"Noem er één: {', '.join(fitting[:8])}{more}."
    raise WrongUse(f"Er zijn {len(fitting)} sessies die passen bij “{part}”.", hint)


def abouts(workspace: Workspace) -> Iterator[tuple[str, About | None, list[Problem]]]:
    """What each session.yaml holds, one by one, so that a thousand of them take no memory."""
    for id in ids(workspace):
        yield id, *_about(seen(folder(workspace, id) / ABOUT))


def load(workspace: Workspace, id: str, catalog: Catalog) -> Opened:
    """Read a whole session. What cannot be understood stays in its file and is reported."""
    file, about = _read_about(workspace, id)
    problems = placed(about_problems(about, catalog), file)
    opened = Opened(Session(id=id, about=about), {ABOUT: _source(file)}, tuple(problems))
    return with_files(workspace, opened, catalog)


def with_files(workspace: Workspace, opened: Opened, catalog: Catalog) -> Opened:
    """The session with the answers of all its files; what people hide from view is no such file."""
    for path in sorted(folder(workspace, opened.session.id).glob("[!.]*.yaml")):
        if path.name != ABOUT:
            opened = _with_file(opened, seen(path), catalog)
    return opened


def create(workspace: Workspace, about: About) -> Opened:
    """A new session in a folder of its own, named after the day and the issue."""
    from kompas.store.saving import save  # commands that only read do without the modules that write
    from kompas.store.writing import dump

    named = [slug(about.issue), slug(about.title), slug(f"{about.issue} {about.organisation}"), "sessie"]
    free = (f"{about.created.isoformat()}-{name}" for name in named if name)
    id = next((id for id in free if not folder(workspace, id).exists()), None)
    if id is None:
        raise KompasError("Er is vandaag al zo'n sessie gemaakt.", "Geef deze sessie een andere naam.")
    make_folder(folder(workspace, id))
    text = dump({"format": FORMAT, **plain(about)})
    digest = save(folder(workspace, id) / ABOUT, text.encode(), None, workspace.local)
    return Opened(Session(id=id, about=about), {ABOUT: Source(text, digest)})


def reread(workspace: Workspace, opened: Opened, block: Block, catalog: Catalog) -> Opened:
    """The session with the file of one block read anew."""
    path = folder(workspace, opened.session.id) / f"{block.id}.yaml"
    session = msgspec.structs.replace(
        opened.session,
        answers={id: found for id, found in opened.session.answers.items() if id != block.id},
        unreadable=frozenset(key for key in opened.session.unreadable if key[0] != block.id),
    )
    sources = {name: source for name, source in opened.sources.items() if name != path.name}
    others = tuple(problem for problem in opened.problems if problem.file != str(path))
    bare = Opened(session, sources, others)
    return bare if _is_gone(path) else _with_file(bare, seen(path), catalog)


def reread_about(workspace: Workspace, opened: Opened) -> Opened:
    """The session with session.yaml read anew."""
    file, about = _read_about(workspace, opened.session.id)
    session = msgspec.structs.replace(opened.session, about=about)
    return Opened(session, {**opened.sources, ABOUT: _source(file)}, opened.problems)


def _is_gone(path: Path) -> bool:
    """Whether there is no such file; one that we may not look at is there."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


class _BlockFile(Answer, frozen=True, kw_only=True):
    format: int = FORMAT
    answers: dict[str, Any] = {}


def _source(file: File) -> Source:
    return Source(file.text, file.digest)


def _read_about(workspace: Workspace, id: str) -> tuple[File, About]:
    file = seen(folder(workspace, id) / ABOUT)
    about, problems = _about(file)
    if about is None:
        hint = "" if newer(file, FORMAT) else _FIX
        raise KompasError(f"Sessie “{id}” kan niet gelezen worden.", hint, problems)
    return file, about


def _about(file: File) -> tuple[About | None, list[Problem]]:
    unread = [*file.problems, *newer(file, FORMAT)]
    if unread:
        return None, unread
    about, problems = shape(file.data, About)
    return about, placed(problems, file)


def _with_file(opened: Opened, file: File, catalog: Catalog) -> Opened:
    """The session with the answers of one file; problems are added, nothing is dropped."""
    block = catalog.blocks.get(file.path.stem)
    held, problems = held_by(file)
    answers: dict[str, Answer] = {}
    if block is None:
        hint = "De antwoorden blijven bewaard. Voeg de bouwsteen toe, verbeter hem, of hernoem dit bestand."
        problems += placed([Problem(f"De bouwsteen “{file.path.stem}” ken ik niet.", hint)], file)
        unreadable = set()
    elif held is None:
        unreadable = {step.id for step in block.steps}
    else:
        answers, wrong = _understood(held, block, file)
        problems += wrong
        unreadable = {step.id for step in block.steps if step.id in held} - set(answers)
    session = msgspec.structs.replace(
        opened.session,
        answers={**opened.session.answers, file.path.stem: answers},
        unreadable=opened.session.unreadable | {(file.path.stem, id) for id in unreadable},
    )
    return Opened(session, {**opened.sources, file.path.name: _source(file)}, (*opened.problems, *problems))


def held_by(file: File) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The answers a file holds by step, still as plain data; None if nobody can tell what it holds.

    A name beside `answers` that nobody knows is a problem, but no reason not to read them.
    """
    unread = [*file.problems, *newer(file, FORMAT)]
    if unread:
        return None, unread
    data = file.data
    _, problems = shape(data, _BlockFile)
    if isinstance(data, dict):
        data = {name: value for name, value in data.items() if name in _BlockFile.__struct_fields__}
    found, _ = shape(data, _BlockFile)
    held = {id: value for id, value in found.answers.items() if value is not None} if found else None
    return held, placed(problems, file)


def _understood(held: Mapping[str, Any], block: Block, file: File) -> tuple[dict[str, Answer], list[Problem]]:
    """The answers that fit the steps of a block."""
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for id, data in held.items():
        step = block.step(id)
        if step is None:
            hint = f"Het antwoord blijft bewaard. {nearest(id, [step.id for step in block.steps])}"
            answer, wrong = None, [Problem(f"De stap “{id}” ken ik niet.", hint)]
        else:
            answer, wrong = steps.understand(step, data)
            if wrong:
                from kompas.store.understanding import understood  # only when there is something wrong

                wrong = list(understood(step, data).problems)
        problems += placed(wrong, file, ("answers", id))
        if answer is not None:
            answers[id] = answer
    return answers, problems
