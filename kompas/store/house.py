"""The team's house style out of kompas.yaml; what cannot be used is told, and ours takes its place."""

import math

from kompas.colour import Colour, contrast, parse, readable
from kompas.errors import KompasError, Problem
from kompas.house import House, Logo
from kompas.store import logo as logos
from kompas.store.placing import placed, seen
from kompas.store.workspace import Workspace, settings


def house(workspace: Workspace) -> tuple[House, list[Problem]]:
    """What worksheets carry of the team, and everything that is wrong in kompas.yaml.

    Who names only one colour, the main one, gets it for what stands out too.
    """
    wanted, problems = settings(workspace)
    logo, faults = _logo(workspace, wanted.logo)
    primary, wrong = _colour("primary", wanted.colours.primary)
    accent, wrong_too = _colour("accent", wanted.colours.accent)
    ours = House()
    found = House(
        organisation=_line(wanted.organisation),
        address=_line(wanted.address),
        logo=logo,
        primary=primary or ours.primary,
        accent=accent or (primary if not wrong_too else "") or ours.accent,
    )
    faults += wrong + wrong_too
    return found, problems + (placed(faults, seen(workspace.settings_file)) if faults else [])


def _line(text: str) -> str:
    return " ".join(text.split())


def _logo(workspace: Workspace, name: str) -> tuple[Logo | None, list[Problem]]:
    if not name:
        return None, []
    try:
        return logos.read(workspace.root, name), []
    except KompasError as error:
        return None, [Problem(error.message, error.hint, ("logo",))]


def _colour(name: str, text: str | None) -> tuple[str, list[Problem]]:
    """The colour as #rrggbb, "" if there is none that can be used; and what is wrong with it."""
    if text == "":
        return "", []
    colour = parse(text or "")
    if colour is not None and readable(colour) == colour:
        return str(colour), []
    what, hint = _unknown(name, text) if colour is None else _too_light(name, colour)
    return "", [Problem(what, hint, ("colours", name))]


def _unknown(name: str, text: str | None) -> tuple[str, str]:
    example = f'{name}: "{getattr(House(), name)}"'
    if text is None:  # what stands behind # is a comment
        return "Hier staat geen kleur.", f"Zet de kleur tussen aanhalingstekens: {example}"
    return f"De kleur “{text}” begrijpt kompas niet.", f"Schrijf de HEX-code van de kleur: {example}"


def _too_light(name: str, colour: Colour) -> tuple[str, str]:
    reached = f"{math.floor(contrast(colour) * 10) / 10:.1f}".replace(".", ",")  # never rounded up to enough
    what = f"{colour} is te licht op wit papier: het contrast is {reached} : 1 en het moet 4,5 : 1 zijn."
    return what, f'De kleur die er het meest op lijkt en wel kan: {name}: "{readable(colour)}"'
