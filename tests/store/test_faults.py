"""Whatever is wrong in a file is told in Dutch, in its place, all at once."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import Problem
from kompas.store import reading
from kompas.store.reading import parse
from kompas.store.writing import settle
from tests.store.documents import PIECES

ENGLISH = re.compile(r"\b(found|expected|while|scanning|parsing|the|not|allowed|token|did|mapping)\b")
LINES = st.lists(
    st.sampled_from(PIECES)
    | st.sampled_from("a:|a: |a: >|  - b|'x|\"x|[x, {y: z}|}|]|? a|- - c|%YAML 2.0".split("|")),
    max_size=8,
).map("\n".join)


def places(problems: list[Problem]) -> list[tuple[int, int]]:
    """Where the problems are."""
    return [(problem.line, problem.column) for problem in problems]


@given(st.text() | LINES)
def test_any_text_is_read_or_explained(text: str) -> None:
    """No text makes us fall over, and what we say about it is Dutch and points into the text."""
    data, problems = parse(text, "f")
    assert data == settle(data) or not text.isascii()
    for problem in problems:
        assert not ENGLISH.search(problem.what + problem.hint)
        assert problem.what.endswith(".")
        assert problem.hint.endswith(".")
        assert 1 <= problem.line <= len(text.splitlines()) + 1
        assert problem.column >= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [(3, 1, "“a” staat hier twee keer: op regel 1 en op regel 3")]),
        ("é: 1\ne\u0301: 2\n", [(2, 1, "twee keer")]),
        ("a: &x 1\nb: *x\n", [(1, 4, "& of *"), (2, 4, "& of *")]),
        ("a: !!str 1\nb: !let op\n", [(1, 4, "met !"), (2, 4, "met !")]),
        ("a: *** let op\n", [(1, 4, "niet met * beginnen")]),
        ("a: 1\n---\nb: 2\n---\nc: 3\n", [(2, 1, "tweede document"), (4, 1, "tweede document")]),
        ("a: 1\n...\nb: 2\n", [(3, 1, "al af")]),
        ("? [a]\n: b\n", [(1, 3, "Hier hoort een naam")]),
        ("a: {? : b}\n", [(1, 7, "Hier hoort een naam")]),
        ("a:\n\tb: 1\n \tc: 2\nd: |\n  \tmag\n", [(2, 1, "met een tab"), (3, 2, "met een tab")]),
        ("a: |\n  x\n\ty\nb:\n- c: >-\n    \tmag\n\td: 1\n", [(3, 1, "met een tab"), (7, 1, "met een tab")]),
        ("a: [\n\t1]\n", [(2, 1, "met een tab")]),
        ("a: - \tb\n", [(1, 4, "streepje midden in een regel")]),
        ("- \ta\n", [(1, 3, "Hier staat een tab")]),
        ("a: b\x07c\nd: \x00\n", [(1, 5, "U+0007"), (2, 4, "U+0000")]),
        ("a: \ud800\n", [(1, 4, "U+D800")]),
        ("a: goed: fout\n", [(1, 8, "dubbele punt op een plek waar dat niet kan")]),
        ("a: 1\n b: 2\n", [(2, 3, "dubbele punt op een plek waar dat niet kan")]),
        ("a: @home\n", [(1, 4, "niet met @ beginnen")]),
        ("a: 's avonds\nb: 1\n", [(1, 4, "nergens wordt gesloten")]),
        ("a: 'foto's van toen'\n", [(1, 10, "Achter het aanhalingsteken")]),
        ("a: 1\nb\nc: 2\n", [(2, 1, "ontbreekt een dubbele punt")]),
        ('a: "c:\\map"\n', [(1, 7, "kompas niet kent")]),
        ("a: [1, 2\nb: 3\n", [(1, 4, "[ begint")]),
        ("a: {b: 1\nc: 3\n", [(1, 4, "{ begint")]),
        ("a: }\n", [(1, 4, "Hier hoort tekst")]),
        ("a: - b\n", [(1, 4, "streepje midden in een regel")]),
        ("a: |x\n  y\n", [(1, 5, "Achter | of >")]),
        ("a:\n  - b\n c: 1\n", [(3, 2, "past niet bij de regels erboven")]),
        ("%YAML 2.0\n---\na: 1\n", [(1, 1, "met % beginnen")]),
        ("a: 1\na: 2\nb: &x 3\nc: [\n", [(2, 1, "twee keer"), (3, 4, "& of *"), (4, 5, "om af te sluiten")]),
    ],
)
def test_every_problem_has_its_place(text: str, expected: list[tuple[int, int, str]]) -> None:
    """Each problem is told in Dutch, with its line and column, all at once."""
    problems = parse(text, "0A.yaml")[1]
    assert [(line, column) for line, column, _ in expected] == places(problems)
    for (_, _, words), problem in zip(expected, problems, strict=True):
        assert words in problem.what
        assert problem.file == "0A.yaml"
        assert problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: b: c\n",
        "a: 'x\n",
        "a\n  - b",
        "a: [1\n",
        "a: @x\n",
        "a: |x\n",
        "\ta: 1\n",
        "a: *x\n",
        "a: \x07\n",
    ],
)
def test_without_libyaml_problems_are_dutch_too(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own reader says things in other words; a person sees no difference."""
    line = parse(text, "f")[1]
    monkeypatch.setattr(reading, "_Loader", yaml.BaseLoader)
    problems = parse(text, "f")[1]
    assert [problem.line for problem in problems] == [problem.line for problem in line]
    assert not any(ENGLISH.search(str(problem)) for problem in problems)


def test_what_git_could_not_merge() -> None:
    """Every line that git left behind is told, with what to do."""
    text = "a: 1\n<<<<<<< HEAD\nb: 2\n||||||| 12ab\nb: 0\n=======\nb: 3\n>>>>>>> ander\nc: |\n  =======\n"
    problems = parse(text, "f")[1]
    assert places(problems) == [(2, 1), (4, 1), (6, 1), (8, 1)]
    assert all("Kies één van de twee versies" in problem.hint for problem in problems)


def test_a_line_of_signs_may_be_text() -> None:
    """A heading underlined in a text is no merge that failed."""
    assert parse("a: |\n  Kop\n  =======\n", "f") == ({"a": "Kop\n=======\n"}, [])
