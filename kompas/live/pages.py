"""The pages: for a phone, for the projector, and for who is in the wrong place. Text in, HTML out."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from textwrap import wrap
from typing import Any

import msgspec
import segno
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kompas import deciding
from kompas.errors import KompasError
from kompas.live.advice import FOR_PARTICIPANTS
from kompas.live.form import PERSPECTIVE, REASON, Form, Question
from kompas.live.register import Harvest
from kompas.steps.consent import ConsentStep, Said
from kompas.steps.consent import insight as consented
from kompas.steps.proposal import ConsentAnswer, Version
from kompas.steps.register import RegisterStep, rows_of
from kompas.steps.round import RoundStep, TalkRound, insight
from kompas.steps.step import Surroundings

ASSETS = {
    "live.css": "text/css; charset=utf-8",
    "live.js": "text/javascript; charset=utf-8",
    "wall.css": "text/css; charset=utf-8",
    "projector.js": "text/javascript; charset=utf-8",
    "regular.ttf": "font/ttf",
    "bold.ttf": "font/ttf",
}
"""The other files that our pages fetch, each with its type."""

_SIZES = (("", 40, 7), ("long", 45, 9), ("longest", 54, 99))
"""Of questions on the wall: a class, the letters on a line, and for how many lines there is room."""
_LONG = 90  # letters, with which one question alone has to be smaller
_PROPOSAL = (("", 38, 5), ("long", 43, 6), ("longest", 50, 7))
"""The same for a proposal, with its question below it; more of it than that is read on a phone."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What a phone may know, as JSON: the answer to `/state` and to a POST that asks for JSON.

    `saved` tells that an answer of this device is on the disk; `fields` is that answer, as the form
    has it. `problem` is why a POST was not taken, `field` beside which question that belongs.
    """

    open: bool
    round: str = ""
    saved: bool = False
    fields: Mapping[str, str] = {}
    problem: str = ""
    field: str = ""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """What the projector may know, as JSON: the data of every event, and what its page begins with.

    `url` is the address for phones ("http://192.168.1.20:8317/abcd2345"). `version` grows with every change
    of what is shown, so that the page fetches the picture again. `round` is another one for each round;
    `over` tells that this one is done.
    """

    round: str = ""
    over: bool = False
    url: str
    open: bool
    shown: bool
    joined: int
    answered: int
    version: int = 0


def state(
    fields: Mapping[str, str],
    *,
    open: bool,
    saved: bool,
    problem: KompasError | None = None,
    round: str = "",
) -> State:
    """The same as the page for a phone says, for its script."""
    what, field = _said(problem)
    return State(open=open, round=round, saved=saved, fields=fields, problem=what, field=field)


def participant(
    form: Form,
    fields: Mapping[str, str],
    *,
    open: bool,
    saved: bool,
    problem: KompasError | None = None,
    round: str = "",
) -> str:
    """The page for a phone.

    `fields` is what stands in the form: what this device gave (`kinds.filled`), or after a problem what was
    sent. `saved` tells that this device has an answer on the disk.
    """
    what, field = _said(problem)
    answered = _answered(form, fields)
    return _render(
        "participant",
        form=form,
        advice=FOR_PARTICIPANTS,
        fields=fields,
        open=open,
        round=round,
        saved=saved and bool(answered),
        withdrawn=saved and not answered and not problem,
        todo=_todo(form, fields),
        answers=[*answered, *_around(form, fields)],
        problem={"what": what, "field": field} if problem else None,
    )


def gone() -> str:
    """For an address that is not there (any more): says nothing of what is."""
    return _render(
        "notice",
        title="Hier is geen ronde",
        lines=("Misschien is de ronde voorbij. Kijk op het scherm in de zaal en scan de code daar.",),
    )


def trouble(problem: KompasError) -> str:
    """For a request that cannot be taken (too large, too fast, a full disk), told in a sentence."""
    return _render("notice", title="Dat lukte niet", lines=(problem.message, problem.hint))


def projector(form: Form, room: Room) -> str:
    """The page on the wall, without the picture: its script fetches that when it is shown."""
    address = room.url.removeprefix("http://")
    host, slash, code = address.partition("/")
    return _render(
        "projector",
        form=form,
        screen=room,
        size=_proposal(form.text)[0] if form.text else _size([one.text for one in form.questions]),
        proposal=_proposal(form.text)[1],
        address=(host, slash + code),
        code=Markup(_code(room.url)),
    )


def slides(parts: Sequence[tuple[str, str, Sequence[str]]]) -> str:
    """The picture of a poll: for each statement its text, its drawing (SVG of ours), and what it says."""
    return _render("slides", parts=[(text, Markup(drawing), sentences) for text, drawing, sentences in parts])


def cards(step: RoundStep, talk: TalkRound, around: Surroundings) -> str:
    """The picture of a round: at each prompt what was said, by perspective."""
    groups = insight(step, talk, around).groups
    prompts = []
    for prompt in step.prompts:
        said = [
            (label, [words[prompt.id] for _, words in told if prompt.id in words]) for label, told in groups
        ]
        prompts.append(
            {"text": prompt.text, "groups": [(label, sorted(words)) for label, words in said if words]}
        )
    return _render("cards", prompts=prompts)


def reactions(step: ConsentStep, version: Version, around: Surroundings) -> str:
    """The picture of a proposal: how often each reaction was given, and what was said."""
    text = around.texts.get(step.id, "")
    shown = msgspec.structs.replace(version, text=text)
    [seen] = consented(step, ConsentAnswer(versions=(shown,)), around).versions
    said = (("Bezwaren", _told(seen.objections)), ("Zorgen", _told(seen.concerns)))
    return _render("reactions", text=text, told=deciding.reactions(seen.counts), said=said)


def harvest(step: RegisterStep, found: Harvest, around: Surroundings) -> str:
    """The picture of a register: for each row what was written, by field."""
    rows = []
    for id, name in rows_of(step, around).items():
        notes = [one for one in found.notes if step.rows and one.get(step.rows.field) == id]
        groups = [
            (field.label, [one[field.id] for one in notes if field.id in one]) for field in step.written
        ]
        rows.append({"text": name, "groups": [(label, words) for label, words in groups if words]})
    told = [row for row in rows if row["groups"]]
    return _render("cards", prompts=told or [{"text": step.title, "groups": []}])


def asset(name: str) -> bytes:
    """One of the files that our pages fetch; the fonts are those of the worksheet."""
    if name.endswith(".ttf"):
        font = f"AtkinsonHyperlegible-{name.removesuffix('.ttf').title()}.ttf"
        return (files("fontpkg_atkinson_hyperlegible") / "files" / font).read_bytes()
    return (files("kompas") / "templates" / "live" / name).read_bytes()


def _said(problem: KompasError | None) -> tuple[str, str]:
    """A problem as a sentence or two, and the field that it is about."""
    if problem is None:
        return "", ""
    field = problem.problems[0].path[0] if problem.problems and problem.problems[0].path else ""
    return f"{problem.message} {problem.hint}".strip(), str(field)


def _answered(form: Form, fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """The questions that were answered, in words; a row without words for it is no answer."""
    answered = [one for one in form.questions if fields.get(one.field)]
    if form.kind == "register" and all(one.choices for one in answered):
        return []
    return [(one.text, _words(one, fields[one.field])) for one in answered]


def _around(form: Form, fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """What else was filled in, in words."""
    asked = [one for one in form.fields if one.field in (PERSPECTIVE, REASON) and fields.get(one.field)]
    return [(one.text, _words(one, fields[one.field])) for one in asked]


def _proposal(text: str) -> tuple[str, str]:
    """The class with which a proposal fits on the wall, and as much of it as does."""
    for name, wide, most in _PROPOSAL:
        lines = [line for part in text.splitlines() for line in wrap(part, wide) or [""]]
        if len(lines) <= most:
            return name, text
    return name, "\n".join([*lines[: most - 1], "… Lees verder op je telefoon."])


def _told(said: Sequence[Said]) -> list[Said]:
    """Those with words, as there is nothing else to show of them."""
    return [one for one in said if one.reason or one.suggestion]


def _size(questions: Sequence[str]) -> str:
    """The class with which these questions fit on the wall."""
    if len(questions) == 1:
        return "long" if len(questions[0]) > _LONG else ""
    fits = (name for name, wide, most in _SIZES if sum(-(-len(one) // wide) for one in questions) <= most)
    return next(fits, _SIZES[-1][0])


def _words(question: Question, value: str) -> str:
    return next((one.label for one in question.choices if one.value == value), value)


def _todo(form: Form, fields: Mapping[str, str]) -> str:
    """What is still open of a poll; in a round people write where they like."""
    open = sum(not fields.get(one.field) for one in form.questions) if form.kind == "poll" else 0
    if not open:
        return ""
    return "Eén vraag is nog open." if open == 1 else f"Er zijn nog {open} vragen open."


def _code(url: str) -> str:
    """The QR code of an address: dark on light, with the four modules of quiet around it."""
    made = segno.make(url, error="m", micro=False)
    drawing: str = made.svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    name = 'role="img" aria-label="QR-code met het adres voor je telefoon"'
    return drawing.replace("<svg ", f"<svg {name} ", 1)


def _render(name: str, **values: Any) -> str:
    return _templates().get_template(f"{name}.html.jinja").render(values)


@cache
def _templates() -> Environment:
    """Ours alone: a team cannot replace a page that strangers get."""
    return Environment(
        loader=PackageLoader("kompas", "templates/live"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
