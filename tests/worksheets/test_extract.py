"""Documents of their own beside a worksheet: the letter to an initiative, and those of a team."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kompas.app import run
from kompas.definition import block_from
from kompas.errors import WrongUse
from kompas.session import Session
from kompas.steps import understand
from kompas.store.sessions import Opened
from kompas.worksheets.export import Export, worksheet
from kompas.worksheets.extract import chosen_blocks
from kompas.worksheets.formats.pdf import pdf
from kompas.worksheets.templates import environment
from kompas.worksheets.worksheet import Worksheet
from tests.verapdf import pdfua_findings, verdict
from tests.worksheets.examples import CATALOG, markdown, session
from tests.worksheets.meetings import about, meeting, weighing
from tests.worksheets.reading import folded, look
from tests.worksheets.test_injection import OURS, in_turn, words

LayOut = Callable[[Mapping[str, str]], Path]

BLOCK = CATALOG.blocks["initiatief"]
(LETTER,) = BLOCK.extracts
ID = "2027-01-14-leren"
FILES = {
    "kompas.yaml": "format: 1\norganisation: Netwerk Samen\naddress: Postbus 1\n",
    f"sessions/{ID}/session.yaml": "format: 1\ntitle: Leren\ncreated: 2027-01-14\n",
}
ANSWERS = f"sessions/{ID}/initiatief.yaml"
WEIGHED = "format: 1\nanswers:\n  support:\n    chosen: [geld]\n    reason: Het is duur.\n"
ANSWERED = f"{WEIGHED}  answer_together:\n    text: Wij doen mee.\n"
TEAM = """\
format: 1
id: wijk
title: In de wijk
purpose: Kijk rond.
extracts:
  - {id: nieuws, title: Nieuws uit de wijk, steps: [see, list]}
steps:
  - {id: see, kind: text, title: Kijk, why: a, how: b, tips: [c], minutes: 5, question: Wat zie je?}
  - id: list
    kind: register
    title: Wat we doen
    why: a
    how: b
    tips: [c]
    minutes: 5
    record: actie
    records: acties
    fields: [{id: what, label: Wat, quick: true}, {id: who, label: Wie, quick: true}]
"""
DONE = """\
format: 1
answers:
  see:
    text: Veel groen.
  list:
    records:
      - {id: a, what: Harken, who: Wij}
"""


def letter(of: Session, **given: Any) -> Worksheet:
    """The letter of a session."""
    return worksheet(environment(), CATALOG, BLOCK, Opened(of), extract=LETTER, **given)


def exported(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    """The names of the files that an export makes."""
    monkeypatch.chdir(root)
    folder = root / "sessions" / ID / "worksheets"
    assert run(["export", *arguments]) == 0
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_letter_is_running_text() -> None:
    """Who sends it, when, what it is about, the words, and who greets; nothing that was only asked."""
    assert letter(weighing()).markdown == (
        "# Brief aan het initiatief\n\n"
        "Netwerk Samen, 3 maart 2027\n\n"
        "Beste initiatiefnemer,\n\n"
        "Wij betalen de zaal.\n\nJullie nodigen uit.\n\n"
        "Vraag er een ouder bij.\n\n"
        "In juni bellen we.\n\n"
        "Met vriendelijke groet,\n\n"
        "Netwerk Samen\n"
    )


def test_a_letter_tells_nothing_of_the_weighing() -> None:
    """No objection, no concern, no name of who decided, not even the title of the session."""
    made = letter(weighing(lambda text: f"geheim {text}"))
    told = re.findall(r"geheim ([^.\n]+)", made.markdown)
    assert told == [
        "Netwerk Samen, 3 maart 2027",
        "Wij betalen de zaal",
        "Jullie nodigen uit",
        "Vraag er een ouder bij",
        "In juni bellen we",
        "Netwerk Samen",
    ]
    assert made.subject == ""
    assert made.title == "Brief aan het initiatief"


def test_a_template_of_a_letter_does_not_know_the_weighing(workspace: LayOut) -> None:
    """So a team cannot send it by accident."""
    source = "{{ part|list|join(' ') }}, {{ parts|length }}, {{ extra|length }}"
    mine = workspace({"worksheets/initiatief-brief.md.jinja": source})
    own = worksheet(environment(mine), CATALOG, BLOCK, Opened(weighing()), extract=LETTER)
    assert own.markdown == "answer_together answer_fit answer_next, 3, 0\n"


def test_the_file_of_the_weighing_has_the_letter_as_its_second_part() -> None:
    """The signs are a reason to talk, no verdict; nowhere is a score."""
    made = markdown(weighing(), "initiatief")
    first, second = made.split("## Deel 2. De brief")
    assert "## Deel 1. Zo hebben we gewogen" in first
    assert "Dit was een reden om te praten. Het zegt nog niet of het initiatief past." in first
    assert (
        first.index("### Het initiatief")
        < first.index("### Waar praten we")
        < first.index("### Samen beslissen")
    )
    assert "Wij betalen de zaal." in second
    assert "Wij betalen de zaal." not in first
    assert CATALOG.blocks["initiatief"].step("answer_together").why not in made  # type: ignore[union-attr]
    assert "score" not in made


def test_nothing_recognised_is_no_reason_to_talk() -> None:
    """Then there is nothing to say about it."""
    none = session({"initiatief": {"boundaries": {"chosen": ["geen"]}}}, about("Weging"))
    assert "een reden om te praten" not in markdown(none, "initiatief")


def test_a_letter_that_was_not_written() -> None:
    """It says so, rather than being a greeting alone."""
    assert "*Deze brief is nog niet geschreven.*" in letter(meeting()).markdown
    assert "*Deze brief is nog niet geschreven.*" in markdown(meeting(), "initiatief")


def test_a_letter_comes_with_the_worksheet(workspace: LayOut, monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as one of its steps has an answer, in every format."""
    root = workspace({**FILES, ANSWERS: WEIGHED})
    assert exported(root, monkeypatch, "--format", "md") == ["initiatief.md"]
    (root / ANSWERS).write_text(ANSWERED)
    formats = ("docx", "html", "md", "odt", "pdf")
    assert exported(root, monkeypatch, "--format", ",".join(formats)) == [
        f"{name}.{format}" for name in ("initiatief-brief", "initiatief") for format in formats
    ]


