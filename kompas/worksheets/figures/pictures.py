"""Which figures an answer gives: what they show, and the sentence that says it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from kompas import sentences
from kompas.steps import poll, register
from kompas.steps.field import Field, Record, dutch_date
from kompas.steps.register import RegisterAnswer, RegisterStep
from kompas.steps.rules import Coverage
from kompas.steps.spread import Spread
from kompas.steps.step import Surroundings
from kompas.worksheets.figures import coverage as drawn_coverage
from kompas.worksheets.figures import poll as drawn_poll
from kompas.worksheets.figures import rings as drawn_rings
from kompas.worksheets.figures import scale as drawn_scale
from kompas.worksheets.figures import timeline as drawn_timeline
from kompas.worksheets.figures.figure import Figure
from kompas.worksheets.figures.votes import Lies, Poll, Votes

EVERYONE = "Iedereen"
REQUIRED, EXPECTED, OTHER = "Hoort er altijd bij", "Hoort er meestal bij", "Verder"
LACKING, NOT_YET = "ontbreekt nog", "nog niet in de lijst"
NO_DOMAIN = "Zonder domein"
FEWEST = 5
"""Of a field with fewer options the sentences say enough."""

MOST_EARLIER = 5
"""So many earlier rounds are drawn; the table has them all."""


def votes(
    name: str,
    step: poll.PollStep,
    rounds: Sequence[tuple[date, Spread]],
    perspectives: Iterable[tuple[str, Spread]],
) -> Figure | None:
    """The answers to one statement: in each round, the last one first, and by perspective in the last."""
    (_, now), *earlier = rounds[: 1 + MOST_EARLIER]
    if not any(spread.answered or spread.unknown for _, spread in rounds):
        return None
    lies = [_lies(EVERYONE, now)]
    if now.position is not None:
        lies += [_lies(f"{EVERYONE}, {dutch_date(day)}", spread) for day, spread in earlier]
        lies += [_lies(label, spread) for label, spread in perspectives]
    data = Poll(
        tuple(step.values.values()),
        poll.UNKNOWN,
        step.scale.low if step.scale else "",
        step.scale.high if step.scale else "",
        tuple(_votes(day, spread) for day, spread in rounds),
        tuple(one for one in lies if one),
        numbers=bool(step.scale),
    )
    before = earlier[0][1] if earlier else None
    return Figure(name, "poll", sentences.votes(now, before, perspectives), data, drawn_poll.lay_out)


def to_circle(name: str, step: poll.PollStep) -> Figure:
    """The scale or the options of a poll, to answer with a pen."""
    ends = (step.scale.low, step.scale.high) if step.scale else ("", "")
    answers = tuple(step.values.values())
    data = drawn_scale.Scale(answers, poll.UNKNOWN, *ends, numbers=bool(step.scale))
    return Figure(name, "scale", sentences.scale(step), data, drawn_scale.lay_out)


def _votes(day: date, spread: Spread) -> Votes:
    given = spread.answered + spread.unknown
    name = f"{dutch_date(day)} ({given} {'antwoord' if given == 1 else 'antwoorden'})"
    return Votes(name, tuple(count for _, count in spread.counts), spread.unknown)


def _lies(label: str, spread: Spread) -> Lies | None:
    if spread.position is None:
        return None
    labels = [one for one, _ in spread.counts]
    return Lies(label, labels.index(spread.low), spread.position, labels.index(spread.high), spread.median)


def coverage(name: str, step: RegisterStep, answer: RegisterAnswer) -> tuple[Figure, ...]:
    """For each rule that looks at any record: how often each option occurs, the most needed ones first."""
    return tuple(
        _coverage(f"{name}.{place}", step, rule, answer.records)
        for place, rule in enumerate(step.coverage, 1)
        if register.looks(rule, answer.records) and len(step.field(rule.field).options) >= FEWEST
    )


def _coverage(name: str, step: RegisterStep, rule: Coverage, records: tuple[Record, ...]) -> Figure:
    field = step.field(rule.field)
    counts = register.counted(rule, field, records)
    expected = [id for id in rule.expected if id not in rule.required]
    needed = (*rule.required, *expected)
    others = [option for option in field.options if option.id not in needed]
    groups = (
        (REQUIRED, LACKING, [option for option in field.options if option.id in rule.required]),
        (EXPECTED, NOT_YET, [option for option in field.options if option.id in expected]),
        (OTHER, "", [option for option in others if counts[option.id]]),
    )
    data = drawn_coverage.Coverage(
        field.label,
        tuple(
            drawn_coverage.Group(
                label,
                absent,
                tuple(drawn_coverage.Option(one.label, counts[one.id]) for one in options),
                required=label == REQUIRED,
            )
            for label, absent, options in groups
            if options
        ),
        sentences.unused([option.label for option in others if not counts[option.id]]),
    )
    text = sentences.covered(register.missing(step, rule, records), len(needed))
    return Figure(name, "coverage", text, data, drawn_coverage.lay_out)


def rings(name: str, step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> tuple[Figure, ...]:
    """The parties in rings, now and as wished: in one figure, or in two if the rings become large."""
    contrast = step.contrast
    if not step.parties or not contrast:
        return ()
    now, wish = step.field(contrast.now), step.field(contrast.wish)
    if not any(now.id in record or wish.id in record for record in answer.records):
        return ()
    data = _rings(step, now, wish, answer, around)
    moves = [(party.now, party.wish) for party in data.parties]
    radius = drawn_rings.radius(data)
    if radius > drawn_rings.LARGEST:
        return ()
    text = sentences.rings(step, moves)
    if radius <= drawn_rings.HALF:
        return (Figure(name, "rings", text, data, drawn_rings.lay_out),)
    return tuple(
        Figure(f"{name}.{one}", "rings", f"{title}. {text}", replace(data, views=(one,)), drawn_rings.lay_out)
        for one, title in enumerate(data.titles)
    )


def _rings(
    step: RegisterStep, now: Field, wish: Field, answer: RegisterAnswer, around: Surroundings
) -> drawn_rings.Rings:
    domain = _domain(step)
    labels = {option.id: place for place, option in enumerate(domain.options)} if domain else {}
    ring = {option.id: place for place, option in enumerate(now.options)}
    return drawn_rings.Rings(
        tuple(option.label for option in now.options),
        (now.label, wish.label),
        (*(option.label for option in domain.options), NO_DOMAIN) if domain else (step.records.capitalize(),),
        tuple(
            drawn_rings.Party(
                number,
                register.name_of(step, record, around),
                labels.get(str(record.get(domain.id)) if domain else "", len(labels)),
                ring.get(str(record.get(now.id))),
                ring.get(str(record.get(wish.id))),
            )
            for number, record in enumerate(answer.records, 1)
        ),
    )


def _domain(step: RegisterStep) -> Field | None:
    """The field that tells parties apart: the first that must be covered, else the first choice."""
    fields = [rule.field for rule in step.coverage] + [field.id for field in step.fields]
    rings = (step.contrast.now, step.contrast.wish) if step.contrast else ()
    found = (step.field(id) for id in fields if id not in rings)
    return next((field for field in found if field.type == "choice"), None)


def timeline(name: str, step: RegisterStep, answer: RegisterAnswer, around: Surroundings) -> Figure | None:
    """The records in the order of their days; None when none has a day, or too many to draw have."""
    rule = step.timeline
    if not rule:
        return None
    days = _days(answer.records, rule.date)
    ordered = sorted(((day, place) for place, day in days.items()))
    if not 0 < len(ordered) <= drawn_timeline.MOST:
        return None
    before = [None, *(day for day, _ in ordered)]
    word = step.field(rule.done).label if rule.done else ""
    moments = []
    for (day, place), previous in zip(ordered, before, strict=False):
        record = answer.records[place]
        done = bool(rule.done and record.get(rule.done))
        told = sentences.moment(day, previous, word, done=done)
        moments.append(drawn_timeline.Moment(register.name_of(step, record, around), day, done, told))
    undated = sentences.undated(step, len(answer.records) - len(ordered))
    text = sentences.rhythm(step, [day for day, _ in ordered], word, sum(one.done for one in moments))
    data = drawn_timeline.Timeline(tuple(moments), undated)
    return Figure(name, "timeline", f"{text} {undated}".strip(), data, drawn_timeline.lay_out)


def _days(records: Iterable[Record], field: str) -> Mapping[int, date]:
    """The day of each record that has one, by its place in the list."""
    found = {place: record.get(field) for place, record in enumerate(records)}
    return {place: day for place, day in found.items() if isinstance(day, date)}
