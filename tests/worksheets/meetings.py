"""A network meeting and the weighing of an initiative, for the worksheets; none of it ever happened."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kompas.session import About, Session
from kompas.steps.step import Participant
from tests.worksheets.examples import session

PEOPLE = (
    Participant(id="lot", role="Jongere", organisation="Jongerenraad", perspective="jongeren"),
    Participant(id="sam", role="Jongere", organisation="De Brug", perspective="jongeren"),
    Participant(id="ouder", role="Ouder", name="Noor", perspective="ouders"),
    Participant(id="mentor", role="Mentor", organisation="De Brug", perspective="onderwijs"),
    Participant(id="agent", role="Wijkagent", organisation="Politie", perspective="veiligheid"),
    Participant(id="leider", role="Gespreksleider", organisation="Netwerk"),
    Participant(id="gast", role="Gast", left=date(2027, 3, 2)),
)


def about(title: str, word: Callable[[str], str] = str) -> About:
    """A session of the network."""
    people = tuple(
        Participant(
            id=one.id,
            role=word(one.role),
            organisation=word(one.organisation) if one.organisation else "",
            perspective=one.perspective,
            name=word(one.name) if one.name else "",
            left=one.left,
        )
        for one in PEOPLE
    )
    return About(
        title=word(title), organisation=word("Netwerk Samen"), created=date(2027, 3, 1), participants=people
    )


def meeting(word: Callable[[str], str] = str) -> Session:
    """A meeting that is over, with everything filled in; every text that people typed went through `word`."""
    answers: dict[str, Any] = {
        "programme": [
            {"id": "a", "part": word("Welkom"), "start": "14:00", "minutes": "15", "took": "25"},
            {"id": "b", "part": word("In groepen"), "minutes": "45", "took": "45", "form": "groepen"},
            {"id": "c", "part": word("Pauze"), "minutes": "15", "took": "0"},
        ],
        "themes": [
            {"id": "leren", "theme": word("Leren op het werk"), "question": word("Wat helpt jou?")},
            {"id": "kaders", "theme": word("Samen afspraken maken")},
        ],
        "groups": [
            {"id": "een", "theme": "leren", "leader": "leider", "members": ["mentor", "lot"]},
            {"id": "twee", "theme": "kaders", "members": ["sam", "ouder", "agent"]},
        ],
        "harvest": [
            {
                "id": "een",
                "theme": "leren",
                "now": word("Er is te weinig tijd."),
                "ideas": word("Klein beginnen."),
            },
            {"id": "twee", "theme": "kaders", "taken_up": word("Een lijst van één bladzijde.")},
        ],
        "follow_up": [{"id": "a", "what": word("Stuur het verslag"), "who": "leider", "date": "2027-03-20"}],
        "absent": [{"id": "a", "who": word("Huisartsen"), "how": word("Koffiedrinken"), "by_whom": "mentor"}],
    }
    given = [
        {"participant": "lot", "words": {"emphasis": word("Luister echt."), "wish": word("Dat het blijft.")}},
        {"participant": "ouder", "words": {"advice": word("Kijk naar gewone dagen.")}},
    ]
    voices = [{"id": "een", "date": "2027-03-01", "method": "typed", "contributions": given}]
    filled = {id: {"records": records} for id, records in answers.items()}
    return session({"bijeenkomst": {**filled, "voices": {"rounds": voices}}}, about("De start", word))


VERSIONS: list[dict[str, Any]] = [
    {
        "id": "een",
        "date": "2027-01-14",
        "method": "typed",
        "text": "Wij betalen twee jaar mee. Er komt een app.",
        "responses": [
            {
                "participant": "lot",
                "response": "objection",
                "reason": "Jongeren vroegen hier niet om.",
                "suggestion": "Vraag het ons eerst.",
                "settled": "twee",
            },
            {"participant": "agent", "response": "objection", "reason": "Te duur.", "settled": "withdrawn"},
            {"participant": "mentor", "response": "concern", "reason": "Twee jaar is lang."},
            {"participant": "sam", "response": "none"},
        ],
    },
    {
        "id": "twee",
        "date": "2027-02-11",
        "method": "typed",
        "text": "Wij betalen een half jaar mee. Er komt een app.",
        "responses": [
            {"participant": "ouder", "response": "objection", "reason": "Wie wil die app?", "settled": "drie"}
        ],
    },
    {
        "id": "drie",
        "date": "2027-03-03",
        "method": "typed",
        "text": "Wij betalen een half jaar mee. In juni kijken we terug.",
        "responses": [
            *(
                {"participant": one, "response": "none"}
                for one in ("lot", "sam", "agent", "leider", "mentor")
            ),
            {
                "participant": "ouder",
                "response": "concern",
                "reason": "Wie past er op?",
                "suggestion": "Regel oppas.",
            },
        ],
    },
]
DECIDED: dict[str, Any] = {
    "versions": VERSIONS,
    "decision": {
        "state": "consent",
        "date": "2027-03-03",
        "version": "drie",
        "review": "2027-06-15",
        "text": "De mentor houdt contact.",
    },
    "earlier": [{"state": "smaller", "date": "2027-01-14", "version": "een"}],
}


def weighing(word: Callable[[str], str] = str) -> Session:
    """An initiative that was weighed through three versions, and the letter to it."""
    answers: dict[str, Any] = {
        "initiative": {"records": [{"id": "a", "name": word("Leeravonden"), "idea": word("Samen leren.")}]},
        "boundaries": {"chosen": ["product"], "reason": word("Ze zoeken vooral contact.")},
        "conversations": {"records": [{"id": "a", "stage": "gesprek", "outcome": word("Nog te breed.")}]},
        "decision": spoken(word),
        "support": {"chosen": ["geld"], "reason": word("Een zaal kost geld.")},
        "answer_together": {"text": word("Wij betalen de zaal.") + "\n\n" + word("Jullie nodigen uit.")},
        "answer_fit": {"text": word("Vraag er een ouder bij.")},
        "answer_next": {"text": word("In juni bellen we.")},
    }
    return session({"initiatief": answers}, about("Weging", word))


def spoken(word: Callable[[str], str]) -> dict[str, Any]:
    """The decision, in which every text went through `word`."""

    def changed(part: dict[str, Any], *names: str) -> dict[str, Any]:
        return part | {name: word(part[name]) for name in names if name in part}

    versions = [
        changed(one, "text")
        | {"responses": [changed(said, "reason", "suggestion") for said in one["responses"]]}
        for one in VERSIONS
    ]
    return {**DECIDED, "versions": versions, "decision": changed(DECIDED["decision"], "text")}
