"""From plain data to a building block, with every mistake in it and what to do about it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kompas.block import Block, Catalog
from kompas.errors import Problem
from kompas.shapes import Path, nearest, shape, unknown
from kompas.steps import AnyStep, kind_names, phone_kinds
from kompas.steps.choice import ChoiceStep
from kompas.steps.field import Field
from kompas.steps.poll import PollStep, Scale
from kompas.steps.register import Coverage, RegisterStep, Rows, Timeline
from kompas.steps.round import RoundStep
from kompas.steps.step import Definition, Option, Step, duplicates
from kompas.words import listed

FORMAT = 1
MOST = 3  # tips of a step and prompts of a round: what a room can take in
WIDEST = 100  # steps of a scale: a bar for each still fits on a worksheet
POINTING = ("party", "participant", "row")  # fields that hold the id of something else
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
        problems += [_under(("steps", place), one) for one in wrong]
    if problems:
        return None, problems
    block = msgspec.convert({**data, "steps": []}, Block, strict=False)
    return msgspec.structs.replace(block, steps=tuple(steps)), []


def mistakes(block: Block, catalog: Catalog) -> list[Problem]:
    """What in a block does not fit together: ids used twice, references that lead nowhere."""
    found = list(_ids(block))
    for place, step in enumerate(block.steps):
        inside = [*_conditions(block, place), *_in_any(step), *_of_kind(step, block, catalog)]
        found += [_under(("steps", place), one) for one in inside]
    known = [step.id for step in block.steps]
    for place, entry in enumerate(block.course):
        names = (entry,) if isinstance(entry, str) else entry
        found += [unknown("De stap", name, known, ("course", place)) for name in names if name not in known]
    return found


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


def _under(path: Path, problem: Problem) -> Problem:
    return Problem(problem.what, problem.hint, (*path, *problem.path))


def _ids(block: Block) -> Iterator[Problem]:
    yield from duplicates([step.id for step in block.steps], "steps", "Stap")
    names: list[tuple[Path, str]] = [(("id",), block.id)]
    names += [(("steps", place, "id"), step.id) for place, step in enumerate(block.steps)]
    for path, name in names:
        if not _ID.fullmatch(name):
            hint = "Gebruik alleen letters, cijfers, - en _, zonder spaties."
            yield Problem(f"“{name}” kan geen id zijn.", hint, path)
    for place, step in enumerate(block.steps):
        for part in ("options", "statements", "prompts", "fields"):
            ids = [one.id for one in getattr(step, part, ())]
            for problem in duplicates(ids, part, "Id"):
                yield _under(("steps", place), problem)


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
            yield from _not_in("De keuze", wanted, options, (part, id))


def _in_any(step: Step) -> Iterator[Problem]:
    """What holds for a step of any kind."""
    if step.minutes < 1:
        yield Problem("Een stap duurt ten minste één minuut.", "Zet er een heel getal neer.", ("minutes",))
    if not 1 <= len(step.tips) <= MOST:
        yield Problem("Een stap heeft één tot drie tips.", "Laat de beste staan.", ("tips",))
    if step.phone and not step.by_phone:
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
        yield from _register(step, block, catalog)


def _poll(step: PollStep) -> Iterator[Problem]:
    if bool(step.scale) == bool(step.options):
        yield Problem("Een peiling heeft óf een scale, óf options.", "Laat één van de twee staan.")
    if step.scale and not step.scale.min < step.scale.max:
        yield Problem("“min” moet kleiner zijn dan “max”.", "", ("scale", "min"))
    if step.scale and _is_too_wide(step.scale):
        yield Problem("Deze schaal is te lang.", f"Kies hooguit {WIDEST} stappen.", ("scale", "max"))
    if len(step.options) == 1:
        yield Problem("Eén mogelijkheid is geen keuze.", "Geef er ten minste twee.", ("options",))
    if not step.statements:
        yield Problem("Een peiling heeft ten minste één vraag.", "Vul statements aan.", ("statements",))


def _is_too_wide(scale: Scale) -> bool:
    return scale.max - scale.min > WIDEST


def _register(step: RegisterStep, block: Block, catalog: Catalog) -> Iterator[Problem]:
    fields = {field.id: field for field in step.fields}
    if not fields:
        yield Problem("Een lijst heeft ten minste één veld.", "Vul fields aan.", ("fields",))
        return
    for place, field in enumerate(step.fields):
        path = ("fields", place)
        if field.id == "id":
            yield Problem("Een veld kan niet “id” heten.", "Kies een andere naam.", (*path, "id"))
        if field.type in ("choice", "choices") and not field.options:
            yield Problem("Bij een keuzeveld horen options.", "Geef een lijst of de naam ervan.", path)
        if field.type == "row" and not field.of:
            yield Problem("Bij een veld van type row hoort “of”.", "Noem een lijst of peiling.", path)
        elif field.type == "row" and not _source(field.of, block, catalog):
            yield Problem(f"“of: {field.of}” wijst naar geen lijst.", "Noem een stap.", (*path, "of"))
        if field.min is not None and field.max is not None and field.min > field.max:
            yield Problem("“min” mag niet groter zijn dan “max”.", "", (*path, "min"))
        for id, wanted in field.when.items():
            yield from _values(fields, id, wanted, (*path, "when", id))
    for place, rule in enumerate(step.coverage):
        yield from (_under(("coverage", place), one) for one in _coverage(rule, fields))
    if step.advice and step.advice.min > step.advice.max:
        yield Problem("“min” mag niet groter zijn dan “max”.", "", ("advice", "min"))
    if step.contrast:
        for part in ("now", "wish"):
            held = fields.get(getattr(step.contrast, part))
            yield from _not_in("Het veld", (getattr(step.contrast, part),), fields, ("contrast", part))
            if held and held.type != "choice":
                yield Problem("Dit veld is geen keuze.", "Noem een veld van type choice.", ("contrast", part))
    if step.timeline:
        yield from _timeline(step.timeline, fields)
    if step.rows:
        yield from _rows(step.rows, fields, _source(step.rows.source, block, catalog))


def _coverage(rule: Coverage, fields: Mapping[str, Field]) -> Iterator[Problem]:
    field = fields.get(rule.field)
    if field is None:
        yield unknown("Het veld", rule.field, fields, ())
    elif field.type not in ("choice", "choices"):
        yield Problem(f"“{rule.field}” is geen keuzeveld.", "Noem een keuzeveld.")
    else:
        for part in ("required", "expected"):
            for spot, word in enumerate(getattr(rule, part)):
                yield from _values(fields, rule.field, (word,), (part, spot))
    for id, wanted in rule.where.items():
        yield from _values(fields, id, wanted, ("where", id))


def _timeline(timeline: Timeline, fields: Mapping[str, Field]) -> Iterator[Problem]:
    for part, id, type in (("date", timeline.date, "date"), ("done", timeline.done, "yes_no")):
        if id and id not in fields:
            yield unknown("Het veld", id, fields, ("timeline", part))
        elif id and fields[id].type != type:
            hint = f"Noem een veld van type {type}."
            yield Problem(f"“{id}” kan hier niet.", hint, ("timeline", part))
    if not timeline.date:
        yield Problem("“date” is leeg.", "Noem een veld van type date.", ("timeline", "date"))


def _rows(
    rows: Rows, fields: Mapping[str, Field], source: RegisterStep | PollStep | None
) -> Iterator[Problem]:
    yield from _not_in("Het veld", (rows.field,), fields, ("rows", "field"))
    if rows.field in fields and fields[rows.field].type not in POINTING:
        what = f"“{rows.field}” kan niet naar een rij wijzen."
        yield Problem(what, f"Kies een veld van type {', '.join(POINTING)}.", ("rows", "field"))
    if source is None:
        what = f"“{rows.source}” is geen lijst of peiling."
        yield Problem(what, "Schrijf bijvoorbeeld 0A.stakeholders.", ("rows", "source"))
    for id, wanted in rows.where.items():
        path = ("rows", "where", id)
        if isinstance(source, RegisterStep):
            yield from _values({field.id: field for field in source.fields}, id, wanted, path)
        if isinstance(source, PollStep):
            yield from _not_in("Het veld", (id,), ("score",), path)
            if not (source.scale and _is_too_wide(source.scale)):
                yield from _not_in("De score", wanted, map(str, source.values), path)


def _source(source: str, block: Block, catalog: Catalog) -> RegisterStep | PollStep | None:
    """A source of rows: a register or a poll, in this block or another."""
    of, _, id = source.rpartition(".")
    step = block.step(id) if of in ("", block.id) else catalog.step(of, id)
    return step if isinstance(step, RegisterStep | PollStep) else None


def _values(fields: Mapping[str, Field], id: str, wanted: Sequence[str], path: Path) -> Iterator[Problem]:
    """A rule about a field: the field exists, and if only some values are possible, so do these."""
    if id not in fields:
        yield unknown("Het veld", id, fields, path)
    elif fields[id].type == "yes_no":
        yield from _not_in("De waarde", wanted, ("true", "false"), path)
    elif fields[id].options:
        yield from _not_in("De keuze", wanted, [option.id for option in fields[id].options], path)


def _not_in(what: str, words: Iterable[str], known: Iterable[str], path: Path) -> Iterator[Problem]:
    names = list(known)
    yield from (unknown(what, word, names, path) for word in words if word not in names)
