"""What stands where on the full screen. Pure: a page, a question and a size give rows.

From top to bottom: where we are and the time, the course, the title, the body, the question, the
place to answer, and at the bottom the keys. What stays from question to question stays in place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kompas.console import WIDEST
from kompas.console.cells import cells, clean, shorten, wrap
from kompas.console.rows import Look, Row, Signs, paragraph, rows
from kompas.guide.dialogue import Page
from kompas.guide.keys import BEFORE, MORE, TIPS, Key, at_the_bottom, explained
from kompas.view import Bullets, Code, Facts, Heading, Para, View

_COURSE = 2  # rows
_BODY = 4  # rows that a body should at least get, before something else gives way
_AIRINESS = (3, 2, 1, 0)
_COMFORT = 4  # rows more for the body and for the answer, before there is room for so much white


@dataclass(frozen=True, slots=True)
class Asked:
    """The question on the page, and what the place to answer needs below it."""

    question: str
    explanation: str
    least: int  # rows to answer in
    wanted: int
    hints: tuple[Row, ...]
    finish: Key | None


@dataclass(frozen=True, slots=True)
class Size:
    columns: int
    rows: int

    @property
    def margin(self) -> int:
        return 2 if self.columns >= 60 else 1

    @property
    def width(self) -> int:
        """Of what is written; the rest of a very wide screen stays empty."""
        return max(1, min(self.columns - 2 * self.margin, WIDEST))


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows above and below the place to answer, which has `answer` rows itself.

    `body` rows of the body are shown, `hidden` are not: so far it can be scrolled.
    """

    above: tuple[Row, ...]
    answer: int
    below: tuple[Row, ...]
    body: int
    hidden: int


def compose(page: Page, asked: Asked, size: Size, signs: Signs, scroll: int = 0, tips: bool = False) -> Frame:
    """Fit everything on the screen; in a low one the body is paged and the air goes first.

    A code is never paged: it is there as a whole, or not at all.
    """
    look = Look(size.width, signs=signs)
    parts = _Parts(page, asked, look, tips)
    has_code = not tips and any(isinstance(view, Code) for view in page.body)
    if has_code and not any(parts.whole(airiness, size.rows) for airiness in _AIRINESS):
        parts, has_code = _Parts(_without_code(page), asked, look, tips), False
    for airiness in _AIRINESS:
        body = parts.body(airiness)
        free = size.rows - parts.taken(airiness)
        comfort = _COMFORT if airiness == 3 else 0
        enough = free >= min(asked.wanted, asked.least + comfort) + min(len(body), _BODY + comfort)
        if parts.whole(airiness, size.rows) if has_code else enough:
            break
    room, answer = _share(len(body), asked, max(0, free))
    page_rows = room if room == len(body) else max(0, room - 1)
    hidden = len(body) - page_rows
    scroll = min(scroll, hidden)
    shown = body[scroll : scroll + page_rows]
    if room > page_rows:
        shown.append(_more(scroll > 0, scroll < hidden, signs))
    above = [*parts.head(airiness), *shown, *parts.question(airiness, bool(shown))]
    return _stacked(
        above, max(answer, min(1, asked.least)), asked.hints, parts.bottom, size.rows, page_rows, hidden
    )


def _stacked(
    above: list[Row], answer: int, hints: Sequence[Row], keys: list[Row], height: int, body: int, hidden: int
) -> Frame:
    """Exactly as high as the screen, however low that is: the question and the answer stay the longest."""
    above = above[max(0, len(above) + answer - height) :]
    left = height - len(above) - answer
    hints = hints[:left]
    keys = keys[: left - len(hints)]
    white: list[Row] = [()] * (left - len(hints) - len(keys))
    return Frame(tuple(above), answer, (*hints, *white, *keys), body, hidden)