def test_a_letter_alone(workspace: LayOut, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name, however that is written; blank too, with room for each step."""
    root = workspace({**FILES, ANSWERS: ANSWERED})
    assert exported(root, monkeypatch, "--block", "Initiatief-Brief", "--format", "md") == [
        "initiatief-brief.md"
    ]
    found = exported(root, monkeypatch, "leren", "--blank", "--block", "initiatief-brief", "--format", "md")
    assert found == ["initiatief-brief-leeg.md", "initiatief-brief.md"]
    blank = (root / "sessions" / ID / "worksheets" / found[0]).read_text(encoding="utf-8")
    assert "Wij doen mee." not in blank
    for id in LETTER.steps:
        step = BLOCK.step(id)
        assert step
        assert step.question in blank  # type: ignore[attr-defined]
        assert folded(step.why) not in folded(blank)
    assert blank.count("<br><br><br>") >= 3


def test_a_letter_before_there_is_a_decision(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is made, and whoever sends it hears that people did not decide yet."""
    letter_only = "format: 1\nanswers:\n  answer_together:\n    text: Wij doen mee.\n"
    root = workspace({**FILES, ANSWERS: letter_only})
    exported(root, monkeypatch, "--block", "initiatief-brief", "--format", "md")
    assert "is nog niet besloten. Kijk of de brief al weg kan." in capsys.readouterr().err


def test_blank_worksheets_have_the_letter_in_themselves(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two sheets with the same room would be one too many."""
    monkeypatch.chdir(workspace(FILES))
    assert run(["export", "--blank", "--format", "md"]) == 0
    assert "initiatief-brief" not in capsys.readouterr().out


def test_a_wrong_name_gets_the_nearest() -> None:
    """Of blocks and of letters."""
    with pytest.raises(WrongUse) as caught:
        chosen_blocks(CATALOG, ["initiatief-breif"])
    assert "initiatief-brief" in caught.value.hint
    both = chosen_blocks(CATALOG, ["initiatief-brief", "0a", "INITIATIEF"])
    assert [one.name for one in both] == ["0A", "initiatief", "initiatief-brief"]


def test_asking_for_both_makes_each_once() -> None:
    """The letter comes with its block already."""
    making = Export(None, CATALOG, Opened(weighing()))
    asked = chosen_blocks(CATALOG, ["initiatief", "initiatief-brief"])
    assert [one.file for one in making.documents(asked, ["md"])] == ["initiatief.md", "initiatief-brief.md"]


def test_the_help_tells_of_letters(capsys: pytest.CaptureFixture[str]) -> None:
    """With an example of a name."""
    assert run(["export", "--help"]) == 0
    assert "initiatief-brief" in capsys.readouterr().out


def test_a_block_of_a_team_has_letters_too(workspace: LayOut, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the standard template; what is no text keeps its title."""
    root = workspace({**FILES, "blocks/wijk.yaml": TEAM, f"sessions/{ID}/wijk.yaml": DONE})
    assert exported(root, monkeypatch, "--format", "md") == ["wijk-nieuws.md", "wijk.md"]
    made = (root / "sessions" / ID / "worksheets" / "wijk-nieuws.md").read_text(encoding="utf-8")
    assert made.startswith("# Nieuws uit de wijk\n\nNetwerk Samen, 14 januari 2027\n")
    assert "Beste lezer,\n\nVeel groen.\n\n## Wat we doen\n\n| Wat " in made
    assert "Wat zie je?" not in made


@pytest.mark.parametrize("name", ["initiatief-brief", "extract"])
def test_a_team_can_have_a_letter_of_its_own(
    name: str, workspace: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That one letter, or all that have no template of their own; each can extend ours."""
    own = f"{{% extends 'kompas/worksheets/{name}.md.jinja' %}}{{% block closing %}}Dag!{{% endblock %}}"
    path = f"templates/worksheets/{name}.md.jinja"
    root = workspace({**FILES, ANSWERS: ANSWERED, path: own})
    exported(root, monkeypatch, "--format", "md")
    made = (root / "sessions" / ID / "worksheets" / "initiatief-brief.md").read_text(encoding="utf-8")
    assert made.endswith("Wij doen mee.\n\nDag!\n")


def sent(kind: str, answer: Any, **asks: Any) -> str:
    """A letter with one step of this kind."""
    step_ = {"id": "step", "kind": kind, "title": "De stap", "why": "a", "how": "b", "tips": ["c"], **asks}
    made = {"format": 1, "id": "wijk", "title": "Wijk", "purpose": "P", "steps": [{**step_, "minutes": 5}]}
    extracts = [{"id": "brief", "title": "Brief", "steps": ["step"]}]
    block, wrong = block_from({**made, "extracts": extracts}, CATALOG.lists)
    assert block, wrong
    catalog = msgspec.structs.replace(CATALOG, blocks={**CATALOG.blocks, "wijk": block})
    read, problems = understand(block.steps[0], answer)
    assert problems == []
    of = Session(id="x", about=about("Weging"), answers={"wijk": {"step": read}})
    return worksheet(environment(), catalog, block, Opened(of), extract=block.extracts[0]).markdown


def test_a_letter_gives_what_was_decided_and_not_what_people_said() -> None:
    """Also not a trace of an earlier version; while nothing was decided with consent there is no text."""
    objection = {"participant": "ouder", "response": "objection", "reason": "Te duur.", "settled": "twee"}
    concern = {"participant": "lot", "response": "concern", "reason": "Wie betaalt?"}
    held = {"date": "2027-01-14", "method": "typed"}
    versions = [
        {"id": "een", "text": "Wij doen alles.", "responses": [objection], **held},
        {"id": "twee", "text": "Wij doen iets.", "responses": [concern], **held},
    ]
    decision = {"state": "consent", "date": "2027-01-14", "version": "twee", "text": "Volgens Noor ook."}
    made = sent("consent", {"versions": versions, "decision": decision}, question="Wat doen we?")
    assert made.split("Beste lezer,")[1].split("Met vriend")[0].strip() == "Wij doen iets."
    open_ = [{**versions[0], "responses": [{**objection, "settled": ""}]}, versions[1]]
    for undecided in (
        {"versions": versions},
        {"versions": versions, "decision": {**decision, "state": "trial"}},
        {"versions": versions, "decision": {**decision, "version": "een"}},
        {"versions": open_, "decision": decision},
    ):
        letter_ = sent("consent", undecided, question="Wat doen we?")
        assert "*Deze brief is nog niet geschreven.*" in letter_
        assert "Wij doen" not in letter_


def test_a_letter_names_nobody_and_tells_nothing_that_is_lacking() -> None:
    """Of a poll the answers, of a round the words, of a register the records."""
    held = {"id": "een", "date": "2027-01-14", "method": "typed"}
    ballot = {"participant": "ouder", "scores": {"s": 4}, "reason": "Het is druk."}
    scale = {"min": 1, "max": 5, "low": "nee", "high": "ja"}
    statements = [{"id": "s", "text": "Is het goed?"}]
    poll = sent("poll", {"rounds": [{**held, "ballots": [ballot]}]}, statements=statements, scale=scale)
    assert "Is het goed?" in poll
    said = {"participant": "ouder", "words": {"p": "Een plek."}}
    prompts = [{"id": "p", "text": "Wat wens je?"}]
    round_ = sent("round", {"rounds": [{**held, "contributions": [said]}]}, prompts=prompts)
    assert "Een plek." in round_
    fields = [{"id": "what", "label": "Wat"}]
    advice = {"min": 3, "max": 9, "why": "Meer is beter."}
    records = [{"id": "a", "what": "Harken"}]
    asks = {"record": "klus", "records": "klussen", "fields": fields, "advice": advice}
    register = sent("register", {"records": records}, **asks)
    assert "Harken" in register
    for made in (poll, round_, register):
        for unfit in ("Noor", "Het is druk.", "niet gehoord", "Meer is beter", "WARNING", "nog niet"):
            assert unfit not in made


def test_a_letter_of_a_block_of_a_team_extends_that_of_all(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is none of ours with its name."""
    own = "{% extends 'kompas/worksheets/extract.md.jinja' %}{% block closing %}Dag!{% endblock %}"
    files = {"blocks/wijk.yaml": TEAM, "templates/worksheets/wijk-nieuws.md.jinja": own}
    root = workspace({**FILES, **files, f"sessions/{ID}/wijk.yaml": DONE})
    exported(root, monkeypatch, "--format", "md")
    made = (root / "sessions" / ID / "worksheets" / "wijk-nieuws.md").read_text(encoding="utf-8")
    assert made.endswith("Dag!\n")


def test_what_could_not_be_read_is_told(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A letter is not sent with a hole in it; a fault elsewhere in the file is none of its business."""
    root = workspace({**FILES, ANSWERS: f"{ANSWERED}  answer_fit:\n    tekst: Nog dit.\n"})
    monkeypatch.chdir(root)
    assert run(["export", "--block", "initiatief-brief", "--format", "md"]) == 1
    assert "In het werkblad van initiatief-brief staat niet alles" in capsys.readouterr().err
    made = root / "sessions" / ID / "worksheets" / "initiatief-brief.md"
    assert "kon kompas niet lezen" in made.read_text(encoding="utf-8")
    (root / ANSWERS).write_text(ANSWERED.replace("reason:", "reden:"))
    assert run(["export", "--block", "initiatief-brief", "--format", "md"]) == 0
    capsys.readouterr()
    assert run(["export", "--block", "initiatief", "--format", "md"]) == 1
    assert capsys.readouterr().err.count("reden") == 1


@given(typed=st.lists(words, min_size=1, max_size=4))
@settings(max_examples=60)
def test_text_stays_text_in_a_letter(typed: list[str]) -> None:
    """Whatever people type, the letter has one heading, and shows it."""
    page = look(letter(weighing(in_turn(typed))).markdown)
    assert [tag for tag in page.tags if tag[0] == "h"] == ["h1"]
    assert set(page.tags) <= OURS
    assert not page.links
    assert not page.others


@pytest.mark.verapdf
def test_every_new_document_is_accepted(tmp_path: Path) -> None:
    """Filled in and blank: the report, the file of the weighing, the letter."""
    opened = {"bijeenkomst": Opened(meeting()), "initiatief": Opened(weighing())}
    made: dict[str, Worksheet] = {}
    for blank in (False, True):
        for id, of in opened.items():
            making = Export(None, CATALOG, of, blank=blank)
            for one in chosen_blocks(CATALOG, [id, *([f"{id}-brief"] if id == "initiatief" else [])]):
                sheet = making.worksheet(one.block, one.extract)
                made[sheet.name] = sheet
    paths = [tmp_path / f"{name}.pdf" for name in made]
    for path in paths:
        path.write_bytes(pdf(made[path.stem]).content)
    said = {path.stem: found + pdfua_findings(path) for path, found in verdict(paths).items()}
    assert len(said) == 6
    assert {name: found for name, found in said.items() if found} == {}


def test_a_letter_as_pdf_says_what_it_is() -> None:
    """Its title is its own, and not that of the block or of the session."""
    content = BytesIO(pdf(letter(weighing())).content)
    with pikepdf.open(content) as read, read.open_metadata() as said:
        assert said["dc:title"] == "Brief aan het initiatief"
