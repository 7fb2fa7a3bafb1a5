"""The lines of a journal: how they are written, and how they are understood again.

The file has a line for the header and then one line for each time that something was put in:

    f3a80b52 {"format":1,"session":…}
    0d4f11c7 {"entry":"gave",…}<tab>{"entry":"gave",…}

In front stands the CRC-32 of the rest, so that a line which was being written when the power failed
is known as such: it is the last, and nobody was told that what is in it was kept. In every format
the first line is made like this, and says which format it is.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated
from zlib import crc32

import msgspec

from kompas.errors import KompasError

FORMAT = 1
_KEPT = "De antwoorden zijn niet weg: ze staan in {path}."

# As it stands in an address.
Word = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z_-]+\Z")]


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Which round this is, and what phones know it by.

    `projector` is the secret part of the projector's address, `secret` signs tokens, `asked` is a
    digest of what is asked: answers to other questions are not to be taken for answers to these.
    """

    format: int = FORMAT
    session: str
    block: str
    step: str
    round: str
    date: date
    code: Word
    projector: Word
    secret: Word
    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)]
    asked: str


def framed(lines: Sequence[bytes]) -> bytes:
    """A line of the file, that holds all of these."""
    content = b"\t".join(lines)
    if b"\n" in content or content.count(b"\t") >= len(lines) or not all(lines):
        raise ValueError("a line of a journal is not empty and has no control characters")
    return b"%08x %s\n" % (crc32(content), content)


def understood(path: Path, content: bytes, asked: str | None) -> tuple[Header, list[bytes], int]:
    """What a journal holds, and where that ends: a torn last line does not count.

    A KompasError when it is damaged, when another version made it, or when it answers other questions
    than `asked`. `path` is only there to be named.
    """
    first, *frames, torn = content.split(b"\n") if b"\n" in content else (b"", content)
    header = _header(path, _unframed(first), asked)
    lines: list[bytes] = []
    end = len(first) + 1
    for number, frame in enumerate(frames, 1):
        found = _unframed(frame)
        if found is None and number == len(frames) and not torn:
            break
        if found is None:
            raise _damaged(path, number + 1)
        lines += found
        end += len(frame) + 1
    return header, lines, end


def _unframed(frame: bytes) -> list[bytes] | None:
    """The lines in a frame, None when it is not as it was written."""
    mark, _, content = frame.partition(b" ")
    return content.split(b"\t") if mark == b"%08x" % crc32(content) else None


def _header(path: Path, found: list[bytes] | None, asked: str | None) -> Header:
    try:
        known = msgspec.json.decode(found[0] if found else b"", type=dict[str, object])
        if known.get("format") != FORMAT:
            raise KompasError(
                "De ronde bij deze stap is begonnen met een andere versie van kompas.",
                f"{_kept(path)} Ga verder met de kompas waarmee de ronde begon.",
            )
        header = msgspec.convert(known, Header)
    except msgspec.MsgspecError:  # of which DecodeError and ValidationError are kinds
        raise _damaged(path, 1) from None
    if asked not in (None, header.asked):
        raise KompasError(
            "De vragen van deze stap zijn veranderd sinds de ronde begon.",
            f"{_kept(path)} Zet de vragen terug zoals ze waren. Of haal dat bestand weg, en begin opnieuw.",
        )
    return header


def _damaged(path: Path, line: int) -> KompasError:
    what = "Haal die regel weg als je zonder die antwoorden verder wilt."
    if line == 1:
        what = "Haal dat bestand weg als je zonder die antwoorden opnieuw wilt beginnen."
    return KompasError(
        f"De bewaarde antwoorden van deze ronde zijn beschadigd, in regel {line} van {path.name}.",
        f"{_kept(path)} {what}",
    )


def _kept(path: Path) -> str:
    return _KEPT.format(path=path)
