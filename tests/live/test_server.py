"""What phones and the projector get from a real server, and what strangers do not."""

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from kompas.errors import KompasError
from kompas.live import connection
from kompas.live.hall import Hall
from kompas.live.serving import Serving, listen
from tests.live.halls import HERE, TALK, Phone, heard, opened, port, raw, scores
from tests.packaged import step
from tests.told import Told

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A poll that is being held."""
    with held(tmp_path) as one:
        yield one


@contextmanager
def held(root: Path, *more: Any) -> Iterator[Hall]:
    """A round that is being held while the block lasts."""
    one = opened(root, *more)
    try:
        yield one
    finally:
        one.stop()


WINDOWS = sys.platform == "win32"


@contextmanager
def listening(phone: httpx.Client, path: str) -> Iterator[Iterator[dict[str, Any]]]:
    """The messages that come in at an address for events."""
    with phone.stream("GET", path, timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield (json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: "))


def test_a_phone_answers_without_a_script(hall: Hall) -> None:
    """The form leads back to the page, which then says that the answer is in, and shows it."""
    with Phone(hall) as phone:
        assert "Je antwoord is binnen" not in phone.first.text
        sent = phone.send_form({"answer-urgency": "7", "perspective": "ouders", "reason": "Ik zie het."})
        assert (sent.status_code, sent.headers["location"]) == (303, phone.path)
        page = phone.get(phone.path).text
        assert "Je antwoord is binnen" in page
        assert re.search(r'value="7" checked', page)
        assert "Ik zie het." in page
    assert hall.counts().answered == 1


def test_a_phone_answers_with_a_script(hall: Hall) -> None:
    """A second tap counts once, a change replaces, and the phone hears what is stored."""
    with Phone(hall) as phone:
        assert phone.state()["saved"] is False
        for score in (7, 7, 8):
            assert phone.score(score).json()["saved"] is True
        assert phone.state()["fields"]["answer-urgency"] == "8"
    assert scores(hall) == [8]


def test_an_answer_does_not_wait(hall: Hall) -> None:
    """One phone after the other hears at once: no answer lies in the system until the next one is there."""
    with Phone(hall) as phone:
        phone.score(1)
        times = []
        for score in range(2, 8):
            began = time.monotonic()
            phone.score(score)
            times.append(time.monotonic() - began)
    assert min(times) < 0.03


def test_a_phone_that_forgot_its_connections_gets_another(hall: Hall) -> None:
    """Asleep and awake again and again: it always hears; what it left makes room."""
    with Phone(hall) as phone, ExitStack() as left:
        asleep = [left.enter_context(phone.stream("GET", f"{phone.path}/events")) for _ in range(3)]
        with listening(phone, f"{phone.path}/events") as told:
            assert list(asleep[0].iter_lines()) == ["retry: 1000", ""], "ended"
            hall.close()
            assert next(told)["open"] is False


def test_what_cannot_be_is_told_beside_the_question(hall: Hall) -> None:
    """Nothing chosen, a score that does not exist, a perspective that nobody knows: it stays as sent."""
    with Phone(hall) as phone:
        for fields in ({"reason": ""}, {"answer-urgency": "11"}, {"answer-urgency": "7", "perspective": "x"}):
            answer = phone.send_form({**fields, "reason": "Bewaar mij"})
            assert answer.status_code == 422
            assert "Bewaar mij" in answer.text
            assert "Je antwoord is binnen" not in answer.text
            script = phone.send_form(fields, accept="application/json").json()
            assert script["problem"]
            assert script["field"]
    assert hall.counts().answered == 0


def test_late_answers_are_refused_with_a_sentence(hall: Hall) -> None:
    """After closing nothing comes in; who answered before keeps that."""
    with Phone(hall) as early, Phone(hall) as late:
        early.score(4)
        hall.close()
        for phone, saved in ((early, True), (late, False)):
            script = phone.score(9)
            assert script.status_code == 409
            assert (script.json()["open"], script.json()["saved"]) == (False, saved)
            assert "gesloten" in script.json()["problem"]
            form = phone.send_form({"answer-urgency": "9", "perspective": "ouders"})
            assert form.status_code == 409
            assert "gesloten" in form.text
        hall.reopen()
        assert late.score(9).status_code == 200
    assert scores(hall) == [4, 9]


def all_that_a_phone_sees(phone: Phone) -> list[object]:
    """Every address and error that a phone can get, with headers; answers one phone gave itself left out."""
    looks = [phone.get(f"{phone.path}{more}") for more in ("", "/state", "/picture", "/counts")]
    looks += [phone.get("/"), phone.get("/live.js"), phone.send_form({"answer-urgency": "99"})]
    looks += [phone.post(phone.path, content=b"x"), phone.request("DELETE", phone.path)]
    return [(look.status_code, look.headers, look.content) for look in looks]


def test_a_phone_learns_nothing_of_others(hall: Hall) -> None:
    """Whatever others give, and also when the wall shows it: a phone gets the same bytes as before."""
    with Phone(hall) as watcher, Phone(hall) as other, listening(watcher, f"{watcher.path}/events") as told:
        before = all_that_a_phone_sees(watcher)
        other.score(7, "Dit is geheim")
        hall.add(hall._desk.read({"answer-urgency": "3", "perspective": "onderwijs"}))
        assert all_that_a_phone_sees(watcher) == before
        hall.close()
        assert next(told) == {"open": False, "round": "0A.urgency.r1"}, "no answer made a message"
        closed = all_that_a_phone_sees(watcher)
        hall.show()
        assert all_that_a_phone_sees(watcher) == closed
        hall.hide()
        hall.reopen()
        assert next(told)["open"] is True


def test_the_wall_has_counts_only_until_it_is_shown(tmp_path: Path) -> None:
    """The picture is nowhere before; hidden again it is gone again; what is covered is not in it."""
    with held(tmp_path, TALK) as hall, Phone(hall) as one, Phone(hall) as two, httpx.Client() as wall:
        url = hall.projector_url
        with listening(wall, f"{url}/events") as told:
            seen = next(told)
            assert (seen["answered"], seen["shown"]) == (0, False)
            one.say("Geheim een")
            two.say("Geheim twee")
            while (seen := next(told))["answered"] < 2:
                assert "Geheim" not in str(seen)
            assert set(seen) == {"round", "over", "url", "open", "shown", "joined", "answered", "version"}
        assert (seen["joined"], seen["answered"]) == (2, 2)
        assert "Geheim" not in wall.get(url).text
        assert wall.get(f"{url}/picture").status_code == 404
        hall.cover(next(card.device for card in hall.cards() if "Geheim twee" in card.words), True)
        with pytest.raises(KompasError, match="nog open"):
            hall.show()
        hall.close()
        assert wall.get(f"{url}/picture").status_code == 404
        hall.show()
        shown = wall.get(f"{url}/picture")
        assert "Geheim een" in shown.text
        assert "Geheim twee" not in shown.text
        hall.hide()
        assert wall.get(f"{url}/picture").status_code == 404
        assert "Geheim" not in wall.get(url).text


def test_the_picture_follows(tmp_path: Path) -> None:
    """What is covered while it is shown gives the wall a new version, within a second."""
    with (
        held(tmp_path, TALK) as hall,
        Phone(hall) as phone,
        httpx.Client() as wall,
        listening(wall, f"{hall.projector_url}/events") as told,
    ):
        phone.say("Geheim")
        hall.close()
        hall.show()
        version = next(one["version"] for one in told if one["shown"])
        assert "Geheim" in wall.get(f"{hall.projector_url}/picture").text
        began = time.monotonic()
        hall.cover(hall.cards()[0].device, True)
        assert next(one["version"] for one in told if one["version"] != version) > version
        assert time.monotonic() - began < 1
        assert "Geheim" not in wall.get(f"{hall.projector_url}/picture").text


def test_every_answer_is_armoured(hall: Hall) -> None:
    """Whatever the status: our policy, nothing kept, nothing of who we are, and no code given away."""
    with Phone(hall) as phone:
        away = httpx.Client(base_url=phone.origin)
        some = [
            phone.get(phone.path),
            phone.get(f"{phone.path}/state"),
            phone.get("/live.css"),
            phone.get(hall.projector_url),
            phone.score(3),
            phone.send_form({"answer-urgency": "4", "perspective": "ouders"}),
            *(
                away.get(path)
                for path in ("/", "/x", "/live", "/templates/", "/..%2f..%2fetc/passwd", "/%00")
            ),
            away.get("/", headers={"host": "kompas.example"}),
            away.post(phone.path, headers={"origin": "http://kompas.example"}),
            away.post(phone.path),
            away.request("TRACE", phone.path),
            away.post("/live.css"),
            away.get(f"{hall.projector_url}/picture"),
        ]
        away.close()
    found = {one.status_code for one in some}
    assert found == {200, 303, 404, 421, 403, 405}
    for one in some:
        assert one.headers["content-security-policy"] == POLICY
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["cache-control"] == "no-store"
        assert one.headers["cross-origin-resource-policy"] == "same-origin"
        assert one.headers["referrer-policy"] == "same-origin"
        assert not {"server", "date", "x-powered-by", "etag", "last-modified"} & one.headers.keys()
        assert "Traceback" not in one.text
        if one.status_code >= 400:
            assert hall.header.code not in one.text
            assert hall.header.projector not in one.text


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.nl:{}", ""]
)
def test_only_our_own_names(hall: Hall, host: str) -> None:
    """A name that somebody else makes lead here gets nothing."""
    request = f"GET /{hall.header.code} HTTP/1.1\r\nHost: {host.format(port(hall))}\r\n\r\n"
    assert raw(hall, request.encode(), 0.3).startswith(b"HTTP/1.1 421")
    ours = f"GET /{hall.header.code} HTTP/1.1\r\nHost: LOCALHOST:{port(hall)}\r\n\r\n"
    assert raw(hall, ours.encode(), 0.3).startswith(b"HTTP/1.1 200")


def test_only_our_own_pages_can_send(hall: Hall) -> None:
    """Another site's form is refused; a browser too old to say where it comes from is not."""
    good = {"answer-urgency": "5", "perspective": "ouders"}
    with Phone(hall) as phone:
        for origin in ("http://evil.example", "null", f"https://{phone.origin[7:]}", f"http://{HERE}:1"):
            assert phone.send_form(good, origin=origin).status_code == 403
        across = phone.post(phone.path, data=good, headers={"sec-fetch-site": "cross-site"})
        assert across.status_code == 403
        assert hall.counts().answered == 0
        assert phone.post(phone.path, data=good).status_code == 303