class _Parts:
    """The rows of each part. `airiness`: 3 all of it, 2 less white, 1 less text above, 0 the least."""

    def __init__(self, page: Page, asked: Asked, look: Look, tips: bool) -> None:
        self._page = page
        self._asked = asked
        self._look = look
        self._tips = tips
        keys = at_the_bottom(asked.finish, page.moves)
        self.bottom = _keys(keys, look.width, "pagina" if tips else "tips" if page.tips else "uitleg")

    def taken(self, airiness: int) -> int:
        rest = len(self._asked.hints) + len(self.bottom) + (1 if airiness > 1 else 0)
        return len(self.head(airiness)) + len(self.question(airiness, True)) + rest

    def whole(self, airiness: int, height: int) -> bool:
        """Whether nothing has to be paged."""
        return self.taken(airiness) + len(self.body(airiness)) + self._asked.least <= height

    def head(self, airiness: int) -> list[Row]:
        look = self._look
        head = _where(self._page, look.width)
        head += _course(self._page.course, look) if airiness > 1 else []
        if head:
            head.append((("dim", look.signs.rule * look.width),))
        title = paragraph(self._page.title, look.width, "heading") if self._page.title and airiness else []
        return [
            *head,
            *(_white(airiness > 2) if head and title else []),
            *title,
            *(_white(airiness > 1) if title else []),
        ]

    def body(self, airiness: int) -> list[Row]:
        views = _tips(self._page, self._asked.finish) if self._tips else self._page.body
        title = () if airiness else (Heading(self._page.title),)
        explanation = () if airiness > 1 or not self._asked.explanation else (Para(self._asked.explanation),)
        return rows((*title, *views, *explanation), self._look)

    def question(self, airiness: int, under_body: bool) -> list[Row]:
        if not self._asked.question:
            return _white(bool(self._asked.hints) and under_body and airiness > 0)
        asked = paragraph(self._asked.question, self._look.width, "strong")
        if airiness > 1 and self._asked.explanation:
            asked += paragraph(self._asked.explanation, self._look.width, "dim")
        return [*_white(under_body and airiness > 0), *asked, *_white(airiness > 1)]


def _share(body: int, asked: Asked, free: int) -> tuple[int, int]:
    """The rows for the body and for the answer: half each, unless one of them needs less."""
    body = min(body, max(free - asked.wanted, free // 2))
    body = max(0, min(body, free - asked.least))
    return body, min(asked.wanted, free - body)


def _white(wanted: bool) -> list[Row]:
    return [()] if wanted else []


def _where(page: Page, width: int) -> list[Row]:
    where, time = clean(page.where, False), clean(page.time, False)
    gap = width - cells(where) - cells(time)
    if gap >= 3 or not (where and time):
        return [(("strong", where), ("", " " * max(0, gap) + time))] if where or time else []
    return [*paragraph(where, width, "strong"), *paragraph(time, width)]


def _course(course: Sequence[str], look: Look) -> list[Row]:
    """The course in a few rows: one for each of its texts, or all of them for a single one."""
    texts = [clean(text, keep_newlines=False) for text in course[:_COURSE]]
    each = _COURSE // max(1, len(texts))
    laid: list[Row] = []
    for text in texts:
        lines = wrap(text, look.width)
        last = shorten(" ".join(lines[each - 1 :]), look.width, look.signs.dots)
        laid += [(("", line),) for line in [*lines[: each - 1], *([last] if last else [])]]
    return laid


def _without_code(page: Page) -> Page:
    """The page with what is said instead of its code."""
    body: list[View] = []
    for view in page.body:
        if isinstance(view, Code):
            body += [*view.beside, *([Para(view.instead)] if view.instead else [])]
        else:
            body.append(view)
    return replace(page, body=tuple(body))


def _tips(page: Page, finish: Key | None) -> tuple[View, ...]:
    """What F1 shows instead of the body: the tips, the course in full and all keys."""
    tips = (Heading("Tips"), Bullets(page.tips)) if page.tips else ()
    course = (Heading("Koers"), *(Para(text) for text in page.course)) if page.course else ()
    return (*tips, *course, Heading("Toetsen"), Facts(explained(finish, page.moves)))


def _more(before: bool, after: bool, signs: Signs) -> Row:
    ways = ((before, signs.up, BEFORE), (after, signs.down, MORE))
    return (("strong", "   ".join(f"{sign} {key.word}: {key.name}" for there, sign, key in ways if there)),)


def _keys(keys: Sequence[Key], width: int, tips: str) -> list[Row]:
    """The keys with their words; `tips` is what F1 shows."""
    return named_keys([(key.name, tips if key is TIPS else key.word) for key in keys], width)


def named_keys(named: Sequence[tuple[str, str]], width: int) -> list[Row]:
    """Keys with their words, on as few rows as they need."""
    one_row = sum(cells(f"{name} {word}") + 3 for name, word in named) - 3 <= width
    gap = "   " if one_row else "  "
    packed: list[list[tuple[str, str]]] = [[]]
    used = 0
    for name, word in named:
        need = cells(f"{name} {word}")
        if used and used + len(gap) + need > width:
            packed.append([])
            used = 0
        packed[-1] += [("", gap if used else ""), ("strong", name), ("", f" {word}")]
        used += need + (len(gap) if used else 0)
    return [tuple(row) for row in packed]
