"""Getting the scores of a room by counting: how often each was given, and not by whom."""

from functools import partial

import msgspec

from kompas.guide.ballots import begin, keep, number
from kompas.guide.dialogue import Line
from kompas.guide.occasion import as_stored, present
from kompas.guide.scores import explained, parse_counts, typed_counts
from kompas.guide.talk import Talk, in_order
from kompas.steps.poll import Ballot, PollRound, PollStep, Score, Statement
from kompas.view import Note, Para, View


def counted(talk: Talk) -> None:
    """A new round, in which hands or pieces of paper are counted."""
    _count(talk, begin(talk, "counted"))


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
            *number(step, step.statements.index(statement)),
        )
        tallies[statement.id] = parse_counts(step, typed)
        keep(talk, msgspec.structs.replace(as_stored(talk, one), ballots=_as_ballots(tallies)))

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
    people = len(present(talk))
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
