"""Building blocks: every mistake in one is found, at its place; and ours have none."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.block import Block, Catalog
from kompas.definition import block_from, lists_from, mistakes
from kompas.errors import Problem
from kompas.steps.step import Option
from tests.packaged import BLOCKS, CATALOG, PROBLEMS
from tests.plain_data import Data, anything

LISTS = {"domains": (Option(id="ouders", label="Ouders"), Option(id="gemeente", label="Gemeente"))}

Changes = dict[str, Any]


def step(kind: str, id: str, **more: Any) -> Changes:
    """A step of this kind, as a file has it; what is None is left out."""
    own: dict[str, Changes] = {
        "text": {"question": "Wat?"},
        "choice": {"question": "Wat?", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]},
        "poll": {
            "statements": [{"id": "s", "text": "Goed?"}],
            "scale": {"min": "1", "max": "5", "low": "nee", "high": "ja"},
        },
        "round": {"prompts": [{"id": "p", "text": "Wat valt op?"}]},
        "register": {
            "record": "idee",
            "records": "ideeën",
            "fields": [
                {"id": "name", "label": "Naam"},
                {"id": "domain", "label": "Domein", "type": "choice", "options": "domains"},
                {"id": "done", "label": "Klaar", "type": "yes_no"},
            ],
        },
        "consent": {"question": "Wat?"},
    }
    common = {"title": "T", "why": "W", "how": "H", "tips": ["Kort."], "minutes": "5"}
    made = {"id": id, "kind": kind, **common, **own.get(kind, {}), **more}
    return {name: value for name, value in made.items() if value is not None}


def definition(*steps: Any, **more: Any) -> Changes:
    """A block with these steps, as a file has it."""
    head = {"format": "1", "id": "eigen", "title": "T", "purpose": "P", "steps": list(steps)}
    return {name: value for name, value in {**head, **more}.items() if value is not None}


def problems(data: Any) -> list[Problem]:
    """Everything that is wrong with a block, beside the blocks that come with kompas."""
    block, wrong = block_from(data, LISTS)
    if block is None:
        return wrong
    catalog = msgspec.structs.replace(CATALOG, blocks={**CATALOG.blocks, block.id: block})
    return mistakes(block, catalog)


def said(data: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Where the mistakes are, and what they are called."""
    return [(problem.path, problem.what) for problem in problems(data)]


