"""The building blocks: ours, those of a team, and what happens to one with a mistake."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kompas.store.catalog import built_in, load
from kompas.store.workspace import Workspace
from tests.made import BLOCK, SESSION

LayOut = Callable[[Mapping[str, str]], Path]


def test_our_own_blocks_have_no_mistakes() -> None:
    """What comes with kompas is right, and stands in the order of the menu."""
    catalog, problems = load(None)
    assert problems == []
    assert list(catalog.blocks)[:3] == ["vooraf", "0A", "0B"]
    assert {path.stem for path in built_in().glob("*.yaml")} == {*catalog.blocks, "options"}


def test_a_block_of_the_team_comes_last(workspace: LayOut) -> None:
    """It stands beside ours, after them unless it says otherwise."""
    first = BLOCK.replace("id: buurt", "id: eerst\nposition: 1", 1)
    root = workspace({"blocks/buurt.yaml": BLOCK, "blocks/eerst.yaml": first})
    catalog, problems = load(Workspace(root))
    assert problems == []
    assert next(iter(catalog.blocks)) == "eerst"
    assert list(catalog.blocks)[-1] == "buurt"


def test_a_block_of_the_team_stands_in_for_ours(workspace: LayOut) -> None:
    """The file of the same name is theirs now."""
    catalog, problems = load(
        Workspace(workspace({"blocks/vooraf.yaml": BLOCK.replace("buurt", "vooraf", 1)}))
    )
    assert problems == []
    assert catalog.blocks["vooraf"].title == "De buurt"


def test_a_block_with_a_mistake_is_left_out_and_the_others_work(workspace: LayOut) -> None:
    """One mistake takes away one block, and says where it is."""
    wrong = BLOCK.replace("minutes: 5", "minutes: vijf").replace("id: buurt", "id: fout", 1)
    root = workspace({"blocks/buurt.yaml": BLOCK, "blocks/fout.yaml": wrong})
    catalog, problems = load(Workspace(root))
    assert "fout" not in catalog.blocks
    assert {"vooraf", "0A", "0B", "buurt"} <= set(catalog.blocks)
    assert [(Path(one.file).name, one.line) for one in problems] == [("fout.yaml", 12)]


def test_a_mistake_that_was_mended_is_seen_at_once(workspace: LayOut) -> None:
    """Nothing that is remembered from before stands in the way of a change to a definition."""
    wrong = BLOCK.replace("kind: text", "kind: tekst")
    root = workspace({"sessions/a/session.yaml": SESSION, "blocks/buurt.yaml": wrong})
    assert load(Workspace(root))[1]
    assert load(Workspace(root))[1]
    for title in ("Eerst", "Later"):
        workspace({"blocks/buurt.yaml": BLOCK.replace("De buurt", title)})
        for _ in range(2):
            catalog, problems = load(Workspace(root))
            assert problems == []
            assert catalog.blocks["buurt"].title == title
    workspace({"blocks/buurt.yaml": wrong})
    assert load(Workspace(root))[1]


def test_a_team_has_lists_of_its_own(workspace: LayOut) -> None:
    """A list in blocks/options.yaml can be used by name; one of the same name stands in for ours."""
    lists = """\
format: 1
lists:
  kleuren:
    - {id: rood, label: Rood}
  domains:
    - {id: buurt, label: De buurt}
"""
    block = BLOCK.replace("kind: text", "kind: choice").replace(
        "minutes: 5", "minutes: 5\n    options: kleuren"
    )
    files = {"blocks/options.yaml": lists, "blocks/buurt.yaml": block}
    catalog, _ = load(Workspace(workspace(files)))
    step = catalog.step("buurt", "dream")
    assert [option.label for option in step.options] == ["Rood"]  # type: ignore[union-attr] # a choice
    assert [option.id for option in catalog.perspectives] == ["buurt"]


@pytest.mark.parametrize("name", ["session", "Session"])
def test_no_block_can_be_called_session(workspace: LayOut, name: str) -> None:
    """Its answers would stand in session.yaml, over what that says."""
    catalog, problems = load(Workspace(workspace({f"blocks/{name}.yaml": BLOCK.replace("buurt", name, 1)})))
    assert name not in catalog.blocks
    assert [problem.line for problem in problems] == [2]
