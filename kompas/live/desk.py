"""Where answers come in: admitted by the room, brought to the disk, and only then told to anyone."""

import asyncio
from collections.abc import Callable, Mapping

import msgspec

from kompas.errors import KompasError
from kompas.live import join, kinds
from kompas.live.committer import Committer
from kompas.live.feed import Feed
from kompas.live.kinds import Gathered
from kompas.live.room import (
    MOST_DEVICES,
    PAPER,
    Closed,
    Entry,
    Gave,
    Given,
    Room,
    admit,
    close,
    condensed,
    decoded,
    encoded,
    replay,
)
from kompas.steps.step import Step, Surroundings
from kompas.store.journal import Journal, Vanished

Draw = Callable[[Gathered], str]


class Counts(msgspec.Struct, frozen=True):
    """How many phones have the page; how many answers there are; how many of these on paper or by voice."""

    joined: int
    answered: int
    on_paper: int = 0


class Desk:
    """The room that is being asked. Belongs to the server's loop; other threads may only look.

    `phones` and `screens` hear of what changes for them. `version` grows with what the projector shows.
    """

    def __init__(self, journal: Journal, step: Step, around: Surroundings, draw: Draw) -> None:
        self.header, self.form = journal.header, kinds.form(step, around)
        self.round = f"{self.header.block}.{self.header.step}.{self.header.round}"
        self.over = False  # whether there is nothing to go on with
        self.room: Room = replay(decoded(journal.lines))  # always as it is on the disk
        self.version = 0
        self.trouble: KompasError | None = None  # why the last answer was not kept
        self.phones, self.screens = Feed(MOST_DEVICES + 200, each=3), Feed(50, each=50)
        self.step, self._around, self._draw = step, around, draw
        self._joined = {device for device in self.room.givens if not device.startswith(PAPER)}
        self._known: dict[str, str] = {}  # devices by token
        self._coming: dict[str, int] = {}  # by device, what is on its way to the disk
        self._closing = False
        journal.condense = condensed
        self._committer = Committer(journal, self._written)
        self._drawing = asyncio.Lock()
        self._drawn = Room(), ""

    def counts(self) -> Counts:
        room = self.room
        return Counts(len(self._joined), len(room.givens), room.on_paper)

    def device(self, token: str) -> str | None:
        """Who has this token, if it is one of ours; from now on they are in the room."""
        known = self._known.get(token)
        if known:
            return known
        device = join.device(self.header.secret, token)
        if device and len(self._known) < MOST_DEVICES:
            self._known[token] = device
            self._joined.add(device)
            self.screens.tell()
        return device

    def new_token(self) -> str:
        return join.token(self.header.secret)

    def filled(self, device: str | None) -> Mapping[str, str]:
        """The form as this device filled it in."""
        return kinds.filled(self.step, self._around, self.room.givens.get(device or ""))

    async def take(self, device: str, fields: Mapping[str, str]) -> None:
        """Take what a phone sends; Refused if it cannot be, another KompasError if it cannot be kept."""
        self._admit(device)
        await self.give(device, self.read(fields, again=device in self.room.givens))

    def read(self, fields: Mapping[str, str], *, again: bool = False) -> Given:
        """What the fields of the form say; Refused if they cannot be."""
        return kinds.read(self.step, self._around, fields, again=again)

    async def give(self, device: str, given: Given) -> None:
        """Keep what a device gave; on the disk when this returns."""
        self._admit(device)
        if self.room.givens.get(device) == given and device not in self._coming:
            return  # a second tap, or a retry of what we have
        self._coming[device] = self._coming.get(device, 0) + 1
        try:
            await self.put(Gave(device, given))
        finally:
            self._coming[device] -= 1
            if not self._coming[device]:
                del self._coming[device]

    async def close(self) -> None:
        """Take no more answers: those acknowledged when this returns are all there will be.

        Also when the journal was taken away: there is nothing then to go on with, but what came in is here.
        """
        self._closing = True
        try:
            await self.put(Closed())
        except Vanished:
            await self.change(close)
        finally:
            self._closing = False

    async def put(self, entry: Entry) -> None:
        """Keep an entry of the journal; in the room, and told, when this returns."""
        try:
            await self._committer.submit(encoded(entry))
        except KompasError as error:
            self.trouble = error
            raise

    async def change(self, change: Callable[[Room], Room]) -> None:
        """What is shown: not kept, so that everything is hidden after a restart."""
        self._now(change(self.room))

    def cards(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """What each device said in words, and under what that is shown."""
        told = {id: kinds.card(self.step, self._around, given) for id, given in self.room.givens.items()}
        return {id: card for id, card in told.items() if card[1]}

    def gathered(self) -> Gathered:
        """The round as it would be stored now."""
        return kinds.gathered(self.step, self.header.round, self.header.date, self.room)

    async def picture(self) -> str | None:
        """What the projector shows; None while that is nothing."""
        async with self._drawing:
            room, html = self._drawn
            while self.room.shown and room is not self.room:
                room = self.room
                seen = kinds.on_screen(self.step, self.header.round, self.header.date, room)
                html = await asyncio.to_thread(self._draw, seen)
            self._drawn = room, html
            return html if self.room.shown else None

    async def leave(self, *, over: bool = False) -> None:
        """Let everyone go who listens, and settle what is on its way to the disk."""
        self.over = over
        self.phones.end()
        self.screens.end()
        await self._committer.close()

    def _admit(self, device: str) -> None:
        """Refuse who cannot come in."""
        admit(close(self.room) if self._closing else self.room, device, self._coming)

    def _written(self, lines: list[bytes]) -> None:
        self.trouble = None
        self._now(replay(decoded(lines), self.room))

    def _now(self, room: Room) -> None:
        """This is the room from now on: tell who should know, and only them."""
        before, self.room = self.room, room
        self.version += before.shown or room.shown
        self.screens.tell()
        if before.open != room.open:
            self.phones.tell()
