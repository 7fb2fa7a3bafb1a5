"""Deciding by consent: a proposal, what everyone says to it, what becomes of objections, and the decision."""

from collections.abc import Callable
from functools import partial

from kompas.guide import phones
from kompas.guide.consent import objections, reactions, standing, versions
from kompas.guide.consent.decision import decide
from kompas.guide.consent.phone_round import by_phone as by_phone
from kompas.guide.dialogue import Back, Choice, Pick
from kompas.guide.occasion import is_unnamed, present
from kompas.guide.talk import ON, Talk, in_order, menu, until_on
from kompas.steps.consent import ConsentInsight, ConsentStep, insight
from kompas.steps.proposal import ConsentAnswer
from kompas.steps.step import Surroundings
from kompas.view import Note, Para, View

Entry = tuple[str, str] | None


def converse(talk: Talk) -> None:
    """Write, ask, settle and decide, in the order that people choose, until they go on."""

    def ask() -> str:
        some = bool(talk.answer and talk.answer.versions)
        body = _summary(talk) if some else [*talk.intro(), Para(talk.step.question)]
        return talk.pick(Pick("Wat wil je doen?", _entries(talk) if some else _FIRST), *body)

    until_on(talk, ask, _DO)


def view(step: ConsentStep, answer: ConsentAnswer, around: Surroundings) -> list[View]:
    """The last version, what was said to it, and what was decided."""
    return standing.now(insight(step, answer, around))


def full(step: ConsentStep, answer: ConsentAnswer, around: Surroundings) -> list[View]:
    """The same of every version, and the earlier decisions."""
    return [*standing.every(insight(step, answer, around)), *standing.earlier(answer)]


def said(step: ConsentStep, answer: ConsentAnswer, around: Surroundings) -> str:
    return " ".join(answer.versions[-1].text.split()) if answer.versions else ""


_FIRST = menu(("write", "Schrijf het voorstel"), (ON, "Nu niet: verder naar de volgende stap"))


def _summary(talk: Talk) -> list[View]:
    """The proposal and how it stands; no reaction is shown as long as people still have to react."""
    seen, waits = _seen(talk), reactions.to_come(talk)
    if waits:
        hidden = Note(f"Nog {waits} te gaan. Tot dan blijven de reacties verborgen.")
        return [*standing.text(seen), hidden]
    if phones.to_go_on(talk):
        return [*standing.text(seen), Note("De telefoonronde over deze versie staat nog open.")]
    earlier = talk.answer.earlier
    lapsed = seen.open and not seen.decision and earlier and earlier[-1].state == "consent"
    told = Note("Het besluit met consent geldt niet meer: er staat weer een bezwaar open.", "warn")
    return [*([told] if lapsed else []), *standing.briefly(seen)]


def _seen(talk: Talk) -> ConsentInsight:
    return insight(talk.step, talk.answer, talk.around)


def _entries(talk: Talk) -> tuple[Choice, ...]:
    """What can be done now, the likeliest first."""
    on: Entry = (ON, "Verder naar de volgende stap")
    read: Entry = ("read", "Lees alle versies") if len(talk.answer.versions) > 1 else None
    if held := phones.to_go_on(talk):
        return menu(held, read, on)
    if not versions.last(talk).responses:
        return menu(*_before(talk), read, on)
    if waits := reactions.to_come(talk):
        return menu(*_meanwhile(waits), read, on)
    over = _seen(talk).over
    return menu(on if over else None, *_afterwards(talk), read, None if over else on)


def _before(talk: Talk) -> tuple[Entry, ...]:
    """While nobody has reacted to the last version."""
    return (
        ("ask", "Vraag wat iedereen ervan vindt"),
        ("rewrite", "Verander de tekst"),
        _ending(talk),
        ("decide", "Besluit"),
    )


