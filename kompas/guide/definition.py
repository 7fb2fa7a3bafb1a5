"""A building block as it is shown to whoever wants to know what it asks."""

from collections.abc import Iterator

from kompas.block import Block
from kompas.sentences import listed
from kompas.steps import kind
from kompas.steps.choice import ChoiceStep
from kompas.steps.consent import ConsentStep
from kompas.steps.poll import PollStep
from kompas.steps.proposal import REACTIONS
from kompas.steps.register import RegisterStep
from kompas.steps.round import RoundStep
from kompas.steps.step import Step
from kompas.steps.text import TextStep
from kompas.view import Bullets, Facts, Heading, Para, Table, View

_KINDS = {
    "text": "een tekst",
    "choice": "een keuze",
    "poll": "een peiling",
    "round": "een rondje",
    "register": "een lijst",
    "consent": "een besluit met consent",
}
_TYPES = {
    "text": "een regel",
    "long_text": "een tekst",
    "choice": "één keuze",
    "choices": "keuzes",
    "date": "een datum",
    "time": "een tijd",
    "number": "een getal",
    "yes_no": "ja of nee",
    "party": "een partij",
    "participant": "een deelnemer",
    "participants": "deelnemers",
    "row": "een regel uit een andere stap",
}


def described(block: Block) -> list[View]:
    """What a block asks, step by step."""
    minutes = sum(step.minutes for step in block.steps)
    views: list[View] = [Heading(f"{block.id}: {block.title}"), Para(block.purpose)]
    views.append(Facts((("stappen", str(len(block.steps))), ("samen", f"{minutes} minuten"))))
    for place, step in enumerate(block.steps, 1):
        views += _step(place, step)
    return [*views, *_extracts(block), *([Para(block.source)] if block.source else [])]


def _step(place: int, step: Step) -> list[View]:
    facts = [("id", step.id), ("soort", _KINDS[kind(step)]), ("tijd", f"{step.minutes} minuten")]
    conditions = [("alleen bij", step.when), ("niet bij", step.unless)]
    facts += [(label, _condition(when)) for label, when in conditions if when]
    facts += [("met telefoons", "kan")] if step.by_phone else []
    return [Heading(f"{place}. {step.title}"), Para(step.why), Facts(tuple(facts)), *_asked(step)]


def _condition(when: dict[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{id} = {' of '.join(wanted)}" for id, wanted in when.items())


def _asked(step: Step) -> list[View]:
    """The questions of a step."""
    if isinstance(step, TextStep):
        return [Bullets((step.question,))]
    if isinstance(step, ChoiceStep):
        return [Para(step.question), Bullets(tuple(option.label for option in step.options))]
    if isinstance(step, PollStep):
        scale = f"Antwoord: {', '.join(step.values.values())} of weet ik niet"
        return [Bullets(tuple(statement.text for statement in step.statements)), Para(scale)]
    if isinstance(step, RoundStep):
        return [Bullets(tuple(prompt.text for prompt in step.prompts))]
    if isinstance(step, RegisterStep):
        rows = tuple(
            (field.label, _TYPES[field.type], "meteen" if field.quick else "") for field in step.fields
        )
        return [Table(("veld", "wat", "gevraagd"), rows), *map(Para, _abilities(step))]
    if isinstance(step, ConsentStep):
        return [Para(step.question), *map(Para, _deciding(step))]
    return []


def _abilities(step: RegisterStep) -> Iterator[str]:
    """What a list can do beside holding records."""
    if step.rows:
        yield f"Begint met een {step.record} voor elke rij van {step.rows.source}."
    if step.by_phone:
        yield "Met telefoons kiest wie schrijft eerst voor welke rij. Zo vult elke groep zelf in."
    if step.schedule:
        yield "Dit is een programma: de tijden tellen op. Loopt iets uit, dan schuift de rest mee."
    if step.groups:
        yield "Dit zijn groepen: kompas deelt de deelnemers in, elk perspectief over alle groepen."


def _deciding(step: ConsentStep) -> Iterator[str]:
    """How a decision comes about."""
    if step.start:
        yield f"De eerste versie van het voorstel begint met de tekst van {step.start}."
    said = listed(f"“{label.lower()}”" for label in REACTIONS.values())
    yield f"Antwoord: {said}. Een bezwaar heeft een reden, en lost de groep op in een nieuwe versie."
    yield "Zo lang er een bezwaar open staat, is er geen besluit met consent."


def _extracts(block: Block) -> list[View]:
    """The documents that can be made of some of the steps."""
    if not block.extracts:
        return []
    pairs = tuple(
        (f"{block.id}-{one.id}", f"{one.title} (stappen: {listed(one.steps)})") for one in block.extracts
    )
    return [Heading("Ook als apart stuk"), Facts(pairs)]
