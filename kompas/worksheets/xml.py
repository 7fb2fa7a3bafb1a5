"""What text an XML document can hold."""

import re

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def in_xml(text: str) -> str:
    """The text without control characters and halves of pairs: no XML can say them."""
    return _NOT_IN_XML.sub("", text)
