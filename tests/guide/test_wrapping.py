"""Text that is typed breaks between words, and the cursor stays where it is."""

from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.layout import BufferControl
from prompt_toolkit.layout.processors import Transformation, TransformationInput

from kompas.guide.wrapping import WholeWords

TEXT = st.text(st.sampled_from("ab é-"), max_size=120)
PREFIX = 2


def shown(text: str, width: int) -> Transformation:
    """The line as the typing area shows it."""
    document = Document(text)
    control = BufferControl(Buffer(document=document))
    given = TransformationInput(control, document, 0, lambda place: place, [("", text)], width + PREFIX, 10)
    return WholeWords(PREFIX).apply_transformation(given)


@given(TEXT, st.integers(4, 40))
def test_a_word_that_fits_on_a_row_is_never_broken(text: str, width: int) -> None:
    """No row ends in the middle of a word, unless the word is longer than a row."""
    line = fragment_list_to_text(shown(text, width).fragments)
    for start in range(width, len(line), width):
        if line[start - 1] != " " and line[start] != " ":
            word = line[:start].rpartition(" ")[2] + line[start:].partition(" ")[0]
            assert len(word) >= width


@given(TEXT, st.integers(4, 40))
def test_nothing_but_spaces_is_added(text: str, width: int) -> None:
    """What is shown is what was typed."""
    assert fragment_list_to_text(shown(text, width).fragments).replace(" ", "") == text.replace(" ", "")


@given(TEXT, st.integers(4, 40))
def test_every_place_is_found_again(text: str, width: int) -> None:
    """From the text to the screen and back, so the cursor stands where people see it."""
    line = shown(text, width)
    seen = fragment_list_to_text(line.fragments)
    for place, letter in enumerate(text):
        assert seen[line.source_to_display(place)] == letter
        assert line.display_to_source(line.source_to_display(place)) == place
