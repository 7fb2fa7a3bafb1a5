"""Everyone a score for one or more statements."""

from collections.abc import Container
from datetime import date
from typing import Any, ClassVar

import msgspec

from kompas.errors import Problem
from kompas.shapes import nearest, shape, unknown, whole_number
from kompas.steps.spread import Spread, spread
from kompas.steps.step import Answer, Definition, Option, Participant, State, Step, Surroundings
from kompas.steps.talk import Method, not_heard, occasion_problems, perspective_of, same_ids

Score = int | str | None
UNKNOWN = "weet ik niet"
FEWEST = 3  # anonymous ballots; with two, each knows the other's
WIDEST = 100  # steps of a scale: a bar for each still fits on a worksheet


class Scale(Definition, frozen=True, kw_only=True):
    """Whole numbers from `min` up to and including `max`, with words at both ends."""

    min: int
    max: int
    low: str
    high: str

    @property
    def is_too_wide(self) -> bool:
        return self.max - self.min > WIDEST


class Statement(Definition, frozen=True, kw_only=True):
    id: str
    text: str


class PollStep(Step, frozen=True, kw_only=True, tag="poll"):
    """Either a `scale` or named `options` in order, from low to high; "weet ik niet" always can.

    A perspective is shown apart only if at least `minimum_group` ballots have it. `perspectives`
    tells whether phones ask for it.
    """

    phones_answer: ClassVar[bool] = True

    statements: tuple[Statement, ...]
    scale: Scale | None = None
    options: tuple[Option, ...] = ()
    anonymous: bool = False
    minimum_group: int = 5
    perspectives: bool = True

    @property
    def values(self) -> dict[int | str, str]:
        """Every score that can be given, from low to high, with the label people read."""
        if self.scale:
            return {value: str(value) for value in range(self.scale.min, self.scale.max + 1)}
        return {option.id: option.label for option in self.options}


class Ballot(Answer, frozen=True, kw_only=True):
    """What one person gave: a score for each statement they answered; None is "weet ik niet"."""

    participant: str = ""
    perspective: str = ""
    scores: dict[str, Score]
    reason: str = ""


class PollRound(Answer, frozen=True, kw_only=True):
    """One occasion; of a round by phone, `on_paper` were given on paper or by voice."""

    id: str
    date: date
    method: Method
    anonymous: bool = False
    on_paper: int = 0
    ballots: tuple[Ballot, ...] = ()

    @property
    def voices(self) -> tuple[Ballot, ...]:
        return self.ballots


