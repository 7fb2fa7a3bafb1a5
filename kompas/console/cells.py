"""Text made safe for a terminal, and measured and wrapped in its cells."""

import re
from functools import lru_cache
from itertools import accumulate, takewhile

# Seldom needed, so these are compiled where they are.
# A whole escape sequence: CSI (colours, moves), a string for the terminal (title, clipboard), the rest.
_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[P\]X^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
_NEWLINE = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"  # \x0b is Word's soft line break
_REORDERS = "[\u202a-\u202e\u2066-\u206f]"  # could turn around what stands beside it
_CONTROL = "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
_TAB = "    "

# What our own Dutch consists of: each character takes one cell, so nothing has to be looked up.
_NARROW = re.compile("[ -~\xa0-\u02ff\u2010-\u203a\u2190-\u21ff\u2500-\u25fc\u2713]*")
_BREAKABLE = "-/_.?&="
_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"  # makes the sign before it an emoji, which is wider
_GLUED = _JOINER + _AS_EMOJI


def clean(text: str, keep_newlines: bool = True) -> str:
    """Text from a stranger, made safe for a terminal.

    Escape sequences and marks that reorder the screen vanish, other control characters become
    “�”, tabs become spaces. Emoji, accents and letters from right to left stay.
    """
    if text.isprintable():  # holds for none of the characters that are looked for below
        return text
    text = re.sub(_NEWLINE, "\n", re.sub(_SEQUENCE, "", text)).replace("\t", _TAB)
    text = re.sub(_CONTROL, "�", re.sub(_REORDERS, "", text))
    return text if keep_newlines else text.replace("\n", " ")


def cells(text: str) -> int:
    """The most cells that a terminal may need for a line of clean text.

    Terminals differ about emoji made of several characters: some draw them as one, some side by side.
    """
    return len(text) if _NARROW.fullmatch(text) else sum(map(_cell, text))


def wrap(text: str, width: int, hang: int = 0) -> list[str]:
    """Break clean text between words; every line but the first gets `hang` spaces in front.

    Lines in the text stay lines; `width` 0 breaks nothing else. Only a word that is longer than a
    line is broken itself, at a hyphen or slash if it has one.
    """
    hang = min(hang, width // 2) if width else hang
    lines: list[str] = []
    for line in text.split("\n"):
        lines += _wrap_line(line, width, hang if lines else 0, hang)
    return lines


def shorten(text: str, width: int, dots: str = "…") -> str:
    """One line of at most `width` cells; what does not fit is replaced by `dots`, after a whole word."""
    if cells(text) <= width:
        return text
    kept = _fitting(text, width - cells(dots))
    head, space, _ = text[: kept + 1].rpartition(" ")
    return (head if space and len(head) > kept // 2 else text[:kept]).rstrip() + dots


def pad(text: str, width: int) -> str:
    """The text with spaces behind it, up to `width` cells."""
    return text + " " * (width - cells(text))


@lru_cache(maxsize=4096)
def _cell(char: str) -> int:
    from wcwidth import wcwidth  # 20 ms, and seldom needed

    return 1 if char == _AS_EMOJI else max(0, wcwidth(char))


def _wrap_line(line: str, width: int, first: int, hang: int) -> list[str]:
    if not width or first + cells(line) <= width:
        return [" " * first + line]
    indent = len(line) - len(line.lstrip(" "))
    lines, now = [], " " * (first + indent)
    hanging = " " * min(hang + indent, width // 2)
    fresh = True
    for word in line.split():
        if not fresh and cells(now) + 1 + cells(word) > width:
            lines.append(now)
            now, fresh = hanging, True
        now += word if fresh else f" {word}"
        fresh = False
        while _fitting(now, width) < len(now):
            cut = _cut(now, width, len(hanging))
            lines.append(now[:cut])
            now = hanging + now[cut:]
    return [*lines, now]


def _cut(line: str, width: int, indent: int) -> int:
    """Where to break a line that is one long word: behind a sign if it has one, else where it is full."""
    fits = max(_fitting(line, width), indent + 1)
    signs = [place + 1 for place in range(indent, fits) if line[place] in _BREAKABLE]
    return signs[-1] if signs and signs[-1] > indent + (fits - indent) // 2 else fits


def _fitting(text: str, width: int) -> int:
    """How many characters fit in so many cells, without splitting what is drawn as one."""
    fits = sum(1 for _ in takewhile(lambda used: used <= width, accumulate(map(_cell, text))))
    while 0 < fits < len(text) and (text[fits] in _GLUED or text[fits - 1] == _JOINER):
        fits -= 1
    return fits
