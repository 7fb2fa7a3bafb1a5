"""Getting the scores of a room: by turn or counted, and changed afterwards."""

from functools import partial

import msgspec

from kompas.guide.dialogue import Back, Line, Pick
from kompas.guide.occasion import by_turn, people_choices, round_id
from kompas.guide.scores import explained, parse_counts, parse_score, typed_counts
from kompas.guide.talk import Talk, in_order
from kompas.steps.poll import (
    Ballot,
    PollAnswer,
    PollRound,
    PollStep,
    Score,
    Statement,
    anonymous_order,
    waits_for,
)
from kompas.steps.step import Participant
from kompas.steps.talk import Method
from kompas.view import Heading, Para, View


def by_name(talk: Talk) -> bool:
    """Whether a typed round goes past everyone by name."""
    return bool(_present(talk)) and not talk.step.anonymous


def _present(talk: Talk) -> list[Participant]:
    today = talk.now().date()
    return [person for person in talk.around.participants.values() if person.present_on(today)]


def typed(talk: Talk) -> None:
    one = _begin(talk, "typed")
    if by_name(talk):
        _ask_people(talk, one, _present(talk))
    else:
        _ask_unnamed(talk, one)


def go_on(talk: Talk) -> None:
    """The last round, with those who have not answered yet."""
    one = talk.answer.rounds[-1]
    if is_unnamed(one):
        _ask_unnamed(talk, one)
    else:
        _ask_people(talk, one, waits_for(talk.step, one, talk.around))


def is_unnamed(one: PollRound) -> bool:
    """Whether a round by turn goes past people without their names."""
    return one.method == "typed" and not any(ballot.participant for ballot in one.ballots)


def to_come(talk: Talk, one: PollRound) -> int:
    """How many people still have to answer; without names, as many as there are more people than answers."""
    if not is_unnamed(one):
        return len(waits_for(talk.step, one, talk.around))
    there = sum(person.present_on(one.date) for person in talk.around.participants.values())
    return max(0, there - len(one.ballots))


def _ask_people(talk: Talk, one: PollRound, people: list[Participant]) -> None:
    """Everyone in turn; each score is stored before the next is asked."""

    def ask(person: Participant, turn: str) -> None:
        held = [ballot for ballot in _round(talk, one).ballots if ballot.participant == person.id]
        ballot = held[0] if held else Ballot(participant=person.id, scores={})
        _ask_scores(talk, one, ballot, f"{turn}: {person.label}")

    by_turn(people, ask)


def _ask_unnamed(talk: Talk, one: PollRound) -> None:
    """One after the other, without names, until nobody comes any more."""
    while True:
        turn = f"Antwoord {len(_round(talk, one).ballots) + 1}. Is iedereen geweest? Druk dan op Enter."
        if not _ask_scores(talk, one, Ballot(scores={}), turn):
            return


def _round(talk: Talk, one: PollRound) -> PollRound:
    """The round as it is stored by now."""
    rounds = talk.answer.rounds if talk.answer else ()
    return next((stored for stored in rounds if stored.id == one.id), one)


def _ask_scores(talk: Talk, one: PollRound, ballot: Ballot, who: str, again: bool = False) -> bool:
    """The scores of one person, from the first that is missing, or all of them again.

    False when nothing was typed for the first one: this person is passed over.
    """
    statements = talk.step.statements
    place = next((spot for spot, one in enumerate(statements) if again or one.id not in ballot.scores), 0)
    while place < len(statements):
        try:
            typed = _ask_score(talk, statements[place], who, may_skip=place == 0)
        except Back:
            if place == 0:
                raise
            place -= 1
            continue
        if not typed:
            return False
        scores = {**ballot.scores, statements[place].id: parse_score(talk.step, typed)}
        ballot = _swap(talk, one, ballot, msgspec.structs.replace(ballot, scores=scores))
        place += 1
    return True


def _ask_score(talk: Talk, statement: Statement, who: str, may_skip: bool) -> str:
    step: PollStep = talk.step
    skip = " Enter: overslaan." if may_skip else ""
    asked = Line(
        statement.text,
        explanation=f"{explained(step)}.{skip}",
        check=lambda typed: None if may_skip and not typed.strip() else _complaint(step, typed),
        hidden=True,
    )
    return talk.line(asked, Heading(who))


