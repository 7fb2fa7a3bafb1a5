"""The command line as a whole: in Dutch, with the right exit code, and never a traceback."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer

from kompas import __version__
from kompas.app import app
from kompas.errors import Interrupted, KompasError, Problem
from kompas.store import sessions
from tests.made import SESSION
from tests.running import environment, kompas, process

LayOut = Callable[[Mapping[str, str]], Path]
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch

# Words of Typer and click that would show through.
ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|show|this|message|and|exit|error|invalid|missing|no such|try|got"
    r"|unexpected|extra|requires|required|default|does not|possible|did you mean|help for|path|text|file)\b",
    re.IGNORECASE,
)


def commands() -> Iterator[list[str]]:
    """Every command and group there is."""

    def below(command: Any, context: Any, words: list[str]) -> Iterator[list[str]]:
        yield words
        for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
            yield from below(command.get_command(context, name), context, [*words, name])

    top = typer.main.get_command(app)
    with typer.Context(top) as context:
        yield from below(top, context, [])


def without_names(text: str) -> str:
    """A text without what people type: commands, options, paths."""
    text = re.sub(r"^  [a-z]+  ", "", text, flags=re.MULTILINE)
    return re.sub(r"kompas( [a-z]+)*|--[a-z]+|\S*/\S*|“[^”]*”|Kies uit: .*|\(.*?\)", "", text)


@pytest.mark.parametrize("words", list(commands()), ids=lambda words: " ".join(words) or "kompas")
def test_every_command_has_help_in_dutch(words: list[str], capsys: Capture) -> None:
    """--help tells what it does, every argument and option with what it is for, in 80 columns."""
    ran = kompas(capsys, *words, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Gebruik: {' '.join(['kompas', *words])} [OPTIES]")
    assert "Toon deze hulp" in ran.out
    assert not ENGLISH.search(without_names(ran.out)), ran.out
    for line in ran.out.splitlines():
        assert len(line) <= 80
        assert not re.fullmatch(r"  (--)?\S+( [A-Z]+)?", line), f"nothing is said about {line}"


@pytest.mark.parametrize("words", [[], ["session"], ["block"]])
def test_a_group_alone_shows_its_help(words: list[str], capsys: Capture) -> None:
    """Who types only the beginning sees what there is."""
    ran = kompas(capsys, *words)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == kompas(capsys, *words, "--help").out


@pytest.mark.parametrize(
    ("line", "says", "where"),
    [
        ("foo", "De opdracht foo bestaat niet. Kies uit: init, session", "kompas --help"),
        ("chek", "De opdracht chek bestaat niet. Bedoel je “check”?", "kompas --help"),
        ("session lst", "De opdracht lst bestaat niet. Bedoel je “list”?", "kompas session --help"),
        ("--nee", "De optie --nee bestaat niet.", "kompas --help"),
        (
            "session list --jsn",
            "De optie --jsn bestaat niet. Bedoel je --json?",
            "kompas session list --help",
        ),
        ("session list -x", "De optie -x bestaat niet.", "kompas session list --help"),
        ("session list --json=1", "Achter --json hoort geen waarde.", "kompas session list --help"),
        ("session start --block", "Achter --block hoort nog: BOUWSTEEN.", "kompas session start --help"),
        ("session start --answers", "Achter --answers hoort nog: BESTAND.", "kompas session start --help"),
        ("session list een twee", "Dit is te veel: een twee.", "kompas session list --help"),
        ("block show", "Je moet nog zeggen: BOUWSTEEN.", "kompas block show --help"),
        ("block new", "Je moet nog zeggen: NAAM.", "kompas block new --help"),
        ("block 'foo", "De opdracht 'foo bestaat niet.", "kompas block --help"),
    ],
)
def test_wrong_use_is_told_in_dutch(line: str, says: str, where: str, capsys: Capture) -> None:
    """Exit code 2, what is wrong, what was probably meant, and where to look."""
    ran = kompas(capsys, *line.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(says)
    assert ran.err.endswith(f"Kijk hoe het kan met: {where}\n")
    assert not ENGLISH.search(without_names(ran.err))


def test_strange_words_do_nothing_to_the_terminal(capsys: Capture) -> None:
    """What a script put on the command line is shown without its escape codes."""
    for line in (["\x1b[31m"], ["--\x1b[31m"], ["session", "list", "\x1b]0;x\x07"]):
        ran = kompas(capsys, *line)
        assert ran.code == 2
        assert "\x1b" not in ran.err
        assert "\x07" not in ran.err


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["--version", "check"]])
def test_the_version(tmp_path: Path, words: list[str]) -> None:
    """Told alone and beside a command; nothing else is done then."""
    assert process(tmp_path, *words) == (0, f"kompas {__version__}\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="has no shell that can close streams")
@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("session start <&-", 1, "--answers BESTAND"),
        ("session start --accessible <&-", 130, "Gestopt."),
        ("session list >&-", 0, ""),
        ("session foo 2>&-", 2, ""),
        ("check <&- >&- 2>&-", 0, ""),
    ],
)
def test_streams_that_are_closed(workspace: LayOut, line: str, code: int, says: str) -> None:
    """A timer or another program may start kompas without input or output."""
    done = subprocess.run(
        f"{shlex.quote(sys.executable)} -m kompas {line}",
        shell=True,
        cwd=workspace({"sessions/a/session.yaml": SESSION}),
        env=environment({}),
        stderr=subprocess.PIPE,
        timeout=60,
    )
    told = done.stderr.decode()
    assert done.returncode == code, told
    assert says in told
    assert "mis mag gaan" not in told


class Breaks:
    """Something in kompas that raises an error."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __call__(self, *arguments: Any) -> Any:
        raise self.error


