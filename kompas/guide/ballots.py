"""Getting the scores of a room by turn, or from paper, and changing them afterwards."""

import msgspec

from kompas.guide import occasion
from kompas.guide.dialogue import Back, Line, Pick
from kompas.guide.occasion import (
    as_stored,
    by_turn,
    given_by,
    is_unnamed,
    new_id,
    people_choices,
    present,
    with_round,
    with_voice,
)
from kompas.guide.scores import explained, parse_score
from kompas.guide.talk import Talk
from kompas.steps.poll import (
    Ballot,
    PollAnswer,
    PollRound,
    PollStep,
    Score,
    anonymous_order,
    waits_for,
)
from kompas.steps.step import Participant
from kompas.steps.talk import Method
from kompas.view import Heading, Para, View


def by_name(talk: Talk) -> bool:
    """Whether a typed round goes past everyone by name."""
    return bool(present(talk)) and not talk.step.anonymous


def typed(talk: Talk) -> None:
    one = begin(talk, "typed")
    if by_name(talk):
        _ask_people(talk, one, present(talk))
    else:
        _ask_unnamed(talk, one)


def go_on(talk: Talk) -> None:
    """The last round, with those who have not answered yet."""
    one = talk.answer.rounds[-1]
    if is_unnamed(one):
        _ask_unnamed(talk, one)
    else:
        _ask_people(talk, one, waits_for(talk.step, one, talk.around))


def to_come(talk: Talk, one: PollRound) -> int:
    """How many people still have to answer."""
    return occasion.to_come(one, waits_for(talk.step, one, talk.around), talk.around)


def _ask_people(talk: Talk, one: PollRound, people: list[Participant]) -> None:
    """Everyone in turn; each score is stored before the next is asked."""

    def ask(person: Participant, who: str) -> None:
        before = given_by(person, as_stored(talk, one).ballots)
        _ask_scores(talk, one, before or Ballot(participant=person.id, scores={}), who)

    by_turn(people, ask)


def _ask_unnamed(talk: Talk, one: PollRound) -> None:
    """One after the other, without names, until nobody comes any more."""
    asked = {statement.id for statement in talk.step.statements}
    while True:
        held = as_stored(talk, one).ballots
        begun = next((ballot for ballot in held if not asked <= ballot.scores.keys()), Ballot(scores={}))
        turn = f"Antwoord {len(held) + (not begun.scores)}"
        if not _ask_scores(talk, one, begun, turn, done="Enter: iedereen is geweest."):
            return


def _ask_scores(
    talk: Talk, one: PollRound, ballot: Ballot, who: str, again: bool = False, done: str = "Enter: overslaan."
) -> bool:
    """The scores of one person, from the first that is missing, or all of them again.

    False when nothing was typed for the first one: this person is passed over, or, as `done` says,
    the last. A score that was given before stays when nothing is typed.
    """
    statements = talk.step.statements
    place = next((spot for spot, one in enumerate(statements) if again or one.id not in ballot.scores), 0)
    while place < len(statements):
        held = statements[place].id in ballot.scores
        empty = "Enter: laat staan wat er was." if held else done if place == 0 else ""
        try:
            typed = _ask_score(talk, place, who, empty)
        except Back:
            if place == 0:
                raise
            place -= 1
            continue
        if not typed and held:
            place += 1
            continue
        if not typed:
            return False
        scores = {**ballot.scores, statements[place].id: parse_score(talk.step, typed)}
        ballot = _swap(talk, one, ballot, msgspec.structs.replace(ballot, scores=scores))
        place += 1
    return True


def _ask_score(talk: Talk, place: int, who: str, empty: str) -> str:
    """What was typed for one statement; `empty` says what it means to type nothing, if that may be."""
    step: PollStep = talk.step
    asked = Line(
        step.statements[place].text,
        explanation=f"{explained(step)}. {empty}".strip(),
        check=lambda typed: None if empty and not typed.strip() else _complaint(step, typed),
        hidden=True,
    )
    return talk.line(asked, Heading(who), *number(step, place))


def number(step: PollStep, place: int) -> list[View]:
    """Which of several statements is being asked, as it stands above it."""
    several = len(step.statements) > 1
    return [Para(f"Vraag {place + 1} van {len(step.statements)}")] if several else []


def on_paper(talk: Talk, who: str) -> Ballot | None:
    """What someone gave on paper or by voice, not stored here; None when there is nobody any more."""
    given = occasion.on_paper(talk, who, lambda: _ask_paper(talk, who))
    return Ballot(perspective=given[0], scores=given[1]) if given else None


def _ask_paper(talk: Talk, who: str) -> dict[str, Score]:
    """The scores on one piece of paper."""
    statements = talk.step.statements
    scores: dict[str, Score] = {}
    place = 0
    while place < len(statements):
        last = place == 0 and not talk.step.perspectives
        try:
            typed = _ask_score(talk, place, who, "Enter: niemand meer." if last else "Enter: overslaan.")
        except Back:
            if place == 0:
                raise
            place -= 1
            continue
        if not typed and last:
            return {}
        scores.pop(statements[place].id, None)
        if typed:
            scores[statements[place].id] = parse_score(talk.step, typed)
        place += 1
    return scores


def _swap(talk: Talk, one: PollRound, old: Ballot, new: Ballot) -> Ballot:
    """Store a ballot where the old one stood, or at the end."""
    stored = as_stored(talk, one)
    keep(talk, msgspec.structs.replace(stored, ballots=with_voice(stored.ballots, old, new)))
    return new


def _complaint(step: PollStep, typed: str) -> str | None:
    try:
        parse_score(step, typed)
    except ValueError as error:
        return str(error)
    return None


def begin(talk: Talk, method: Method) -> PollRound:
    """A new round, of which nothing is stored yet."""
    return PollRound(id=new_id(talk), date=talk.now().date(), method=method, anonymous=talk.step.anonymous)


def keep(talk: Talk, one: PollRound) -> None:
    """Store a round in its new shape, beside the others."""
    if one.anonymous:
        one = msgspec.structs.replace(one, ballots=anonymous_order(one.ballots))
    talk.save(PollAnswer(rounds=with_round(talk, one)))


def correct(talk: Talk) -> None:
    """Ask the scores of one person again."""
    ballot = _whose(talk, "Van wie is de score?")
    who = talk.around.participants[ballot.participant].label
    _ask_scores(talk, talk.answer.rounds[-1], ballot, who, again=True)


def give_reason(talk: Talk) -> None:
    """Write down why someone gave their score, now that everyone may see it."""
    ballot = _whose(talk, "Wie geeft een reden?")
    who = Heading(talk.around.participants[ballot.participant].label)
    said = talk.line(Line("Wat is de reden?", ballot.reason), who)
    _swap(talk, talk.answer.rounds[-1], ballot, msgspec.structs.replace(ballot, reason=said))


def _whose(talk: Talk, question: str) -> Ballot:
    """The ballot of someone in the last round."""
    known = talk.around.participants
    held: dict[str, Ballot] = {
        one.participant: one for one in talk.answer.rounds[-1].ballots if one.participant in known
    }
    people = people_choices([known[id] for id in held], talk.around.perspectives)
    return held[talk.pick(Pick(question, people))]
