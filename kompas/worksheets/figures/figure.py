"""Figures: drawn once, as SVG, from templates/figures/; the same in Markdown, HTML and PDF.

A figure is data until somebody wants to see it: `svg` gives its data to the module of
kompas.worksheets.figures with the name of its template, which lays it out, and that to the template.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kompas import sentences
from kompas.house import House
from kompas.steps import poll
from kompas.steps.poll import PollStep
from kompas.worksheets.figures.scale import Scale

if TYPE_CHECKING:
    from jinja2 import Environment

COLOURS = {"ink": "#1c2529", "muted": "#4f5b63", "line": "#6b777f", "faint": "#d3dade"}
"""Those that are the same in every house: text, less important text, lines, and lines that only help."""

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER_SEEN = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing of an answer.

    `name` is its own in the whole session ("0A.urgency"); `template` is that of the drawing
    (templates/figures/TEMPLATE.svg.jinja) and `data` what it gets. `text` says what the figure
    shows, in one or two sentences, for who cannot see it.
    """

    name: str
    template: str
    text: str
    data: Any

    @property
    def address(self) -> str:
        """Where the Markdown finds it."""
        return f"figures/{self.name}.svg"


def svg(figure: Figure, house: House, fit: Callable[[str], str] = str) -> str:
    """The drawing in the colours of the house; `fit` may first change texts, to what a font has glyphs for.

    It holds no ids and no styles, so that many can stand in one page.
    """
    data = _each_text(figure.data, lambda text: fit(_clean(text)))
    drawing = import_module(f"kompas.worksheets.figures.{figure.template}").lay_out(data)
    return (
        _templates()
        .get_template(f"{figure.template}.svg.jinja")
        .render(
            data=data,
            drawing=drawing,
            text=fit(_clean(figure.text)),
            house=house,
            tint=partial(_tint, house.primary),
        )
    )


def shown(parts: Iterable[Any], markdown: str) -> Mapping[str, Figure]:
    """The figures of these parts that the Markdown shows, by address."""
    found = {figure.address: figure for figure in _figures(list(parts))}
    return {address: figure for address, figure in found.items() if f"]({address})" in markdown}


def to_circle(step: PollStep, name: str) -> Figure:
    """The scale or the options of a poll, to answer with a pen."""
    ends = (step.scale.low, step.scale.high) if step.scale else ("", "")
    answers = tuple(step.values.values())
    data = Scale(answers, poll.UNKNOWN, *ends, numbers=bool(step.scale))
    return Figure(name, "scale", sentences.scale(step), data)


def _figures(value: Any) -> Iterable[Figure]:
    """Every figure in the data of a part."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _figures(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _figures(getattr(value, field.name))


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same data, with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_text(one, change) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(
            **{one.name: _each_text(getattr(value, one.name), change) for one in fields(value)}
        )
    return value


def _clean(text: str) -> str:
    """On one line, without what XML does not allow or what would turn the text around."""
    return " ".join(_NEVER_SEEN.sub("", _NOT_IN_XML.sub("", text)).split())


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from kompas.worksheets.compiled import compiled
    from kompas.worksheets.templates import packaged

    made = Environment(
        loader=FileSystemLoader(packaged() / "figures"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled(),
    )
    made.globals |= COLOURS
    return made


def _finalize(value: Any) -> Any:
    """Numbers as short as they can be."""
    return f"{round(value, 2):g}" if isinstance(value, float) else value


def _tint(colour: str, share: float) -> str:
    """So much of a colour, on white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - part)):02x}" for part in parts)
