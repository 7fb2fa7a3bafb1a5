"""Who takes part: added in one line each, at the start or later; leaving loses nothing they said."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from kompas.guide.dialogue import Back, Choice, Dialogue, Line, Overview, Page, Pick, Skip, YesNo
from kompas.guide.talk import menu
from kompas.names import unique
from kompas.session import About
from kompas.steps.step import Participant
from kompas.store.writing import nfc
from kompas.view import Bullets, Note, Para, Table, View

_HOW = (
    "Typ één deelnemer per regel: rol, organisatie, perspectief. "
    "Bijvoorbeeld: mentor, vmbo De Boeg, onderwijs. Een naam is niet nodig."
)


@dataclass
class People:
    """The conversation about who takes part; `save` stores a changed session.yaml and gives it back."""

    about: About
    perspectives: Mapping[str, str]
    dialogue: Dialogue
    page: Page
    today: date
    save: Callable[[About], About]
    late: bool = False
    gave: Callable[[str], bool] = lambda id: False

    def present(self) -> list[Participant]:
        return [person for person in self.about.participants if person.left is None]

    def converse(self) -> None:
        """The list and what can be done with it, until it is right."""
        while True:
            people = self.present()
            entries = menu(
                ("add", "Deelnemers toevoegen"),
                ("on", "Klaar"),
                ("correct", "Verbeteren") if people else None,
                ("leave", "Iemand gaat weg") if people else None,
                ("return", "Iemand komt terug") if len(people) < len(self.about.participants) else None,
                ("remove", "Weghalen wie hier per ongeluk staat") if self.about.participants else None,
            )
            try:
                chosen = self._pick("Wat wil je doen?", entries, *self._table())
                if chosen == "on":
                    return
                self._do(chosen)
            except (Back, Skip, Overview):
                return

    def _do(self, chosen: str) -> None:
        """Something from the list; Back goes to the list again."""
        ways = {
            "add": self.add,
            "correct": self._correct,
            "leave": self._leave,
            "return": self._return,
            "remove": self._remove,
        }
        with suppress(Back):
            ways[chosen]()

    def add(self) -> None:
        """One line each, until nothing is typed; then the perspectives that were not clear."""
        unclear: dict[str, str] = {}
        while True:
            known = self.about.participants
            said = [Para(_HOW)]
            latest: list[View] = [Bullets(tuple(p.label for p in known[-6:]))] if known else []
            told: list[View] = [Para(counted(len(known)))] if known else []
            page = replace(self.page, body=(*said, *told, *latest))
            question = Line("Deelnemer", "", "Enter zonder tekst: klaar.", check=_complaint, several=True)
            typed = nfc(self.dialogue.line(page, question).strip())
            if not typed:
                break
            self._join(typed, unclear)
        with suppress(Back):  # who has no perspective yet can get one later
            for person in [one for one in self.about.participants if one.id in unclear]:
                self._ask_perspective(person, unclear[person.id])

    def _join(self, typed: str, unclear: dict[str, str]) -> None:
        """Add who was typed; `unclear` gets what was typed for a perspective that is not known."""
        role, organisation, perspective, name = split(typed)
        taken = [person.id for person in self.about.participants]
        content = {"role": role, "name": name, "place": len(taken)}
        person = Participant(
            id=unique(f"{role} {organisation}".strip(), taken, content),
            role=role,
            organisation=organisation,
            perspective=recognise(perspective or role, self.perspectives),
            name=name,
            joined=self.today if self.late else None,
        )
        self._store((*self.about.participants, person))
        if not person.perspective:
            unclear[person.id] = perspective

    def _ask_perspective(self, person: Participant, unclear: str) -> None:
        """Ask from which perspective someone speaks; `unclear` is what was typed for it."""
        choices = tuple(Choice(id, label) for id, label in self.perspectives.items())
        told = (Note(f"“{unclear}” staat niet in de lijst."),) if unclear else ()
        question = f"Vanuit welk perspectief praat {person.role} mee?"
        self._change(person, perspective=self._pick(question, (*choices, Choice("", "Overslaan")), *told))

    def _correct(self) -> None:
        person = self._who("Wie wil je verbeteren?", self.present())
        before = joined(person)
        page = replace(self.page, body=(Para("Rol, organisatie, perspectief, naam (mag leeg)."),))
        typed = nfc(self.dialogue.line(page, Line("Deelnemer", before, check=_complaint)).strip())
        if not typed:
            return
        role, organisation, perspective, name = split(typed)
        known = recognise(perspective, self.perspectives) or person.perspective
        words = {"role": role, "organisation": organisation, "perspective": known, "name": name}
        person = msgspec.structs.replace(person, **words)
        self._change(person)
        if perspective and not recognise(perspective, self.perspectives):
            self._ask_perspective(person, perspective)

    def _leave(self) -> None:
        self._change(
            self._who("Wie gaat er weg? Wat diegene zei, blijft bewaard.", self.present()), left=self.today
        )

    def _return(self) -> None:
        away = [person for person in self.about.participants if person.left]
        self._change(self._who("Wie komt er terug?", away), left=None)

    def _remove(self) -> None:
        """Only who gave nothing: what someone said stays theirs."""
        person = self._who("Wie staat er per ongeluk bij?", list(self.about.participants))
        if self.gave(person.id):
            told = Note(f"{person.label} heeft al iets gezegd of gedaan. Kies “Iemand gaat weg”.")
            self.dialogue.tell(replace(self.page, body=(told,)))
        elif self.dialogue.yes_no(self.page, YesNo(f"{person.label} weghalen?", False)):
            self._store(tuple(one for one in self.about.participants if one.id != person.id))

    def _change(self, person: Participant, **changes: object) -> None:
        new = msgspec.structs.replace(person, **changes)
        self._store(tuple(new if one.id == person.id else one for one in self.about.participants))

    def _store(self, people: tuple[Participant, ...]) -> None:
        self.about = self.save(msgspec.structs.replace(self.about, participants=people))

    def _who(self, question: str, people: list[Participant]) -> Participant:
        chosen = self._pick(question, tuple(Choice(person.id, person.label) for person in people))
        return next(person for person in people if person.id == chosen)

    def _pick(self, question: str, choices: tuple[Choice, ...], *body: View) -> str:
        return self.dialogue.pick(replace(self.page, body=body), Pick(question, choices))

    def _table(self) -> tuple[View, ...]:
        people = self.about.participants
        if not people:
            return (Para("Er zijn nog geen deelnemers."),)
        rows = tuple(
            (
                person.label,
                self.perspectives.get(person.perspective, person.perspective),
                "weg" if person.left else "",
            )
            for person in people
        )
        return (Para(counted(len(self.present()))), Table(("Deelnemer", "Perspectief", ""), rows))


def counted(people: int) -> str:
    """How many take part."""
    return "1 deelnemer" if people == 1 else f"{people} deelnemers"


def split(typed: str) -> tuple[str, str, str, str]:
    """Role, organisation, perspective and name from one line with commas or semicolons."""
    separator = ";" if ";" in typed else ","
    parts = [part.strip() for part in typed.split(separator, 3)]
    role, organisation, perspective, name = (*parts, "", "", "")[:4]
    return role, organisation, perspective, name


def joined(person: Participant) -> str:
    """One line that split() takes apart again."""
    parts = [person.role, person.organisation, person.perspective, person.name]
    if any("," in part for part in parts):
        return "; ".join(parts)
    return ", ".join(parts).rstrip(", ")


def _complaint(typed: str) -> str | None:
    """Without a role there is nothing to call someone by."""
    if typed.strip() and not split(typed)[0]:
        return "Begin met een rol, bijvoorbeeld mentor."
    return None


def recognise(word: str, perspectives: Mapping[str, str]) -> str:
    """The perspective that was meant: its id, its label, or the beginning of one only; else ""."""
    text = word.strip().lower()
    if not text:
        return ""
    words = {id: (id.lower(), label.lower()) for id, label in perspectives.items()}
    exact = [id for id, known in words.items() if text in known]
    begins = [id for id, known in words.items() if any(one.startswith(text) for one in known)]
    return exact[0] if exact else begins[0] if len(begins) == 1 else ""
