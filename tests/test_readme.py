"""What the README promises: its commands work, its links lead somewhere, the package is whole."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MARKER = "<!-- the test command:"


def _code(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)


def _shown() -> Iterator[tuple[str, ...]]:
    """The kompas commands that the README shows, without their options."""
    pieces = [*re.findall(r"`([^`\n]+)`", README), *_code("sh"), *_code("powershell")]
    for words in re.findall(r"(?:^|[\\/])kompas ([a-z]+(?: [a-z]+)*)", "\n".join(pieces), re.MULTILINE):
        yield tuple(words.split())


def test_one_command_installs_and_starts() -> None:
    """A newcomer copies one line, and the main job starts."""
    start = _code("sh")[0]
    assert start == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/kompas session start"
    assert PROJECT["project"]["scripts"] == {"kompas": "kompas:main"}


def test_one_command_installs_and_tests() -> None:
    """The test command stands where .ci/run looks for it, and asks for an extra that exists."""
    marked = re.findall(rf"^{MARKER}[^\n]*\n```sh\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)
    (command,) = marked
    assert command == "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"
    assert "test" in PROJECT["project"]["optional-dependencies"]


def test_the_gate_runs_the_command_of_the_readme() -> None:
    """No second spelling of the test command that could drift from the first."""
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"/^{MARKER}/" in gate
    assert "pytest" not in gate


def test_windows_does_the_same() -> None:
    """The lines for Windows are the lines for Linux, in Windows' spelling."""
    for unix, windows in zip(_code("sh"), _code("powershell"), strict=True):
        spelled = unix.replace("python3 -m", "py -m").replace(".venv/bin/", ".venv\\Scripts\\")
        assert windows.split("\n") == spelled.replace("'", '"').split(" && ")


@pytest.mark.parametrize("words", sorted(set(_shown())), ids=" ".join)
def test_every_command_shown_exists(words: tuple[str, ...]) -> None:
    """A command that the README names answers to --help."""
    done = subprocess.run([sys.executable, "-m", "kompas", *words, "--help"], capture_output=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_links_lead_to_files(page: str) -> None:
    """No link in the first pages that people open is broken."""
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", folder], check=True, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it lies on a machine where it was installed."""
    folder = tmp_path_factory.mktemp("installed")
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _data() -> list[str]:
    folders = ("kompas/blocks", "kompas/templates")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return sorted(path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc")


def test_the_wheel_carries_blocks_and_templates(unpacked: Path) -> None:
    """What kompas asks and how it prints travels with it."""
    assert any(name.startswith("kompas/blocks/") for name in _data())
    assert any(name.startswith("kompas/templates/") for name in _data())
    assert [name for name in _data() if not (unpacked / name).is_file()] == []


def test_the_source_archive_carries_blocks_and_templates(built: Path) -> None:
    """Who builds from the source archive gets the same kompas."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert [name for name in _data() if name not in names] == []


def test_the_wheel_works_away_from_the_sources(unpacked: Path, tmp_path: Path) -> None:
    """An installed kompas finds its own building blocks."""
    done = subprocess.run(
        [sys.executable, "-m", "kompas", "block", "show", "0A"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked), "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"0A" in done.stdout


SKIPPERS = {
    "in the test": "@pytest.mark.terminal\ndef test_it():\n    pytest.skip('not here')\n",
    "by a condition": "@pytest.mark.browser\n@pytest.mark.skipif(True, reason='')\ndef test_it(): ...\n",
    "by a fixture": (
        "@pytest.fixture\ndef tool():\n    pytest.skip('not here')\n\n"
        "@pytest.mark.verapdf\ndef test_it(tool): ...\n"
    ),
    "as a whole module": "pytest.importorskip('a_tool_that_is_not_here')\n",
    "for want of tmux": "@pytest.mark.terminal\ndef test_it(): ...\n",
}


@pytest.mark.parametrize("how", SKIPPERS)
def test_a_tool_that_is_missing_fails_the_gate(how: str, tmp_path: Path) -> None:
    """Elsewhere such a test is skipped and says so; where .ci/run gates a landing it fails."""
    (tmp_path / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    terminal\n    browser\n    verapdf\n")
    (tmp_path / "test_it.py").write_text(f"import pytest\n\n{SKIPPERS[how]}\ndef test_other(): ...\n")
    bare = {"PATH": "", **{key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", str(tmp_path)]
    lenient = subprocess.run(command, capture_output=True, env=bare, cwd=tmp_path)
    gate = subprocess.run(command, capture_output=True, env={**bare, "KOMPAS_NO_SKIPS": "1"}, cwd=tmp_path)
    assert b"1 skipped" in lenient.stdout
    assert lenient.returncode in (0, 5)
    assert gate.returncode in (1, 2)
    assert b"KOMPAS_NO_SKIPS is set" in gate.stdout


def test_the_gate_asks_for_no_skips() -> None:
    """The gate and the tests mean the same variable."""
    assert "export KOMPAS_NO_SKIPS=1" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
