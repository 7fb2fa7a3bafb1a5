"""What is wrong with a template, in Dutch, with its file and line and what to do about it."""

import re
import traceback
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from kompas.errors import Problem

NOT_UTF8 = "not UTF-8"
NO_SHOW = "no macro show"
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
    if isinstance(error, TemplateSyntaxError) and error.message == NO_SHOW:
        what = f"In “{error.name}” ontbreekt de macro “show”."
        return what, "Begin met {% macro show(part, level) %}, en eindig met {% endmacro %}."
    if isinstance(error, TemplateError):
        return f"Dit begrijpt kompas niet: {_in_dutch(error.message or '')}", "Verbeter deze regel."
    return f"Hier gaat het mis: {type(error).__name__}: {error}.", "Verbeter deze regel."


_DUTCH = (
    (
        r"Unexpected end of template\. .*block that needs to be closed is '(\w+)'.*",
        "“{0}” is niet afgesloten.",
    ),
    (
        r".*looking for the following tags: '(\w+)'.*block that needs to be closed is '(\w+)'.*",
        "“{1}” is niet afgesloten: hier hoort “{0}”.",
    ),
    (r"[Uu]nexpected end of template, expected '(.+?)'.*", "hier hoort “{0}”, maar er staat “het einde”."),
    (r"[Uu]nexpected end of template.*", "het sjabloon houdt te vroeg op."),
    (
        r"Encountered unknown tag '(\w+)'.*",
        "de opdracht “{0}” ken ik niet, of die staat op een verkeerde plek.",
    ),
    (r"expected token '(.+?)', got '(.+?)'", "hier hoort “{0}”, maar er staat “{1}”."),
    (r"unexpected '(.+?)', expected '(.+?)'", "hier hoort “{1}”, maar er staat “{0}”."),
    (r"Expected an expression, got '(.+?)'", "hier hoort een naam of een waarde, maar er staat “{0}”."),
    (r"tag name expected", "hier hoort een opdracht, bijvoorbeeld “if” of “for”."),
    (r"expected name or number", "hier hoort een naam of een getal."),
    (r"unexpected '(.+?)'", "“{0}” hoort hier niet."),
    (r"unexpected char (['\"])(.+?)\1 at \d+", "het teken “{1}” hoort hier niet."),
    (r"No (filter|test) named '(.+?)'.*", "“{1}” is niet bekend."),
    (r"block '(.+?)' defined twice", "het blok “{0}” staat er twee keer in."),
    (r"Missing end of (?:comment|raw directive).*", "iets is niet afgesloten."),
)
"""What Jinja says of a mistake, and what we say."""

_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "end of template": "het einde",
}


def _in_dutch(said: str) -> str:
    """What Jinja says in English, in Dutch as far as it is something that people often do wrong."""
    for pattern, dutch in _DUTCH:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return dutch.format(*(_TOKENS.get(word, word) for word in found.groups()))
    return said


def _name(said: str) -> str:
    """The name that does not exist, out of what Jinja says of it."""
    found = re.search(r"(?:has no \w+|requested name) (.+)", said) or re.search(r"""('.+?'|".+?")""", said)
    return found[1].strip("'\"") if found else said


def _place(error: Exception, ours: Path) -> tuple[str, int]:
    """File and line: the innermost in a template of the team, else in one of ours."""
    if isinstance(error, TemplateSyntaxError) and (error.filename or error.name):
        return error.filename or error.name or "", error.lineno  # its lexer gives the file as the name
    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    in_templates = [place for place in frames if not place[0].endswith((".py", ">"))]
    of_team = [place for place in in_templates if not Path(place[0]).is_relative_to(ours)]
    return [("", 0), *in_templates[-1:], *of_team[-1:]][-1]
