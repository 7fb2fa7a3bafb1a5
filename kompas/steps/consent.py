"""Deciding by consent: a proposal, what everyone says to it, and what was decided.

A version of the proposal stands until nobody has an objection that is still open. The tool counts and shows;
people decide.
"""

from datetime import date
from typing import Any, ClassVar

from kompas.errors import Problem
from kompas.shapes import nearest, shape, unknown
from kompas.steps.changes import Change, changes
from kompas.steps.proposal import (
    REACTIONS,
    WITHDRAWN,
    ConsentAnswer,
    Decision,
    Reaction,
    Response,
    Version,
    is_current,
    is_over,
)
from kompas.steps.step import Answer, Participant, State, Step, Surroundings, duplicates
from kompas.steps.talk import not_heard, occasion_problems, perspective_of


class ConsentStep(Step, frozen=True, kw_only=True, tag="consent"):
    """`question` is what the proposal answers; `start` is a text step whose text it begins with.

    `perspectives` tells whether phones ask for it; one that fewer than `minimum_group` people gave by
    phone is not kept.
    """

    phones_answer: ClassVar[bool] = True

    question: str
    start: str = ""
    perspectives: bool = True
    minimum_group: int = 5


class Said(Answer, frozen=True, kw_only=True):
    """A concern or an objection: who (if that is known), from which perspective, and why.

    `version` and `place` tell where it stands; `settled_in` is the number of a later version.
    """

    version: int
    place: int
    who: str
    perspective: str
    reason: str
    suggestion: str
    withdrawn: bool = False
    settled_in: int = 0

    @property
    def is_open(self) -> bool:
        return not (self.withdrawn or self.settled_in)


class VersionInsight(Answer, frozen=True, kw_only=True):
    """One version: its number from 1, how often each reaction was given, and what people said.

    `counts` has every reaction, also those that nobody gave. `changed` is empty for the first version.
    """

    number: int
    id: str
    date: date
    text: str
    answered: int
    on_paper: int
    counts: dict[Reaction, int]
    perspectives: tuple[str, ...]
    concerns: tuple[Said, ...]
    objections: tuple[Said, ...]
    changed: tuple[Change, ...]


class ConsentInsight(Answer, frozen=True, kw_only=True):
    """All versions, the objections that are still open, and who has not been heard about the last version.

    `unexplained` counts the open objections without a reason. `current` tells whether the decision is
    about the last version, `over` whether nothing has to be asked any more.
    """

    versions: tuple[VersionInsight, ...]
    open: tuple[Said, ...]
    unexplained: int
    not_heard: tuple[Participant, ...]
    decision: Decision | None
    current: bool
    over: bool

    @property
    def can_be_consent(self) -> bool:
        """Whether nothing stands in the way of a decision by consent; people still decide."""
        return bool(self.versions and self.versions[-1].answered and not self.open)


def understand(step: ConsentStep, data: Any) -> tuple[ConsentAnswer | None, list[Problem]]:
    """Each version has its own id."""
    answer, found = shape(data, ConsentAnswer)
    found += duplicates([one.id for one in answer.versions], "versions", "Versie") if answer else []
    return (None if found else answer), found


def problems(step: ConsentStep, answer: ConsentAnswer, around: Surroundings) -> list[Problem]:
    """What is wrong with who spoke, with how an objection ended, and with the decision."""
    found = occasion_problems(answer.versions, "responses", around, within="versions")
    known = [one.id for one in answer.versions]
    for place, version in enumerate(answer.versions):
        later = known[place + 1 :]
        if version.id == WITHDRAWN:
            what = f"Een versie kan niet “{WITHDRAWN}” heten."
            hint = "Bij een bezwaar betekent dat: ingetrokken. Kies een ander id."
            found.append(Problem(what, hint, ("versions", place, "id")))
        for spot, response in enumerate(version.responses):
            path = ("versions", place, "responses", spot)
            found += [
                Problem(one.what, one.hint, (*path, *one.path))
                for one in _response_problems(version, response, known, later)
            ]
    return [*found, *_decision_problems(answer)]


def state(step: ConsentStep, answer: ConsentAnswer, around: Surroundings) -> State:
    """Done when people decided, with consent or to stop, about the last version."""
    if not any(version.text.strip() for version in answer.versions):
        return State.OPEN
    return State.DONE if is_over(answer) else State.PARTLY


def waits_for(version: Version, around: Surroundings) -> list[Participant]:
    """Who has still to answer in a round that goes past everyone by name; who left is not waited for."""
    if version.method != "typed":
        return []
    return [person for person in not_heard(version, around) if person.left is None]


