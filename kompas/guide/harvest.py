"""A register that phones write in: each group for its own row, beside what was there."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from kompas.guide import phones
from kompas.guide.dialogue import Choice, Line, Pick, Text
from kompas.guide.gathering import Way
from kompas.guide.records import Entry, answer_of, in_order, keep
from kompas.guide.talk import Talk
from kompas.guide.talk import in_order as one_by_one
from kompas.names import unique
from kompas.steps.field import Field, Record
from kompas.steps.register import RegisterStep, name_of, rows_of
from kompas.view import Facts, Heading, Note, View

_OFFERED = "Met telefoons: elke groep schrijft zelf"
_NO_ROWS = "Hier kies je uit wat bij een eerdere stap staat. Daar staat nog niets."
_READY = "+ready"

Words = dict[str, str]
"""What one group wrote: its row, and words by field."""


def entries(talk: Talk) -> tuple[Entry | None, ...]:
    """What the menu of a register offers: begin a round by phone, or go on with it."""
    return phones.to_go_on(talk), phones.offered(talk, _OFFERED)


def by_phone(talk: Talk) -> None:
    """A round by phone, from its start or from where it was left."""
    if not rows_of(talk.step, talk.around):
        talk.tell(Note(_NO_ROWS))
        return
    phones.hold(talk, Way(_on_paper, _keep, _show, cards=True, everyone=False, stored=_is_stored))


def holds(field: Field, text: str, words: str) -> bool:
    """Whether these very words stand in the field, apart from the rest of it."""
    gap = _gap(field)
    return f"{gap}{words}{gap}" in f"{gap}{text}{gap}"


def added(field: Field, text: str, words: str) -> str:
    """What stands in the field, and these words after it, unless they are there already."""
    if not text:
        return words
    return text if holds(field, text, words) else f"{text}{_gap(field)}{words}"


def _gap(field: Field) -> str:
    """What stands between the words of two groups."""
    return "\n\n" if field.type == "long_text" else "; "


def with_words(step: RegisterStep, records: Iterable[Record], notes: Iterable[Words]) -> tuple[Record, ...]:
    """The records with these words in them; a row that has no record yet gets one."""
    row, result = step.rows.field if step.rows else "", list(records)
    for note in notes:
        place = next((spot for spot, one in enumerate(result) if one.get(row) == note[row]), len(result))
        record = result[place] if place < len(result) else _record(row, note[row], result)
        words = {
            field.id: added(field, str(record.get(field.id, "")), note[field.id])
            for field in step.written
            if field.id in note
        }
        result[place : place + 1] = [in_order(step, {**record, **words})]
    return tuple(result)


def _record(row: str, id: str, records: Iterable[Record]) -> Record:
    return {"id": unique(id, [str(one["id"]) for one in records], {row: id}), row: id}


def _keep(talk: Talk, found: Any) -> None:
    keep(talk, _with_found(talk, found))


def _is_stored(talk: Talk, found: Any) -> bool:
    """Whether every word of it stands there: then storing it once more would change nothing."""
    return _with_found(talk, found) == answer_of(talk).records


def _with_found(talk: Talk, found: Any) -> tuple[Record, ...]:
    """The records with what was gathered; new ones in the order of the rows."""
    step: RegisterStep = talk.step
    row, rows = step.rows.field if step.rows else "", [*rows_of(step, talk.around)]
    notes = sorted(found.notes, key=lambda note: rows.index(note[row]) if note[row] in rows else len(rows))
    return with_words(step, answer_of(talk).records, notes)


def _show(talk: Talk, without: frozenset[tuple[str, ...]]) -> None:
    """What stands there now for each row, without what is kept from the room."""
    step: RegisterStep = talk.step
    hidden = {words for one in without for words in one}
    shown: list[View] = []
    for record in answer_of(talk).records:
        facts = [(field.label, _left(field, str(record.get(field.id, "")), hidden)) for field in step.written]
        shown += [Heading(name_of(step, record, talk.around)), Facts(tuple(one for one in facts if one[1]))]
    talk.tell(*shown)


def _left(field: Field, text: str, hidden: Iterable[str]) -> str:
    """The text without these words."""
    gap = _gap(field)
    for words in hidden:
        text = f"{gap}{text}{gap}".replace(f"{gap}{words}{gap}", gap).removeprefix(gap).removesuffix(gap)
    return text


def _on_paper(talk: Talk, who: str) -> Words | None:
    """What a group wrote on paper, not stored here; None when there is none any more."""
    step: RegisterStep = talk.step
    row = step.rows.field if step.rows else ""
    note: Words = {}

    def choose() -> None:
        rows = (Choice(id, name) for id, name in rows_of(step, talk.around).items())
        choices = (Choice(_READY, "Klaar: niemand meer"), *rows)
        note[row] = talk.pick(Pick(step.field(row).label, choices, note.get(row, "")), Heading(who))

    def write(field: Field) -> None:
        if note[row] != _READY:
            note[field.id] = _ask_words(talk, field, note.get(field.id, ""), who)

    while note.get(row) != _READY:
        one_by_one([choose, *(partial(write, field) for field in step.written)])
        if any(note.get(field.id) for field in step.written):
            return {id: words for id, words in note.items() if words}
    return None


def _ask_words(talk: Talk, field: Field, before: str, who: str) -> str:
    explanation = f"{field.explanation} Mag leeg blijven.".strip()
    if field.type == "long_text":
        return talk.text(Text(field.label, before, explanation), Heading(who), key=f".paper.{field.id}")
    return talk.line(Line(field.label, before, explanation), Heading(who))
