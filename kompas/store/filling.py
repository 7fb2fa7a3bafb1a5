"""Answers from a file (--answers): all of it is checked first; if anything is wrong, nothing is written."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from kompas import merging, steps
from kompas.block import Block, Catalog
from kompas.errors import KompasError, Problem
from kompas.names import unique
from kompas.session import About, Session, about_problems, surroundings
from kompas.shapes import nearest, shape
from kompas.steps.step import Answer, Participant, Step
from kompas.store import sessions
from kompas.store.answers import save_about, save_answer
from kompas.store.placing import placed
from kompas.store.reading import File, read
from kompas.store.saving import hold
from kompas.store.sessions import Opened
from kompas.store.understanding import Trail, Understood, presumed, understood
from kompas.store.workspace import Workspace

ABOUT = "session"


class Given(msgspec.Struct, frozen=True):
    """What a file gives: what it says about the session, and answers with their block and step."""

    about: About | None
    answers: tuple[tuple[Block, Step, Understood], ...]


def fill(workspace: Workspace, path: Path, catalog: Catalog, id: str | None, today: date) -> Opened:
    """Store all answers of a file in a session; without `id` in a new one, which the file describes.

    Records and rounds that the session has and the file has not, stay.
    Raises a KompasError with every problem, before anything is written.
    """
    file = _read(path)
    opened = sessions.load(workspace, id, catalog) if id else None
    given, problems = _understand(file, catalog, opened, today)
    if problems:
        problems.sort(key=lambda one: (one.line, one.column))
        raise KompasError(f"In {path} klopt iets niet. Er is niets opgeslagen.", "", problems)
    with ExitStack() as held:
        for name in {block.id for block, _, _ in given.answers} if opened else ():
            held.enter_context(hold(workspace.local, f"{id}.{name}"))
        if opened is None:
            assert given.about is not None
            opened = sessions.create(workspace, given.about)
        return _store(workspace, path, catalog, opened, given)


def _store(workspace: Workspace, path: Path, catalog: Catalog, opened: Opened, given: Given) -> Opened:
    """Store what was found to be right."""
    id = opened.session.id
    try:
        if given.about:
            opened = save_about(workspace, opened, given.about)
        for block, step, one in given.answers:
            answer = _with_held(opened.session, block, step, one)
            opened = save_answer(workspace, opened, catalog, block, step, answer)
    except KompasError as error:
        again = (
            f"Niet alles is opgeslagen. Doe het daarna opnieuw: kompas session start {id} --answers {path}"
        )
        raise KompasError(error.message, f"{error.hint} {again}".strip(), error.problems) from error
    return opened


def _read(path: Path) -> File:
    try:
        file = read(path)
    except FileNotFoundError:
        raise KompasError(f"Het bestand {path} bestaat niet.", "Kijk of het pad goed gespeld is.") from None
    if file.problems:
        raise KompasError(f"{path} kan niet gelezen worden. Er is niets opgeslagen.", "", file.problems)
    if not isinstance(file.data, dict) or not file.data:
        raise KompasError(f"In {path} staan geen antwoorden.", "Begin met een bouwsteen, bijvoorbeeld 0A:")
    return file


def _understand(
    file: File, catalog: Catalog, opened: Opened | None, today: date
) -> tuple[Given, list[Problem]]:
    """Everything in the file as answers, and every problem, also of what refers to something else in it."""
    data: dict[str, Any] = dict(file.data) if isinstance(file.data, dict) else {}
    raw = data.pop(ABOUT, None)
    about, wrong = _about(raw, opened, today)
    if about is None and isinstance(raw, dict):
        about = presumed({"participants": _with_ids(raw.get("participants"))})
    wrong += about_problems(about, catalog) if about else []
    problems = placed(wrong, file, (ABOUT,))
    answers: list[tuple[Block, Step, Understood]] = []
    for id, held in data.items():
        found, wrong = _block(id, held, catalog)
        answers += found
        problems += placed(wrong, file)
    if about and opened:
        people = _together(opened.session.about.participants, about.participants)
        about = msgspec.structs.replace(about, participants=people)
    if about or opened:
        session = _as_if(about, opened.session if opened else None, answers)
        problems += placed(_misfits(opened.session if opened else None, session, catalog, answers), file)
    return Given(about, tuple(answers)), problems


def _about(raw: Any, opened: Opened | None, today: date) -> tuple[About | None, list[Problem]]:
    """What the file says about the session, over what is known; ids of participants may be left out."""
    if raw is None:
        if opened:
            return None, []
        what = "Er staat niet in over welke sessie dit gaat."
        hint = (
            "Noem een sessie: kompas session start SESSIE --answers BESTAND, of zet session: met title: erin."
        )
        return None, [Problem(what, hint)]
    if not isinstance(raw, dict):
        return shape(raw, About)
    known = msgspec.to_builtins(opened.session.about) if opened else {"created": today.isoformat()}
    participants = {"participants": _with_ids(raw["participants"])} if "participants" in raw else {}
    return shape({**known, **raw, **participants}, About)


def _together(known: Sequence[Participant], given: Sequence[Participant]) -> tuple[Participant, ...]:
    """Everyone there was, with what is said about them now, and then whoever is new."""
    by_id = {person.id: person for person in (*known, *given)}
    return tuple(by_id.values())


def _with_ids(people: Any) -> Any:
    """Participants of whom only a role and the like were given get an id."""
    if not isinstance(people, list):
        return people
    taken = [person["id"] for person in people if isinstance(person, dict) and person.get("id")]
    complete: list[Any] = []
    for place, person in enumerate(people):
        if isinstance(person, dict) and not person.get("id"):
            named = f"{person.get('role') or ''} {person.get('organisation') or ''}".strip()
            id = unique(named, taken, {**person, "place": place})
            taken.append(id)
            person = {**person, "id": id}
        complete.append(person)
    return complete


def _block(
    id: str, held: Any, catalog: Catalog
) -> tuple[list[tuple[Block, Step, Understood]], list[Problem]]:
    block = catalog.blocks.get(id)
    if block is None:
        return [], [Problem(f"De bouwsteen “{id}” ken ik niet.", nearest(id, catalog.blocks), (id,))]
    if not isinstance(held, dict):
        return [], [Problem("Hier horen stappen met hun antwoord.", "Schrijf regels als “stap:”.", (id,))]
    answers, problems = [], []
    for name, data in held.items():
        step = block.step(name)
        if step is None:
            known = [one.id for one in block.steps]
            problems.append(Problem(f"De stap “{name}” ken ik niet.", nearest(name, known), (id, name)))
            continue
        if data is None:
            continue
        one = understood(step, data)
        problems += [_under((id, name), problem) for problem in one.problems]
        answers.append((block, step, one))
    return answers, problems


def _under(path: Trail, problem: Problem) -> Problem:
    return msgspec.structs.replace(problem, path=(*path, *problem.path))


def _as_if(
    about: About | None, base: Session | None, answers: Sequence[tuple[Block, Step, Understood]]
) -> Session:
    """The session as it will be when everything is stored."""
    session = base or Session(id="", about=presumed(None))
    session = msgspec.structs.replace(session, about=about or session.about)
    for block, step, one in answers:
        session = session.with_answer(block.id, step.id, _with_held(session, block, step, one))
    return session


def _with_held(session: Session, block: Block, step: Step, one: Understood) -> Answer | None:
    """The answer given, with the records and rounds that only the session has."""
    held: Answer | None = session.answer(block.id, step.id)
    return held if one.answer is None else merging.added(held, one.answer)


def _misfits(
    base: Session | None,
    session: Session,
    catalog: Catalog,
    answers: Sequence[tuple[Block, Step, Understood]],
) -> Iterator[Problem]:
    """What does not fit the session as it will be; and answers that cannot be read are not overwritten."""
    for block, step, one in answers:
        path = (block.id, step.id)
        if path in session.unreadable:
            hint = "Verbeter dat eerst. Kijk met: kompas check"
            what = f"In {block.id}.yaml van sessie “{session.id}” staat hier iets wat kompas niet kan lezen."
            yield Problem(what, hint, path)
        if one.answer is None:
            continue
        held = {(name, was.what) for name, was in _wrong(base, catalog, block, step)} if base else set()
        for name, problem in _wrong(session, catalog, block, step):
            place = merging.given_at(one.answer, name)
            if place is not None:
                yield msgspec.structs.replace(problem, path=(*path, *one.place(place)))
            elif (name, problem.what) not in held:
                yield msgspec.structs.replace(problem, path=path)


def _wrong(session: Session, catalog: Catalog, block: Block, step: Step) -> list[tuple[Trail, Problem]]:
    """What does not fit in an answer, each with its path by name: with ids and not places."""
    answer: Answer | None = session.answer(block.id, step.id)
    if answer is None:
        return []
    found = steps.problems(step, answer, surroundings(session, catalog, block.id))
    return [(merging.named(answer, one.path), one) for one in found]
