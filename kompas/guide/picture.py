"""How the scores of a poll lie, as people in the room see it."""

from kompas import sentences
from kompas.steps.poll import PollInsight, StatementInsight
from kompas.view import Bars, Bullets, Heading, Note, Para, Table, View


def picture(seen: PollInsight) -> list[View]:
    """How the scores lie, in bars and in sentences."""
    if not seen.statements:
        return [Note(sentences.TOO_FEW)]
    shown: list[View] = []
    for statement in seen.statements:
        shown += of_statement(statement)
    waiting = sentences.waiting(seen)
    return [*shown, *([Note(waiting)] if waiting else [])]


def of_statement(statement: StatementInsight) -> list[View]:
    """One statement: bars, where the middle lies, perspectives, gap, change, reasons."""
    spread = statement.all
    marked = tuple(
        label
        for place, (label, count) in enumerate(spread.counts)
        if count and spread.position is not None and abs(place - spread.position) <= 0.5
    )
    rows = (*spread.counts, *((("weet ik niet", spread.unknown),) if spread.unknown else ()))
    said = [sentences.lies(spread), sentences.gap(statement), sentences.change(statement)]
    shown: list[View] = [
        Heading(statement.text),
        Bars(rows, marked, "midden" if len(marked) == 1 else "midden tussen deze twee"),
        Para(" ".join(filter(None, said))),
    ]
    if statement.perspectives:
        columns = ("perspectief", "midden", "aantal")
        groups = tuple((label, one.median, str(one.answered)) for label, one in statement.perspectives)
        shown.append(Table(columns, groups))
    return [*shown, *([Bullets(statement.reasons)] if statement.reasons else [])]
