"""A page to try beforehand whether phones can reach this laptop, served as the real one is."""

import re
from collections.abc import Iterator, MutableMapping
from functools import cache
from importlib.resources import files
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec

from kompas.live.network import Address, addresses
from kompas.live.serving import EVERYWHERE, PORTS, Serving, listen

if TYPE_CHECKING:
    from starlette.responses import Response

_BEAT = 1.0  # seconds between two looks at the network, and the longest that Ctrl-C waits
_DEVICES = (
    ("een iPhone", r"iPhone"),
    ("een iPad", r"iPad"),
    ("een Android-telefoon", r"Android.*Mobile"),
    ("een Android-tablet", r"Android"),
    ("een Windows-computer", r"Windows"),
    ("een Mac", r"Macintosh"),
)
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


class Visit(msgspec.Struct, frozen=True):
    """A device that got the page; `device` is what it says it is, in Dutch."""

    ip: str
    device: str
    is_self: bool


class Moved(msgspec.Struct, frozen=True):
    """The addresses are not what they were: another Wi-Fi, say."""

    addresses: tuple[Address, ...]


class Silence(msgspec.Struct, frozen=True):
    """Nothing happened just now; so many such seconds there were since the start."""

    seconds: int


class Trial:
    """The page is there from the start until the end of a with-block."""

    def __init__(self) -> None:
        self.addresses = tuple(addresses())
        self._visits: SimpleQueue[Visit] = SimpleQueue()
        self._serving = Serving(self._answer, listen(EVERYWHERE, PORTS))
        self.port = self._serving.port

    def __enter__(self) -> "Trial":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._serving.stop()

    def url(self, address: Address) -> str:
        return f"http://{address.ip}:{self.port}"

    def news(self) -> Iterator[Visit | Moved | Silence]:
        """Who comes, and what changes, for ever; something at least every second."""
        seconds = 0
        while True:
            try:
                yield self._visits.get(timeout=_BEAT)
            except Empty:
                seconds += 1
                yield Silence(seconds)
            if (now := tuple(addresses())) != self.addresses:
                self.addresses = now
                yield Moved(now)

    async def _answer(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """The page itself at the shortest address, as people may have to type it."""
        if scope["type"] != "http":
            return
        is_page = scope["path"] == "/" and scope["method"] in ("GET", "HEAD")
        await _page(200 if is_page else 404)(scope, receive, send)
        if is_page:
            self._visits.put(self._visit(scope))

    def _visit(self, scope: MutableMapping[str, Any]) -> Visit:
        ip = (scope.get("client") or ("?",))[0]
        agent = dict(scope["headers"]).get(b"user-agent", b"").decode("latin-1")
        ours = {address.ip for address in self.addresses}
        return Visit(ip, device(agent), ip in ours or ip.startswith("127."))


def device(agent: str) -> str:
    """What a browser says it runs on."""
    return next((name for name, sign in _DEVICES if re.search(sign, agent)), "een apparaat")


def _page(status: int) -> "Response":
    from starlette.responses import HTMLResponse, PlainTextResponse  # only where phones come in

    if status == 200:
        return HTMLResponse(_html(), headers=_HEADERS)
    return PlainTextResponse("Deze pagina is er niet.", status, headers=_HEADERS)


@cache
def _html() -> str:
    return (files("kompas") / "templates" / "live" / "trial.html").read_text("utf-8")
