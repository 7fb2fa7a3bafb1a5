"""Someone on the same Wi-Fi who means harm: what they do is bounded, and keeps nobody out."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.errors import KompasError
from kompas.live.form import clean
from kompas.live.hall import Hall
from kompas.live.room import Closed, Covered, Gave, Given, Reopened, condensed, decoded, encoded, replay
from kompas.store import journal as journals
from kompas.store import saving
from kompas.store.frames import framed
from tests.live.halls import HERE, TALK, Phone, opened, port, raw, scores
from tests.live.test_server import held

DEVICES = st.sampled_from(["a", "b", "paper-c"])
ENTRIES = st.one_of(
    st.builds(Gave, DEVICES, st.builds(Given, reason=st.text())),
    st.builds(Covered, DEVICES, st.booleans()),
    st.just(Closed()),
    st.just(Reopened()),
)


def token(hall: Hall) -> bytes:
    """What a newcomer gets."""
    return hall._desk.new_token().encode()


def head(hall: Hall, first: str, *more: bytes) -> bytes:
    """A request, up to its body."""
    host = f"Host: {HERE}:{port(hall)}".encode()
    return b"\r\n".join([f"{first} HTTP/1.1".encode(), host, *more, b"", b""])


def test_a_request_behind_another_must_come_in_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that came along with another and never ends: it is gone after the same time as any other."""
    monkeypatch.setattr("kompas.live.connection.PATIENCE", 1)
    with held(tmp_path) as hall, ExitStack() as crowd:
        form = b"Content-Type: application/x-www-form-urlencoded"
        strangers = []
        for _ in range(20):
            one = crowd.enter_context(socket.create_connection((HERE, port(hall)), timeout=6))
            cookie = b"Cookie: kompas=" + token(hall)
            answer = head(hall, f"POST /{hall.header.code}", cookie, form, b"Content-Length: 100")
            one.sendall(head(hall, "GET /live.css") + answer + b"x")
            strangers.append(one)
        for one in strangers:
            with suppress(ConnectionResetError):
                while one.recv(1 << 16):
                    pass  # until it is closed, or the test fails with a TimeoutError


def test_newcomers_do_not_keep_each_other_out(tmp_path: Path) -> None:
    """However many pages a stranger asks for, the next phone gets one."""
    with held(tmp_path) as hall:
        ask = head(hall, f"GET /{hall.header.code}") * 500 + head(hall, "GET /live.css", b"Connection: close")
        with ThreadPoolExecutor(5) as strangers:
            asked = [strangers.submit(raw, hall, ask, 20) for _ in range(5)]
            with Phone(hall) as phone:
                assert phone.first.status_code == 200
                assert phone.score(7).status_code == 200
            pages = sum(one.result().count(b"HTTP/1.1 200") for one in asked)
        with Phone(hall) as late:
            assert late.first.status_code == 200
            assert late.score(3).status_code == 200
        assert pages == 5 * 501
        assert scores(hall) == [3, 7]


def test_another_round_does_not_make_a_phone_forget_this_one(tmp_path: Path) -> None:
    """A round is left open for another at the same address, and gone on with: still one ballot a phone."""
    first = opened(tmp_path)
    with Phone(first) as phone:
        phone.score(7)
        first.stop()
        with held(tmp_path, TALK) as second:
            phone.get(second.url)
        with held(tmp_path) as again:
            phone.base_url = httpx.URL(again.url.rpartition("/")[0])
            phone.origin = again.url.rpartition("/")[0]
            assert phone.state()["saved"] is True
            assert phone.score(8).status_code == 200
            assert scores(again) == [8]


def test_a_hostile_cookie_costs_little(tmp_path: Path) -> None:
    """Quotes and backslashes are no work; our token is found among others, and only as a whole."""
    with held(tmp_path) as hall, Phone(hall) as phone:
        began = time.monotonic()
        for _ in range(20):
            hostile = phone.get(phone.path, headers={"cookie": 'kompas="' + "\\" * 7_000 + '"'})
            assert "set-cookie" in hostile.headers
        assert time.monotonic() - began < 0.6
        ours = phone.cookies["kompas"]
        for cookie in (f"a=b; kompas={ours}; c=d", f"x=1;kompas={ours}", f'y="; "; kompas={ours}'):
            assert "set-cookie" not in phone.get(phone.path, headers={"cookie": cookie}).headers
        for cookie in (f"xkompas={ours}", f"kompas={ours}x", f"kompas=x{ours}", f'kompas="{ours}"'):
            assert "set-cookie" in phone.get(phone.path, headers={"cookie": cookie}).headers


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0345\u0323\u0338", "\u05b0\u0301\u05bc\u0323"])
def test_a_tower_of_accents_costs_little(marks: str) -> None:
    """Putting marks in order takes the square of their number: all but four are gone before that."""
    began = time.monotonic()
    assert len(clean("a" + marks * 10_000)) <= 5
    assert time.monotonic() - began < 0.3


