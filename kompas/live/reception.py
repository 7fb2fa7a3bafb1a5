"""Answers phones: the page, what stands in it, and what is sent."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kompas.errors import KompasError
from kompas.live import pages
from kompas.live.desk import Desk
from kompas.live.events import Events
from kompas.live.rates import Rates
from kompas.live.room import Refused

COOKIE = "kompas"
ROUND = "round"  # the field that tells which round a form is of
_TOKEN = re.compile(rf"(?:^|; ?){COOKIE}=([0-9a-f.]+)(?:;|$)")
MOST_BODY = 64 * 1024  # a text in another script than ours takes up to nine bytes a letter
MOST_FIELDS = 100

_BEAT = 15.0  # seconds after which a phone that went without a word is noticed

_STRANGER = "We kennen je telefoon nog niet.", "Probeer het nog een keer. Lukt het niet? Sta cookies toe."
_TOO_FAST = "Dat gaat te snel.", "Wacht een paar tellen en probeer het opnieuw."
_TOO_LONG = "Je antwoord is te lang.", "Maak het korter en verstuur het opnieuw."
_NEW_ROUND = "Er is een nieuwe ronde begonnen.", "Lees de vraag en antwoord nog een keer."
_NO_FORM = "Dit is geen formulier van ons.", "Scan de code op het scherm."
_NOT_KEPT = (
    "De laptop kan je antwoord nu niet bewaren.",
    "Zeg het tegen wie het gesprek leidt. Verstuur je antwoord straks opnieuw.",
)


class Limits(msgspec.Struct, frozen=True):
    """How much at once, and then how much a second, of one device.

    Never by address: a room may share one. Never of all together: one stranger would use that up for
    everyone. What all cost is bounded otherwise: by the number of devices, and for newcomers, who are
    too many to count, by a page that is made once.
    """

    answers: tuple[int, float] = (10, 1)
    looks: tuple[int, float] = (60, 5)


class Turned(Exception):
    """A request that is not taken: the status, and why, for the person."""

    def __init__(self, status: int, why: tuple[str, str]) -> None:
        super().__init__(status)
        self.status, self.problem = status, KompasError(*why)


class Reception:
    """What it says to one phone depends on nothing that another gave."""

    def __init__(self, desk: Desk, limits: Limits) -> None:
        self._desk = desk
        self._answers, self._looks = Rates(*limits.answers), Rates(*limits.looks)
        self._blank: dict[bool, str] = {}  # the page of who gave nothing, by whether the round is open

    async def page(self, request: Request) -> Response:
        device = self._looking(request)
        if device in self._desk.room.givens:
            return HTMLResponse(self._html(device))
        open = self._desk.room.open
        if open not in self._blank:
            self._blank[open] = self._html(device)
        return self._known(HTMLResponse(self._blank[open]), device)

    async def state(self, request: Request) -> Response:
        return self._state(self._looking(request), 200)

    async def answer(self, request: Request) -> Response:
        """Success is told only when the answer is on the disk."""
        device = self._desk.device(_token(request))
        if device is None:
            raise Turned(403, _STRANGER)
        if not self._answers.allow(device):
            raise Turned(429, _TOO_FAST)
        fields = await _fields(request)
        try:
            if fields.pop(ROUND, self._desk.round) != self._desk.round:
                raise Refused(*_NEW_ROUND)
            await self._desk.take(device, fields)
        except Refused as refused:  # with a field: something to mend; without one: too late, or too many
            return self._mend(request, device, 422 if refused.problems else 409, fields, refused)
        except KompasError:
            return self._mend(request, device, 503, fields, KompasError(*_NOT_KEPT))
        if _wants_json(request):
            return self._state(device, 200)
        return RedirectResponse(request.url.path, 303)

    async def events(self, request: Request) -> Response:
        """Tells that the round opened or closed; then phones ask for their own state."""
        device = self._looking(request)
        if device is None:
            raise Turned(403, _STRANGER)
        return Events(self._desk.phones, device, self._phase, beat=_BEAT)

    async def turned(self, request: Request, error: Exception) -> Response:
        """Tell why a request is not taken; who is new gets a token, so that the next one can be."""
        assert isinstance(error, Turned)
        device = self._desk.device(_token(request))
        if _wants_json(request):
            response = self._state(device, error.status, error.problem)
        else:
            response = HTMLResponse(pages.trouble(error.problem), error.status)
        if error.status == 429:
            response.headers["retry-after"] = "2"
        return self._known(response, device) if error.status == 403 else response

    def _looking(self, request: Request) -> str | None:
        """Who looks, None for a newcomer; Turned when that is too often."""
        device = self._desk.device(_token(request))
        if device and not self._looks.allow(device):
            raise Turned(429, _TOO_FAST)
        return device

    def _known(self, response: Response, device: str | None) -> Response:
        """Give a newcomer a token."""
        if device is None:
            token = self._desk.new_token()
            path = f"/{self._desk.header.code}"  # or a round with another code would have it forget this one
            response.headers["set-cookie"] = f"{COOKIE}={token}; HttpOnly; SameSite=Lax; Path={path}"
        return response

    def _mend(
        self, request: Request, device: str, status: int, fields: Mapping[str, str], problem: KompasError
    ) -> Response:
        """The form as it was sent, with why it was not taken."""
        if _wants_json(request):
            return self._state(device, status, problem)
        return HTMLResponse(self._html(device, fields, problem), status)

    def _html(
        self,
        device: str | None,
        sent: Mapping[str, str] | None = None,
        problem: KompasError | None = None,
    ) -> str:
        room = self._desk.room
        fields = self._desk.filled(device) if sent is None or not room.open else sent
        saved = device in room.givens
        return pages.participant(
            self._desk.form, fields, open=room.open, saved=saved, problem=problem, round=self._desk.round
        )

    def _state(self, device: str | None, status: int, problem: KompasError | None = None) -> Response:
        room = self._desk.room
        fields, saved = self._desk.filled(device), device in room.givens
        state = pages.state(fields, open=room.open, saved=saved, problem=problem, round=self._desk.round)
        return Response(msgspec.json.encode(state), status, media_type="application/json")

    def _phase(self) -> bytes:
        return msgspec.json.encode({"open": self._desk.room.open, "round": self._desk.round})


def _token(request: Request) -> str:
    """Not with Python's own parser: before 3.12 that takes a hundred times as long for a hostile cookie."""
    found = _TOKEN.search(_header(request, b"cookie"))
    return found[1] if found else ""


def _wants_json(request: Request) -> bool:
    return "application/json" in _header(request, b"accept")


def _header(request: Request, name: bytes) -> str:
    """A header, or all that have this name in a row; Starlette's own way takes three times as long."""
    found = [value for key, value in request.scope["headers"] if key == name]
    return b"; ".join(found).decode("latin-1")


async def _fields(request: Request) -> dict[str, str]:
    """The form that was sent; Turned when it is too large, or no form."""
    kind = _header(request, b"content-type").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Turned(415, _NO_FORM)
    written = (await _body(request)).decode(errors="replace")
    try:
        return dict(parse_qsl(written, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Turned(400, _NO_FORM) from None


async def _body(request: Request) -> bytes:
    """What was sent, as far as it fits."""
    body, more = b"", True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise Turned(400, _NO_FORM)
        body += message.get("body", b"")
        if len(body) > MOST_BODY:
            raise Turned(413, _TOO_LONG)
        more = message.get("more_body", False)
    return body
