"""Sessions with something of everything, for the worksheets."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kompas import steps
from kompas.block import Block, Catalog
from kompas.definition import block_from
from kompas.errors import Problem
from kompas.session import About, Session
from kompas.steps.step import Participant
from kompas.store import catalog as blocks
from kompas.store.sessions import Opened
from kompas.worksheets.export import worksheet
from kompas.worksheets.templates import environment

CATALOG, _ = blocks.load(None)
_TEMPLATES = environment()

PEOPLE = (
    *(
        Participant(id=f"leerling-{n}", role=f"Leerling {n}", organisation="De Brug", perspective="jongeren")
        for n in range(1, 6)
    ),
    *(
        Participant(id=f"docent-{n}", role=f"Docent {n}", organisation="De Brug", perspective="onderwijs")
        for n in range(1, 6)
    ),
    Participant(id="agent", role="Wijkagent", organisation="Politie", perspective="veiligheid"),
    Participant(id="noor", role="Ouder", name="Noor", perspective="ouders", left=date(2027, 2, 1)),
    Participant(id="gast", role="Gast"),
)
ABOUT = About(
    title="Samen tegen schooluitval",
    issue="Jongeren stoppen met school",
    organisation="Gemeente Waterveen",
    created=date(2026, 11, 21),
    participants=PEOPLE,
)


def understood(block: Block, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as a file gives them, made into answers as the core knows them."""
    found = {}
    for id, data in answers.items():
        step = block.step(id)
        assert step is not None, id
        found[id], problems = steps.understand(step, data)
        assert not problems, problems
    return found


def session(answers: Mapping[str, Mapping[str, Any]], about: About = ABOUT) -> Session:
    """A session with these answers, by block and step."""
    made = {id: understood(CATALOG.blocks[id], data) for id, data in answers.items()}
    return Session(id="2026-11-21-schooluitval", about=about, answers=made)


def markdown(
    session: Session, block: str | Block, problems: tuple[Problem, ...] = (), catalog: Catalog = CATALOG
) -> str:
    """The worksheet of one block of a session."""
    block = catalog.blocks[block] if isinstance(block, str) else block
    return worksheet(_TEMPLATES, catalog, block, Opened(session, {}, problems)).markdown


def sheet_of(step: dict[str, Any], answer: Any, about: About = ABOUT) -> str:
    """The worksheet of a block of one step, with its answer (None for none)."""
    usual = {"id": "stap", "title": "De stap", "why": "", "how": "", "tips": [], "minutes": 5}
    data = {"format": 1, "id": "proef", "title": "Proef", "purpose": "", "steps": [{**usual, **step}]}
    block, problems = block_from(data, {})
    assert block, problems
    answers = understood(block, {"stap": answer}) if answer is not None else {}
    made = Session(id="2026-11-21-proef", about=about, answers={"proef": answers})
    catalog = Catalog(blocks={"proef": block}, lists=CATALOG.lists)
    return markdown(made, block, catalog=catalog)


def votes(scores: Mapping[str, int | None], statement: str = "v") -> list[dict[str, Any]]:
    """Ballots of these participants for one statement."""
    return [
        {"participant": id, "scores": {statement: None if score is None else str(score)}}
        for id, score in scores.items()
    ]


LEARNERS = {f"leerling-{n}": score for n, score in enumerate((9, 9, 8, 10, 9), 1)}
TEACHERS = {f"docent-{n}": score for n, score in enumerate((4, 5, 5, 6, 4), 1)}


def schooluitval(word: Callable[[str], str] = str) -> Session:
    """A session with the three blocks; every text that people typed went through `word`."""
    about = About(
        title=word("Samen tegen schooluitval"),
        issue=word("Jongeren stoppen met school"),
        organisation=word("Gemeente Waterveen"),
        created=date(2026, 11, 21),
        participants=tuple(
            Participant(
                id=one.id,
                role=word(one.role),
                organisation=word(one.organisation) if one.organisation else "",
                perspective=one.perspective,
                name=word(one.name) if one.name else "",
                left=one.left,
            )
            for one in PEOPLE
        ),
    )
    return session({"vooraf": _vooraf(word), "0A": _0a(word), "0B": _0b(word)}, about)


