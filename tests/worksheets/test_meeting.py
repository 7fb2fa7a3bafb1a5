"""A programme, groups of people, and the report of a network meeting."""

import re
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kompas.errors import Problem
from kompas.session import About, Session
from kompas.steps.step import Participant
from tests.worksheets.examples import CATALOG, markdown, session, sheet_of
from tests.worksheets.meetings import about, meeting
from tests.worksheets.reading import folded, look
from tests.worksheets.test_blank import sheet, tables, under
from tests.worksheets.test_document import headings
from tests.worksheets.test_injection import OURS, SHAPE, in_turn, words

ABOUT = about("De start")
PROGRAMME: dict[str, Any] = {
    "kind": "register",
    "record": "onderdeel",
    "records": "onderdelen",
    "schedule": {"minutes": "minutes", "start": "start", "took": "took"},
    "fields": [
        {"id": "part", "label": "Onderdeel", "quick": True},
        {"id": "start", "label": "Begint om", "type": "time", "quick": True},
        {"id": "minutes", "label": "Minuten", "type": "number", "quick": True},
        {"id": "form", "label": "Vorm", "quick": True},
        {"id": "took", "label": "Duurde echt", "type": "number"},
    ],
}
GROUPS: dict[str, Any] = {
    "kind": "register",
    "record": "groep",
    "records": "groepen",
    "groups": {"members": "members", "leader": "leader"},
    "fields": [
        {"id": "name", "label": "Groep", "quick": True},
        {"id": "leader", "label": "Wie leidt het", "type": "participant", "quick": True},
        {"id": "members", "label": "Leden", "type": "participants"},
        {"id": "place", "label": "Plek"},
    ],
}


def programme(*records: dict[str, Any]) -> str:
    """The worksheet of these parts."""
    parts = [{"id": str(number), **record} for number, record in enumerate(records)]
    return sheet_of(PROGRAMME, {"records": parts}, ABOUT)


def times(made: str) -> list[list[str]]:
    """The table with the times, its head first."""
    return tables(made)[0]


def groups(*records: dict[str, Any], about: About = ABOUT) -> str:
    """The worksheet of these groups."""
    found = [{"id": str(number), **record} for number, record in enumerate(records)]
    return sheet_of(GROUPS, {"records": found}, about)


WELCOME = {"part": "Welkom", "start": "14:00", "minutes": "15"}
TALK = {"part": "In groepen", "minutes": "45"}
END = {"part": "Einde", "minutes": "10"}


def test_a_programme_has_its_times() -> None:
    """Right behind the name of each part, and how long it takes together."""
    made = programme(WELCOME, TALK)
    assert times(made) == [
        ["Onderdeel", "Gepland"],
        ["Welkom", "14:00 tot 14:15"],
        ["In groepen", "14:15 tot 15:00"],
    ]
    assert "Samen 60 minuten: van 14:00 tot 15:00." in made
    assert "Er zijn geen open punten." in made


def test_a_programme_that_shifted_has_the_plan_now() -> None:
    """Beside what was planned, and by how much it ends later."""
    made = programme({**WELCOME, "took": "25"}, TALK)
    head, *rows = times(made)
    assert head[:3] == ["Onderdeel", "Gepland", "Nu"]
    assert rows[1][1:3] == ["14:15 tot 15:00", "14:25 tot 15:10"]
    assert "Het einde is nu 10 minuten later dan gepland: om 15:10." in made


def test_a_programme_that_is_over_tells_how_it_went() -> None:
    """What was skipped has no time."""
    made = programme({**WELCOME, "took": "25"}, {**TALK, "took": "0"}, {**END, "took": "10"})
    head, *rows = times(made)
    assert head[2] == "Zo liep het"
    assert [row[2] for row in rows] == ["14:00 tot 14:25", "vervallen", "14:25 tot 14:35"]
    assert "Het einde was 35 minuten eerder dan gepland: om 14:35." in made


def test_a_programme_without_a_time_has_its_minutes() -> None:
    """Nobody said yet when it begins."""
    made = programme({"part": "Welkom", "minutes": "15"}, {"part": "Praten"})
    assert times(made)[0] == ["Onderdeel", "Minuten"]
    assert "Samen 15 minuten. Nog zonder tijd: 1 onderdeel." in folded(made)
    assert "Nog zonder tijd: 1 onderdeel." in made[made.index("## Open punten") :]


