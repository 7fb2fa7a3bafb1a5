"""A round as the terminal holds it: kept through every restart, with one answer a device."""

import asyncio
import contextlib
import json
import random
import socket
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import msgspec
import pytest

from kompas.errors import KompasError
from kompas.live.room import Given, Refused
from kompas.steps.poll import PollRound
from kompas.store.workspace import Workspace
from tests.live.halls import DAY, HERE, POLL, TALK, Phone, opened, port, scores
from tests.told import Told

KILLS = 25
PHONES = 40


def kept(root: Path) -> list[Path]:
    """The journals that there are."""
    return list(root.rglob("*.journal"))


def test_a_restart_goes_on(tmp_path: Path) -> None:
    """The same addresses, the same phones, their own answers; what was shown is hidden again."""
    hall = opened(tmp_path)
    with Phone(hall) as phone:
        phone.score(7, "Ik zie het")
        hall.add(Given(values={"urgency": 2}))
        hall.close()
        hall.show()
        hall.stop()
        again = opened(tmp_path)
        assert not again.shown
        again.reopen()
        assert (again.url, again.projector_url) == (hall.url, hall.projector_url)
        assert (again.resumed, again.shown, again.open_) == (2, False, True)
        assert (again.counts().joined, again.counts().answered, again.counts().on_paper) == (1, 2, 1)
        assert phone.state()["fields"]["reason"] == "Ik zie het"
        assert phone.score(8).status_code == 200
        assert scores(again) == [2, 8]
        again.close()
        again.stop()
        closed = opened(tmp_path)
        assert not closed.open_
        assert phone.score(9).status_code == 409
        closed.finish()


def test_the_round_keeps_its_name(tmp_path: Path) -> None:
    """After a restart, a day later, it is still the round of the day on which it began."""
    opened(tmp_path).stop()
    again = opened(tmp_path, round_id="r2", day=date(2026, 11, 22))
    again.add(Given(values={"urgency": 7}))
    assert (again.round().id, again.round().date) == ("r1", DAY)
    again.finish()


def test_finish_leaves_nothing(tmp_path: Path) -> None:
    """No journal, no server; what is held next has other secrets."""
    hall = opened(tmp_path)
    with Phone(hall) as phone:
        phone.score(7)
    assert kept(tmp_path)
    hall.finish()
    assert not kept(tmp_path)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HERE, port(hall)))
    other = opened(tmp_path, day=DAY + timedelta(days=1))
    assert not {other.header.code, other.header.projector, other.header.secret} & {
        hall.header.code,
        hall.header.projector,
        hall.header.secret,
    }
    assert other.resumed == 0
    other.finish()


def test_who_scanned_once_has_the_next_round_too(tmp_path: Path) -> None:
    """The addresses are the same all day; what a page of the round before sends is not taken for this one."""
    first = opened(tmp_path)
    with Phone(first) as phone:
        was = {"url": first.url, "wall": first.projector_url, "cookie": phone.cookies["kompas"]}
        form = {"answer-urgency": "7", "perspective": "ouders", "round": "0A.urgency.r1"}
        assert phone.send_form(form).status_code == 303
        first.finish()
        second = opened(tmp_path, round_id="r2")
        assert (second.url, second.projector_url) == (was["url"], was["wall"])
        late = phone.send_form(form)
        assert late.status_code == 409
        assert "Er is een nieuwe ronde begonnen" in late.text
        assert second.counts().answered == 0
        assert phone.send_form({**form, "round": "0A.urgency.r2"}).status_code == 303
        assert phone.cookies["kompas"] == was["cookie"]
        assert second.counts().answered == 1
        second.finish()


@pytest.mark.parametrize("held", ["", "{", '{"day": "2026-11-21"}', '{"day":"2026-11-21","code":"../x"}'])
def test_codes_that_cannot_be_understood_are_made_anew(tmp_path: Path, held: str) -> None:
    """Somebody may have edited the file, or the power failed."""
    (Workspace(tmp_path).local).mkdir(parents=True)
    (Workspace(tmp_path).local / "phones.json").write_text(held)
    hall = opened(tmp_path)
    assert len(hall.header.code) == 8
    hall.finish()


