"""What insights say, in Dutch sentences: the same on the screen and on the worksheet."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from kompas.steps.field import dutch_date
from kompas.steps.poll import PollInsight, PollStep, StatementInsight
from kompas.steps.register import Difference, Missing, RegisterInsight, RegisterStep
from kompas.steps.round import RoundInsight
from kompas.steps.spread import Spread
from kompas.steps.step import State, Step
from kompas.words import lasting, score, some
from kompas.words import listed as listed
from kompas.words import small as small

STATES = {State.DONE: "klaar", State.PARTLY: "deels", State.OPEN: "open"}
TOO_FEW = "Er zijn te weinig antwoorden om te laten zien zonder te verraden wie wat gaf."
NOT_ANSWERED = "Deze stap is nog niet ingevuld."
NOT_READ = "Het antwoord op deze stap kon kompas niet lezen. Het staat nog in het bestand."
UNSOUND = "In het bestand klopt hier iets niet. Zie wat met: kompas check."

# From which agreement on (0 to 1) we say what. Steps of 0.2 are our own choice, tried on small groups:
# scores spread evenly over a scale of 3, 5 or 10 give 0.33 to 0.49, which must never sound like agreement;
# a room that gives two neighbouring scores on a scale of 5 or 10 gives 0.81 or more.
AGREEMENT = (
    (0.8, "De groep is het grotendeels eens"),
    (0.6, "De groep is het redelijk eens"),
    (0.4, "De groep is het niet zo eens"),
    (0.0, "De meningen liggen ver uit elkaar"),
)
# The smallest change in agreement worth telling.
CLOSER = 0.05


def times(step: Step, used: float = 0) -> str:
    """Planned and used minutes; `used` in seconds."""
    spent = f", {round(used / 60)} min bezig" if used >= 60 else ""
    return f"{step.minutes} min gepland{spent}"


def lies(spread: Spread) -> str:
    """Where the middle of the scores lies and how far the room agrees."""
    return " ".join(filter(None, (_middle(spread), unknown(spread))))


def _middle(spread: Spread) -> str:
    if spread.position is None or spread.agreement is None:
        return "" if spread.unknown else "Nog niemand gaf een score."
    if spread.answered == 1:
        return f"Eén persoon gaf een score: {score(spread.median)}."
    if spread.agreement == 1:
        return f"Iedereen die een score gaf, koos {score(spread.median)}."
    low, high = score(spread.low), score(spread.high)
    half = low if low == high else f"{low} tot en met {high}"
    return (
        f"Het midden (mediaan) is {score(spread.median)}. De middelste helft koos {half}. "
        f"{_agreement(spread.agreement)}"
    )


def _agreement(agreement: float) -> str:
    """How far the group agrees, in a plain word beside the number."""
    words = next(words for least, words in AGREEMENT if agreement >= least)
    number = f"{agreement:.2f}".replace(".", ",")
    return f"{words} ({number}; 1 is helemaal eens)."


def unknown(spread: Spread) -> str:
    """How many answered "weet ik niet"; "" when nobody did."""
    if not spread.unknown:
        return ""
    return f"“Weet ik niet”: {spread.unknown} keer."


def gap(statement: StatementInsight) -> str:
    """The widest gap between two perspectives; "" when there is none to tell."""
    far = statement.gap
    if far is None:
        return ""
    return (
        f"Het verste uit elkaar liggen {small(far.high)} (midden {score(far.high_median)}) "
        f"en {small(far.low)} (midden {score(far.low_median)})."
    )


def change(statement: StatementInsight) -> str:
    """What changed since the round before; "" when there was none."""
    before, now = statement.before, statement.all
    if before is None or before.position is None or now.position is None:
        return ""
    if before.position == now.position:
        middle = f"Het midden bleef {score(now.median)}."
    else:
        middle = (
            f"De vorige keer was het midden {score(before.median)}, deze keer is het {score(now.median)}."
        )
    if now.answered == 1 or before.answered == 1:
        return middle
    closer = (now.agreement or 0) - (before.agreement or 0)
    if abs(closer) < CLOSER:
        return f"{middle} De groep is het net zo eens als de vorige keer."
    return f"{middle} De groep is het {'meer' if closer > 0 else 'minder'} eens dan de vorige keer."


def waiting(insight: PollInsight | RoundInsight) -> str:
    """Who has not been heard yet; "" when everyone has."""
    names = [person.label for person in insight.not_heard]
    if not names:
        return ""
    if len(names) > 6:
        return f"Nog niet gehoord: {len(names)} deelnemers."
    return f"Nog niet gehoord: {listed(names)}."


def lacking(missing: Missing) -> tuple[str, str]:
    """What is required but absent, and what is expected but absent; "" when nothing is."""
    required = expected = ""
    if missing.required:
        required = f"Dit ontbreekt nog: {listed(map(small, missing.required))}. {missing.why}".strip()
    if missing.expected:
        names = listed(map(small, missing.expected))
        expected = f"Nog niet in de lijst ({small(missing.field)}): {names}."
    return required, expected


def register_notes(step: RegisterStep, insight: RegisterInsight) -> tuple[list[str], list[str]]:
    """What must not be missed about a register, and what is good to know."""
    loud, calm = [], []
    for missing in insight.missing:
        required, expected = lacking(missing)
        loud += [required] if required else []
        calm += [expected] if expected else []
    if insight.advice:
        usual = insight.advice
        records = step.record if insight.records == 1 else step.records
        much = "weinig" if insight.records < usual.min else "veel"
        calm.append(
            f"{insight.records} {records}: dat is {much}. "
            f"Meestal zijn het er {usual.min} tot {usual.max}. {usual.why}"
        )
    if step.contrast:
        calm += [difference(one) for one in insight.differences]
    if insight.to_come:
        calm.append(to_discuss(insight))
    return loud, calm


def silent(insight: RoundInsight) -> str:
    """Perspectives that are at the table and said nothing; "" when there are none."""
    if not insight.silent_perspectives:
        return ""
    return f"Nog niets gehoord van: {listed(map(small, insight.silent_perspectives))}."


def difference(one: Difference) -> str:
    """How one record is now, and how it is wished to be."""
    return f"{one.record}: nu {small(one.now)}, gewenst {small(one.wish)}."


def differing(insight: RegisterInsight) -> str:
    """Which records are not yet as they are wished to be; "" when all are."""
    if not insight.differences:
        return ""
    return f"Nu nog anders dan gewenst: {some([one.record for one in insight.differences])}."


def to_discuss(insight: RegisterInsight) -> str:
    """Which rows of the source have no record yet; "" when all have."""
    return f"Nog te bespreken: {some(insight.to_come)}." if insight.to_come else ""


def outside(scores: int) -> str:
    """How many scores do not exist in the poll; "" when all do."""
    if not scores:
        return ""
    return f"Niet meegeteld, want dit antwoord bestaat niet: {scores} keer."


def still_to_discuss(step: RegisterStep, insight: RegisterInsight) -> str:
    """How many rows of the source have no record yet, where their names stand elsewhere; "" when all have."""
    number = len(insight.to_come)
    return f"Nog te bespreken: {number} {step.record if number == 1 else step.records}." if number else ""


def scale(step: PollStep) -> str:
    """What can be answered in a poll."""
    if step.scale:
        low, high = (f"{step.scale.min} ({step.scale.low})", f"{step.scale.max} ({step.scale.high})")
        return f"De cijfers van {low} tot en met {high}, en daarnaast “weet ik niet”."
    return f"De antwoorden {listed(f'“{label}”' for label in step.values.values())}, en “weet ik niet”."


def votes(now: Spread, before: Spread | None, perspectives: Iterable[tuple[str, Spread]]) -> str:
    """What the drawing of the answers to a statement shows."""
    groups = [f"{small(label)} {score(one.median)}" for label, one in perspectives if one.answered]
    return " ".join(
        filter(
            None,
            (
                _lies_briefly(now),
                f"De vorige keer was het midden {score(before.median)}."
                if before and before.answered
                else "",
                f"Het midden per groep: {listed(groups)}." if groups else "",
                unknown(now),
            ),
        )
    )


def _lies_briefly(spread: Spread) -> str:
    if spread.answered < 2 or spread.agreement == 1:
        return _middle(spread)
    low, high = score(spread.low), score(spread.high)
    half = low if low == high else f"{low} tot en met {high}"
    most = max(count for _, count in spread.counts)
    often = [label for label, count in spread.counts if count == most]
    chosen = f" Het vaakst gekozen: {listed(map(score, often))} ({most} keer)." if len(often) < 3 else ""
    return f"Het midden is {score(spread.median)}; de middelste helft koos {half}.{chosen}"


def covered(missing: Missing, needed: int) -> str:
    """What the drawing of the coverage of a field shows."""
    absent = [small(label) for label in (*missing.required, *missing.expected)]
    if not absent:
        return f"{missing.field}: alles wat erbij hoort, staat in de lijst."
    here = f"{missing.field}: {needed - len(absent)} van de {needed} die erbij horen, staan in de lijst."
    return f"{here} Nog niet: {listed(absent)}."


def unused(labels: Sequence[str]) -> str:
    """Which options do not occur and need not; "" when all do."""
    return f"Verder niet genoemd: {listed(map(small, labels))}." if labels else ""


def rings(step: RegisterStep, moves: Sequence[tuple[int | None, int | None]]) -> str:
    """What the drawing of the parties in rings shows; `moves` has the ring of each now, and as wished."""
    known = [(now, wish) for now, wish in moves if now is not None and wish is not None]
    nearer, further = (sum(now < wish for now, wish in known), sum(now > wish for now, wish in known))
    number = f"{len(moves)} {step.record if len(moves) == 1 else step.records} in kringen."
    open_ = f"Nog niet helemaal ingevuld: {len(moves) - len(known)}." if len(moves) > len(known) else ""
    changes = [
        f"{many} {where}"
        for many, where in ((nearer, "meer naar het midden"), (further, "verder naar buiten"))
        if many
    ]
    told = f"Gewenst: {listed(changes)}." if changes else "Nu en gewenst zijn gelijk." if known else ""
    return " ".join(filter(None, (number, told, open_)))


def moment(day: date, before: date | None, word: str, *, done: bool) -> str:
    """A record on a line of time: its day, whether it has been, and how long after the one before it."""
    been = (small(word) if done else f"nog niet {small(word)}") if word else ""
    later = "" if before is None else "op dezelfde dag" if before == day else f"{lasting(before, day)} later"
    return ", ".join(filter(None, (dutch_date(day), been, later)))


def undated(step: RegisterStep, number: int) -> str:
    """How many records have no place on a line of time; "" when all have."""
    return f"Nog zonder datum: {number} {step.record if number == 1 else step.records}." if number else ""


def rhythm(step: RegisterStep, days: Sequence[date], word: str, done: int) -> str:
    """What a line of time shows; the days are in order, `done` of them have been."""
    been = f"; {done} keer {small(word)}" if word else ""
    if len(days) == 1:
        return f"1 {step.record}, op {dutch_date(days[0])}{been}."
    start, end = max(pairwise(days), key=lambda pair: pair[1] - pair[0])
    longest = f" De langste tijd ertussen is {lasting(start, end)}." if start < end else ""
    span = f"van {dutch_date(days[0])} tot en met {dutch_date(days[-1])}"
    return f"{len(days)} {step.records}, {span}{been}.{longest}"
