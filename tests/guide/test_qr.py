"""The QR code in a terminal: what is drawn is the code, whole and dark on light."""

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from kompas.console import render
from kompas.console.cells import cells
from kompas.console.rows import ASCII, Look, rows
from kompas.guide import qr
from kompas.live.join import ALPHABET, as_typed
from kompas.view import Code, Heading, Para

QUIET = 4
CODES = st.text(ALPHABET, min_size=8, max_size=8)
ADDRESSES = st.builds(
    lambda ip, port, code: f"http://{ip}:{port}/{code}", st.ip_addresses(v=4), st.integers(1, 65535), CODES
)
URL = "http://192.168.178.123:65535/5m01jkec"
HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def read(drawn: tuple[str, ...]) -> list[list[int]]:
    """The modules that half blocks show, dark is 1."""
    return [[HALVES[sign][half] for sign in row] for row in drawn for half in (0, 1)]


@given(ADDRESSES)
def test_the_code_is_drawn_module_by_module(url: str) -> None:
    """With four modules of light on every side; as small as a terminal of 80 by 24 wants it."""
    seen = read(qr.rows(url))
    width = len(seen[0])
    assert width == 33
    assert all(not any(row) for row in (*seen[:QUIET], *seen[width - QUIET :]))
    assert all(not any((*row[:QUIET], *row[-QUIET:])) for row in seen)
    parts = ["http://", url.removeprefix("http://").upper()]
    whole = segno.make(parts, error="l", micro=False)  # type: ignore[arg-type] # several parts have no type
    assert seen[:width] == [list(row) for row in whole.matrix_iter(border=QUIET)]


@given(CODES)
def test_capitals_are_the_same_code(code: str) -> None:
    """They make the drawing smaller, and lead to the same page."""
    assert as_typed(code.upper()) == code


@pytest.mark.parametrize("url", ["http://192.168.1.2:8317/Geheim", "http://192.168.1.2:8317/a_b?c=d"])
def test_an_address_with_capitals_of_its_own_stays_as_it_is(url: str) -> None:
    """Then the code holds the address itself, in one part."""
    seen = read(qr.rows(url))
    assert seen[: len(seen[0])] == [
        list(row) for row in segno.make(url, error="l", micro=False).matrix_iter(border=QUIET)
    ]


class TestShown:
    VIEW = Code(qr.rows(URL), (Heading("In de zaal: 3"), Para("Scan de code.")), "Maak het groter.")

    def test_text_stands_beside_it(self) -> None:
        """In the middle, and nothing sticks out."""
        shown = render([self.VIEW], 76, plain=False)
        assert len(shown) == 17
        assert sum("In de zaal: 3" in line for line in shown) == 1
        assert all(cells(line) <= 76 for line in shown)

    def test_or_above_it_where_that_is_too_narrow(self) -> None:
        """The code is still whole."""
        shown = rows([self.VIEW], Look(40))
        assert [text for row in shown for style, text in row if style == "code"] == list(self.VIEW.rows)
        assert shown[0] == (("heading", "In de zaal: 3"),)

    def test_a_part_of_a_code_is_never_shown(self) -> None:
        """What helps is said instead."""
        shown = render([self.VIEW], 30, plain=False)
        assert shown == ["In de zaal: 3", "Scan de code.", "", "Maak het groter."]

    @pytest.mark.parametrize("look", [Look(76, plain=True), Look(76, signs=ASCII)])
    def test_no_code_for_who_cannot_see_it(self, look: Look) -> None:
        """A screen reader, and a terminal without half blocks."""
        assert not any(style == "code" for row in rows([self.VIEW], look) for style, _ in row)
