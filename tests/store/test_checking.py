"""Mistakes that people make by hand: each is reported at its line, all at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from kompas.errors import WrongUse
from kompas.store.catalog import load as load_catalog
from kompas.store.checking import check
from kompas.store.sessions import load
from kompas.store.workspace import Workspace
from tests.made import BLOCK, SESSION

LayOut = Callable[[Mapping[str, str]], Path]

# What is expected stands on the very line, behind #!: the column, and how the problem begins.
MISTAKES = {
    "kompas.yaml": "organisatie: x  #! 1 “organisatie” is hier niet bekend. Bedoel je “organisation”?\n",
    "sessions/a/session.yaml": """\
format: 1
title: Samen
created: 2026-11-21
participants:
  - id: mentor
    role: mentor
    perspective: onderwys  #! 5 Het perspectief “onderwys” ken ik niet. Bedoel je “onderwijs”?
  - id: mentor  #! 5 Deelnemer “mentor” staat er twee keer in. Geef elk een eigen id.
    role: nog een mentor
  - id: moeder  #! 5 “role” ontbreekt.
    naam: Anna  #! 5 “naam” is hier niet bekend.
    left: morgen  #! 5 Hier hoort een datum. Schrijf die als jaar-maand-dag, bijvoorbeeld 2026-11-21.
status: dicht  #! 1 “dicht” kan hier niet. Kies uit: open, closed.
""",
    "sessions/b/session.yaml": SESSION,
    "sessions/b/0A.yaml": """\
format: 1
answers:
  issue:
    text: no
  others_needed:
    chosen: [expertize]  #! 14 De keuze “expertize” ken ik niet. Bedoel je “expertise”?
    reason: 12:30
  stakeholders:
    records:
      - id: school
        name: De Boeg
        influence: 9  #! 9 9 kan hier niet. Kies een getal van 1 tot en met 5.
        domain: onderwys  #! 9 De waarde “onderwys” ken ik niet. Bedoel je “onderwijs”?
      - id: school  #! 9 Id “school” staat er twee keer in. Geef elk een eigen id.
        name: De Kiel
        ring_nou: meewerken  #! 9 Het veld “ring_nou” ken ik niet. Bedoel je “ring_now”?
      - name: Zonder id  #! 9 “id” ontbreekt. Geef dit een korte, unieke naam.
  urgency:
    rounds:
      - id: eerste
        date: 2026-13-01  #! 9 Hier hoort een datum. Schrijf die als jaar-maand-dag, bijvoorbeeld 2026-11-21.
        method: getypt  #! 9 “getypt” kan hier niet. Kies uit: typed, counted, phone.
        ballots:
          - participant: mentr  #! 13 De deelnemer “mentr” ken ik niet. Zet die deelnemer terug
            scores: {urgency: 11}  #! 22 De score “11” kan hier niet.
          -
          - perspective: ouder  #! 13 Het perspectief “ouder” ken ik niet. Bedoel je “ouders”?
            scores: [8]  #! 13 Hier horen namen met een waarde.
      - id: eerste  #! 9 Ronde “eerste” staat er twee keer in.
        date: 2026-11-22
        method: counted
  urgentie:  #! 3 De stap “urgentie” ken ik niet. Het antwoord blijft bewaard.
    text: hallo
""",
    "sessions/b/0B.yaml": """\
format: 1
answers:
  interests:
    records:
      - id: de-boeg
        party: school
      - id: de-mast
        party: mast  #! 9 De partij “mast” ken ik niet.
""",
    "sessions/b/9Z.yaml": "answers: {}  #! 1 De bouwsteen “9Z” ken ik niet. De antwoorden blijven bewaard.\n",
    "sessions/b/vooraf.yaml": """\
format: 1
answers:
\tambition:  #! 1 Deze regel springt in met een tab. Gebruik spaties
    text: twee
\t  #! 1 Deze regel springt in met een tab.
""",
    "sessions/c/session.yaml": """\
format: 1
<<<<<<< HEAD #! 1 Hier begint een stuk met twee versies die git niet kon samenvoegen.
title: De een
======= #! 1 Hier begint de tweede versie
title: De ander
>>>>>>> tak #! 1 Hier eindigt een stuk met twee versies
created: 2026-11-21
""",
    "sessions/c/0A.yaml": """\
