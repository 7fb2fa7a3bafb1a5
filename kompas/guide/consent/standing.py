"""How a proposal stands, as people in the room read it: the text, what was said to it, what was decided."""

from collections.abc import Iterable, Sequence

from kompas import deciding
from kompas.steps.changes import Change
from kompas.steps.consent import ConsentInsight, Said, VersionInsight
from kompas.steps.field import dutch_date
from kompas.steps.proposal import ConsentAnswer, Decision
from kompas.view import Bullets, Heading, Note, Para, View


def text(seen: ConsentInsight) -> list[View]:
    """The last version as it reads."""
    last = seen.versions[-1]
    return [Heading(f"Versie {last.number}"), Para(last.text)]


def briefly(seen: ConsentInsight) -> list[View]:
    """How it stands, and then what it is about: on a small screen the text is the longest."""
    told = deciding.reactions(seen.versions[-1].counts)
    return [*outcome(seen), *text(seen), *([Para(told)] if told else [])]


def now(seen: ConsentInsight) -> list[View]:
    """What was said to the last version, what stands in the way and the decision; then the text itself."""
    if not seen.versions:
        return []
    last = seen.versions[-1]
    earlier = [one for one in seen.open if one.version < last.number]
    said = [*reactions(last), *objections("Nog open van eerder", earlier), *outcome(seen)]
    return [_title(last), *said, Heading("Het voorstel"), Para(last.text), *difference(last)]


def every(seen: ConsentInsight) -> list[View]:
    """What was decided, and every version with what was said to it, the last one first."""
    shown = outcome(seen)
    for one in reversed(seen.versions):
        shown += version(one)
    return shown


def version(one: VersionInsight) -> list[View]:
    """The text of a version, how it differs from the one before, and what everyone said."""
    return [_title(one), Para(one.text), *difference(one), *reactions(one)]


def _title(one: VersionInsight) -> Heading:
    return Heading(f"Versie {one.number}, {dutch_date(one.date)}")


def difference(one: VersionInsight) -> list[View]:
    """What went and what came since the version before; nothing for the first version."""
    if one.number == 1:
        return []
    lines = tuple(changed(one.changed))
    title = Heading(f"Anders dan versie {one.number - 1}")
    return [title, Bullets(lines) if lines else Para("De tekst is niet veranderd.")]


def changed(changes: Iterable[Change]) -> list[str]:
    """A line for every sentence that went or came."""
    words = {"gone": "Weg", "new": "Nieuw"}
    return [f"{words[one.kind]}: {one.text}" for one in changes if one.kind in words]


def reactions(one: VersionInsight) -> list[View]:
    """How often each reaction was given, and the words."""
    told = deciding.reactions(one.counts)
    counts = [Para(told)] if told else []
    return [*counts, *objections("Bezwaren", one.objections), *_concerns(one.concerns)]


def objections(title: str, said: Sequence[Said]) -> list[View]:
    """Objections with how they ended, under a title; nothing when there are none."""
    return (
        [Heading(title), Bullets(tuple(f"{in_words(one)} {deciding.ending(one)}" for one in said))]
        if said
        else []
    )


def _concerns(said: Sequence[Said]) -> list[View]:
    return [Heading("Zorgen"), Bullets(tuple(in_words(one) for one in said))] if said else []


def in_words(said: Said) -> str:
    """Who, why, and what would help."""
    who, why = said.who or said.perspective, said.reason or "nog geen reden opgeschreven"
    told = _sentence(f"{who}: {why}" if who else f"{why[0].upper()}{why[1:]}")
    return f"{told} Wat zou helpen: {_sentence(said.suggestion)}" if said.suggestion else told


def outcome(seen: ConsentInsight) -> list[View]:
    """What stands in the way of a decision, and what was decided."""
    shown, outdated = obstacles(seen), deciding.outdated(seen)
    if seen.decision:
        shown += [Heading("Besluit"), Para(deciding.decided(seen.decision))]
        shown += [Para(seen.decision.text)] if seen.decision.text else []
    return [*shown, *([Note(outdated)] if outdated else [])]


def obstacles(seen: ConsentInsight) -> list[View]:
    """What stands in the way of a decision by consent, or that nothing does; nothing when it is over."""
    unexplained, stand = deciding.unexplained(seen), deciding.stand(seen)
    return [*([Note(unexplained, "warn")] if unexplained else []), *([Note(stand)] if stand else [])]


def earlier(answer: ConsentAnswer) -> list[View]:
    """The decisions that do not hold any more, the last one first."""
    numbers = {version.id: number for number, version in enumerate(answer.versions, 1)}
    told = tuple(_earlier(one, numbers.get(one.version, 0)) for one in reversed(answer.earlier))
    return [Heading("Eerdere besluiten"), Bullets(told)] if told else []


def _earlier(one: Decision, version: int) -> str:
    about = f"Versie {version}: " if version else ""
    return f"{about}{deciding.decided(one)} {one.text}".strip()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
