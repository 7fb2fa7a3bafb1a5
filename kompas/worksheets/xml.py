"""What text an XML document can hold."""

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def in_xml(text: str) -> str:
    """The text without control characters and halves of pairs: no XML can say them."""
    return _NOT_IN_XML.sub("", text)