def test_a_part_that_begins_too_early_asks_for_action() -> None:
    """By its name, as a warning and among the open points."""
    made = programme(WELCOME, {**TALK, "start": "14:10"})
    assert "> “In groepen” begint eerder dan het onderdeel ervoor klaar is." in made
    assert "“In groepen” begint" in made[made.index("## Open punten") :]


def test_a_programme_with_long_texts_is_still_a_table() -> None:
    """The times stand in it; what is long stands below."""
    made = programme({**WELCOME, "form": "Heel lang. " * 30}, TALK)
    assert times(made)[0] == ["Onderdeel", "Gepland"]
    assert "- *Vorm:* Heel lang." in made


def test_groups_tell_who_leads_and_who_is_in_them() -> None:
    """By perspective, and how they are mixed."""
    made = groups(
        {"name": "Leren", "leader": "leider", "members": ["mentor", "sam", "lot"], "place": "tafel 2"},
        {"name": "Kaders"},
    )
    first, second = made[made.index("- **Leren**") :].split("- **Kaders**")
    assert "Wie leidt het:* Gespreksleider (Netwerk)" in first
    assert "Leden:* 3 mensen: 1 onderwijs en 2 jongeren\n" in first
    assert "Jongeren:* Jongere (De Brug); Jongere (Jongerenraad)\n" in first
    assert "Onderwijs:* Mentor (De Brug)\n" in first
    assert "Plek:* tafel 2" in first
    assert "Leden:* nog niemand" in second
    assert "Nog niet in een groep: Noor, Ouder en Wijkagent (Politie)." in second


def test_who_does_not_fit_asks_for_action() -> None:
    """Who has no group, who left, who is in two of them."""
    made = groups(
        {"name": "A", "members": ["lot", "sam", "ouder", "mentor", "sam"]},
        {"name": "B", "members": ["lot", "gast"]},
    )
    points = made[made.index("## Open punten") :]
    assert "Nog niet in een groep: Wijkagent (Politie) en Gespreksleider (Netwerk)." in points
    assert "Weg, maar nog in een groep: Gast." in points
    assert "In meer dan één groep: Jongere (Jongerenraad)." in points
    assert "Meer dan één keer in dezelfde groep: Jongere (De Brug)." in points
    assert "Gast (tot 2 maart 2027)" in made


def test_groups_without_perspectives() -> None:
    """Then there is nothing to mix; someone nobody knows is shown as the file says."""
    people = tuple(Participant(id=f"p{n}", role=f"Rol {n}") for n in range(3))
    small = About(title="Klein", created=date(2027, 3, 1), participants=people)
    made = groups({"name": "A", "members": ["p0", "p1", "p2"]}, about=small)
    assert "Leden:* 3 mensen: Rol 0; Rol 1; Rol 2\n" in made
    assert "Leden:* 1 mens: weg" in groups({"name": "A", "members": ["weg"]}, about=small)


@pytest.mark.parametrize(("people", "number"), [(3, 1), (300, 1), (300, 30)])
def test_groups_of_any_size(people: int, number: int) -> None:
    """Everyone is in the group that the file tells, once; in no time."""
    options = ("jongeren", "ouders", "onderwijs")
    everyone = tuple(
        Participant(id=f"p{n}", role=f"Rol {n}", perspective=options[n % 3]) for n in range(people)
    )
    big = About(title="Groot", created=date(2027, 3, 1), participants=everyone)
    dealt = [[one.id for one in everyone[place::number]] for place in range(number)]
    start = time.perf_counter()
    made = groups(*({"name": f"Groep {n}", "members": ids} for n, ids in enumerate(dealt)), about=big)
    assert time.perf_counter() - start < 3
    cards = re.split(r"\n- \*\*Groep \d+\*\*\n", made)[1:]
    assert len(cards) == number
    for ids, card in zip(dealt, cards, strict=True):
        found = re.findall(r"Rol (\d+)", card.split("\n\n")[0])
        assert sorted(found, key=int) == [id[1:] for id in ids]


def test_on_paper_there_is_room_for_times_and_for_members() -> None:
    """Hours and minutes, and more lines for more people."""
    made = sheet("bijeenkomst")
    assert set(under(made, "Begint om")) == {"<br>……\u00a0:\u00a0……"}
    assert set(under(made, "Leden")) == {"<br><br><br>"}
    assert len(under(made, "Duurde echt")) >= 6  # beside the rest, not on a card of its own


