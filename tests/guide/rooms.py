"""Phones without a server: the room by its real rules, and a journal that is kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kompas.errors import KompasError
from kompas.guide.hall import Hall, Unfinished
from kompas.guide.talk import Talk
from kompas.live import kinds, room
from kompas.live.hall import Card
from kompas.live.network import Address
from kompas.live.room import Given, Room

WIFI = Address("192.168.178.23", "wlan0", "network")
HOTSPOT = Address("10.42.0.1", "wlan1", "hotspot")
DOCKER = Address("172.17.0.1", "docker0", "virtual")


@dataclass(frozen=True)
class Counts:
    joined: int
    answered: int


@dataclass
class RoomHall:
    """A round that is held; `over` is how it ended: "stopped" or "finished"."""

    talk: Talk
    id: str
    room: Room = field(default_factory=Room)
    joined: int = 0
    addresses: Sequence[Address] = (WIFI, HOTSPOT)
    trouble: str = ""
    refuses: str = ""  # why nothing can be put in, as on a full disk
    over: str = ""
    kept: bool = True  # whether a journal would be left
    past: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = self.addresses[0]
        self.block, self.step = self.talk.around.block, self.talk.step

    @property
    def url(self) -> str:
        return f"http://{self.address.ip}:8317/5m01jkec"

    @property
    def projector_url(self) -> str:
        return "http://127.0.0.1:8317/FBBbAvoBjmrqMdHKB8hE0A"

    @property
    def projector_elsewhere(self) -> str:
        return f"http://{self.address.ip}:8317/FBBbAvoBjmrqMdHKB8hE0A"

    @property
    def open_(self) -> bool:
        return self.room.open

    @property
    def shown(self) -> bool:
        return self.room.shown

    def answer(self, device: str, given: Given) -> None:
        """What a phone gives."""
        self.room = room.give(self.room, device, given)
        self.joined = max(self.joined, self.room.phones)

    def counts(self) -> Counts:
        return Counts(self.joined, len(self.room.givens))

    def choose(self, address: Any) -> None:
        self.address = address

    def close(self) -> None:
        self._put()
        self.room = room.close(self.room)

    def reopen(self) -> None:
        self.room = room.reopen(self.room)

    def show(self) -> None:
        self.past.append("shown")
        self.room = room.show(self.room)

    def hide(self) -> None:
        self.past.append("hidden")
        self.room = room.hide(self.room)

    def add_voice(self, voice: Any) -> None:
        self._put()
        given = kinds.given(self.step, voice)
        self.room = room.give(self.room, f"{room.PAPER}{len(self.room.givens)}", given)

    def cards(self) -> list[Card]:
        told = {
            device: kinds.card(self.step, self.talk.around, given)
            for device, given in self.room.givens.items()
        }
        return [
            Card(device, label, words, device in self.room.covered)
            for device, (label, words) in told.items()
            if words
        ]

    def cover(self, device: str, covered: bool) -> None:
        self.room = room.cover(self.room, device, covered)

    def round(self) -> Any:
        return kinds.gathered(self.step, self.id, self.talk.now().date(), self.room)

    def stored(self) -> None:
        assert not self.over
        self.kept = False

    def finish(self) -> None:
        assert not self.over
        self.over = "finished"

    def stop(self) -> None:
        assert not self.over
        self.over = "stopped"

    def _put(self) -> None:
        if self.refuses:
            raise KompasError(self.refuses, "Maak ruimte op de schijf.")


@dataclass
class Rooms:
    """The phones of one session. A round that was stopped is gone on with."""

    halls: list[RoomHall] = field(default_factory=list)
    advice: Sequence[str] = ("Zet een hotspot aan.",)
    refuses: str = ""
    has_browser: bool = True
    browsed: list[str] = field(default_factory=list)
    addresses: Sequence[Address] = (WIFI, HOTSPOT)

    @property
    def hall(self) -> RoomHall:
        """The round that is held, or was held last."""
        return self.halls[-1]

    def open(self, talk: Talk, round_id: str) -> Hall:
        if self.refuses:
            raise KompasError(self.refuses, "Sluit het andere venster.")
        if self.halls and self.hall.over == "stopped":
            before = self.hall
            hidden = room.hide(before.room)
            self.halls.append(RoomHall(talk, before.id, hidden, before.joined, self.addresses))
        else:
            self.halls.append(RoomHall(talk, round_id, addresses=self.addresses))
        return self.hall

    def unfinished(self) -> list[Unfinished]:
        if not self.halls or self.hall.over == "finished":
            return []
        if not self.hall.over and not self.hall.kept:
            return []
        return [Unfinished(self.hall.block, self.hall.step.id, len(self.hall.room.givens))]

    def browse(self, url: str) -> bool:
        self.browsed.append(url)
        return self.has_browser

    def answers(self, *scores: int | str | None, perspective: str = "") -> None:
        """These come in, each from a phone of its own, for every statement of the poll."""
        for score in scores:
            values = {one.id: score for one in self.hall.step.statements}
            self.hall.answer(f"{len(self.hall.room.givens):x}", Given(perspective, values))

    def reacts(self, reaction: str, reason: str = "", perspective: str = "") -> None:
        """This comes in about a proposal, from a phone of its own."""
        words = {"reason": reason} if reason else {}
        given = Given(perspective, {"response": reaction, **words})
        self.hall.answer(f"{len(self.hall.room.givens):x}", given)

    def writes(self, **note: str) -> None:
        """This comes in for a row of a register, from a phone of its own."""
        self.hall.answer(f"{len(self.hall.room.givens):x}", Given(values={**note}))

    def says(self, words: str, perspective: str = "") -> None:
        """This comes in at the first prompt of a round, from a phone of its own."""
        values: dict[str, int | str | None] = {self.hall.step.prompts[0].id: words}
        self.hall.answer(f"{len(self.hall.room.givens):x}", Given(perspective, values))
