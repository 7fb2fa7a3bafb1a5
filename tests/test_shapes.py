"""From plain data to answers: every mistake at once, each at its place, and in Dutch."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import Problem
from kompas.session import About
from kompas.shapes import nearest, shape, unknown, whole_number
from kompas.steps.poll import PollAnswer
from kompas.steps.round import Prompt, RoundAnswer
from kompas.steps.text import TextAnswer
from tests.packaged import step
from tests.plain_data import Data, anything, damaged


def paths(problems: list[Problem]) -> list[tuple[str | int, ...]]:
    """Where the problems are."""
    return [problem.path for problem in problems]


def test_every_mistake_comes_back_at_once() -> None:
    """Someone who made five mistakes sees five, not one after each repair."""
    data = {
        "rounds": [
            {"id": [], "date": "morgen", "method": "typed"},
            {"date": "2026-11-21", "metod": "typed"},
            {"id": "c", "date": "2026-11-21", "method": "hands", "ballots": [{}, {"scores": {"a": []}}]},
        ]
    }
    answer, problems = shape(data, PollAnswer)
    text = "Hier hoort tekst."
    assert answer is None
    assert [(problem.path, str(problem)) for problem in problems] == [
        (("rounds", 0, "id"), f"{text} Zet achter de dubbele punt één tekst."),
        (
            ("rounds", 0, "date"),
            "Hier hoort een datum. Schrijf die als jaar-maand-dag, bijvoorbeeld 2026-11-21.",
        ),
        (("rounds", 1, "metod"), "“metod” is hier niet bekend. Bedoel je “method”?"),
        (("rounds", 1), "“id” ontbreekt. Vul dit aan."),
        (("rounds", 1), "“method” ontbreekt. Vul dit aan."),
        (("rounds", 2, "method"), "“hands” kan hier niet. Kies uit: typed, counted, phone."),
        (("rounds", 2, "ballots", 0), "“scores” ontbreekt. Vul dit aan."),
        (
            ("rounds", 2, "ballots", 1, "scores", "a"),
            "Hier hoort tekst. Zet achter de dubbele punt één tekst.",
        ),
    ]


Marked = tuple[dict[str, Any], list[tuple[str | int, ...]]]


@st.composite
def _broken(draw: st.DrawFn) -> Marked:
    """A poll answer with mistakes in any places, and the paths of all of them."""
    wrong: list[tuple[str | int, ...]] = []
    answer: dict[str, Any] = {"rounds": []}
    for place in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            answer["rounds"].append(None)
        path = ("rounds", len(answer["rounds"]))
        one: dict[str, Any] = {"id": f"r{place}", "date": "2026-11-21", "method": "typed", "ballots": []}
        for name in draw(st.sets(st.sampled_from(["id", "date", "method"]))):
            one[name] = []
            wrong.append((*path, name))
        for name in draw(st.sets(st.sampled_from(["id", "date", "method"]))):
            wrong.remove((*path, name)) if one.pop(name) == [] else None
            wrong.append(path)
        for spot in range(draw(st.integers(0, 3))):
            scores: dict[str, Any] = draw(
                st.dictionaries(st.sampled_from("abc"), st.sampled_from(["7", None, {}, []]))
            )
            one["ballots"].append({"scores": scores, "reason": None})
            wrong += [(*path, "ballots", spot, "scores", id) for id in scores if scores[id] in ({}, [])]
        answer["rounds"].append(one)
    return answer, wrong


@given(_broken())
def test_each_mistake_is_at_its_own_place(broken: Marked) -> None:
    """However many there are and whatever stands around them, the places are those in the file."""
    data, wrong = broken
    answer, problems = shape(data, PollAnswer)
    assert sorted(paths(problems), key=str) == sorted(wrong, key=str)
    assert (answer is None) == bool(wrong)


@given(anything | damaged(step("0A.urgency")))
def test_places_exist(data: Data) -> None:
    """A problem points at something that is really in the data, so that its line can be shown."""
    for path in paths(shape(data, PollAnswer)[1]):
        here: Any = data
        for name in path:
            here = here[name]


@given(
    items=st.lists(st.none(), max_size=2),
    words=st.dictionaries(st.sampled_from(["stuck", "anders"]), st.none()),
    voice=st.dictionaries(st.just("perspective"), st.none()),
)
def test_nothing_written_is_the_same_as_left_out(
    items: list[None], words: dict[str, None], voice: dict[str, None]
) -> None:
    """`perspective:` or a streepje with nothing behind it is no mistake, wherever it stands."""

    def answer(items: list[None], words: dict[str, None], voice: dict[str, None]) -> Data:
        contribution = {"participant": "p", "words": {**words, "noticed": "veel"}, **voice}
        held = {"id": "a", "date": "2026-11-21", "method": "typed", "contributions": [*items, contribution]}
        return {"rounds": [*items, held, *items]}

    assert shape(answer(items, words, voice), RoundAnswer) == shape(answer([], {}, {}), RoundAnswer)


def test_null_is_an_answer_where_it_means_something() -> None:
    """A score of null is "weet ik niet", which counts, and is not the same as no score."""
    ballot = {"scores": {"urgency": None}}
    data = {"rounds": [{"id": "a", "date": "2026-11-21", "method": "typed", "ballots": [ballot]}]}
    answer, _ = shape(data, PollAnswer)
    assert answer is not None
    assert answer.rounds[0].ballots[0].scores == {"urgency": None}


def test_a_required_text_that_is_empty_is_missing() -> None:
    """`text:` with nothing behind it says that text is missing, not that null is wrong."""
    assert shape({"id": "a", "text": None}, Prompt)[1] == [Problem("“text” ontbreekt.", "Vul dit aan.")]


@pytest.mark.parametrize("name", ["b`c", "b\nc", "b` - at `$.rounds", "", "“”"])
def test_an_unknown_name_is_shown_as_it_was_written(name: str) -> None:
    """Whatever someone typed as a name, the message shows that name and its place."""
    problem = shape({"text": "a", name: "b"}, TextAnswer)[1][0]
    assert problem.what == f"“{name}” is hier niet bekend."
    assert problem.path == (name,)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("tekst", "Hier horen namen met een waarde."),
        ([], "Hier horen namen met een waarde."),
        (None, "Hier horen namen met een waarde."),
        ({"title": "A", "created": "21-11-2026"}, "Hier hoort een datum."),
        ({"title": "A", "created": "2026-11-21", "format": "een"}, "Hier hoort een heel getal."),
        ({"title": "A", "created": "2026-11-21", "status": "dicht"}, "“dicht” kan hier niet."),
        ({"title": ["A"], "created": "2026-11-21"}, "Hier hoort tekst."),
        ({"title": "A", "created": "2026-11-21", "participants": "wij"}, "Hier hoort een lijst."),
        ({"title": "A", "created": "2026-11-21", "participants": ["ik"]}, "Hier horen namen met een waarde."),
    ],
)
def test_each_mistake_has_its_own_sentence(data: Data, said: str) -> None:
    """The sentence says what belongs there."""
    assert [problem.what for problem in shape(data, About)[1]] == [said]


def test_a_hint_names_what_was_probably_meant() -> None:
    """A typing mistake gets the right word; a wholly different word gets the list."""
    assert nearest("onderwys", ["gemeente", "onderwijs"]) == "Bedoel je “onderwijs”?"
    assert nearest("x", ["gemeente", "onderwijs"]) == "Kies uit: gemeente, onderwijs."
    assert nearest("x", []) == ""
    assert unknown("De stap", "isue", ["issue"], ("course", 0)) == Problem(
        "De stap “isue” ken ik niet.", "Bedoel je “issue”?", ("course", 0)
    )


@given(st.integers(-(10**14), 10**14))
def test_a_number_comes_back(number: int) -> None:
    """Digits are a number, with or without a minus."""
    assert whole_number(str(number)) == number


@pytest.mark.parametrize("text", ["", "-", "1.5", "1e3", "²", "٣", "8\n", "0x1", "9" * 5000])
def test_other_text_is_no_number(text: str) -> None:
    """Also not what Python would take for one, nor digits without end."""
    assert whole_number(text) is None
