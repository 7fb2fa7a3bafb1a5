"""Text of people in GitHub-flavoured Markdown: what they typed is shown as exactly that, never as markup.

We escape as little as is safe, so that the Markdown stays pleasant to read as text. Addresses of web
pages and mail become code: that is the only way in which no reader makes a link of them (GitHub makes
one of a mail address even behind a backslash).
"""

import re
from typing import Any

from markupsafe import Markup

_NEVER_SEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # spaces that do not break ("10 000") stay

_WORD = r"[^\s`|<>]"
_SPECIAL = re.compile(
    rf"(?P<address>(?<!{_WORD})(?={_WORD}*(?:://|www\.|[^\s`|<>]@{_WORD})){_WORD}+)"
    r"|[\\`*~|\[\]$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # between two letters it never means anything
    r"|<(?![\s\d])"
    r"|&(?=#?\w+;)"
    r"|(?<=\S)\.(?=[^\W\d_]{2})"  # some make a link of anything like nji.nl
    r"|/(?=/\w)"
    r"|(?<!\S)\#(?=\#*$)",  # a heading loses these
    re.IGNORECASE,
)
_START = re.compile(
    r"\#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=](?=[-=:|\s]*$)|:(?=::|-|\s)|(?P<number>[0-9]{1,9})[.)](?=\s|$)"
)
_BEFORE, _AFTER = "(\"'“‘«", ".,;:!?)\"'”’»"


class Markdown(Markup):
    """Text that is Markdown already: what is added to it is escaped, it is not escaped itself."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> "Markdown":
        """Markdown as it is, anything else as inline text with the spaces around it: it will be joined."""
        if hasattr(s, "__html__"):
            return cls(s)
        text = str(s)
        before, after = text[:1].isspace(), text.strip() and text[-1:].isspace()
        return cls(f"{' ' if before else ''}{inline(text)!s}{' ' if after else ''}")


def inline(text: str) -> Markdown:
    """Text within a line: in a paragraph, a heading, a list item or a table cell."""
    return _whole(_line(" ".join(_lines(text)).strip()))


def cell(text: str) -> Markdown:
    """Text in a cell of a table, which is one line: line breaks become <br>, a blank line two."""
    return _whole(
        "<br><br>".join("<br>".join(_within(line) for line in lines) for lines in _paragraphs(text))
    )


def paragraphs(text: str, indent: int = 0) -> Markdown:
    """Paragraphs, with the line breaks people typed; all lines but the first are indented (in a list)."""
    break_, blank = "\\\n" + " " * indent, "\n\n" + " " * indent
    return _whole(blank.join(break_.join(_line(line) for line in lines) for lines in _paragraphs(text)))


def alert(kind: str, text: str | Markup) -> Markdown:
    """A callout: NOTE, TIP, IMPORTANT, WARNING or CAUTION. Every line of the text stays within it."""
    inside = text if isinstance(text, Markup) else paragraphs(text)
    return Markdown(
        f"> [!{kind}]\n" + "\n".join(f"> {line}".rstrip() for line in str(inside).strip().split("\n"))
    )


def heading(level: int, text: str | Markup) -> Markdown:
    """A heading; `level` runs from 1 to 6."""
    return Markdown(f"{'#' * min(level, 6)} {text if isinstance(text, Markup) else inline(text)!s}")


def _lines(text: str) -> list[str]:
    """The lines as they will be seen: no spaces around them, no two within, nothing invisible."""
    seen = _NEVER_SEEN.sub("", _NEWLINE.sub("\n", text))
    return [_SPACES.sub(" ", line).strip() for line in seen.split("\n")]


def _paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; blank lines stand between paragraphs."""
    found: list[list[str]] = [[]]
    for line in _lines(text):
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def _line(text: str) -> str:
    """A line that may stand where a heading, a list, a quote or a rule could begin."""
    start = _START.match(text)
    if not start:
        return _within(text)
    mark = start[0]
    cut = len(start["number"] or "")
    return f"{mark[:cut]}\\{mark[cut:]}{_within(text[start.end() :])}"


def _within(text: str) -> str:
    return _SPECIAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return _address(found[0]) if found["address"] else f"\\{found[0]}"


def _address(word: str) -> str:
    """The address as code, without the quotes and full stops around it."""
    inner = word.lstrip(_BEFORE).rstrip(_AFTER)
    before, _, after = word.partition(inner) if inner else (word, "", "")
    return f"{before}`{inner}`{after}" if inner else before


def _whole(text: str) -> Markdown:
    """A complete piece: a backslash at its end would reach for what a template writes behind it."""
    return Markdown(f"{text[:-2]}&#92;" if text.endswith("\\\\") else text)
