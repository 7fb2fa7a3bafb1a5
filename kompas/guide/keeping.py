"""Storing an answer whatever happens: someone else's change, a full disk, no right to write."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import ndiff
from pathlib import Path

from kompas.block import Block, Catalog
from kompas.errors import KompasError
from kompas.guide.dialogue import Back, Dialogue, Overview, Page, Pick, Skip
from kompas.guide.talk import menu
from kompas.session import About
from kompas.shapes import plain
from kompas.steps.step import Answer, Step
from kompas.store.answers import Conflict, keep_aside, keep_elsewhere, save_about, save_answer
from kompas.store.sessions import Opened
from kompas.store.workspace import Workspace
from kompas.store.writing import dump
from kompas.view import Bullets, Heading, Note, Para, View


@dataclass
class Keeper:
    """Stores the answers to one step, and asks people what to do when that cannot be done."""

    workspace: Workspace
    catalog: Catalog
    dialogue: Dialogue
    page: Page
    now: Callable[[], datetime]

    def keep(self, opened: Opened, block: Block, step: Step, answer: Answer | None) -> Opened:
        """The session with the answer stored, or with what people chose instead."""
        while True:
            try:
                return save_answer(self.workspace, opened, self.catalog, block, step, answer)
            except Conflict as conflict:
                opened, chosen = self._settle(conflict.theirs, block, step, answer)
                if not chosen:
                    return opened
            except KompasError as error:
                self._again(error, (block, step, answer))

    def keep_about(self, opened: Opened, about: About) -> Opened:
        """The session with session.yaml stored; when someone else changed the same, theirs stands."""
        while True:
            try:
                return save_about(self.workspace, opened, about)
            except Conflict as conflict:
                told = "Iemand anders heeft de deelnemers intussen ook veranderd. Kijk of ze kloppen."
                self._tell(Note(told, "warn"))
                return conflict.theirs
            except KompasError as error:
                self._again(error)

    def insist(self, save: Callable[[], None]) -> None:
        """Save something else, and ask people what to do as long as that cannot be done."""
        while True:
            try:
                return save()
            except KompasError as error:
                self._again(error)

    def _settle(self, theirs: Opened, block: Block, step: Step, mine: Answer | None) -> tuple[Opened, bool]:
        """Whose version stands; the other one is kept beside it. True when it is still to be stored."""
        other = theirs.session.answer(block.id, step.id)
        told = Note("Iemand anders heeft dit antwoord intussen ook veranderd.", "warn")
        entries = menu(("mine", "Mijn versie"), ("theirs", "De versie van de ander"))
        question = Pick("Welke versie geldt? De andere blijft bewaard in de map “kept”.", entries)
        chosen = self._insist(question, told, *differences(mine, other))
        loser = other if chosen == "mine" else mine
        if loser is not None:
            stamp = f"{self.now():%Y-%m-%d-%H%M%S}"
            keep_aside(self.workspace, theirs.session, block, step, loser, stamp)
        return theirs, chosen == "mine"

    def _again(self, error: KompasError, unsaved: tuple[Block, Step, Answer | None] | None = None) -> None:
        """Offer to try again, or to keep the answer elsewhere and stop."""
        told = (Note(error.message, "warn"), Para(error.hint))
        has_answer = unsaved is not None and unsaved[2] is not None
        entries = menu(
            ("again", "Probeer het opnieuw"),
            ("elsewhere", "Bewaar dit antwoord in je eigen map, en stop") if has_answer else None,
            ("stop", "Stop zonder dit te bewaren"),
        )
        chosen = self._insist(Pick("Dit is nog niet bewaard. Wat wil je doen?", entries), *told)
        if chosen == "stop":
            raise error
        if chosen == "elsewhere" and unsaved and unsaved[2] is not None:
            self._elsewhere(unsaved[0], unsaved[1], unsaved[2])

    def _elsewhere(self, block: Block, step: Step, answer: Answer) -> None:
        """Keep the answer in the person's own folder and stop; when that fails too, people choose again."""
        path = Path.home() / f"kompas-{block.id}-{step.id}-{self.now():%Y-%m-%d-%H%M%S}.yaml"
        try:
            keep_elsewhere(path, block, step, answer)
        except KompasError as error:
            self._tell(Note(error.message, "warn"), Para(error.hint))
            return
        hint = "Lees het later in met: kompas session start SESSIE --answers BESTAND"
        raise KompasError(f"Het antwoord staat in {path}.", hint)

    def _tell(self, *body: View) -> None:
        """Tell what must be known, whichever key is pressed then."""
        with suppress(Back, Skip, Overview):
            self.dialogue.tell(replace(self.page, body=body, moves=()))

    def _insist(self, question: Pick, *body: View) -> str:
        """An answer to a question that cannot be passed over."""
        while True:
            try:
                return self.dialogue.pick(replace(self.page, body=body, moves=()), question)
            except (Back, Skip, Overview):
                continue


def differences(mine: Answer | None, theirs: Answer | None) -> list[View]:
    """What two versions of an answer do not share, line by line."""
    lines = list(ndiff(_lines(theirs), _lines(mine)))
    only_mine = tuple(line[2:].strip() for line in lines if line.startswith("+ "))
    only_theirs = tuple(line[2:].strip() for line in lines if line.startswith("- "))
    shown: list[View] = []
    for title, found in (("Alleen in jouw versie", only_mine), ("Alleen in de andere versie", only_theirs)):
        shown += [Heading(title), Bullets(found or ("(niets)",))]
    return shown


def _lines(answer: Answer | None) -> list[str]:
    return dump(plain(answer)).splitlines() if answer is not None else []
