"""What a worksheet shows of a decision by consent: the proposal, what people said, and what was decided."""

from collections.abc import Sequence
from datetime import date

import msgspec

from kompas import deciding
from kompas.steps import consent, proposal
from kompas.steps.changes import Change
from kompas.steps.consent import ConsentInsight, ConsentStep, VersionInsight
from kompas.steps.proposal import ConsentAnswer, Day, is_current, open_objections
from kompas.steps.step import Surroundings


class Said(msgspec.Struct, frozen=True):
    """A concern, or an objection and how it ended; `ended` is "" for a concern."""

    who: str
    perspective: str
    reason: str
    suggestion: str
    ended: str


class Version(msgspec.Struct, frozen=True):
    """The proposal as it was on one day; `reactions` says how often each was given.

    `changed` has what is not as it was in the version before: what went, and what is new.
    """

    number: int
    id: str
    date: date
    text: str
    method: str
    on_paper: int
    answered: int
    reactions: str
    objections: tuple[Said, ...]
    concerns: tuple[Said, ...]
    changed: tuple[Change, ...]


class Decided(msgspec.Struct, frozen=True):
    """`told` is what was decided, in a sentence; `version` is the number of the one it is about, or 0."""

    told: str
    text: str
    version: int
    date: date
    review: Day | None


class Agreed(msgspec.Struct, frozen=True):
    """What a letter gives: the text that was decided on with consent."""

    text: str


class Consent(msgspec.Struct, frozen=True):
    """The last version, and those before it; what was decided last, and before; the last of them first.

    `agreed` is the text of the last version when that was decided on with consent, and else "".
    `loud` is what stands in the way, `calm` how it stands otherwise; `waiting` tells who was not heard.
    """

    latest: Version
    earlier: tuple[Version, ...]
    decision: Decided | None
    decided_before: tuple[Decided, ...]
    loud: tuple[str, ...]
    calm: tuple[str, ...]
    waiting: str
    agreed: str


def to_send(shown: Consent) -> Agreed | None:
    """Only what was decided; None while that is nothing. Who said what is not for who reads a letter."""
    return Agreed(shown.agreed) if shown.agreed.strip() else None


def show(step: ConsentStep, answer: ConsentAnswer, around: Surroundings) -> Consent | None:
    if not _says_something(answer):
        return None
    insight = consent.insight(step, answer, around)
    latest, *earlier = [
        _version(one, seen) for one, seen in zip(answer.versions, insight.versions, strict=True)
    ][::-1]
    numbers = {version.id: version.number for version in insight.versions}
    loud, calm = _notes(insight)
    return Consent(
        latest=latest,
        earlier=tuple(earlier),
        decision=_decided(answer.decision, numbers) if answer.decision else None,
        decided_before=tuple(_decided(one, numbers) for one in reversed(answer.earlier)),
        loud=tuple(loud),
        calm=tuple(calm),
        waiting=deciding.waiting(insight),
        agreed=latest.text if _is_agreed(answer) else "",
    )


def points(step: ConsentStep, answer: ConsentAnswer, around: Surroundings) -> list[str]:
    """What stands in the way of a decision, as long as there is none."""
    if not _says_something(answer):
        return []
    insight = consent.insight(step, answer, around)
    loud, calm = _notes(insight)
    waiting = "" if insight.over else deciding.waiting(insight)
    return [*loud, *calm, *([waiting] if waiting else [])]


def _says_something(answer: ConsentAnswer) -> bool:
    return any(version.text.strip() or version.responses for version in answer.versions)


def _is_agreed(answer: ConsentAnswer) -> bool:
    """Whether the last version was decided on with consent, and nothing stands in the way of it."""
    decision = answer.decision
    by_consent = bool(decision and decision.state == "consent")
    return by_consent and is_current(answer) and not open_objections(answer)


def _notes(insight: ConsentInsight) -> tuple[list[str], list[str]]:
    """What stands in the way, and how it stands otherwise."""
    stand = deciding.stand(insight)
    unexplained = "" if insight.over else deciding.unexplained(insight)
    loud = [deciding.outdated(insight), stand if insight.open else "", unexplained]
    return [one for one in loud if one], [stand] if stand and not insight.open else []


def _version(version: proposal.Version, seen: VersionInsight) -> Version:
    return Version(
        number=seen.number,
        id=version.id,
        date=version.date,
        text=version.text,
        method=version.method,
        on_paper=version.on_paper,
        answered=seen.answered,
        reactions=deciding.reactions(seen.counts),
        objections=_all_said(seen.objections, objections=True),
        concerns=_all_said(seen.concerns, objections=False),
        changed=tuple(one for one in seen.changed if one.kind != "same"),
    )


def _all_said(given: Sequence[consent.Said], *, objections: bool) -> tuple[Said, ...]:
    return tuple(
        Said(
            who=one.who,
            perspective=one.perspective,
            reason=one.reason,
            suggestion=one.suggestion,
            ended=deciding.ending(one) if objections else "",
        )
        for one in given
    )


def _decided(decision: proposal.Decision, numbers: dict[str, int]) -> Decided:
    return Decided(
        told=deciding.decided(decision),
        text=decision.text,
        version=numbers.get(decision.version, 0),
        date=decision.date,
        review=decision.review,
    )
