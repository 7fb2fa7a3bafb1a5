"""The guided conversation: which block, which step, and never losing the place."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

import msgspec

from kompas.block import Block, Catalog
from kompas.errors import Interrupted, KompasError
from kompas.guide import kinds, pages
from kompas.guide.dialogue import Back, Dialogue, Overview, Page, Pick, Skip, Stop
from kompas.guide.hall import Phones
from kompas.guide.keeping import Keeper
from kompas.guide.participants import People
from kompas.guide.talk import Talk, menu
from kompas.session import About, active_steps, states, surroundings
from kompas.steps.step import Answer, State, Step, Surroundings
from kompas.store.place import Bookmark
from kompas.store.saving import hold
from kompas.store.sessions import Opened, reread
from kompas.store.workspace import Workspace
from kompas.view import Note, Para


class _Leave(Exception):
    """Out of this block: to the menu of blocks."""


class _Pause(Exception):
    """Out of the conversation, with everything saved."""


@dataclass
class Conversation:
    """One meeting around one session. `run` returns when people are ready or pause."""

    workspace: Workspace
    catalog: Catalog
    dialogue: Dialogue
    now: Callable[[], datetime]
    opened: Opened
    phones: Phones | None = None

    def hold_by_phone(self, block: str, step: str) -> None:
        """Only a round by phone of this step; Ctrl-C raises Interrupted."""
        self.bookmark = Bookmark(self.workspace, self.opened.session.id)
        chosen = self.catalog.blocks[block]
        wanted = next(one for one in chosen.steps if one.id == step)

        def ask(talk: Talk) -> None:
            talk.page = replace(talk.page, moves=(Back, Skip))
            kinds.hold_by_phone(talk)

        try:
            with self._alone(chosen):
                self._converse(chosen, wanted, ask)
        except (Stop, KeyboardInterrupt):
            raise Interrupted("Gestopt. Alles wat er was, is bewaard.") from None
        except Interrupted as error:
            how = f"Ga verder met: kompas live {self.opened.session.id} {block}.{step}"
            raise Interrupted(error.message, error.hint or how) from None
        except (Back, Skip):
            return

    def run(self, block: str = "", step: str = "") -> None:
        """Lead the conversation, from a given step or from where it was; Ctrl-C raises Interrupted."""
        self.bookmark = Bookmark(self.workspace, self.opened.session.id)
        try:
            if not self.opened.session.about.participants:
                self._first_people()
            start = (block, step) if block else self._resume()
            while start:
                self._lead(self.catalog.blocks[start[0]], start[1])
                start = self._choose_block(start[0])
        except _Pause:
            return
        except (Stop, KeyboardInterrupt):
            raise Interrupted("Gestopt. Alles wat je hebt ingevuld, is bewaard.", self._how()) from None
        except Interrupted as error:  # from a round by phone, or an answer that is kept elsewhere
            raise Interrupted(error.message, error.hint or self._how()) from None

    def _how(self) -> str:
        return f"Ga verder met: kompas session start {self.opened.session.id}"

    def _first_people(self) -> None:
        try:
            self._people().add()
        except (Back, Skip, Overview):
            return

    def _resume(self) -> tuple[str, str] | None:
        """Where to begin: where the conversation was, if it was somewhere, else a block to choose."""
        block = self.catalog.blocks.get(self.bookmark.place.block)
        step = block.step(self.bookmark.place.step) if block else None
        if not block or not step or step not in active_steps(block, self.opened.session):
            return self._choose_block()
        entries = menu(
            ("here", f"Verder bij {block.id}: {step.title}"),
            ("blocks", "Kies een bouwsteen"),
            ("people", "Deelnemers"),
        )
        while True:
            chosen = self._menu(self._front(), Pick("Waar ga je verder?", entries))
            if chosen == "people":
                self._people().converse()
            else:
                return (block.id, step.id) if chosen == "here" else self._choose_block()

    def _choose_block(self, left: str = "") -> tuple[str, str] | None:
        """A block from the menu, pointing behind the one they `left`; None when people are ready."""
        while True:
            session = self.opened.session
            blocks = self.catalog.blocks.values()
            entries = menu(
                *((block.id, pages.block_label(session, self.catalog, block)) for block in blocks),
                ("+people", f"Deelnemers ({self._present()})"),
                ("+ready", "Stoppen: alles is bewaard"),
            )
            default = pages.next_block(session, self.catalog, left)
            chosen = self._menu(self._front(), Pick("Welke bouwsteen?", entries, default))
            if chosen == "+ready":
                return None
            if chosen != "+people":
                return chosen, ""
            self._people().converse()

    def _front(self) -> Page:
        unfinished = self.phones.unfinished() if self.phones else ()
        return pages.front(self.opened.session, self.catalog, unfinished)

    def _menu(self, page: Page, question: Pick) -> str:
        """A choice in a menu where there is nothing to go back to or to skip to."""
        while True:
            try:
                return self.dialogue.pick(page, question)
            except (Back, Skip, Overview):
                continue

    def _lead(self, block: Block, step: str) -> None:
        """Step after step of one block, while no one else has it open."""
        with ExitStack() as held:
            try:
                held.enter_context(self._alone(block))
            except KompasError as error:
                page = self._front()
                with suppress(Back, Skip, Overview):
                    self.dialogue.tell(replace(page, body=(Note(error.message, "warn"), Para(error.hint))))
                return
            self._steps(block, step or self._first_open(block))
        self.bookmark.at("", "")

    def _alone(self, block: Block) -> AbstractContextManager[None]:
        """The block for this kompas alone; a KompasError where another has it open."""
        return hold(self.workspace.local, f"{self.opened.session.id}.{block.id}", f"Bouwsteen {block.id}")

    def _steps(self, block: Block, here: str) -> None:
        try:
            while here:
                here = self._ask(block, here) or self._round_off(block)
        except _Leave:
            return

    def _first_open(self, block: Block) -> str:
        found = states(block, self.opened.session, self.catalog)
        fallback = active_steps(block, self.opened.session)[0].id
        return next((id for id, state in found.items() if state is not State.DONE), fallback)

    def _ask(self, block: Block, id: str) -> str:
        """Ask one step; gives the id of the step to go to, "" after the last."""
        step = next(one for one in block.steps if one.id == id)
        self.bookmark.at(block.id, step.id)
        try:
            with self._clock(f"{block.id}.{step.id}"):
                self._converse(block, step)
        except Back:
            before = self._beside(block, step, -1)
            if not before:
                raise _Leave from None
            return before
        except Skip:
            pass
        except Overview:
            return self._overview(block, step) or step.id
        return self._beside(block, step, 1)

    @contextmanager
    def _clock(self, address: str) -> Iterator[None]:
        """Add the time that is spent here to the step's."""
        began = monotonic()
        try:
            yield
        finally:
            self.bookmark.spend(address, monotonic() - began)

    def _beside(self, block: Block, step: Step, by: int) -> str:
        """The id of the active step before or after this one; "" when there is none."""
        active = {one.id for one in active_steps(block, self.opened.session)} | {step.id}
        order = [one.id for one in block.steps if one.id in active]
        place = order.index(step.id) + by
        return order[place] if 0 <= place < len(order) else ""

    def _converse(self, block: Block, step: Step, ask: Callable[[Talk], None] = kinds.converse) -> None:
        address = f"{block.id}.{step.id}"
        if not self._can_be_read(block, step):
            page = self._page(block, step)
            self.dialogue.tell(pages.unreadable(page, block, step, self.opened.problems))
            if not self._can_be_read(block, step):
                return
        page = self._page(block, step)
        keeper = Keeper(
            self.workspace, self.catalog, self.dialogue, page, self.now, self._is_with_phones(block, step)
        )

        def store(answer: Answer | None) -> tuple[Answer | None, Surroundings]:
            self.opened = keeper.keep(self.opened, block, step, answer)
            return self.opened.session.answer(block.id, step.id), self._around(block)

        talk = Talk(
            step=step,
            answer=self.opened.session.answer(block.id, step.id),
            around=self._around(block),
            page=page,
            dialogue=self.dialogue,
            now=self.now,
            store=store,
            draft=lambda key: self.bookmark.place.drafts.get(f"{address}{key}", ""),
            keep_draft=lambda key, text: self.bookmark.keep_draft(f"{address}{key}", text),
            phones=self.phones,
        )
        ask(talk)

    def _page(self, block: Block, step: Step) -> Page:
        seconds = self.bookmark.place.seconds.get(f"{block.id}.{step.id}", 0)
        return pages.of_step(self.opened.session, self.catalog, block, step, seconds)

    def _look_again(self, block: Block) -> None:
        """Read the file of a block anew where it could not be read: people may have mended it."""
        if any(of == block.id for of, _ in self.opened.session.unreadable):
            self.opened = reread(self.workspace, self.opened, block, self.catalog)

    def _can_be_read(self, block: Block, step: Step) -> bool:
        self._look_again(block)
        return (block.id, step.id) not in self.opened.session.unreadable

    def _is_with_phones(self, block: Block, step: Step) -> Callable[[], bool]:
        """Whether a round by phone of this step is kept apart, whatever happens to the file."""
        return lambda: any(
            (one.block, one.step) == (block.id, step.id)
            for one in (self.phones.unfinished() if self.phones else ())
        )

    def _around(self, block: Block) -> Surroundings:
        return surroundings(self.opened.session, self.catalog, block.id)

    def _overview(self, block: Block, step: Step) -> str:
        """All steps with how far they are: go to one, see to the people, or stop here. "" goes nowhere."""
        while True:
            self._look_again(block)
            entries = (
                *pages.overview(self.opened.session, self.catalog, block),
                *menu(
                    ("+people", f"Deelnemers ({self._present()})"),
                    ("+blocks", "Naar een andere bouwsteen"),
                    ("+pause", "Pauze: stoppen en later verdergaan"),
                ),
            )
            page = pages.of_overview(self.opened.session, block)
            try:
                chosen = self.dialogue.pick(page, Pick("Waar wil je heen?", entries, step.id))
            except (Back, Skip, Overview):
                return ""
            if chosen == "+pause":
                raise _Pause
            if chosen == "+blocks":
                raise _Leave
            if chosen != "+people":
                return chosen
            self._people().converse()

    def _present(self) -> int:
        """How many people take part now."""
        return sum(person.left is None for person in self.opened.session.about.participants)

    def _people(self) -> People:
        """The conversation about who takes part; who comes when there are answers already, comes later."""
        about = self.opened.session.about
        page = Page(where=about.title, title="Deelnemers", moves=(Back,))
        keeper = Keeper(self.workspace, self.catalog, self.dialogue, page, self.now)

        def save(changed: About) -> About:
            self.opened = keeper.keep_about(self.opened, changed)
            return self.opened.session.about

        perspectives = {option.id: option.label for option in self.catalog.perspectives}
        late = any(self.opened.session.answers.values())
        return People(about, perspectives, self.dialogue, page, self.now().date(), save, late, self._gave)

    def _gave(self, participant: str) -> bool:
        """Whether a participant occurs in any answer."""
        return f'"{participant}"'.encode() in msgspec.json.encode(self.opened.session.answers)

    def _round_off(self, block: Block) -> str:
        """The end of a block: what is done and what is not. "" when people are ready with it."""
        self._look_again(block)
        page, undone = pages.rounding_off(self.opened.session, self.catalog, block)
        entries = menu(
            ("ready", "Klaar met deze bouwsteen"),
            ("open", f"Naar wat nog open is ({undone})") if undone else None,
        )
        last = active_steps(block, self.opened.session)[-1]
        try:
            chosen = self.dialogue.pick(page, Pick("Wat wil je doen?", entries))
        except Back:
            return last.id
        except Overview:
            return self._overview(block, last) or self._round_off(block)
        except Skip:
            return ""
        return self._first_open(block) if chosen == "open" else ""
