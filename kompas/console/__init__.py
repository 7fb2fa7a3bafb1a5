"""The one place that prints."""

import codecs
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from io import TextIOWrapper
from itertools import groupby
from typing import Any, TextIO, TypeVar

from kompas.console.cells import cells, clean, shorten
from kompas.console.rows import ASCII, UNICODE, Look, Row, Signs, rows, words
from kompas.view import View

__all__ = [
    "cells",
    "clean",
    "has_screen",
    "hold",
    "out",
    "out_json",
    "progress",
    "render",
    "say",
    "signs",
    "width",
]

T = TypeVar("T")

WIDEST = 100
"""Longer lines are hard to read, however wide the terminal is."""

_BAR = 16  # cells
_STYLES = {
    "heading": "bold",
    "strong": "bold",
    "dim": "dim",
    "good": "bold green",
    "warn": "bold yellow",
    "bar": "cyan",
    "code": "#000000 on #ffffff",
}
_UNSAFE_IN_JSON = "[\x7f-\x9f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"
_OURS = "".join(getattr(UNICODE, name) for name in Signs.__struct_fields__)
_NEAREST = {
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "…": "...",
    "•": "-",
    "€": "EUR",
}

_release: Callable[[], None] | None = None


def out(*shown: View | str) -> None:
    """Data, on stdout. A text goes out as one line, however long; views are fitted to the terminal."""
    _print(sys.stdout, shown)


def say(*shown: View | str) -> None:
    """Talk, on stderr."""
    _print(sys.stderr, shown)


def out_json(data: Any) -> None:
    """Data for programs, on stdout."""
    import json  # seldom needed

    _free_screen()
    _ready(sys.stdout)
    readable = sys.stdout.encoding.lower().startswith("utf")
    text = json.dumps(data, ensure_ascii=not readable, indent=2, default=_in_json)
    _write(sys.stdout, re.sub(_UNSAFE_IN_JSON, lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def render(views: Sequence[View], width: int, *, plain: bool, signs: Signs = UNICODE) -> list[str]:
    """The lines of views without colours; `width` 0 leaves long lines of plain text as they are."""
    return [words(row) for row in rows(views, Look(width, plain, signs))]


def signs(stream: TextIO) -> Signs:
    """The signs that this stream can show."""
    try:
        _OURS.encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return ASCII
    return UNICODE


def width(stream: TextIO) -> int:
    """How wide text on this stream should be; 0 where it is no terminal."""
    if not _on_terminal(stream):
        return 0
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = 0
    return max(20, min(columns or 80, WIDEST))


def has_screen() -> bool:
    """Whether a page can be drawn here and keys can be read, so not in a pipe or on a dumb terminal."""
    return _on_terminal(sys.stdin) and _on_terminal(sys.stdout) and not _dumb()


def hold(release: Callable[[], None] | None) -> None:
    """Say how to ask whoever has the whole screen to leave it; that is done before anything is printed."""
    global _release
    _release = release


def progress(items: Sequence[T], label: str, name: Callable[[T], str] = str) -> Iterator[T]:
    """Each item in turn; a terminal shows meanwhile how far that is, in one line on stderr.

    The line goes before anything else is printed, and comes back with the next item. A pipe gets
    nothing, and neither does a single item.
    """
    if len(items) < 2 or not _on_terminal(sys.stderr) or _dumb():
        yield from items
        return
    try:
        for done, item in enumerate(items):
            _show_line(sys.stderr, _bar(done, len(items), label, signs(sys.stderr)) + name(item))
            yield item
    finally:
        _free_screen()


def _show_line(stream: TextIO, text: str) -> None:
    """A line that goes again before anything else is printed."""

    def wipe() -> None:
        hold(None)
        _write(stream, "\r" + " " * (room + 2) + "\r")

    _free_screen()
    _ready(stream)
    room = width(stream) - 3  # for ^C too; and in the last cell, some terminals begin a new line
    hold(wipe)
    _write(stream, shorten(clean(text, keep_newlines=False), room, signs(stream).dots))


def _bar(done: int, total: int, label: str, signs: Signs) -> str:
    filled = _BAR * done // total
    bar = signs.bar * filled + signs.rule * (_BAR - filled)
    return f"{label}  {done + 1} van {total}  {bar}  "


def _print(stream: TextIO, shown: Sequence[View | str]) -> None:
    _free_screen()
    _ready(stream)
    plain = not _on_terminal(stream) or _dumb()
    laid = _laid(shown, Look(width(stream), plain, signs(stream)))
    if plain:
        _write(stream, "".join(f"{words(row)}\n" for row in laid))
    else:
        _write_styled(stream, laid)


def _laid(shown: Sequence[View | str], look: Look) -> list[Row]:
    laid: list[Row] = []
    for is_text, group in groupby(shown, lambda item: isinstance(item, str)):
        if is_text:
            laid += [(("", clean(str(text))),) for text in group]
        else:
            laid += rows((view for view in group if not isinstance(view, str)), look)
    return laid


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()  # now, so that a closed pipe is noticed here and not when Python ends
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and not (os.name == "nt" and error.errno == 22):
            raise
        _leave_quietly(stream)


def _leave_quietly(stream: TextIO) -> None:
    """Whoever reads us (`head`, say) has seen enough: nothing went wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    raise SystemExit(0)


def _write_styled(stream: TextIO, laid: Sequence[Row]) -> None:
    from rich.console import Console  # 20 ms, and a pipe needs no colours
    from rich.text import Text

    console = Console(file=stream, markup=False, highlight=False, emoji=False)
    for row in laid:
        pieces = ((text, _STYLES.get(style, "")) for style, text in row)
        console.print(Text.assemble(*pieces), soft_wrap=True)


def _ready(stream: TextIO) -> None:
    """From now on no sign can stop this stream: it shows what comes nearest."""
    if isinstance(stream, TextIOWrapper) and stream.errors != "kompas":
        stream.reconfigure(errors="kompas")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What a stream shows instead of signs that its encoding does not have: é becomes e."""
    from unicodedata import normalize

    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    letters = (_NEAREST.get(sign) or normalize("NFKD", sign)[0] for sign in lost)
    return "".join(sign if sign.isascii() else "?" for sign in letters), error.end


codecs.register_error("kompas", _nearest)


def _on_terminal(stream: TextIO) -> bool:
    return not stream.closed and stream.isatty()


def _dumb() -> bool:
    return os.environ.get("TERM", "" if os.name == "nt" else "dumb") in ("dumb", "unknown")


def _free_screen() -> None:
    if _release:
        _release()


def _in_json(value: object) -> str:
    """Dates are the only values in our answers that JSON does not know."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