KINDS = ["text", "choice", "poll", "round", "register", "consent"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_without_mistakes(kind: str) -> None:
    """The steps that the tests below break are right themselves."""
    block, wrong = block_from(definition(step(kind, "a"), course=["a"]), LISTS)
    assert wrong == []
    assert block is not None
    assert problems(definition(step(kind, "a"), course=["a"])) == []


def test_a_shared_list_takes_the_place_of_its_name() -> None:
    """Steps that name a list get its options, with their labels."""
    block, _ = block_from(definition(step("register", "a")), LISTS)
    assert block is not None
    assert block.steps[0].fields[1].options == LISTS["domains"]  # type: ignore[union-attr] # a register


@pytest.mark.parametrize(
    ("made", "path", "what"),
    [
        (step("peiling", "a"), ("kind",), "Het soort stap “peiling” ken ik niet."),
        ({"id": "a", "title": "T"}, (), "“kind” ontbreekt."),
        ("tekst", (), "Hier horen namen met een waarde."),
        (step("text", "a", title=None), (), "“title” ontbreekt."),
        (step("text", "a", vraag="Wat?"), ("vraag",), "“vraag” is hier niet bekend."),
        (step("text", "a", minutes="lang"), ("minutes",), "Hier hoort een heel getal."),
        (step("text", "a", phone="soms"), ("phone",), "Hier hoort true of false."),
        (step("text", "a", tips="Kort."), ("tips",), "Hier hoort een lijst."),
        (step("choice", "a", options="domeinen"), ("options",), "De lijst “domeinen” ken ik niet."),
        (step("choice", "a", options=[]), ("options",), "Bij een keuze horen options."),
        (step("choice", "a", options=[{"id": "a"}]), ("options", 0), "“label” ontbreekt."),
        (step("round", "a", prompts=[]), ("prompts",), "Een rondje heeft één tot drie vragen."),
        (
            step("round", "a", prompts=[{"id": id, "text": "T"} for id in "abcd"]),
            ("prompts",),
            "Een rondje heeft één tot drie vragen.",
        ),
        (step("text", "a", minutes="0"), ("minutes",), "Een stap duurt ten minste één minuut."),
        (
            step("text", "a", phone="true"),
            ("phone",),
            "Bij dit soort stap kunnen mensen niet met hun telefoon antwoorden.",
        ),
        (step("text", "a", tips=[]), ("tips",), "Een stap heeft één tot drie tips."),
        (step("text", "a", tips=["a", "b", "c", "d"]), ("tips",), "Een stap heeft één tot drie tips."),
        (step("poll", "a", statements=[]), ("statements",), "Een peiling heeft ten minste één vraag."),
        (step("poll", "a", options="domains"), (), "Een peiling heeft óf een scale, óf options."),
        (step("poll", "a", scale=None), (), "Een peiling heeft óf een scale, óf options."),
    ],
)
def test_one_mistake_in_a_step(made: Any, path: tuple[str | int, ...], what: str) -> None:
    """It is named in Dutch, at its place, and nothing else is said."""
    assert said(definition(step("text", "first"), made)) == [(("steps", 1, *path), what)]


@pytest.mark.parametrize(
    ("low", "high", "path", "what"),
    [
        ("5", "5", ("scale", "min"), "“min” moet kleiner zijn dan “max”."),
        ("6", "5", ("scale", "min"), "“min” moet kleiner zijn dan “max”."),
        ("1", "1000000000000", ("scale", "max"), "Deze schaal is te lang."),
    ],
)
def test_a_scale_that_cannot_be_asked(low: str, high: str, path: tuple[str, ...], what: str) -> None:
    """Upside down, or so long that no screen and no computer can show it."""
    scale = {"min": low, "max": high, "low": "nee", "high": "ja"}
    assert said(definition(step("poll", "a", scale=scale))) == [(("steps", 0, *path), what)]


def test_one_option_is_no_choice() -> None:
    """A poll with one option cannot show a difference."""
    poll = step("poll", "a", scale=None, options=[{"id": "ja", "label": "Ja"}])
    assert said(definition(poll)) == [(("steps", 0, "options"), "Eén mogelijkheid is geen keuze.")]


def with_field(**field: Any) -> Changes:
    """A register with one more field."""
    fields = step("register", "a")["fields"]
    return step("register", "a", fields=[*fields, {"id": "f", "label": "F", **field}])


def covering(**rule: Any) -> Changes:
    """A register with a rule about which values must occur."""
    return step("register", "a", coverage=[rule])


def scheduled(**changed: str) -> Changes:
    """A register that is a programme."""
    fields = [
        {"id": "part", "label": "Wat"},
        {"id": "minutes", "label": "Duur", "type": "number"},
        {"id": "start", "label": "Om", "type": "time"},
        {"id": "took", "label": "Echt", "type": "number"},
    ]
    schedule = {"minutes": "minutes", "start": "start", "took": "took", **changed}
    return step("register", "a", fields=fields, schedule=schedule)


def grouped(**changed: str) -> Changes:
    """A register of groups."""
    fields = [
        {"id": "theme", "label": "Thema"},
        {"id": "who", "label": "Wie", "type": "participants"},
        {"id": "leader", "label": "Begeleider", "type": "participant"},
    ]
    return step("register", "a", fields=fields, groups={"members": "who", **changed})


def with_rows(source: str, field: str = "party", **more: Any) -> Changes:
    """A register that starts from another answer."""
    return {**with_field(id="party", type="party"), "rows": {"source": source, "field": field, **more}}


@pytest.mark.parametrize(
    ("made", "path", "what"),
    [
        (step("register", "a", fields=[]), ("fields",), "Een lijst heeft ten minste één veld."),
        (with_field(id="id"), ("fields", 3, "id"), "Een veld kan niet “id” heten."),
        (with_field(id="name"), ("fields", 3, "id"), "Id “name” staat er twee keer in."),
        (with_field(type="choice"), ("fields", 3), "Bij een keuzeveld horen options."),
        (with_field(type="choices"), ("fields", 3), "Bij een keuzeveld horen options."),
        (with_field(type="keuze"), ("fields", 3, "type"), "“keuze” kan hier niet."),
        (with_field(type="row"), ("fields", 3), "Bij een veld van type row hoort “of”."),
        (with_field(type="row", of="0A.issue"), ("fields", 3, "of"), "“of: 0A.issue” wijst naar geen lijst."),
        (with_field(type="row", of="0Z.x"), ("fields", 3, "of"), "“of: 0Z.x” wijst naar geen lijst."),
        (
            with_field(type="number", min="5", max="1"),
            ("fields", 3, "min"),
            "“min” mag niet groter zijn dan “max”.",
        ),
        (with_field(when={"dom": ["ouders"]}), ("fields", 3, "when", "dom"), "Het veld “dom” ken ik niet."),
        (with_field(when={"domain": ["x"]}), ("fields", 3, "when", "domain"), "De keuze “x” ken ik niet."),
        (with_field(when={"done": ["ja"]}), ("fields", 3, "when", "done"), "De waarde “ja” ken ik niet."),
        (covering(field="dom", expected=["ouders"]), ("coverage", 0), "Het veld “dom” ken ik niet."),
        (
            covering(field="domain", required=["ouders", "x"]),
            ("coverage", 0, "required", 1),
            "De keuze “x” ken ik niet.",
        ),
        (
            covering(field="domain", expected=["x"]),
            ("coverage", 0, "expected", 0),
            "De keuze “x” ken ik niet.",
        ),
        (covering(field="name", expected=["De Boeg"]), ("coverage", 0), "“name” is geen keuzeveld."),
        (
            covering(field="domain", where={"domain": ["x"]}),
            ("coverage", 0, "where", "domain"),
            "De keuze “x” ken ik niet.",
        ),
        (
            step("register", "a", contrast={"now": "domain", "wish": "wens", "text": "T"}),
            ("contrast", "wish"),
            "Het veld “wens” ken ik niet.",
        ),
        (with_rows("0A.stakeholders", field="partij"), ("rows", "field"), "Het veld “partij” ken ik niet."),
        (
            with_rows("0A.stakeholders", field="domain"),
            ("rows", "field"),
            "“domain” kan niet naar een rij wijzen.",
        ),
        (
            step("register", "a", advice={"min": "5", "max": "3", "why": "W"}),
            ("advice", "min"),
            "“min” mag niet groter zijn dan “max”.",
        ),
        (
            step("register", "a", timeline={"date": "dag"}),
            ("timeline", "date"),
            "Het veld “dag” ken ik niet.",
        ),
        (
            step("register", "a", timeline={"date": "name"}),
            ("timeline", "date"),
            "“name” kan hier niet.",
        ),
        (step("register", "a", timeline={"date": ""}), ("timeline", "date"), "“date” is leeg."),
        (
            with_rows("eigen.a"),
            ("rows", "source"),
            "Een lijst kan niet met haar eigen rijen beginnen.",
        ),
        (with_rows("0A.issue"), ("rows", "source"), "“0A.issue” is geen lijst of peiling."),
        (
            with_rows("0B.reflection", where={"held": ["ja"]}),
            ("rows", "where", "held"),
            "De waarde “ja” ken ik niet.",
        ),
        (
            with_rows("vooraf.readiness", where={"score": ["nee"]}),
            ("rows", "where", "score"),
            "De score “nee” ken ik niet.",
        ),
        (
            with_rows("0A.urgency", where={"urgency": ["1"]}),
            ("rows", "where", "urgency"),
            "Het veld “urgency” ken ik niet.",
        ),
    ],
)
def test_one_mistake_in_a_register(made: Any, path: tuple[str | int, ...], what: str) -> None:
    """A rule that leads nowhere would silently never work; it is named instead."""
    assert said(definition(made)) == [(("steps", 0, *path), what)]


@pytest.mark.parametrize(
    ("made", "path", "what"),
    [
        (scheduled(minutes="min"), ("schedule", "minutes"), "Het veld “min” ken ik niet."),
        (scheduled(minutes="start"), ("schedule", "minutes"), "“start” kan hier niet."),
        (scheduled(start="minutes"), ("schedule", "start"), "“minutes” kan hier niet."),
        (scheduled(took="part"), ("schedule", "took"), "“part” kan hier niet."),
        (scheduled(took=""), ("schedule", "took"), "“took” is leeg."),
        (
            scheduled(took="minutes"),
            ("schedule", "took"),
            "“minutes” kan niet ook zeggen hoelang het echt duurde.",
        ),
        (scheduled(einde="took"), ("schedule", "einde"), "“einde” is hier niet bekend."),
        (grouped(members="leader"), ("groups", "members"), "“leader” kan hier niet."),
        (grouped(members=""), ("groups", "members"), "“members” is leeg."),
        (grouped(leader="who"), ("groups", "leader"), "“who” kan hier niet."),
        (grouped(leader="chef"), ("groups", "leader"), "Het veld “chef” ken ik niet."),
        (step("register", "a", phone="true"), ("phone",), "Telefoons kunnen deze lijst niet invullen."),
        (
            step(
                "register",
                "a",
                phone="true",
                rows={"source": "0A.stakeholders", "field": "party"},
                fields=[{"id": "party", "label": "P", "type": "party"}, {"id": "note", "label": "N"}],
            ),
            ("phone",),
            "Telefoons kunnen deze lijst niet invullen.",
        ),
        (
            step("register", "a", contrast={"now": "domain", "wish": "name", "text": "T"}),
            ("contrast", "wish"),
            "“name” kan hier niet.",
        ),
    ],
)
def test_a_programme_and_groups_need_fields_of_their_types(
    made: Any, path: tuple[str | int, ...], what: str
) -> None:
    """Otherwise there would be no times, and nobody to deal out."""
    assert said(definition(made)) == [(("steps", 0, *path), what)]


def test_a_programme_groups_and_a_harvest_without_mistakes() -> None:
    """Those that the test above breaks, and a list with rows that phones can add to."""
    for right in (scheduled(), grouped(), grouped(leader="leader"), grouped(leader="")):
        assert problems(definition(right)) == []
    assert problems(definition(with_rows("0A.stakeholders") | {"phone": "true"})) == []


@pytest.mark.parametrize("start", ["later", "decision", "choice", "x"])
def test_a_proposal_begins_with_an_earlier_text(start: str) -> None:
    """Not with a later one, not with itself, not with another kind, not with what is not there."""
    steps = [step("choice", "choice"), step("text", "first"), step("consent", "decision", start=start)]
    assert said(definition(*steps, step("text", "later"))) == [
        (("steps", 2, "start"), f"“{start}” is geen eerdere tekst.")
    ]
    steps[2]["start"] = "first"
    assert problems(definition(*steps)) == []


def test_a_group_is_somebody() -> None:
    """Of nobody at all there is nothing to keep secret."""
    assert said(definition(step("consent", "a", minimum_group="0"))) == [
        (("steps", 0, "minimum_group"), "Een groep is ten minste één mens.")
    ]


def test_extracts() -> None:
    """Each has an id that a file can have, of its own, and steps that are there."""

    def extract(id: str, *steps: str) -> Changes:
        return {"id": id, "title": "De brief", "steps": list(steps)}

    def with_extracts(*extracts: Changes) -> Changes:
        return definition(step("text", "a"), step("text", "b"), extracts=list(extracts))

    assert problems(with_extracts(extract("brief", "b", "a"), extract("kort", "a"))) == []
    taken = {**with_extracts(extract("eigen", "a")), "id": "0B"}
    other = msgspec.structs.replace(CATALOG, blocks={**CATALOG.blocks, "0b-Eigen": CATALOG.blocks["0B"]})
    block, _ = block_from(taken, LISTS)
    assert block is not None
    assert [str(one) for one in mistakes(block, other)] == [
        "Er is al een bouwsteen die “0B-eigen” heet. Kies een andere naam."
    ]
    first, _ = block_from({**with_extracts(extract("b-c", "a")), "id": "oudercafe"}, LISTS)
    second, _ = block_from({**with_extracts(extract("C", "a")), "id": "oudercafe-b"}, LISTS)
    assert first is not None
    assert second is not None
    both = msgspec.structs.replace(CATALOG, blocks={one.id: one for one in (first, second)})
    for one, name in ((first, "oudercafe-b-c"), (second, "oudercafe-b-C")):
        (found,) = mistakes(one, both)
        assert (found.what, found.path) == (f"Er is al een stuk dat “{name}” heet.", ("extracts", 0, "id"))
    wrong = with_extracts(extract("brief", "a", "c"), extract("brief", "a"), extract("de brief"))
    assert said(wrong) == [
        (("extracts", 1, "id"), "Id “brief” staat er twee keer in."),
        (("extracts", 2, "id"), "“de brief” kan geen id zijn."),
        (("extracts", 0, "steps", 1), "De stap “c” ken ik niet."),
        (("extracts", 2, "steps"), "Zonder stappen is dit stuk leeg."),
    ]


@pytest.mark.parametrize("part", ["when", "unless"])
def test_conditions_look_back_at_choices(part: str) -> None:
    """Not ahead, not at themselves, not at another kind, not at an option that does not exist."""
    conditions = {"later": ["a"], "self": ["a"], "text": ["a"], "chosen": ["c", "a"]}
    data = definition(
        step("text", "text"),
        step("choice", "chosen"),
        step("choice", "self", **{part: conditions}),
        step("choice", "later"),
    )
    assert said(data) == [
        (("steps", 2, part, "later"), "“later” is geen eerdere keuze."),
        (("steps", 2, part, "self"), "“self” is geen eerdere keuze."),
        (("steps", 2, part, "text"), "“text” is geen eerdere keuze."),
        (("steps", 2, part, "chosen"), "De keuze “c” ken ik niet."),
    ]


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("choice", "options"),
        ("poll", "statements"),
        ("round", "prompts"),
    ],
)
def test_an_id_used_twice(kind: str, part: str) -> None:
    """In whatever list of a step: the answers of the one would be those of the other."""
    twice = step(kind, "a")[part][:1] * 2
    assert said(definition(step(kind, "a", **{part: twice}))) == [
        (("steps", 0, part, 1, "id"), f"Id “{twice[0]['id']}” staat er twee keer in.")
    ]


