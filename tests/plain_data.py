"""Plain data as a file can hold it: anything at all, and answers that are right."""

from typing import Any

from hypothesis import strategies as st

from kompas.steps.choice import ChoiceStep
from kompas.steps.consent import ConsentStep
from kompas.steps.field import Field
from kompas.steps.poll import PollStep
from kompas.steps.proposal import OUTCOMES, REACTIONS, WITHDRAWN
from kompas.steps.register import RegisterStep
from kompas.steps.round import RoundStep
from kompas.steps.step import Step
from kompas.steps.text import TextStep

Data = dict[str, Any] | list[Any] | str | None

# Names that mean something somewhere, so that what is drawn comes deep into an answer.
_NAMES = (
    "id date method anonymous rounds ballots contributions participant perspective scores words reason "
    "text chosen records kind name domain what who topic done urgency shared noticed influence until "
    "versions responses response settled decision earlier state version review minutes start took members"
).split()
_VALUES = [
    *"typed counted 2026-11-21 2026-02-30 true false null 7 -3 1e3 0x1 ja gemeente expected `$.x`".split(),
    *"19:30 24:00 9.05 none objection concern consent later withdrawn".split(),
    "9" * 5000,
    "a ` - at `$.rounds[0]",
    "",
    " ",
]

_words = st.sampled_from(_VALUES) | st.text(max_size=8)
_names = st.sampled_from(_NAMES) | st.text(max_size=8)

anything: st.SearchStrategy[Data] = st.recursive(
    st.none() | _words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_names, inner, max_size=6),
    max_leaves=25,
)


@st.composite
def damaged(draw: st.DrawFn, step: Step) -> Data:
    """An answer to a step in which here and there stands something else."""

    def damage(data: Any) -> Data:
        if draw(st.integers(0, 9)) == 9:
            return draw(anything)
        if isinstance(data, dict):
            return {draw(_names) if draw(st.integers(0, 19)) == 19 else k: damage(v) for k, v in data.items()}
        return [damage(one) for one in data] if isinstance(data, list) else data

    return damage(draw(answers_to(step)))


def answers_to(step: Step) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to a step as a file holds them, in which nothing is wrong."""
    match step:
        case TextStep():
            return st.fixed_dictionaries({"text": st.text()})
        case ChoiceStep():
            ids = st.sampled_from([option.id for option in step.options])
            return _mapping(chosen=st.lists(ids, unique=True), reason=st.text())
        case PollStep():
            values = st.sampled_from([*map(str, step.values), None])
            ids = st.sampled_from([statement.id for statement in step.statements])
            more = {**_voice, "reason": st.text()}
            ballot = st.fixed_dictionaries({"scores": st.dictionaries(ids, values)}, optional=more)
            return _rounds("ballots", ballot, anonymous=st.sampled_from(["true", "false"]))
        case RoundStep():
            ids = st.sampled_from([prompt.id for prompt in step.prompts])
            words = st.fixed_dictionaries({"words": st.dictionaries(ids, st.text())}, optional=_voice)
            return _rounds("contributions", words)
        case RegisterStep():
            fields: dict[Any, st.SearchStrategy[Any]] = {field.id: _values_of(field) for field in step.fields}
            record = st.fixed_dictionaries({"id": _ids}, optional=fields)
            return _mapping(records=st.lists(record, max_size=4, unique_by=lambda one: str(one["id"])))
        case ConsentStep():
            return _consent()
    raise AssertionError(f"No answers yet to {type(step).__name__}")


_ids = st.from_regex(r"[a-z0-9]{1,4}", fullmatch=True)
_voice: dict[Any, st.SearchStrategy[Any]] = {"participant": _ids, "perspective": _ids}
_dates = st.dates().map(lambda day: day.isoformat())


def _mapping(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    names: dict[Any, st.SearchStrategy[Any]] = dict(optional)
    return st.fixed_dictionaries({}, optional=names)


def _consent() -> st.SearchStrategy[dict[str, Any]]:
    more = {**_voice, "reason": st.text(), "suggestion": st.text(), "settled": _ids | st.just(WITHDRAWN)}
    response = st.fixed_dictionaries({"response": st.sampled_from([*REACTIONS])}, optional=more)
    known: dict[Any, st.SearchStrategy[Any]] = {"id": _ids, "date": _dates, "text": st.text()}
    version = st.fixed_dictionaries(
        known, optional={"responses": st.lists(response, max_size=3), "on_paper": st.sampled_from("012")}
    )
    decision = st.fixed_dictionaries(
        {"state": st.sampled_from([*OUTCOMES]), "date": _dates},
        optional={"version": _ids, "review": _dates, "text": st.text()},
    )
    return _mapping(
        versions=st.lists(version, max_size=3, unique_by=lambda one: str(one["id"])),
        decision=decision,
        earlier=st.lists(decision, max_size=2),
    )


def _rounds(
    voices: str, voice: st.SearchStrategy[Any], **more: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    methods = st.sampled_from(["typed", "counted", "phone"])
    known: dict[Any, st.SearchStrategy[Any]] = {"id": _ids, "date": _dates, "method": methods}
    one = st.fixed_dictionaries(known, optional={voices: st.lists(voice, max_size=3), **more})
    return _mapping(rounds=st.lists(one, max_size=3, unique_by=lambda one: str(one["id"])))


def _values_of(field: Field) -> st.SearchStrategy[Any]:
    match field.type:
        case "number":
            return st.integers(field.min or 0, field.max or 10**6).map(str)
        case "date":
            return _dates
        case "yes_no":
            return st.sampled_from(["true", "false"])
        case "choice":
            return st.sampled_from([option.id for option in field.options])
        case "time":
            return st.times().map(lambda time: f"{time:%H:%M}")
        case "participants":
            return st.lists(_ids, unique=True)
        case "choices":
            return st.lists(st.sampled_from([option.id for option in field.options]), unique=True)
    return st.text()
