"""The team's logo: a picture that is whole, can do no harm, and was drawn once to be sure."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kompas.errors import KompasError
from kompas.house import Logo, pixels

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 2_000_000  # bytes: it goes into every worksheet
WIDEST = 4_000  # pixels of a PNG: a small file can hold more of them than there is memory
MOST = 100_000  # elements of an SVG, counted as often as they are drawn
SECONDS = 5  # to draw it, which takes a hundredth of one: it is drawn again for each worksheet
MOST_WIDE = 10  # times its height: it stands beside the name of the organisation
_DEEPEST = 50  # times that a part may repeat a part that repeats a part …

_SVG = "{http://www.w3.org/2000/svg}"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ACTS = {
    f"{_SVG}{name}" for name in "script foreignObject animate animateMotion animateTransform set".split()
}
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpe?g|gif|webp)[;,])", re.IGNORECASE)
_OUTSIDE = re.compile(r"""url\((?!\s*["']?\s*#)|@import|image-set\(|\\""", re.IGNORECASE)

_DRAW = """\
import json, sys, typst
given = json.load(sys.stdin)
typst.compile(given.pop("program").encode(), sys_inputs=given, ignore_system_fonts=True)
"""
_PROGRAM = f"""\
#context {{
  let logo = image(bytes(json(bytes(sys.inputs.logo))), format: sys.inputs.format, alt: "logo")
  let (width, height) = measure(logo)
  assert(width <= {MOST_WIDE} * height, message: "too wide")
  logo
}}
"""

_SAVE_AGAIN = "Open het in een tekenprogramma en sla het opnieuw op als SVG of PNG."
_SAVE_PLAIN = "Sla het in een tekenprogramma op als gewone SVG, of neem een PNG."


def read(workspace: Path, name: str) -> Logo:
    """The logo with this name in the workspace; a KompasError says why it cannot be used."""
    content = _content(_inside(workspace, name), name)
    logo = Logo(content, _type(content, name))
    if logo.type == "png":
        _refuse_pixels(content)
    else:
        _refuse_acts(content)
    _draw(logo, name)
    return logo


def _inside(workspace: Path, name: str) -> Path:
    """Where the logo is, with all links followed; no one's worksheet shows what is not in the workspace."""
    root = workspace.resolve()
    try:
        path = (root / name.replace("\\", "/")).resolve()  # as people on Windows write it
    except (OSError, ValueError, RuntimeError) as error:  # links in a circle, or signs that no name can have
        raise _missing(name) from error
    if not path.is_relative_to(root):
        raise KompasError(f"Het logo “{name}” staat buiten de werkmap.", "Zet het bestand in de werkmap.")
    return path


def _content(path: Path, name: str) -> bytes:
    try:
        if not path.exists():
            raise _missing(name)
        if not path.is_file():
            raise KompasError(f"“{name}” is geen bestand.", "Geef de naam van een SVG of PNG.")
        if path.stat().st_size > LARGEST:
            raise KompasError("Het logo is te groot: meer dan 2 MB.", "Maak het kleiner.")
        return path.read_bytes()
    except OSError as error:
        raise KompasError(
            f"Het logo “{name}” kan niet worden gelezen.", "Kijk of je het mag openen."
        ) from error


def _missing(name: str) -> KompasError:
    return KompasError(
        f"Het logo “{name}” is er niet.",
        "Zet het bestand in de werkmap. Staat het er al? Kijk of de naam klopt, ook de hoofdletters.",
    )


def _type(content: bytes, name: str) -> Literal["svg", "png"]:
    """By what is in it: a name is easily changed."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if b"<svg" in content and _is_text(content):
        return "svg"
    raise KompasError(
        f"Het logo “{name}” is geen SVG en geen PNG.",
        f"{_SAVE_AGAIN} Een andere naam geven is niet genoeg.",
    )


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_pixels(content: bytes) -> None:
    width, height = pixels(content)
    if max(width, height) > WIDEST:
        raise KompasError(
            f"Het logo is {width} bij {height} beeldpunten. Dat is te groot.",
            f"Maak het kleiner: op zijn hoogst {WIDEST} bij {WIDEST}. 1000 breed is al scherp.",
        )


def _refuse_acts(content: bytes) -> None:
    """An SVG may draw and nothing else: it asks for no other file, runs nothing and does not explode."""
    from xml.etree.ElementTree import ParseError, fromstring

    text = content.decode()
    for sign in ("<!ENTITY", "<?xml-stylesheet"):  # before they are worked out: a few can mean billions
        if sign in text:
            raise KompasError(f"In het logo staat {sign}. Dat is niet veilig.", _SAVE_PLAIN)
    try:
        root = fromstring(text)
    except ParseError as error:
        line, column = error.position
        what = (
            f"Het logo is geen goede SVG: het gaat mis op regel {line}, teken {column + 1} van dat bestand."
        )
        raise KompasError(what, _SAVE_AGAIN) from error
    if root.tag != f"{_SVG}svg":
        what = 'Het logo is geen goede SVG: het begint niet met <svg xmlns="http://www.w3.org/2000/svg">.'
        raise KompasError(what, _SAVE_AGAIN)
    for element in root.iter():
        _refuse_element(element)
    if _drawn(root) > MOST:
        raise KompasError("Het logo herhaalt zijn delen te vaak om het te tekenen.", _SAVE_PLAIN)


def _refuse_element(element: "Element") -> None:
    tag = str(element.tag)
    if tag in _ACTS or tag.startswith("{http://www.w3.org/1999/xhtml}"):
        what = f"In het logo staat <{tag.rpartition('}')[2]}>. Een logo mag alleen een tekening zijn."
        raise KompasError(what, _SAVE_PLAIN)
    if tag == f"{_SVG}text":
        what = "In het logo staan letters. Die zien er op een andere computer anders uit."
        raise KompasError(what, "Zet ze in het tekenprogramma om in lijnen (paden), of neem een PNG.")
    if tag == f"{_SVG}style" and _OUTSIDE.search("".join(element.itertext())):
        raise _refers("<style>")
    for key, value in element.items():
        name = key.rpartition("}")[2]
        if name == key and name.lower().startswith("on"):
            raise KompasError(f"In het logo staat een script ({name}). Dat is niet veilig.", _SAVE_PLAIN)
        if key == _BASE or (name == "href" and not _INSIDE.match(value)):
            raise _refers(value)
        if name == key and name != "href" and _OUTSIDE.search(value):
            raise _refers(value)


def _refers(to: str) -> KompasError:
    shown = to if len(to) <= 60 else f"{to[:60]}…"
    what = f"Het logo verwijst naar iets buiten het bestand ({shown}). Dat staat dan niet in het werkblad."
    return KompasError(what, _SAVE_PLAIN)


def _drawn(root: "Element") -> float:
    """How many elements there are to draw, with all that `use` repeats; infinite if that has no end."""
    every = list(root.iter())
    named = {element.get("id", ""): element for element in every}
    size = dict.fromkeys(every, 1)
    for _ in range(_DEEPEST):
        before = size[root]
        for element in reversed(every):
            used = named.get(_used(element))
            size[element] = 1 + sum(size[part] for part in element) + (0 if used is None else size[used])
        if size[root] == before or size[root] > MOST:
            return size[root]
    return math.inf


def _used(element: "Element") -> str:
    """The id of what this element repeats; # where it repeats nothing."""
    if element.tag != f"{_SVG}use":
        return "#"
    return next((value.strip()[1:] for key, value in element.items() if key.endswith("href")), "#")


def _draw(logo: Logo, name: str) -> None:
    """Draw it: there is no better proof that it can be drawn. As numbers, as Typst takes no bytes.

    In a process of its own, as a filter or a pattern of patterns can take for ever, and who draws cannot be
    stopped.
    """
    given = json.dumps({"program": _PROGRAM, "logo": json.dumps([*logo.content]), "format": logo.type})
    command = [sys.executable, "-P", "-c", _DRAW]  # -P: never a typst.py of whoever made the workspace
    try:
        subprocess.run(command, input=given.encode(), capture_output=True, check=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise KompasError("Het duurt te lang om het logo te tekenen.", _SAVE_PLAIN) from error
    except (OSError, subprocess.CalledProcessError) as error:
        if b"too wide" in (getattr(error, "stderr", None) or b""):
            raise KompasError(
                f"Het logo is meer dan {MOST_WIDE} keer zo breed als hoog.",
                "Haal de lege ruimte ernaast weg, of neem een logo dat minder breed is.",
            ) from error
        raise KompasError(f"Het logo “{name}” kan niet worden getekend: het is stuk.", _SAVE_AGAIN) from error