def _meanwhile(waits: int) -> tuple[Entry, ...]:
    """While some have still to react."""
    return (
        ("go_on", f"Ga verder met de ronde: nog {waits}"),
        ("picture", "Laat toch al zien wat er is gezegd"),
        ("correct", "Verbeter een reactie"),
        ("new", "Schrijf een nieuwe versie"),
        ("decide", "Besluit"),
    )


def _afterwards(talk: Talk) -> tuple[Entry, ...]:
    """When everyone has reacted."""
    seen, last = _seen(talk), versions.last(talk)
    new = ("new", "Schrijf een nieuwe versie")
    silent = objections.silent_concerns(talk)
    return (
        ("reasons", f"Vraag naar de redenen: nog {seen.unexplained}") if seen.unexplained else None,
        new if seen.open else None,
        _ending(talk),
        ("decide", "Neem een ander besluit" if seen.current else "Besluit"),
        ("picture", "Laat zien wat er is gezegd"),
        ("reasons", f"Schrijf op wat de zorgen zijn: nog {silent}")
        if silent and not seen.unexplained
        else None,
        ("go_on", "Nog iemand reageert") if is_unnamed(last) else None,
        ("recount", "Tel opnieuw") if last.method == "counted" else None,
        ("correct", "Verbeter een reactie") if reactions.can_correct(talk) else None,
        None if seen.open else new,
    )


def _ending(talk: Talk) -> Entry:
    some = any(version.objections for version in _seen(talk).versions)
    return ("end", "Hoe is een bezwaar afgelopen?") if some else None


def _write(talk: Talk) -> None:
    _ask(talk, versions.write)


def _ask(talk: Talk, *first: Callable[[Talk], None]) -> None:
    """Settle objections, compare, let people ask questions, and then hear everyone."""
    written = len(talk.answer.versions) if talk.answer else 0
    number = written + 1 if first and not (written and not versions.last(talk).responses) else written
    steps = [
        *first,
        *([objections.settle] if objections.to_settle(talk, number) else []),
        *([versions.compare] if number > 1 else []),
        versions.questions,
        _hear,
    ]
    in_order([partial(step, talk) for step in steps])


def _hear(talk: Talk) -> None:
    """Choose a way to hear everyone, and do it."""
    way = ""

    def choose() -> None:
        nonlocal way
        asked = Pick("Hoe laat je iedereen reageren?", menu(*_ways(talk)), way)
        way = talk.pick(asked, Para(talk.step.question), *standing.text(_seen(talk)))

    def hear() -> None:
        try:
            _DO[way](talk)
        except Back:
            if not versions.last(talk).responses:
                raise  # else another way would go over what people said

    in_order([choose, hear])


def _ways(talk: Talk) -> tuple[Entry, ...]:
    turn = (
        "Om de beurt: iedereen reageert zelf"
        if present(talk)
        else "Om de beurt, zonder namen: geef de laptop door"
    )
    return (("typed", turn), ("counted", "Tellen: handen of briefjes"), phones.offered(talk))


def _heard(hear: Callable[[Talk], None]) -> Callable[[Talk], None]:
    """A way to hear people, and then the reasons and the picture, if everyone has reacted."""

    def run(talk: Talk) -> None:
        before = talk.answer
        hear(talk)
        if talk.answer != before and not reactions.to_come(talk):
            _show(talk)

    return run


def _show(talk: Talk) -> None:
    """Everyone may see it now, so the reasons can be asked."""
    objections.explain(talk)
    talk.tell(*standing.now(_seen(talk)))


def _read(talk: Talk) -> None:
    talk.tell(*full(talk.step, talk.answer, talk.around))


_DO: dict[str, Callable[[Talk], None]] = {
    "write": _write,
    "new": _write,
    "ask": _ask,
    "rewrite": versions.rewrite,
    "typed": _heard(reactions.typed),
    "counted": _heard(reactions.counted),
    phones.WAY: by_phone,
    "go_on": _heard(reactions.go_on),
    "recount": _heard(reactions.recount),
    "picture": _show,
    "reasons": objections.explain,
    "end": objections.end,
    "correct": reactions.correct,
    "decide": decide,
    "read": _read,
}
