"""What everyone says to a proposal: by turn or counted, hidden until all have answered; and put right."""

import re
from functools import partial

from msgspec.structs import replace

from kompas.guide import occasion
from kompas.guide.consent.objections import ask_words, what_helps, why
from kompas.guide.consent.versions import keep, last
from kompas.guide.dialogue import Choice, Line, Pick, YesNo
from kompas.guide.occasion import by_turn, given_by, is_unnamed, present, with_voice
from kompas.guide.talk import Talk, in_order, menu
from kompas.steps.consent import waits_for
from kompas.steps.proposal import REACTIONS, Reaction, Response, Version
from kompas.steps.step import Participant
from kompas.steps.talk import Method
from kompas.view import Heading, Note, Para

_WORDS: dict[Reaction, str] = {"none": "geen", "concern": "zorg", "objection": "bezwaar"}
_EXPLAINED = ", ".join(f"{place} = {label}" for place, label in enumerate(REACTIONS.values(), 1))


def typed(talk: Talk) -> None:
    """Everyone in turn."""
    version = _begun(talk, "typed")
    if version != last(talk):
        keep(talk, version)
    go_on(talk)


def go_on(talk: Talk) -> None:
    """Those who have not reacted to the last version yet."""
    version = last(talk)
    if not present(talk) or (version.responses and is_unnamed(version)):
        _ask_unnamed(talk)
    else:
        by_turn(waits_for(version, talk.around), partial(_ask_person, talk))


def to_come(talk: Talk) -> int:
    """How many people have still to react to the last version, when some have."""
    version = last(talk)
    return occasion.to_come(version, waits_for(version, talk.around), talk.around) if version.responses else 0


def _begun(talk: Talk, method: Method) -> Version:
    """The last version, as it is put to the group today."""
    return replace(last(talk), date=talk.now().date(), method=method)


def _ask_person(talk: Talk, person: Participant, who: str) -> None:
    held = given_by(person, last(talk).responses)
    given = _ask(talk, who, "Enter: laat staan wat er was." if held else "Enter: overslaan.")
    if given:
        _put(talk, held, given, person.id)


def _ask_unnamed(talk: Talk) -> None:
    """One after the other, until nobody comes any more."""
    while given := _ask(talk, f"Reactie {len(last(talk).responses) + 1}", "Enter: iedereen is geweest."):
        _put(talk, None, given)


def _ask(talk: Talk, who: str, empty: str) -> Reaction | None:
    """What one person reacts, seen by nobody else; None when nothing was typed."""
    question = Line(
        "Heb je een zorg of een bezwaar?",
        explanation=f"{_EXPLAINED}. {empty}",
        check=lambda text: None if not text.strip() or _reaction(text) else f"Typ {_EXPLAINED}.",
        hidden=True,
    )
    return _reaction(talk.line(question, Heading(who), Para(last(talk).text)))


def _reaction(text: str) -> Reaction | None:
    """A number, or (the beginning of) a word."""
    word = text.strip().lower().removeprefix("een ")
    found = [
        id for place, (id, one) in enumerate(_WORDS.items(), 1) if word == str(place) or one.startswith(word)
    ]
    return found[0] if word and len(found) == 1 else None


def _put(talk: Talk, held: Response | None, given: Reaction, participant: str = "") -> None:
    """Store a reaction where the person's old one stood, or at the end."""
    version = last(talk)
    new = _changed(held, given) if held else Response(participant=participant, response=given)
    responses = with_voice(version.responses, held, new) if held else (*version.responses, new)
    keep(talk, replace(version, responses=responses))


def _changed(held: Response, given: Reaction) -> Response:
    """The words stay for as long as there is something that they are about."""
    if held.response == given:
        return held
    words = {"reason": "", "suggestion": ""} if given == "none" else {}
    return replace(held, response=given, settled="", **words)


def on_paper(talk: Talk, who: str) -> Response | None:
    """What someone said on paper or by voice, not stored here; None when there is nobody any more."""
    given = occasion.on_paper(talk, who, lambda: _ask_paper(talk, who))
    return replace(given[1], perspective=given[0]) if given else None


