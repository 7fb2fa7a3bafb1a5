"""What stands in a worksheet: everything that was answered, in an order for its reader, and what is open."""

import re
from itertools import pairwise
from typing import Any

import msgspec

from kompas.errors import Problem
from kompas.session import Session
from tests.worksheets.examples import (
    ABOUT,
    CATALOG,
    LEARNERS,
    TEACHERS,
    markdown,
    schooluitval,
    session,
    sheet_of,
    votes,
)
from tests.worksheets.reading import look
from tests.worksheets.test_goldens import OPTIONS, POLL, REGISTER, ROUND


def headings(made: str) -> list[tuple[int, str]]:
    """Level and text of every heading."""
    return [(len(marks), text) for marks, text in re.findall(r"^(#+) (.*)$", made, re.MULTILINE)]


def test_headings_are_in_order() -> None:
    """One h1, and no level is skipped on the way down."""
    for block in CATALOG.blocks:
        levels = [level for level, _ in headings(markdown(schooluitval(), block))]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_step_of_a_block_is_there_once() -> None:
    """In the worksheets of their own too, so that none of our blocks loses a step.

    A report has headings of its own: there a step without an answer is named at the end.
    """
    for block in CATALOG.blocks.values():
        made = markdown(schooluitval(), block)
        found = [text for _, text in headings(made)]
        for step in block.steps:
            if block.id in ("initiatief", "bijeenkomst"):
                assert step.title in made
                continue
            expected = 0 if step.id == "internal_team" and block.id != "0A" else 1
            assert found.count(step.title) == expected, step.title


def test_steps_that_no_section_names_are_there_too() -> None:
    """A team that adds a step to its 0A needs no new worksheet."""
    block = CATALOG.blocks["0A"]
    extra = msgspec.structs.replace(block.steps[0], id="eigen", title="Onze eigen stap")
    made = markdown(schooluitval(), msgspec.structs.replace(block, steps=(*block.steps, extra)))
    assert made.index("## Verder") < made.index("### Onze eigen stap") < made.index("## Open punten")


def test_0a_opens_with_the_issue_in_our_words() -> None:
    """Then who is at the table, and only then what the room said."""
    found = [text for level, text in headings(markdown(schooluitval(), "0A")) if level in (2, 3)]
    assert found[:2] == ["Waar het om gaat", "Ons vraagstuk in onze woorden"]
    assert found.index("Wie horen er aan tafel?") < found.index("Hoe dringend is dit?")
    assert found.index("Wie doet wat?") < found.index("Open punten")


def test_0b_opens_with_ambition_and_results() -> None:
    """They are the course of every later meeting."""
    found = [text for level, text in headings(markdown(schooluitval(), "0B")) if level == 3]
    assert found[:2] == ["Onze ambitie", "Wat merken kinderen ervan?"]


def test_vooraf_names_what_to_talk_about() -> None:
    """Where some say yes and others not yet, before any count; there is no score of all together."""
    made = markdown(schooluitval(), "vooraf")
    talk = made[made.index("## Waarover we moeten praten") : made.index("### Zijn we er klaar voor?")]
    assert talk.index("anders gaan werken. (1 keer “ja”, 1 keer “nog niet”)") < talk.index(
        "Niemand zegt “ja”"
    )
    assert "totaal" not in made.lower()


def test_answers_off_the_chosen_way_are_kept_in_an_appendix() -> None:
    """What was filled in before the choice changed is not lost."""
    made = markdown(schooluitval(), "0A")
    assert made.index("## Ook ingevuld") < made.index("### Welke collega's heb je nodig?")
    assert "Leerplicht" in made[made.index("## Ook ingevuld") :]


