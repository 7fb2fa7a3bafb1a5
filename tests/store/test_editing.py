"""A change touches its own lines only; what people wrote around it, comments above all, stays."""

import difflib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import KompasError
from kompas.store.editing import REMOVE, replace
from kompas.store.reading import parse
from kompas.store.writing import dump, settle
from tests.store.documents import Made, contents, handmade, keys, values

FILE = """\
# Bewaard door kompas
format: 1
answers:
  # besproken op 3 mei
  urgency:
    rounds:
      - id: start   # de eerste keer
        date: 2026-11-21
        ballots:
          - perspective: ouders
            scores:
              ernst: 3  # na lang praten
              haast: null
          # na de pauze
          - perspective: jongeren
            scores: {ernst: 1, haast: 2}  # van papier
    # tot zover
  goal:
    text: |-  # nog kort maken
      Samen op school.
      Niemand thuis.
  table:
    records: []  # komt later
"""
ORDER = ["opening", "urgency", "extra", "goal", "table", "closing"]


def understood(text: str) -> Any:
    """The data of a text in which there is no problem."""
    data, problems = parse(text, "file.yaml")
    assert not problems, (text, problems)
    return data


def changes(path: tuple[str, ...], value: Any, text: str = FILE) -> list[str]:
    """The lines that go (-) and come (+)."""
    result = replace(text, path, value, ORDER)
    return [
        line.rstrip("\r\n")
        for line in difflib.unified_diff(text.splitlines(True), result.splitlines(True), n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]


@st.composite
def altered(draw: Any, value: Any) -> Any:
    """A value that differs a little from another, somewhere inside; or is something else."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        key = draw(st.sampled_from(list(value)))
        if draw(st.booleans()):
            return {k: draw(altered(v)) if k == key else v for k, v in value.items()}
        if draw(st.booleans()):
            return {k: v for k, v in value.items() if k != key}
        pairs = [*value.items(), (draw(keys), draw(contents))]
        return dict(draw(st.permutations(pairs)))
    if isinstance(value, list) and value and draw(st.booleans()):
        at = draw(st.integers(0, len(value) - 1))
        if draw(st.booleans()):
            return [*value[:at], draw(altered(value[at])), *value[at + 1 :]]
        if draw(st.booleans()):
            return value[:at] + value[at + 1 :]
        return [*value[:at], draw(contents), *value[at:]]
    return draw(contents)


def bare(value: Any) -> Any:
    """A value without the names that nothing is written behind: those may stay as people left them."""
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if one is not None}
    return [bare(one) for one in value] if isinstance(value, list) else value


def check(made: Made, under: tuple[str, ...], key: str, value: Any, order: list[str]) -> None:
    """The change is made, nothing else is, and no comment is lost."""
    text = made.text
    result = replace(text, (*under, key), value, order)
    wanted = {k: v for k, v in made.data.items() if k != key}
    if value is not REMOVE:
        wanted[key] = settle(value)
    found = understood(result)
    assert bare(found[under[0]] if under else found) == bare(wanted), (text, result)
    for comment in made.comments:
        assert result.count(comment) == 1, (comment, text, result)
    rest = list(made.entries)
    if key in rest:
        at = rest.index(key)
        before = made.head + "".join(made.entries[k] for k in rest[:at])
        after = "".join(made.entries[k] for k in rest[at + 1 :]) + made.foot
        if under and value is REMOVE and len(rest) == 1:
            return
        assert result.startswith(before), (text, result)
        assert result.endswith(after), (text, result)
    else:
        assert not set(text.splitlines()) - set(result.splitlines()), (text, result)


@given(st.data(), handmade())
def test_any_change_at_the_top(data: Any, made: Made) -> None:
    """Changing, adding or removing an entry of the file itself."""
    key = data.draw(st.sampled_from(list(made.data)) | keys)
    value = data.draw(altered(made.data.get(key)) | st.just(REMOVE))
    check(made, (), key, value, data.draw(st.permutations([*made.data, key])))


@given(st.data(), handmade(under="answers"))
def test_any_change_one_level_down(data: Any, made: Made) -> None:
    """Changing, adding or removing an entry below a key, as an answer is."""
    key = data.draw(st.sampled_from(list(made.data)) | keys)
    value = data.draw(altered(made.data.get(key)) | st.just(REMOVE))
    check(made, ("answers",), key, value, data.draw(st.permutations([*made.data, key])))


@given(st.data(), handmade(under="answers"))
def test_the_same_value_changes_no_byte(data: Any, made: Made) -> None:
    """Saving what is already there leaves the file as it is."""
    key = data.draw(st.sampled_from(list(made.data)))
    for text in (made.text, made.text.rstrip("\r\n")):
        present = understood(text)["answers"]
        assert replace(text, ("answers", key), present[key]) == text
        assert replace(text, ("answers",), present) == text


@given(values.filter(lambda value: isinstance(value, dict)), st.data())
def test_a_canonical_file_stays_canonical(value: Any, data: Any) -> None:
    """In a file as kompas writes it, a change gives the file that kompas would have written."""
    document = {"format": "1", "answers": settle({"a": value, "b": "x"})}
    new = settle(data.draw(altered(value)))
    result = replace(dump(document), ("answers", "a"), new, ["a", "b"])
    assert bare(understood(result)) == bare({"format": "1", "answers": {"a": new, "b": "x"}})
    if not isinstance(new, dict) or list(new) == list(settle(value) or []):
        assert len(result) < len(dump(document)) + len(dump({"x": {"y": new}})) + 10


@given(st.integers(1, 30), st.data())
def test_one_record_more_or_less(count: int, data: Any) -> None:
    """Adding a record only adds its lines, removing one only removes them, one field is one line."""
    records = [{"id": f"r{at}", "naam": f"naam {at}", "over": "een\ntwee"} for at in range(count)]
    text = dump({"answers": {"table": {"records": records}, "rest": "x"}})
    at = data.draw(st.integers(0, count - 1))
    path = ("answers", "table")
    more = [*records[:at], {"id": "nieuw", "naam": "x"}, *records[at:]]
    assert changes(path, {"records": more}, text) == ["+      - id: nieuw", "+        naam: x"]
    less = records[:at] + records[at + 1 :]
    assert [line[0] for line in changes(path, {"records": less}, text)] == (
        ["-"] * 5 if less else ["-"] * 6 + ["+"]
    )
    other = [*records[:at], {**records[at], "naam": "anders"}, *records[at + 1 :]]
    assert changes(path, {"records": other}, text) == [f"-        naam: naam {at}", "+        naam: anders"]


URGENCY: dict[str, Any] = understood(FILE)["answers"]["urgency"]


def urgency(*ballots: Any) -> Any:
    """The answer with these ballots."""
    return {"rounds": [{**URGENCY["rounds"][0], "ballots": [*ballots]}]}


PARENTS, YOUNG = URGENCY["rounds"][0]["ballots"]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("answers", "urgency"), URGENCY, []),
        (("format",), 1, []),
        (("format",), 2, ["-format: 1", "+format: 2"]),
        (
            ("answers", "urgency"),
            urgency({**PARENTS, "scores": {"ernst": 4, "haast": None}}, YOUNG),
            ["-              ernst: 3  # na lang praten", "+              ernst: 4  # na lang praten"],
        ),
        (
            ("answers", "urgency"),
            urgency(PARENTS, YOUNG, {"perspective": "school"}),
            ["+          - perspective: school"],
        ),
        (
            ("answers", "urgency"),
            urgency(YOUNG),
            [
                "-          - perspective: ouders",
                "-            scores:",
                "-              ernst: 3  # na lang praten",
                "-              haast: null",
                "+          # na lang praten",
            ],
        ),
        (
            ("answers", "urgency"),
            urgency({"scores": PARENTS["scores"]}, YOUNG),
            ["-          - perspective: ouders", "-            scores:", "+          - scores:"],
        ),
        (
            ("answers", "urgency"),
            urgency({"participant": "an", **PARENTS}, YOUNG),
            [
                "-          - perspective: ouders",
                "+          - participant: an",
                "+            perspective: ouders",
            ],
        ),
        (
            ("answers", "urgency"),
            urgency(PARENTS, {**YOUNG, "scores": {"ernst": 5, "haast": 2}}),
            [
                "-            scores: {ernst: 1, haast: 2}  # van papier",
                "+            scores:  # van papier",
                "+              ernst: 5",
                "+              haast: 2",
            ],
        ),
        (
            ("answers", "goal"),
            {"text": "Samen op school.\nNiemand alleen."},
            ["-      Niemand thuis.", "+      Niemand alleen."],
        ),
        (
            ("answers", "goal"),
            {"text": "Kort."},
            [
                "-    text: |-  # nog kort maken",
                "-      Samen op school.",
                "-      Niemand thuis.",
                "+    text: Kort.  # nog kort maken",
            ],
        ),
        (
            ("answers", "table"),
            {"records": [{"id": "a"}]},
            ["-    records: []  # komt later", "+    records:  # komt later", "+      - id: a"],
        ),
        (
            ("answers", "table"),
            REMOVE,
            ["-  table:", "-    records: []  # komt later", "+  # komt later"],
        ),
        (("answers", "extra"), {"text": "x"}, ["+  extra:", "+    text: x"]),
        (("answers", "closing", "text"), "x", ["+  closing:", "+    text: x"]),
        (("new", "deep"), "x", ["+new:", "+  deep: x"]),
        (("answers", "away"), REMOVE, []),
    ],
)
def test_small_changes(path: tuple[str, ...], value: Any, expected: list[str]) -> None:
    """Only the lines that differ change, and a comment stays on or at its line."""
    assert changes(path, value) == expected


@pytest.mark.parametrize(
    ("key", "follows"),
    [("extra", "    # tot zover"), ("opening", "answers:"), ("closing", "    records: []  # komt later")],
)
def test_a_new_key_gets_its_place(key: str, follows: str) -> None:
    """It comes after the step before it, else before the step after it and its comment, else last."""
    lines = replace(FILE, ("answers", key), {"text": "x"}, ORDER).splitlines()
    assert lines[lines.index(f"  {key}:") - 1] == follows


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", "a:\n  b: x\n"),
        ("# leeg\n", "# leeg\na:\n  b: x\n"),
        ("---\n", "---\na:\n  b: x\n"),
        ("\ufeffq: 1\r\n", "\ufeffq: 1\r\na:\r\n  b: x\r\n"),
        ("q: 1", "q: 1\na:\n  b: x"),
        ("a: {c: d}  # c\n", "a:  # c\n  c: d\n  b: x\n"),
        ("a: {c: [d, # c\n e]}\n", "# c\na:\n  c:\n    - d\n    - e\n  b: x\n"),
        ("a:  # c\n\nq: 1\n", "a:  # c\n  b: x\n\nq: 1\n"),
        ("a:\n    c: 1\nq: 1\n", "a:\n    c: 1\n    b: x\nq: 1\n"),
        ("a:\n  c:\n  - d\nq: 1\n", "a:\n  c:\n  - d\n  b: x\nq: 1\n"),
        ("{a: {c: d}}\n", "a:\n  c: d\n  b: x\n"),
        ("? a\n: c: d\n", "? a\n: c: d\n  b: x\n"),
        ("\"q\": 'a\na:\n  c: d'\n", "\"q\": 'a\na:\n  c: d'\na:\n  b: x\n"),
        ("a:\n  c: |+\n    d\n\nq: 1\n", "a:\n  c: |+\n    d\n\n  b: x\nq: 1\n"),
        ("---\na:\n  c: d\n...\n", "---\na:\n  c: d\n  b: x\n...\n"),
    ],
)
def test_other_hands(text: str, result: str) -> None:
    """A file in another style keeps that style wherever it does not have to change."""
    assert replace(text, ("a", "b"), "x") == result


@pytest.mark.parametrize(
    ("text", "path", "result"),
    [
        ("a:\n  b: 1\n", ("a", "b"), "a: {}\n"),
        ("a:\n  b: 1  # c\nq: 1\n", ("a", "b"), "# c\na: {}\nq: 1\n"),
        ("# kop\na: 1\n", ("a",), "# kop\n"),
        ("a: {b: 1}\n", ("a", "b"), "a: {}\n"),
        ("q: |\n  x\na: 1\n  # c\n", ("a",), "q: |\n  x\n# c\n"),
    ],
)
def test_removing_the_last(text: str, path: tuple[str, ...], result: str) -> None:
    """What holds nothing any more says so, and its comments stay comments."""
    assert replace(text, path, REMOVE) == result


def test_text_that_ends_in_empty_lines_before_an_empty_line() -> None:
    """Empty lines of the file do not become part of a new text, nor the other way round."""
    text = "a: x\n\n\nb: y\n"
    for value in ("een\n\n", "een\ntwee", "een\n"):
        assert understood(replace(text, ("a",), value)) == {"a": value, "b": "y"}


@pytest.mark.parametrize("text", ["a: [\n", "a: 1\na: 2\n", "<<<<<<< HEAD\na: 1\n", "a: &x 1\n"])
def test_a_broken_file_is_left_alone(text: str) -> None:
    """In a file that cannot be read nothing is changed; the problems come along."""
    with pytest.raises(KompasError) as caught:
        replace(text, ("b",), "x")
    assert caught.value.problems


@pytest.mark.parametrize("text", ["a: tekst\n", "a: [b]\n", "tekst\n", "- a\n"])
def test_what_is_no_mapping_is_not_overwritten(text: str) -> None:
    """Where a mapping belongs but something else stands, that is told, not lost."""
    with pytest.raises(KompasError, match="namen"):
        replace(text, ("a", "b"), "x")


ACTIONS = """\
answers:
  actions:
    records:
      - id: tellen
        what: #3 tellen
        who:
        date: ~  # nog kiezen
        reason: samen
      # nog vaag
      - id: bellen
        what:
        reason:
"""


def test_names_that_people_left_empty_stay() -> None:
    """Another record is added, one changed: `who:` and `date: ~` are nobody's to take away."""
    tellen = {"id": "tellen", "reason": "samen"}
    path, new = ("answers", "actions"), {"id": "nieuw", "what": "Bel"}
    assert changes(path, {"records": [tellen, {"id": "bellen"}, new]}, ACTIONS) == [
        "+      - id: nieuw",
        "+        what: Bel",
    ]
    del tellen["reason"]
    assert changes(path, {"records": [tellen, {"id": "bellen", "what": "Bel"}]}, ACTIONS) == [
        "-        reason: samen",
        "-        what:",
        "+        what: Bel",
    ]
    turned = understood(replace(ACTIONS, path, {"records": [{"id": "bellen"}, tellen]}))
    assert [list(one) for one in turned["answers"]["actions"]["records"]] == [
        ["id", "what", "reason"],
        ["id", "what", "who", "date"],
    ]


def test_a_ballot_that_others_join_keeps_its_empty_names() -> None:
    """Ballots have no id: what says the same is the same. But no score is not "weet ik niet"."""
    text = "answers:\n  p:\n    ballots:\n    - participant: a\n      reason:\n      scores:\n        x:\n"
    one = {"participant": "a", "scores": {"x": None}}
    more = changes(("answers", "p"), {"ballots": [one, {"participant": "b", "scores": {"x": 3}}]}, text)
    assert not [line for line in more if line.startswith("-")]
    fewer = replace(text, ("answers", "p"), {"ballots": [{"participant": "a", "scores": {}}]}, ORDER)
    assert understood(fewer)["answers"]["p"]["ballots"][0]["scores"] in ({}, None)
