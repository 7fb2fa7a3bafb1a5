"""From plain data to a building block, with every mistake in it and what to do about it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kompas.block import Block, Catalog
from kompas.errors import Problem
from kompas.registers import register_mistakes
from kompas.shapes import Path, nearest, not_among, shape, under, unknown
from kompas.steps import AnyStep, kind_names, phone_kinds
from kompas.steps.choice import ChoiceStep
from kompas.steps.consent import ConsentStep
from kompas.steps.poll import WIDEST, PollStep
from kompas.steps.register import RegisterStep
from kompas.steps.round import RoundStep
from kompas.steps.step import Definition, Option, Step, duplicates
from kompas.steps.text import TextStep
from kompas.words import listed

MOST = 3  # tips of a step and prompts of a round: what a room can take in
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
Lists = Mapping[str, tuple[Option, ...]]


class _Lists(Definition, frozen=True, kw_only=True):
    format: int
    lists: dict[str, tuple[Option, ...]]


def lists_from(data: Any) -> tuple[Lists, list[Problem]]:
    """The shared lists of options that a file defines."""
    defined, problems = shape(data, _Lists)
    return (defined.lists if defined else {}), problems


def block_from(data: Any, lists: Lists) -> tuple[Block | None, list[Problem]]:
    """A block, step by step, so that a mistake in one step does not hide those in the next."""
    if not isinstance(data, dict):
        return shape(data, Block)
    problems = list(_unknown_lists(data, lists, ()))
    data = _with_lists(data, lists)
    _, wrong = shape({**data, "steps": []}, Block)
    problems += wrong
    raw_steps = data.get("steps")
    if not isinstance(raw_steps, list) or not raw_steps:
        hint = "Een bouwsteen heeft ten minste één stap."
        return None, [*problems, Problem("“steps” ontbreekt.", hint, ("steps",))]
    steps = []
    for place, raw in enumerate(raw_steps):
        step, wrong = _step(raw)
        steps.append(step)
        problems += [under(("steps", place), one) for one in wrong]
    if problems:
        return None, problems
    block = msgspec.convert({**data, "steps": []}, Block, strict=False)
    return msgspec.structs.replace(block, steps=tuple(steps)), []


def mistakes(block: Block, catalog: Catalog) -> list[Problem]:
    """What in a block does not fit together: ids used twice, references that lead nowhere."""
    found = list(_ids(block))
    for place, step in enumerate(block.steps):
        inside = [*_conditions(block, place), *_in_any(step), *_of_kind(step, block, catalog)]
        found += [under(("steps", place), one) for one in inside]
    return [*found, *_course(block), *_extracts(block, catalog)]


def _step(raw: Any) -> tuple[AnyStep | None, list[Problem]]:
    known = kind_names()
    if isinstance(raw, dict) and raw.get("kind") is None:
        return None, [Problem("“kind” ontbreekt.", nearest("", known))]
    if isinstance(raw, dict) and raw["kind"] not in known:
        return None, [unknown("Het soort stap", str(raw["kind"]), known, ("kind",))]
    return shape(raw, AnyStep)  # type: ignore[arg-type]  # a union is a type to msgspec


def _with_lists(data: Any, lists: Lists) -> Any:
    """The same data with the name of each shared list replaced by that list; an unknown one is empty."""
    if isinstance(data, list):
        return [_with_lists(one, lists) for one in data]
    if not isinstance(data, dict):
        return data
    return {
        key: msgspec.to_builtins(lists.get(value, ()))
        if key == "options" and isinstance(value, str)
        else _with_lists(value, lists)
        for key, value in data.items()
    }


def _unknown_lists(data: Any, lists: Lists, path: Path) -> Iterator[Problem]:
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in parts:
        if key == "options" and isinstance(value, str) and value not in lists:
            yield unknown("De lijst", value, lists, (*path, key))
        yield from _unknown_lists(value, lists, (*path, key))


def _ids(block: Block) -> Iterator[Problem]:
    yield from duplicates([step.id for step in block.steps], "steps", "Stap")
    yield from duplicates([extract.id for extract in block.extracts], "extracts", "Id")
    names: list[tuple[Path, str]] = [(("id",), block.id)]
    names += [(("steps", place, "id"), step.id) for place, step in enumerate(block.steps)]
    names += [(("extracts", place, "id"), extract.id) for place, extract in enumerate(block.extracts)]
    for path, name in names:
        if not _ID.fullmatch(name):
            hint = "Gebruik alleen a tot en met z (ook als hoofdletter), cijfers, - en _, zonder spaties."
            yield Problem(f"“{name}” kan geen id zijn.", hint, path)
    for place, step in enumerate(block.steps):
        for part in ("options", "statements", "prompts", "fields"):
            ids = [one.id for one in getattr(step, part, ())]
            for problem in duplicates(ids, part, "Id"):
                yield under(("steps", place), problem)


def _course(block: Block) -> Iterator[Problem]:
    known = [step.id for step in block.steps]
    for place, entry in enumerate(block.course):
        names = (entry,) if isinstance(entry, str) else entry
        yield from not_among("De stap", names, known, ("course", place))


def _extracts(block: Block, catalog: Catalog) -> Iterator[Problem]:
    known = [step.id for step in block.steps]
    blocks = {id.lower() for id in catalog.blocks}
    others = {name.lower() for one in catalog.blocks.values() if one.id != block.id for name in one.documents}
    for place, (extract, name) in enumerate(zip(block.extracts, block.documents, strict=True)):
        taken = "bouwsteen" if name.lower() in blocks else "stuk" if name.lower() in others else ""
        if taken:
            what = f"Er is al een {taken} {'die' if taken == 'bouwsteen' else 'dat'} “{name}” heet."
            yield Problem(what, "Kies een andere naam.", ("extracts", place, "id"))
        path = ("extracts", place, "steps")
        if not extract.steps:
            yield Problem("Zonder stappen is dit stuk leeg.", "Noem de stappen die erin staan.", path)
        for spot, name in enumerate(extract.steps):
            yield from not_among("De stap", (name,), known, (*path, spot))


def _conditions(block: Block, place: int) -> Iterator[Problem]:
    """`when` and `unless` look back at choices that were already made."""
    step = block.steps[place]
    earlier = {one.id: one for one in block.steps[:place] if isinstance(one, ChoiceStep)}
    for part in ("when", "unless"):
        for id, wanted in getattr(step, part).items():
            if id not in earlier:
                hint = "Noem een keuzestap die eerder in deze bouwsteen staat."
                yield Problem(f"“{id}” is geen eerdere keuze.", hint, (part, id))
                continue
            options = [option.id for option in earlier[id].options]
            yield from not_among("De keuze", wanted, options, (part, id))


def _in_any(step: Step) -> Iterator[Problem]:
    """What holds for a step of any kind."""
    if step.minutes < 1:
        yield Problem("Een stap duurt ten minste één minuut.", "Zet er een heel getal neer.", ("minutes",))
    if not 1 <= len(step.tips) <= MOST:
        yield Problem("Een stap heeft één tot drie tips.", "Laat de beste staan.", ("tips",))
    if step.phone and not step.phones_answer:
        hint = f"Haal de regel weg. Het kan wel bij: {listed(phone_kinds())}."
        what = "Bij dit soort stap kunnen mensen niet met hun telefoon antwoorden."
        yield Problem(what, hint, ("phone",))


def _of_kind(step: Step, block: Block, catalog: Catalog) -> Iterator[Problem]:
    if isinstance(step, ChoiceStep) and not step.options:
        yield Problem("Bij een keuze horen options.", "Geef een lijst of de naam ervan.", ("options",))
    if isinstance(step, RoundStep) and not 1 <= len(step.prompts) <= MOST:
        yield Problem("Een rondje heeft één tot drie vragen.", "Zet ze onder prompts.", ("prompts",))
    if isinstance(step, PollStep):
        yield from _poll(step)
    if isinstance(step, RegisterStep):
        yield from register_mistakes(step, block, catalog)
    if isinstance(step, ConsentStep):
        yield from _consent(step, block)


def _poll(step: PollStep) -> Iterator[Problem]:
    if bool(step.scale) == bool(step.options):
        yield Problem("Een peiling heeft óf een scale, óf options.", "Laat één van de twee staan.")
    if step.scale and not step.scale.min < step.scale.max:
        yield Problem("“min” moet kleiner zijn dan “max”.", "", ("scale", "min"))
    if step.scale and step.scale.is_too_wide:
        yield Problem("Deze schaal is te lang.", f"Kies hooguit {WIDEST} stappen.", ("scale", "max"))
    if len(step.options) == 1:
        yield Problem("Eén mogelijkheid is geen keuze.", "Geef er ten minste twee.", ("options",))
    if not step.statements:
        yield Problem("Een peiling heeft ten minste één vraag.", "Vul statements aan.", ("statements",))


def _consent(step: ConsentStep, block: Block) -> Iterator[Problem]:
    before = block.steps[: block.steps.index(step)]
    if step.start and step.start not in [one.id for one in before if isinstance(one, TextStep)]:
        hint = "Noem een tekststap die eerder in deze bouwsteen staat."
        yield Problem(f"“{step.start}” is geen eerdere tekst.", hint, ("start",))
    if step.minimum_group < 1:
        yield Problem("Een groep is ten minste één mens.", "Zet er een heel getal neer.", ("minimum_group",))
