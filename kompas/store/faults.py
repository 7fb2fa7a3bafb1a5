"""What is wrong in a text that is no YAML, or none that kompas accepts: found, and said in Dutch."""

import re
from collections.abc import Iterator

from kompas.errors import Problem
from kompas.store.reading import DEEPEST

# What a person reads.

_SPACES = "Gebruik spaties om in te springen: twee voor elk niveau."
_TABBED = ("Deze regel springt in met een tab.", _SPACES)
_MERGE_HINT = (
    "Kies één van de twee versies of houd ze allebei, en haal de regels met <<<<<<<, ======= en >>>>>>> weg."
)
_MERGE_WHAT = {
    "<": "Hier begint een stuk met twee versies die git niet kon samenvoegen.",
    "|": "Hier begint de oude versie van een stuk dat git niet kon samenvoegen.",
    "=": "Hier begint de tweede versie van een stuk dat git niet kon samenvoegen.",
    ">": "Hier eindigt een stuk met twee versies die git niet kon samenvoegen.",
}
SECOND_DOCUMENT = ("Hier begint een tweede document in dit bestand.", "Haal de regel met --- weg.")
_QUOTE = "Is het gewone tekst, zet er dan enkele aanhalingstekens omheen."
ANCHOR = ("Verwijzingen met & of * kan kompas niet lezen.", _QUOTE)
TAG = ("Woorden die met ! beginnen, kan kompas niet lezen.", _QUOTE)
TOO_DEEP = (f"Hier staan meer dan {DEEPEST} niveaus in elkaar.", "Haal niveaus weg.")
NO_KEY = (
    "Hier hoort een naam te staan, als gewone tekst.",
    "Schrijf een naam, een dubbele punt en een spatie.",
)

_TAB_HERE = ("Hier staat een tab.", _SPACES)
_AFTER_QUOTE = (
    "Achter het aanhalingsteken staat hier nog tekst.",
    "Schrijf een ' in de tekst dubbel: ''. Of zet dubbele aanhalingstekens om de hele tekst.",
)
_START = ("Tekst kan hier niet met {char} beginnen.", "Zet enkele aanhalingstekens om de hele tekst.")
_OPENING, _THERE = "context_mark", "problem_mark"
_MESSAGES = (  # the left side is a piece of what libyaml or PyYAML says
    (
        "mapping values are not allowed",
        _THERE,
        "Hier staat een dubbele punt op een plek waar dat niet kan.",
        "Hoort hij bij de tekst, zet dan enkele aanhalingstekens om de hele tekst. Kijk anders of de "
        "regels even ver inspringen.",
    ),
    ("tab character", _THERE, *_TAB_HERE),
    ("cannot start any token", _THERE, *_START),
    ("alphabetic or numeric|tag", _OPENING, *_START),
    (
        "could not find expected ':'",
        _OPENING,
        "Na deze tekst ontbreekt een dubbele punt.",
        "Zet achter een naam een dubbele punt en een spatie. Hoort dit bij de tekst erboven, laat het dan "
        "verder inspringen.",
    ),
    (
        "unexpected end of stream|unexpected document",
        _OPENING,
        "Deze tekst begint met een aanhalingsteken dat nergens wordt gesloten.",
        "Zet het ook aan het eind. Begint de tekst zelf met ', zet er dan dubbele aanhalingstekens omheen.",
    ),
    (
        "escape|hexdec",
        _THERE,
        r"Na \ staat hier iets wat kompas niet kent.",
        r"Schrijf \\ als je \ bedoelt, of gebruik enkele aanhalingstekens.",
    ),
    (
        "',' or '[]}]'",
        _OPENING,
        "Wat hier met {char} begint, is niet goed afgesloten.",
        "Sluit het af. " + _QUOTE,
    ),
    ("flow node", _THERE, "Hier hoort nog iets te staan, of een ] of } om af te sluiten.", _QUOTE),
    ("node content", _THERE, "Hier hoort tekst te staan, maar er staat een ander teken.", _QUOTE),
    (
        "sequence entries are not allowed",
        _THERE,
        "Hier staat een streepje midden in een regel.",
        "Zet elk deel van een lijst op een eigen regel, met een streepje ervoor. " + _QUOTE,
    ),
    (
        "comment or (a )?line break|chomping|indentation indicator",
        _THERE,
        "Achter | of > kan op deze regel geen tekst staan.",
        "Zet de tekst op de volgende regel en laat hem verder inspringen.",
    ),
    (
        "expected key|<block end>|'-' indicator",
        _THERE,
        "Deze regel past niet bij de regels erboven.",
        "Laat namen die bij elkaar horen even ver inspringen, en sluit elk aanhalingsteken.",
    ),
    (
        "<document start>",
        _THERE,
        "Hier begint iets nieuws, terwijl het bestand al af was.",
        "Kijk of deze regel inspringt zoals de regels erboven, of haal hem weg.",
    ),
    ("directive|incompatible YAML", _THERE, "Regels die met % beginnen, kan kompas niet lezen.", _QUOTE),
    (
        "",
        _THERE,
        "Deze regel kan kompas niet lezen.",
        "Kijk of hij inspringt zoals de regels eromheen. Zet bijzondere tekens tussen aanhalingstekens.",
    ),
)


