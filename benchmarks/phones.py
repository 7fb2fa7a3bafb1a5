"""The process of the phones.

python -m benchmarks.phones vote|nothing|listen|stay URL MANY
"""

import asyncio
import json
import sys
import time
from typing import Any
from urllib.parse import urlsplit

SECONDS = 1.0  # of load in each turn


class Phone(asyncio.Protocol):
    """A connection that sends a next request when the answer to the one before is in."""

    def __init__(self, url: str) -> None:
        self.where = urlsplit(url)
        self.transport: Any = None
        self.token = ""
        self._found = b""
        self._need = 0
        self._answer: asyncio.Future[bytes] | None = None
        self.heard: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def connect(self) -> "Phone":
        where = self.where
        await asyncio.get_running_loop().create_connection(
            lambda: self, where.hostname or "", where.port or 0
        )
        return self

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def request(self, method: str, more: str = "", body: str = "") -> bytes:
        where = self.where
        return (
            f"{method} {where.path}{more} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: kompas={self.token}\r\n"
            f"Origin: http://{where.netloc}\r\nAccept: application/json\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}"
        ).encode()

    async def ask(self, request: bytes) -> bytes:
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self._answer

    async def enter(self) -> None:
        found = await self.ask(self.request("GET"))
        self.token = found.partition(b"kompas=")[2].partition(b";")[0].decode()

    def data_received(self, data: bytes) -> None:
        if self._answer is None:
            if b"data: " in data and not self.heard.done():
                self.heard.set_result(time.perf_counter())
            return
        self._found += data
        head, end, body = self._found.partition(b"\r\n\r\n")
        if end and len(body) >= int(head.partition(b"content-length: ")[2].partition(b"\r")[0] or 0):
            self._done()

    def _done(self) -> None:
        found, self._found = self._found, b""
        answer, self._answer = self._answer, None
        if answer:
            answer.set_result(found)

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionResetError())


async def room(url: str, many: int) -> list[Phone]:
    """So many phones that have the page."""
    found = [await Phone(url).connect() for _ in range(many)]
    for one in found:
        await one.enter()
    return found


async def load(url: str, many: int, more: str) -> float:
    """Milliseconds for an answer, while all phones send one after the other as fast as they can."""
    there = await room(url, many)
    count, until = 0, 0.0

    async def hurry(phone: Phone, first: int) -> None:
        nonlocal count
        forms = [
            phone.request("POST", more, f"answer-a={score}&perspective=ouders&reason=Ik+zie+het+elke+dag.")
            for score in range(1, 11)
        ]
        place = first
        while time.perf_counter() < until:
            place += 1
            assert (await phone.ask(forms[place % 10])).startswith(b"HTTP/1.1 200")
            count += 1

    began = time.perf_counter()
    until = began + SECONDS
    await asyncio.gather(*(hurry(phone, place) for place, phone in enumerate(there)))
    return (time.perf_counter() - began) * 1000 / count


async def listen(url: str, many: int) -> float:
    """Milliseconds between the first and the last that hear a change."""
    there = await room(url, many)
    for one in there:
        await one.ask(one.request("GET", "/events"))
    await asyncio.sleep(0.5)
    say("there")
    heard = await asyncio.gather(*(one.heard for one in there))
    return (max(heard) - min(heard)) * 1000


async def stay(url: str, many: int) -> float:
    """Everyone listens on one connection and votes on another, and stays."""
    listening, voting = await room(url, many), [await Phone(url).connect() for _ in range(many)]
    for one, other in zip(listening, voting, strict=True):
        other.token = one.token
        await one.ask(one.request("GET", "/events"))
        await other.ask(
            other.request("POST", "", "answer-a=7&perspective=ouders&reason=Ik+zie+het+elke+dag.")
        )
    say("there")
    await asyncio.sleep(60)
    return 0.0


def say(what: object) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    """Do one thing with so many phones, and say the figure of it."""
    what, url, many = sys.argv[1:]
    match what:
        case "vote":
            say(asyncio.run(load(url, int(many), "")))
        case "nothing":
            say(asyncio.run(load(url, int(many), "/nothing")))
        case "listen":
            say(asyncio.run(listen(url, int(many))))
        case "stay":
            asyncio.run(stay(url, int(many)))


if __name__ == "__main__":
    main()
