"""Whether this terminal can show what kompas shows."""

import os
import sys
from contextlib import suppress

from kompas.console import has_screen, signs
from kompas.console.rows import ASCII
from kompas.results import Finding

COLUMNS, LINES = 80, 24
"""What a page of the conversation is made for; in less it works, with more scrolling."""


def window() -> Finding:
    """Whether there is a window for the conversation, and whether it is large enough."""
    name, size = "Venster", _size()
    if size is None or not has_screen():
        hint = "Start kompas in een terminalvenster. Lukt dat niet? Neem kompas session start --accessible."
        return Finding(name, "warn", "Dit is geen venster waarin kompas een scherm kan tekenen.", hint)
    what = f"{size.columns} tekens breed en {size.lines} regels hoog"
    if size.columns >= COLUMNS and size.lines >= LINES:
        return Finding(name, "good", f"{what}.")
    hint = f"Maak het venster groter, of de letters kleiner: {COLUMNS} bij {LINES} leest prettig."
    return Finding(name, "warn", f"{what}. Dat is klein.", hint)


def letters() -> Finding:
    """Whether all letters and signs can be shown."""
    encoding = sys.stdout.encoding or "onbekend"
    if signs(sys.stdout) is ASCII:
        hint = "Zet de terminal op UTF-8. Op Windows kan dat met: $env:PYTHONUTF8 = 1"
        return Finding("Tekens", "warn", f"Niet alle tekens lukken hier ({encoding}).", hint)
    return Finding("Tekens", "good", f"Alle letters en tekens lukken ({encoding}).")


def colours() -> Finding:
    """Whether there are colours; nothing is told by colour alone, so without them all is well too."""
    if os.environ.get("NO_COLOR"):
        return Finding("Kleuren", "good", "Uit, want NO_COLOR staat aan.")
    if not has_screen():
        return Finding("Kleuren", "good", "Geen. kompas heeft aan tekens en woorden genoeg.")
    return Finding("Kleuren", "good", "Aan.")


def _size() -> os.terminal_size | None:
    """Of the terminal that any of the streams leads to."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        with suppress(OSError, ValueError):
            return os.get_terminal_size(stream.fileno())
    return None
