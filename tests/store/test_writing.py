"""What we write is one form, and everyone who reads it reads the same text."""

import random
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kompas.store.reading import parse
from kompas.store.writing import dump, nfc, settle
from tests.store.documents import NASTY, texts, typed, values


def understood(text: str) -> Any:
    """The data of a text in which there is no problem."""
    data, problems = parse(text, "file.yaml")
    assert not problems, (text, problems)
    return data


@given(values)
@example({"long": {"k" * 2000: ["a", {"b": "c\nd"}]}, "l" * 1100: "x\n"})
def test_what_is_written_reads_back(data: Any) -> None:
    """Any data of texts comes back as it was, in NFC."""
    assert understood(dump(data)) == settle(data)


@given(values)
def test_writing_what_was_read_changes_no_byte(data: Any) -> None:
    """Our form is one form: reading and writing again gives the same bytes."""
    text = dump(data)
    assert dump(understood(text)).encode() == text.encode()


@given(values)
def test_yaml_1_1_reads_the_same_text(data: Any) -> None:
    """PyYAML, with all its guesses about what is a number or a date, sees our texts as text."""
    assert yaml.load(dump(data), yaml.CSafeLoader) == settle(data)


@given(values)
def test_yaml_1_2_reads_the_same_text(data: Any) -> None:
    """So does a reader of YAML 1.2."""
    assert YAML(typ="safe", pure=True).load(dump(data)) == settle(data)


@given(values)
def test_a_file_is_clean(data: Any) -> None:
    """A file is UTF-8 in NFC, with LF, and ends with one; no line is broken where the text is not."""
    text = dump(data)
    assert nfc(text) == text
    assert text.encode().endswith(b"\n")
    assert "\r" not in text


@given(typed)
def test_what_is_no_text_is_written_bare(value: Any) -> None:
    """Numbers, dates and truth stand there without quotes, so that other tools read them as such."""
    read = yaml.load(dump({"a": value}), yaml.CSafeLoader)["a"]
    assert read == value or (read != read and value != value)
    assert type(read) is type(value)


@pytest.mark.parametrize("word", NASTY)
def test_difficult_words_are_safe_as_key_and_as_value(word: str) -> None:
    """What YAML could take for something else stands between quotes, as key, value and item."""
    data = {word: word, "list": [word, [word]]}
    assert yaml.load(dump(data), yaml.CSafeLoader) == data
    assert understood(dump(data)) == data


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"a": "gewone tekst"}, "a: gewone tekst\n"),
        ({"a": "wel: dubbele punt"}, "a: 'wel: dubbele punt'\n"),
        ({"a": "'s ochtends"}, "a: '''s ochtends'\n"),
        ({"a": "no"}, "a: 'no'\n"),
        ({"a": "tab\there"}, 'a: "tab\\there"\n'),
        ({"a": "bel \x07"}, 'a: "bel \\x07"\n'),
        ({"a": "dag 👩‍👧 é"}, "a: dag 👩‍👧 é\n"),
        ({"a": "een\ntwee"}, "a: |-\n  een\n  twee\n"),
        ({"a": "een\ntwee\n"}, "a: |\n  een\n  twee\n"),
        ({"a": "een\n\n"}, "a: |+\n  een\n\n"),
        ({"a": "  een\ntwee"}, "a: |2-\n    een\n  twee\n"),
        ({"a": "een\x07\ntwee"}, 'a: "een\\x07\\ntwee"\n'),
        ({"a": "\n\n"}, 'a: "\\n\\n"\n'),
        ({"a": "half \ud83d"}, "a: half \ufffd\n"),
        ({"a": [], "b": {}, "c": None, "d": ""}, "a: []\nb: {}\nc: null\nd: ''\n"),
        ({"a": 8, "b": True, "c": date(2026, 11, 21)}, "a: 8\nb: true\nc: 2026-11-21\n"),
        (
            {"a": [{"id": "x", "b": ["c", ["d"]]}, "e"]},
            "a:\n  - id: x\n    b:\n      - c\n      - - d\n  - e\n",
        ),
        ({}, "{}\n"),
        ("een\ntwee", '"een\\ntwee"\n'),
        ({"a": "woord " * 60 + "eind"}, "a: " + "woord " * 60 + "eind\n"),
    ],
)
def test_the_form(data: Any, text: str) -> None:
    """How each sort of value looks in a file."""
    assert dump(data) == text


@given(st.lists(texts, min_size=1, max_size=8, unique=True))
def test_keys_keep_their_order(keys: list[str]) -> None:
    """Keys stand in the order in which they were given."""
    random.shuffle(keys)
    settled = settle(dict.fromkeys(keys, "x"))
    assert list(understood(dump(dict.fromkeys(keys, "x")))) == list(settled or [])


def test_unknown_things_are_refused() -> None:
    """What has no form in YAML is a mistake of ours, not a text."""
    with pytest.raises(TypeError):
        dump({"a": object()})
