"""What a decision by consent comes to, in Dutch sentences: the same on the screen and on the worksheet."""

from collections.abc import Mapping

from kompas.sentences import listed
from kompas.steps.consent import ConsentInsight, Said
from kompas.steps.field import dutch_date
from kompas.steps.proposal import OUTCOMES, Decision, Outcome, Reaction

MEANINGS: dict[Reaction, str] = {
    "none": "Je kunt hiermee verder, ook als het niet jouw eerste keuze is.",
    "concern": "Je ziet een risico. We schrijven het op en kunnen toch verder.",
    "objection": "Je ziet een reden waarom dit zo niet kan. Zeg waarom, en wat zou helpen.",
}
"""What it means to give this reaction."""

HELPS: dict[Outcome, str] = {
    "smaller": "Haal eruit waar het bezwaar over gaat. Vraag het daarna opnieuw.",
    "trial": "Spreek af hoe lang je het probeert, en wanneer je kijkt hoe het ging.",
    "help": "Vraag iemand die meer weet van waar het bezwaar over gaat.",
    "later": "Spreek een dag af waarop je opnieuw kijkt.",
    "stopped": "Dit voorstel gaat niet door. Schrijf op waarom.",
}
"""What people can do when there is no consent."""


def reactions(counts: Mapping[Reaction, int]) -> str:
    """How often each reaction was given; "" when nobody said anything."""
    none, concerns, objections = counts["none"], counts["concern"], counts["objection"]
    parts = [
        f"{none} keer geen bezwaar" if none else "",
        _number(concerns, "zorg", "zorgen") if concerns else "",
        _number(objections, "bezwaar", "bezwaren") if objections else "",
    ]
    told = listed(part for part in parts if part)
    return f"{told}." if told else ""


def stand(insight: ConsentInsight) -> str:
    """What stands in the way of a decision by consent, or that nothing does; "" when it is over."""
    if not insight.versions:
        return "Er is nog geen voorstel."
    if insight.over:
        return ""
    if insight.open:
        open_ = len(insight.open)
        are = "staat nog 1 bezwaar" if open_ == 1 else f"staan nog {open_} bezwaren"
        return f"Er {are} open. Zo lang is er geen besluit met consent."
    if not insight.versions[-1].answered:
        return "Nog niemand heeft op deze versie gereageerd."
    return "Er staat geen bezwaar open. Jullie kunnen besluiten met consent."


def unexplained(insight: ConsentInsight) -> str:
    """That objections have no reason; "" when all have one."""
    if not insight.unexplained:
        return ""
    what = "Bij 1 bezwaar" if insight.unexplained == 1 else f"Bij {insight.unexplained} bezwaren"
    return f"{what} staat nog geen reden. Vraag ernaar: zonder reden kun je er niets mee."


def waiting(insight: ConsentInsight) -> str:
    """Who has not been heard about the last version; "" when everyone has."""
    names = [person.label for person in insight.not_heard]
    if not names:
        return ""
    return f"Nog niet gehoord: {listed(names) if len(names) <= 6 else f'{len(names)} deelnemers'}."


def ending(said: Said) -> str:
    """How an objection ended."""
    if said.withdrawn:
        return "Ingetrokken."
    return f"Opgelost in versie {said.settled_in}." if said.settled_in else "Nog open."


def decided(decision: Decision) -> str:
    """What was decided, when, and when it is looked at again."""
    day = dutch_date(decision.date)
    over = decision.state in ("consent", "stopped")  # of what is still to be done, this is not the day
    told = (
        f"{OUTCOMES[decision.state]}, op {day}."
        if over
        else f"{OUTCOMES[decision.state]} (besloten op {day})."
    )
    again = f" Opnieuw kijken op {dutch_date(decision.review)}." if decision.review else ""
    return told + again


def outdated(insight: ConsentInsight) -> str:
    """That there is a version after the one that was decided on; "" when there is none."""
    if not insight.decision or insight.current:
        return ""
    return "Dit besluit gaat over een eerdere versie. Over de nieuwe versie is nog niet besloten."


def _number(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
