"""A decision by consent on paper: what was proposed, what people said to it, and what was decided."""

import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kompas.session import Session
from kompas.store.sessions import Opened
from kompas.worksheets.document import document
from tests.worksheets.examples import CATALOG, markdown, sheet_of
from tests.worksheets.meetings import DECIDED, VERSIONS, about, spoken, weighing
from tests.worksheets.reading import folded, look, texts
from tests.worksheets.test_blank import sheet, under
from tests.worksheets.test_injection import OURS, in_turn, words

STEP: dict[str, Any] = {"kind": "consent", "question": "Wat doen we?"}
ABOUT = about("Weging")


def shown(answer: Any, **step: Any) -> str:
    """The worksheet of one decision."""
    return sheet_of({**STEP, **step}, answer, ABOUT)


def only(*responses: dict[str, Any], method: str = "typed", **more: Any) -> dict[str, Any]:
    """An answer of one version."""
    version = {"id": "een", "date": "2027-01-14", "method": method, "text": "Wij doen mee."}
    return {"versions": [{**version, "responses": list(responses)}], **more}


def points(answer: dict[str, Any]) -> str:
    """What asks for action."""
    made = shown(answer)
    return made[made.index("## Open punten") :]


def test_the_last_proposal_and_the_decision_come_first() -> None:
    """With the day on which people look again; then what they said."""
    made = shown(DECIDED)
    order = (
        "Wat doen we?",
        "Het voorstel (versie 3)",
        "In juni kijken we terug.",
        "Besloten met consent, op 3 maart 2027. Opnieuw kijken op 15 juni 2027.",
        "De mentor houdt contact.",
        "5 keer geen bezwaar en 1 zorg.",
        "Dit is anders dan in versie 2",
        "Versie 2, van 11 februari 2027",
        "Versie 1, van 14 januari 2027",
        "Eerst het voorstel kleiner maken (besloten op 14 januari 2027).** Dit ging over versie 1.",
    )
    places = [made.index(words) for words in order]
    assert places == sorted(places)


def test_nothing_is_weighed_by_numbers() -> None:
    """No percentages, no bars: one objection is enough."""
    made = shown(DECIDED)
    assert "%" not in made
    assert "![" not in made
    assert "procent" not in made


def test_an_objection_has_its_reason_and_how_it_ended() -> None:
    """And who it was, from which perspective, with what would help."""
    made = shown(DECIDED)
    objection = made[made.index("**Bezwaar van Jongere (Jongerenraad)**") :].split("\n- ")[0]
    assert "Perspectief:* Jongeren" in objection
    assert "Jongeren vroegen hier niet om." in objection
    assert "Wat zou helpen:* Vraag het ons eerst." in objection
    assert "Hoe het afliep:* Opgelost in versie 2." in objection
    assert "Hoe het afliep:* Ingetrokken." in made
    assert "**Mentor (De Brug), onderwijs:** Twee jaar is lang." in made


def test_by_phone_nobody_is_named() -> None:
    """Only a perspective, where that is known."""
    given_ = (
        {"response": "objection", "perspective": "jongeren", "reason": "Te ver weg."},
        {"response": "concern", "reason": "Wie betaalt?"},
    )
    made = shown(
        only(
            *given_,
            method="phone",
        )
    )
    assert "**Bezwaar vanuit jongeren**" in made
    assert "- Wie betaalt?" in made
    assert "gegeven op de telefoon" in made
    assert "Jongere" not in made[made.index("Wat mensen zeiden") :]


def test_what_changed_is_said_in_words() -> None:
    """Lines through letters and bold letters are not seen by everyone."""
    made = shown(DECIDED)
    assert "- *Weg:* ~~Wij betalen twee jaar mee.~~" in made
    assert "- *Nieuw:* **Wij betalen een half jaar mee.**" in made
    assert (
        made.count("Er komt een app.") == 2
    )  # in the first version, and where it went: it did not change before
    page = look(made)
    assert page.tags.count("s") == 2
    again = {"versions": [VERSIONS[0], {**VERSIONS[0], "id": "twee", "responses": []}]}
    assert "De tekst is dezelfde als in versie 1." in shown(again)


def test_an_open_objection_asks_for_action() -> None:
    """So does one without a reason, and who was not heard; with a decision all of that is over."""
    responses = ({"participant": "lot", "response": "objection"}, {"participant": "sam", "response": "none"})
    open_ = points(only(*responses))
    assert "Er staat nog 1 bezwaar open." in open_
    assert "Bij 1 bezwaar staat nog geen reden." in open_
    assert "Nog niet gehoord:" in open_
    assert "Gast" not in open_  # who left is not waited for
    assert "Er zijn geen open punten." in points(DECIDED)
    stopped = {"state": "stopped", "date": "2027-01-14"}
    assert "Er zijn geen open punten." in points(only(*responses, decision=stopped))


