"""Our figures beside our peers', in one run: `python -m benchmarks`.

Each row is a ratio of two things measured in turn (A B A B …), so that it holds when the machine's
speed drifts; for some the other is the most that it may be. Times of whole processes, except for saving
and for phones. Run it with kompas installed.
"""

import os
import re
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from benchmarks import live
from benchmarks.measuring import HERE, Figure, compared, inner, paired, peak_memory, process, scratch

EXAMPLE = HERE.parent / "sessions" / "2026-09-08-schooluitval"
ROUNDS = 25
NONE = float("inf")  # a figure that has no limit


def many_sessions(folder: Path, count: int) -> Path:
    """A workspace with `count` sessions of ordinary size: the example's people, again and again."""
    example = (EXAMPLE / "session.yaml").read_bytes()
    for number in range(count):
        session = folder / "sessions" / f"2026-01-01-{number:05}"
        session.mkdir(parents=True)
        (session / "session.yaml").write_bytes(example)
    return folder


def storing(folder: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """A poll's answer with another score, stored in the example; and the same bytes, bare."""
    from kompas.steps.poll import Ballot, PollAnswer
    from kompas.store import catalog, sessions
    from kompas.store.answers import save_answer
    from kompas.store.workspace import Workspace

    shutil.copytree(EXAMPLE, folder / "sessions" / EXAMPLE.name)
    workspace = Workspace(folder)
    blocks, _ = catalog.load(workspace)
    id = EXAMPLE.name
    block = blocks.blocks["0A"]
    step = next(one for one in block.steps if one.id == "urgency")
    opened = sessions.load(workspace, id, blocks)
    path = sessions.folder(workspace, id) / "0A.yaml"
    held: PollAnswer = opened.session.answer("0A", "urgency")
    last = held.rounds[-1]
    score = 1

    def ours() -> None:
        nonlocal opened, score
        score = score % 10 + 1
        first = Ballot(participant=last.ballots[0].participant, scores={"urgency": score})
        ballots = (first, *last.ballots[1:])
        new = type(last)(id=last.id, date=last.date, method=last.method, ballots=ballots)
        answer = PollAnswer(rounds=(*held.rounds[:-1], new))
        opened = save_answer(workspace, opened, blocks, block, step, answer)

    return ours, bare(folder, path.read_bytes())


def saving(folder: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """A save of a file that is known, and the same bytes, bare."""
    from kompas.store.reading import digest
    from kompas.store.saving import save

    content = (EXAMPLE / "0A.yaml").read_bytes()
    path, locks = folder / "0A.yaml", folder / ".kompas"
    known = save(path, content, None, locks)
    assert known == digest(content)
    return lambda: save(path, content, known, locks) and None, bare(folder, content)


def bare(folder: Path, content: bytes) -> Callable[[], None]:
    """Write, fsync, rename, and nothing else."""

    def run() -> None:
        beside = folder / "bare.tmp"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(descriptor, content)
        os.fsync(descriptor)
        os.close(descriptor)
        os.replace(beside, folder / "bare.yaml")

    return run


def printing(kompas: str, one: str, folder: Path) -> Iterator[Figure]:
    """The worksheets of the example as PDF."""
    from kompas.worksheets.formats.glyphs import folders

    fonts = [str(font) for font in folders()]
    empty = str(HERE / "empty_typst.py")

    def export(*wanted: str) -> Callable[[], None]:
        command = (kompas, "export", one, "--out", str(folder), *wanted)
        return process(*command, cwd=HERE.parent)

    first = export("--block", "0A", "--format", "pdf")
    export("--block", "0A", "--format", "html")()
    yield paired(
        "kompas export of 0A as PDF / an empty Typst document",
        first,
        process(sys.executable, empty, str(folder / "empty.pdf"), *fonts),
        3.0,
        ROUNDS,
    )
    yield compared(
        "0A from Markdown to PDF / from HTML to PDF by WeasyPrint",
        inner("our_pdf.py", str(HERE.parent), one),
        inner("weasy_print.py", str(folder / "0A.html"), str(folder / "weasy.pdf")),
        1 / 8,
        5,
    )
    apart = [export("--block", block, "--format", "pdf") for block in ("vooraf", "0A", "0B")]
    yield paired(
        "all PDFs of the example in one process / in three",
        export("--format", "pdf"),
        lambda: [one() for one in apart] and None,
        1.0,
        ROUNDS,
    )


def a_page(records: int, run: int) -> float:
    """Milliseconds for a page of a register of so many records, as PDF; each run has other words."""
    from kompas.house import House
    from kompas.worksheets.formats.pdf import pdf
    from kompas.worksheets.worksheet import Worksheet

    names = [f"Partij {place} van {run}" for place in range(records)]
    rows = "".join(f"| {name} | Onderwijs | Meedenken | Meewerken |\n" for name in names)
    role = "Ziet elke dag kinderen die het moeilijk hebben, en weet wat hun ouders nodig hebben."
    facts = "".join(f"- **{name}**\n  - *Rol:* {role}\n  - *Volgende stap:* Bel {name}.\n" for name in names)
    text = f"# Register\n\n| Naam | Domein | Nu | Gewenst |\n| --- | --- | --- | --- |\n{rows}\n{facts}"
    worksheet = Worksheet("x", "Register", "", text, {}, date(2026, 11, 22), House())
    began = time.perf_counter()
    content = pdf(worksheet).content
    spent = (time.perf_counter() - began) * 1000
    return spent / len(re.findall(rb"/Type/Page[^s]", content))


def starting(kompas: str, one: str) -> Iterator[Figure]:
    """What every command costs before it does anything, and what a small one costs."""
    python = sys.executable
    version, nothing = process(kompas, "--version"), process(python, "-c", "pass")
    yield paired("kompas --version / python -c pass", version, nothing, 1.6, ROUNDS)
    status = process(kompas, "session", "status", one, cwd=HERE.parent)
    empty = process(python, str(HERE / "empty_typer.py"))
    yield paired("kompas session status / an empty Typer command", status, empty, 1.5, ROUNDS)


def keeping() -> Iterator[Figure]:
    """A save, and an answer that is saved."""
    with scratch() as folder:
        yield paired("a save / a bare write, fsync, rename", *saving(folder), 3.0, 300)
    with scratch() as folder:
        yield paired("an answer put in its file, and saved / the same", *storing(folder), NONE, 300)


def growing() -> Figure:
    """Whether a page takes longer when there are more of them."""
    a_page(10, 0)  # the fonts are read once
    pages = [(a_page(500, run), a_page(50, run)) for run in range(1, 6)]
    many, few = (statistics.median(times) for times in zip(*pages, strict=True))
    return Figure("a page of a PDF: 500 / 50 records", many, few, many / few, 1.3)


def listing(kompas: str) -> Iterator[Figure]:
    """A workspace with a thousand sessions: the time, and the memory."""
    command = (kompas, "session", "list")
    loader = str(HERE / "bare_loader.py")
    with scratch() as folder, scratch() as small:
        many_sessions(folder, 1000)
        ours, bare = process(*command, cwd=folder), process(sys.executable, loader, str(folder))
        yield paired("kompas session list, 1,000 sessions / bare C loader", ours, bare, 1.3, 5)
        many_sessions(small, 50)
        most, least = peak_memory(*command, cwd=folder), peak_memory(*command, cwd=small)
        yield Figure("memory (MB) of session list: 1,000 / 50 sessions", most, least, most / least, 1.1)


def measure() -> Iterator[Figure]:
    """Every figure, one by one."""
    kompas = str(Path(sys.executable).with_name("kompas"))
    one = EXAMPLE.name
    yield from listing(kompas)  # first: a process is counted with the most that we held before it began
    yield from starting(kompas, one)
    yield from keeping()
    with scratch() as folder:
        yield from printing(kompas, one, folder)
    with scratch() as folder:
        yield from (Figure(*row) for row in live.figures(folder))
    yield growing()


def main() -> None:
    """Print the table; exit 1 if a ratio is over its limit."""
    print(f"{date.today()}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    print(f"{'':<58}{'ours ms':>10}{'peer ms':>10}{'ratio':>8}{'limit':>8}")
    figures = []
    for figure in measure():
        figures.append(figure)
        print(figure, flush=True)
    sys.exit(any(figure.ratio > figure.limit for figure in figures))


if __name__ == "__main__":
    main()
