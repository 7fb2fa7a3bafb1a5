"""One round that is being held on phones: what the terminal sees of it and does with it."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from typing import Any, Self

import msgspec

from kompas.errors import KompasError
from kompas.live import join, kinds
from kompas.live.desk import Counts, Desk, Draw
from kompas.live.form import Form
from kompas.live.kinds import Gathered
from kompas.live.network import Address
from kompas.live.room import Covered, Given, Reopened, cover, hide, show
from kompas.live.serving import EVERYWHERE, PORTS, Serving, listen
from kompas.live.whereabouts import Whereabouts
from kompas.steps.step import Step, Surroundings
from kompas.store import codes
from kompas.store import journal as journals
from kompas.store.codes import Codes
from kompas.store.frames import Header
from kompas.store.journal import Journal
from kompas.store.workspace import Workspace


class Card(msgspec.Struct, frozen=True):
    """What one device said in words; `label` is the perspective, or the row, as people read it."""

    device: str
    label: str
    words: tuple[str, ...]
    covered: bool = False


class Hall:
    """A round that phones can answer, from `open` until `finish` or `stop`; for one thread, the terminal's.

    What a method changes is on the disk when it returns, except for what is shown: after a restart
    that is hidden. A KompasError tells that it is not.
    """

    def __init__(self, desk: Desk, where: Whereabouts, serving: Serving, journal: Journal) -> None:
        self.step, self.form, self.header = desk.step, desk.form, desk.header
        self.resumed = len(desk.room.givens)
        self._desk, self._where, self._serving, self._journal = desk, where, serving, journal
        self._kept = True  # whether there is a journal

    @classmethod
    def open(
        cls,
        workspace: Workspace,
        session: str,
        block: str,
        step: Step,
        around: Surroundings,
        round_id: str,
        date: date,
        draw: Draw,
        *,
        host: str = EVERYWHERE,
        ports: Sequence[int] = PORTS,
    ) -> Self:
        """Hold a round, or go on with the one that was being held: that has its own id, date and code.

        A new round has the codes of the rounds before it that day, and their port if that is free: who
        scanned the code once, and the projector, need not do so again.

        A KompasError when another kompas holds it, when its questions changed, or nothing can be served.
        """
        from kompas.live.server import app  # only where phones come in

        asked = _asked(kinds.form(step, around))
        path = journals.find(workspace, session, block, step.id)
        known = journals.glance(path) if path else codes.kept(workspace, date)
        listening = listen(host, (known.port, *ports) if known else ports)
        with ExitStack() as failed:
            failed.callback(listening.close)
            port = listening.getsockname()[1]
            if path:
                journal = Journal.open(path, asked)
            else:
                about = {"session": session, "block": block, "step": step.id, "round": round_id}
                journal = _begun(workspace, {**about, "asked": asked}, _codes(date, port, known))
            failed.callback(journal.close)
            desk, where = Desk(journal, step, around, draw), Whereabouts(host, port)
            hall = cls(desk, where, Serving(app(desk, where), listening), journal)
            failed.pop_all()
        return hall

    @property
    def addresses(self) -> list[Address]:
        """Where phones may find this computer now, the likeliest first."""
        return self._where.addresses

    @property
    def address(self) -> Address:
        """The one that phones are sent to."""
        return self._where.address

    def choose(self, address: Address) -> None:
        """Send phones to this address from now on."""
        self._where.choose(address)

    @property
    def url(self) -> str:
        return self._where.url(self.header.code)

    @property
    def projector_url(self) -> str:
        """For a browser on this computer."""
        return self._where.url_here(self.header.projector)

    @property
    def projector_elsewhere(self) -> str:
        """For a browser on another computer, that has the projector."""
        return self._where.url(self.header.projector)

    def counts(self) -> Counts:
        return self._desk.counts()

    @property
    def open_(self) -> bool:
        return self._desk.room.open

    @property
    def shown(self) -> bool:
        return self._desk.room.shown

    @property
    def trouble(self) -> str:
        """Why the last answer could not be kept; "" when all is well (again)."""
        error = self._desk.trouble
        return f"{error.message} {error.hint}".strip() if error else ""

    def close(self) -> None:
        """Take no more answers: those acknowledged when this returns are all there will be."""
        self._serving.run(self._desk.close())

    def reopen(self) -> None:
        self._serving.run(self._desk.put(Reopened()))

    def show(self) -> None:
        """Let the projector show what was given."""
        self._serving.run(self._desk.change(show))

    def hide(self) -> None:
        self._serving.run(self._desk.change(hide))

    def add(self, given: Given) -> None:
        """Put in what was given on paper or by voice."""
        self._serving.run(self._desk.give(join.new_paper(), given))

    def add_voice(self, voice: Any) -> None:
        """The same, of a ballot, a contribution, a response or a note."""
        self.add(kinds.given(self.step, voice))

    def cards(self) -> list[Card]:
        """What was said in words, by perspective or row and then by text."""
        covered = self._desk.room.covered
        found = [Card(id, label, words, id in covered) for id, (label, words) in self._desk.cards().items()]
        return sorted(found, key=lambda card: (card.label, card.words))

    def cover(self, device: str, covered: bool) -> None:
        """Keep what this device gives from the projector, or not any more."""
        if self._kept:
            self._serving.run(self._desk.put(Covered(device, covered)))
        else:
            self._serving.run(self._desk.change(lambda room: cover(room, device, covered)))

    def round(self) -> Gathered:
        """The round as it would be stored now."""
        return self._desk.gathered()

    def stored(self) -> None:
        """It is in the YAML: the journal goes. What the projector shows is from now on in memory alone."""
        self._journal.remove()
        self._kept = False

    def finish(self) -> None:
        """It is in the YAML, or not wanted: stop, and leave nothing behind."""
        self._end(over=True)
        if self._kept:  # else another kompas may have begun the next round here
            self.stored()

    def stop(self) -> None:
        """Stop for now: the next start goes on with this round."""
        self._end()
        self._journal.close()

    def _end(self, *, over: bool = False) -> None:
        with suppress(KompasError):  # the server is gone already, or the disk hangs
            self._serving.run(self._desk.leave(over=over), patience=1)
        self._serving.stop()


def _codes(day: date, port: int, known: Header | Codes | None) -> Codes:
    if known:
        return Codes(day=day, code=known.code, projector=known.projector, secret=known.secret, port=port)
    return Codes(day=day, code=join.new_code(), projector=join.new_key(), secret=join.new_key(), port=port)


def _begun(workspace: Workspace, about: Mapping[str, str], known: Codes) -> Journal:
    """The journal of a new round, whose codes the next round of the day will have too."""
    secrets = {name: getattr(known, name) for name in ("code", "projector", "secret", "port")}
    header = msgspec.convert({**about, **secrets, "date": known.day}, Header)
    journal = Journal.create(journals.place(workspace, header.session, header.block, header.step), header)
    codes.keep(workspace, known)
    return journal


def _asked(form: Form) -> str:
    """A digest of the questions and what can be chosen; not of what explains them."""
    asked = [(one.field, one.text, [choice.value for choice in one.choices]) for one in form.questions]
    about = (form.kind, asked, form.text) if form.text else (form.kind, asked)
    return hashlib.sha256(msgspec.json.encode(about)).hexdigest()[:32]
