"""The room's rules, in any order in which people, facilitator and power cuts can come."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kompas.errors import KompasError
from kompas.live.room import (
    MOST_DEVICES,
    PAPER,
    Closed,
    Covered,
    Entry,
    Gave,
    Given,
    Refused,
    Reopened,
    Room,
    admit,
    applied,
    close,
    cover,
    decoded,
    encoded,
    give,
    hide,
    reopen,
    replay,
    show,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
GIVENS = st.builds(
    Given,
    perspective=TEXTS,
    values=st.dictionaries(TEXTS, st.none() | st.integers(0, 100) | TEXTS, max_size=3),
    reason=TEXTS,
)
DEVICES = st.sampled_from(["a1", "b2", "c3", PAPER + "d4"])
SCORE = Given("jongeren", {"steun": 3, "rust": None}, "Omdat het\tzo is.\n")


class Meeting(RuleBasedStateMachine):
    """A round as a room would hold it; beside it what people would expect, kept as simply as can be."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.journal: list[bytes] = []
        self.last: dict[str, Given] = {}
        self.open = True
        self.shown = False
        self.covered: set[str] = set()

    def note(self, entry: Entry) -> None:
        """Put it on the disk, as something that may be acknowledged."""
        self.journal.append(encoded(entry))

    @rule(device=DEVICES, given=GIVENS)
    def answer(self, device: str, given: Given) -> None:
        """A first answer, a change, the same again (a double tap), or one that comes too late."""
        if not self.open:
            with pytest.raises(Refused) as caught:
                give(self.room, device, given)
            assert bool(caught.value.hint) == (device in self.last)
            return
        self.room = give(self.room, device, given)
        self.note(Gave(device, given))
        self.last[device] = given

    @rule()
    def close(self) -> None:
        self.room = close(self.room)
        self.note(Closed())
        self.open = False

    @rule()
    def reopen(self) -> None:
        self.room = reopen(self.room)
        self.note(Reopened())
        self.open, self.shown = True, False

    @rule()
    def show(self) -> None:
        if self.open:
            with pytest.raises(Refused, match="open"):
                show(self.room)
            return
        self.room = show(self.room)
        self.shown = True

    @rule()
    def hide(self) -> None:
        self.room = hide(self.room)
        self.shown = False

    @rule(device=DEVICES, covered=st.booleans())
    def cover(self, device: str, covered: bool) -> None:
        self.room = cover(self.room, device, covered)
        self.note(Covered(device, covered))
        (self.covered.add if covered else self.covered.discard)(device)

    @rule()
    def restart(self) -> None:
        """The power goes: what was on the disk comes back, and nothing is shown."""
        self.room = replay(decoded(self.journal))
        self.shown = False

    @invariant()
    def as_people_expect(self) -> None:
        """One answer for each device, the last that was taken; nothing is seen that was not shown."""
        assert self.room.givens == self.last
        assert (self.room.open, self.room.shown) == (self.open, self.shown)
        assert not (self.room.open and self.room.shown)
        assert {*self.room.covered} == self.covered
        assert self.room.on_paper == (PAPER + "d4" in self.last)
        assert self.room.phones + self.room.on_paper == len(self.last)

    @invariant()
    def a_restart_would_only_hide(self) -> None:
        """At every moment the journal says all there is to the room, but that it is shown."""
        assert replay(decoded(self.journal)) == hide(self.room)


TestMeeting = Meeting.TestCase


def test_a_room_that_is_full() -> None:
    """No more phones get in, but those that are in may change; paper is always taken."""
    room = Room({f"{number:016x}": SCORE for number in range(MOST_DEVICES)})
    with pytest.raises(Refused, match="1000") as caught:
        give(room, "another", SCORE)
    assert "papier" in caught.value.hint
    changed = give(room, f"{7:016x}", Given(values={"steun": 1}))
    assert changed.givens[f"{7:016x}"].values == {"steun": 1}
    more = give(room, PAPER + "1", SCORE)
    assert (more.phones, more.on_paper) == (MOST_DEVICES, 1)


def test_what_is_on_its_way_has_its_place() -> None:
    """The last place goes to one of two that come together; who is on the way may change what it gave."""
    room = Room({f"{number:016x}": SCORE for number in range(MOST_DEVICES - 1)})
    admit(room, "a1", coming=[f"{7:016x}", PAPER + "1"])
    admit(room, "a1", coming=["a1"])
    with pytest.raises(Refused, match="1000"):
        admit(room, "b2", coming=["a1"])


def test_what_was_written_together_comes_in_together() -> None:
    """The room is the same as when each came alone, and the room that it was stays as it is."""
    entries: list[Entry] = [Gave("a1", SCORE), Covered("a1", True), Closed(), Gave("a1", Given()), Reopened()]
    before = give(Room(), "b2", SCORE)
    one_by_one = before
    for entry in entries:
        one_by_one = applied(one_by_one, entry)
    assert replay(entries, before) == one_by_one
    assert before == Room({"b2": SCORE})


def test_paper_takes_no_phone_s_place() -> None:
    """However much is given on paper, as many phones as ever fit."""
    room = Room({f"{PAPER}{number}": SCORE for number in range(MOST_DEVICES)})
    admit(room, "a1")


def test_a_late_answer_is_refused_in_plain_words() -> None:
    """Who answered before hears that it counts, who did not hears no such thing."""
    room = close(give(Room(), "a1", SCORE))
    for device, hint in {"a1": "telt mee", "b2": ""}.items():
        with pytest.raises(Refused, match="gesloten") as caught:
            give(room, device, SCORE)
        assert hint in caught.value.hint
        assert bool(caught.value.hint) == bool(hint)


def test_what_was_acknowledged_counts_whatever_came_before_it() -> None:
    """An answer that the journal holds after the closing was admitted before: it is not dropped."""
    room = replay([Closed(), Gave("a1", SCORE)])
    assert room.givens == {"a1": SCORE}
    assert not room.open


def test_a_room_does_not_change_under_your_hands() -> None:
    """Whoever holds a room, to draw it, sees it as it was."""
    room = Room()
    give(room, "a1", SCORE)
    applied(room, Covered("a1", True))
    assert room == Room()


def test_a_line_says_no_more_than_it_must() -> None:
    """The journal holds of a person what they gave and a random id: no time, no address, no order of ours."""
    line = encoded(Gave("a1", Given(values={"steun": None})))
    assert line == b'{"entry":"gave","device":"a1","given":{"values":{"steun":null}}}'


@pytest.mark.parametrize(
    "line", [b'{"entry":"gone"}', b'{"entry":"gave"}', b'{"entry":"closed","by":1}', b"x"]
)
def test_lines_that_another_version_wrote(line: bytes) -> None:
    """Are not taken for something else, nor for nothing."""
    with pytest.raises(KompasError, match="andere versie"):
        decoded([encoded(Closed()), line])
