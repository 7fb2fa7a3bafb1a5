"""What every request must be, and what every answer carries: phones share the Wi-Fi with strangers."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kompas.errors import KompasError
from kompas.live import pages
from kompas.live.whereabouts import Whereabouts

MOST_HEADERS = 8 * 1024

# Of the referrer nothing leaves us; with no-referrer a form would not say that it comes from our page.
HEADERS = [
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
]


class Guard:
    """Lets in what is meant for us and comes from our own pages, and puts our headers on every answer."""

    def __init__(self, app: ASGIApp, where: Whereabouts) -> None:
        self._app, self._where = app, where

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal:
            await _refuse(*refusal, protected)
        else:
            await self._app(scope, receive, protected)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
            return 431, "Je browser stuurt te veel mee."
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if not self._where.are(host):
            return 421, "Dit adres is niet van deze laptop. Scan de code op het scherm."
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "Dit kan hier niet."
        if scope["method"] == "POST" and not _from_our_page(headers, host):
            return 403, "Dit antwoord komt van een andere pagina. Scan de code op het scherm."
        return None


def _from_our_page(headers: dict[bytes, bytes], host: str) -> bool:
    """Browsers say where a form stands, in one way or the other; those that are too old say nothing."""
    origin = headers.get(b"origin")
    if origin is not None:
        return origin.decode("latin-1").lower() == f"http://{host}"
    return headers.get(b"sec-fetch-site", b"same-origin") == b"same-origin"


async def _refuse(status: int, what: str, send: Send) -> None:
    body = pages.trouble(KompasError(what)).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    if status == 405:
        headers.append((b"allow", b"GET, HEAD, POST"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
