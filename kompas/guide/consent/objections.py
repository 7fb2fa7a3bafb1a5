"""What becomes of objections: why they are there, and how they end."""

from contextlib import suppress

from kompas import deciding
from kompas.guide.consent import standing
from kompas.guide.consent.versions import keep, last
from kompas.guide.dialogue import Back, Choice, Line, Pick, PickMany, Skip
from kompas.guide.talk import Talk, in_order
from kompas.steps.consent import Said, insight
from kompas.steps.proposal import WITHDRAWN, Response, Version, open_objections, with_response
from kompas.view import Heading, Para


def explain(talk: Talk) -> None:
    """Ask why, one by one: each open objection without a reason, and the concerns of the last version.

    Who goes back leaves one for later. Without names nobody can be asked in turn: then people say their
    concern until nobody has one to tell.
    """
    for asked in (_unexplained(talk), _silent(talk)):
        for number, (id, place) in enumerate(asked, 1):
            with suppress(Back, Skip):
                ask_words(talk, id, place, f"{number} van {len(asked)}: ")
            one = _response(talk, id, place)
            if one.response == "concern" and not one.participant and not one.reason:
                break


def silent_concerns(talk: Talk) -> int:
    """How many concerns of the last version have no words."""
    return len(_silent(talk))


def ask_words(talk: Talk, id: str, place: int, turn: str = "") -> None:
    """The reason, and of an objection what would help; each is stored before the next is asked."""
    if _response(talk, id, place).response == "objection":
        in_order([lambda: _ask_reason(talk, id, place, turn), lambda: _ask_suggestion(talk, id, place, turn)])
    else:
        _ask_reason(talk, id, place, turn)


def _unexplained(talk: Talk) -> list[tuple[str, int]]:
    """Open objections without a reason: the id of the version, and the place in it."""
    responses = {one.id: one.responses for one in talk.answer.versions}
    return [
        (id, place) for id, place in open_objections(talk.answer) if not responses[id][place].reason.strip()
    ]


def _silent(talk: Talk) -> list[tuple[str, int]]:
    version = last(talk)
    return [
        (version.id, place)
        for place, one in enumerate(version.responses)
        if one.response == "concern" and not one.reason.strip()
    ]


def why(one: Response, later: str = "") -> Line:
    """Asks the reason, again while it is empty; of a concern it may be. `later` says how to leave it."""
    if one.response != "objection":
        return Line("Wat is de zorg?", one.reason, "Mag leeg blijven.")
    needed = "Een bezwaar heeft een reden nodig. Vraag ernaar."
    return Line("Wat is het bezwaar?", one.reason, later, lambda text: None if text.strip() else needed)


def what_helps(one: Response) -> Line:
    """Asks for a suggestion."""
    return Line("Wat zou helpen?", one.suggestion, "Mag leeg blijven.")


def _ask_reason(talk: Talk, id: str, place: int, turn: str) -> None:
    one = _response(talk, id, place)
    asked = why(one, "Weet je het nog niet? Ga terug, en vul het later in.")
    _store(talk, id, place, reason=talk.line(asked, *_about(talk, id, one, turn)))


def _ask_suggestion(talk: Talk, id: str, place: int, turn: str) -> None:
    one = _response(talk, id, place)
    said = Para(f"Bezwaar: {one.reason}")
    _store(talk, id, place, suggestion=talk.line(what_helps(one), *_about(talk, id, one, turn), said))


def _about(talk: Talk, id: str, one: Response, turn: str) -> tuple[Heading, Para]:
    """Whose words are asked, if that is known, and about which text."""
    what = "een bezwaar" if one.response == "objection" else "een zorg"
    person = talk.around.participants.get(one.participant)
    who = person.label if person else one.participant
    title = f"{turn}{what} van {who}" if who else f"{turn}{what}"
    return Heading(f"{title[0].upper()}{title[1:]}"), Para(_version(talk, id).text)


def _store(talk: Talk, id: str, place: int, **words: str) -> None:
    changed = with_response(_version(talk, id), place, **words)
    if changed != _version(talk, id):
        keep(talk, changed)


def _version(talk: Talk, id: str) -> Version:
    version: Version = next(one for one in talk.answer.versions if one.id == id)
    return version


def _response(talk: Talk, id: str, place: int) -> Response:
    return _version(talk, id).responses[place]


def to_settle(talk: Talk, number: int) -> list[Said]:
    """The objections that the version of this number may settle, or does so already.

    One without a reason cannot be settled: nobody knows what it is about.
    """
    return [
        one
        for one in _all(talk)
        if one.version < number and ((one.is_open and one.reason) or one.settled_in == number)
    ]


def settle(talk: Talk) -> None:
    """Which objections the last version settles."""
    found = to_settle(talk, len(talk.answer.versions))
    before = tuple(_key(one) for one in found if one.settled_in)
    choices = tuple(Choice(_key(one), standing.in_words(one)) for one in found)
    chosen = talk.pick_many(
        PickMany("Welke bezwaren lost deze versie op?", choices, before), Para(last(talk).text)
    )
    _end(talk, {one: last(talk).id if _key(one) in chosen else "" for one in found})


def end(talk: Talk) -> None:
    """How one objection ended: withdrawn, settled in a later version, or not yet."""
    found = {_key(one): one for one in _all(talk)}
    choices = tuple(Choice(key, standing.in_words(one), deciding.ending(one)) for key, one in found.items())
    key = choices[0].value if len(choices) == 1 else talk.pick(Pick("Welk bezwaar?", choices))
    said = found[key]
    later = [(one.id, f"Opgelost in versie {number}") for number, one in enumerate(talk.answer.versions, 1)]
    endings = (("", "Nog open"), (WITHDRAWN, "Ingetrokken door wie het gaf"), *later[said.version :])
    before = WITHDRAWN if said.withdrawn else later[said.settled_in - 1][0] if said.settled_in else ""
    asked = Pick("Hoe is het afgelopen?", tuple(Choice(*one) for one in endings), before)
    _end(talk, {said: talk.pick(asked, Para(standing.in_words(said)))})


def _all(talk: Talk) -> list[Said]:
    if not talk.answer:
        return []
    seen = insight(talk.step, talk.answer, talk.around)
    return [one for version in seen.versions for one in version.objections]


def _key(said: Said) -> str:
    return f"{said.version}.{said.place}"


def _end(talk: Talk, endings: dict[Said, str]) -> None:
    """Store how objections ended."""
    versions = list(talk.answer.versions)
    for said, ending in endings.items():
        spot = said.version - 1
        versions[spot] = with_response(versions[spot], said.place, settled=ending)
    if tuple(versions) != talk.answer.versions:
        keep(talk, *versions)
