"""A whole meeting: a terminal, a projector and phones in a real browser, and a room full of other phones."""

import http.client
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from kompas.store.journal import glance
from tests.guide.terminal import ENTER, ctrl
from tests.guide.test_terminal import Window
from tests.made import SESSION

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix pseudo-terminal"),
]

LayOut = Callable[[Mapping[str, str]], Path]
HERE = "127.0.0.1"
OTHERS = 60
SECRET = "Geheim"  # is in every word that somebody gives


class Other:
    """A phone without a browser: what it sends and gets, byte for byte."""

    def __init__(self, meeting: "Meeting", number: int) -> None:
        self.meeting, self.number = meeting, number
        self.words = f"{SECRET} van nummer {number}"
        self.token = ""
        self.token = (self.ask("GET")[0].getheader("set-cookie") or "").partition(";")[0]

    def ask(
        self, method: str, more: str = "", fields: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, str]:
        """What comes back, and its text."""
        connection = http.client.HTTPConnection(HERE, self.meeting.port, timeout=10)
        headers = {
            "Origin": f"http://{HERE}:{self.meeting.port}",
            "Cookie": self.token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(method, f"/{self.meeting.code}{more}", urlencode(fields or {}), headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def gives(self, **fields: str) -> bool:
        """Whether its answer was taken; no answer at all (the laptop went away) is none."""
        with suppress(OSError, http.client.HTTPException):
            return self.ask("POST", fields=fields)[0].status == 303
        return False

    def votes(self) -> bool:
        """Give a score, with words of its own; whether that was taken."""
        group = "jongeren" if self.number < 2 else "ouders" if self.number % 2 else "onderwijs"
        score = str(self.number % 10 + 1)
        return self.gives(**{"answer-urgency": score, "perspective": group, "reason": self.words})


class Meeting:
    """Everything and everyone in the room."""

    def __init__(self, root: Path, browser: Any, step: str) -> None:
        self._root, self._browser, self._step = root, browser, step
        self.errors: list[str] = []
        self.heard: list[bytes] = []
        self.window = self._start()
        self.window.shows("Met telefoons", "3", ENTER)
        found = re.search(r"http://[\d.]+:(\d+)/(\w{8})", self.window.shows("In de zaal: 0"))
        assert found
        self.port, self.code = int(found[1]), found[2]
        (self.journal,) = root.rglob("*.journal")
        self.key = glance(self.journal).projector
        self.wall = self._page(self.key, 1280, 720)

    def _start(self) -> Window:
        return Window(self._root, 80, 24, "school", "--step", self._step)

    def restart(self) -> str:
        """Pull the plug and start again; the menu that the facilitator then gets."""
        self.window.kill()
        self.wall.wait_for_selector("#lost")
        self.window.close()
        self.window = self._start()
        menu = self.window.shows("Ga verder met de telefoonronde", ENTER)
        self.window.shows("In de zaal")
        return menu

    def phone(self, width: int = 320) -> Any:
        """Somebody scans the code."""
        return self._page(self.code, width, 640)

    def _page(self, path: str, width: int, height: int) -> Any:
        page = self._browser.new_context(
            viewport={"width": width, "height": height}, has_touch=width < 600
        ).new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._complaint)
        page.goto(f"http://{HERE}:{self.port}/{path}")
        return page

    def _complaint(self, said: Any) -> None:
        away = said.text.startswith("Failed to load resource")  # or the laptop refused something
        if said.type in ("error", "warning") and not away:
            self.errors.append(said.text)

    def listen(self, path: str, token: str = "") -> None:
        """Remember every byte of the events at an address, until the laptop goes."""

        def hear() -> None:
            connection = http.client.HTTPConnection(HERE, self.port, timeout=60)
            with suppress(OSError, http.client.HTTPException):
                connection.request("GET", f"/{path}/events", headers={"Cookie": token})
                answer = connection.getresponse()
                while piece := answer.read1(65536):
                    self.heard.append(piece)
            connection.close()

        threading.Thread(target=hear, daemon=True).start()

    def counts(self, answered: int) -> None:
        """Wait until the wall and the terminal say how many answered."""
        self.wall.wait_for_function(f"() => document.getElementById('answered').textContent === '{answered}'")
        self.window.shows(f"Geantwoord: {answered}")

    def told_nothing(self, watcher: Other, phones: Mapping[str, Any]) -> None:
        """No page, event, state, error or screen has a word of what another gave; nor the wall a picture."""
        seen = [watcher.ask("GET")[1], watcher.ask("GET", "/state")[1], watcher.ask("GET", "/picture")[1]]
        seen += [watcher.ask("POST", fields={"answer-urgency": "99"})[1], *self.window.seen]
        seen += [page.content().replace(own, "") for own, page in phones.items()]
        seen += [b"".join(self.heard).decode(), self.window.text()]
        assert not [text for text in seen if SECRET in text or "mediaan" in text or "midden" in text]
        assert SECRET not in self.wall.content()
        assert not self.wall.query_selector("#picture svg, #picture .cards")

    def picture(self) -> int:
        """The status of the picture's own address."""
        connection = http.client.HTTPConnection(HERE, self.port, timeout=10)
        connection.request("GET", f"/{self.key}/picture")
        status = connection.getresponse().status
        connection.close()
        return status

    def round(self) -> Any:
        """What stands in the file."""
        text = (self._root / "sessions/school/0A.yaml").read_text("utf-8")
        (one,) = yaml.safe_load(text)["answers"][self._step]["rounds"]
        return one

    def traces(self, *secrets: str) -> list[Path]:
        """The files, anywhere in the workspace, in which something stands that should be forgotten."""
        files = [path for path in self._root.rglob("*") if path.is_file()]
        return [path for path in files if any(one.encode() in path.read_bytes() for one in secrets)]


@contextmanager
def held(root: Path, browser: Any, step: str) -> Iterator[Meeting]:
    """A round by phone at a step, with a projector."""
    meeting = Meeting(root, browser, step)
    try:
        yield meeting
    finally:
        meeting.window.close()
        for context in browser.contexts:
            context.close()


def vote(page: Any, score: str, group: str = "", words: str = "") -> None:
    """Fill in the form and send it."""
    for value in filter(None, (score, group)):
        page.click(f'label:has(input[value="{value}"])')
    if words:
        page.fill("#reason", words)
    page.click("button")


def says(page: Any, words: str) -> None:
    """Wait until the page says this."""
    page.get_by_text(words).first.wait_for()


def is_fine(*pages: Any) -> None:
    """Everyone can use these, and they are as wide as the screen."""
    from tests.browser import violations

    for page in pages:
        assert violations(page) == []
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") == width


def crowd(work: Callable[[Other], bool], others: list[Other]) -> list[Other]:
    """All at the same time; those whose answer was not taken."""
    with ThreadPoolExecutor(8) as hands:
        return [one for one, taken in zip(others, hands.map(work, others), strict=True) if not taken]


FILES = {"sessions/school/session.yaml": SESSION, "kompas.yaml": "format: 1\n"}


def test_a_poll_of_the_whole_room(workspace: LayOut, browser: Any) -> None:
    """Everything that happens in a room; in the end there is one answer of each, and nothing else."""
    with held(workspace(FILES), browser, "urgency") as meeting:
        wall = meeting.wall
        says(wall, "Hoe dringend vind jij het")
        first, second, third = meeting.phone(), meeting.phone(1280), meeting.phone()
        is_fine(wall, first, second)

        vote(first, "7", "gemeente", f"{SECRET} een")
        first.dblclick("button")  # and once more, and again
        vote(second, "3", "ouders", f"{SECRET} twee")
        vote(third, "9", "onderwijs", f"{SECRET} drie")
        for page in (first, second, third):
            says(page, "Je antwoord is binnen.")
        meeting.counts(3)
        is_fine(first, second)
        second.reload()
        says(second, "Je antwoord is binnen.")
        assert second.input_value("#reason") == f"{SECRET} twee"
        assert second.is_checked('input[value="3"]')

        third.context.set_offline(True)
        vote(third, "4")
        says(third, "Nog niet verstuurd. We proberen het opnieuw.")
        third.context.set_offline(False)
        third.wait_for_function("() => document.getElementById('progress').textContent === ''")
        third.reload()
        assert third.is_checked('input[value="4"]')

        others = [Other(meeting, number) for number in range(OTHERS)]
        watcher = Other(meeting, OTHERS)
        meeting.listen(meeting.code, watcher.token)
        meeting.listen(meeting.key)
        assert not crowd(Other.votes, others[:30])
        plug = threading.Timer(0.05, meeting.window.kill)
        plug.start()
        lost = crowd(Other.votes, others[30:])
        plug.join()
        vote(second, "2")
        says(second, "We proberen het opnieuw.")
        menu = meeting.restart()
        known = re.search(r"telefoonronde: (\d+)", menu)
        assert known
        assert int(known[1]) >= 3 + OTHERS - len(lost), "every one that was told so is there"
        says(second, "Je antwoord is binnen.")
        wall.wait_for_selector("#lost", state="hidden")
        meeting.listen(meeting.code, watcher.token)
        meeting.listen(meeting.key)
        assert not crowd(Other.votes, lost)

        late = meeting.phone()
        vote(late, "?", "-", f"{SECRET} vier")
        says(late, "Je antwoord is binnen.")
        meeting.counts(OTHERS + 4)
        is_fine(wall)
        phones = {
            f"{SECRET} een": first,
            f"{SECRET} twee": second,
            f"{SECRET} drie": third,
            f"{SECRET} vier": late,
        }
        meeting.told_nothing(watcher, phones)
        assert meeting.picture() == 404

        third.context.set_offline(True)
        meeting.window.press("s")
        meeting.window.shows(f"Ronde sluiten met {OTHERS + 4} antwoorden?", "j")
        meeting.window.shows("Alles is nog verborgen")
        vote(third, "10")
        for page in (first, second, late):
            says(page, "De ronde is gesloten.")
        third.context.set_offline(False)
        says(third, "Dit kwam te laat. De ronde is gesloten.")
        assert "Je antwoord van eerder telt mee." in third.inner_text("main")
        refused, why = others[5].ask("POST", fields={"answer-urgency": "1", "perspective": "ouders"})
        assert refused.status == 409
        assert "Dit kwam te laat. Je eerdere antwoord telt mee." in why
        wall.get_by_text("De ronde is gesloten.").wait_for(timeout=1000)
        is_fine(wall, first, second, third)
        meeting.told_nothing(watcher, phones)
        assert meeting.picture() == 404
        assert not meeting.journal.exists()

        meeting.window.press("t")
        wall.wait_for_selector("#picture svg", timeout=1000)
        assert "midden" in wall.inner_text("#picture")
        wall.wait_for_function(
            "() => Array.from(document.fonts).filter(one => one.status === 'loaded').length === 2"
        )
        is_fine(wall)
        for own, page in phones.items():
            assert SECRET not in page.content().replace(own, ""), "a phone has nothing of what the wall shows"

        meeting.window.shows("midden", ENTER)
        meeting.window.shows("De beamer laat het zien.", "v")
        wall.wait_for_selector("#picture", state="hidden", timeout=1000)
        meeting.window.shows("Alles is nog verborgen", ctrl("c"))
        assert meeting.window.ends() == 130
        assert meeting.errors == []
        only_the_answers(meeting, [one.token for one in others])


def only_the_answers(meeting: Meeting, tokens: list[str]) -> None:
    """In the file stands what people gave, in no order of theirs; no group so small that it tells who."""
    one = meeting.round()
    assert {*one} == {"id", "date", "method", "anonymous", "ballots"}
    assert (one["method"], one["anonymous"]) == ("phone", True)
    assert len(one["ballots"]) == OTHERS + 4
    assert {key for ballot in one["ballots"] for key in ballot} == {"perspective", "scores", "reason"}
    told = {ballot.get("perspective", "") for ballot in one["ballots"]}  # a group is given up for the few
    assert told in ({"", "ouders"}, {"", "onderwijs"})
    found = {ballot["reason"]: ballot["scores"]["urgency"] for ballot in one["ballots"]}
    mine = {f"{SECRET} een": 7, f"{SECRET} twee": 2, f"{SECRET} drie": 4, f"{SECRET} vier": None}
    given = mine | {f"{SECRET} van nummer {number}": number % 10 + 1 for number in range(OTHERS)}
    assert found == given
    assert [*found] != [*given]
    secrets = [part for token in tokens for part in token.removeprefix("kompas=").split(".")]
    assert meeting.traces(*secrets) == []
    assert [one.name for one in meeting.traces(meeting.code, meeting.key)] == ["phones.json"], "for today"


def test_a_round_of_talk(workspace: LayOut, browser: Any) -> None:
    """Words become cards; the one that the facilitator covers is on no screen of the room."""
    with held(workspace(FILES), browser, "signals") as meeting:
        wall, phone = meeting.wall, meeting.phone()
        is_fine(wall, phone)
        phone.click('label:has(input[value="ouders"])')
        phone.fill("#answer-noticed", f"{SECRET}: <b>druk</b> op school")
        phone.click("button")
        says(phone, "Je antwoord is binnen.")
        others = [Other(meeting, number) for number in range(4)]
        assert not crowd(
            lambda one: one.gives(**{"answer-noticed": one.words, "perspective": "jongeren"}), others
        )
        meeting.listen(meeting.key)
        meeting.counts(5)
        assert meeting.picture() == 404
        meeting.window.press("k")
        meeting.window.shows("Ziet alleen jij dit scherm?", "j")
        meeting.window.shows(f"{SECRET} van nummer 0", " ", ENTER)
        meeting.window.shows("Geantwoord: 5", "s")
        meeting.window.shows("Ronde sluiten met 5 antwoorden?", "j")
        meeting.window.shows("Alles is nog verborgen")
        says(wall, "De ronde is gesloten.")
        assert SECRET not in wall.content() + b"".join(meeting.heard).decode()
        meeting.window.press("t")
        wall.wait_for_selector("#picture .cards", timeout=1000)
        is_fine(wall)
        shown = wall.inner_text("#picture")
        covered = [one.words for one in others if one.words not in shown]
        assert f"{SECRET}: <b>druk</b> op school" in shown
        assert len(covered) == 1
        assert covered[0] not in wall.content()
        assert len(meeting.round()["contributions"]) == 5, "covered is not thrown away"

        meeting.window.press(ENTER)
        meeting.window.shows("De beamer laat het zien.", ENTER)
        says(wall, "Deze ronde is klaar.")
        says(phone, "Blijf dan op deze pagina")
        assert not wall.is_visible("#lost")
        meeting.window.shows("Houd een nieuw rondje, met telefoons", "met tel", ENTER)
        meeting.window.shows("Geantwoord: 0")
        phone.wait_for_selector("form")
        wall.wait_for_selector("#join")
        says(wall, "0 antwoorden")
        assert SECRET not in phone.content() + wall.content()
        assert meeting.errors == []
