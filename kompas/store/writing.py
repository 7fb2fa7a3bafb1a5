"""Writing YAML in one fixed way: the same data gives the same bytes, and text reads back as that text."""

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from unicodedata import normalize

from kompas.store.reading import Data

# What YAML 1.1 or 1.2 may take for something else than text: truth, nothing, numbers, times.
_OTHER = re.compile(
    r"null|y|yes|n|no|true|false|on|off"
    r"|[-+]?[0-9.][0-9_.:]*(e[-+]?[0-9_]+)?"
    r"|[-+]?0(x[0-9a-f_]+|o[0-7_]+|b[01_]+)"
    r"|[-+]?\.(inf|nan)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t ].*)?",
    re.IGNORECASE,
)
# Nor may plain text begin with a sign that means something, or look like a key or a comment.
_UNSAFE = re.compile(r"""^[-\s.,:?!|>&*@`%#"'\[\]{}<=~]|[^\S ]|: | #|[: ]\Z""")
# Never as they are: control characters, other line ends, what turns the direction of text.
_UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
_ESCAPED = re.compile(f"[{_UNSEEN}]")
_ESCAPED_IN_LINE = re.compile(rf'[{_UNSEEN}\n\t"\\]')
_BLANK_END = re.compile(r"\n[ \t]+\n*\Z")  # where such a block ends, nobody sees, and the parser neither
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_LONGEST_KEY = 1000  # YAML wants the colon within 1024 characters; a longer key gets a `?`


class Bare(str):
    """What is written without quotes, whatever it looks like: a number, a date, true or false."""

    __slots__ = ()


def dump(data: Any) -> str:
    """The data as canonical YAML."""
    settled = settle(data)
    return "\n".join((*lines(settled, blocks=isinstance(settled, (dict, list))), ""))


def settle(data: Any) -> Data:
    """The data as it will be read back: text in NFC, and what is no text as Bare."""
    if data is None or isinstance(data, Bare):
        return data
    if isinstance(data, str):
        return nfc(data)
    if isinstance(data, Mapping):
        return {nfc(str(key)): settle(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [settle(item) for item in data]
    return Bare(_bare(data))


def nfc(text: str) -> str:
    """The text in the one form in which é is always the same é; half an emoji becomes �."""
    if text.isascii():
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return normalize("NFC", whole)


def spelled(text: str, plain: bool) -> str:
    """Text as it stood in a file, in NFC; a number or date that stood there without quotes is Bare."""
    return Bare(text) if plain and _OTHER.fullmatch(text) else nfc(text)


def _bare(data: Any) -> str:
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, float) and not math.isfinite(data):
        return str(data).replace("nan", ".nan").replace("inf", ".inf")
    if isinstance(data, (int, float)):
        return re.sub(r"^(-?\d+)e", r"\1.0e", repr(data))
    raise TypeError(f"no way to write {type(data).__name__} in YAML")


def lines(data: Data, *, blocks: bool = True) -> list[str]:
    """The lines of settled data. Without `blocks`, text of several lines is quoted on one."""
    if isinstance(data, dict) and data:
        return [line for key, value in data.items() for line in entry(key, value, blocks=blocks)]
    if isinstance(data, list) and data:
        return [line for value in data for line in item(value, blocks=blocks)]
    return scalar(data, blocks=blocks)


def entry(key: str, value: Data, *, blocks: bool = True) -> list[str]:
    """The lines of one key with its settled value."""
    name = _on_one_line(key)
    head = [f"{name}:"] if len(name) <= _LONGEST_KEY else [f"? {name}", ":"]
    below = lines(value, blocks=blocks)
    if not value or isinstance(value, str):
        head[-1] += f" {below.pop(0)}"
    return head + indented(below)


def item(value: Data, *, blocks: bool = True) -> list[str]:
    """The lines of one settled item of a list, from its dash."""
    first, *rest = lines(value, blocks=blocks)
    return [f"- {first}", *indented(rest)]


def indented(lines: list[str], columns: int = 2) -> list[str]:
    """The lines further to the right; empty lines stay empty."""
    return [line and " " * columns + line for line in lines]


def scalar(data: Data, *, blocks: bool = True) -> list[str]:
    """Text, nothing, or an empty collection; text of several lines as `|` and lines still to be indented."""
    if data is None:
        return ["null"]
    if not isinstance(data, str):
        return ["[]" if isinstance(data, list) else "{}"]
    if isinstance(data, Bare):
        return [data]
    if blocks and "\n" in data and data.strip() and not (_ESCAPED.search(data) or _BLANK_END.search(data)):
        return _block(data)
    return [_on_one_line(data)]


def _block(text: str) -> list[str]:
    ends = len(text) - len(text.rstrip("\n"))
    chomping = ("-", "", "+")[min(ends, 2)]
    indicator = "2" if text.lstrip("\n")[0] in " \t" else ""
    return [f"|{indicator}{chomping}", *text.removesuffix("\n").split("\n")]


def _on_one_line(text: str) -> str:
    if not (_UNSAFE.search(text) or _OTHER.fullmatch(text) or _ESCAPED.search(text)) and text:
        return text
    if "\n" in text or "\t" in text or _ESCAPED.search(text):
        return f'"{_ESCAPED_IN_LINE.sub(_escape, text)}"'
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _SHORT.get(match[0]) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
