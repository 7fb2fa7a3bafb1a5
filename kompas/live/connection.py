"""One connection with a phone: what it may send, and how long it may take."""

import asyncio
from contextlib import suppress
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0  # seconds for a request to come in whole, for the next one, and for an answer to be taken
MOST_HEADERS = 8 * 1024
MOST_SENT = 256 * 1024  # of a request whose answer is already given; much more than any that we read

_REFUSAL = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\ncache-control: no-store\r\n"
    b"content-security-policy: default-src 'none'\r\nx-content-type-options: nosniff\r\n"
    b"connection: close\r\ncontent-length: 0\r\n\r\n"
)


class Crowd:
    """Every connection, and since when each has been waiting for a request to be complete.

    When there are more than `most`, who waits longest goes first: who is slow, or only holds a place,
    keeps nobody out.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.present: set[Connection] = set()
        self._waiting: dict[Connection, float] = {}  # in the order of time

    def enter(self, connection: "Connection", now: float) -> None:
        self.present.add(connection)
        self.wait(connection, now)
        if len(self.present) > self.most:
            self._send_away(next(iter(self._waiting)))

    def wait(self, connection: "Connection", now: float) -> None:
        """Begin to count (again) how long this one takes."""
        self._waiting.pop(connection, None)
        self._waiting[connection] = now

    def complete(self, connection: "Connection") -> None:
        """The request is in; from now on it is we who take time."""
        self._waiting.pop(connection, None)

    def leave(self, connection: "Connection") -> None:
        self.present.discard(connection)
        self.complete(connection)

    def sweep(self, now: float) -> None:
        """Close what has been waiting too long."""
        for connection in [one for one, since in self._waiting.items() if since < now - PATIENCE]:
            self._send_away(connection)

    def _send_away(self, connection: "Connection") -> None:
        self.leave(connection)
        connection.end()


class Connection(H11Protocol):
    """What uvicorn makes of HTTP/1.1, with a limit to how much and how long; it tells nothing of itself."""

    crowd: Crowd
    _begun = False
    _sent = 0
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.crowd.enter(self, self.loop.time())

    def connection_lost(self, exc: Exception | None) -> None:
        self.crowd.leave(self)
        self._unset_keepalive_if_required()
        self._moving()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._begun:
            self._begun = True
            self.crowd.wait(self, self.loop.time())
        self._sent += len(data)
        if self._sent > MOST_SENT:
            return self.transport.abort()
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self.crowd.complete(self)
        return None

    def end(self) -> None:
        """Politely when nothing is under way: a browser sees that, and opens another when it needs one."""
        if self._begun:
            self.transport.abort()
        else:
            self.transport.close()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing() or self.conn.our_state is h11.DONE:
            return
        self._begun, self._sent = self.conn.their_state is not h11.IDLE, 0
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):  # a next request may have come along, in part
            self.crowd.wait(self, self.loop.time())

    def send_400_response(self, msg: str) -> None:
        if self.conn.our_state is h11.IDLE:
            self.transport.write(_REFUSAL)
        self.transport.close()

    def shutdown(self) -> None:
        with suppress(h11.LocalProtocolError):
            return super().shutdown()
        return self.transport.abort()

    def pause_writing(self) -> None:
        """Someone asks and does not take the answer: that is not for ever."""
        super().pause_writing()
        self._moving()
        self._stalled = self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        self._moving()
        super().resume_writing()

    def _moving(self) -> None:
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None


def protocol(crowd: Crowd) -> type[asyncio.Protocol]:
    """The class of connections that are in this crowd."""
    made: Any = type("Connection", (Connection,), {"crowd": crowd})
    return cast(type[asyncio.Protocol], made)
