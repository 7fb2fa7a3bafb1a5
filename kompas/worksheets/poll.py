"""What a worksheet shows of a poll: how the answers lie now, and how they lay before. Never who gave what."""

from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from kompas import sentences
from kompas.steps import poll
from kompas.steps.poll import PollAnswer, PollRound, PollStep, StatementInsight
from kompas.steps.spread import Spread
from kompas.steps.step import Surroundings
from kompas.worksheets.figures import pictures
from kompas.worksheets.figures.figure import Figure

UNKNOWN = poll.UNKNOWN.capitalize()


class Bar(msgspec.Struct, frozen=True):
    """How often a value was given; `value` is "" for "weet ik niet".

    `earlier` has the counts of the rounds before that can be shown, the last of them first.
    """

    value: str
    label: str
    count: int
    earlier: tuple[int, ...]


class Statement(msgspec.Struct, frozen=True):
    """`spread` is how all answers lie, `perspectives` pairs a label with how those of one group lie.

    Only statements of the latest round have a `figure`, and only if someone gave an answer.
    """

    id: str
    text: str
    bars: tuple[Bar, ...]
    spread: Spread
    perspectives: tuple[tuple[str, Spread], ...]
    sentences: tuple[str, ...]
    figure: Figure | None = None


class Reason(msgspec.Struct, frozen=True):
    """Why someone gave an answer; `score` is "" when it could be about several, or nobody may know."""

    score: str
    text: str


class Round(msgspec.Struct, frozen=True):
    id: str
    date: date
    method: str
    anonymous: bool
    on_paper: int
    ballots: int
    statements: tuple[Statement, ...]
    reasons: tuple[Reason, ...]
    waiting: str


class Poll(msgspec.Struct, frozen=True):
    """`labels` are the answers that could be given.

    `latest` is the last round, `earlier` are the rounds before it, the last of them first.
    """

    labels: tuple[str, ...]
    latest: Round
    earlier: tuple[Round, ...]

    @property
    def before(self) -> tuple[Round, ...]:
        """The earlier rounds of which the counts can be shown."""
        return tuple(one for one in self.earlier if one.statements)


def to_send(shown: Poll) -> Poll:
    """How the answers lie, without what people said to it, and who was not heard."""
    latest, *earlier = (replace(one, reasons=(), waiting="") for one in (shown.latest, *shown.earlier))
    return replace(shown, latest=latest, earlier=tuple(earlier))


def show(step: PollStep, answer: PollAnswer, around: Surroundings) -> Poll | None:
    held = [one for one in answer.rounds if one.ballots]
    if not held:
        return None
    latest, *earlier = [
        _round(step, PollAnswer(rounds=tuple(held[: place + 1])), around)
        for place in reversed(range(len(held)))
    ]
    latest = _with_figures(f"{around.block}.{step.id}", step, latest, earlier)
    return Poll((*step.values.values(), UNKNOWN), latest, tuple(earlier))


def _with_figures(name: str, step: PollStep, latest: Round, earlier: Sequence[Round]) -> Round:
    """The round with a drawing of each statement, beside those of the rounds before."""
    drawn = []
    for place, one in enumerate(latest.statements):
        rounds = [(it.date, it.statements[place].spread) for it in (latest, *earlier) if it.statements]
        own = f"{name}.{place + 1}" if len(latest.statements) > 1 else name
        drawn.append(replace(one, figure=pictures.votes(own, step, rounds, one.perspectives)))
    return replace(latest, statements=tuple(drawn))


def points(step: PollStep, answer: PollAnswer, around: Surroundings) -> list[str]:
    """Who still has to be heard."""
    if not answer.rounds or not answer.rounds[-1].ballots:
        return []
    waiting = sentences.waiting(poll.insight(step, answer, answer.rounds[-1].id, around))
    return [waiting] if waiting else []


def _round(step: PollStep, answer: PollAnswer, around: Surroundings) -> Round:
    """The last round of an answer, beside those before it."""
    *rounds, now = answer.rounds
    before = [one for one in reversed(rounds) if not poll.too_few(one)]
    insight = poll.insight(step, answer, now.id, around)
    return Round(
        id=now.id,
        date=now.date,
        method=now.method,
        anonymous=now.anonymous,
        on_paper=now.on_paper,
        ballots=insight.ballots,
        statements=tuple(_statement(step, one, now, before) for one in insight.statements),
        reasons=_reasons(step, now) if insight.statements else (),
        waiting=sentences.waiting(insight) if insight.statements else sentences.TOO_FEW,
    )


def _statement(
    step: PollStep, seen: StatementInsight, now: PollRound, before: Sequence[PollRound]
) -> Statement:
    said = [
        sentences.lies(seen.all),
        sentences.gap(seen),
        sentences.change(seen),
        sentences.outside(_tally(step, seen.id, now)[-1]),
    ]
    return Statement(
        id=seen.id,
        text=seen.text,
        bars=_bars(step, seen.id, now, before),
        spread=seen.all,
        perspectives=seen.perspectives,
        sentences=tuple(sentence for sentence in said if sentence),
    )


def _bars(step: PollStep, id: str, now: PollRound, before: Sequence[PollRound]) -> tuple[Bar, ...]:
    tallies = [_tally(step, id, one)[:-1] for one in (now, *before)]
    names = [*((str(value), label) for value, label in _labels(step).items()), ("", UNKNOWN)]
    return tuple(
        Bar(value, label, counts[0], counts[1:])
        for (value, label), counts in zip(names, zip(*tallies, strict=True), strict=True)
    )


def _tally(step: PollStep, id: str, one: PollRound) -> list[int]:
    """How often each value was given, then "weet ik niet", then what is no value of this poll."""
    given = [ballot.scores[id] for ballot in one.ballots if id in ballot.scores]
    counts = [given.count(value) for value in (*step.values, None)]
    return [*counts, len(given) - sum(counts)]


def _labels(step: PollStep) -> dict[int | str, str]:
    """Every value with its label; at both ends of a scale also with the words for it."""
    labels = dict(step.values)
    if step.scale:
        labels[step.scale.min] += f" ({step.scale.low})"
        labels[step.scale.max] += f" ({step.scale.high})"
    return labels


def _reasons(step: PollStep, one: PollRound) -> tuple[Reason, ...]:
    """The reasons in an order that tells nothing of who gave them."""
    found = []
    for ballot in one.ballots:
        score = next(iter(ballot.scores.values()), None) if len(step.statements) == 1 else None
        label = "" if score is None or one.anonymous else step.values.get(score, str(score))
        if ballot.reason.strip():
            found.append(Reason(label, ballot.reason))
    place = {label: number for number, label in enumerate(step.values.values())}
    return tuple(sorted(found, key=lambda reason: (place.get(reason.score, -1), reason.text)))
