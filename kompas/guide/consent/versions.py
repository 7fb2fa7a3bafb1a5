"""The versions of a proposal: written, compared with the one before, and stored."""

import msgspec

from kompas.guide.consent import standing
from kompas.guide.dialogue import Back, Text
from kompas.guide.occasion import new_id
from kompas.guide.talk import Talk
from kompas.steps.consent import insight
from kompas.steps.proposal import ConsentAnswer, Version, is_current, open_objections
from kompas.view import Heading, Para, View


def last(talk: Talk) -> Version:
    """The version that people talk about, as it is stored by now."""
    version: Version = talk.answer.versions[-1]
    return version


def keep(talk: Talk, *changed: Version) -> None:
    """Store versions in their new shape, or new ones at the end.

    A decision by consent does not hold when an objection is open (again): then it is one of the earlier.
    """
    answer: ConsentAnswer = talk.answer or ConsentAnswer()
    by_id = {one.id: one for one in (*answer.versions, *changed)}
    answer = msgspec.structs.replace(answer, versions=tuple(by_id.values()))
    decision = answer.decision
    if decision and decision.state == "consent" and is_current(answer) and open_objections(answer):
        answer = msgspec.structs.replace(answer, decision=None, earlier=(*answer.earlier, decision))
    talk.save(answer)


def write(talk: Talk) -> None:
    """The first version, the next one, or another text for one that nobody reacted to yet."""
    if not talk.answer or not talk.answer.versions:
        _begin(talk)
    elif last(talk).responses:
        _go_on(talk)
    else:
        rewrite(talk)


def rewrite(talk: Talk) -> None:
    """Another text, while nobody has reacted: it stays the same version."""
    version = last(talk)
    given = _written(talk, Text("Verander het voorstel", version.text), len(talk.answer.versions))
    if given != version.text:
        keep(talk, msgspec.structs.replace(version, text=given))


def compare(talk: Talk) -> None:
    """What is different from the version before, if there is one."""
    shown = standing.difference(insight(talk.step, talk.answer, talk.around).versions[-1])
    if shown:
        talk.tell(*shown)


def questions(talk: Talk) -> None:
    """First only what people need to understand it."""
    how = "Lees het voorstel voor. Vraag nu alleen wat je niet begrijpt. Wat je ervan vindt, komt straks."
    talk.tell(Heading("Tijd voor vragen"), Para(how), Para(last(talk).text))


def _begin(talk: Talk) -> None:
    start = talk.around.texts.get(talk.step.start, "")
    told = "Dit schreven jullie bij een eerdere stap. Verander wat anders moet." if start else ""
    _add(talk, Text("Wat is het voorstel?", start, told), Para(talk.step.question))


def _go_on(talk: Talk) -> None:
    """The next version begins with the text of the last, beside what has to be settled."""
    open_ = insight(talk.step, talk.answer, talk.around).open
    told = "Verander de tekst zo, dat een bezwaar is opgelost." if open_ else ""
    _add(
        talk,
        Text("Wat is het nieuwe voorstel?", last(talk).text, told),
        *standing.objections("Nog open", open_),
    )


def _add(talk: Talk, asked: Text, *body: View) -> None:
    given = _written(talk, asked, len(talk.answer.versions) + 1 if talk.answer else 1, *body)
    keep(talk, Version(id=new_id(talk), date=talk.now().date(), text=given))


def _written(talk: Talk, asked: Text, number: int, *body: View) -> str:
    """The text; without one people go back to where they came from."""
    given = talk.text(asked, *body, key=f".version-{number}")
    if not given.strip():
        raise Back
    return given
