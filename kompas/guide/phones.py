"""A round in which the whole room answers at the same time, by phone: where a conversation comes to it."""

from dataclasses import replace

from kompas.errors import KompasError
from kompas.guide.dialogue import Back
from kompas.guide.gathering import Gathering, Way, counted
from kompas.guide.hall import Unfinished
from kompas.guide.talk import Talk
from kompas.view import Note, Para

WAY = "phones"


def offered(talk: Talk, label: str = "Met telefoons: iedereen antwoordt tegelijk") -> tuple[str, str] | None:
    """The entry of a menu that begins a round by phone, if that can be done here and now."""
    return (WAY, label) if talk.phones and talk.step.by_phone and not _unfinished(talk) else None


def to_go_on(talk: Talk) -> tuple[str, str] | None:
    """The entry of a menu that goes on with the round of this step that was left open."""
    found = _unfinished(talk)
    return (WAY, f"Ga verder met de telefoonronde{_number(found)}") if found else None


def told(found: Unfinished, title: str) -> str:
    """That a round was left open, for where a conversation begins."""
    return f"Bij {found.block}, {title}, staat nog een telefoonronde open{_number(found)}."


def _number(found: Unfinished) -> str:
    return "" if found.answers is None else f": {counted(found.answers)}"


def _unfinished(talk: Talk) -> Unfinished | None:
    here = (talk.around.block, talk.step.id)
    held = talk.phones.unfinished() if talk.phones else ()
    return next((one for one in held if (one.block, one.step) == here), None)


def hold(talk: Talk, way: Way) -> None:
    """Hold a round by phone, or go on with the one that was left open, until it is stored or left."""
    if not talk.phones:
        return
    try:
        hall = talk.phones.open(talk, way.id(talk))
    except KompasError as error:
        talk.tell(Note(error.message, "warn"), Para(error.hint))
        return
    usual = talk.page
    talk.page = replace(usual, time="", moves=(Back,))  # no way out may forget the round
    try:
        Gathering(talk, way, talk.phones, hall, usual).run()
    finally:
        talk.page = usual
