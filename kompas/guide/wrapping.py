"""Words that stay whole where text is typed: prompt_toolkit itself breaks a line wherever it is full."""

from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments

from kompas.console.cells import cells

_LONGEST = 5_000  # characters; a longer line would make typing slow


class WholeWords(Processor):
    """Fills a row with spaces up to its end where the next word does not fit on it any more.

    They are shown and not stored; `prefix` cells of each row are taken by what stands before the text.
    """

    def __init__(self, prefix: int) -> None:
        self._prefix = prefix

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """The line as it is shown, and how places in it go to and fro."""
        text = transformation_input.document.lines[transformation_input.lineno]
        width = transformation_input.width - self._prefix
        gaps = _gaps(text, width) if len(text) <= _LONGEST else []
        if not gaps:
            return Transformation(transformation_input.fragments)
        shown = explode_text_fragments(list(transformation_input.fragments))
        for place, filling in reversed(gaps):
            shown[place:place] = [("", " ")] * filling
        return Transformation(
            shown,
            source_to_display=lambda source: source + sum(filling for at, filling in gaps if at <= source),
            display_to_source=lambda display: _source(display, gaps),
        )


def _gaps(text: str, width: int) -> list[tuple[int, int]]:
    """Where to fill up a row, and with how many spaces."""
    gaps: list[tuple[int, int]] = []
    used = at = 0
    for word in _words(text):
        need = cells(word)  # with the space behind it, or that would begin the next row
        if used and used + need > width >= need:
            gaps.append((at, width - used))
            used = 0
        used = (used + need - 1) % width + 1 if width > 0 else 0
        at += len(word)
    return gaps


def _words(text: str) -> list[str]:
    """The words of a line, each with the spaces behind it; together they are the line."""
    *words, last = text.split(" ")
    return [*(f"{word} " for word in words), *([last] if last else [])]


def _source(display: int, gaps: list[tuple[int, int]]) -> int:
    """The place in the text that is shown at `display`."""
    filled = 0
    for at, filling in gaps:
        if display < at + filled:
            break
        filled += min(filling, display - at - filled)
    return display - filled