def _swap(talk: Talk, one: PollRound, old: Ballot, new: Ballot) -> Ballot:
    """Store a ballot where the old one stood, or at the end."""
    stored = _round(talk, one)
    ballots = list(stored.ballots)
    place = ballots.index(old) if old in ballots else len(ballots)
    ballots[place : place + 1] = [new]
    _keep(talk, msgspec.structs.replace(stored, ballots=tuple(ballots)))
    return new


def _complaint(step: PollStep, typed: str) -> str | None:
    try:
        parse_score(step, typed)
    except ValueError as error:
        return str(error)
    return None


def counted(talk: Talk) -> None:
    _count(talk, _begin(talk, "counted"))


def recount(talk: Talk) -> None:
    """The last round once more, with what was counted already."""
    _count(talk, talk.answer.rounds[-1])


def _count(talk: Talk, one: PollRound) -> None:
    """For each statement how often each score was given; stored statement by statement."""
    step: PollStep = talk.step
    tallies = _tallies(step, one)

    def ask(statement: Statement) -> None:
        typed = talk.line(
            Line(
                statement.text,
                typed_counts(step, tallies.get(statement.id, [])),
                explanation=f"Typ score en aantal, bijvoorbeeld {_count_example(step)}. {explained(step)}.",
                check=lambda text: _count_complaint(step, text),
            ),
            *_so_far(step, tallies),
        )
        tallies[statement.id] = parse_counts(step, typed)
        _keep(talk, msgspec.structs.replace(_round(talk, one), ballots=_as_ballots(tallies)))

    in_order([partial(ask, statement) for statement in step.statements])


def _tallies(step: PollStep, one: PollRound) -> dict[str, list[Score]]:
    """What was counted in a round, by statement."""
    given = {
        statement.id: [ballot.scores[statement.id] for ballot in one.ballots if statement.id in ballot.scores]
        for statement in step.statements
    }
    return {id: scores for id, scores in given.items() if scores}


def _so_far(step: PollStep, tallies: dict[str, list[Score]]) -> list[View]:
    """How many answers were counted so far."""
    return [
        Para(f"{statement.text} {len(tallies[statement.id])} antwoorden.")
        for statement in step.statements
        if statement.id in tallies
    ]


def _as_ballots(tallies: dict[str, list[Score]]) -> tuple[Ballot, ...]:
    """As many ballots as the most counted statement has scores; who gave which is not known."""
    most = max(len(tally) for tally in tallies.values())
    return tuple(
        Ballot(scores={id: tally[place] for id, tally in tallies.items() if place < len(tally)})
        for place in range(most)
    )


def _count_example(step: PollStep) -> str:
    first, second = list(step.values.values())[-1], list(step.values.values())[-2]
    if step.scale:
        return f"{first}:3 {second}:5 ?:1"
    return f"{first}: 3, {second}: 5, ?: 1"


def _count_complaint(step: PollStep, typed: str) -> str | None:
    try:
        found = parse_counts(step, typed)
    except ValueError as error:
        return str(error)
    return None if found else "Typ ten minste één score met een aantal."


def _begin(talk: Talk, method: Method) -> PollRound:
    answer: PollAnswer = talk.answer or PollAnswer()
    now = talk.now()
    id = round_id(now, [one.id for one in answer.rounds])
    return PollRound(id=id, date=now.date(), method=method, anonymous=talk.step.anonymous)


def _keep(talk: Talk, one: PollRound) -> None:
    """Store a round in its new shape, beside the others."""
    answer: PollAnswer = talk.answer or PollAnswer()
    if one.anonymous:
        one = msgspec.structs.replace(one, ballots=anonymous_order(one.ballots))
    others = [earlier for earlier in answer.rounds if earlier.id != one.id]
    place = next((spot for spot, old in enumerate(answer.rounds) if old.id == one.id), len(others))
    talk.save(PollAnswer(rounds=(*others[:place], one, *others[place:])))


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
