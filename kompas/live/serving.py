"""A server for phones in a thread of its own: it starts at once and ends within two seconds."""

import asyncio
import errno
import logging
import os
import socket
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from kompas.errors import KompasError

if TYPE_CHECKING:
    from kompas.live.connection import Crowd

EVERYWHERE = "0.0.0.0"
PORTS = (8080, 8000, 8888)  # easy to type, and open in many firewalls; else any that is free
MOST_CONNECTIONS = 3_000
PATIENCE = 15.0  # seconds that the terminal waits for the server, whatever the disk does

App = Callable[..., Coroutine[Any, Any, None]]
T = TypeVar("T")


def listen(host: str, ports: Iterable[int]) -> socket.socket:
    """A socket at the first of these ports that is free, or else at any; a KompasError if there is none."""
    for port in (*ports, 0):
        # Named TCP, or asyncio does not know it for that, and each answer waits 40 ms for Nagle's algorithm.
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            _keep_apart(found)
            found.bind((host, port))
            found.listen(2048)
            found.setblocking(False)
            return found
        except OSError as error:
            found.close()
            if error.errno == errno.EADDRNOTAVAIL:
                break
    raise KompasError(
        "Kompas kan op deze computer geen pagina voor telefoons openen.",
        "Kijk met kompas doctor wat dat tegenhoudt.",
    )


def _keep_apart(one: socket.socket) -> None:
    """A port that was just in use may be used again, but never by two at a time."""
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


class Serving:
    """An ASGI application that is being served at a listening socket; ready when this is made."""

    def __init__(self, app: App, listening: socket.socket, most: int = MOST_CONNECTIONS) -> None:
        self.port: int = listening.getsockname()[1]
        self._ready = threading.Event()
        self._leaving: asyncio.Event
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(
            target=self._work, args=(app, listening, most), name="kompas-live", daemon=True
        )
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise KompasError("De pagina voor telefoons kon niet openen.") from self._failure

    def run(self, work: Coroutine[Any, Any, T], patience: float = PATIENCE) -> T:
        """Do something in the server's thread, from another one, and wait for it (so many seconds)."""
        loop = self._loop
        if loop is None or loop.is_closed():
            work.close()
            raise KompasError("De pagina voor telefoons is niet meer open.", "Start kompas opnieuw.")
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result(patience)
        except (TimeoutError, CancelledError) as error:
            future.cancel()
            raise KompasError("Het bewaren duurt te lang.", "Kijk of de schijf nog werkt.") from error

    def stop(self) -> None:
        """Close every connection and the port; within two seconds, also when phones are busy."""
        if self._loop is not None and self._thread.is_alive():
            with suppress(RuntimeError):  # it has just gone
                self._loop.call_soon_threadsafe(self._leaving.set)
            self._thread.join(5)
        self._loop = None

    def _work(self, app: App, listening: socket.socket, most: int) -> None:
        try:
            asyncio.run(self._serve(app, listening, most))
        except BaseException as failure:
            self._failure = failure
        finally:
            self._ready.set()

    async def _serve(self, app: App, listening: socket.socket, most: int) -> None:
        from uvicorn import Config  # only where phones come in

        from kompas.live.connection import MOST_HEADERS, PATIENCE, Crowd, protocol

        _quiet()
        self._loop, self._leaving = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(lambda loop, context: None)  # a phone that went away is no news
        crowd = Crowd(_connections(most))
        config = Config(
            app,
            http=protocol(crowd),
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=int(PATIENCE),
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=MOST_HEADERS,
        )
        await self._until_told(config, crowd, listening)

    async def _until_told(self, config: Any, crowd: "Crowd", listening: socket.socket) -> None:
        from uvicorn import Server

        leaving, ready = self._leaving, self._ready

        class Ours(Server):
            async def main_loop(self) -> None:
                ready.set()
                while not leaving.is_set():
                    await asyncio.wait([told], timeout=1)
                    crowd.sweep(asyncio.get_running_loop().time())

        told = asyncio.ensure_future(leaving.wait())
        await Ours(config).serve([listening])
        for connection in list(crowd.present):
            connection.transport.abort()
        await asyncio.sleep(0)


def _quiet() -> None:
    """Nothing that strangers do is written across the screen of a meeting."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _connections(most: int) -> int:
    """How many connections the system lets us have, after asking for more."""
    if os.name == "nt":
        return most
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + 200
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        except (OSError, ValueError):
            soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return most if soft == resource.RLIM_INFINITY else max(50, min(most, soft - 200))