def test_a_code_may_be_typed_as_it_is_read(hall: Hall) -> None:
    """Capitals, a slash at the end, an o for a zero: it leads to the page."""
    code = hall.header.code
    with httpx.Client(base_url=hall.url.rpartition("/")[0]) as phone:
        for typed in (
            code.upper(),
            f"{code}/",
            f"{code[:4]}-{code[4:]}",
            code.replace("0", "o").replace("1", "l"),
        ):
            assert str(phone.get(f"/{typed}", follow_redirects=True).url) == hall.url
        assert phone.get(f"/{code[:-1]}").status_code == 404


def test_tokens_cannot_be_made(hall: Hall) -> None:
    """Only who has a token of ours can answer; it is not for scripts; a forged one is nobody's."""
    with Phone(hall) as phone:
        cookie = phone.first.headers["set-cookie"]
        assert re.fullmatch(r"kompas=[0-9a-f]{16}\.[0-9a-f]{32}; HttpOnly; SameSite=Lax; Path=/\w{8}", cookie)
        token = phone.cookies["kompas"]
        assert "set-cookie" not in phone.get(phone.path).headers
        for forged in (
            "",
            "x",
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            "paper-1." + token[17:],
            "é.ü",
        ):
            sent = raw(hall, _form(hall, forged), 0.3)
            assert sent.startswith(b"HTTP/1.1 403")
            assert b"set-cookie: kompas=" in sent, "so that the next try can be"
        assert hall.counts().answered == 0


