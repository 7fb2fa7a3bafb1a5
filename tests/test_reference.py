"""The command reference tells what the commands say of themselves."""

from tests.reference import FILE, reference


def test_the_reference_is_up_to_date() -> None:
    """What is written down is what --help shows; `python tests/reference.py` renews it."""
    assert FILE.read_text("utf-8") == reference()