def test_a_step_used_twice_and_ids_that_cannot_be() -> None:
    """A step's id becomes part of addresses and of file names."""
    data = definition(step("text", "a"), step("text", "a"), step("text", "b.c"), step("text", "../d"), id="é")
    assert said(data) == [
        (("steps", 1, "id"), "Stap “a” staat er twee keer in."),
        (("id",), "“é” kan geen id zijn."),
        (("steps", 2, "id"), "“b.c” kan geen id zijn."),
        (("steps", 3, "id"), "“../d” kan geen id zijn."),
    ]


def test_a_course_to_nowhere() -> None:
    """Also where it is one of several."""
    data = definition(step("text", "a"), step("text", "b"), course=["a", ["b", "bb"], "c"])
    assert said(data) == [
        (("course", 1), "De stap “bb” ken ik niet."),
        (("course", 2), "De stap “c” ken ik niet."),
    ]


def test_the_same_step_in_the_same_block_can_be_pointed_to() -> None:
    """With or without the block in front, and also when the block is new."""
    here, there = with_rows("first"), {**with_rows("eigen.first"), "id": "b"}
    assert problems(definition(step("poll", "first"), here, there)) == []


def test_several_mistakes_come_back_at_once() -> None:
    """In the head of the block, in several steps, and more than one in the same step."""
    data = definition(
        step("text", "a", title=None, why=None, vraag="Wat?"),
        step("peiling", "b"),
        step("choice", "c", options="domain", minutes="lang"),
        title=None,
        doel="P",
        position="voorop",
    )
    assert sorted(said(data), key=str) == [
        (("doel",), "“doel” is hier niet bekend."),
        (("position",), "Hier hoort een heel getal."),
        (("steps", 0), "“title” ontbreekt."),
        (("steps", 0), "“why” ontbreekt."),
        (("steps", 0, "vraag"), "“vraag” is hier niet bekend."),
        (("steps", 1, "kind"), "Het soort stap “peiling” ken ik niet."),
        (("steps", 2, "minutes"), "Hier hoort een heel getal."),
        (("steps", 2, "options"), "De lijst “domain” ken ik niet."),
        ((), "“title” ontbreekt."),
    ]


