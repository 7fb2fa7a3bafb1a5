"""Everything in a text has its place, also in a text that is broken."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kompas.store.tree import locate
from tests.store.documents import Made, handmade


@given(handmade(), st.data())
def test_every_place_is_found(made: Made, data: Any) -> None:
    """The line of a key has that key on it; a place that is not there gives the part that is."""
    path: list[str | int] = []
    value: Any = made.data
    while isinstance(value, (dict, list)) and value:
        step = data.draw(st.sampled_from(list(value) if isinstance(value, dict) else range(len(value))))
        path, value = [*path, step], value[step]
        [(line, column)] = locate(made.text, [path])
        here = made.text.splitlines()[line - 1][column - 1 :]
        if isinstance(step, str):
            assert here.startswith((step, f"'{step}'", f'"{step}"'))
        assert locate(made.text, [[*path, "nergens", 3]]) == [(line, column)]
    assert locate(made.text, [path, []]) == locate(made.text, [path]) + locate(made.text, [[]])


def test_places_in_a_text_that_is_broken() -> None:
    """What stands before the break still has its place."""
    text = "answers:\n  urgency:\n    - id: a\n      b: 1\n    - id: b\n      c: [\n"
    paths = [("answers", "urgency", 1, "id"), ("answers", "urgency", 7, "id")]
    assert locate(text, paths) == [(5, 7), (2, 3)]
    assert locate("", [("a",)]) == [(1, 1)]