def test_a_report_tells_what_it_was() -> None:
    """The programme as it went, what people gave along, each theme, what follows, and who was not there."""
    found = [text for _, text in headings(markdown(meeting(), "bijeenkomst"))]
    assert found == [
        "Netwerkbijeenkomst",
        "Het programma",
        "Wat mensen meegaven",
        "Jongeren",
        "Ouders",
        "De thema's",
        "Leren op het werk",
        "Samen afspraken maken",
        "Hoe we verdergaan",
        "Wie er waren",
        "Wie er niet was",
    ]


def test_a_theme_in_a_report_has_its_group_and_its_harvest() -> None:
    """And nothing of another theme."""
    made = markdown(meeting(), "bijeenkomst")
    start = made.index("### Leren op het werk")
    theme = made[start : made.index("### Samen afspraken maken")]
    for words_ in ("Wat helpt jou?", "Er is te weinig tijd.", "Klein beginnen.", "Gespreksleider (Netwerk)"):
        assert words_ in theme
    assert "2 mensen: 1 onderwijs en 1 jongeren." in theme
    assert "Wijkagent" not in theme
    assert "één bladzijde" not in theme


def test_a_report_can_be_sent() -> None:
    """No tips, no explanation, nothing that is only for who leads the meeting."""
    made = markdown(meeting(), "bijeenkomst")
    for step in CATALOG.blocks["bijeenkomst"].steps:
        assert folded(step.why) not in folded(made)
        assert not [tip for tip in step.tips if folded(tip) in folded(made)]
    assert "[!" not in made
    assert "Nog" not in made
    assert "Open punten" not in made


def test_what_is_still_to_do_stands_at_the_end_of_a_report() -> None:
    """For who sends it: it is gone when all is filled in."""
    started = session({"bijeenkomst": {"themes": {"records": [{"id": "a", "theme": "Leren"}]}}}, ABOUT)
    made = markdown(started, "bijeenkomst")
    assert made.index("### Leren") < made.index("> Voor wie dit verslag verstuurt:")
    assert "> - **Nog niet ingevuld:** “Het programma”" in made


def test_a_group_or_a_harvest_without_a_theme_is_not_lost() -> None:
    """Somebody may have thrown the theme away."""
    held = meeting()
    without = held.with_answer("bijeenkomst", "themes", None)
    made = markdown(without, "bijeenkomst")
    assert "Er is te weinig tijd." in made
    assert "Wijkagent (Politie)" in made[made.index("## De thema's") : made.index("## Hoe we verdergaan")]


def test_what_could_not_be_read_is_told_in_a_report() -> None:
    """An answer is never left out in silence."""
    broken = Session(id="s", about=ABOUT, unreadable=frozenset({("bijeenkomst", "harvest")}))
    problem = Problem("Hier hoort tekst.", "Verbeter dit.", ("answers", "harvest"), "bijeenkomst.yaml", 4)
    made = markdown(broken, "bijeenkomst", (problem,))
    assert "kon kompas niet lezen" in made
    assert "Regel 4" in made


@given(typed=st.lists(words, min_size=1, max_size=6))
@settings(max_examples=60)
def test_text_changes_no_heading_table_or_list_of_a_report(typed: list[str]) -> None:
    """Names of groups, themes and people, and what they said: the report keeps its shape."""
    page = look(markdown(meeting(in_turn(typed)), "bijeenkomst"))
    harmless = [re.sub(r"\S", "x", text) for text in typed]
    plain = look(markdown(meeting(in_turn(harmless)), "bijeenkomst"))
    assert [tag for tag in page.tags if tag in SHAPE] == [tag for tag in plain.tags if tag in SHAPE]
    assert set(page.tags) <= OURS
    assert not page.links
    assert not page.others


@given(words)
@settings(max_examples=60)
def test_names_of_groups_and_parts_are_shown_as_typed(typed: str) -> None:
    """In a table, on a card and in a sentence."""
    name = f"begin {typed} eind"
    seen = folded(look(groups({"name": name, "members": ["lot"]})).text)
    assert folded(name) in seen
    early = {"part": name, "start": "14:05", "minutes": "5"}
    assert folded(look(programme(WELCOME, early)).text).count(folded(name)) == 3