class PollAnswer(Answer, frozen=True, kw_only=True):
    rounds: tuple[PollRound, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(one.date for one in self.rounds)


class Gap(Answer, frozen=True, kw_only=True):
    """The two perspectives whose medians lie furthest apart; labels and medians as people read them."""

    high: str
    high_median: str
    low: str
    low_median: str


class StatementInsight(Answer, frozen=True, kw_only=True):
    """How the scores for one statement lie, in all and by perspective; `before` is the round before."""

    id: str
    text: str
    all: Spread
    perspectives: tuple[tuple[str, Spread], ...] = ()
    gap: Gap | None = None
    before: Spread | None = None
    reasons: tuple[str, ...] = ()


class PollInsight(Answer, frozen=True, kw_only=True):
    """`statements` is empty when showing them would tell who gave what in an anonymous round."""

    round: str
    date: date
    ballots: int
    not_heard: tuple[Participant, ...]
    statements: tuple[StatementInsight, ...]


def understand(step: PollStep, data: Any) -> tuple[PollAnswer | None, list[Problem]]:
    """Each round has its own id. Scores come as text; on a number scale they become whole numbers."""
    answer, found = shape(data, PollAnswer)
    found += same_ids(answer.rounds) if answer else []
    if answer is None or found:
        return None, found
    if not step.scale:
        return answer, []
    return PollAnswer(rounds=tuple(_with_numbers(one) for one in answer.rounds)), []


def problems(step: PollStep, answer: PollAnswer, around: Surroundings) -> list[Problem]:
    """Scores and statements that do not exist, names in an anonymous round, and who gave twice."""
    found, values = occasion_problems(answer.rounds, "ballots", around), step.values
    for place, one in enumerate(answer.rounds):
        for spot, ballot in enumerate(one.ballots):
            path = ("rounds", place, "ballots", spot)
            found += [
                Problem(problem.what, problem.hint, (*path, *problem.path))
                for problem in _ballot_problems(step, one, ballot, values)
            ]
    return found


def state(step: PollStep, answer: PollAnswer, around: Surroundings) -> State:
    if not answer.rounds or not answer.rounds[-1].ballots:
        return State.OPEN
    return State.PARTLY if waits_for(step, answer.rounds[-1], around) else State.DONE


def waits_for(step: PollStep, one: PollRound, around: Surroundings) -> list[Participant]:
    """Who still has a score to give in a round that goes past everyone by name."""
    if one.method != "typed" or one.anonymous:
        return []
    asked = {statement.id for statement in step.statements}
    complete = tuple(ballot for ballot in one.ballots if asked <= ballot.scores.keys())
    silent = not_heard(msgspec.structs.replace(one, ballots=complete), around)
    named = any(ballot.participant for ballot in one.ballots)
    return silent if named or not one.ballots else []


def insight(step: PollStep, answer: PollAnswer, round_id: str, around: Surroundings) -> PollInsight:
    """What the round with this id shows, beside the round before it."""
    place = [one.id for one in answer.rounds].index(round_id)
    now = answer.rounds[place]
    before = answer.rounds[place - 1] if place and not too_few(answer.rounds[place - 1]) else None
    return PollInsight(
        round=now.id,
        date=now.date,
        ballots=len(now.ballots),
        not_heard=tuple(waits_for(step, now, around)),
        statements=()
        if too_few(now)
        else tuple(_statement(step, statement, now, before, around) for statement in step.statements),
    )


def too_few(one: PollRound) -> bool:
    """Whether showing an anonymous round would tell who gave what."""
    return one.anonymous and 0 < len(one.ballots) < FEWEST


def anonymous_order(ballots: tuple[Ballot, ...]) -> tuple[Ballot, ...]:
    """Ballots in an order that tells nothing of who came first."""
    return tuple(sorted(ballots, key=lambda ballot: msgspec.json.encode(ballot)))


def _with_numbers(one: PollRound) -> PollRound:
    ballots = tuple(
        msgspec.structs.replace(ballot, scores={id: _number(score) for id, score in ballot.scores.items()})
        for ballot in one.ballots
    )
    return msgspec.structs.replace(one, ballots=ballots)


def _number(score: Score) -> Score:
    """The whole number that the text is, or the text itself for problems() to report."""
    number = whole_number(score) if isinstance(score, str) else None
    return score if number is None else number


def _ballot_problems(
    step: PollStep, one: PollRound, ballot: Ballot, values: Container[Score]
) -> list[Problem]:
    known = [statement.id for statement in step.statements]
    found = [unknown("De vraag", id, known, ("scores", id)) for id in ballot.scores if id not in known]
    for id, score in ballot.scores.items():
        if score is not None and score not in values:
            what = f"De score “{score}” kan hier niet."
            found.append(Problem(what, _hint(step, str(score)), ("scores", id)))
    if one.anonymous and ballot.participant:
        what = "In een anonieme ronde staat wie dit gaf."
        found.append(Problem(what, "Haal de regel met participant weg.", ("participant",)))
    return found


def _hint(step: PollStep, score: str) -> str:
    if step.scale:
        return f"Kies een getal van {step.scale.min} tot en met {step.scale.max}, of null (weet ik niet)."
    return nearest(score, [*map(str, step.values), "null"])


def _statement(
    step: PollStep, statement: Statement, now: PollRound, before: PollRound | None, around: Surroundings
) -> StatementInsight:
    groups = [
        (label, _spread(step, statement, [b for b in now.ballots if perspective_of(b, around) == id]))
        for id, label in around.perspectives.items()
        if sum(perspective_of(b, around) == id for b in now.ballots) >= step.minimum_group
    ]
    return StatementInsight(
        id=statement.id,
        text=statement.text,
        all=_spread(step, statement, now.ballots),
        perspectives=tuple(groups),
        gap=_gap(groups),
        before=_spread(step, statement, before.ballots) if before and before.ballots else None,
        reasons=tuple(
            ballot.reason for ballot in now.ballots if ballot.reason and statement.id in ballot.scores
        ),
    )


def _spread(step: PollStep, statement: Statement, ballots: Any) -> Spread:
    return spread(step.values, [b.scores[statement.id] for b in ballots if statement.id in b.scores])


def _gap(groups: list[tuple[str, Spread]]) -> Gap | None:
    measured = [(label, one) for label, one in groups if one.position is not None]
    if len(measured) < 2:
        return None
    high = max(measured, key=lambda pair: pair[1].position or 0)
    low = min(measured, key=lambda pair: pair[1].position or 0)
    if high[1].position == low[1].position:
        return None
    return Gap(high=high[0], high_median=high[1].median, low=low[0], low_median=low[1].median)
