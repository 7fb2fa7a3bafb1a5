"""The templates that come with kompas."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kompas.worksheets.appearance import LOOKS, tint

if TYPE_CHECKING:
    from jinja2 import Environment


def packaged() -> Path:
    """The folder that they are in."""
    return Path(str(files("kompas"))) / "templates"


@cache
def ours(folder: str) -> "Environment":
    """Those in a folder that no team can replace: they make pages, drawings and office documents."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # slow, and not for every figure made

    from kompas.worksheets.compiled import compiled

    made = Environment(
        loader=FileSystemLoader(packaged() / folder),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled(),
    )
    made.globals |= {**LOOKS, "tint": tint}
    return made


def _finalize(value: Any) -> Any:
    """Numbers as short as they can be."""
    return f"{round(value, 2):g}" if isinstance(value, float) else value
