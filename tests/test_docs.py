"""The pages in docs/: blocks.md is the whole format, its examples are right, and links lead somewhere."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import indent
from typing import Any, get_args

import msgspec
import pytest

from kompas.block import Block, Extract
from kompas.definition import block_from, lists_from, mistakes
from kompas.errors import Problem
from kompas.steps import KINDS, kind, kind_names
from kompas.steps.dealing import Dealing
from kompas.steps.field import Field, FieldType
from kompas.steps.poll import Scale, Statement
from kompas.steps.proposal import Decision, Outcome, Response, Version
from kompas.steps.round import Prompt
from kompas.steps.rules import Advice, Contrast, Coverage, Rows, Timeline
from kompas.steps.schedule import Schedule
from kompas.steps.step import Option, Step
from kompas.store.catalog import load
from kompas.store.checking import check
from kompas.store.filling import fill
from kompas.store.reading import parse
from kompas.store.workspace import Workspace, create
from kompas.worksheets.export import Export
from kompas.worksheets.extract import Chosen
from kompas.worksheets.formats import FORMATS
from tests.packaged import CATALOG
from tests.test_definition import LONGEST

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "blocks.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```yaml([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARKS = {"block", "step", "answer", "lists", "answers"}
RULES = [Rows, Coverage, Advice, Contrast, Timeline, Schedule, Dealing]
PARTS = [Block, Extract, *KINDS, Option, Scale, Statement, Prompt, Field, *RULES, Version, Response, Decision]


def examples(mark: str) -> list[str]:
    """The YAML examples that are marked so."""
    return [text for found, text in FENCE.findall(PAGE) if found.strip() == mark]


def understood(text: str) -> Any:
    """An example as kompas reads a file."""
    data, problems = parse(text, "docs/blocks.md")
    assert problems == []
    return data


def steps() -> list[Any]:
    """The examples of steps, in the order of the page."""
    return [step for text in examples("step") for step in understood(text)]


def wrapped(*inside: Any) -> dict[str, Any]:
    """A block with these steps and no more than a block needs."""
    return {"format": "1", "id": "buitenspelen", "title": "T", "purpose": "P", "steps": list(inside)}


LISTS, _WRONG = lists_from(understood("".join(examples("lists"))))
STEPS = steps()


def loaded(data: Any) -> tuple[Block | None, list[Problem]]:
    """A block beside those of kompas, and everything that is wrong with it."""
    block, wrong = block_from(data, {**CATALOG.lists, **LISTS})
    return block, wrong if block is None else mistakes(block, CATALOG)


def test_every_example_is_marked() -> None:
    """No YAML on the page escapes the tests below, and there is some of each."""
    assert {mark.strip() for mark, _ in FENCE.findall(PAGE)} == MARKS
    assert PAGE.count("```yaml") == len(FENCE.findall(PAGE))


@pytest.mark.parametrize("text", examples("block"))
def test_a_complete_block_has_no_mistakes(text: str) -> None:
    """Who copies it can begin."""
    block, wrong = loaded(understood(text))
    assert block is not None
    assert wrong == []


@pytest.mark.parametrize("place", range(len(STEPS)), ids=[step["id"] for step in STEPS])
def test_a_step_has_no_mistakes(place: int) -> None:
    """Each in a block with the steps before it, which it may point to."""
    block, wrong = loaded(wrapped(*STEPS[: place + 1]))
    assert block is not None
    assert wrong == []


def test_there_is_a_step_of_every_kind_and_a_field_of_every_type() -> None:
    """The examples leave nothing out."""
    block, _ = loaded(wrapped(*STEPS))
    assert block is not None
    assert {kind(step) for step in block.steps} == set(kind_names())
    types = {field.type for step in block.steps for field in getattr(step, "fields", ())}
    assert types == set(get_args(FieldType))


def test_shared_lists_have_no_mistakes() -> None:
    """The examples use lists from the example of options.yaml."""
    assert len(examples("lists")) == 1
    assert _WRONG == []
    assert {"districts", "conditions"} == set(LISTS)


def test_the_page_as_a_whole_works(tmp_path: Path) -> None:
    """In a workspace: the block is loaded, answers have the shapes on the page, a worksheet is made."""
    create(tmp_path)
    workspace = Workspace(tmp_path)
    workspace.blocks.mkdir()
    (block,) = examples("block")
    head = block[: block.index("steps:")] + "steps:\n"
    files = {
        "blocks/options.yaml": "".join(examples("lists")),
        "blocks/buitenspelen.yaml": head + indent("".join(examples("step")), "  "),
        "proef.yaml": "".join(examples("answers")),
        "rest.yaml": "buitenspelen:\n" + indent("".join(examples("answer")), "  "),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    catalog, problems = load(workspace)
    assert problems == []
    today = date(2026, 11, 21)
    begun = fill(workspace, tmp_path / "proef.yaml", catalog, None, today)
    opened = fill(workspace, tmp_path / "rest.yaml", catalog, begun.session.id, today)
    assert check(workspace, [], tmp_path) == []
    assert set(opened.session.answers["buitenspelen"]) == {step["id"] for step in STEPS}
    making = Export(workspace, catalog, opened)
    (result,) = map(making.make, making.documents([Chosen(catalog.blocks["buitenspelen"])], ["md"]))
    assert result.complete


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_is_on_the_page(part: type[msgspec.Struct]) -> None:
    """A new key in the format is described too."""
    assert [name for name in part.__struct_fields__ if f"`{name}`" not in PAGE] == []


def test_every_kind_type_and_shared_list_is_on_the_page() -> None:
    """What can be chosen is named."""
    names = [*kind_names(), *get_args(FieldType), *get_args(Outcome), *CATALOG.lists]
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def texts(step: Step) -> Iterator[tuple[str, str]]:
    """The texts of a step whose length a test limits, with the name of the limit."""
    for part in ("title", "why", "how"):
        yield part, getattr(step, part)
    for tip in step.tips:
        yield "tips", tip


def test_limits_are_those_of_our_own_blocks() -> None:
    """The page names the numbers that a test holds our blocks to, and keeps to them itself."""
    names = {"title": "`title`", "why": "`why`", "how": "`how`", "tips": "a tip"}
    for part, longest in LONGEST.items():
        assert f"| {names[part]} | {longest} characters" in PAGE
    block, _ = loaded(wrapped(*STEPS))
    assert block is not None
    for step in block.steps:
        assert [text for part, text in texts(step) if len(text) > LONGEST[part]] == []


def anchor(heading: str) -> str:
    """The name that a heading has in a link."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def headings(page: Path) -> set[str]:
    """What a link to a part of this page can name."""
    text = page.read_text(encoding="utf-8")
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