def test_an_unreadable_answer_says_so() -> None:
    """With the line in the file, and among the open points; the others are not touched."""
    made = Session(id="x", about=ABOUT, answers={"0A": {}}, unreadable=frozenset({("0A", "issue")}))
    path: tuple[str | int, ...] = ("answers", "issue", "text")
    wrong = Problem("Hier hoort tekst.", "Zet er tekst neer.", path, "/ergens/0A.yaml", 12, 5)
    text = markdown(made, "0A", (wrong,))
    issue = text[text.index("### Het vraagstuk") : text.index("## Met wie we dit doen")]
    assert "kon kompas niet lezen" in issue
    assert "Regel 12: Hier hoort tekst. Zet er tekst neer." in issue
    assert "/ergens" not in text
    assert "kon kompas niet lezen" in text[text.index("## Open punten") :]


def test_an_answer_to_a_step_that_is_gone_is_mentioned() -> None:
    """It is still in the file; the worksheet says that it is not here."""
    wrong = Problem("De stap “oud” ken ik niet.", "", ("answers", "oud"), "/ergens/0A.yaml", 3, 1)
    text = markdown(schooluitval(), "0A", (wrong,))
    assert "De stap “oud” ken ik niet." in text[text.index("## Ook ingevuld") :]


def test_what_does_not_fit_is_an_open_point() -> None:
    """An answer with a choice that does not exist is shown as it is, and points to check."""
    made = session({"0A": {"others_needed": {"chosen": ["misschien"]}}})
    text = markdown(made, "0A")
    assert "**misschien**" in text
    assert "kompas check" in text[text.index("## Open punten") :]


def test_open_points_name_what_asks_for_action() -> None:
    """Who is missing, who sits in another ring, what has not been filled in."""
    made = markdown(schooluitval(), "0A")
    points = made[made.index("## Open punten") : made.index("## Ook ingevuld")]
    assert "ouders" in points
    assert "Vmbo De Brug" in points
    assert "“Hoe gaat het met kinderen?”" in points
    assert "“Hoe dringend is dit?”" not in points


def test_nothing_open() -> None:
    """Says so in one line."""
    made = sheet_of({"kind": "text", "question": "Wat?"}, {"text": "Dit."})
    assert "Er zijn geen open punten." in made


def _poll(*rounds: dict[str, Any], **more: Any) -> str:
    return sheet_of({**POLL, **more}, {"rounds": list(rounds)})


def _round(day: str, ballots: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"id": day, "date": day, "method": "typed", "ballots": ballots, **more}


def test_a_poll_shows_the_last_round_first_beside_those_before() -> None:
    """With the counts of each, and what changed."""
    made = _poll(
        _round("2026-11-21", votes(TEACHERS)),
        _round("2026-12-21", votes(dict.fromkeys(TEACHERS, 5))),
        _round("2027-03-03", votes(dict.fromkeys(TEACHERS, 7))),
    )
    assert made.index("Ronde van 3 maart 2027") < made.index("Ronde van 21 december 2026")
    assert made.index("Ronde van 21 december 2026") < made.index("Ronde van 21 november 2026")
    header, row = (re.split(r" *\| *", line) for line in made.split("\n") if re.match(r"\| (Antw|4)", line))
    assert header[1:5] == ["Antwoord", "Aantal", "Op 21 december 2026", "Op 21 november 2026"]
    assert row[1:5] == ["4", "0", "0", "2"]
    assert made.startswith("# Proef")
    assert "**Stand van** 3 maart 2027" in made


def test_a_perspective_is_shown_only_when_the_group_is_large_enough() -> None:
    """Of five people one can not see who said what; of one, one can."""
    made = _poll(_round("2026-11-21", votes({**LEARNERS, **TEACHERS, "agent": 1})))
    table = made[made.index("| Perspectief") : made.index("## Open punten")]
    assert "Jongeren" in table
    assert "Onderwijs" in table
    assert "Veiligheid" not in table


def test_an_anonymous_round_tells_nothing_of_who() -> None:
    """Not by name, not by who is missing, not by the order of the reasons or the score beside them."""
    ballots: list[dict[str, Any]] = [
        {"scores": {"v": "9"}, "reason": "Zeker."},
        {"scores": {"v": "2"}, "reason": "Ach, nee."},
        {"scores": {"v": "5"}},
    ]
    made = _poll(_round("2026-11-21", ballots, anonymous=True), anonymous=True)
    body = made[made.index("## De stap") :]
    assert "zonder naam" in body
    assert "- Ach, nee.\n- Zeker.\n" in body
    assert "Nog niet gehoord" not in body
    assert not any(person.role in body for person in ABOUT.participants)


