"""The process of the server: a hall that does what it is told on its input.

python -m benchmarks.hall FOLDER [--whole]
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.phones import say

BEGAN = time.perf_counter()


def serve(root: Path) -> None:
    """Hold a round, and say where; each line of input is something that a hall can do."""
    from kompas.live.hall import Hall
    from kompas.steps.poll import PollStep, Scale, Statement
    from kompas.steps.step import Surroundings
    from kompas.store.workspace import Workspace

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


def without_limits(ours: Callable[..., Any]) -> Callable[..., Any]:
    """Our application without limits to the rate, with an address that takes a form and keeps nothing."""
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from kompas.live.reception import Limits

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

    return app


def main() -> None:
    """Serve; `--whole` also loads what is there when the guide holds a round."""
    folder, *whole = sys.argv[1:]
    if whole:
        import kompas.app
        import kompas.commands.holding
        import kompas.commands.session
        import kompas.guide.screen  # noqa: F401 # also for the figure on the wall
    from kompas.live import server

    setattr(server, "app", without_limits(server.app))  # noqa: B010 # a Hall takes it from there
    serve(Path(folder))


if __name__ == "__main__":
    main()
