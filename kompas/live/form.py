"""What the page asks, as plain data, and how what comes back becomes text that can be kept."""

import re
from collections.abc import Mapping
from unicodedata import category

import msgspec

from kompas.errors import Problem
from kompas.live.room import Refused
from kompas.steps.step import Surroundings
from kompas.store.writing import nfc

PERSPECTIVE, REASON = "perspective", "reason"
NOT_SAID, UNKNOWN = "-", "?"
"""What the page sends for "Zeg ik liever niet" and "Weet ik niet": no ids, for these begin otherwise."""

_NEVER = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for a tab and a new line
    "\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # not seen, or turn the text
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"  # no characters; tags that hide a text in a text
)
_NEW_LINE = re.compile("\r\n?|[\x85\u2028\u2029]")
_GAP = re.compile("\n{3,}")
_MOST_MARKS = 4  # on one letter


class Choice(msgspec.Struct, frozen=True):
    """One answer to choose; `value` is what the page sends."""

    value: str
    label: str
    explanation: str = ""


class Question(msgspec.Struct, frozen=True):
    """Choose one of `choices`, or write (`most` characters) if there are none.

    `low` and `high` are the words at the ends of a scale of numbers, "" for named options. `columns`
    is how many numbers stand in a row of a narrow page.
    """

    field: str
    text: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    low: str = ""
    high: str = ""
    columns: int = 0
    most: int = 0


class Form(msgspec.Struct, frozen=True):
    """All there is to ask of one step.

    `text` is what the questions are about, "" when they speak for themselves.
    `perspectives` is empty when the step does not ask from which one people answer; `reason` is
    None when nothing is asked about why. `promise` says what happens with the answer.
    """

    kind: str
    title: str
    questions: tuple[Question, ...]
    promise: tuple[str, ...]
    perspectives: Question | None = None
    reason: Question | None = None
    text: str = ""

    @property
    def fields(self) -> tuple[Question, ...]:
        """Everything there is to fill in, in the order of the page."""
        return (*self.questions, *(one for one in (self.perspectives, self.reason) if one))


def perspectives(asked: bool, around: Surroundings, hint: str = "") -> Question | None:
    """The question from which perspective someone speaks, if it is asked."""
    if not asked or not around.perspectives:
        return None
    known = tuple(Choice(id, label) for id, label in around.perspectives.items())
    choices = (*known, Choice(NOT_SAID, "Zeg ik liever niet"))
    return Question(PERSPECTIVE, "Bij welke groep hoor jij?", choices, hint)


def few(least: int) -> str:
    """That a group is not kept when it would tell who someone is."""
    return f"Kiezen minder dan {least} mensen jouw groep? Dan bewaren we je groep niet."


def perspective(asked: bool, around: Surroundings, fields: Mapping[str, str]) -> str:
    """The perspective that was chosen; "" for who would rather not say, or is not asked."""
    if not asked or not around.perspectives:
        return ""
    chosen = fields.get(PERSPECTIVE, "")
    if chosen == NOT_SAID:
        return ""
    if chosen not in around.perspectives:
        raise refused("Kies bij welke groep jij hoort. “Zeg ik liever niet” mag ook.", PERSPECTIVE)
    return chosen


def answer(id: str) -> str:
    """The name of the field for a statement or a prompt; never that of another field."""
    return f"answer-{id}"


def text(fields: Mapping[str, str], field: str, most: int) -> str:
    """What was written: on lines, in NFC, without what cannot be seen; refused when it is too long."""
    written = clean(fields.get(field, ""))
    if len(written) > most:
        long = f"{len(written):,}".replace(",", ".")
        room = f"{most:,}".replace(",", ".")
        raise refused(f"Je tekst is te lang: {long} letters. Er passen er {room}. Maak hem korter.", field)
    return written


def clean(written: str) -> str:
    """Text of strangers: no control characters, no invisible ones, no towers of accents."""
    plain = _NEVER.sub("", _NEW_LINE.sub("\n", written)).replace("\t", " ")
    return _GAP.sub("\n\n", _levelled(nfc(_levelled(plain)))).strip()


def _levelled(text: str) -> str:
    """No towers: they hide the lines around them, and putting one in NFC takes the square of its height."""
    if text.isascii():
        return text
    kept, height = [], 0
    for letter in text:
        height = height + 1 if category(letter) in ("Mn", "Me") else 0
        if height <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def refused(what: str, field: str) -> Refused:
    """A refusal that the page can show beside a question."""
    return Refused(what, problems=[Problem(what, path=(field,))])