format: 1
answers:
  issue:
    text: een
  issue:  #! 3 “issue” staat hier twee keer: op regel 3 en op regel 5. Voeg de twee samen
    text: twee
""",
    "sessions/d/session.yaml": "format: 2  #! 1 Dit bestand is gemaakt met een nieuwere kompas (f\n",
    "sessions/d/0A.yaml": """\
format: 1
answers:
  issue: &zelfde  #! 10 Verwijzingen met & of * kan kompas niet lezen.
    text: een
  joint_issue: *zelfde  #! 16 Verwijzingen met & of * kan kompas niet lezen.
""",
    "sessions/d/0B.yaml": """\
format: 1
answers: {}
---  #! 1 Hier begint een tweede document in dit bestand. Haal de regel met --- weg.
format: 1
""",
    "sessions/d/vooraf.yaml": "format: 7  #! 1 Dit bestand is gemaakt met een nieuwere\nantwoorden: {}\n",
    "sessions/e/session.yaml": "  #! 1 “title” ontbreekt.  #! 1 “created” ontbreekt.\n",
    "sessions/e/0A.yaml": "gewone tekst  #! 1 Hier horen namen met een waarde.\n",
    "sessions/f/0A.yaml": "format: 1\nanswers: {}\n",
}

OWN_BLOCKS = {
    "blocks/options.yaml": """\
format: 1
lists:
  kleuren:
    - id: rood  #! 7 “label” ontbreekt.
""",
    "blocks/fout.yaml": """\
format: 1
id: fout
title: Met fouten
purpose: Om te zien wat kompas zegt.
course: [droom]
steps:
  - id: dream  #! 5 “why” ontbreekt.
    kind: text
    title: Onze droom
    how: Praat er samen over.
    tips: Kort is goed.  #! 5 Hier hoort een lijst.
    minutes: vijf  #! 5 Hier hoort een heel getal.
    question: Wat dromen we?
  - id: list
    kind: lijst  #! 5 Het soort stap “lijst” ken ik niet. Kies uit: text, choice, poll
""",
    "blocks/verwijst.yaml": """\
format: 1
id: verwijst
title: Verwijst verkeerd
purpose: Om te zien wat kompas zegt.
course: [droom]  #! 10 De stap “droom” ken ik niet. Bedoel je “dromen”?
steps:
  - id: dromen
    kind: register
    title: Dromen
    why: Daarom.
    how: Praat er samen over.
    tips: [Kort is goed.]
    minutes: 5
    when: {keuze: [ja]}  #! 12 “keuze” is geen eerdere keuze.
    record: droom
    records: dromen
    fields:
      - id: name
        label: Naam
      - id: name  #! 9 Id “name” staat er twee keer in.
        label: Nog een
""",
    "blocks/later.yaml": "format: 2  #! 1 Dit bestand is gemaakt met een nieuwere kompas\nwat: nieuw\n",
    "blocks/naam.yaml": BLOCK.replace("id: buurt", "id: buurt  #! 1 Het id “buurt” past niet bij de naam", 1),
    "blocks/session.yaml": BLOCK.replace(
        "id: buurt", "id: session  #! 1 Een bouwsteen kan niet “session”", 1
    ),
    "blocks/kapot.yaml": "format: 1\nid: [kapot  #! 5 Wat hier met [ begint, is niet goed afgesloten.\n",
}


def expected(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The place and the beginning of each problem, as the files announce them."""
    for name, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            for column, start in re.findall(r"#! (\d+) (.*?)(?=\s*(?:#!|$))", line):
                yield f"{name}:{number}:{column}:", start


def assert_found(root: Path, wanted: list[tuple[str, str]]) -> None:
    """Each problem is found at its place, and nothing else is."""
    found = [str(problem) for problem in check(Workspace(root), [], root)]
    places = [line.split(" ", 1)[0] for line in found]
    assert sorted(places) == sorted(place for place, _ in wanted)
    for place, start in wanted:
        assert any(line.startswith(f"{place} {start}") for line in found), (place, start, found)


def test_every_mistake_is_reported_at_its_line(workspace: LayOut) -> None:
    """One look tells everything that is wrong in a workspace full of mistakes made by hand."""
    root = workspace(MISTAKES)
    missing = ("sessions/f/session.yaml:1:1:", "In deze map ontbreekt session.yaml.")
    assert_found(root, [*expected(MISTAKES), missing])


