"""The templates: a team's own come first; every value is escaped; a mistake is told with its line."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
    nodes,
    pass_environment,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from kompas.errors import KompasError
from kompas.sentences import listed, small
from kompas.steps.field import dutch_date
from kompas.worksheets.compiled import compiled
from kompas.worksheets.figures.figure import Figure
from kompas.worksheets.markdown import Markdown, alert, cell, heading, inline, paragraphs
from kompas.worksheets.mistakes import NO_SHOW, NOT_UTF8, mistake
from kompas.worksheets.packaged import packaged
from kompas.worksheets.tidy import tidy

_UNFIT = ("urlize", "xmlattr", "tojson")
"""Filters of Jinja that make HTML, and would pass it off as safe."""


def render(environment: Environment, names: Iterable[str], data: Mapping[str, Any]) -> str:
    """The document that the first template of these names that exists makes of the data.

    A mistake in a template becomes a KompasError with its file and line, whatever it is: a template
    is a program of someone else.
    """
    try:
        return tidy(environment.select_template(list(names)).render(data))
    except Exception as error:
        raise KompasError("Dit sjabloon werkt niet.", problems=[mistake(error, packaged())]) from error


def environment(own: Path | None = None) -> Environment:
    """Where templates come from and what they can use; `own` is the folder with those of the team.

    A template of ours that a team replaced can still be extended, as kompas/worksheets/….
    """
    ours = _Folder(packaged())
    made = _Sandbox(
        loader=ChoiceLoader([*([_Folder(own)] if own else []), ours, PrefixLoader({"kompas": ours})]),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled(),
    )
    made.globals |= {"heading": heading, "dutch_date": dutch_date, "figure": _figure, "alert": alert}
    made.globals["no_show"] = _no_show
    _set_filters(made.filters)
    return made


class _Folder(FileSystemLoader):
    """A folder of templates; a byte order mark (Windows) is no mistake, another encoding is."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, encoding="utf-8-sig")

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            file = str(Path(self.searchpath[0]) / template)
            raise TemplateSyntaxError(NOT_UTF8, line, template, file) from error


class _Code(CodeGenerator):
    """`~` escapes for Markdown; Jinja's own would escape for HTML when one side is safe."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Sandbox(ImmutableSandboxedEnvironment):
    code_generator_class = _Code
    intercepted_binops = frozenset("+%")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Joining with something safe escapes the other side for Markdown."""
        return super().call_binop(context, operator, _as_markdown(left), _as_markdown(right))

    def joined(self, parts: Iterable[Any]) -> str:
        """What `~` makes: safe as soon as one part is."""
        return _join(parts)


@pass_environment
def _no_show(environment: Environment, kind: str) -> str:
    """Tell that the template of a kind shows nothing: a mistake in that file, and not where it is used."""
    name = f"steps/{kind}.md.jinja"
    assert environment.loader
    file = environment.loader.get_source(environment, name)[1]
    raise TemplateSyntaxError(NO_SHOW, 1, name, file)


def _figure(figure: Figure | None) -> Markdown:
    """A figure in a paragraph of its own; nothing for None."""
    return Markdown(f"![{inline(figure.text)!s}]({figure.address})" if figure else "")


def _finalize(value: Any) -> Any:
    """What `{{ value }}` writes: Markdown as it is, and anything else in words and escaped."""
    return value if isinstance(value, Markup) else Markdown.escape(_words(value))


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return dutch_date(value)
    if isinstance(value, list | tuple):
        return listed(map(_words, value))
    return str(value)


def _set_filters(filters: MutableMapping[str, Any]) -> None:
    for name in _UNFIT:
        del filters[name]
    for name in ("e", "escape", "forceescape"):
        filters[name] = _on_words(inline)
    filters["cell"] = _on_words(cell)
    filters["paragraphs"] = _on_words(paragraphs)
    filters["small"] = small
    filters["join"] = _join_filter
    filters["replace"] = _replace


def _on_words(escape: Callable[..., Markdown]) -> Callable[..., Markup]:
    """The filter that escapes what is not Markdown already."""

    def filter(value: Any, *settings: Any) -> Markup:
        return value if isinstance(value, Markup) else escape(_words(value), *settings)

    return filter


def _join_filter(values: Iterable[Any], between: Any = "") -> str:
    found = [one for value in values for one in (between, value)][1:]
    return _join(found)


def _join(parts: Iterable[Any]) -> str:
    found = [part if isinstance(part, Markup) else _words(part) for part in parts]
    if any(isinstance(part, Markup) for part in found):
        return Markdown("").join(found)
    return "".join(found)


def _replace(value: Any, old: str, new: str) -> str:
    text: str = _as_markdown(value) if isinstance(value, Markup) else _words(value)
    return text.replace(old, new)


def _as_markdown(value: Any) -> Any:
    return Markdown(value) if isinstance(value, Markup) else value
