"""What is wrong with a template, in Dutch, with its file and line and what to do about it."""

import re
import traceback
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from kompas.errors import Problem

NOT_UTF8 = "not UTF-8"
_NAMES = "Welke namen een sjabloon kan gebruiken, staat in docs/templates.md."
_OURS_AGAIN = "Of haal het bestand weg: dan gebruikt kompas weer het eigen sjabloon."


def mistake(error: Exception, ours: Path) -> Problem:
    """The problem behind an error in a template; `ours` is the folder with the templates of kompas."""
    what, hint = _said(error)
    file, line = _place(error, ours)
    if Path(file).is_relative_to(ours):
        return Problem(what, "Dit is een fout van kompas zelf. Meld het aan de makers.", file=file, line=line)
    return Problem(what, f"{hint} {_OURS_AGAIN}", file=file, line=line)


def _said(error: Exception) -> tuple[str, str]:
    """What went wrong, and what to do about it. Jinja's own words are English."""
    if isinstance(error, TemplateNotFound):
        return f"Het sjabloon “{error.name}” is er niet.", "Kijk of de naam goed gespeld is."
    if isinstance(error, RecursionError):
        return "Dit sjabloon roept steeds zichzelf aan.", "Haal die aanroep weg."
    if isinstance(error, MemoryError | OverflowError):
        return "Dit sjabloon herhaalt iets te vaak.", "Herhaal het minder vaak."
    if isinstance(error, SecurityError):
        return f"Dit mag een sjabloon niet: {error}", _NAMES
    if isinstance(error, UndefinedError):
        return f"In dit sjabloon staat “{_name(str(error))}”, maar dat bestaat niet.", _NAMES
    if isinstance(error, TemplateSyntaxError) and error.message == NOT_UTF8:
        return "Dit bestand is niet opgeslagen als UTF-8.", "Sla het op met codering UTF-8."
    if isinstance(error, TemplateError):
        return f"Dit begrijpt kompas niet: {error.message}", "Verbeter deze regel."
    return f"Hier gaat het mis: {type(error).__name__}: {error}.", "Verbeter deze regel."


def _name(said: str) -> str:
    """The name that does not exist, out of what Jinja says of it."""
    found = re.search(r"(?:has no \w+|requested name) (.+)", said) or re.search(r"""('.+?'|".+?")""", said)
    return found[1].strip("'\"") if found else said


def _place(error: Exception, ours: Path) -> tuple[str, int]:
    """File and line: the innermost in a template of the team, else in one of ours."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno
    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    in_templates = [place for place in frames if not place[0].endswith((".py", ">"))]
    of_team = [place for place in in_templates if not Path(place[0]).is_relative_to(ours)]
    return [("", 0), *in_templates[-1:], *of_team[-1:]][-1]
