"""Phones: durable votes beside answers that nobody keeps, and what a full room costs.

    python -m benchmarks.live                 the rows that `python -m benchmarks` has of it
    python -m benchmarks.live --minutes 30    500 phones that listen and vote, and what changes meanwhile

The server is in a process of its own, as are the phones. Traffic stays on this computer.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

BEGAN = time.perf_counter()
ROOT = Path(__file__).parent.parent
SECONDS = 1.0  # of load in each turn
TURNS = 5
LISTENERS = 500
DEVICES = 1000
PAUSE = 5.0  # seconds between two votes of a phone in the long run; shorter than connections are kept
Row = tuple[str, float, float, float, float]


def figures(folder: Path) -> Iterator[Row]:
    """What, ours, the peer (or the most that it may be), the ratio, and its limit."""
    starts = []
    for _ in range(5):
        with served(folder) as server:
            starts.append(server["ready"])
            server["tell"]("finish")
    yield _most("server ready for phones, with all its imports (ms)", statistics.median(starts), 400)
    for connections in (50, 500):
        pairs = [votes(folder, connections) for _ in range(TURNS)]
        yield (
            f"a durable vote / an answer not kept, {connections} phones (ms)",
            statistics.median(vote for vote, _ in pairs),
            statistics.median(nothing for _, nothing in pairs),
            statistics.median(vote / nothing for vote, nothing in pairs),
            1 / 0.6,
        )
    changes = []
    for _ in range(3):
        with served(folder) as server:
            changes.append(phones(server, "listen", LISTENERS))
            server["tell"]("finish")
    yield _most(f"a change: first to last of {LISTENERS} phones (ms)", statistics.median(changes), 100)
    with served(folder, "--whole") as server:
        memory = phones(server, "stay", DEVICES)
        server["tell"]("finish")
    yield _most(f"memory (MB) of all of kompas with {DEVICES} phones", memory, 120)


def votes(folder: Path, connections: int) -> tuple[float, float]:
    """Milliseconds for a durable vote, and for an answer that is not kept."""
    with served(folder) as server:
        found = phones(server, "vote", connections), phones(server, "nothing", connections)
        server["tell"]("finish")
    return found


def _most(what: str, ours: float, most: float) -> Row:
    return what, ours, most, ours / most, 1.0


@contextmanager
def served(folder: Path, *more: str) -> Iterator[dict[str, Any]]:
    """A hall in a process of its own: its address, and a way to tell it something."""
    command = [sys.executable, "-m", "benchmarks.live", "serve", str(folder), *more]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout

        def tell(word: str) -> Any:
            assert child.stdin
            assert child.stdout
            child.stdin.write(f"{word}\n")
            child.stdin.flush()
            return json.loads(child.stdout.readline())

        try:
            yield {**json.loads(child.stdout.readline()), "pid": child.pid, "tell": tell}
        finally:
            child.kill()


def phones(server: dict[str, Any], what: str, many: int) -> float:
    """So many phones that do this; one figure of it."""
    command = [sys.executable, "-m", "benchmarks.live", what, server["url"], str(many)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin
        assert child.stdout
        said = json.loads(child.stdout.readline())
        if said != "there":
            return float(said)
        if what == "stay":
            time.sleep(1)
            found = memory(server["pid"])
            child.kill()
            return found
        server["tell"]("close")
        return float(child.stdout.readline())


def memory(pid: int) -> float:
    import psutil

    return float(psutil.Process(pid).memory_info().rss / 1e6)


# The process of the server.


def serve(root: Path, whole: bool) -> None:
    """Serve a hall without limits to the rate, with one more address: it takes a form and keeps nothing."""
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from kompas.live import server
    from kompas.live.hall import Hall
    from kompas.live.reception import Limits
    from kompas.steps.poll import PollStep, Scale, Statement
    from kompas.steps.step import Surroundings
    from kompas.store.workspace import Workspace

    if whole:  # what is there too when the guide holds a round, also for the figure on the wall
        import kompas.app
        import kompas.commands.holding
        import kompas.commands.session
        import kompas.guide.screen  # noqa: F401

    ours = server.app
    answer = (
        b'{"open":true,"saved":true,"fields":{"answer-a":"7","perspective":"ouders","reason":"Ik zie het."}}'
    )

    async def nothing(request: Request) -> Response:
        await request.body()
        return Response(answer, media_type="application/json")

    def app(desk: Any, where: Any) -> Any:
        free = (10**9, 1e9)
        made = ours(desk, where, Limits(answers=free, looks=free))
        made.router.routes.insert(0, Route(f"/{desk.header.code}/nothing", nothing, methods=["POST"]))
        return made

    setattr(server, "app", app)  # noqa: B010 # a Hall takes it from there
    step = PollStep(
        id="a",
        title="Hoe dringend is dit?",
        why="Daarom.",
        how="Zo.",
        tips=(),
        minutes=5,
        phone=True,
        statements=(Statement(id="a", text="Hoe dringend vind jij dit?"),),
        scale=Scale(min=1, max=10, low="niet", high="heel erg"),
    )
    around = Surroundings(perspectives={"ouders": "Ouders", "onderwijs": "Onderwijs"})
    hall = Hall.open(
        Workspace(root), "s", "0A", step, around, "r", date(2026, 11, 21), lambda one: "", host="127.0.0.1"
    )
    say({"url": hall.url, "ready": (time.perf_counter() - BEGAN) * 1000})
    for line in sys.stdin:
        getattr(hall, line.strip())()
        say(hall.counts().answered)


def say(what: object) -> None:
    print(json.dumps(what), flush=True)


# The process of the phones.


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


async def steady(url: str, pid: int, minutes: float) -> list[tuple[float, float]]:
    """Everyone listens, and votes every few seconds; each minute the memory and the slowest 1 in 100."""
    listening, voting = await room(url, LISTENERS), [await Phone(url).connect() for _ in range(LISTENERS)]
    for one, other in zip(listening, voting, strict=True):
        other.token = one.token
        await one.ask(one.request("GET", "/events"))
    took: list[float] = []

    async def vote(phone: Phone, place: int) -> None:
        await asyncio.sleep(place * PAUSE / LISTENERS)
        while True:
            place += 1
            form = phone.request("POST", "", f"answer-a={place % 10 + 1}&perspective=ouders&reason={place}")
            began = time.perf_counter()
            if phone.transport.is_closing():
                await phone.connect()
            assert (await phone.ask(form)).startswith(b"HTTP/1.1 200")
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(PAUSE - (time.perf_counter() - began))

    votes = [asyncio.ensure_future(vote(phone, place)) for place, phone in enumerate(voting)]
    rows = []
    for minute in range(1, round(minutes) + 1):
        await asyncio.sleep(60)
        slow = statistics.quantiles(took, n=100)[-1]
        rows.append((memory(pid), slow))
        print(f"{minute:>4} min{len(took):>8} votes{slow:>9.1f} ms{rows[-1][0]:>9.1f} MB", flush=True)
        took.clear()
        failed = [one for one in votes if one.done()]
        if failed or any(one.transport.is_closing() for one in listening):
            raise SystemExit("a phone was let go")
    return rows


def main() -> None:
    """One of the processes, or all figures."""
    match sys.argv[1:]:
        case ["serve", folder, *more]:
            serve(Path(folder), bool(more))
        case ["vote", url, many]:
            say(asyncio.run(load(url, int(many), "")))
        case ["nothing", url, many]:
            say(asyncio.run(load(url, int(many), "/nothing")))
        case ["listen", url, many]:
            say(asyncio.run(listen(url, int(many))))
        case ["stay", url, many]:
            asyncio.run(stay(url, int(many)))
        case ["--minutes", minutes]:
            with tempfile.TemporaryDirectory(dir=ROOT, prefix=".benchmark-") as folder:
                with served(Path(folder), "--whole") as server:
                    rows = asyncio.run(steady(server["url"], server["pid"], float(minutes)))
                print(f"memory {rows[0][0]:.1f} MB after a minute, {rows[-1][0]:.1f} MB at the end")
        case _:
            with tempfile.TemporaryDirectory(dir=ROOT, prefix=".benchmark-") as folder:
                for what, ours, peer, ratio, limit in figures(Path(folder)):
                    print(f"{what:<58}{ours:>10.2f}{peer:>10.2f}{ratio:>8.2f}{limit:>7.1f}", flush=True)


if __name__ == "__main__":
    main()