@pytest.fixture
def broken(workspace: LayOut, monkeypatch: Patch) -> Callable[[BaseException], None]:
    """A workspace in which listing the sessions raises an error."""
    monkeypatch.chdir(workspace({"sessions/a/session.yaml": SESSION}))

    def with_error(error: BaseException) -> None:
        monkeypatch.setattr(sessions, "abouts", Breaks(error))

    return with_error


@pytest.mark.parametrize("error", [ValueError("geheim"), RecursionError(), MemoryError()])
def test_a_mistake_of_ours_gives_no_traceback(
    broken: Callable[[BaseException], None], capsys: Capture, error: BaseException
) -> None:
    """A sentence, how to report it, and exit code 1."""
    broken(error)
    ran = kompas(capsys, "session", "list")
    assert (ran.code, ran.out) == (1, "")
    assert "Er ging iets mis" in ran.err
    assert "KOMPAS_DEBUG=1" in ran.err
    assert "Traceback" not in ran.err
    assert "geheim" not in ran.err


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), PermissionError(13, "denied", "a")]
)
def test_what_the_system_refuses_is_told_in_dutch(
    broken: Callable[[BaseException], None], capsys: Capture, error: OSError
) -> None:
    """A full disk or a folder without rights is for people to look at, not for the makers."""
    broken(error)
    ran = kompas(capsys, "session", "list")
    assert (ran.code, ran.out) == (1, "")
    assert "niet lezen of schrijven" in ran.err
    assert "schijf vol" in ran.err
    assert "makers" not in ran.err
    assert not ENGLISH.search(ran.err)


def test_whoever_asks_for_it_gets_the_traceback(
    broken: Callable[[BaseException], None], monkeypatch: Patch, capsys: Capture
) -> None:
    """KOMPAS_DEBUG shows where a mistake of ours is, and where an error came from."""
    monkeypatch.setenv("KOMPAS_DEBUG", "1")
    broken(ValueError("geheim"))
    ran = kompas(capsys, "session", "list")
    assert ran.code == 1
    assert "Traceback" in ran.err
    assert "ValueError: geheim" in ran.err
    broken(KompasError("Dit kan niet."))
    ran = kompas(capsys, "session", "list")
    assert ran.code == 1
    assert ran.err.startswith("Dit kan niet.\n")
    assert "Traceback" in ran.err


def test_an_error_is_told_whole(broken: Callable[[BaseException], None], capsys: Capture) -> None:
    """The message, each problem with its place, and what to do, in that order."""
    problem = Problem("Dit klopt niet.", "Verander het.", file="a.yaml", line=2, column=3)
    broken(KompasError("Het ging niet.", "Probeer het opnieuw.", [problem]))
    ran = kompas(capsys, "session", "list")
    told = "Het ging niet.\na.yaml:2:3: Dit klopt niet. Verander het.\nProbeer het opnieuw.\n"
    assert ran == (1, "", told)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), EOFError(), typer.Abort(), Interrupted("Gestopt.")])
def test_stopping_is_no_error(
    broken: Callable[[BaseException], None], capsys: Capture, error: BaseException
) -> None:
    """Exit code 130, one calm line."""
    broken(error)
    ran = kompas(capsys, "session", "list")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.startswith("Gestopt.")
    assert len(ran.err.splitlines()) == 1
