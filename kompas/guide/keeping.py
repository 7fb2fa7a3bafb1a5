"""Storing an answer whatever happens: someone else's change, a full disk, no right to write."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import ndiff
from pathlib import Path

from kompas.block import Block, Catalog
from kompas.console import render
from kompas.errors import Interrupted, KompasError
from kompas.guide import kinds
from kompas.guide.dialogue import Back, Dialogue, Overview, Page, Pick, Skip, Stop
from kompas.guide.talk import menu
from kompas.session import About, surroundings
from kompas.shapes import plain
from kompas.steps.step import Answer, Step, Surroundings
from kompas.store.answers import Conflict, keep_aside, keep_elsewhere, save_about, save_answer
from kompas.store.sessions import Opened
from kompas.store.workspace import Workspace
from kompas.store.writing import dump
from kompas.view import Bullets, Heading, Note, Para, View
from kompas.words import listed

_LATER = "Lees het later in met: kompas session start SESSIE --answers BESTAND"
_APART = (
    "Wat telefoons gaven, raakt niet kwijt: het staat nog in de telefoonronde. Daar kun je later mee verder."
)


@dataclass
class Keeper:
    """Stores the answers to one step, and asks people what to do when that cannot be done."""

    workspace: Workspace
    catalog: Catalog
    dialogue: Dialogue
    page: Page
    now: Callable[[], datetime]
    with_phones: Callable[[], bool] = lambda: False  # whether what phones gave is kept apart, in a journal

    def keep(self, opened: Opened, block: Block, step: Step, answer: Answer | None) -> Opened:
        """The session with the answer stored, or with what people chose instead."""
        saved = self._kept(opened, block, step, answer)
        self._tell_of_others(opened, saved, block, step)
        return saved

    def _kept(self, opened: Opened, block: Block, step: Step, answer: Answer | None) -> Opened:
        """Store the answer, however often that is tried; who stops meanwhile keeps it elsewhere."""
        try:
            while True:
                try:
                    saved, stands = self._stored(opened, block, step, answer)
                    if stands:
                        return saved
                    opened = saved
                except KompasError as error:
                    self._again(error, (block, step, answer))
        except Stop:
            if answer is not None:
                self._rescue(block, step, answer)
            raise

    def _stored(self, opened: Opened, block: Block, step: Step, answer: Answer | None) -> tuple[Opened, bool]:
        """The session after a save. False when people want their own version over someone else's."""
        try:
            return save_answer(self.workspace, opened, self.catalog, block, step, answer), True
        except Conflict as conflict:
            return self._settle(conflict.theirs, block, step, answer)

    def keep_about(self, opened: Opened, about: About) -> Opened:
        """The session with session.yaml stored; when someone else changed the same, theirs stands."""
        while True:
            try:
                return save_about(self.workspace, opened, about)
            except Conflict as conflict:
                told = "Iemand anders heeft de deelnemers intussen ook veranderd. Kijk of ze kloppen."
                theirs = conflict.theirs.session.about.participants
                mine = tuple(one.label for one in about.participants if one not in theirs)
                lost = (
                    (Para("Dit had jij. Typ het opnieuw als het nog klopt."), Bullets(mine)) if mine else ()
                )
                self._tell(Note(told, "warn"), *lost)
                return conflict.theirs
            except KompasError as error:
                self._again(error)

    def _tell_of_others(self, before: Opened, after: Opened, block: Block, step: Step) -> None:
        """Say which other steps someone else changed meanwhile; those changes are kept too."""
        titles = [
            other.title
            for other in block.steps
            if other.id != step.id
            and before.session.answer(block.id, other.id) != after.session.answer(block.id, other.id)
        ]
        if titles:
            told = f"Iemand anders heeft intussen ook iets veranderd: {listed(f'“{one}”' for one in titles)}."
            self._tell(Note(told), Para("Dat is ook bewaard. Er is niets overschreven."))

    def _settle(self, theirs: Opened, block: Block, step: Step, mine: Answer | None) -> tuple[Opened, bool]:
        """Whose version stands; the other one is kept beside it. True when it is already stored."""
        other = theirs.session.answer(block.id, step.id)
        told = Note("Iemand anders heeft dit antwoord intussen ook veranderd.", "warn")
        entries = menu(("mine", "Mijn versie"), ("theirs", "De versie van de ander"))
        question = Pick("Welke versie geldt? De andere blijft bewaard in de map “kept”.", entries)
        around = surroundings(theirs.session, self.catalog, block.id)
        chosen = self._insist(question, told, *differences(step, mine, other, around))
        loser = other if chosen == "mine" else mine
        if loser is not None:
            stamp = f"{self.now():%Y-%m-%d-%H%M%S}"
            keep_aside(self.workspace, theirs.session, block, step, loser, stamp)
        return theirs, chosen == "theirs"

    def _again(self, error: KompasError, unsaved: tuple[Block, Step, Answer | None] | None = None) -> None:
        """Offer to try again, or to keep the answer elsewhere and stop."""
        told: list[View] = [Note(error.message, "warn"), Para(error.hint)]
        if unsaved and self.with_phones():
            told.append(Para(_APART))
        has_answer = unsaved is not None and unsaved[2] is not None
        without = f"Stop: dit komt niet in {unsaved[0].id}.yaml" if unsaved else "Stop zonder dit te bewaren"
        entries = menu(
            ("again", "Probeer het opnieuw"),
            ("elsewhere", "Bewaar dit antwoord in je eigen map, en stop") if has_answer else None,
            ("stop", without),
        )
        chosen = self._insist(Pick("Dit is nog niet bewaard. Wat wil je doen?", entries), *told)
        if chosen == "stop":
            raise error
        if chosen == "elsewhere" and unsaved and unsaved[2] is not None:
            self._elsewhere(unsaved[0], unsaved[1], unsaved[2])

    def _elsewhere(self, block: Block, step: Step, answer: Answer) -> None:
        """Keep the answer in the person's own folder and stop; when that fails too, people choose again."""
        try:
            path = self._write(block, step, answer)
        except KompasError as error:
            self._tell(Note(error.message, "warn"), Para(error.hint))
            return
        raise KompasError(f"Het antwoord staat in {path}.", _LATER)

    def _rescue(self, block: Block, step: Step, answer: Answer) -> None:
        """People stop while an answer is not stored: keep it in their own folder, and say so."""
        try:
            path = self._write(block, step, answer)
        except KompasError as error:
            raise Interrupted("Gestopt. Het laatste antwoord kon niet bewaard worden.", error.hint) from None
        raise Interrupted(f"Gestopt. Het laatste antwoord staat in {path}.", _LATER) from None

    def _write(self, block: Block, step: Step, answer: Answer) -> Path:
        path = Path.home() / f"kompas-{block.id}-{step.id}-{self.now():%Y-%m-%d-%H%M%S}.yaml"
        keep_elsewhere(path, block, step, answer)
        return path

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


def differences(step: Step, mine: Answer | None, theirs: Answer | None, around: Surroundings) -> list[View]:
    """What two versions of an answer do not share, in the words people read where they tell it."""
    ours, others = _lines(step, mine, around), _lines(step, theirs, around)
    if ours == others:
        ours, others = _as_stored(mine), _as_stored(theirs)
    lines = list(ndiff(others, ours))
    only_mine = tuple(line[2:].strip() for line in lines if line.startswith("+ "))
    only_theirs = tuple(line[2:].strip() for line in lines if line.startswith("- "))
    shown: list[View] = []
    for title, found in (("Alleen in jouw versie", only_mine), ("Alleen in de andere versie", only_theirs)):
        shown += [Heading(title), Bullets(found or ("(niets)",))]
    return shown


def _lines(step: Step, answer: Answer | None, around: Surroundings) -> list[str]:
    """The lines that show an answer; columns without their alignment, which depends on the other rows."""
    shown = render(kinds.view(step, answer, around), 0, plain=True) if answer is not None else []
    return [re.sub(r" {2,}", ", ", line.strip()) for line in shown if line.strip()]


def _as_stored(answer: Answer | None) -> list[str]:
    return dump(plain(answer)).splitlines() if answer is not None else []
