"""The keys of the full screen: what they do, and what the screen says about them.

Function keys do not work everywhere: GNOME Terminal keeps F1 for itself and many laptops want Fn
held down. So each has a second key, Ctrl with the first letter of its Dutch word: tips, overzicht,
later. Terminals pass these on, and nobody needs them to edit a text (in a shell Ctrl-T swaps two
letters and Ctrl-L cleans the screen, which nobody needs here).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kompas.guide.dialogue import Back, Move, Overview, Skip, Stop


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the screen names it; `presses` are prompt_toolkit's names for it and for `second`."""

    name: str
    word: str
    does: str
    presses: tuple[str, ...]
    second: str = ""


ENTER = Key("Enter", "verder", "klaar, naar de volgende vraag", ("enter",))
# Ctrl-S is how people save elsewhere; prompt_toolkit switches off the flow control that once owned it.
DONE = Key(
    "Ctrl-S", "klaar", "klaar met deze tekst, naar de volgende vraag", ("c-s", "f10"), "F10 of Alt-Enter"
)
BACK = Key("Esc", "terug", "een vraag terug", ("escape",))
TIPS = Key("F1", "tips", "tips en uitleg, en weer terug", ("f1", "c-t"), "Ctrl-T")
OVERVIEW = Key("F2", "overzicht", "alle stappen, de deelnemers, pauze", ("f2", "c-o"), "Ctrl-O")
LATER = Key("F3", "later", "sla deze stap nu over", ("f3", "c-l"), "Ctrl-L")
STOP = Key("Ctrl-C", "stop", "stop nu; je kunt later verder", ("c-c", "c-d", "<sigint>"), "Ctrl-D")
MORE = Key("PgDn", "meer", "lees verder op deze pagina", ("pagedown", "c-n"), "Ctrl-N")
BEFORE = Key("PgUp", "eerder", "terug op deze pagina", ("pageup", "c-p"), "Ctrl-P")

MOVES: tuple[tuple[Key, type[Move]], ...] = ((BACK, Back), (OVERVIEW, Overview), (LATER, Skip), (STOP, Stop))


def at_the_bottom(finish: Key | None, moves: Sequence[type[Move]]) -> tuple[Key, ...]:
    """The keys that work now, always in the same order; `finish` ends the question."""
    offered = [key for key, move in MOVES if move is Stop or move in moves]
    keys = (*([finish] if finish else []), *offered)
    place = 2 if finish and BACK in offered else 1 if finish or BACK in offered else 0
    return (*keys[:place], TIPS, *keys[place:])


def explained(finish: Key | None, moves: Sequence[type[Move]]) -> tuple[tuple[str, str], ...]:
    """All keys with what they do."""
    keys = (*at_the_bottom(finish, moves), MORE, BEFORE)
    return tuple((f"{key.name} of {key.second}" if key.second else key.name, key.does) for key in keys)
