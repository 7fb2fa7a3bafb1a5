"""Whatever people write in a file, we read the text that stands there."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given

from kompas.errors import KompasError
from kompas.store import reading
from kompas.store.reading import digest, parse, read
from kompas.store.tree import Tree
from tests.store.documents import Made, handmade


@pytest.fixture(params=["libyaml", "python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With libyaml, and as on a computer that does not have it."""
    if request.param == "python":
        monkeypatch.setattr(reading, "_Loader", yaml.BaseLoader)
    return str(request.param)


@given(handmade())
def test_what_people_write_is_read(made: Made) -> None:
    """Other quotes, indentation, order or line ends: the same data, by the fast and by the careful way."""
    assert parse(made.text, "f") == (made.data, [])
    tree = Tree(made.text)
    assert tree.root
    assert (tree.root.data, tree.problems, tree.error) == (made.data, [], None)


@pytest.mark.parametrize(
    "word",
    "no No on off y yes true False NULL Null 12:30 010 0x1F 1e3 1_000 8 -1 1.5 .nan = << 2026-11-21".split(),
)
def test_every_value_is_text(loader: str, word: str) -> None:
    """A value is the very text that stands there; nothing is taken for a number, a date or a truth."""
    assert parse(f"{word}: {word}\nlist: [{word}]", "f") == ({word: word, "list": [word]}, [])


def test_nothing_is_nothing(loader: str) -> None:
    """Only null, ~ and nothing at all mean that there is no value; between quotes they are text."""
    text = "a: null\nb: ~\nc:\nd: [~, null]\ne: 'null'\nf: \"~\"\ng: ''\nnull: x\n"
    data = {"a": None, "b": None, "c": None, "d": [None, None], "e": "null", "f": "~", "g": "", "null": "x"}
    assert parse(text, "f") == (data, [])


@pytest.mark.parametrize("text", ["", "\n\n", "# alleen commentaar\n", "---\n", "\ufeff"])
def test_an_empty_file_is_an_empty_mapping(loader: str, text: str) -> None:
    """A file in which nothing stands has no answers yet."""
    assert parse(text, "f") == ({}, [])


@pytest.mark.parametrize(
    ("depth", "problems"), [(reading.DEEPEST - 1, 0), (reading.DEEPEST + 1, 1), (100_000, 1)]
)
@pytest.mark.parametrize(("opening", "close"), [("[", "]"), ("- ", "")])
def test_very_deep_nesting(loader: str, depth: int, problems: int, opening: str, close: str) -> None:
    """Levels without end are a problem like any other, and do not bring us down."""
    found = parse(opening * depth + "x" + close * depth, "f")[1]
    assert len(found) == problems
    assert all("niveaus" in problem.what for problem in found)


@pytest.mark.parametrize("raw", [b"a: 1\nb: |\n  x\n", b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n"])
def test_a_file_from_any_editor(tmp_path: Path, raw: bytes) -> None:
    """A mark at the start and the line ends of Windows are read over; text and digest keep them."""
    path = tmp_path / "0A.yaml"
    path.write_bytes(raw)
    file = read(path)
    assert (file.data, file.problems) == ({"a": "1", "b": "x\n"}, ())
    assert file.text.encode() == raw
    assert file.digest == digest(raw)
    assert file.digest != digest(raw + b" ")


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    """An older program saved it; we say so, and where the first strange character is."""
    path = tmp_path / "0A.yaml"
    path.write_bytes("a: 1\nb: café\n".encode("latin-1"))
    file = read(path)
    assert file.data == {}
    assert [(one.line, one.column, one.file) for one in file.problems] == [(2, 7, str(path))]
    assert "UTF-8" in file.problems[0].what


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file is for the caller to judge; a folder or a forbidden file is told in plain words."""
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "weg.yaml")
    with pytest.raises(KompasError, match="map"):
        read(tmp_path)

    def forbidden(path: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(KompasError, match="niet worden gelezen"):
        read(tmp_path / "0A.yaml")
