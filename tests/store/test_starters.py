"""A block of one's own: what kompas writes to begin with works as it stands."""

from pathlib import Path

import pytest

from kompas.errors import KompasError, WrongUse
from kompas.steps import kind, kind_names
from kompas.store.catalog import load
from kompas.store.checking import check
from kompas.store.starters import new_block
from kompas.store.workspace import Workspace, create


@pytest.mark.parametrize("id", ["start", "0C", "no", "12", "1e3", "on", "ID", "een-twee_3"])
def test_a_new_block_has_no_mistakes(tmp_path: Path, id: str) -> None:
    """Whatever name it gets, it can be used at once, and shows each kind of step."""
    create(tmp_path)
    path = new_block(Workspace(tmp_path), id)
    assert path == tmp_path / "blocks" / f"{id}.yaml"
    assert check(Workspace(tmp_path), [], tmp_path) == []
    block = load(Workspace(tmp_path))[0].blocks[id]
    assert {kind(step) for step in block.steps} == set(kind_names())
    assert "#" in path.read_text()


@pytest.mark.parametrize(
    "id", ["", "..", "../x", "a/b", "met spatie", "é", "-x", ".x", "x" * 41, "a\nb", "a\n"]
)
def test_a_name_that_cannot_be_a_file_is_refused(tmp_path: Path, id: str) -> None:
    """A name never leads outside the folder with blocks."""
    create(tmp_path)
    with pytest.raises(WrongUse, match="kan geen naam") as raised:
        new_block(Workspace(tmp_path), id)
    assert "a tot en met z" in raised.value.hint
    assert not (tmp_path / "blocks").exists()


@pytest.mark.parametrize("id", ["0A", "0a", "vooraf", "Options", "session", "SESSION", "Mijn", "mijn-BRIEF"])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, id: str) -> None:
    """Also by a letter; and where it differs only in capitals, because some systems make no difference."""
    create(tmp_path)
    before = new_block(Workspace(tmp_path), "mijn").read_bytes()
    with pytest.raises(KompasError, match="al in gebruik"):
        new_block(Workspace(tmp_path), id)
    assert [path.name for path in (tmp_path / "blocks").iterdir()] == ["mijn.yaml"]
    assert (tmp_path / "blocks/mijn.yaml").read_bytes() == before
