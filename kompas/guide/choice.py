"""A choice with its reason, asked and shown."""

from kompas.guide.dialogue import Choice, Pick, PickMany, Text
from kompas.guide.talk import Talk, in_order
from kompas.steps.choice import ChoiceAnswer, ChoiceStep, chosen
from kompas.steps.step import Surroundings
from kompas.view import Bullets, Para, View


def converse(talk: Talk) -> None:
    """Ask the choice, then why; each is stored at once."""

    def choose() -> None:
        before: ChoiceAnswer = talk.answer or ChoiceAnswer()
        given = _ask(talk, before)
        if given != before.chosen:
            nothing = not given and not before.reason
            talk.save(None if nothing else ChoiceAnswer(chosen=given, reason=before.reason))

    def why() -> None:
        now: ChoiceAnswer = talk.answer or ChoiceAnswer()
        said = talk.text(Text(talk.step.reason, now.reason), Bullets(chosen(talk.step, now)))
        if said != now.reason:
            talk.save(ChoiceAnswer(chosen=now.chosen, reason=said))

    in_order([choose, why] if talk.step.reason else [choose])


def view(step: ChoiceStep, answer: ChoiceAnswer, around: Surroundings) -> list[View]:
    reason = [Para(answer.reason)] if answer.reason else []
    return [Bullets(chosen(step, answer)), *reason]


def _ask(talk: Talk, before: ChoiceAnswer) -> tuple[str, ...]:
    step: ChoiceStep = talk.step
    options = tuple(Choice(option.id, option.label, option.explanation) for option in step.options)
    if step.multiple:
        return talk.pick_many(PickMany(step.question, options, before.chosen), *talk.intro())
    default = before.chosen[0] if before.chosen else ""
    return (talk.pick(Pick(step.question, options, default), *talk.intro()),)
