"""What all tests share: a tree of files, and what happens to tests that need a tool."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.verapdf import JAXB

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A machine that is busy for a moment is no failure. Everything else stays as hypothesis has it for CI or not.
settings.register_profile("kompas", deadline=None)
settings.load_profile("kompas")

# Set where every tool must be there, as in .ci/run: what cannot run there has failed.
NO_SKIPS = "KOMPAS_NO_SKIPS"

# The markers of tests that need a tool, and the programs or files by which we know that it is there.
NEEDS: dict[str, tuple[str, ...]] = {
    "terminal": ("tmux",),
    "browser": ("chromium",),
    "verapdf": ("java", *JAXB),
    "npm": ("npm",),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Lay out files in a folder of this test's own, exactly as given, and give the folder back."""
    root = tmp_path / "werkmap"
    root.mkdir()

    def lay_out(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return root

    return lay_out


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A browser; only while the tests of one module run, as no other loop can run in its thread."""
    from tests.browser import chromium

    with chromium() as found:
        yield found


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is not on this machine."""
    for marker in _tools(item):
        for need in NEEDS[marker]:
            if not shutil.which(need) and not Path(need).is_file():
                pytest.skip(f"needs {need}, which is not on this machine")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that needs a tool and was skipped where it must run."""
    report = yield
    if os.environ.get(NO_SKIPS) and report.skipped and _tools(item):
        _fail(report, f"{item.nodeid} must run here ({NO_SKIPS} is set), but was skipped")
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that is skipped as a whole where its tests must run: they may need a tool."""
    report = yield
    if os.environ.get(NO_SKIPS) and report.skipped:
        _fail(report, f"{collector.nodeid} must be read here ({NO_SKIPS} is set), but was skipped")
    return report


def _tools(item: pytest.Item) -> list[str]:
    return [marker for marker in NEEDS if item.get_closest_marker(marker)]


def _fail(report: pytest.TestReport | pytest.CollectReport, why: str) -> None:
    report.outcome = "failed"
    report.longrepr = f"{why}: {report.longrepr}"
