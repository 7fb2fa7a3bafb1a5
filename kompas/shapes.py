"""From plain data (mappings, lists, text) to typed structs, with every problem in Dutch."""

import re
from collections.abc import Iterable
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec

from kompas.errors import Problem

Path = tuple[str | int, ...]
T = TypeVar("T")

_NAMES = ("Hier horen namen met een waarde.", "Schrijf regels als “naam: waarde”.")
_NO_SUCH_NAME = "Kijk of het goed gespeld is, of haal het weg."
_LIST = ("Hier hoort een lijst.", "Begin elke regel met een streepje en een spatie.")
_TEXT = ("Hier hoort tekst.", "Zet achter de dubbele punt één tekst.")
_SINGLE = {
    str: _TEXT,
    date: ("Hier hoort een datum.", "Schrijf die als jaar-maand-dag, bijvoorbeeld 2026-11-21."),
    int: ("Hier hoort een heel getal.", "Zet er alleen cijfers neer."),
    bool: ("Hier hoort true of false.", "Zet er true (ja) of false (nee) neer."),
}


def shape(data: Any, kind: type[T]) -> tuple[T | None, list[Problem]]:
    """Convert plain data to `kind`; what does not fit comes back as problems, all at once.

    msgspec stops at the first thing it does not understand. So only then every part is looked at
    apart. Nothing written (null) is the same as left out, except where null is an answer (a score).
    The struct is given only when there was no problem.
    """
    try:
        return msgspec.convert(data, kind, strict=False), []
    except msgspec.ValidationError:
        written, problems = _fit(data, kind, ())
    return (None if problems else msgspec.convert(written, kind, strict=False)), problems


def unknown(what: str, word: str, known: Iterable[str], path: Path) -> Problem:
    """The problem of a word that should have been one of the known ones."""
    return Problem(f"{what} “{word}” ken ik niet.", nearest(word, known), path)


def not_among(what: str, words: Iterable[str], known: Iterable[str], path: Path) -> list[Problem]:
    """A problem for each of the words that is none of the known ones."""
    names = list(known)
    return [unknown(what, word, names, path) for word in words if word not in names]


def under(path: Path, problem: Problem) -> Problem:
    """The problem of a part as one of the whole, in which the part stands at this path."""
    return Problem(problem.what, problem.hint, (*path, *problem.path))


def whole_number(text: str) -> int | None:
    """The number that a text of digits is; None for any other text, and for one too long to be meant."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else None


def plain(answer: msgspec.Struct) -> dict[str, Any]:
    """A struct as mappings and lists, ready to be written; dates stay dates."""
    data: dict[str, Any] = msgspec.to_builtins(answer, builtin_types=(date,))
    return data


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word that was probably meant, or all of them.

    What cannot be printed is no word of people: it stands in for an id that is missing.
    """
    words = [one for one in known if one.isprintable()]
    return _meant(word, words) or (f"Kies uit: {', '.join(words)}." if words else "")


def _meant(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # only when there is something wrong

    close = get_close_matches(word, list(known), n=1)
    return f"Bedoel je “{close[0]}”?" if close else ""


def _fit(data: Any, kind: Any, path: Path) -> tuple[Any, list[Problem]]:
    """The data without what is null, and every problem that a part of it has."""
    kind = _part(data, kind)
    if _is_struct(kind):
        return _fit_struct(data, kind, path)
    if get_origin(kind) is dict:
        return _fit_names(data, get_args(kind)[1], path)
    if get_origin(kind) is tuple:
        return _fit_list(data, get_args(kind)[0], path)
    return data, _single(data, kind, path)


def _part(data: Any, kind: Any) -> Any:
    """Of a union: the kind of step that the data names, or the list if it is one; else all of it."""
    if get_origin(kind) is not UnionType or data is None:
        return kind
    parts = get_args(kind)
    if isinstance(data, list | tuple):
        return next((part for part in parts if get_origin(part) is tuple), kind)
    named = [part for part in parts if _is_struct(part) or get_origin(part) is dict]
    return next((part for part in named if _is_tagged(data, part)), named[0] if named else kind)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _is_tagged(data: Any, kind: Any) -> bool:
    config = kind.__struct_config__ if _is_struct(kind) else None
    return bool(config and isinstance(data, dict) and data.get(config.tag_field) == config.tag)


def _says_something(data: Any, kind: Any) -> bool:
    """Whether this is written: null is not, unless it is one of the values that can be."""
    return data is not None or kind is Any or NoneType in get_args(kind)


def _fit_struct(data: Any, kind: type[msgspec.Struct], path: Path) -> tuple[Any, list[Problem]]:
    if not isinstance(data, dict):
        return data, [Problem(*_NAMES, path)]
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    tag = kind.__struct_config__.tag_field
    fitted: dict[str, Any] = {name: value for name, value in data.items() if name == tag}
    problems = []
    for name, value in data.items():
        if name in fields and value is not None:
            fitted[name], wrong = _fit(value, fields[name].type, (*path, name))
            problems += wrong
        elif name not in fields and name != tag:
            hint = _meant(name, fields.keys() - data.keys()) or _NO_SUCH_NAME
            problems.append(Problem(f"“{name}” is hier niet bekend.", hint, (*path, name)))
    missing = [name for name, field in fields.items() if field.required and name not in fitted]
    return fitted, problems + [Problem(f"“{name}” ontbreekt.", "Vul dit aan.", path) for name in missing]


def _fit_names(data: Any, kind: Any, path: Path) -> tuple[Any, list[Problem]]:
    if not isinstance(data, dict):
        return data, [Problem(*_NAMES, path)]
    fitted: dict[str, Any] = {}
    problems = []
    for name, value in data.items():
        if _says_something(value, kind):
            fitted[name], wrong = _fit(value, kind, (*path, name))
            problems += wrong
    return fitted, problems


def _fit_list(data: Any, kind: Any, path: Path) -> tuple[Any, list[Problem]]:
    if not isinstance(data, list | tuple):
        return data, [Problem(*_LIST, path)]
    fitted = []
    problems = []
    for place, value in enumerate(data):
        if _says_something(value, kind):
            one, wrong = _fit(value, kind, (*path, place))
            fitted.append(one)
            problems += wrong
    return fitted, problems


def _single(data: Any, kind: Any, path: Path) -> list[Problem]:
    """What is wrong with one value."""
    try:
        msgspec.convert(data, kind, strict=False)
    except msgspec.ValidationError:
        if get_origin(kind) is Literal and isinstance(data, str):
            return [Problem(f"“{data}” kan hier niet.", nearest(data, get_args(kind)), path)]
        wanted = get_args(kind) or (kind,)
        return [Problem(*next((said for one, said in _SINGLE.items() if one in wanted), _TEXT), path)]
    return []
