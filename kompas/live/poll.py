"""A poll on phones: a score for each statement, and a few words if people like."""

from collections.abc import Mapping, Sequence
from datetime import date

from kompas.live import form as asking
from kompas.live.few import without_few
from kompas.live.form import NOT_SAID, PERSPECTIVE, REASON, UNKNOWN, Choice, Form, Question
from kompas.live.room import Given
from kompas.steps.poll import Ballot, PollRound, PollStep, Score, anonymous_order
from kompas.steps.step import Surroundings

LONGEST = 1_000


def form(step: PollStep, around: Surroundings) -> Form:
    """Every statement with its scores, and "weet ik niet" as one of them."""
    return Form(
        kind="poll",
        title=step.title,
        questions=tuple(_question(step, one.id, one.text) for one in step.statements),
        promise=("Niemand in de zaal ziet wat jij koos. Je antwoord wordt zonder naam bewaard.",),
        perspectives=asking.perspectives(step.perspectives, around, hint=asking.few(step.minimum_group)),
        reason=Question(
            REASON,
            "Wil je er iets bij zeggen? Dat hoeft niet.",
            hint="Dit kan iedereen straks lezen, zonder naam. Schrijf geen namen op.",
            most=LONGEST,
        ),
    )


def read(step: PollStep, around: Surroundings, fields: Mapping[str, str], *, again: bool = False) -> Given:
    """What was chosen; a statement may be left open, but not all of them."""
    del again  # what was chosen once can be changed, and "weet ik niet" is a choice too
    known = {UNKNOWN: None, **{str(value): value for value in step.values}}
    values: dict[str, Score] = {}
    for statement in step.statements:
        field = asking.answer(statement.id)
        if field in fields and fields[field] not in known:
            raise asking.refused("Dit antwoord kan hier niet. Kies er een van de lijst.", field)
        if field in fields:
            values[statement.id] = known[fields[field]]
    if not values:
        raise asking.refused(
            "Je hebt nog niets gekozen. “Weet ik niet” mag ook.", asking.answer(step.statements[0].id)
        )
    perspective = asking.perspective(step.perspectives, around, fields)
    return Given(perspective, dict(values), asking.text(fields, REASON, LONGEST))


def filled(step: PollStep, around: Surroundings, given: Given) -> dict[str, str]:
    """The form as it was filled in: the way back from `read`."""
    chosen = {
        asking.answer(id): UNKNOWN if score is None else str(score) for id, score in given.values.items()
    }
    return {**chosen, PERSPECTIVE: given.perspective or NOT_SAID, REASON: given.reason}


def given(ballot: Ballot) -> Given:
    """A ballot of somebody else's making, such as one of paper, as a phone would have given it."""
    return Given(ballot.perspective, {**ballot.scores}, ballot.reason)


def card(step: PollStep, around: Surroundings, given: Given) -> tuple[str, tuple[str, ...]]:
    """A poll has no cards: words there are reasons beside a score."""
    return "", ()


def voice(step: PollStep, given: Given) -> Ballot | None:
    """What one device gave as a ballot; None when that holds no score."""
    scores: dict[str, Score] = {
        one.id: given.values[one.id] for one in step.statements if _fits(step, given, one.id)
    }
    perspective = given.perspective if step.perspectives else ""
    return Ballot(perspective=perspective, scores=scores, reason=given.reason) if scores else None


def gathered(step: PollStep, round_id: str, date: date, voices: Sequence[Ballot], on_paper: int) -> PollRound:
    """The round as it is stored: nothing of who came when, and no group so small that it tells who."""
    return PollRound(
        id=round_id,
        date=date,
        method="phone",
        anonymous=True,
        on_paper=on_paper,
        ballots=anonymous_order(tuple(without_few(voices, step.minimum_group))),
    )


def _fits(step: PollStep, given: Given, id: str) -> bool:
    return id in given.values and (given.values[id] is None or given.values[id] in step.values)


def _question(step: PollStep, id: str, text: str) -> Question:
    unknown = Choice(UNKNOWN, "Weet ik niet")
    if not step.scale:
        options = tuple(Choice(one.id, one.label, one.explanation) for one in step.options)
        return Question(asking.answer(id), text, (*options, unknown))
    numbers = tuple(Choice(str(value), label) for value, label in step.values.items())
    return Question(
        asking.answer(id),
        text,
        (*numbers, unknown),
        low=step.scale.low,
        high=step.scale.high,
        columns=_columns(len(numbers)),
    )


def _columns(numbers: int) -> int:
    """As many as fit in a row of 320 pixels, all rows as long as can be."""
    rows = -(-numbers // 5)
    return -(-numbers // rows)
