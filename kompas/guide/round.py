"""A round of talk: by participant or free, then who has not been heard."""

from collections.abc import Callable, Mapping
from functools import partial

import msgspec

from kompas import sentences
from kompas.guide import occasion, phones
from kompas.guide.dialogue import Choice, Line, Pick
from kompas.guide.gathering import Way
from kompas.guide.occasion import as_stored, by_turn, given_by, new_id, with_round, with_voice
from kompas.guide.talk import ON, Talk, in_order, menu, until_on
from kompas.steps.field import dutch_date
from kompas.steps.round import Contribution, Prompt, RoundAnswer, RoundInsight, RoundStep, TalkRound, insight
from kompas.steps.step import Participant, Surroundings
from kompas.steps.talk import not_heard
from kompas.view import Bullets, Heading, Note, Para, View

_STILL_OPEN = "Een nieuw rondje met telefoons kan nu niet: er staat er nog een open. Sluit die eerst."


def converse(talk: Talk) -> None:
    """Hold a round, or go on with the last one, until the room is ready."""

    def ask() -> str:
        last = talk.answer.rounds[-1] if talk.answer else None
        body = _summary(talk, last) if last else [*talk.intro(), Bullets(_prompts(talk.step))]
        question = "Wat wil je doen?" if last else "Hoe doe je het rondje?"
        return talk.pick(Pick(question, _entries(talk, last)), *body)

    until_on(talk, ask, _DO)


def view(step: RoundStep, answer: RoundAnswer, around: Surroundings) -> list[View]:
    """What the last round brought, by perspective."""
    return _shown(step, insight(step, answer.rounds[-1], around)) if answer.rounds else []


def full(step: RoundStep, answer: RoundAnswer, around: Surroundings) -> list[View]:
    """What every round brought, the last one first."""
    views: list[View] = []
    for one in reversed(answer.rounds):
        views.append(Para(f"Ronde van {dutch_date(one.date)}"))
        views += _shown(step, insight(step, one, around))
    return views


def _prompts(step: RoundStep) -> tuple[str, ...]:
    return tuple(prompt.text for prompt in step.prompts)


def _entries(talk: Talk, last: TalkRound | None) -> tuple[Choice, ...]:
    turn = ("turn", "Om de beurt: iedereen komt aan het woord") if talk.around.participants else None
    held = phones.to_go_on(talk)
    if last is None:
        later = (ON, "Nu niet: verder naar de volgende stap")
        free = ("free", "Vrij: wie iets zegt, met het perspectief erbij")
        return menu(held, turn, free, phones.offered(talk), later)
    silent = not_heard(last, talk.around) if last.contributions else []
    on = (ON, "Verder naar de volgende stap")
    return menu(
        held,
        on if not silent else None,
        ("continue", f"Ga verder met het rondje: nog {len(silent)}") if silent else None,
        ("more", "Voeg iets toe"),
        ("correct", "Verbeter of haal weg wat er staat") if last.contributions else None,
        ("read", "Lees alles") if last.contributions else None,
        ("turn", "Houd een nieuw rondje, om de beurt") if turn else None,
        ("free", "Houd een nieuw rondje, vrij"),
        phones.offered(talk, "Houd een nieuw rondje, met telefoons"),
        on if silent else None,
    )


def _summary(talk: Talk, last: TalkRound) -> list[View]:
    seen = insight(talk.step, last, talk.around)
    told = f"Ronde {len(talk.answer.rounds)}: {len(last.contributions)} keer iets gezegd."
    without = [Note(_STILL_OPEN)] if phones.to_go_on(talk) else []
    return [Para(told), *_unheard(seen), *without]


def _unheard(seen: RoundInsight) -> list[View]:
    waiting = sentences.waiting(seen)
    silent = sentences.silent(seen)
    return [*([Note(silent, "warn")] if silent else []), *([Note(waiting)] if waiting else [])]


def _shown(step: RoundStep, seen: RoundInsight) -> list[View]:
    shown: list[View] = []
    for label, said in seen.groups:
        shown.append(Heading(label or "Zonder perspectief"))
        shown.append(Bullets(tuple(_said(step, who, words) for who, words in said)))
    return [*shown, *_unheard(seen)]


def _said(step: RoundStep, who: str, words: dict[str, str]) -> str:
    parts = [f"{prompt.text} {words[prompt.id]}" for prompt in step.prompts if prompt.id in words]
    return f"{who}: {' / '.join(parts)}" if who else " / ".join(parts)


def _begin(talk: Talk) -> TalkRound:
    return TalkRound(id=new_id(talk), date=talk.now().date(), method="typed")


def _keep(talk: Talk, one: TalkRound) -> None:
    talk.save(RoundAnswer(rounds=with_round(talk, one)))


