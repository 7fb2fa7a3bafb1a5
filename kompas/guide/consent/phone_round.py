"""A proposal that the room reacts to by phone: for which version, and what is stored and shown of it."""

from msgspec.structs import replace

from kompas.guide import phones
from kompas.guide.consent import standing
from kompas.guide.consent.reactions import on_paper
from kompas.guide.consent.versions import keep, last
from kompas.guide.gathering import Way
from kompas.guide.occasion import new_id
from kompas.guide.talk import Talk
from kompas.steps.consent import Said, insight
from kompas.steps.proposal import Version
from kompas.view import Note, Para


def by_phone(talk: Talk) -> None:
    """A round by phone about the last version, from its start or from where it was left."""
    obstacle = "" if phones.to_go_on(talk) else _obstacle(talk)
    if obstacle:
        talk.tell(Note(obstacle, "warn"), Para("Dat doe je met: kompas session start"))
        return
    phones.hold(talk, Way(on_paper, _keep, _show, cards=True, id=_id, stored=_is_stored))


def _obstacle(talk: Talk) -> str:
    """Why there is nothing to ask now."""
    if not talk.answer or not talk.answer.versions:
        return "Er is nog geen voorstel. Schrijf het eerst op."
    if last(talk).responses:
        return "Op deze versie is al gereageerd. Schrijf eerst een nieuwe versie."
    return ""


def _id(talk: Talk) -> str:
    """What the room gives belongs to the version that is there."""
    return last(talk).id if talk.answer and talk.answer.versions else new_id(talk)


def _keep(talk: Talk, given: Version) -> None:
    """Store it in its version; beside it when people reacted to that in another way meanwhile."""
    held = {one.id: one for one in talk.answer.versions} if talk.answer else {}
    version = held.get(given.id)
    text = version.text if version else talk.around.texts.get(talk.step.id, "")
    id = _beside(given) if version and version.responses else given.id
    keep(talk, replace(given, id=id, text=text))


def _beside(given: Version) -> str:
    return f"{given.id}-telefoon"


def _is_stored(talk: Talk, given: Version) -> bool:
    """Whether these reactions stand in the file, in their version or beside it."""
    versions = talk.answer.versions if talk.answer else ()
    ours = [one for one in versions if one.id in (given.id, _beside(given)) and one.method == "phone"]
    return any(one.responses for one in ours)


def _show(talk: Talk, without: frozenset[tuple[str, ...]]) -> None:
    """The picture; the words that the room does not get to see count, and are left out."""
    seen = insight(talk.step, talk.answer, talk.around)
    now = seen.versions[-1]

    def shown(said: tuple[Said, ...]) -> tuple[Said, ...]:
        return tuple(one for one in said if last(talk).responses[one.place].words not in without)

    left = replace(now, concerns=shown(now.concerns), objections=shown(now.objections))
    talk.tell(*standing.now(replace(seen, versions=(*seen.versions[:-1], left))))