@pytest.mark.parametrize("steps", [None, [], "geen"])
def test_a_block_without_steps(steps: Any) -> None:
    """That is said beside what else is wrong."""
    found = said({**definition(title=None), "steps": steps})
    assert found == [((), "“title” ontbreekt."), (("steps",), "“steps” ontbreekt.")]


def test_hints_say_what_was_meant() -> None:
    """A typing mistake in a definition is as easy to mend as one in an answer."""
    data = definition(step("regsiter", "a"), step("text", "b", questoin="Wat?", question=None))
    hints = {problem.path: problem.hint for problem in problems(data)}
    assert hints[("steps", 0, "kind")] == "Bedoel je “register”?"
    assert hints[("steps", 1, "questoin")] == "Bedoel je “question”?"


@given(anything | st.builds(lambda steps: definition(*steps), st.lists(anything, max_size=3)))
def test_nothing_crashes(data: Data) -> None:
    """Whatever a team's file holds, they get a block or sentences."""
    block, wrong = block_from(data, LISTS)
    assert (block is None) == bool(wrong)
    assert all(problem.what.endswith(".") for problem in wrong)


@given(anything)
def test_lists_from_anything(data: Data) -> None:
    """So too for a file with lists of options."""
    lists, wrong = lists_from(data)
    assert not (lists and wrong)