def _form(
    hall: Hall, token: str, body: bytes = b"answer-urgency=5&perspective=ouders", more: str = ""
) -> bytes:
    head = (
        f"POST /{hall.header.code} HTTP/1.1\r\nHost: {HERE}:{port(hall)}\r\nCookie: kompas={token}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n{more or f'Content-Length: {len(body)}'}\r\n\r\n"
    )
    return head.encode() + body


def test_too_much_is_refused(hall: Hall) -> None:
    """A large body, also in pieces without a length; large headers; many fields; what is no form; no HTTP."""
    with Phone(hall) as phone:
        token = phone.cookies["kompas"]
        long = b"answer-urgency=5&reason=" + b"x" * 65_600
        assert raw(hall, _form(hall, token, long), 0.5).startswith(b"HTTP/1.1 413")
        chunked = b"".join(
            b"%x\r\n%s\r\n" % (len(long[i : i + 999]), long[i : i + 999]) for i in range(0, 65_624, 999)
        )
        told = raw(hall, _form(hall, token, chunked + b"0\r\n\r\n", "Transfer-Encoding: chunked"), 0.5)
        assert told.startswith(b"HTTP/1.1 413")
        assert "te lang" in told.decode()
        endless = _form(hall, token, b"fffffff\r\n" + b"x" * 20_000_000, "Transfer-Encoding: chunked")
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            raw(hall, endless)
        assert phone.get(phone.path, headers={"x": "y" * 9_000}).status_code == 431
        assert raw(hall, b"GET / HTTP/1.1\r\nX: " + b"y" * 90_000, 0.5)[:12] in (b"HTTP/1.1 400", b"")
        assert phone.post(phone.path, content="&".join(["a=b"] * 200), headers=FORM).status_code == 400
        assert (
            phone.post(phone.path, content=b"{}", headers={"content-type": "application/json"}).status_code
            == 415
        )
        for nonsense in (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"HELO\r\n\r\n", b"GET / HTTP/9\r\n\r\n"):
            assert raw(hall, nonsense, 0.5).startswith(b"HTTP/1.1 400")
        assert phone.score(5).status_code == 200
    assert hall.counts().answered == 1