def test_every_mistake_in_own_blocks_is_reported_at_its_line(workspace: LayOut) -> None:
    """A team that makes its own block hears what is wrong with it, and where."""
    assert_found(workspace(OWN_BLOCKS), list(expected(OWN_BLOCKS)))


def test_broken_settings_are_reported(workspace: LayOut) -> None:
    """A kompas.yaml that cannot be read is told of, also when it is of a newer kompas."""
    files = {"kompas.yaml": "organisation: 'Meerdam  #! 15 Deze tekst begint met een aanhalingsteken\n"}
    assert_found(workspace(files), list(expected(files)))
    files = {"kompas.yaml": "format: 9  #! 1 Dit bestand is gemaakt met een nieuwere kompas\nwat: nieuw\n"}
    assert_found(workspace(files), list(expected(files)))


def test_nothing_wrong(workspace: LayOut) -> None:
    """A clean workspace has no problems; what YAML could take for something else stays text."""
    root = workspace(
        {
            "kompas.yaml": "format: 1\norganisation: no\n",
            "blocks/buurt.yaml": BLOCK,
            "sessions/a/session.yaml": SESSION,
            "sessions/a/0A.yaml": "answers:\n  issue:\n    text: no\n  others_needed:\n    reason: 12:30\n",
            "sessions/a/buurt.yaml": "answers:\n  dream:\n    text: 1e3\n",
        }
    )
    assert check(Workspace(root), [], root) == []
    session = load(Workspace(root), "a", load_catalog(Workspace(root))[0]).session
    assert session.answer("0A", "issue").text == "no"
    assert session.answer("0A", "others_needed").reason == "12:30"
    assert session.answer("buurt", "dream").text == "1e3"


BALLOTS = """\
answers:
  urgency:
    rounds:
      - {id: r, date: 2026-11-21, method: typed, ballots: [{participant: mentor, scores: {urgency: 8}}]}
"""
INTERESTS = "answers:\n  interests:\n    records:\n      - id: school\n        party: school\n"


@pytest.mark.parametrize("broken", ["titel: 'open", "format: 9\ntitle: Later\ncreated: 2026-11-21\n"])
def test_a_session_that_cannot_be_read_makes_no_one_unknown(workspace: LayOut, broken: str) -> None:
    """When nobody can tell who takes part, no participant is called unknown."""
    root = workspace({"sessions/a/session.yaml": broken, "sessions/a/0A.yaml": BALLOTS})
    found = check(Workspace(root), [], root)
    assert [problem.file for problem in found] == ["sessions/a/session.yaml"]


def test_a_session_with_a_mistake_still_tells_who_takes_part(workspace: LayOut) -> None:
    """A wrong date in session.yaml does not hide what is wrong with the ballots."""
    wrong = SESSION.replace("2026-11-21", "gisteren")
    ballots = BALLOTS.replace("mentor", "mentr")
    root = workspace({"sessions/a/session.yaml": wrong, "sessions/a/0A.yaml": ballots})
    found = [problem.what for problem in check(Workspace(root), [], root)]
    assert found == ["De deelnemer “mentr” ken ik niet.", "Hier hoort een datum."]


@pytest.mark.parametrize("broken", ["answers:\n\tissue: x\n", "answers:\n  stakeholders: school\n"])
def test_parties_that_cannot_be_read_are_not_unknown(workspace: LayOut, broken: str) -> None:
    """A tab in 0A does not make every party in 0B a mistake."""
    files = {
        "sessions/a/session.yaml": SESSION,
        "sessions/a/0A.yaml": broken,
        "sessions/a/0B.yaml": INTERESTS,
    }
    root = workspace(files)
    assert {problem.file for problem in check(Workspace(root), [], root)} == {"sessions/a/0A.yaml"}


def test_only_some_files_can_be_checked(workspace: LayOut) -> None:
    """Who names files and folders hears of those alone, as they are seen from where they stand."""
    root = workspace(MISTAKES)
    here = root / "sessions" / "b"
    of_file = check(Workspace(root), [Path("0B.yaml")], here)
    assert [str(problem).split(" ")[0] for problem in of_file] == ["0B.yaml:8:9:"]
    of_folder = check(Workspace(root), [Path("../c")], here)
    assert {Path(problem.file).name for problem in of_folder} == {"session.yaml", "0A.yaml"}
    assert all(Path(problem.file).is_absolute() for problem in of_folder)


