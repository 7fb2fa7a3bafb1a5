"""Telling everyone who listens that something changed, with server-sent events."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kompas.live.feed import Feed, Listener


class Events(Response):
    """The message whenever it changes, until the page goes or the feed ends.

    After a message follows a `pause` in which changes are gathered. Every `beat` seconds something is
    sent, so that both sides notice when the other is gone: with `again` the message (also at once),
    else something that a page does not hear.
    """

    def __init__(
        self,
        feed: Feed,
        who: str,
        message: Callable[[], bytes],
        *,
        beat: float,
        pause: float = 0,
        again: bool = False,
    ) -> None:
        super().__init__(media_type="text/event-stream")
        del self.headers["content-length"]
        self._feed, self._who, self._message = feed, who, message
        self._beat, self._pause, self._again = beat, pause, again

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] != "HEAD":
            await receive()  # the request's body, which is empty
            gone = asyncio.ensure_future(receive())
            listener = self._feed.enter(self._who)
            gone.add_done_callback(lambda _: listener.end())
            try:
                await self._tell(listener, send)
            finally:
                gone.cancel()
                self._feed.leave(listener)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self, listener: Listener, send: Send) -> None:
        said = None if self._again else self._message()
        text = b"retry: 1000\n\n"
        while not listener.ended:
            listener.wake.clear()
            now = self._message()
            if self._again or now != said:
                text += b"data: " + now + b"\n\n"
            said = now
            await send({"type": "http.response.body", "body": text or b":\n\n", "more_body": True})
            text = b""
            await self._change(listener)
        if self._feed.over:
            await send(
                {
                    "type": "http.response.body",
                    "body": b"data: " + self._message() + b"\n\n",
                    "more_body": True,
                }
            )

    async def _change(self, listener: Listener) -> None:
        if self._pause and not listener.ended:
            await asyncio.sleep(self._pause)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._beat):
                await listener.wake.wait()
