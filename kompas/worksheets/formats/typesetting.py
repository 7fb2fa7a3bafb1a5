"""Typst, the program that sets pages and draws: it sees only what it is given, nothing of the computer."""

from collections.abc import Mapping
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

from kompas.errors import KompasError
from kompas.worksheets.formats.glyphs import folders


def typeset(program: bytes, given: Mapping[str, str], wanted: str, instead: str, **settings: Any) -> bytes:
    """What the program makes of what it is given (`sys.inputs`).

    `wanted` and `instead` say, if it fails, what there should have been and which formats may still be made.
    """
    with TemporaryDirectory(prefix="kompas-") as empty:
        try:
            made: Any = typst.compile(
                program,
                sys_inputs={**given},
                root=empty,
                package_path=empty,
                package_cache_path=empty,
                font_paths=_fonts(),
                **settings,
            )
        except RuntimeError as error:
            raise KompasError(
                f"{wanted}: {error}",
                f"Dit is een fout van kompas zelf. Meld het aan de makers. {instead} lukt misschien wel.",
            ) from error
    return cast(bytes, made)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,  # another computer would make another document
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders()],
    )
