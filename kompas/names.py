"""Readable names for files and records, made from what people type."""

import re
import unicodedata
from collections.abc import Container, Mapping
from typing import Any
from zlib import crc32

LONGEST = 40


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens; "" when the text has none of these (emoji, Chinese)."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:LONGEST].rpartition("-")[0] or words[:LONGEST] if len(words) > LONGEST else words


def unique(text: str, taken: Container[str], content: Mapping[str, Any]) -> str:
    """A readable id that is not taken.

    Never a sequence number: two branches would both make number 4. When the name alone does not do,
    a few letters that follow from `content` are added, so that different records get different ids.
    """
    name = slug(text)
    if name and name not in taken:
        return name
    mark = repr(sorted(content.items(), key=str)).encode()
    while True:
        candidate = f"{name or 'id'}-{crc32(mark) & 0xFFFF:04x}"
        if candidate not in taken:
            return candidate
        mark += b"+"
