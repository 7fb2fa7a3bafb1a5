"""Templates of a team: they replace ours, can be careless with text, and their mistakes are told."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kompas.errors import KompasError
from kompas.store.sessions import Opened
from kompas.worksheets.document import Part, document
from kompas.worksheets.export import worksheet
from kompas.worksheets.templates import environment, render
from tests.worksheets.examples import CATALOG, markdown, schooluitval
from tests.worksheets.reading import folded, look, texts

MINE = environment()


def written(source: str, **data: Any) -> str:
    """What a template of one line makes."""
    return MINE.from_string(source).render(data)


CARELESS = (
    "{{ x }}",
    "{{ 'Ja: ' ~ x }}",
    "{{ heading(2, 'Kop') ~ ' ' ~ x }}",
    "{{ heading(2, 'Kop') + ' ' + x }}",
    "{{ heading(2, 'Kop %s') % x }}",
    "{{ heading(2, 'Kop %s') | format(x) }}",
    "{{ heading(2, 'Kop Q').format(x) | replace('Q', x) }}",
    "{{ ['een', x] | join(', ') }}",
    "{{ ['een' | cell, x] | join(' ') }}",
    "{{ x | e }}",
    "{{ x | upper | lower }}",
    "{{ x | default('niets') }}",
    "{% set y %}*{{ x }}*{% endset %}{{ y ~ x }}",
    "{% macro m(a) %}**{{ a }}**{% endmacro %}{{ m(x) + x }}",
    "{% filter trim %}{{ x }}{% endfilter %}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
)


@pytest.mark.parametrize("source", CARELESS)
def test_a_careless_template_escapes_all_the_same(source: str) -> None:
    """However values are joined, text of people becomes no markup."""
    page = look(written(source, x="*ster* [x](javascript:a) <b>vet</b>"))
    assert not {"a", "b", "em", "img"} & set(page.tags) - ({"em"} if "*{{" in source else set())
    assert "[x](javascript:a)" in page.text


@given(texts, texts)
def test_values_side_by_side(first: str, second: str) -> None:
    """Two values that touch make nothing that neither is."""
    page = look(written("Hier: {{ a }}, {{ b }}.", a=first, b=second))
    assert folded(page.text).replace(" ", "") == folded(f"Hier: {first}, {second}.").replace(" ", "")
    assert set(page.tags) <= {"p", "code"}


def test_what_a_template_writes_itself_is_markdown() -> None:
    """Its own text, pieces that are Markdown already, and numbers, dates and ja or nee in words."""
    assert written("**a** {{ heading(3, 'b') }}") == "**a** ### b"
    assert written("{{ a | cell ~ ', ' ~ a }}", a="b*") == "b\\*, b\\*"
    assert written("{{ a }} {{ b }} {{ c }} {{ d }}", a=True, b=date(2026, 11, 21), c=None, d=["x", "y"]) == (
        "ja 21 november 2026  x en y"
    )
    assert written("{% for x in 'ab' %}{{ x }}{{ ', ' if not loop.last }}{% endfor %}") == "a, b"


TEAM = "worksheets/0A.md.jinja"


def _render(folder: Path, name: str = TEAM, **data: Any) -> str:
    return render(environment(folder), [name], data)


def _lay(folder: Path, source: str | bytes, name: str = TEAM) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return path


def test_a_template_of_the_team_replaces_ours(tmp_path: Path) -> None:
    """Also with a byte order mark and Windows line ends; the result is tidy."""
    _lay(tmp_path, "\ufeff# {{ x }}  \r\n\r\n\r\n\r\nEinde   ")
    assert _render(tmp_path, x="Ja") == "# Ja\n\nEinde\n"


def test_a_template_of_the_team_can_extend_the_one_it_replaces(tmp_path: Path) -> None:
    """Through kompas/, or it would extend itself."""
    _lay(tmp_path, "{% extends 'kompas/worksheets/0A.md.jinja' %}{% block source %}Van ons.{% endblock %}")
    opened = Opened(schooluitval())
    made = worksheet(environment(tmp_path), CATALOG, CATALOG.blocks["0A"], opened).markdown
    ours = markdown(schooluitval(), "0A")
    assert made == ours[: ours.index("---\n\nGemaakt")] + "Van ons.\n"


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("een\n{{ twee", 2, "Dit begrijpt kompas niet: hier hoort “}}”, maar er staat “het einde”."),
        ("een\n\n{% for x in y %}", 3, "Dit begrijpt kompas niet: “for” is niet afgesloten."),
        ("een\n{% if x", 2, "Dit begrijpt kompas niet: hier hoort “%}”, maar er staat “het einde”."),
        ("een\n{{ }}", 2, "hier hoort een naam of een waarde, maar er staat “}}”."),
        ("een\n{% %}", 2, "hier hoort een opdracht"),
        ("een\n{% for n in x %}{% endif %}", 2, "“for” is niet afgesloten: hier hoort “endfor”."),
        ("een\n{{ (x }}", 2, "hier hoort “)”, maar er staat “}”."),
        ("een\n{{ x + }}", 2, "“}}” hoort hier niet."),
        ("een\n{{ x. }}", 2, "hier hoort een naam of een getal."),
        ("een\n{{ x ' }}", 2, "het teken “'” hoort hier niet."),
        ("een\n{% set y %}", 2, "“set” is niet afgesloten."),
        ("een\n{% als x %}", 2, "Dit begrijpt kompas niet: de opdracht “als” ken ik niet"),
        ("een\n{{ x ? }}", 2, "Dit begrijpt kompas niet: het teken “?” hoort hier niet."),
        ("een\n{{ x y }}", 2, "Dit begrijpt kompas niet: hier hoort “}}”, maar er staat “y”."),
        ("een\n{# x", 2, "Dit begrijpt kompas niet: iets is niet afgesloten."),
        ("een\n{{ x | bestaatniet }}", 2, "Dit begrijpt kompas niet: “bestaatniet” is niet bekend."),
        ("een\n{{ twee }}", 2, "twee"),
        ("een\n{{ x.twee.drie }}", 2, "twee"),
        ("een\n{{ 1 / 0 }}", 2, "ZeroDivisionError"),
        ("een\n{{ x.__class__.__mro__ }}", 2, "mag een sjabloon niet"),
        ("een\n{{ heading() }}", 2, "TypeError"),
        ("een\n{% for n in range(1000000) %}{% endfor %}", 2, "herhaalt iets te vaak"),
        ("een\n{% include 'weg.md' %}", 2, "weg.md"),
        ("een\n{% extends 'worksheets/0A.md.jinja' %}", 2, "zichzelf"),
        ("{% macro m() %}\n{{ m() }}{% endmacro %}\n{{ m() }}", 2, "zichzelf"),
        ("een\n{% import 'worksheets/parts.md.jinja' as p %}\n{{ p.step(1, 2) }}", 3, "step"),
        (b"een\n\xe9\xe9n", 2, "UTF-8"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    tmp_path: Path, source: str | bytes, line: int, said: str
) -> None:
    """Whatever it is, and what to do about it."""
    path = _lay(tmp_path, source)
    with pytest.raises(KompasError) as caught:
        _render(tmp_path, x="tekst")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(path), line)
    assert said in problem.what
    assert "haal het bestand weg" in problem.hint


@pytest.mark.parametrize(
    "source",
    [
        "{{ show }}",
        "{{ x.show }}",
        "{{ x['show'] }}",
        "{{ y.show.meer }}",
        "{{ show.meer }}",
        "{{ part.show }}",
        "{% from 'worksheets/parts.md.jinja' import show %}{{ show }}",
    ],
)
def test_a_name_that_does_not_exist_is_told_without_english(tmp_path: Path, source: str) -> None:
    """Whatever it was asked of: no class of Python, no words of Jinja."""
    _lay(tmp_path, source)
    with pytest.raises(KompasError) as caught:
        _render(tmp_path, x="tekst", y={}, part=Opened(schooluitval()))
    (problem,) = caught.value.problems
    assert problem.what == "In dit sjabloon staat “show”, maar dat bestaat niet."


def test_a_place_in_a_list_that_does_not_exist(tmp_path: Path) -> None:
    """It has no name; the number says enough."""
    _lay(tmp_path, "{{ x[7] }}")
    with pytest.raises(KompasError) as caught:
        _render(tmp_path, x=["a"])
    assert caught.value.problems[0].what == "In dit sjabloon staat “7”, maar dat bestaat niet."


def test_nothing_outside_the_folder_can_be_read(tmp_path: Path) -> None:
    """No file is found by going up."""
    _lay(tmp_path / "templates", "{% include '../geheim.txt' %}")
    (tmp_path / "geheim.txt").write_text("geheim")
    with pytest.raises(KompasError):
        _render(tmp_path / "templates")


DOCS = Path(__file__).parents[2] / "docs" / "templates.md"


def test_the_examples_in_the_documentation_work(tmp_path: Path) -> None:
    """Each of them, as a team would copy it."""
    summary, order = re.findall(r"```jinja\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    _lay(tmp_path, summary)
    made = worksheet(environment(tmp_path), CATALOG, CATALOG.blocks["0A"], Opened(schooluitval())).markdown
    assert re.search(r"\| Jongerenraad +\| nog geen +\|", made)
    assert made.endswith("Gemeente Waterveen, Postbus 1.\n")
    _lay(tmp_path, order)
    made = worksheet(environment(tmp_path), CATALOG, CATALOG.blocks["0A"], Opened(schooluitval())).markdown
    assert made.index("## Wat we willen") < made.index("## Wie doet wat?") < made.index("## Verder")


def test_the_documentation_names_all_that_a_template_gets() -> None:
    """And a part of it has what it says."""
    text = DOCS.read_text(encoding="utf-8")
    data = document(Opened(schooluitval()), CATALOG, CATALOG.blocks["0A"])
    assert not [name for name in data if f"| `{name}` |" not in text]
    assert not [name for name in Part.__struct_fields__ if f"`{name}`" not in text]


@pytest.mark.parametrize("source", ["", "{% macro laat_zien(part, level) %}{% endmacro %}"])
def test_a_template_of_a_kind_without_show_is_a_mistake_of_the_team(tmp_path: Path, source: str) -> None:
    """Not of kompas, although it is ours that asks for it."""
    path = _lay(tmp_path, source, "steps/text.md.jinja")
    with pytest.raises(KompasError) as caught:
        worksheet(environment(tmp_path), CATALOG, CATALOG.blocks["0A"], Opened(schooluitval()))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(path), 1)
    assert problem.what == "In “steps/text.md.jinja” ontbreekt de macro “show”."
    assert "haal het bestand weg" in problem.hint


def test_a_template_of_a_kind_can_use_ours(tmp_path: Path) -> None:
    """As the documentation has it."""
    (source,) = re.findall(r"```text\n(\{% import .*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    _lay(tmp_path, source, "steps/text.md.jinja")
    made = worksheet(environment(tmp_path), CATALOG, CATALOG.blocks["0A"], Opened(schooluitval())).markdown
    ours = markdown(schooluitval(), "0A")
    assert "*Zo schreven wij het op.*" in made
    assert made.replace("*Zo schreven wij het op.*\n\n", "") == ours
