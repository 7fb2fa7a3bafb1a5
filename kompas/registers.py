"""The mistakes in the definition of a register: fields that are not there, or of another type."""

from collections.abc import Iterator, Mapping, Sequence

from kompas.block import Block, Catalog
from kompas.errors import Problem
from kompas.shapes import Path, not_among, under, unknown
from kompas.steps.field import Field
from kompas.steps.poll import PollStep
from kompas.steps.register import RegisterStep
from kompas.steps.rules import Coverage, Rows

POINTING = ("party", "participant", "row")  # fields that hold the id of something else


def register_mistakes(step: RegisterStep, block: Block, catalog: Catalog) -> Iterator[Problem]:
    """What does not fit together in a register of this block; paths begin at the step."""
    fields = {field.id: field for field in step.fields}
    if not fields:
        yield Problem("Een lijst heeft ten minste één veld.", "Vul fields aan.", ("fields",))
        return
    for place, field in enumerate(step.fields):
        yield from (under(("fields", place), one) for one in _field(field, fields, block, catalog))
    for place, rule in enumerate(step.coverage):
        yield from (under(("coverage", place), one) for one in _coverage(rule, fields))
    if step.advice and step.advice.min > step.advice.max:
        yield Problem("“min” mag niet groter zijn dan “max”.", "", ("advice", "min"))
    for path, id, type in _parts(step):
        yield from _part(path, id, type, fields)
    if step.schedule and step.schedule.took == step.schedule.minutes:
        what = f"“{step.schedule.took}” kan niet ook zeggen hoelang het echt duurde."
        hint = "Noem bij took een ander veld dan bij minutes."
        yield Problem(what, hint, ("schedule", "took"))
    if step.rows:
        source = _source(step.rows.source, block, catalog)
        yield from _rows(step.rows, fields, source)
        if source is step:
            what = "Een lijst kan niet met haar eigen rijen beginnen."
            yield Problem(what, "Noem bij source een andere stap.", ("rows", "source"))
    if step.phone and not step.by_phone:
        what = "Telefoons kunnen deze lijst niet invullen."
        hint = "Daarvoor zijn rows nodig, en een veld met quick en type text of long_text."
        yield Problem(what, hint, ("phone",))


def _field(field: Field, fields: Mapping[str, Field], block: Block, catalog: Catalog) -> Iterator[Problem]:
    if field.id == "id":
        yield Problem("Een veld kan niet “id” heten.", "Kies een andere naam.", ("id",))
    if field.type in ("choice", "choices") and not field.options:
        yield Problem("Bij een keuzeveld horen options.", "Geef een lijst of de naam ervan.")
    if field.type == "row" and not field.of:
        yield Problem("Bij een veld van type row hoort “of”.", "Noem een lijst of peiling.")
    elif field.type == "row" and not _source(field.of, block, catalog):
        yield Problem(f"“of: {field.of}” wijst naar geen lijst.", "Noem een stap.", ("of",))
    if field.min is not None and field.max is not None and field.min > field.max:
        yield Problem("“min” mag niet groter zijn dan “max”.", "", ("min",))
    for id, wanted in field.when.items():
        yield from _values(fields, id, wanted, ("when", id))


def _parts(step: RegisterStep) -> Iterator[tuple[Path, str, str]]:
    """Each rule that needs a field of a certain type: where it stands, the field, the type."""
    if contrast := step.contrast:
        yield ("contrast", "now"), contrast.now, "choice"
        yield ("contrast", "wish"), contrast.wish, "choice"
    if timeline := step.timeline:
        yield ("timeline", "date"), timeline.date, "date"
        yield from [(("timeline", "done"), timeline.done, "yes_no")] if timeline.done else ()
    if schedule := step.schedule:
        yield ("schedule", "minutes"), schedule.minutes, "number"
        yield ("schedule", "start"), schedule.start, "time"
        yield ("schedule", "took"), schedule.took, "number"
    if groups := step.groups:
        yield ("groups", "members"), groups.members, "participants"
        yield from [(("groups", "leader"), groups.leader, "participant")] if groups.leader else ()


def _part(path: Path, id: str, type: str, fields: Mapping[str, Field]) -> Iterator[Problem]:
    hint = f"Noem een veld van type {type}."
    if not id:
        yield Problem(f"“{path[-1]}” is leeg.", hint, path)
    elif id not in fields:
        yield unknown("Het veld", id, fields, path)
    elif fields[id].type != type:
        yield Problem(f"“{id}” kan hier niet.", hint, path)


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


def _rows(
    rows: Rows, fields: Mapping[str, Field], source: RegisterStep | PollStep | None
) -> Iterator[Problem]:
    yield from not_among("Het veld", (rows.field,), fields, ("rows", "field"))
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
            yield from not_among("Het veld", (id,), ("score",), path)
            if not (source.scale and source.scale.is_too_wide):
                yield from not_among("De score", wanted, map(str, source.values), path)


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
        yield from not_among("De waarde", wanted, ("true", "false"), path)
    elif fields[id].options:
        yield from not_among("De keuze", wanted, [option.id for option in fields[id].options], path)
