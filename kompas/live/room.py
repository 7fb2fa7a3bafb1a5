"""The rules of a room that answers by phone: pure, without a disk, a network or a clock."""

from collections.abc import Collection, Iterable, Sequence
from typing import assert_never

import msgspec

from kompas.errors import KompasError

MOST_DEVICES = 1000
PAPER = "paper-"  # begins the id of what was given on paper or by voice; no phone's id has a p in it


class Refused(KompasError):
    """The room does not take this; the message is for whoever gave it."""


class Given(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one device gave.

    `values` holds for a poll the score of each statement (None is "weet ik niet"), for a round of
    talk the words at each prompt, for a proposal the reaction and the words about it, for a register
    the row and the words in each field.
    """

    perspective: str = ""
    values: dict[str, int | str | None] = {}
    reason: str = ""


class Room(msgspec.Struct, frozen=True):
    """What the devices gave (the last counts), and what may be seen of it.

    Of devices in `covered` the projector shows nothing.
    """

    givens: dict[str, Given] = {}
    open: bool = True
    shown: bool = False
    covered: frozenset[str] = frozenset()

    @property
    def phones(self) -> int:
        """How many phones gave something."""
        return len(self.givens) - self.on_paper

    @property
    def on_paper(self) -> int:
        """How many were given on paper or by voice."""
        return on_paper(self.givens)


_EMPTY = Room()


class _Entry(msgspec.Struct, frozen=True, tag_field="entry", tag=str.lower, forbid_unknown_fields=True):
    pass


class Gave(_Entry, frozen=True):
    device: str
    given: Given


class Closed(_Entry, frozen=True):
    pass


class Reopened(_Entry, frozen=True):
    pass


class Covered(_Entry, frozen=True):
    device: str
    covered: bool


# What a journal holds. Showing is not in it: after a restart everything is hidden.
Entry = Gave | Closed | Reopened | Covered

_decoder = msgspec.json.Decoder(Entry)


def on_paper(devices: Iterable[str]) -> int:
    """How many of these are no phones, but gave something on paper or by voice."""
    return sum(device.startswith(PAPER) for device in devices)


def give(room: Room, device: str, given: Given) -> Room:
    """The room in which this is what the device gave; Refused when it is closed or full."""
    admit(room, device)
    return applied(room, Gave(device, given))


def admit(room: Room, device: str, coming: Collection[str] = ()) -> None:
    """Refused when the room takes nothing from this device: ask before it goes to the journal.

    `coming` are the devices of which something is on its way: they count as if it were in.
    """
    known = device in room.givens or device in coming
    if not room.open:
        raise Refused(
            "De ronde is gesloten. Je kunt niet meer antwoorden.",
            "Je antwoord van eerder telt mee." if known else "",
        )
    if not known and not device.startswith(PAPER) and _is_full(room, coming):
        raise Refused(
            f"Er doen al {MOST_DEVICES} telefoons mee. Meer kan kompas er niet aan.",
            "Geef je antwoord hardop of op papier.",
        )


def _is_full(room: Room, coming: Collection[str]) -> bool:
    if len(room.givens) + len(coming) < MOST_DEVICES:  # nearly always; counting costs more with each device
        return False
    devices = {*room.givens, *coming}
    return len(devices) - on_paper(devices) >= MOST_DEVICES


def close(room: Room) -> Room:
    return msgspec.structs.replace(room, open=False)


def reopen(room: Room) -> Room:
    """Open it again, hidden: who answers now should not see what others gave."""
    return msgspec.structs.replace(room, open=True, shown=False)


def show(room: Room) -> Room:
    """Show it; Refused while it is open, for then each next answer would be seen as it comes in."""
    if room.open:
        raise Refused("De ronde is nog open.", "Sluit de ronde voordat je laat zien wat de zaal antwoordde.")
    return msgspec.structs.replace(room, shown=True)


def hide(room: Room) -> Room:
    return msgspec.structs.replace(room, shown=False)


def cover(room: Room, device: str, covered: bool) -> Room:
    """Keep what a device gives from the projector, also when it changes it later; or not any more."""
    others = room.covered - {device}
    return msgspec.structs.replace(room, covered=others | {device} if covered else others)


def applied(room: Room, entry: Entry) -> Room:
    """The room after an entry of the journal.

    Refuses nothing: what the journal holds was admitted before it was written, and acknowledged.
    """
    match entry:
        case Gave(device, given):
            return msgspec.structs.replace(room, givens={**room.givens, device: given})
        case Closed():
            return close(room)
        case Reopened():
            return reopen(room)
        case Covered(device, covered):
            return cover(room, device, covered)
        case _:
            assert_never(entry)


def replay(entries: Iterable[Entry], room: Room = _EMPTY) -> Room:
    """The room after all of these, in one go: what was given is copied once, however many there are."""
    givens = {**room.givens}
    for entry in entries:
        if isinstance(entry, Gave):
            givens[entry.device] = entry.given
        else:
            room = applied(room, entry)
    return msgspec.structs.replace(room, givens=givens)


def condensed(lines: Sequence[bytes]) -> list[bytes]:
    """Of the lines of a journal those that make the same room."""
    last: dict[tuple[type[_Entry], str], Entry] = {}
    for entry in decoded(lines):
        match entry:
            case Gave(device) | Covered(device):
                last[type(entry), device] = entry
            case _:
                last[_Entry, ""] = entry
    return [encoded(entry) for entry in last.values()]


def encoded(entry: Entry) -> bytes:
    """One line for the journal."""
    return msgspec.json.encode(entry)


def decoded(lines: Sequence[bytes]) -> list[Entry]:
    """The entries of a journal; a KompasError when there is one that this kompas does not know."""
    try:
        return [_decoder.decode(line) for line in lines]
    except msgspec.DecodeError as error:
        raise KompasError(
            "De bewaarde antwoorden van deze ronde zijn van een andere versie van kompas.",
            "Ze staan er nog. Ga verder met de kompas waarmee de ronde begon.",
        ) from error
