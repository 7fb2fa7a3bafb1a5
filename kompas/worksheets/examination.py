"""Whether worksheets can be made on this computer."""

from datetime import date
from importlib.util import find_spec

from kompas.house import House
from kompas.results import Finding
from kompas.worksheets.formats.glyphs import folders
from kompas.worksheets.formats.pandoc import command
from kompas.worksheets.worksheet import Worksheet


def fonts() -> Finding:
    """Whether our own fonts came along."""
    without = [folder.parent.name for folder in folders() if not any(folder.glob("*.ttf"))]
    if without:
        what = f"Er ontbreken letters voor de werkbladen: {', '.join(without)}."
        return Finding("Lettertypen", "bad", what, "Installeer kompas opnieuw.")
    return Finding("Lettertypen", "good", "De letters voor de werkbladen zijn er.")


def printing() -> Finding:
    """Whether a PDF can be made, by making a small one."""
    from kompas.worksheets.formats.pdf import pdf  # what cannot be loaded is found too

    page = Worksheet("proef", "Proef", "", "# Proef\n\nHet lukt.\n", {}, date(2026, 1, 1), House())
    size = len(pdf(page).content)
    return Finding("PDF", "good", f"Een proefblad van {size // 1024} kB is gelukt.")


def office() -> Finding:
    """Whether worksheets can be made for Word and LibreOffice, which is an extra."""
    if find_spec("pypandoc") is None:
        hint = f"Wil je werkbladen voor Word? Installeer dit: {command()}"
        return Finding("Word en LibreOffice", "good", "Niet geïnstalleerd. Het hoeft niet.", hint)
    return Finding("Word en LibreOffice", "good", "Werkbladen voor Word en LibreOffice kunnen.")