def test_a_port_in_use_is_left_alone(tmp_path: Path) -> None:
    """When somebody else took our port, phones get another address; no answer is lost."""
    hall = opened(tmp_path)
    with Phone(hall) as phone:
        phone.score(7)
    hall.stop()
    with socket.create_server((HERE, port(hall))):
        again = opened(tmp_path)
        assert port(again) != port(hall)
        assert (again.header.code, again.resumed) == (hall.header.code, 1)
        again.stop()


def test_stored_leaves_no_journal(tmp_path: Path) -> None:
    """While the projector still shows it, and cards can be covered; the next round is another one."""
    hall = opened(tmp_path, TALK)
    with Phone(hall) as phone:
        phone.say("Mooi")
        hall.close()
        hall.stored()
        assert not kept(tmp_path)
        hall.show()
        hall.cover(hall.cards()[0].device, True)
        assert hall.cards()[0].covered
        assert phone.say("Anders").status_code == 409
        opened(tmp_path, TALK).stop()
        hall.finish()
    assert kept(tmp_path), "it is that of the next round"


def test_a_journal_that_was_taken_away(tmp_path: Path) -> None:
    """Nothing more can come in, and that is told; closing, showing and storing what was there go on."""
    hall = opened(tmp_path)
    with Phone(hall) as phone:
        phone.score(7)
        kept(tmp_path)[0].unlink()
        assert phone.score(8).status_code == 503
        assert "weggehaald" in hall.trouble
        hall.close()
        assert not hall.open_
        assert phone.score(9).status_code == 409
    assert scores(hall) == [7]
    hall.show()
    hall.stored()
    hall.finish()


def test_two_cannot_hold_the_same_round(tmp_path: Path) -> None:
    """A second kompas hears that it is open; the first does not notice."""
    hall = opened(tmp_path)
    with pytest.raises(KompasError, match="al open"):
        opened(tmp_path)
    with Phone(hall) as phone:
        assert phone.score(7).status_code == 200
    hall.finish()


def test_other_questions_are_another_round(tmp_path: Path) -> None:
    """Answers to a question that was changed are not taken for answers to the new one; a better title may."""
    hall = opened(tmp_path)
    hall.add(Given(values={"urgency": 7}))
    hall.stop()
    statement = msgspec.structs.replace(POLL.statements[0], text="Hoe gaat het?")
    with pytest.raises(KompasError, match="veranderd"):
        opened(tmp_path, msgspec.structs.replace(POLL, statements=(statement,)))
    titled = opened(tmp_path, msgspec.structs.replace(POLL, title="Anders", minutes=9))
    assert titled.resumed == 1
    titled.finish()


def test_after_the_end_nothing_hangs(tmp_path: Path) -> None:
    """Stopping twice is fine; adding is refused with a sentence; what was given can still be read."""
    hall = opened(tmp_path)
    hall.add(Given(values={"urgency": 7}))
    hall.stop()
    hall.stop()
    with pytest.raises(KompasError):
        hall.add(Given(values={"urgency": 8}))
    assert len(hall.round().voices) == 1
    opened(tmp_path).finish()


def test_nothing_is_added_after_closing(tmp_path: Path) -> None:
    """Also not on paper, until it is opened again."""
    hall = opened(tmp_path)
    hall.close()
    with pytest.raises(Refused):
        hall.add(Given(values={"urgency": 7}))
    hall.reopen()
    hall.add(Given(values={"urgency": 7}))
    assert hall.counts().answered == 1
    hall.finish()


def test_what_is_acknowledged_while_closing_counts(tmp_path: Path) -> None:
    """Phones answer while the facilitator closes: success is told to exactly those that are in the round."""
    hall = opened(tmp_path)
    acknowledged: list[str] = []
    phones = [Phone(hall) for _ in range(8)]
    ready = threading.Barrier(9)

    def answer(phone: Phone, name: int) -> None:
        with phone:
            ready.wait()
            for count in range(9):
                reason = f"{name} {count}"
                if phone.score(5, reason).status_code == 200:
                    acknowledged[name] = reason

    acknowledged += [""] * 8
    threads = [threading.Thread(target=answer, args=(one, name)) for name, one in enumerate(phones)]
    for thread in threads:
        thread.start()
    ready.wait()
    hall.close()
    found = hall.round()
    for thread in threads:
        thread.join()
    assert hall.round() == found
    assert isinstance(found, PollRound)
    assert {ballot.reason for ballot in found.ballots} == {*acknowledged} - {""}
    hall.finish()


