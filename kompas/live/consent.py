"""A proposal on phones: no objection, a concern, or an objection with its reason."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from kompas.deciding import MEANINGS
from kompas.live import form as asking
from kompas.live.few import without_few
from kompas.live.form import NOT_SAID, PERSPECTIVE, REASON, Choice, Form, Question
from kompas.live.room import Given
from kompas.steps.consent import ConsentStep
from kompas.steps.proposal import REACTIONS, Response, Version
from kompas.steps.step import Surroundings

LONGEST = 1_000
REACTION, SUGGESTION = "response", "suggestion"


def form(step: ConsentStep, around: Surroundings) -> Form:
    """The three reactions, why, and what would help; with the proposal that they are about."""
    choices = tuple(Choice(id, label, MEANINGS[id]) for id, label in REACTIONS.items())
    public = "Dit kan iedereen straks lezen, zonder naam. Schrijf geen namen op."
    return Form(
        kind="consent",
        title=step.title,
        text=around.texts.get(step.id, ""),
        questions=(
            Question(asking.answer(REACTION), step.question, choices),
            Question(
                asking.answer(REASON),
                "Wat is je zorg of bezwaar?",
                hint=f"Bij een bezwaar is dit nodig. {public}",
                most=LONGEST,
            ),
            Question(
                asking.answer(SUGGESTION),
                "Wat zou helpen? Dat hoeft niet.",
                hint="Hoe kan het voorstel wel?",
                most=LONGEST,
            ),
        ),
        promise=("Niemand in de zaal ziet wat jij koos. Je antwoord wordt zonder naam bewaard.",),
        perspectives=asking.perspectives(step.perspectives, around, hint=asking.few(step.minimum_group)),
    )


def read(step: ConsentStep, around: Surroundings, fields: Mapping[str, str], *, again: bool = False) -> Given:
    """What was chosen and why: an objection has a reason, and words belong to a concern or an objection."""
    del again  # what was chosen once can be changed, and "geen bezwaar" is a choice too
    reaction = fields.get(asking.answer(REACTION), "")
    if reaction not in REACTIONS:
        raise asking.refused("Kies eerst wat je van het voorstel vindt.", asking.answer(REACTION))
    written = {part: asking.text(fields, asking.answer(part), LONGEST) for part in (REASON, SUGGESTION)}
    if reaction == "objection" and not written[REASON]:
        what = "Schrijf op wat je bezwaar is. Zonder reden kan de groep er niets mee."
        raise asking.refused(what, asking.answer(REASON))
    words = {part: said for part, said in written.items() if said}
    if words and reaction == "none":
        what = "Je koos “Geen bezwaar”, maar je schreef wel iets op. Kies “Een zorg”, of haal je tekst weg."
        raise asking.refused(what, asking.answer(next(iter(words))))
    return Given(asking.perspective(step.perspectives, around, fields), {REACTION: reaction, **words})


def filled(step: ConsentStep, around: Surroundings, given: Given) -> dict[str, str]:
    """The form as it was filled in: the way back from `read`."""
    said = {asking.answer(part): str(words) for part, words in given.values.items()}
    return {**said, PERSPECTIVE: given.perspective or NOT_SAID}


def given(one: Response) -> Given:
    """What somebody reacted otherwise than by phone, such as on paper, as a phone would have given it."""
    words = {part: said for part, said in ((REASON, one.reason), (SUGGESTION, one.suggestion)) if said}
    return Given(one.perspective, {REACTION: one.response, **words})


def voice(step: ConsentStep, given: Given) -> Response | None:
    """What one device gave as a response; None when it has no reaction that we know."""
    reaction = next((one for one in REACTIONS if one == given.values.get(REACTION)), None)
    if reaction is None:
        return None
    return Response(
        perspective=given.perspective if step.perspectives else "",
        response=reaction,
        reason=str(given.values.get(REASON) or ""),
        suggestion=str(given.values.get(SUGGESTION) or ""),
    )


def covered(given: Given) -> Given:
    """The words stay away from the wall; the reaction counts."""
    return msgspec.structs.replace(given, values={REACTION: given.values.get(REACTION)})


def card(step: ConsentStep, around: Surroundings, given: Given) -> tuple[str, tuple[str, ...]]:
    """From which perspective what was said in words, if anything was."""
    said = voice(step, given)
    return around.perspectives.get(given.perspective, ""), said.words if said else ()


def gathered(
    step: ConsentStep, round_id: str, date: date, voices: Sequence[Response], on_paper: int
) -> Version:
    """The version as it was put to the room, without its text: nothing of who came when, or is one of few."""
    kept = without_few(voices, step.minimum_group)
    ordered = tuple(sorted(kept, key=msgspec.json.encode))
    return Version(id=round_id, date=date, text="", method="phone", on_paper=on_paper, responses=ordered)
