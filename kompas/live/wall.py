"""Answers the projector's page, at its secret address."""

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kompas.live import pages
from kompas.live.desk import Desk
from kompas.live.events import Events
from kompas.live.whereabouts import Whereabouts

_BEAT = 2.0  # seconds: the wall must soon see that it lost us, and that our address changed
_GATHER = 0.2  # seconds in which counts are gathered before the wall hears again


class Wall:
    """What everyone in the room may see together."""

    def __init__(self, desk: Desk, where: Whereabouts) -> None:
        self._desk, self._where = desk, where

    async def page(self, request: Request) -> Response:
        return HTMLResponse(pages.projector(self._desk.form, self._seen()))

    async def picture(self, request: Request) -> Response:
        picture = await self._desk.picture()
        return HTMLResponse(pages.gone(), 404) if picture is None else HTMLResponse(picture)

    async def events(self, request: Request) -> Response:
        return Events(
            self._desk.screens,
            "wall",
            lambda: msgspec.json.encode(self._seen()),
            beat=_BEAT,
            pause=_GATHER,
            again=True,
        )

    def _seen(self) -> pages.Room:
        room, counts = self._desk.room, self._desk.counts()
        return pages.Room(
            round=self._desk.round,
            over=self._desk.over,
            url=self._where.url(self._desk.header.code),
            open=room.open,
            shown=room.shown,
            joined=counts.joined,
            answered=counts.answered,
            version=self._desk.version,
        )
