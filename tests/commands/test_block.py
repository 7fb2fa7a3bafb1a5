"""kompas block: a team makes a building block of its own, and it works everywhere."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.made import BLOCK, SESSION, catalog
from tests.running import kompas

LayOut = Callable[[Mapping[str, str]], Path]
Capture = pytest.CaptureFixture[str]

ANSWERS = """\
session:
  title: Een buurt
  issue: speelplek
  participants:
    - {id: buur, role: buurvrouw, perspective: jongeren}
start:
  goal: {text: Een plek om te spelen}
  approach: {chosen: [klein-beginnen], reason: Dan lukt het}
  energy:
    rounds:
      - {id: r, date: 2026-11-21, method: typed, ballots: [{participant: buur, scores: {energy: 4}}]}
  wishes:
    rounds:
      - {id: r, date: 2026-11-21, method: typed, contributions: [{participant: buur, words: {wish: Gras}}]}
  ideas:
    records:
      - {id: schommel, idea: Een schommel, kind: activiteit, who: buur, from: 2026-12-01}
  decision:
    versions:
      - {id: v, date: 2026-11-21, text: Een schommel in mei, responses: [{participant: buur, response: none}]}
    decision: {state: consent, date: 2026-11-21, version: v}
  programme:
    records:
      - {id: welkom, part: Iedereen welkom, minutes: 10, start: 19.30}
  tables:
    records:
      - {id: spelen, theme: Veilig spelen, members: [buur]}
"""


def test_from_new_to_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Made, checked, shown, listed, answered and exported, without a line of Python."""
    monkeypatch.chdir(tmp_path)
    kompas(capsys, "init")
    made = kompas(capsys, "block", "new", "start")
    assert made.code == 0
    assert Path(made.out.strip()) == tmp_path / "blocks/start.yaml"
    assert "kompas check" in made.err
    assert kompas(capsys, "check") == (0, "", "Alles klopt.\n")
    shown = kompas(capsys, "block", "show", "START")
    assert shown.code == 0
    for title in ("Ons doel", "Hoeveel zin hebben we?", "Ideeën", "Ons besluit", "Het programma"):
        assert title in shown.out
    assert "start: " in kompas(capsys, "block", "list").out
    (tmp_path / "antwoorden.yaml").write_text(ANSWERS)
    filled = kompas(capsys, "session", "start", "--answers", "antwoorden.yaml")
    assert filled.code == 0, filled.err
    assert "Opgeslagen in sessie" in filled.err
    assert kompas(capsys, "check").code == 0
    told = kompas(capsys, "session", "show")
    assert "Een schommel" in told.out
    exported = kompas(capsys, "export", "speelplek")
    assert exported.code == 0, exported.err
    sheet = Path(exported.out.split()[0]).read_text()
    for words in ("Een plek om te spelen", "Klein beginnen", "Gras", "Een schommel", "Iedereen welkom"):
        assert words in sheet
    assert any("Een schommel in mei" in Path(path).read_text() for path in exported.out.split())


def test_a_mistake_leaves_that_block_out(
    workspace: LayOut, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Its line is told, and all other blocks work as before."""
    wrong = BLOCK.replace("minutes: 5", "minutes: vijf")
    monkeypatch.chdir(workspace({"sessions/a/session.yaml": SESSION, "blocks/buurt.yaml": wrong}))
    ran = kompas(capsys, "block", "list")
    assert ran.code == 0
    assert "buurt" not in ran.out
    assert len(ran.out.splitlines()) == len(catalog().blocks)
    assert "buurt.yaml:12:5: Hier hoort een heel getal." in ran.err
    assert kompas(capsys, "block", "show", "0A").code == 0
    gone = kompas(capsys, "block", "show", "buurt")
    assert gone.code == 2
    assert "De bouwsteen “buurt” ken ik niet." in gone.err
    assert kompas(capsys, "session", "status").code == 0


def test_as_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """The blocks in the order of the menu; no workspace is needed to look at ours."""
    monkeypatch.chdir(tmp_path)
    found = json.loads(kompas(capsys, "block", "list", "--json").out)
    assert found["kompas"] == 1
    assert [block["id"] for block in found["data"]] == list(catalog().blocks)
    assert found["problems"] == []
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("id", [pytest.param(id, id=id) for id in catalog().blocks])
def test_every_block_of_ours_can_be_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, id: str
) -> None:
    """What it asks, step by step, with every question in it."""
    monkeypatch.chdir(tmp_path)
    ran = kompas(capsys, "block", "show", id.lower())
    assert ran.code == 0
    for step in catalog().blocks[id].steps:
        assert step.title in ran.out


def test_a_block_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Exit code 2, and what was probably meant."""
    monkeypatch.chdir(tmp_path)
    ran = kompas(capsys, "block", "show", "vorraf")
    assert (ran.code, ran.out) == (2, "")
    assert "Bedoel je “vooraf”?" in ran.err


@pytest.mark.parametrize(("id", "code"), [("0A", 1), ("../x", 2), ("met spatie", 2), ("session", 1)])
def test_a_name_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, id: str, code: int
) -> None:
    """Nothing is made, and the message says why."""
    monkeypatch.chdir(tmp_path)
    kompas(capsys, "init")
    ran = kompas(capsys, "block", "new", id)
    assert (ran.code, ran.out) == (code, "")
    assert id in ran.err
    assert not (tmp_path / "blocks").exists()


def test_a_new_block_needs_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Otherwise nobody would find it again."""
    monkeypatch.chdir(tmp_path)
    assert kompas(capsys, "block", "new", "x").code == 1
    assert not list(tmp_path.iterdir())
