"""The application: which address leads where. All that is not here is nowhere."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kompas.errors import KompasError
from kompas.live import pages
from kompas.live.desk import Desk
from kompas.live.guard import HEADERS, Guard
from kompas.live.join import as_typed
from kompas.live.reception import Limits, Reception, Turned
from kompas.live.wall import Wall
from kompas.live.whereabouts import Whereabouts


def app(desk: Desk, where: Whereabouts, limits: Limits = Limits()) -> Starlette:  # noqa: B008 # it is frozen
    """Everything that is served while a round is held."""
    reception, wall = Reception(desk, limits), Wall(desk, where)
    code, key = f"/{desk.header.code}", f"/{desk.header.projector}"

    async def elsewhere(request: Request, error: Exception) -> Response:
        meant = as_typed(request.url.path.strip("/"))
        if meant == desk.header.code and request.url.path != code:
            return RedirectResponse(code, 303)
        return HTMLResponse(pages.gone(), 404)

    return Starlette(
        routes=[
            Route(code, reception.answer, methods=["POST"]),  # first, as this is what all do at once
            Route(code, reception.page),
            Route(f"{code}/state", reception.state),
            Route(f"{code}/events", reception.events),
            Route(key, wall.page),
            Route(f"{key}/events", wall.events),
            Route(f"{key}/picture", wall.picture),
            *(_asset(name, kind) for name, kind in pages.ASSETS.items()),
        ],
        middleware=[Middleware(Guard, where=where)],
        exception_handlers={404: elsewhere, 405: _impossible, Turned: reception.turned, Exception: _broken},
    )


def _asset(name: str, kind: str) -> Route:
    content = pages.asset(name)

    async def get(request: Request) -> Response:
        return Response(content, media_type=kind)

    return Route(f"/{name}", get)


async def _impossible(request: Request, error: Exception) -> Response:
    return HTMLResponse(pages.trouble(KompasError("Dit kan hier niet.")), 405)


async def _broken(request: Request, error: Exception) -> Response:
    """A mistake of ours: nobody in the room has anything to do with where it is."""
    page = pages.trouble(KompasError("Er ging iets mis op de laptop.", "Probeer het nog een keer."))
    headers = {name.decode(): value.decode() for name, value in HEADERS}  # outside of the guard
    return HTMLResponse(page, 500, headers)