def insight(step: ConsentStep, answer: ConsentAnswer, around: Surroundings) -> ConsentInsight:
    numbers = {version.id: number for number, version in enumerate(answer.versions, 1)}
    versions = tuple(
        _version(version, numbers, around, answer.versions[place - 1].text if place else "")
        for place, version in enumerate(answer.versions)
    )
    open_ = tuple(one for version in versions for one in version.objections if one.is_open)
    last = answer.versions[-1] if answer.versions else None
    return ConsentInsight(
        versions=versions,
        open=open_,
        unexplained=sum(not one.reason.strip() for one in open_),
        not_heard=tuple(waits_for(last, around)) if last and last.responses else (),
        decision=answer.decision,
        current=is_current(answer),
        over=is_over(answer),
    )


def _version(version: Version, numbers: dict[str, int], around: Surroundings, before: str) -> VersionInsight:
    given = version.responses
    known = {perspective_of(one, around) for one in given}
    said = [
        (one.response, _said(one, numbers[version.id], place, numbers, around))
        for place, one in enumerate(given)
    ]
    return VersionInsight(
        number=numbers[version.id],
        id=version.id,
        date=version.date,
        text=version.text,
        answered=len(given),
        on_paper=version.on_paper,
        counts={reaction: sum(one.response == reaction for one in given) for reaction in REACTIONS},
        perspectives=tuple(label for id, label in around.perspectives.items() if id in known),
        concerns=tuple(one for reaction, one in said if reaction == "concern"),
        objections=tuple(one for reaction, one in said if reaction == "objection"),
        changed=changes(before, version.text) if numbers[version.id] > 1 else (),
    )


def _said(
    response: Response, version: int, place: int, numbers: dict[str, int], around: Surroundings
) -> Said:
    person = around.participants.get(response.participant)
    perspective = perspective_of(response, around)
    return Said(
        version=version,
        place=place,
        who=person.label if person else response.participant,
        perspective=around.perspectives.get(perspective, perspective),
        reason=response.reason,
        suggestion=response.suggestion,
        withdrawn=response.settled == WITHDRAWN,
        settled_in=numbers.get(response.settled, 0),
    )


def _response_problems(
    version: Version, response: Response, known: list[str], later: list[str]
) -> list[Problem]:
    found = []
    if response.settled and response.response != "objection":
        what = "Alleen een bezwaar kan opgelost worden."
        found.append(Problem(what, "Haal de regel met settled weg.", ("settled",)))
    elif response.settled in known and response.settled not in later:
        what = f"“{response.settled}” is geen latere versie."
        hint = f"Een bezwaar is pas opgelost in een versie die erna komt. {nearest('', [WITHDRAWN, *later])}"
        found.append(Problem(what, hint, ("settled",)))
    elif response.settled and response.settled not in (WITHDRAWN, *later):
        found.append(unknown("De latere versie", response.settled, [WITHDRAWN, *later], ("settled",)))
    if version.method == "phone" and response.participant:
        what = "In een ronde met telefoons staat wie dit gaf."
        found.append(Problem(what, "Haal de regel met participant weg.", ("participant",)))
    return found


def _decision_problems(answer: ConsentAnswer) -> list[Problem]:
    """Versions that do not exist, and consent while an objection to what was decided is open."""
    known = [version.id for version in answer.versions]
    found = [
        unknown("De versie", one.version, known, ("earlier", place, "version"))
        for place, one in enumerate(answer.earlier)
        if one.version and one.version not in known
    ]
    decision = answer.decision
    if decision and decision.version and decision.version not in known:
        return [*found, unknown("De versie", decision.version, known, ("decision", "version"))]
    return [*found, *(_consent_problems(answer, decision) if decision else ())]


def _consent_problems(answer: ConsentAnswer, decision: Decision) -> list[Problem]:
    """What stands in the way of consent in the version that was decided on, and those before it."""
    last = next((place for place, one in enumerate(answer.versions, 1) if one.id == decision.version), None)
    about, path = answer.versions[:last], ("decision", "state")
    if decision.state != "consent":
        return []
    if any(response.is_open for version in about for response in version.responses):
        what = "Er staat nog een bezwaar open. Dan is er geen besluit met consent."
        return [Problem(what, "Zet bij elk bezwaar achter settled hoe het is afgelopen.", path)]
    if not about or not about[-1].responses:
        what = "Er is een besluit met consent, maar niemand is gehoord."
        return [Problem(what, "Vul responses aan.", path)]
    return []