def test_cards(tmp_path: Path) -> None:
    """What was said with its perspective, in an order that tells nothing; covered is remembered."""
    hall = opened(tmp_path, TALK)
    with Phone(hall) as one, Phone(hall) as two:
        one.say("Zwaar")
        two.say("Mooi")
    assert [(card.label, card.words) for card in hall.cards()] == [
        ("Ouders", ("Mooi",)),
        ("Ouders", ("Zwaar",)),
    ]
    hall.cover(hall.cards()[0].device, True)
    hall.stop()
    again = opened(tmp_path, TALK)
    assert [card.covered for card in again.cards()] == [True, False]
    assert len(again.round().voices) == 2, "covered is kept, only not shown"
    again.finish()


def test_killed_under_load(tmp_path: Path) -> None:
    """Phones answer a server that is killed again and again: nothing acknowledged is lost, or double."""
    chance = random.Random(7)
    tokens = [""] * PHONES
    sent, acknowledged = [0] * PHONES, [0] * PHONES
    told = 0
    urls = set()
    for kill in range(KILLS + 1):
        with Served(tmp_path) as served:
            urls.add(served.url)
            found = asyncio.run(served.stored(tokens))
            for place in range(PHONES):
                assert acknowledged[place] <= found[place] <= sent[place]
            sent, acknowledged = [*found], [*found]
            if kill < KILLS:
                asyncio.run(served.load(tokens, sent, acknowledged, chance.uniform(0.02, 0.4)))
                told += sum(acknowledged) - sum(found)
    hall = opened(tmp_path)
    stored = hall.round()
    hall.finish()
    assert len(urls) == 1, "phones came back to the same address by themselves"
    assert isinstance(stored, PollRound)
    assert sorted(int(ballot.reason) for ballot in stored.ballots) == sorted(found)
    assert len(stored.ballots) == PHONES
    assert told > 10 * KILLS


class Served(Told):
    """A hall in a process of its own, and the phones that come to it."""

    def __init__(self, root: Path) -> None:
        super().__init__("tests.live.halls", str(root))

    def __enter__(self) -> Self:
        super().__enter__()
        self.url: str = self.said["url"]
        self._where = urlsplit(self.url)
        return self

    async def stored(self, tokens: list[str]) -> list[int]:
        """The number that the server holds of each phone; those that are new get a token."""
        found = []
        for place, token in enumerate(tokens):
            head, body = await self._ask("GET", "/state" if token else "", token)
            if token:
                found.append(int(json.loads(body)["fields"].get("reason", 0)))
            else:
                tokens[place] = head.partition(b"kompas=")[2].partition(b";")[0].decode()
                found.append(0)
        return found

    async def load(self, tokens: list[str], sent: list[int], acknowledged: list[int], seconds: float) -> None:
        """All phones send higher and higher numbers until the server is killed, after so many seconds."""
        phones = [self._phone(place, tokens[place], sent, acknowledged) for place in range(PHONES)]
        asyncio.get_running_loop().call_later(seconds, self.kill)
        await asyncio.gather(*phones)

    async def _phone(self, place: int, token: str, sent: list[int], acknowledged: list[int]) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            for _ in range(10):
                sent[place] += 1
                body = f"answer-urgency={sent[place] % 10 + 1}&perspective=ouders&reason={sent[place]}"
                head, _ = await self._ask("POST", "", token, body)
                if head.startswith(b"HTTP/1.1 200"):
                    acknowledged[place] = sent[place]

    async def _ask(self, method: str, more: str, token: str, body: str = "") -> tuple[bytes, bytes]:
        """A request on a connection of its own; an incomplete answer is none."""
        reader, writer = await asyncio.open_connection(self._where.hostname, self._where.port)
        try:
            writer.write(
                f"{method} {self._where.path}{more} HTTP/1.1\r\nHost: {self._where.netloc}\r\n"
                f"Cookie: kompas={token}\r\nAccept: application/json\r\nConnection: close\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
                f"{body}".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            return head, await reader.readexactly(length)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