def _turn(talk: Talk) -> None:
    one = _begin(talk)
    _ask_people(talk, one, not_heard(one, talk.around))


def _continue(talk: Talk) -> None:
    last = talk.answer.rounds[-1]
    _ask_people(talk, last, not_heard(last, talk.around))


def _ask_people(talk: Talk, one: TalkRound, people: list[Participant]) -> None:
    """Everyone in turn; what someone said is stored word by word."""

    def ask(person: Participant, who: str) -> None:
        before = given_by(person, as_stored(talk, one).contributions)
        _ask_words(talk, one, before or Contribution(participant=person.id, words={}), who)

    by_turn(people, ask)


def _ask_words(talk: Talk, one: TalkRound, said: Contribution, who: str) -> None:
    """Ask each prompt and store it; `said` is what was there before. Empty leaves a prompt out."""
    words = dict(said.words)

    def ask(prompt: Prompt) -> None:
        nonlocal said
        typed = _ask_prompt(talk, prompt, words, who)
        words.pop(prompt.id, None)
        if typed:
            words[prompt.id] = typed
        ordered = {one.id: words[one.id] for one in talk.step.prompts if one.id in words}
        new = msgspec.structs.replace(said, words=ordered)
        if new != said:
            _replace(talk, one, said, new)
            said = new

    in_order([partial(ask, prompt) for prompt in talk.step.prompts])


def _ask_prompt(talk: Talk, prompt: Prompt, words: Mapping[str, str], who: str) -> str:
    question = Line(prompt.text, words.get(prompt.id, ""), "Enter zonder tekst: overslaan.")
    return talk.line(question, Heading(who))


def _replace(talk: Talk, one: TalkRound, old: Contribution, new: Contribution) -> None:
    """Store `new` where `old` stood, at the end if it is new, and not at all if it is empty."""
    stored = as_stored(talk, one)
    kept = with_voice(stored.contributions, old, new if new.words else None)
    _keep(talk, msgspec.structs.replace(stored, contributions=kept))


def _free(talk: Talk) -> None:
    _add(talk, _begin(talk))


def _more(talk: Talk) -> None:
    _add(talk, talk.answer.rounds[-1])


def _add(talk: Talk, one: TalkRound) -> None:
    """One contribution after the other, until nothing is typed."""
    perspective = ""
    while True:
        choices = tuple(Choice(id, label) for id, label in talk.around.perspectives.items())
        stop = (Choice("", "Klaar: niemand meer"),)
        perspective = talk.pick(Pick("Vanuit welk perspectief?", (*stop, *choices), perspective))
        if not perspective:
            return
        label = talk.around.perspectives[perspective]
        _ask_words(talk, one, Contribution(perspective=perspective, words={}), label)


def _correct(talk: Talk) -> None:
    one = talk.answer.rounds[-1]
    names = talk.around.participants
    choices = tuple(
        Choice(
            str(place),
            names[said.participant].label
            if said.participant in names
            else said.participant or talk.around.perspectives.get(said.perspective, said.perspective),
            " / ".join(said.words.values())[:60],
        )
        for place, said in enumerate(one.contributions)
    )
    place = int(talk.pick(Pick("Wat wil je verbeteren? Maak het leeg om het weg te halen.", choices)))
    _ask_words(talk, one, one.contributions[place], choices[place].label)


def _read(talk: Talk, without: frozenset[tuple[str, ...]] = frozenset()) -> None:
    """Everything of the last round, perhaps without some of the words."""
    last = talk.answer.rounds[-1]
    said = tuple(one for one in last.contributions if tuple(one.words.values()) not in without)
    shown = msgspec.structs.replace(last, contributions=said)
    talk.tell(*_shown(talk.step, insight(talk.step, shown, talk.around)))


def by_phone(talk: Talk) -> None:
    """A round by phone, from its start or from where it was left."""
    phones.hold(talk, Way(_on_paper, _keep, _read, cards=True))


def _on_paper(talk: Talk, who: str) -> Contribution | None:
    """What someone said, not stored here; None when there is nobody any more."""
    given = occasion.on_paper(talk, who, lambda: _ask_paper(talk, who))
    return Contribution(perspective=given[0], words=given[1]) if given else None


def _ask_paper(talk: Talk, who: str) -> dict[str, str]:
    words: dict[str, str] = {}

    def ask(prompt: Prompt) -> None:
        words[prompt.id] = _ask_prompt(talk, prompt, words, who)

    in_order([partial(ask, prompt) for prompt in talk.step.prompts])
    return {id: typed for id, typed in words.items() if typed}


_DO: dict[str, Callable[[Talk], None]] = {
    "turn": _turn,
    "free": _free,
    "continue": _continue,
    "more": _more,
    "correct": _correct,
    "read": _read,
    phones.WAY: by_phone,
}
