"""A register of groups: dealing people out over them, and who comes in or leaves later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce

import msgspec

from kompas import meeting
from kompas.guide.dialogue import Back, Pick, PickMany
from kompas.guide.occasion import people_choices
from kompas.guide.records import Column, Entry, answer_of, cell, in_order, keep
from kompas.guide.talk import Talk, menu
from kompas.guide.talk import in_order as one_by_one
from kompas.steps.dealing import Dealt, Groups, deal, dealt, joined, members, parted, to_deal
from kompas.steps.field import Record, shown
from kompas.steps.register import RegisterAnswer, RegisterInsight, RegisterStep, name_of
from kompas.steps.step import Participant, Surroundings
from kompas.view import Bullets, Heading, Note, Para, View

_NOBODY = "Er zijn nog geen deelnemers. Zet ze er eerst bij: in het overzicht, bij Deelnemers."
_ONLY_LEADERS = "Iedereen die meedoet, heeft al een groep om te leiden. Er is niemand om in te delen."
_NONE_CHOSEN = "Er is niemand gekozen. Er is dus niets ingedeeld."
_ALL_PLACED = (
    "Iedereen die meedoet, zit in een groep. Komt er iemand bij, of gaat er iemand weg? "
    "Meld dat eerst in het overzicht, bij Deelnemers."
)


def told(step: RegisterStep, seen: RegisterInsight) -> tuple[str, ...]:
    """The names of all members would not fit in a table."""
    return (step.groups.members,) if step.groups else ()


def columns(step: RegisterStep, seen: RegisterInsight) -> tuple[Column, ...]:
    """How many people are in each group, once there are any."""
    if not step.groups or not seen.dealt or not _is_dealt(seen.dealt):
        return ()
    sizes = tuple(meeting.counted(group.members) for group in seen.dealt.groups)
    return ((step.field(step.groups.members).label, sizes),)


def over(seen: RegisterInsight) -> tuple[str, ...]:
    """None: a group is there as long as the list is."""
    return ()


def notes(
    step: RegisterStep, answer: RegisterAnswer, around: Surroundings, seen: RegisterInsight
) -> tuple[list[View], list[View]]:
    """Who is in no group, and who should not be in one; nothing before people are dealt out."""
    if not seen.dealt or not _is_dealt(seen.dealt):
        return [], []
    wrong = msgspec.structs.replace(seen.dealt, without=())
    # who is in none was perhaps left out on purpose
    without = msgspec.structs.replace(seen.dealt, gone=(), twice=(), doubled=())
    loud: list[View] = [Note(text, "warn") for text in meeting.unplaced(wrong)]
    return [*loud, *(Note(text) for text in meeting.unplaced(without))], []


def entries(talk: Talk) -> tuple[Entry | None, ...]:
    """Dealing people out; after that also who comes or leaves, and who is where."""
    records = answer_of(talk).records
    some = any(_members(talk).values())
    return (
        ("deal", "Deel de groepen in") if records else None,
        ("change", "Iemand komt erbij of gaat weg") if some else None,
        ("groups", "Bekijk wie in welke groep zit") if some else None,
    )


def likely(talk: Talk) -> str:
    """Nothing in particular."""
    return ""


def _is_dealt(now: Dealt) -> bool:
    return any(group.members for group in now.groups)


@dataclass
class _Deal:
    """Dealing everyone out: whether that is done anew, who take part, and whether it is right so."""

    talk: Talk
    people: Sequence[Participant]
    before: Groups
    chosen: tuple[str, ...] = ()
    met: list[tuple[str, ...]] = field(default_factory=list)

    def ask(self) -> None:
        again = [self._again] if any(self.before.values()) else []
        one_by_one([*again, self._who, self._agree])

    def _again(self) -> None:
        question = "Er zijn al groepen. Wat wil je?"
        entries = menu(
            ("keep", "Houd de groepen zoals ze zijn"),
            ("again", "Deel opnieuw in: zo veel mogelijk andere groepen"),
        )
        if self.talk.pick(Pick(question, entries), *_overview(self.talk, self.before)) == "keep":
            raise Back  # to the menu, as whoever presses Esc

    def _who(self) -> None:
        """Everyone, unless somebody was left out before or is now."""
        placed = {id for ids in self.before.values() for id in ids}
        late = _came_today(self.talk, self.people)
        probably = tuple(one.id for one in self.people if not placed or one.id in placed or one in late)
        self.chosen = self.talk.pick_many(
            PickMany(
                "Wie doen mee in de groepen?",
                people_choices(self.people, self.talk.around.perspectives),
                self.chosen or probably,
                "Haal weg wie niet in een groep gaat, bijvoorbeeld wie de bijeenkomst leidt.",
            )
        )
        if not self.chosen:
            self.talk.tell(Note(_NONE_CHOSEN))
            raise Back

    def _agree(self) -> None:
        """Show the groups until people want them, or none of them."""
        people = [one for one in self.people if one.id in self.chosen]
        met = [*self.before.values()]
        while True:
            found = deal(people, list(self.before), met)
            others = len(found) > 1 and any(len(ids) > 1 for ids in found.values())
            entries = menu(
                ("yes", "Ja, dit zijn de groepen"),
                ("others", "Nee, maak andere groepen") if others else None,
                ("no", "Nee, laat het zoals het was"),
            )
            chosen = self.talk.pick(Pick("Doen we het zo?", entries), *_overview(self.talk, found))
            if chosen == "yes":
                _store(self.talk, found)
            if chosen != "others":
                return
            met += found.values()


def _deal(talk: Talk) -> None:
    people = to_deal(talk.step.groups, answer_of(talk).records, talk.around.participants)
    if people:
        _Deal(talk, people, _members(talk)).ask()
    else:
        here = any(one.left is None for one in talk.around.participants.values())
        talk.tell(Note(_ONLY_LEADERS if here else _NOBODY))


@dataclass
class _Change:
    """Who comes in or leaves changes one group only: that is shown, and stored when it is right."""

    talk: Talk
    now: Dealt
    out: list[Participant]
    chosen: tuple[str, ...] | None = None

    def ask(self) -> None:
        one_by_one([*([self._who] if self.now.without else []), self._agree])

    def _who(self) -> None:
        probably = tuple(one.id for one in _came_today(self.talk, self.now.without) or self.now.without)
        self.chosen = self.talk.pick_many(
            PickMany(
                "Wie zet je in een groep?",
                people_choices(self.now.without, self.talk.around.perspectives),
                probably if self.chosen is None else self.chosen,
                "De andere groepen blijven zoals ze zijn.",
            )
        )

    def _agree(self) -> None:
        before, people = _members(self.talk), self.talk.around.participants
        groups = reduce(parted, (one.id for one in self.out), before)
        for id in self.chosen or ():
            groups = joined(groups, people[id], people)
        if groups == before:
            return
        entries = menu(("yes", "Ja, zo doen we het"), ("no", "Nee, laat het zoals het was"))
        moves = Bullets(tuple(_moves(self.talk, before, groups)))
        if self.talk.pick(Pick("Doen we het zo?", entries), moves) == "yes":
            _store(self.talk, groups)


def _change(talk: Talk) -> None:
    answer, around = answer_of(talk), talk.around
    now = dealt(talk.step.groups, answer.records, around.participants, around.perspectives)
    leaders = {record.get(talk.step.groups.leader) for record in answer.records}
    seated = {one.id: one for one in (*now.twice, *now.doubled) if one.id in leaders}
    out = [*now.gone, *seated.values()]
    if now.without or out:
        _Change(talk, now, out).ask()
    else:
        talk.tell(Note(_ALL_PLACED))


def _moves(talk: Talk, before: Groups, after: Groups) -> list[str]:
    """Who leaves which group, and who comes in where, in sentences."""
    names = {str(one["id"]): name_of(talk.step, one, talk.around) for one in answer_of(talk).records}
    people = talk.around.participants
    gone = [
        f"{people[id].label} gaat weg bij {names[g]}."
        for g in before
        for id in before[g]
        if id not in after[g]
    ]
    new = [
        f"{people[id].label} komt bij {names[g]}." for g in after for id in after[g] if id not in before[g]
    ]
    return [*gone, *new]


def _came_today(talk: Talk, people: Sequence[Participant]) -> list[Participant]:
    return [one for one in people if one.joined == talk.now().date()]


def _show(talk: Talk) -> None:
    talk.tell(*_overview(talk, _members(talk)))


def _overview(talk: Talk, groups: Groups) -> list[View]:
    """Each group: who leads it, how many there are from where, and who they are."""
    step, around = talk.step, talk.around
    records = _with_members(talk, groups)
    now = dealt(step.groups, records, around.participants, around.perspectives)
    views: list[View] = []
    for record, group in zip(records, now.groups, strict=True):
        views.append(Heading(name_of(step, record, around)))
        if step.groups.leader in record:
            leader = step.field(step.groups.leader)
            views.append(Para(f"{leader.label}: {cell(leader, record, around)}"))
        views.append(Para(meeting.mixed(group) if group.members else "Nog niemand"))
        names = (shown(step.field(step.groups.members), (id,), around) for id in groups[group.record])
        views += [Para("; ".join(names))] if group.members else []
    return views


def _members(talk: Talk) -> Groups:
    return members(talk.step.groups, answer_of(talk).records)


def _with_members(talk: Talk, groups: Groups) -> list[Record]:
    """The records with these people in them."""
    of = talk.step.groups.members
    return [
        in_order(
            talk.step,
            {key: value for key, value in {**one, of: groups[str(one["id"])]}.items() if value != ()},
        )
        for one in answer_of(talk).records
    ]


def _store(talk: Talk, groups: Groups) -> None:
    keep(talk, tuple(_with_members(talk, groups)))


DO: dict[str, Callable[[Talk], None]] = {"deal": _deal, "change": _change, "groups": _show}
