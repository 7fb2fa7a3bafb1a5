"""Blank worksheets: everything that is asked, with room to write, and nothing of what was answered."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from kompas.block import Block, Catalog
from kompas.definition import block_from
from kompas.session import About, Session
from kompas.steps import AnyStep
from kompas.steps.choice import ChoiceStep
from kompas.steps.poll import PollStep
from kompas.steps.register import RegisterStep
from kompas.steps.round import RoundStep
from kompas.steps.text import TextStep
from kompas.store.sessions import Opened
from kompas.worksheets.blank import blank_document
from kompas.worksheets.document import document
from kompas.worksheets.figures.figure import shown
from kompas.worksheets.templates import environment, render
from tests.worksheets.examples import ABOUT, CATALOG, schooluitval, session
from tests.worksheets.reading import folded, look
from tests.worksheets.test_goldens import CHOICE, GOLDEN, OPTIONS, POLL, REGISTER, ROUND
from tests.worksheets.test_injection import OURS, SHAPE, words

_TEMPLATES = environment()

TALK = {"why": "Dit helpt.", "how": "Doe dit zo.", "tips": ["Begin klein."], "minutes": 5}
KINDS: dict[str, dict[str, Any]] = {
    "text": {"kind": "text", "question": "Wat zie je?", "example": "Een leeg plein."},
    "choice": CHOICE,
    "poll": POLL,
    "statements": {
        **POLL,
        "statements": [{"id": "a", "text": "Het gaat goed."}, {"id": "b", "text": "Het gaat beter."}],
        "scale": {"min": 1, "max": 5, "low": "klopt niet", "high": "klopt helemaal"},
    },
    "many": {**POLL, "statements": [{"id": "a", "text": "Nu."}, {"id": "b", "text": "Straks."}]},
    "named": OPTIONS,
    "one": {**OPTIONS, "statements": OPTIONS["statements"][:1]},
    "round": ROUND,
    "register": REGISTER,
    "cards": {
        "kind": "register",
        "record": "terugblik",
        "records": "terugblikken",
        "when": {"choice": ["een", "twee"]},
        "rows": {"source": "register", "field": "row", "where": {"done": ["true"]}},
        "fields": [
            {"id": "row", "label": "Actie", "type": "row", "of": "register"},
            {"id": "a", "label": "Wat ging goed", "type": "long_text", "explanation": "Eerlijk."},
            {"id": "b", "label": "Wat ging fout", "type": "long_text"},
            {"id": "c", "label": "Wat leren we", "type": "long_text"},
            {"id": "d", "label": "Cijfer", "type": "number", "min": 1, "max": 5},
            {"id": "e", "label": "Wie", "type": "choices", "options": "domains", "when": {"d": ["5"]}},
        ],
    },
}


def made_up(**change: dict[str, Any]) -> tuple[Block, Catalog]:
    """A block with a step of every kind (or these), named after it."""
    steps = [{"id": id, "title": f"Stap {id}", **TALK, **step} for id, step in (change or KINDS).items()]
    data = {"format": 1, "id": "proef", "title": "Proef", "purpose": "Om te proberen.", "steps": steps}
    block, problems = block_from(data, CATALOG.lists)
    assert block, problems
    return block, Catalog(blocks={"proef": block}, lists=CATALOG.lists)


def sheet(
    block: str | Block,
    given: Session | None = None,
    catalog: Catalog = CATALOG,
    using: Environment = _TEMPLATES,
) -> str:
    """The blank worksheet."""
    found = catalog.blocks[block] if isinstance(block, str) else block
    return rendered(using, found, blank_document(catalog, found, given))


def rendered(using: Environment, block: Block, data: dict[str, Any]) -> str:
    """What the template of a block makes of the data."""
    return render(using, (f"worksheets/{block.id}.md.jinja", "worksheets/standard.md.jinja"), data)


def asked(step: AnyStep) -> Iterator[str]:
    """Every text that people need to answer a step."""
    yield from (step.title, step.why, step.how, *step.tips)
    if isinstance(step, TextStep):
        yield from (step.question, step.example)
    elif isinstance(step, ChoiceStep):
        yield from (step.question, step.reason)
        yield from (text for option in step.options for text in (option.label, option.explanation))
    elif isinstance(step, PollStep):
        yield from (*(statement.text for statement in step.statements), *step.values.values(), "Weet ik niet")
    elif isinstance(step, RoundStep):
        yield from (prompt.text for prompt in step.prompts)
    elif isinstance(step, RegisterStep):
        for field in step.fields:
            yield from (field.label, field.explanation, *(option.label for option in field.options))


BLOCKS = [*CATALOG.blocks.values(), made_up()[0]]


@pytest.mark.parametrize("block", BLOCKS, ids=[block.id for block in BLOCKS])
def test_everything_that_is_asked_is_there(block: Block) -> None:
    """Without any session: what to do, every question, statement, option and field."""
    catalog = CATALOG if block.id in CATALOG.blocks else made_up()[1]
    page = look(sheet(block, catalog=catalog))
    for step in block.steps:
        assert not [text for text in asked(step) if folded(text) not in folded(page.text)], step.id


def tables(made: str) -> list[list[list[str]]]:
    """The rows of cells of every table, its head first."""
    found: list[list[list[str]]] = []
    for lines in re.findall(r"(?:^\|.*\n)+", made, re.MULTILINE):
        head, _, *rows = (re.split(r"(?<!\\)\|", line)[1:-1] for line in lines.splitlines())
        found.append([[cell.strip() for cell in row] for row in (head, *rows)])
    return found


_ROOM = re.compile(
    r"(<br>)+|(☐.*)|nr\.\u00a0…+|[\d \u2002]+|<br>……(\u00a0:\u00a0……|\u00a0/\u00a0……\u00a0/\u00a020……)?"
)
"""What a cell to fill in can have: lines, boxes, a number to write or to circle, a time, a day."""


def under(made: str, label: str) -> list[str]:
    """The cells below this label, or right of it on a card."""
    below = [
        row[place]
        for head, *rows in tables(made)
        for place, name in enumerate(head)
        if name == label
        for row in rows
    ]
    beside = [row[1] for _, *rows in tables(made) for row in rows if row[0].startswith(f"**{label}**")]
    return below + beside


@pytest.mark.parametrize("block", BLOCKS, ids=[block.id for block in BLOCKS])
def test_everything_that_is_asked_has_room(block: Block) -> None:
    """Lines to write on, boxes to tick, a scale to circle; or a number to write down."""
    catalog = CATALOG if block.id in CATALOG.blocks else made_up()[1]
    made = sheet(block, catalog=catalog)
    for step in block.steps:
        part = made[made.index(f" {step.title}\n") :]
        if isinstance(step, TextStep):
            assert under(part, step.question)[0].count("<br>") >= 5
        elif isinstance(step, ChoiceStep):
            assert all(f"- [ ] {option.label}" in part for option in step.options)
            assert not step.reason or under(part, step.reason)[0].startswith("<br><br>")
        elif isinstance(step, RoundStep):
            assert all(under(part, prompt.text)[0].startswith("<br><br>") for prompt in step.prompts)
        elif isinstance(step, RegisterStep):
            for field in step.fields:
                cells = under(part, field.label)
                assert cells, field.label
                assert all(_ROOM.fullmatch(cell) for cell in cells)


def test_a_poll_leaves_room_for_everyone() -> None:
    """A scale to circle and to count below; boxes beside a few statements; a reason; never a name."""
    made = sheet(*made_up()[:1], catalog=made_up()[1])
    poll, _, grid = (made[made.index(f"## Stap {id}\n") :] for id in ("poll", "one", "statements"))
    assert "](figures/proef.poll.scale.svg)" in poll
    assert under(poll, "10")[0] == "<br>"
    assert made.count("](figures/proef.many.scale.svg)") == 2
    assert "1 is “klopt niet”, 5 is “klopt helemaal”" in grid
    assert next(table for table in tables(grid))[1][1:] == ["☐"] * 6
    assert under(grid, "Wat wil je erbij zeggen?")[0].startswith("<br>")
    assert "zonder naam" in made[made.index("## Stap named\n") :]
    assert "zonder naam" not in made[: made.index("## Stap named\n")]


def test_the_scale_is_found_by_whoever_draws_it() -> None:
    """Each scale that the Markdown shows."""
    block, catalog = made_up()
    data = blank_document(catalog, block)
    found = shown(data["parts"], rendered(_TEMPLATES, block, data))
    assert set(found) == {"figures/proef.poll.scale.svg", "figures/proef.many.scale.svg"}


def test_without_a_session_people_write_what_it_is_about() -> None:
    """With one, only the day and who."""
    head = tables(sheet("0A"))[0]
    assert head == [["Samenwerking", "Vraagstuk", "Datum", "Wie vult dit in?"], ["<br>"] * 4]
    made = sheet("0A", schooluitval())
    assert tables(made)[0] == [["Datum", "Wie vult dit in?"], ["<br>"] * 2]
    assert "- **Sessie:** Samen tegen schooluitval" in made
    assert "- **Vraagstuk:** Jongeren stoppen met school" in made


def test_a_step_tells_when_to_use_it() -> None:
    """As long as nobody made the choice."""
    made = sheet("0A")
    no = "“Nee, we kunnen dit binnen onze eigen organisatie”"
    team = made[made.index("### Welke collega's heb je nodig?") :]
    assert team.split("\n")[2] == f"*Alleen als jullie bij “Heb je anderen nodig?” kozen voor {no}.*"
    parties = made[made.index("### Wie horen er aan tafel?") :]
    assert parties.split("\n")[2] == f"*Sla dit over als jullie bij “Heb je anderen nodig?” kozen voor {no}.*"
    block, catalog = made_up()
    assert "kozen voor “Het eerste” of “Het tweede”.*" in sheet(block, catalog=catalog)


def test_with_a_session_only_its_steps_are_there() -> None:
    """And once the choice is made, nobody has to be told of it."""
    yes = sheet("0A", session({"0A": {"others_needed": {"chosen": ["allebei"]}}}))
    assert "### Wie horen er aan tafel?" in yes
    assert "Welke collega's heb je nodig?" not in yes
    assert "Sla dit over" not in yes
    no = sheet("0A", session({"0A": {"others_needed": {"chosen": ["niet-nodig"]}}}))
    assert "### Welke collega's heb je nodig?" in no
    assert "Wie horen er aan tafel?" not in no
    open_ = sheet("0A", Session(id="leeg", about=ABOUT))
    assert "Welke collega's heb je nodig?" not in open_
    assert "Sla dit over" in open_


@pytest.mark.parametrize("block", ["vooraf", "0A", "0B"])
def test_no_answer_is_filled_in(block: str) -> None:
    """What people said is not there; what the session is about, who is there, and the names of rows, are."""
    made = sheet(block, schooluitval(lambda text: f"getypt {text}"))
    names = ("Samen tegen schooluitval", "Jongeren stoppen met school", "Gemeente Waterveen")
    people = {text for one in ABOUT.participants for text in (one.role, one.organisation, one.name)}
    rows = ("Vmbo De Brug", "Jongerenraad", *people) if block == "0B" else ()
    found = set(re.findall(r"getypt ((?:[\w,]+ ?)+)", made))
    assert {text.strip() for text in found} <= {*names, *rows}
    assert "Open punten" not in made
    assert "Ook ingevuld" not in made
    assert "nog niet ingevuld" not in made


def test_rows_of_another_list_have_their_names() -> None:
    """One for each, in a table and on cards; without a session people are told where to look."""
    made = sheet("0B", schooluitval())
    assert [cell for cell in under(made, "Partij") if cell != "<br>"] == ["Vmbo De Brug", "Jongerenraad"] * 3
    empty = sheet("0B")
    assert "Neem over wat jullie schreven bij “Wie horen er aan tafel?” (Gezamenlijk belang)." in empty
    assert "“Wanneer kijken we terug?”, alleen met “Geweest: ja”." in empty
    assert "“Zijn we er klaar voor?”, alleen met “Nog niet”." in sheet("vooraf")


def test_statements_that_need_a_talk_have_a_row() -> None:
    """The names of rows are whole sentences there."""
    made = sheet("vooraf", schooluitval())
    talks = under(made, "Onderwerp")
    assert "Wij willen ook onze eigen organisatie veranderen." in talks
    assert len(talks) == 2


def test_a_list_has_as_many_rows_as_are_useful() -> None:
    """What is advised, within reason."""
    rows = [f for f in REGISTER["fields"] if f.get("quick")]
    for low, high, number in ((8, 22, 8), (2, 10, 8), (1, 3, 3), (12, 20, 12)):
        advice = {"min": low, "max": high, "why": "Dat werkt."}
        block, catalog = made_up(register={**REGISTER, "fields": rows, "advice": advice})
        assert len(under(sheet(block, catalog=catalog), "Wanneer")) == number


def test_the_order_is_that_of_the_meeting_within_a_section() -> None:
    """On paper the issue is written down before what everybody made of it."""
    made = sheet("0A")
    assert made.index("### Het vraagstuk") < made.index("### Ons vraagstuk in onze woorden")
    made = sheet("vooraf")
    assert made.index("### Zijn we er klaar voor?") < made.index("### Welk gesprek voeren we eerst?")


def test_options_that_two_fields_share_are_explained_once() -> None:
    """The rings, now and wished; a long list is looked up by its number."""
    made = sheet("0A")
    parties = made[made.index("### Wie horen er aan tafel?") : made.index("### Jongeren en ouders doen mee")]
    assert parties.count("Krijgt te horen wat er gebeurt.") == 1
    assert "  2. **Onderwijs**: Basisschool" in parties
    assert parties.count("☐\u00a0Meeweten") == 16


def test_perspectives_to_tick_are_those_of_the_people() -> None:
    """All of them as long as nobody knows who will be there."""
    everyone = sheet("0A")
    assert "☐\u00a0Sport en vrije tijd" in everyone[everyone.index("### Wat zie jij gebeuren?") :]
    made = sheet("0A", schooluitval())
    here = made[made.index("### Wat zie jij gebeuren?") : made.index("### Hoe gaat het met kinderen?")]
    assert re.findall("☐\u00a0(\\w+)", here) == ["Onderwijs", "Veiligheid", "Jongeren", "Ouders"]


def test_a_template_of_the_team_makes_the_blank_one_too(tmp_path: Path) -> None:
    """Its order and its words; it can tell that nothing is filled in."""
    path = tmp_path / "worksheets" / "0A.md.jinja"
    path.parent.mkdir()
    path.write_text(
        "{% extends 'kompas/worksheets/layout.md.jinja' %}"
        "{% set sections = [{'title': 'Eerst doen', 'steps': ['actions']}] %}"
        "{% block source %}{{ 'Leeg' if blank|default(false) else 'Vol' }}, van ons.{% endblock %}"
    )
    made = sheet("0A", using=environment(tmp_path))
    assert made.index("## Eerst doen") < made.index("### Wie doet wat?") < made.index("## Verder")
    assert made.endswith("Leeg, van ons.\n")
    block = CATALOG.blocks["0A"]
    filled = rendered(environment(tmp_path), block, document(Opened(schooluitval()), CATALOG, block))
    assert filled.endswith("Vol, van ons.\n")


def test_a_kind_of_the_team_can_have_its_own_room(tmp_path: Path) -> None:
    """And one that knows of no blanks gets ours."""
    path = tmp_path / "steps" / "text.md.jinja"
    path.parent.mkdir()
    show = "{% macro show(part, level) %}{{ part.shown.text }}{% endmacro %}"
    for own, expected in (
        ("", "<br><br>"),
        ("{% macro blank(part, level) %}Teken het.{% endmacro %}", "Teken"),
    ):
        path.write_text(show + own)
        made = sheet("0A", using=environment(tmp_path))
        issue = made[made.index("### Het vraagstuk") : made.index("### Ons vraagstuk in onze woorden")]
        assert expected in issue


@given(typed=st.lists(words, min_size=1, max_size=6))
@settings(max_examples=60)
def test_text_of_a_definition_is_never_markup(typed: list[str]) -> None:
    """Any text in every place of a block, and in the session: the same headings, tables, lists and rows."""
    page, plain = (look(_filled(one)) for one in (typed, [re.sub(r"\S", "x", text) for text in typed]))
    assert [tag for tag in page.tags if tag in SHAPE] == [tag for tag in plain.tags if tag in SHAPE]
    assert set(page.tags) <= OURS | {"blockquote", "img"}
    assert not [link for link in page.links if "figures/" not in link]
    assert not page.others


def _filled(texts: list[str]) -> str:
    """The blank worksheet of a block, and a session, that have these texts wherever there is one."""
    keep = {"id", "kind", "type", "of", "source", "field", "when", "rows"}
    turn = 0

    def change(data: Any) -> Any:
        nonlocal turn
        if isinstance(data, dict):
            return {key: value if key in keep else change(value) for key, value in data.items()}
        if isinstance(data, list):
            return [change(one) for one in data]
        turn += isinstance(data, str)
        return texts[turn % len(texts)] if isinstance(data, str) and data != "domains" else data

    block, catalog = made_up(**change(KINDS))
    about = About(title=texts[0], issue=texts[-1], organisation=texts[0], created=ABOUT.created)
    return sheet(block, Session(id="proef", about=about), catalog)


def test_a_template_gets_the_names_it_always_gets() -> None:
    """Those of a document with answers, so that any template can make a blank, and `blank` tells which."""
    block = CATALOG.blocks["0A"]
    usual = document(Opened(schooluitval()), CATALOG, block)
    assert not usual["blank"]
    for given_ in (None, schooluitval()):
        data = blank_document(CATALOG, block, given_)
        assert set(usual) == set(data)
        assert data["blank"]
        for part, known in zip(data["parts"], usual["parts"], strict=False):
            assert not [name for name in known.__struct_fields__ if not hasattr(part, name)]
    assert blank_document(CATALOG, block)["date"] is None
    assert blank_document(CATALOG, block, organisation="Wij")["session"]["organisation"] == "Wij"


def test_a_block_that_is_not_in_the_catalog(tmp_path: Path) -> None:
    """A changed block, as a test or a preview may have it."""
    block = CATALOG.blocks["0A"]
    extra = msgspec.structs.replace(block.steps[0], id="eigen", title="Onze eigen stap")
    made = sheet(msgspec.structs.replace(block, steps=(*block.steps, extra)))
    assert made.index("## Verder") < made.index("### Onze eigen stap")


def test_a_blank_worksheet_is_as_it_was() -> None:
    """One of every kind, kept in golden/ as the others."""
    block, catalog = made_up()
    made, golden = sheet(block, catalog=catalog), GOLDEN / "blank.md"
    if os.environ.get("KOMPAS_GOLDEN"):
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made == golden.read_text(encoding="utf-8")
    assert not any(line != line.rstrip() for line in made.split("\n"))