def twice(name: str, first: int, second: int) -> tuple[str, str]:
    """What to say and advise about a name that stands on two lines."""
    lines = f"op regel {first} en op regel {second}"
    return f"“{name}” staat hier twee keer: {lines}.", "Voeg de twee samen, of haal er een weg."


def not_utf8(before: str, file: str) -> Problem:
    """What is wrong with a file in which only the text `before` is UTF-8."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    what = "Dit bestand is niet opgeslagen als UTF-8: hier staat een teken dat kompas niet kan lezen."
    hint = "Open het in een tekstprogramma en bewaar het opnieuw met de codering UTF-8."
    return Problem(what, hint, file=file, line=line, column=column)


def translate(error: Exception, text: str, file: str) -> Problem:
    """What libyaml or PyYAML says of the text, in Dutch."""
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    _, where, what, hint = next(message for message in _MESSAGES if re.search(message[0], said))
    mark = getattr(error, where, None) or getattr(error, _THERE, None)
    lines = text.splitlines() or [""]
    line = min(mark.line if mark else 0, len(lines) - 1)
    column = (mark.column if mark.line == line else len(lines[line])) if mark else 0
    char = lines[line][column : column + 1]
    if char == "\t":
        what, hint = _TAB_HERE
    elif char.strip() and where == _THERE and lines[line][:column].endswith(("'", '"')):
        what, hint = _AFTER_QUOTE
    return Problem(what.replace("{char}", char), hint, file=file, line=line + 1, column=column + 1)


# Finding lines that make no YAML, whatever stands around them. YAML itself stops at the first.

_MARK = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLOCK_TEXT = re.compile(r"( *(?:- +)*?)(?:- +|(?!- )(?:[^ ].*)?: +)?[|>][-+0-9]*[ \t]*(?:#.*)?$")


def suspect(text: str) -> bool:
    """Whether a line begins with a tab, or with what git left behind; in places YAML reads over both."""
    return bool(_TAB.search(text) or _MARK.search(text))


def bad_lines(text: str, file: str) -> Iterator[Problem]:
    """The lines that make no YAML, all of them."""
    for what, hint, (line, column) in _bad(text):
        yield Problem(what, hint, file=file, line=line, column=column)


def _bad(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    for match in _MARK.finditer(text):
        yield _MERGE_WHAT[match[0][0]], _MERGE_HINT, _line_and_column(text, match.start())
    for match in _FORBIDDEN.finditer(text):
        what = f"Hier staat een onzichtbaar teken (U+{ord(match[0]):04X}) dat niet in dit bestand kan staan."
        yield what, "Haal het weg, of typ dit stukje opnieuw.", _line_and_column(text, match.start())
    for place in _tabs(text):
        yield *_TABBED, place


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _tabs(text: str) -> Iterator[tuple[int, int]]:
    """Where a tab stands in the indentation; not in the lines of a text under `|` or `>`."""
    home: int | None = None
    for number, line in enumerate(text.split("\n"), 1):
        body = line.lstrip(" ")
        column = len(line) - len(body)
        if home is not None and (column > home or not body.strip(" \r")):
            continue
        if body.startswith("\t") and (body.strip() or home is not None or not column):
            yield number, column + 1
            continue
        header = _BLOCK_TEXT.match(line.rstrip("\r"))
        home = len(header[1]) if header else None