def test_every_script_may_be_as_long(tmp_path: Path) -> None:
    """As many letters as there is room for, whatever each takes on its way."""
    with held(tmp_path, step("0B.vision")) as hall, Phone(hall) as phone:
        fields = {question.field: "漢" * question.most for question in hall.form.questions}
        assert len(fields) >= 3
        assert phone.send_form({**fields, "perspective": "ouders"}).status_code == 303
        assert phone.get(phone.path).text.count("漢") == 6_000


FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_text_of_strangers_is_text(tmp_path: Path) -> None:
    """Markup comes back as it was written, and does nothing."""
    with held(tmp_path, TALK) as hall, Phone(hall) as phone:
        phone.say("</textarea><script>alert(1)</script>\x1b[31m\x00")
        page = phone.get(phone.path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert hall.cards()[0].words == ("</textarea><script>alert(1)</script>[31m",)


def test_who_goes_too_fast_waits(hall: Hall) -> None:
    """Ten answers at once and then one a second, for that device alone."""
    with Phone(hall) as hasty, Phone(hall) as calm:
        codes = [hasty.score(score % 10 + 1).status_code for score in range(15)]
        assert set(codes[:10]) == {200}
        assert codes[-1] == 429
        assert int(hasty.score(1).headers["retry-after"]) > 0
        assert calm.score(2).status_code == 200


def test_idle_and_slow_connections_keep_nobody_out(hall: Hall) -> None:
    """A thousand that say nothing, or never finish: a phone gets in as if they were not there."""
    with ExitStack() as crowd:
        for number in range(1000):
            idle = crowd.enter_context(socket.create_connection((HERE, port(hall))))
            if number % 2:
                idle.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        began = time.monotonic()
        with Phone(hall) as phone:
            assert phone.score(7).status_code == 200
        assert time.monotonic() - began < 1


def test_the_longest_waiting_makes_room(tmp_path: Path) -> None:
    """Where the system gives few connections, those that do nothing go first, and not those that listen."""
    said = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nja"

    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if scope["path"] == "/listen":
            await receive()
            await receive()
        await send({"type": "http.response.body", "body": b"ja", "more_body": False})

    serving = Serving(app, listen(HERE, ()), most=50)
    try:
        with ExitStack() as crowd:
            listener = crowd.enter_context(socket.create_connection((HERE, serving.port)))
            listener.sendall(b"GET /listen HTTP/1.1\r\nHost: x\r\n\r\n")
            assert listener.recv(1000).startswith(b"HTTP/1.1 200")
            for _ in range(200):
                crowd.enter_context(socket.create_connection((HERE, serving.port)))
            asker = crowd.enter_context(socket.create_connection((HERE, serving.port)))
            asker.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert heard(asker).endswith(said[-2:])
            listener.settimeout(0.2)
            with pytest.raises(TimeoutError):
                listener.recv(1)
    finally:
        serving.stop()


def test_slow_requests_end(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not finish a request in time is gone; also one that comes letter by letter."""
    monkeypatch.setattr(connection, "PATIENCE", 1)
    began = time.monotonic()
    with (
        socket.create_connection((HERE, port(hall))) as slow,
        suppress(BrokenPipeError, ConnectionResetError),
    ):
        for letter in b"GET /" + b"x" * 200:
            slow.sendall(bytes([letter]))
            time.sleep(0.1)
    assert time.monotonic() - began < 4


def test_ends_within_two_seconds(hall: Hall) -> None:
    """With five hundred phones that listen, and some that never finish; each hears of the end at once."""
    request = f"GET {{}}/events HTTP/1.1\r\nHost: {HERE}:{port(hall)}\r\nCookie: kompas={{}}\r\n\r\n"
    with ExitStack() as crowd:
        phones = []
        for _ in range(500):
            one = crowd.enter_context(socket.create_connection((HERE, port(hall))))
            one.sendall(request.format(f"/{hall.header.code}", hall._desk.new_token()).encode())
            phones.append(one)
        slow = crowd.enter_context(socket.create_connection((HERE, port(hall))))
        slow.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nx")
        assert all(one.recv(1000).startswith(b"HTTP/1.1 200") for one in phones)
        began = time.monotonic()
        hall.stop()
        assert time.monotonic() - began < 2
        assert all(heard(one, 1).endswith(b"0\r\n\r\n") for one in phones)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HERE, port(hall)))


def test_a_change_reaches_all(hall: Hall) -> None:
    """Two hundred phones hear of the closing, nearly at once."""
    request = (
        f"GET /{hall.header.code}/events HTTP/1.1\r\nHost: {HERE}:{port(hall)}\r\nCookie: kompas={{}}\r\n\r\n"
    )
    with ExitStack() as crowd:
        phones = [crowd.enter_context(socket.create_connection((HERE, port(hall)))) for _ in range(200)]
        for one in phones:
            one.sendall(request.format(hall._desk.new_token()).encode())
        for one in phones:
            while b"retry" not in one.recv(1000):
                pass
        began = time.monotonic()
        hall.close()
        for one in phones:
            one.settimeout(2)
            assert b'"open":false' in one.recv(1000)
        assert time.monotonic() - began < 1


@pytest.mark.skipif(WINDOWS, reason="Windows has no limit to the size of a file")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """Nobody hears that an answer is in which is not; the terminal knows; when there is room it goes on."""
    with Told("tests.live.halls", str(tmp_path)) as child:
        where, tell = child.said, child.tell
        watcher = threading.Timer(30, child.kill)
        watcher.start()
        with httpx.Client() as phone:
            origin, _, _ = where["url"].rpartition("/")
            phone.get(where["url"])
            fields = {"answer-urgency": "7", "perspective": "ouders", "reason": "Bewaar mij"}
            tell("full")
            for accept in ("text/html", "application/json"):
                headers = {"origin": origin, "accept": accept}
                answer = phone.post(where["url"], data=fields, headers=headers)
                assert answer.status_code == 503
                assert "De laptop kan je antwoord nu niet bewaren." in answer.text
                assert "journal" not in answer.text
            assert "Bewaar mij" in phone.post(where["url"], data=fields).text
            assert phone.get(f"{where['url']}/state").json()["saved"] is False
            assert tell("trouble")
            assert "error" in tell("close")
            assert tell("answered") == 0
            tell("free")
            assert phone.post(where["url"], data=fields).status_code == 303
            assert tell("trouble") == ""
            assert tell("answered") == 1
        watcher.cancel()
