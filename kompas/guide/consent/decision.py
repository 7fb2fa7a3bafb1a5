"""What people decide about a proposal. kompas says what stands in the way; people decide."""

from datetime import date
from typing import cast

import msgspec

from kompas import deciding
from kompas.guide.consent import standing
from kompas.guide.consent.reactions import to_come
from kompas.guide.consent.versions import last
from kompas.guide.dates import parse_date
from kompas.guide.dialogue import Choice, Line, Pick, Text, YesNo
from kompas.guide.occasion import present
from kompas.guide.talk import Talk, in_order
from kompas.steps.consent import insight
from kompas.steps.proposal import OUTCOMES, ConsentAnswer, Decision, Outcome, decided_before, is_current
from kompas.view import Note, Para, View

_DATED: tuple[Outcome, ...] = ("trial", "later")  # without a day to look again these come to nothing


def decide(talk: Talk) -> None:
    """What is decided, when it is looked at again, and what else was agreed."""
    if to_come(talk) and not _without_all(talk):
        return
    before: ConsentAnswer = talk.answer
    held = before.decision if is_current(before) else None
    made = held or Decision(state="later", date=talk.now().date())

    def outcome() -> None:
        nonlocal made
        chosen = _ask_outcome(talk, held)
        if chosen != made.state or not made.version:
            made = held if held and held.state == chosen else _new(talk, chosen)
        if made.review or chosen not in _DATED:
            _store(talk, before, made)

    def review() -> None:
        nonlocal made
        made = msgspec.structs.replace(made, review=_ask_review(talk, made))
        _store(talk, before, made)

    def text() -> None:
        nonlocal made
        asked = Text("Wat spreken jullie verder af?", made.text, "Mag leeg blijven.")
        said = talk.text(asked, Para(deciding.decided(made)), key=".decision")
        made = msgspec.structs.replace(made, text=said)
        _store(talk, before, made)

    in_order([outcome, review, text])


def _without_all(talk: Talk) -> bool:
    """Whether people want to decide although some have not been heard."""
    told = deciding.waiting(insight(talk.step, talk.answer, talk.around)) or f"Nog {to_come(talk)} te gaan."
    return talk.yes_no(YesNo("Toch nu al besluiten?", False), Note(told, "warn"))


def _ask_outcome(talk: Talk, held: Decision | None) -> Outcome:
    """With consent only where nothing stands in the way of it; what else can be done always."""
    seen = insight(talk.step, talk.answer, talk.around)
    possible = [state for state in OUTCOMES if state != "consent" or seen.can_be_consent]
    choices = tuple(Choice(state, OUTCOMES[state], deciding.HELPS.get(state, "")) for state in possible)
    default = held.state if held and held.state in possible else ""
    asked = Pick("Wat besluiten jullie?", choices, default)
    return cast(Outcome, talk.pick(asked, *_unheard(talk), *standing.obstacles(seen)))


def _unheard(talk: Talk) -> list[View]:
    """That there are more people than reactions, where nobody knows who reacted."""
    heard, people = last(talk), len(present(talk))
    if heard.method == "typed" or len(heard.responses) >= people:
        return []
    return [Note(f"{len(heard.responses)} van {people} deelnemers hebben gereageerd.", "warn")]


def _new(talk: Talk, state: Outcome) -> Decision:
    return Decision(state=state, date=talk.now().date(), version=last(talk).id)


def _ask_review(talk: Talk, made: Decision) -> date | None:
    """The day on which it is looked at again."""
    needed = made.state in _DATED
    today = talk.now().date()

    def complaint(text: str) -> str | None:
        if not text.strip():
            return "Spreek een dag af." if needed else None
        try:
            day = parse_date(text, today)
        except ValueError as error:
            return str(error)
        return "Die dag is al geweest." if day < today else None

    typed = f"{made.review.day}-{made.review.month}-{made.review.year}" if made.review else ""
    how = "Dag-maand-jaar." if needed else "Dag-maand-jaar. Mag leeg blijven."
    given = talk.line(
        Line("Wanneer kijken jullie opnieuw?", typed, how, check=complaint), Para(OUTCOMES[made.state])
    )
    return parse_date(given, today) if given else None


def _store(talk: Talk, before: ConsentAnswer, made: Decision) -> None:
    earlier = decided_before(before, made)
    talk.save(msgspec.structs.replace(talk.answer, decision=made, earlier=earlier))