def test_when_nothing_stands_in_the_way_people_can_decide() -> None:
    """It says so without a warning."""
    made = shown(only({"participant": "lot", "response": "none"}))
    assert "Jullie kunnen besluiten met consent." in made
    assert "[!WARNING]" not in made


def test_a_decision_about_an_earlier_version_is_told() -> None:
    """A new version is a new question."""
    made = shown({**DECIDED, "decision": {"state": "consent", "date": "2027-02-11", "version": "twee"}})
    assert "Dit ging over versie 2." in made
    assert "> Dit besluit gaat over een eerdere versie." in made
    assert "eerdere versie" in made[made.index("## Open punten") :]


def test_a_proposal_that_nobody_answered() -> None:
    """It is there, and asks to be put to the group; without a text there is nothing."""
    made = shown(only())
    assert "Wij doen mee." in made
    assert "Nog niemand heeft op deze versie gereageerd." in made
    assert "Wat mensen zeiden" not in made
    assert "nog niet ingevuld" in shown({"versions": []})
    assert "nog niet ingevuld" in shown(None)


def test_three_hundred_answers_by_phone() -> None:
    """Every concern is there, in a line each, and a sentence tells how many there were."""
    responses = [{"response": "none"}] * 240 + [
        {"response": "concern", "reason": f"Zorg {n}."} for n in range(60)
    ]
    start = time.perf_counter()
    made = shown(only(*responses, method="phone"))
    assert time.perf_counter() - start < 2
    assert "240 keer geen bezwaar en 60 zorgen." in made
    assert all(f"- Zorg {n}.\n" in made for n in range(60))


def test_on_paper_there_is_room_for_all_of_it() -> None:
    """The proposal, three reactions with what they mean, reasons, a next version, the decision."""
    for made in (sheet("0B"), sheet("0B", Session(id="s", about=ABOUT))):
        part = made[made.index("### Gaan we hier samen voor?") :]
        assert "Begin met wat jullie schreven bij “Onze ambitie”." in part
        for label in ("Ons voorstel", "Ons nieuwe voorstel"):
            assert under(part, label)[0].count("<br>") >= 3
        for label in ("Waarom?", "Wat zou helpen?"):
            assert under(part, label) == ["<br>"] * 3
        assert under(part, "Kruis aan") == ["☐"] * 3
        assert "ook als het niet jouw eerste keuze is" in part
        assert "- [ ] Eerst een korte proef" in part
        assert "20……" in under(part, "Wanneer kijken we opnieuw?")[0]


def test_on_paper_people_can_be_asked_one_by_one() -> None:
    """As long as there are not too many of them; who left is not asked."""
    made = sheet("0B", Session(id="s", about=ABOUT))
    assert "| Noor, Ouder" in made
    assert "| Gast" not in made
    assert "Of kruis voor iedereen apart aan" not in sheet("0B")


@given(typed=st.lists(words, min_size=1, max_size=6))
@settings(max_examples=60)
def test_text_changes_no_heading_or_table(typed: list[str]) -> None:
    """In a proposal, a reason, a suggestion, a decision or a name: it is shown, and is nothing else."""
    page = look(shown(spoken(in_turn(typed))))
    assert [tag for tag in page.tags if tag[0] == "h"] == [
        tag for tag in look(shown(DECIDED)).tags if tag[0] == "h"
    ]
    assert set(page.tags) <= {*OURS, "s", "blockquote"}
    assert not page.links
    assert not page.others


@given(texts)
@settings(max_examples=60)
def test_a_proposal_of_any_shape_is_shown_as_typed(typed: str) -> None:
    """And what went has a line through it, whatever it is: no marks are seen."""
    version = only()["versions"][0]
    versions = [{**version, "text": f"begin {typed} eind"}, {**version, "id": "twee", "text": "Anders."}]
    seen = folded(look(shown({"versions": versions})).text)
    assert folded(f"begin {typed} eind") in seen
    assert "~~" not in seen or "~" in typed


def test_a_template_gets_all_of_it() -> None:
    """As docs/templates.md tells."""
    part = document(Opened(weighing()), CATALOG, CATALOG.blocks["initiatief"])["part"]["decision"]
    consent = part.shown
    assert [one.number for one in (consent.latest, *consent.earlier)] == [3, 2, 1]
    assert consent.decision.review is not None
    assert consent.latest.concerns[0].suggestion == "Regel oppas."


def test_it_stands_in_the_worksheet_of_its_block() -> None:
    """Between the conversations and the support."""
    made = markdown(weighing(), "initiatief")
    assert (
        made.index("### De gesprekken") < made.index("Besloten met consent") < made.index("### Hoe kunnen we")
    )
