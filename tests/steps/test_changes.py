"""What changed between two versions of a text."""

from hypothesis import given
from hypothesis import strategies as st

from kompas.steps.changes import changes

sentence = st.sampled_from(["Eén.", "Wij beginnen klein.", "Lukt dat?", "Ja!", "Dan door…", "zonder punt"])
texts = st.lists(sentence, max_size=8).map("\n".join)


def told(before: str, after: str) -> list[tuple[str, str]]:
    """The changes as pairs."""
    return [(change.kind, change.text) for change in changes(before, after)]


def test_sentence_by_sentence() -> None:
    """What stayed stays where it is; what went stands before what came in its place."""
    before = "Wij beginnen in maart. Iedereen doet mee.\nDaarna kijken we."
    after = "Wij beginnen in mei. Iedereen doet mee. Wij stoppen na drie keer.\nDaarna kijken we."
    assert told(before, after) == [
        ("gone", "Wij beginnen in maart."),
        ("new", "Wij beginnen in mei."),
        ("same", "Iedereen doet mee."),
        ("new", "Wij stoppen na drie keer."),
        ("same", "Daarna kijken we."),
    ]


def test_another_layout_is_no_change() -> None:
    """Line breaks and spaces between sentences are not what people said."""
    assert told("Eén. Twee.", " Eén.\n\nTwee. \n") == [("same", "Eén."), ("same", "Twee.")]


def test_a_number_is_one_word() -> None:
    """A dot that no space follows does not end a sentence."""
    assert told("Het kost 2.500 euro.", "Het kost 2.500 euro.") == [("same", "Het kost 2.500 euro.")]


@given(texts, texts)
def test_both_versions_can_be_read_in_it(before: str, after: str) -> None:
    """Without what came it is the version before, without what went the one after; nothing is lost."""
    found = changes(before, after)
    assert [one.text for one in found if one.kind != "new"] == before.split("\n") * bool(before)
    assert [one.text for one in found if one.kind != "gone"] == after.split("\n") * bool(after)


@given(st.text(), st.text())
def test_of_any_text(before: str, after: str) -> None:
    """Nothing crashes, a text is the same as itself, and no piece is empty."""
    assert all(one.text.strip() for one in changes(before, after))
    assert {one.kind for one in changes(before, before)} <= {"same"}
    assert {one.kind for one in changes("", after)} <= {"new"}
