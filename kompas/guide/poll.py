"""A poll in the room: a round by turn or counted, and the picture it gives."""

from collections.abc import Callable
from functools import partial

from kompas import sentences
from kompas.guide import ballots, counting, phones
from kompas.guide.dialogue import Choice, Pick
from kompas.guide.gathering import Way
from kompas.guide.occasion import is_unnamed
from kompas.guide.picture import of_statement, picture
from kompas.guide.talk import ON, Talk, in_order, menu, until_on
from kompas.steps.field import dutch_date
from kompas.steps.poll import PollAnswer, PollRound, PollStep, insight, too_few
from kompas.steps.step import Surroundings
from kompas.view import Note, Para, View


def converse(talk: Talk) -> None:
    """Hold a round or go on with the last one; then look at the picture until the room goes on."""

    def ask() -> str:
        last = talk.answer.rounds[-1] if talk.answer else None
        body = _summary(talk, last) if last else talk.intro()
        question = "Wat wil je doen?" if last else _WAYS
        return talk.pick(Pick(question, _entries(talk, last)), *body)

    until_on(talk, ask, _DO)


def full(step: PollStep, answer: PollAnswer, around: Surroundings) -> list[View]:
    """The picture of every round, the last one first."""
    views: list[View] = []
    for one in reversed(answer.rounds):
        views.append(Para(f"Ronde van {dutch_date(one.date)}: {len(one.ballots)} keer geantwoord."))
        views += picture(insight(step, answer, one.id, around))
    return views


def view(step: PollStep, answer: PollAnswer, around: Surroundings) -> list[View]:
    """The picture of the last round."""
    return picture(insight(step, answer, answer.rounds[-1].id, around)) if answer.rounds else []


_WAYS = "Hoe haal je de antwoorden op?"
_STILL_OPEN = "Met telefoons kan dit nu niet: er staat nog een telefoonronde open. Sluit die eerst."


def _ways(talk: Talk) -> tuple[tuple[str, str], ...]:
    """The ways to hold a round."""
    turn = (
        "Om de beurt: iedereen geeft het eigen antwoord"
        if ballots.by_name(talk)
        else "Om de beurt, zonder namen: geef de laptop door"
    )
    by_phone = phones.offered(talk)
    return (("typed", turn), ("counted", "Tellen: handen of briefjes"), *([by_phone] if by_phone else []))


def _entries(talk: Talk, last: PollRound | None) -> tuple[Choice, ...]:
    on = (ON, "Verder naar de volgende stap")
    held = phones.to_go_on(talk)
    if last is None:
        return menu(held, *_ways(talk), on)
    waits = ballots.to_come(talk, last)
    named = any(ballot.participant for ballot in last.ballots)
    return menu(
        held,
        ("go_on", f"Ga verder met de ronde: nog {waits}") if waits else on,
        ("picture", "Laat het beeld toch al zien" if waits else "Laat het beeld zien")
        if not too_few(last)
        else None,
        ("reason", "Schrijf een reden op") if named else None,
        ("correct", "Verbeter een score") if named else None,
        ("go_on", "Nog iemand geeft antwoord") if is_unnamed(last) and not waits else None,
        ("recount", "Tel verder of verbeter de telling") if last.method == "counted" else None,
        ("new", "Houd een nieuwe ronde"),
        on if waits else None,
    )


def _summary(talk: Talk, last: PollRound) -> list[View]:
    """What is there; no score is shown as long as people still have to answer."""
    told = Para(f"Ronde {len(talk.answer.rounds)}: {len(last.ballots)} keer geantwoord.")
    waits = ballots.to_come(talk, last)
    if waits:
        return [told, Note(f"Nog {waits} te gaan. Tot dan blijven de scores verborgen.")]
    if too_few(last):
        return [told, Note(sentences.TOO_FEW)]
    seen = insight(talk.step, talk.answer, last.id, talk.around)
    return [told, *(Para(f"{one.text} {sentences.lies(one.all)}") for one in seen.statements)]


def _held(hold: Callable[[Talk], None]) -> Callable[[Talk], None]:
    """A way to hold a round, and then the picture, if everyone has answered."""

    def run(talk: Talk) -> None:
        before = talk.answer
        hold(talk)
        if talk.answer != before and not ballots.to_come(talk, talk.answer.rounds[-1]):
            _picture(talk)

    return run


def _new(talk: Talk) -> None:
    """Another round; the earlier ones stay."""
    kept = Para("De vorige ronde blijft bewaard.")
    without = [Note(_STILL_OPEN)] if phones.to_go_on(talk) else []
    _DO[talk.pick(Pick(_WAYS, menu(*_ways(talk))), kept, *without)](talk)


def _picture(talk: Talk) -> None:
    """Statement by statement, so that each picture fits on a screen."""
    seen = insight(talk.step, talk.answer, talk.answer.rounds[-1].id, talk.around)
    if too_few(talk.answer.rounds[-1]):
        talk.tell(Note(sentences.TOO_FEW))
        return
    in_order([partial(talk.tell, *of_statement(one)) for one in seen.statements])


def by_phone(talk: Talk) -> None:
    """A round by phone, from its start or from where it was left."""
    way = Way(ballots.on_paper, ballots.keep, lambda talk, without: _picture(talk), cards=False)
    phones.hold(talk, way)


_DO: dict[str, Callable[[Talk], None]] = {
    "typed": _held(ballots.typed),
    "counted": _held(counting.counted),
    phones.WAY: by_phone,
    "recount": _held(counting.recount),
    "go_on": _held(ballots.go_on),
    "correct": ballots.correct,
    "reason": ballots.give_reason,
    "new": _new,
    "picture": _picture,
}