@given(st.lists(ENTRIES))
def test_what_no_longer_counts_can_go(entries: list[Any]) -> None:
    """A journal with only what still counts makes the same room."""
    lines = [encoded(entry) for entry in entries]
    few = condensed(lines)
    assert replay(decoded(few)) == replay(decoded(lines))
    assert len(few) <= 7


def test_changing_all_day_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal stays small, for nobody else to read, and holds every last answer after a restart."""
    monkeypatch.setattr(journals, "LARGE", 20_000)
    with held(tmp_path, TALK) as hall:
        for number in range(600):
            hall._serving.run(
                hall._desk.give(f"{number % 3}", Given(values={"seen": f"{number} " + "x" * 500}))
            )
            assert hall._journal.path.stat().st_size < 22_000
        assert hall._journal.path.stat().st_mode & 0o077 == 0
        hall.close()
        before = hall.round()
    with held(tmp_path, TALK) as again:
        assert again.round() == before
        assert not again.open_
        assert {card.words[0].split()[0] for card in again.cards()} == {"597", "598", "599"}


def test_a_journal_that_cannot_be_made_anew_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is too full for a second one: answers still come in, and nothing is left beside it."""
    monkeypatch.setattr(journals, "LARGE", 1_000)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with held(tmp_path) as hall:
        monkeypatch.setattr(saving, "swap", full)
        for number in range(60):
            hall._serving.run(
                hall._desk.give("a", Given(values={"urgency": number % 10 + 1}, reason="x" * 50))
            )
        assert [one.name for one in hall._journal.path.parent.glob(".*.tmp")] == []
        monkeypatch.undo()
    with held(tmp_path) as again:
        assert scores(again) == [10]


def test_nothing_of_a_person_stays(tmp_path: Path) -> None:
    """Also when kompas was killed while it made the journal anew: after the round there is nothing."""
    hall = opened(tmp_path, TALK)
    with Phone(hall) as phone:
        phone.say("Dit is geheim")
        device = hall.cards()[0].device
        path = hall._journal.path
        path.with_name(f".{path.name}.tmp").write_bytes(path.read_bytes())
        hall.finish()
    left = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert not [one for one in left if b"geheim" in one.read_bytes() or device.encode() in one.read_bytes()]
    assert {one.suffix for one in left if one.name != "phones.json"} <= {".lock", ""}


@pytest.mark.parametrize(
    "forged",
    [
        {"port": 99_999_999},
        {"port": -1},
        {"code": ""},
        {"code": "live.css"},
        {"code": "{any:path}"},
        {"code": "x\x1b[31m"},
        {"projector": ""},
        {"projector": "a\n"},
        {"secret": ""},
    ],
    ids=str,
)
def test_a_forged_journal_is_told(tmp_path: Path, forged: dict[str, object]) -> None:
    """Its address and keys must be as we make them, or it is damaged; nothing is served, nothing crashes."""
    hall = opened(tmp_path)
    path, header = hall._journal.path, msgspec.to_builtins(hall.header)
    hall.stop()
    path.write_bytes(framed([msgspec.json.encode(header | forged)]))
    with pytest.raises(KompasError, match="beschadigd, in regel 1"):
        opened(tmp_path)


def test_shapes_that_two_would_read_differently(tmp_path: Path) -> None:
    """Two lengths, two hosts, two origins, a whole address: refused."""
    with held(tmp_path) as hall:
        cookie = b"Cookie: kompas=" + token(hall)
        form = b"Content-Type: application/x-www-form-urlencoded"
        page, vote = f"/{hall.header.code}", b"answer-urgency=5&perspective=ouders"
        ours = f"Origin: http://{HERE}:{port(hall)}".encode()
        length = b"Content-Length: %d" % len(vote)
        for shape, status in (
            (head(hall, f"POST {page}", b"Content-Length: 5", b"Content-Length: 6"), b"400"),
            (head(hall, f"GET {page}", b"Host: evil.example"), b"400"),
            (head(hall, f"GET http://evil.example{page}"), b"404"),
            (head(hall, f"POST {page}", cookie, form, ours, b"Origin: http://evil", length) + vote, b"403"),
        ):
            assert raw(hall, shape, 0.4)[9:12] == status, shape
        assert hall.counts().answered == 0