def test_a_phone_round_tells_how_many_were_on_paper() -> None:
    """Only when there were any."""
    ballots = [{"scores": {"v": "7"}}] * 4
    phones = _round("2026-11-21", ballots, method="phone", anonymous=True)
    assert "4 antwoorden, gegeven op de telefoon." in _poll(phones)
    some = _poll({**phones, "on_paper": 3})
    assert "4 antwoorden, gegeven op de telefoon, waarvan 3 op papier of hardop." in some


def test_two_anonymous_answers_are_not_shown() -> None:
    """Each of the two would know what the other gave."""
    ballots: list[dict[str, Any]] = [{"scores": {"v": "9"}, "reason": "Zeker."}, {"scores": {"v": "2"}}]
    made = _poll(_round("2026-11-21", ballots, anonymous=True), anonymous=True)
    assert "te weinig antwoorden" in made
    assert "Zeker." not in made
    assert "█" not in made


def test_a_reason_stands_beside_its_score() -> None:
    """Where the answers have names, and there is one question; the names themselves are not shown."""
    ballots = votes({"agent": 9, "gast": 2})
    ballots[0]["reason"] = "Elke dag telt."
    made = _poll(_round("2026-11-21", ballots))
    assert "- **9:** Elke dag telt." in made
    assert "Wijkagent" not in made[made.index("## De stap") : made.index("## Open punten")]


def test_scores_that_do_not_exist_are_counted_as_such() -> None:
    """They are in the file, so the worksheet does not keep silent about them."""
    made = _poll(_round("2026-11-21", votes({"agent": 11, "gast": 2})))
    assert "bestaat niet: 1 keer" in made


def test_named_options_are_shown_in_their_words() -> None:
    """From low to high, as the block has them, with “weet ik niet” last."""
    ballots = [{"scores": {"a": "ja", "b": None}}]
    made = sheet_of(OPTIONS, {"rounds": [_round("2026-11-21", ballots)]})
    assert re.search(r"\| Uitspraak +\| Nee +\| +Ja +\| +Weet ik niet +\|", made)


def test_a_round_of_talk_names_who_was_not_heard() -> None:
    """People, and perspectives of which nobody spoke."""
    said = [{"participant": id, "words": {"a": "Ja"}} for id in (*LEARNERS, *TEACHERS, "noor")]
    rounds = [{"id": "een", "date": "2026-11-21", "method": "typed", "contributions": said}]
    made = sheet_of(ROUND, {"rounds": rounds})
    assert "Wijkagent (Politie)" in made[made.index("## De stap") :]
    assert "veiligheid" in made[made.index("## De stap") :]


def test_a_long_text_goes_to_the_list() -> None:
    """A table with a page of text in a cell can not be read."""
    long = "Een lange zin die maar doorgaat. " * 10
    made = sheet_of(REGISTER, {"records": [{"id": "a", "what": "Bel", "who": "agent", "note": long}]})
    (header,) = (line for line in made.split("\n") if line.startswith("| Wat"))
    assert "Toelichting" not in header
    assert f"  - *Toelichting:* {long.strip()}\n" in made


def test_a_register_without_a_table_is_a_list() -> None:
    """When the name is all that would be left in the table, or is itself a whole text."""
    step = {**REGISTER, "fields": REGISTER["fields"][:1] + REGISTER["fields"][4:5]}
    long = "Een lange zin die maar doorgaat. " * 10
    made = sheet_of(step, {"records": [{"id": "a", "what": "Bel", "note": long}]})
    assert "table" not in look(made).tags
    assert "- **Bel**\n  - *Toelichting:*" in made
    made = sheet_of(step, {"records": [{"id": "a", "what": long, "note": "Kort"}]})
    assert f"- **a**\n  - *Wat:* {long.strip()}\n  - *Toelichting:* Kort\n" in made
