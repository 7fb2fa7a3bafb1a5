"""Every problem in a workspace's files, at its line."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from kompas.block import Catalog
from kompas.errors import KompasError, Problem, WrongUse
from kompas.session import FORMAT, Session, about_problems, surroundings
from kompas.steps.register import RegisterStep
from kompas.steps.step import Step, Surroundings
from kompas.store import catalog as catalogs
from kompas.store import sessions
from kompas.store.house import house
from kompas.store.placing import newer, placed, seen
from kompas.store.reading import File
from kompas.store.sessions import Opened
from kompas.store.understanding import Understood, presumed, understood
from kompas.store.workspace import Workspace


def check(workspace: Workspace, paths: Sequence[Path], here: Path) -> list[Problem]:
    """All problems, in the order of the files; with `paths` only those in these files and folders.

    Files are named as they are seen from `here`.
    """
    wanted = [_wanted(workspace, here, path) for path in paths]
    found = [one for one in _all(workspace) if not wanted or _inside(Path(one.file), wanted)]
    found.sort(key=lambda one: (one.file, one.line, one.column))
    return [_seen_from(here, problem) for problem in found]


def _wanted(workspace: Workspace, here: Path, path: Path) -> Path:
    full = (here / path).resolve()
    if not full.exists():
        raise WrongUse(f"{path} bestaat niet.", "Kijk of het pad goed gespeld is.")
    root = workspace.root.resolve()
    if full not in root.parents and not _inside(full, [root]):
        raise WrongUse(f"{path} hoort niet bij de werkmap {root}.", "Ga naar de werkmap waar het bij hoort.")
    return full


def _all(workspace: Workspace) -> Iterator[Problem]:
    yield from house(workspace)[1]
    catalog, problems = catalogs.load(workspace)
    yield from problems
    for id in sessions.ids(workspace):
        yield from session_problems(workspace, id, catalog)
    for folder in sorted(workspace.sessions.glob("[!.]*/")):
        for path in folder.glob("[!.]*.yml"):
            what, hint = f"“{path.name}” heet .yml.", "Noem het .yaml, anders leest kompas het niet."
            yield Problem(what, hint, file=str(path), line=1, column=1)
        if not (folder / sessions.ABOUT).exists() and any(folder.glob("[!.]*.yaml")):
            missing = str(folder / sessions.ABOUT)
            hint = "Zet het bestand terug, of haal de map weg."
            yield Problem("In deze map ontbreekt session.yaml.", hint, file=missing, line=1, column=1)


def session_problems(workspace: Workspace, id: str, catalog: Catalog) -> Iterator[Problem]:
    """What is wrong in the files of one session."""
    try:
        opened = sessions.load(workspace, id, catalog)
    except KompasError as error:
        yield from error.problems
        file = seen(sessions.folder(workspace, id) / sessions.ABOUT)
        about = presumed(file.data)
        opened = sessions.with_files(workspace, Opened(Session(id=id, about=about)), catalog)
        if file.problems or newer(file, FORMAT):  # so nobody knows who takes part
            yield from opened.problems
            return
        yield from placed(about_problems(about, catalog), file)
    yield from opened.problems
    yield from _misfits(workspace, opened.session, catalog)


def _misfits(workspace: Workspace, session: Session, catalog: Catalog) -> Iterator[Problem]:
    """Answers that do not fit the rest: unknown options, people, parties, ids used twice."""
    held = list(_held(workspace, session, catalog))
    for file, step, one in held:
        session = session.with_answer(file.path.stem, step.id, one.answer)
    lost = {key for key in session.unreadable if session.answer(*key) is None}
    around = {id: surroundings(session, catalog, id) for id in session.answers}
    for file, step, one in held:
        here = around[file.path.stem]
        wrong = [found for found in one.misfits(step, here) if _source(found, step, here) not in lost]
        yield from placed(wrong, file, ("answers", step.id))


def _held(
    workspace: Workspace, session: Session, catalog: Catalog
) -> Iterator[tuple[File, Step, Understood]]:
    """Every answer as far as it can be understood, with its file."""
    for id in session.answers:
        block = catalog.blocks.get(id)
        file = seen(sessions.folder(workspace, session.id) / f"{id}.yaml")
        answers, _ = sessions.held_by(file)
        for step in block.steps if block else ():
            if answers and step.id in answers:
                yield file, step, understood(step, answers[step.id])


def _source(problem: Problem, step: Step, around: Surroundings) -> tuple[str, str]:
    """The step that a field takes its rows from; nothing can be said of those while it is not understood."""
    name = problem.path[2] if isinstance(step, RegisterStep) and len(problem.path) > 2 else ""
    field = next((one for one in getattr(step, "fields", ()) if one.id == name), None)
    if field is None or field.type not in ("party", "row"):
        return "", ""
    block, _, id = (around.parties if field.type == "party" else around.address(field.of)).partition(".")
    return block, id


def _inside(file: Path, wanted: Iterable[Path]) -> bool:
    path = file.resolve()
    return any(path == one or one in path.parents for one in wanted)


def _seen_from(here: Path, problem: Problem) -> Problem:
    try:
        return replace(problem, file=str(Path(problem.file).relative_to(here)))
    except ValueError:
        return problem