def test_lists_as_a_file_has_them() -> None:
    """Each list by its name; a mistake in one is at its place."""
    one = {"id": "ouders", "label": "Ouders"}
    assert lists_from({"format": "1", "lists": {"a": [one]}}) == ({"a": (LISTS["domains"][0],)}, [])
    _, wrong = lists_from({"format": "1", "lists": {"a": [one, {"id": "x"}], "b": "geen"}})
    assert [problem.path for problem in wrong] == [("lists", "a", 1), ("lists", "b")]


def test_our_own_blocks_have_no_mistakes() -> None:
    """All of them are there, each right, in the order of the menu."""
    assert PROBLEMS == []
    assert list(CATALOG.blocks) == ["vooraf", "0A", "0B", "initiatief", "bijeenkomst"]
    assert [problem for block in BLOCKS for problem in mistakes(block, CATALOG)] == []


def test_there_is_one_source_of_parties() -> None:
    """All blocks point to the same parties."""
    assert CATALOG.parties == "0A.stakeholders"
    assert Catalog().parties == ""


LONGEST = {"title": 45, "why": 230, "how": 280, "tips": 160}


def texts(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text that people read, with where it stands."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in ("id", "source", "kind", "type", "of", "rows", "when", "unless", "course"):
                yield from texts(value, f"{path}.{name}")
    elif isinstance(data, list | tuple):
        for place, value in enumerate(data):
            yield from texts(value, f"{path}.{place}")
    elif isinstance(data, str):
        yield path, data


def all_texts() -> list[tuple[str, str]]:
    """The texts of all blocks and all shared lists."""
    blocks = {block.id: msgspec.to_builtins(block) for block in BLOCKS}
    return [*texts(blocks), *texts(msgspec.to_builtins(CATALOG.lists))]


@pytest.mark.parametrize("block", [pytest.param(block, id=block.id) for block in BLOCKS])
def test_texts_are_short_enough_for_the_screen(block: Block) -> None:
    """Titles, explanations and tips can be read from the back of the room."""
    for one in block.steps:
        for part, longest in LONGEST.items():
            value = getattr(one, part)
            for text in (value,) if isinstance(value, str) else value:
                assert len(text) <= longest, f"{block.id}.{one.id}.{part}: {len(text)} tekens: {text}"
        assert 1 <= len(one.tips) <= 3, f"{block.id}.{one.id}"
        assert one.minutes > 0


def test_people_are_addressed_as_je() -> None:
    """No "u", "uw" or "uzelf" anywhere; only the name of a source text may have it."""
    formal = re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE)
    assert [place for place, text in all_texts() if formal.search(text)] == []


def test_sentences_are_short() -> None:
    """At level B1 a sentence has at most 25 words, and mostly far fewer."""
    lengths = {
        (place, sentence): len(sentence.split())
        for place, text in all_texts()
        for sentence in re.split(r"(?<=[.?!])\s+", text)
    }
    assert [(place, length) for (place, _), length in lengths.items() if length > 25] == []
    assert sum(lengths.values()) / len(lengths) < 12


def test_texts_are_typed_with_care() -> None:
    """Dutch quotation marks, no double spaces, nothing at the ends, no straight quotes for speech."""
    careless = re.compile(r'"|  |^\s|\s$|\.\.\.')
    assert [(place, text) for place, text in all_texts() if careless.search(text)] == []
