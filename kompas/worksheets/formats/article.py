"""Markdown as the article of our page: drawings are in it, tables fit any screen, sections can be found."""

from collections.abc import Mapping, Sequence
from itertools import count, pairwise

from markdown_it.presets import commonmark
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from kompas.house import House
from kompas.names import slug
from kompas.worksheets.figures.figure import Figure, svg
from kompas.worksheets.formats.tables import fit
from kompas.worksheets.parsing import text_of

_OPTIONS = OptionsDict({**commonmark.make()["options"], "xhtmlOut": False})
_CONTENTS = "inhoud"
_MANY = 6
"""With so many sections people look for a table of contents."""


def article(tokens: Sequence[Token], figures: Mapping[str, Figure], house: House) -> str:
    """The HTML of parsed Markdown; the tokens get what HTML wants to know besides."""
    fit(tokens)
    _name_headings(tokens)
    for opening, _, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if "figure" in opening.meta:
            opening.tag = closing.tag = "div"
            # It can be moved sideways where it is narrow, also with the keys
            opening.attrs |= {"class": "figure", "role": "group", "aria-label": "Figuur", "tabindex": "0"}
        elif "question" in opening.meta:
            opening.attrs["class"] = "question"
        elif opening.type == "bullet_list_open" and "records" in opening.meta:
            opening.attrs |= {"class": "records", "role": "list"}  # a list without marks is one all the same
    return _Renderer(figures, house).render(_with_contents(tokens), _OPTIONS, {})


class _Renderer(RendererHTML):
    """Each method writes the token of its name; a token without a method is its tag with its attributes."""

    def __init__(self, figures: Mapping[str, Figure], house: House) -> None:
        super().__init__()
        self._figures = figures
        self._house = house

    def alert_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<div class="alert {tokens[idx].info.lower()}" role="note">\n'

    def alert_title_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<p class="alert-title">'

    def contents(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        link = Markup('<li><a href="#{}">{}</a></li>\n')
        links = Markup("").join(link.format(id, name) for id, name in tokens[idx].meta["sections"])
        title = f'<p id="{_CONTENTS}">In dit werkblad</p>'
        return f'<nav aria-labelledby="{_CONTENTS}">\n{title}\n<ul>\n{links}</ul>\n</nav>\n'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A drawing has a name, which a screen reader reads in place of its parts."""
        return svg(self._figures[str(tokens[idx].attrs["src"])], self._house)

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrs["rel"] = "noreferrer"
        return self.renderToken(tokens, idx, options, env)

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """What can be ticked is heard as “Klaar, selectievakje, niet aangevinkt”."""
        checked = tokens[idx].meta.get("checked")
        box = f'<input type="checkbox" disabled{" checked" if checked else ""} aria-label="Klaar"> '
        return self.renderToken(tokens, idx, options, env) + (box if checked is not None else "")

    def ruled_line(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<span class="ruled"></span>'


def _name_headings(tokens: Sequence[Token]) -> None:
    taken = {_CONTENTS}
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            name = slug(text_of(inline.children)) or "kop"
            numbered = (f"{name}-{number}" for number in count(2))
            id = name if name not in taken else next(one for one in numbered if one not in taken)
            taken.add(id)
            opening.attrs["id"] = id


def _with_contents(tokens: Sequence[Token]) -> list[Token]:
    """The table of contents goes above the first section."""
    starts = [
        at for at, one in enumerate(tokens) if (one.type, one.tag, one.level) == ("heading_open", "h2", 0)
    ]
    if len(starts) < _MANY:
        return list(tokens)
    sections = [(tokens[start].attrs["id"], text_of(tokens[start + 1].children)) for start in starts]
    contents = Token("contents", "nav", 0, meta={"sections": sections})
    return [*tokens[: starts[0]], contents, *tokens[starts[0] :]]