def _vooraf(word: Callable[[str], str]) -> dict[str, Any]:
    give = ("change_together", "change_ourselves", "learn_together")
    ballots: list[dict[str, Any]] = [
        {"scores": dict(zip(give, scores, strict=True))}
        for scores in (("ja", "nog-niet", "ja"), ("nog-niet", "deels", "ja"), ("deels", None, "deels"))
    ]
    ballots[1]["reason"] = word("De teams weten van niets.")
    return {
        "ambition": {"text": word("Elk kind kent iemand.")},
        "readiness": {
            "rounds": [{"id": "een", "date": "2026-11-02", "method": "counted", "ballots": ballots}]
        },
        "conversations": {
            "records": [
                {
                    "id": "eigen",
                    "topic": "change_ourselves",
                    "priority": "eerst",
                    "with_whom": word("De teams"),
                }
            ]
        },
    }


def _0a(word: Callable[[str], str]) -> dict[str, Any]:
    first = votes({**LEARNERS, **TEACHERS, "agent": None}, "urgency")
    second = votes({**LEARNERS, **dict.fromkeys(TEACHERS, 7)}, "urgency")
    second[0]["reason"] = word("Elke maand telt.")
    return {
        "issue": {"text": word("Veertig leerlingen stoppen.") + "\n\n" + word("Het begint in klas 2.")},
        "joint_issue": {"text": word("We zien het te laat.")},
        "others_needed": {"chosen": ["allebei"], "reason": word("School kan het niet alleen.")},
        "internal_team": {"records": [{"id": "team", "role": word("Leerplicht"), "domain": "gemeente"}]},
        "stakeholders": {
            "records": [
                {
                    "id": "de-brug",
                    "name": word("Vmbo De Brug"),
                    "domain": "onderwijs",
                    "level": "tactisch",
                    "role": word("Mentoren zien hen elke dag."),
                    "influence": "5",
                    "ring_now": "meedenken",
                    "ring_wished": "meewerken",
                    "next_step": word("Bellen"),
                },
                {
                    "id": "raad",
                    "name": word("Jongerenraad"),
                    "domain": "jongeren",
                    "ring_now": "meeweten",
                    "ring_wished": "meeweten",
                },
            ]
        },
        "urgency": {
            "rounds": [
                {"id": "een", "date": "2026-11-21", "method": "typed", "ballots": first},
                {"id": "twee", "date": "2027-03-03", "method": "phone", "ballots": second},
            ]
        },
        "signals": {
            "rounds": [
                {
                    "id": "een",
                    "date": "2026-11-21",
                    "method": "typed",
                    "contributions": [
                        {
                            "participant": "leerling-1",
                            "words": {"noticed": word("Niemand belt."), "stuck": word("Alles inhalen.")},
                        },
                        {"perspective": "ouders", "words": {"stuck": word("Ik hoorde het te laat.")}},
                    ],
                }
            ]
        },
        "activities": {
            "records": [
                {"id": "club", "activity": word("Huiswerkclub"), "party": "de-brug", "contribution": "veel"}
            ]
        },
        "actions": {
            "records": [
                {
                    "id": "bel",
                    "what": word("Bel de raad"),
                    "who": "agent",
                    "date": "2026-12-01",
                    "done": "true",
                }
            ]
        },
    }


def _0b(word: Callable[[str], str]) -> dict[str, Any]:
    trust = [{"scores": {"agreements_kept": str(score)}} for score in (1, 2, 4, 4, 5)]
    return {
        "ambition": {"text": word("Iedereen een diploma.")},
        "results": {
            "records": [{"id": "gemist", "result": word("Een kind wordt gemist"), "date": "2028-09-01"}]
        },
        "interests": {
            "records": [
                {
                    "id": "brug",
                    "party": "de-brug",
                    "matters": word("Rust in de klas."),
                    "task": word("Lesgeven"),
                    "brings": word("Mentoren"),
                    "needs": word("Een vast nummer"),
                    "tell": word("We zijn met weinig."),
                }
            ]
        },
        "vision": {
            "rounds": [
                {
                    "id": number,
                    "date": day,
                    "method": "phone",
                    "contributions": [{"perspective": "jongeren", "words": {"horizon": word(said)}}],
                }
                for number, day, said in (
                    ("een", "2026-12-01", "School is leuk."),
                    ("twee", "2027-06-01", "Niemand valt uit."),
                )
            ]
        },
        "trust": {
            "rounds": [
                {"id": "een", "date": "2027-06-01", "method": "phone", "anonymous": True, "ballots": trust}
            ]
        },
    }
