"""Figures: drawn once, as SVG, from templates/figures/; the same in Markdown, HTML and PDF.

A figure is data until somebody wants to see it: `svg` has it laid out, and gives that to its template.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from kompas.house import House
from kompas.worksheets.packaged import ours
from kompas.worksheets.xml import in_xml

_NEVER_SEEN = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Figure(msgspec.Struct, frozen=True):
    """A drawing of an answer.

    `name` is its own in the whole session ("0A.urgency"); `text` says what the figure shows, in one or two
    sentences, for who cannot see it. `lay_out` makes of the data the drawing that the template writes
    (templates/figures/TEMPLATE.svg.jinja).
    """

    name: str
    template: str
    text: str
    data: Any
    lay_out: Callable[[Any], Any]

    @property
    def address(self) -> str:
        """Where the Markdown finds it."""
        return f"figures/{self.name}.svg"


def svg(figure: Figure, house: House, fit: Callable[[str], str] = str) -> str:
    """The drawing in the colours of the house; `fit` may first change texts, to what a font has glyphs for.

    It holds no ids and no styles, so that many can stand in one page.
    """
    data = _each_text(figure.data, lambda text: fit(_clean(text)))
    template = ours("figures").get_template(f"{figure.template}.svg.jinja")
    drawing, text = figure.lay_out(data), fit(_clean(figure.text))
    return template.render(data=data, drawing=drawing, text=text, house=house)


def shown(parts: Iterable[Any], markdown: str) -> Mapping[str, Figure]:
    """The figures of these parts that the Markdown shows, by address."""
    found = {figure.address: figure for figure in _figures(list(parts))}
    return {address: figure for address, figure in found.items() if f"]({address})" in markdown}


def _figures(value: Any) -> Iterable[Figure]:
    """Every figure in the data of a part."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _figures(one)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _figures(getattr(value, name))


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same data, with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_text(one, change) for one in value)
    if isinstance(value, msgspec.Struct):
        return type(value)(*(_each_text(getattr(value, name), change) for name in value.__struct_fields__))
    return value


def _clean(text: str) -> str:
    """On one line, without what XML does not allow or what would turn the text around."""
    return " ".join(_NEVER_SEEN.sub("", in_xml(text)).split())