def _ask_paper(talk: Talk, who: str) -> Response | None:
    """The reaction on one piece of paper, and why."""
    said, given = Response(response="none"), None

    def react() -> None:
        nonlocal said, given
        given = _ask(talk, who, "Enter: niemand meer.")
        said = _changed(said, given) if given else said

    def explain() -> None:
        nonlocal said
        if given and given != "none":
            said = replace(said, reason=talk.line(why(said), Heading(who), Para(last(talk).text)))

    def suggest() -> None:
        nonlocal said
        if given == "objection":
            said = replace(said, suggestion=talk.line(what_helps(said), Heading(who), Para(said.reason)))

    in_order([react, explain, suggest])
    return said if given else None


def counted(talk: Talk) -> None:
    """How many people gave each reaction: hands, or pieces of paper."""
    _count(talk, _begun(talk, "counted"))


def recount(talk: Talk) -> None:
    """The same once more; what was written down of the words stays."""
    _count(talk, last(talk))


def _count(talk: Talk, version: Version) -> None:
    before = [sum(one.response == reaction for one in version.responses) for reaction in REACTIONS]
    question = Line(
        "Hoeveel geen bezwaar, hoeveel een zorg, hoeveel een bezwaar?",
        " ".join(map(str, before)) if any(before) else "",
        explanation="Typ drie getallen met een spatie ertussen, bijvoorbeeld: 12 3 1",
        check=lambda text: None if _counts(text) else "Typ drie getallen, bijvoorbeeld: 12 3 1",
    )
    counts = _counts(talk.line(question, Para(version.text)))
    keep(talk, replace(version, responses=_as_responses(version, counts)))
    people = len(present(talk))
    if 0 < people < sum(counts):
        talk.tell(Note(f"{sum(counts)} reacties, maar er zijn {people} deelnemers. Klopt dat?", "warn"))


def _counts(text: str) -> list[int]:
    """A number for each reaction, of which one is more than nothing; none if it is not so."""
    parts = text.replace(",", " ").split()
    numbers = [int(part) for part in parts if re.fullmatch("[0-9]{1,4}", part)]
    return numbers if len(numbers) == len(parts) == len(REACTIONS) and any(numbers) else []


def _as_responses(version: Version, counts: list[int]) -> tuple[Response, ...]:
    """As many of each as were counted; of those that were there, those with words go first."""
    responses: list[Response] = []
    for reaction, count in zip(REACTIONS, counts, strict=True):
        held = [one for one in version.responses if one.response == reaction]
        held = sorted(held, key=lambda one: not one.reason)[:count]
        responses += [*held, *[Response(response=reaction)] * (count - len(held))]
    return tuple(responses)


def correct(talk: Talk) -> None:
    """Put right what someone said; what is still hidden stays hidden."""
    version, hidden = last(talk), bool(to_come(talk))
    held = version.responses
    choices = _choices(talk, hidden)
    place = int(talk.pick(Pick("Welke reactie wil je verbeteren?", choices)))
    label = next(one.label for one in choices if one.value == str(place))
    if version.method == "typed":
        ways = menu(("change", "Verander de reactie"), ("remove", "Haal de reactie weg"))
        if talk.pick(Pick("Wat wil je doen?", ways), Heading(label)) == "remove":
            if _may_go(talk, held[place]):
                keep(talk, replace(version, responses=(*held[:place], *held[place + 1 :])))
            return
        given = _ask(talk, label, "Enter: laat staan wat er was.")
        if given and (given != "none" or _may_go(talk, held[place])):
            _put(talk, held[place], given)
    if not hidden and last(talk).responses[place].response != "none":
        ask_words(talk, version.id, place)


def _may_go(talk: Talk, held: Response) -> bool:
    """Whether the words may go that someone said, if there are any."""
    told = Note(f"Er staat: “{held.reason}” Dat gaat weg.", "warn")
    return not held.reason or talk.yes_no(YesNo("Haal je deze woorden weg?", False), told)


def _choices(talk: Talk, hidden: bool) -> tuple[Choice, ...]:
    """Who reacted; where that is not known, what was said."""
    version, people = last(talk), talk.around.participants
    found = []
    for place, one in enumerate(version.responses):
        person = people.get(one.participant)
        said = "" if hidden else REACTIONS[one.response]
        if version.method == "typed":
            label = person.label if person else one.participant or f"Reactie {place + 1}"
            found.append(Choice(str(place), label, said))
        elif one.response != "none":
            found.append(Choice(str(place), one.reason[:60] or "Nog geen reden", said))
    return tuple(found)


def can_correct(talk: Talk) -> bool:
    return bool(_choices(talk, True))
