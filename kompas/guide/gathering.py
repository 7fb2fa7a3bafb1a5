"""A round by phone while it is held: gathering what people give, storing it, and showing it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from kompas.errors import Interrupted, KompasError
from kompas.guide import qr
from kompas.guide.dialogue import Back, Choice, Page, Pick, PickMany, Stop, YesNo
from kompas.guide.hall import Hall, Phones
from kompas.guide.occasion import is_stored, new_id, present
from kompas.guide.talk import Talk, menu
from kompas.view import Bullets, Code, Heading, Note, Para, View


@dataclass(frozen=True, slots=True)
class Way:
    """What differs between the kinds of steps.

    `ask` asks what someone gave on paper or by voice, None when there is nobody any more. `show` shows
    what the room gave, without these words. `cards`: whether people gave words; `everyone`: whether each
    gives an answer, and not one for a group. `id` is that of the round that begins now;
    `stored` tells whether what was gathered is in the answer already.
    """

    ask: Callable[[Talk, str], Any]
    keep: Callable[[Talk, Any], None]
    show: Callable[[Talk, frozenset[tuple[str, ...]]], None]
    cards: bool
    everyone: bool = True
    id: Callable[[Talk], str] = new_id
    stored: Callable[[Talk, Any], bool] = is_stored


def counted(answers: int) -> str:
    """A number of answers in words."""
    return {0: "nog geen antwoorden", 1: "1 antwoord"}.get(answers, f"{answers} antwoorden")


class _Gone(Exception):
    """The round was left open or thrown away: back to where it began."""


@dataclass
class Gathering:
    """One round, from where it is now until it is stored or left; `usual` is the step's own page."""

    talk: Talk
    way: Way
    phones: Phones
    hall: Hall
    usual: Page
    stored: bool = field(init=False)

    def run(self) -> None:
        """Gather, store and show; whatever happens, what phones gave is in the journal or in the YAML."""
        try:
            self.stored = self._was_stored()
            if self.stored:
                self._forget()
            else:
                self._gather()
            self._reveal()
        except _Gone:
            return
        except (Stop, KeyboardInterrupt):
            if self._end():
                raise
            raise Interrupted(f"De ronde staat nog open: {self._answers()}.") from None
        except BaseException:
            self._end()
            raise
        self.hall.finish()

    def _end(self) -> bool:
        """Stop; whether nothing is left to go on with."""
        if over := self.stored or self._nobody():
            self.hall.finish()
        else:
            self.hall.stop()
        return over

    def _was_stored(self) -> bool:
        """Whether it stands in the file already: then kompas was killed just after that."""
        return not self.hall.open_ and self.way.stored(self.talk, self.hall.round())

    def _forget(self) -> None:
        """Nothing but the YAML needs to know of this round any more; the projector may still show it."""
        try:
            self.hall.stored()
        except KompasError as error:  # at the end it is tried again
            self._tell(Note(error.message, "warn"), Para(error.hint))

    def _answers(self) -> str:
        return counted(self.hall.counts().answered)

    def _nobody(self) -> bool:
        """Whether nothing is lost without this round: no phone has seen it."""
        counts = self.hall.counts()
        return not counts.joined and not counts.answered

    # While people answer.

    def _gather(self) -> None:
        """Until the round is closed and stored."""
        while not self.stored:
            keys = self._keys() if self.hall.open_ else {"s": "bewaren", "o": "weer openen"}
            try:
                key = self.talk.dialogue.watch(self._page, keys)
            except Back:
                self._leave()
                continue
            if key == "s" and self._close():
                self.way.keep(self.talk, self.hall.round())
                self.stored = True
                self._forget()
            elif key != "s":
                self._do(key)

    def _keys(self) -> Mapping[str, str]:
        keys = {"s": "sluiten", "b": "beamer", "p": "papier of hardop", "a": "ander adres"}
        return keys | ({"k": "kaartjes"} if self.way.cards else {})

    def _page(self) -> Page:
        """What the facilitator sees, and probably the room too: never anything of what people gave."""
        if not self.hall.open_:
            unsaved = f"De ronde is dicht, maar nog niet bewaard: {self._answers()}."
            return self.talk.with_body(Note(unsaved, "warn"))
        trouble = self.hall.trouble
        if not trouble and not self.hall.address.reachable:
            trouble = "Misschien kan geen telefoon bij dit adres. Druk op a."
        notes = (Note(trouble, "warn"),) if trouble else ()
        how = Para("Scan de code met een telefoon op dezelfde wifi, of typ het adres.")
        larger = "Zet het venster groter voor de QR-code."
        code = Code(qr.rows(self.hall.url), (*self._present(), how, *notes), larger)
        return self.talk.with_body(Heading(self.hall.url), code)

    def _present(self) -> tuple[View, ...]:
        counts = self.hall.counts()
        people = len(present(self.talk)) if self.way.everyone else 0
        of = f" van {people} deelnemers" if people else ""
        more = (Note("Meer antwoorden dan deelnemers. Zijn er gasten?", "warn"),)
        return (
            Heading(f"In de zaal: {counts.joined}"),
            Heading(f"Geantwoord: {counts.answered}{of}"),
            *(more if 0 < people < counts.answered else ()),
        )

    def _do(self, key: str) -> None:
        """What a key does; what cannot be done is told, and the round goes on."""
        ways: dict[str, Callable[[], None]] = {
            "a": self._choose_address,
            "b": self._open_projector,
            "k": self._cover,
            "o": self.hall.reopen,
            "p": self._add_paper,
            "t": self._show,
            "v": self.hall.hide,
        }
        try:
            with suppress(Back):
                ways[key]()
        except KompasError as error:
            self._tell(Note(error.message, "warn"), Para(error.hint))

    def _close(self) -> bool:
        """Whether the round is closed now, so that it can be stored."""
        if not self.hall.open_:
            return True
        answered = self.hall.counts().answered
        if not answered:
            self._tell(Para("Er is nog geen antwoord om te bewaren. Met Esc ga je terug zonder ronde."))
            return False
        sure = YesNo(f"Ronde sluiten met {counted(answered)}? Daarna kan niemand meer antwoorden.")
        try:
            if self.talk.yes_no(sure, *self._present()):
                self.hall.close()
        except Back:
            return False
        except KompasError as error:
            self._tell(Note(error.message, "warn"), Para(error.hint))
        return not self.hall.open_

    def _leave(self) -> None:
        """Ask what should become of the round; it may just go on."""
        if self._nobody():
            self.hall.finish()
            raise _Gone
        entries = menu(
            ("stay", "Terug naar de ronde"),
            ("leave", "Laat de ronde open, en ga terug: telefoons wachten tot je verdergaat"),
            ("away", "Gooi de ronde weg"),
        )
        with suppress(Back):
            open_ = Para(f"De ronde staat nog open: {self._answers()}.")
            chosen = self.talk.pick(Pick("Wat wil je doen?", entries), open_)
            if chosen == "leave":
                self.hall.stop()
                raise _Gone
            if chosen == "away" and self._is_unwanted():
                self.hall.finish()
                raise _Gone

    def _is_unwanted(self) -> bool:
        lost = Note(f"Je gooit weg: {self._answers()}. Je krijgt ze niet terug.", "warn")
        return self.talk.yes_no(YesNo("Ronde weggooien?", False), lost)

    def _open_projector(self) -> None:
        here, elsewhere = self.hall.projector_url, self.hall.projector_elsewhere
        how: tuple[View, ...] = (Para("Open dit adres in een browser op deze computer:"), Heading(here))
        if self.phones.browse(here):
            opened = "De pagina voor de beamer staat in je browser. Zet dat venster op de beamer."
            how = (Para(opened), Para("Met F11 vult de pagina het hele scherm."))
        if elsewhere != here:
            how += (Para("Zit de beamer aan een andere computer? Open daar dit adres:"), Heading(elsewhere))
        self.talk.tell(*how)

    def _add_paper(self) -> None:
        """What some gave on paper or by voice, one after the other."""
        number = 1
        while voice := self.way.ask(self.talk, f"Op papier of hardop: antwoord {number}"):
            self.hall.add_voice(voice)
            number += 1

    def _choose_address(self) -> None:
        """Where phones should look, and what to do when they find nothing there."""
        found = {one.ip: one for one in self.hall.addresses}
        choices = tuple(Choice(ip, ip, one.about) for ip, one in found.items())
        advice = (Heading("Komt een telefoon er niet op?"), Bullets(tuple(self.phones.advice)))
        asked = Pick("Naar welk adres gaan de telefoons?", choices, self.hall.address.ip)
        self.hall.choose(found[self.talk.pick(asked, *advice)])

    def _cover(self) -> None:
        """Which cards the room does not get to see."""
        cards = self.hall.cards()
        if not cards:
            self.talk.tell(Para("Er zijn nog geen kaartjes."))
            return
        alone = YesNo("De kaartjes komen nu op dit scherm. Ziet alleen jij dit scherm?")
        if not self.hall.shown and not self.talk.yes_no(alone):
            return
        choices = tuple(Choice(one.device, " / ".join(one.words), one.label) for one in cards)
        covered = tuple(one.device for one in cards if one.covered)
        asked = PickMany(
            "Welke kaartjes krijgt de zaal niet te zien?", choices, covered, "Ze blijven bewaard."
        )
        chosen = self.talk.pick_many(asked)
        for device in sorted({*chosen} ^ {*covered}):
            self.hall.cover(device, device in chosen)

    # When it is closed and stored.

    def _reveal(self) -> None:
        """Show what the room gave, and hide it again, until people are ready with it."""
        self.talk.page = self.usual
        while (key := self.talk.dialogue.watch(self._result, self._result_keys())) != "enter":
            self._do(key)

    def _result_keys(self) -> Mapping[str, str]:
        what = "kaartjes" if self.way.cards else "beeld"
        shown = {"enter": "verder", "v": f"{what} verbergen", "t": "nog eens tonen"}
        keys = shown if self.hall.shown else {"t": f"{what} tonen"}
        return keys | {"b": "beamer"} | ({"k": "kaartjes kiezen"} if self.way.cards else {})

    def _result(self) -> Page:
        saved = Note(f"De ronde is dicht en bewaard: {self._answers()}.", "good")
        hidden = "Alles is nog verborgen, hier en op de beamer."
        where = "De beamer laat het zien." if self.hall.shown else hidden
        page = self.talk.with_body(saved, Para(where))
        return replace(page, moves=tuple(move for move in page.moves if move is not Back))

    def _show(self) -> None:
        self.hall.show()
        covered = frozenset(tuple(card.words) for card in self.hall.cards() if card.covered)
        self.way.show(self.talk, covered)

    def _tell(self, *body: View) -> None:
        with suppress(Back):
            self.talk.tell(*body)
