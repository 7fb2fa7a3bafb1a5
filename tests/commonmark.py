"""The examples of the CommonMark specification, out of the npm package that its makers publish."""

import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = "commonmark-spec@0.31.2"

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)


class Example(NamedTuple):
    """Markdown, and the HTML that it should become."""

    number: int
    markdown: str
    html: str


def examples(folder: Path) -> list[Example]:
    """All examples; the package is fetched into this folder."""
    npm = [shutil.which("npm") or "npm", "pack", "--silent", PACKAGE]
    fetched = subprocess.run(npm, cwd=folder, timeout=120, stdin=subprocess.DEVNULL, capture_output=True)
    if fetched.returncode:
        pytest.skip(f"npm cannot fetch {PACKAGE}: {fetched.stderr.decode(errors='replace')}")
    (package,) = folder.glob("commonmark-spec-*.tgz")
    with tarfile.open(package) as files:
        found = files.extractfile("package/spec.txt")
        assert found
        spec = found.read().decode()
    pairs = [match.groups() for match in _EXAMPLE.finditer(spec)]
    return [
        Example(number, markdown.replace("→", "\t"), html.replace("→", "\t"))
        for number, (markdown, html) in enumerate(pairs, start=1)
    ]
