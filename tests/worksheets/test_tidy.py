"""The white space of a worksheet, and tables that line up."""

from kompas.worksheets.tidy import tidy
from tests.worksheets.reading import look


def test_white_space() -> None:
    """No spaces at the end, one blank line at most, one newline at the end."""
    assert tidy("\n\n a  \n\n\n\t\nb\r\nc\n\n") == " a\n\nb\nc\n"
    assert tidy("") == "\n"


def test_a_table_lines_up() -> None:
    """Numbers to the right, and an escaped pipe is no border."""
    assert tidy("|a|bb|\n|---|--:|\n| lang woord |1|\n|\\||22|\n") == (
        "| a          |  bb |\n| ---------- | --: |\n| lang woord |   1 |\n| \\|         |  22 |\n"
    )


def test_a_wide_table_stays_as_it_is() -> None:
    """Padding would only make its lines longer."""
    wide = "woord " * 30
    made = tidy(f"| a | b |\n| --- | ---: |\n| {wide} | 1 |\n")
    assert made == f"| a | b |\n| --- | --: |\n| {wide.strip()} | 1 |\n"


def test_what_only_looks_like_a_table_is_left_alone() -> None:
    """A row too few or too many is for whoever wrote the template to see."""
    for text in ("| a | b |\n", "| a | b |\n| c | d |\n", "| a |\n| --- |\n| b | c |\n", "|\n"):
        assert tidy(text) == text
    assert "table" not in look(tidy("| a | b |\n| c | d |\n")).tags
