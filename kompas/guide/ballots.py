"""Getting the scores of a room: by turn or counted, and changed afterwards."""

from functools import partial

import msgspec

from kompas.guide import occasion
from kompas.guide.dialogue import Back, Line, Pick
from kompas.guide.occasion import by_turn, people_choices, place_of, round_id
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
from kompas.view import Heading, Note, Para, View


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
    asked = {statement.id for statement in talk.step.statements}
    while True:
        held = _round(talk, one).ballots
        begun = next((ballot for ballot in held if not asked <= ballot.scores.keys()), Ballot(scores={}))
        turn = f"Antwoord {len(held) + (not begun.scores)}"
        if not _ask_scores(talk, one, begun, turn, done="Enter: iedereen is geweest."):
            return


def _round(talk: Talk, one: PollRound) -> PollRound:
    """The round as it is stored by now."""
    rounds = talk.answer.rounds if talk.answer else ()
    return next((stored for stored in rounds if stored.id == one.id), one)


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
    return talk.line(asked, Heading(who), *_number(step, place))


def _number(step: PollStep, place: int) -> list[View]:
    """Which of several statements is being asked."""
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
    stored = _round(talk, one)
    ballots = list(stored.ballots)
    place = place_of(old, ballots)
    ballots[place : place + 1] = [new]
    keep(talk, msgspec.structs.replace(stored, ballots=tuple(ballots)))
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
                explanation=f"Typ score:aantal, bijvoorbeeld {_count_example(step)}. {explained(step)}.",
                check=lambda text: _count_complaint(step, text),
            ),
            *_so_far(talk, tallies),
            *_number(step, step.statements.index(statement)),
        )
        tallies[statement.id] = parse_counts(step, typed)
        keep(talk, msgspec.structs.replace(_round(talk, one), ballots=_as_ballots(tallies)))

    in_order([partial(ask, statement) for statement in step.statements])


def _tallies(step: PollStep, one: PollRound) -> dict[str, list[Score]]:
    """What was counted in a round, by statement."""
    given = {
        statement.id: [ballot.scores[statement.id] for ballot in one.ballots if statement.id in ballot.scores]
        for statement in step.statements
    }
    return {id: scores for id, scores in given.items() if scores}


def _so_far(talk: Talk, tallies: dict[str, list[Score]]) -> list[View]:
    """What was counted so far, and whether that can be right."""
    counted: list[View] = [
        Para(f"{one.text} {typed_counts(talk.step, tallies[one.id])} (samen {len(tallies[one.id])})")
        for one in talk.step.statements
        if one.id in tallies
    ]
    people = len(_present(talk))
    most = max(map(len, tallies.values()), default=0)
    if people and most > people:
        counted.append(Note(f"{most} antwoorden, maar er zijn {people} deelnemers. Klopt dat?", "warn"))
    return counted


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


def keep(talk: Talk, one: PollRound) -> None:
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
