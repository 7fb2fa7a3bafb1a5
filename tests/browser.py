"""Pages as people meet them: in Debian's Chromium, and as axe judges them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

_ARGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that asks nothing of the network by itself."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGS)
        try:
            yield found
        finally:
            found.close()


def violations(page: Page) -> list[str]:
    """What keeps people from using a page, as axe sees it: the rule, and where."""
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", _RULES
    )
    return [
        f"{one['id']} ({one['help']}): {node['target']} {node['html'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