@pytest.mark.parametrize("path", ["nergens.yaml", "..", "../anders.yaml"])
def test_what_is_not_in_the_workspace_cannot_be_checked(workspace: LayOut, path: str) -> None:
    """Nobody is told that all is well with a file that was not looked at."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    (root.parent / "anders.yaml").write_text("wat: dan ook\n")
    if path == "..":
        assert check(Workspace(root), [Path(path)], root) == []  # the workspace is in there
        return
    with pytest.raises(WrongUse):
        check(Workspace(root), [Path(path)], root)


def test_hidden_files_are_passed_over(workspace: LayOut) -> None:
    """What macOS and editors put beside files is nobody's mistake."""
    root = workspace(
        {
            "sessions/a/session.yaml": SESSION,
            "sessions/a/._0A.yaml": "\x00\x05",
            "sessions/.trash/session.yaml": "",
            "blocks/._buurt.yaml": "\x00",
        }
    )
    assert check(Workspace(root), [], root) == []


def test_a_file_called_yml_is_reported(workspace: LayOut) -> None:
    """kompas reads .yaml alone; nobody need wonder where these answers are."""
    root = workspace({"sessions/a/session.yaml": SESSION, "sessions/a/0A.yml": "answers: {}\n"})
    (problem,) = check(Workspace(root), [], root)
    assert str(problem) == (
        "sessions/a/0A.yml:1:1: “0A.yml” heet .yml. Noem het .yaml, anders leest kompas het niet."
    )


def test_a_participant_without_an_id_is_in_no_hint(workspace: LayOut) -> None:
    """What stands in for that id while the file is checked, people never see."""
    people = SESSION.replace("  - id: moeder\n    role", "  - role")
    ballots = BALLOTS.replace("mentor", "zzz")
    root = workspace({"sessions/a/session.yaml": people, "sessions/a/0A.yaml": ballots})
    hints = [one.hint for one in check(Workspace(root), [], root)]
    assert len(hints) > 1
    assert all(hint.isprintable() for hint in hints)


def test_nobody_gets_the_answers_of_someone_else(workspace: LayOut) -> None:
    """Of a participant who was taken out of session.yaml no other is suggested, however much alike."""
    people = SESSION.replace("id: mentor", "id: leerling-klas-4").replace("id: moeder", "id: leerling-klas-5")
    ballots = BALLOTS.replace("mentor", "leerling-klas-3")
    root = workspace({"sessions/a/session.yaml": people, "sessions/a/0A.yaml": ballots})
    told = " ".join(str(problem) for problem in check(Workspace(root), [], root))
    assert "De deelnemer “leerling-klas-3” ken ik niet." in told
    assert "left: met een datum" in told
    assert "leerling-klas-4" not in told


def test_what_is_no_file_is_reported(workspace: LayOut) -> None:
    """A folder or a link to nothing where a file should be is told of, with all other problems."""
    root = workspace({"sessions/a/session.yaml": SESSION, "sessions/b/session.yaml": ""})
    (root / "sessions/a/0A.yaml").mkdir()
    (root / "sessions/a/0B.yaml").symlink_to("nergens")
    (root / "blocks" / "map.yaml").mkdir(parents=True)
    found = {problem.file: problem.what for problem in check(Workspace(root), [], root)}
    assert set(found) == {
        "blocks/map.yaml",
        "sessions/a/0A.yaml",
        "sessions/a/0B.yaml",
        "sessions/b/session.yaml",
    }
    assert "is een map" in found["sessions/a/0A.yaml"]
    assert found["sessions/a/0B.yaml"] == "Dit bestand is er niet."


def test_a_foreign_encoding_is_reported(workspace: LayOut) -> None:
    """A file that an old editor saved is reported at the first sign that cannot be read."""
    root = workspace({"sessions/a/session.yaml": SESSION})
    (root / "sessions/a/0A.yaml").write_bytes("format: 1\nanswers: {issue: {text: café}}\n".encode("latin-1"))
    (problem,) = check(Workspace(root), [], root)
    assert str(problem).startswith("sessions/a/0A.yaml:2:")
    assert "UTF-8" in str(problem)