PAGES = [
    *(name for name in sorted(DOCS.glob("*.md")) if name.name != "commands.md"),
    *DOCS.parent.glob("[CR]*.md"),
]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    """To a file, or to a heading of that or of the page itself."""
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert links
    for link in links:
        file, _, place = link.partition("#")
        if "://" not in link:
            assert (page.parent / file).exists(), link
            assert not place or place in headings(page.parent / file if file else page), link


def test_every_format_is_told_of() -> None:
    """By the manual, and by the help on the option that asks for it."""
    manual = (DOCS / "handleiding.md").read_text(encoding="utf-8")
    rows = " ".join(re.findall(r"^\| (`.+?) \|", manual, re.MULTILINE))
    option = re.search(
        r"--format FORMAAT +(.+(?:\n {10}.+)*)", (DOCS / "commands.md").read_text(encoding="utf-8")
    )
    assert option
    assert not [one for one in FORMATS if f"`{one}`" not in rows or not re.search(rf"\b{one}\b", option[1])]


def test_the_core_is_told_as_it_is_checked() -> None:
    """Which modules know no file and no terminal: the same on the page as in the contract."""
    page = (DOCS / "architecture.md").read_text("utf-8")
    told = re.search(r"The core \((.*?)\) knows no file", page, re.DOTALL)
    assert told
    contracts = tomllib.loads((DOCS.parent / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    core = next(one for one in contracts["contracts"] if one["name"].startswith("The core"))
    names = [f"kompas.{name}" for name in re.findall(r"`(\w+)`", told[1])]
    assert sorted(names) == sorted(core["source_modules"])
