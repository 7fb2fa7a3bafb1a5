"""The pages as people meet them: on a small phone, without a script, on the wall, without Wi-Fi."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
import segno

from kompas.errors import KompasError
from kompas.live import kinds, pages
from kompas.live.form import refused
from kompas.live.hall import Hall
from kompas.live.register import Harvest
from kompas.live.room import Given
from kompas.steps.poll import PollRound, Statement
from kompas.steps.proposal import Response, Version
from kompas.steps.round import Contribution, TalkRound
from tests.live.halls import AROUND, HARVEST, POLL, PROPOSAL, TALK, opened
from tests.packaged import CATALOG, around, step

ROOM = pages.Room(url="http://192.168.178.120:8317/k7mq2xwa", open=True, shown=False, joined=23, answered=17)
PHONE_STEPS = [one for block in CATALOG.blocks.values() for one in block.steps if one.phone]
HOSTILE = "</textarea><script src='http://elders.nl/x.js'></script><img src=x onerror='alert(1)'>{{ 7*7 }}"
FORM = kinds.form(POLL, AROUND)
EVERYWHERE = around()


class Parts(HTMLParser):
    """The elements of a page, and the text in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def text(html: str) -> str:
    """What a page says, on one line."""
    return " ".join(Parts(html).text.split())


def every_page() -> Iterator[str]:
    """Pages of every sort, full of what a stranger could send."""
    hostile = msgspec.structs.replace(POLL, title=HOSTILE)
    form = kinds.form(hostile, AROUND)
    sent = {"answer-urgency": "7", "perspective": HOSTILE, "reason": HOSTILE}
    for open in (True, False):
        yield pages.participant(form, sent, open=open, saved=True)
        yield pages.participant(form, sent, open=open, saved=False, problem=refused(HOSTILE, "reason"))
    yield pages.participant(form, sent, open=True, saved=False, problem=KompasError(HOSTILE))
    yield pages.projector(form, ROOM)
    yield pages.trouble(KompasError(HOSTILE, HOSTILE))
    yield pages.gone()
    yield pages.slides([(HOSTILE, "<svg/>", [HOSTILE])])
    around = msgspec.structs.replace(AROUND, texts={"decision": HOSTILE}, rows={"0A.themes": {"a": HOSTILE}})
    proposal = kinds.form(msgspec.structs.replace(PROPOSAL, question=HOSTILE), around)
    yield pages.participant(proposal, {}, open=True, saved=False)
    yield pages.projector(proposal, ROOM)
    objection = Response(response="objection", reason=HOSTILE, suggestion=HOSTILE)
    version = Version(id="een", date=date(2026, 11, 21), text="", responses=(objection,))
    yield pages.reactions(PROPOSAL, version, around)
    note = {"theme": "a", "now": HOSTILE}
    yield pages.harvest(HARVEST, Harvest("een", date(2026, 11, 21), 0, (note,)), around)
    said = Contribution(perspective=HOSTILE, words={"seen": HOSTILE})
    yield pages.cards(
        TALK, TalkRound(id="een", date=date(2026, 11, 21), method="phone", contributions=(said,)), AROUND
    )


def test_text_of_strangers_is_only_text() -> None:
    """And nothing stands in a page that the policy of the server would have to allow."""
    for html in every_page():
        parts = Parts(html)
        assert {one["src"] for one in parts.all("script")} <= {"/live.js", "/projector.js"}
        assert {one["href"] for one in parts.all("link")} <= {"/live.css", "/wall.css", "data:,"}
        assert not parts.all("style")
        assert not parts.all("img")
        assert "{{ 7*7 }}" in html or "49" not in html
        for tag, attributes in parts.elements:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


@pytest.mark.parametrize("asked", PHONE_STEPS, ids=lambda one: one.id)
def test_a_phone_loads_less_than_50_kb(asked: Any) -> None:
    """All of it, for every step of ours, when the answer is as long as it can be."""
    form = kinds.form(asked, EVERYWHERE)
    fields = {one.field: "é" * one.most for one in form.fields if not one.choices}
    page = pages.participant(form, fields, open=True, saved=True).encode()
    assert len(page) - sum(len(words.encode()) for words in fields.values()) < 20_000
    assert len(page) + len(pages.asset("live.css")) + len(pages.asset("live.js")) < 50_000


def test_the_scripts_are_for_old_phones_too() -> None:
    """Nothing newer than ES2015, and nothing that needs https."""
    newer = re.compile(r"\?\.|\?\?|\basync\b|\bawait\b|\.\.\.|\bfetch\(|crypto|serviceWorker|replaceChildren")
    for name in ("live.js", "projector.js"):
        assert not newer.findall(pages.asset(name).decode()), name


def test_what_a_phone_says_follows_from_what_is_stored() -> None:
    """Nothing, then that it is in and what is open still, then that it was too late."""
    asked = kinds.form(step("0A.cooperation"), EVERYWHERE)
    fields = {"answer-shared": "3", "answer-fit": "?", "perspective": "ouders"}
    new = text(pages.participant(asked, {}, open=True, saved=False))
    assert "binnen" not in new
    assert "Verstuur mijn antwoord" in new
    saved = text(pages.participant(asked, fields, open=True, saved=True))
    assert (
        "Je antwoord is binnen. Er zijn nog 2 vragen open. Je kunt het veranderen tot de ronde sluit."
        in saved
    )
    closed = text(pages.participant(asked, fields, open=False, saved=True))
    assert "De ronde is gesloten. Je antwoord telt mee." in closed
    assert "Wat iedereen doet, past goed bij elkaar. Weet ik niet" in closed
    late = text(pages.participant(asked, {}, open=False, saved=False))
    assert "De ronde is gesloten. Je kunt geen antwoord meer geven." in late
    assert "jouw antwoord" not in late


def test_who_took_back_their_words_is_told_so() -> None:
    """Not that an answer is in."""
    said = text(pages.participant(kinds.form(TALK, AROUND), {"perspective": "-"}, open=True, saved=True))
    assert "Je woorden zijn weg." in said
    assert "binnen" not in said


def test_a_problem_stands_beside_its_question() -> None:
    """What was sent stays; the question points to the sentence, for who hears the page."""
    problem = refused("Kies bij welke groep jij hoort.", "perspective")
    html = pages.participant(FORM, {"answer-urgency": "8"}, open=True, saved=False, problem=problem)
    group = next(one for one in Parts(html).all("fieldset") if one["id"] == "perspective")
    assert group["aria-describedby"] == "perspective-problem perspective-hint"
    assert 'value="8" checked' in html
    assert html.count("Kies bij welke groep jij hoort.") == 2
    assert "<title>Nog niet verstuurd:" in html
    assert pages.state({}, open=True, saved=False, problem=problem).field == "perspective"


def test_the_code_on_the_wall_can_be_scanned() -> None:
    """Dark on light, with four modules of quiet around it; the address stands beside it in letters."""
    html = pages.projector(FORM, ROOM)
    size = segno.make(ROOM.url, error="m", micro=False).symbol_size(border=0)[0] + 8
    drawn = next(one for one in Parts(html).all("svg"))
    assert drawn["viewbox"] == f"0 0 {size} {size}"
    assert drawn["aria-label"]
    assert "192.168.178.120:8317/k7mq2xwa" in text(html)


def test_the_wall_counts_in_proper_dutch() -> None:
    """One is not several."""
    one = msgspec.structs.replace(ROOM, joined=1, answered=1)
    assert "1 antwoord 1 telefoon doet mee" in text(pages.projector(FORM, one))
    assert "17 antwoorden 23 telefoons doen mee" in text(pages.projector(FORM, ROOM))


def test_cards_stand_by_perspective() -> None:
    """At each prompt, in the order of the list; in an order of their own within."""
    said = (
        Contribution(words={"seen": "rust"}),
        Contribution(perspective="onderwijs", words={"seen": "moe"}),
        Contribution(perspective="ouders", words={"seen": "zorg"}),
        Contribution(perspective="ouders", words={"seen": "druk"}),
    )
    talk = TalkRound(id="een", date=date(2026, 11, 21), method="phone", contributions=said)
    told = text(pages.cards(TALK, talk, AROUND))
    assert told == "Wat zie jij? Ouders druk zorg Onderwijs moe Zonder groep rust"


# In a browser, with a real hall.


def cards(talk: Any) -> str:
    """What the projector shows of a round."""
    return pages.cards(TALK, talk, AROUND)


def picture(poll: Any) -> str:
    """Stands in for the drawing of a poll, in two pictures."""
    bar = f'<svg viewBox="0 0 680 200"><text y="20" font-size="14">{len(poll.ballots)} keer</text></svg>'
    return pages.slides([("Hoe dringend vind jij dit?", bar, ["Het midden is 7."]), ("Nog een", bar, [])])


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall that asks how urgent it is."""
    one = opened(tmp_path, POLL, picture)
    try:
        yield one
    finally:
        one.stop()


@pytest.fixture
def phone(hall: Hall, browser: Any) -> Iterator[Any]:
    """A small phone that has the page."""
    context = browser.new_context(viewport={"width": 320, "height": 568}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(5000)
    page.goto(hall.url)
    yield page
    context.close()


@pytest.fixture
def wall(hall: Hall, browser: Any) -> Iterator[Any]:
    """A projector that has its page."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.set_default_timeout(5000)
    page.goto(hall.projector_url)
    yield page
    page.close()


def choose(page: Any, *values: str) -> None:
    """Tap these answers."""
    for value in values:
        page.tap(f'label:has(input[value="{value}"])')


def send(page: Any) -> None:
    """Tap the button."""
    page.tap("button")


def says(page: Any, words: str) -> None:
    """Wait until the page says this."""
    page.get_by_text(words).first.wait_for()


def scores(hall: Hall) -> list[Any]:
    """What would be stored now."""
    one = hall.round()
    assert isinstance(one, PollRound)
    return [ballot.scores for ballot in one.ballots]


@pytest.mark.browser
def test_answering_and_changing_without_a_reload(hall: Hall, phone: Any) -> None:
    """The page says that it is in only after the server did; a screen reader is led to it."""
    phone.evaluate("window.same = true")
    choose(phone, "7", "ouders")
    send(phone)
    says(phone, "Je antwoord is binnen.")
    assert phone.evaluate("document.activeElement.id") == "status"
    choose(phone, "?")
    says(phone, "Je hebt iets veranderd.")
    send(phone)
    phone.wait_for_function("document.getElementById('progress').textContent === ''")
    assert scores(hall) == [{"urgency": None}]
    assert phone.evaluate("window.same")
    assert phone.inner_text("button") == "Verander mijn antwoord"


@pytest.mark.browser
def test_answering_without_a_script(hall: Hall, browser: Any) -> None:
    """On a phone that knows no JavaScript; first with a mistake."""
    context = browser.new_context(java_script_enabled=False, has_touch=True)
    page = context.new_page()
    page.goto(hall.url)
    choose(page, "7")
    send(page)
    says(page, "Nog niet verstuurd.")
    choose(page, "ouders")
    send(page)
    says(page, "Je antwoord is binnen.")
    assert scores(hall) == [{"urgency": 7}]
    hall.close()
    page.reload()
    says(page, "Je antwoord telt mee.")
    context.close()


@pytest.mark.browser
def test_a_mistake_is_told_and_focused(hall: Hall, phone: Any) -> None:
    """Beside the question; when it is mended, it goes."""
    choose(phone, "7")
    send(phone)
    says(phone, "Nog niet verstuurd.")
    assert phone.evaluate("document.activeElement.name") == "perspective"
    assert "Kies bij welke groep" in phone.inner_text("#perspective-problem")
    choose(phone, "-")
    send(phone)
    says(phone, "Je antwoord is binnen.")
    assert not phone.query_selector(".problem")


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_an_objection_without_a_reason_is_asked_for_it(tmp_path: Path, browser: Any, script: bool) -> None:
    """Beside the place to write it, with a script and without; nothing that was chosen goes."""
    hall = opened(tmp_path, PROPOSAL)
    context = browser.new_context(java_script_enabled=script, has_touch=True)
    phone = context.new_page()
    phone.goto(hall.url)
    says(phone, "De gemeente betaalt de eerste twee jaar.")
    choose(phone, "objection", "-")
    send(phone)
    says(phone, "Nog niet verstuurd.")
    assert "wat je bezwaar is" in phone.inner_text("#answer-reason-problem")
    phone.fill("#answer-reason", "Te duur.")
    send(phone)
    says(phone, "Je antwoord is binnen.")
    assert hall.round().voices == (Response(response="objection", reason="Te duur."),)
    context.close()
    hall.finish()


@pytest.mark.browser
def test_a_double_tap_counts_once(hall: Hall, phone: Any) -> None:
    """And sends once."""
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    choose(phone, "7", "ouders")
    phone.dblclick("button")
    says(phone, "Je antwoord is binnen.")
    assert len(sent) == 1
    assert scores(hall) == [{"urgency": 7}]


@pytest.mark.browser
def test_an_answer_waits_for_the_wifi(hall: Hall, phone: Any) -> None:
    """It says so, and gets there by itself; what was changed meanwhile counts."""
    phone.context.set_offline(True)
    choose(phone, "3", "ouders")
    send(phone)
    says(phone, "Nog niet verstuurd. We proberen het opnieuw.")
    assert "binnen" not in phone.inner_text("main")
    choose(phone, "9")
    send(phone)
    phone.context.set_offline(False)
    says(phone, "Je antwoord is binnen.")
    assert scores(hall) == [{"urgency": 9}]


@pytest.mark.browser
@pytest.mark.parametrize("code", [400, 403, 409, 413, 415, 422, 429, 431])
@pytest.mark.parametrize("body", ["", '{"open": true, "problem": "Zo kan het niet.", "field": ""}'])
def test_what_is_refused_is_told_and_not_sent_again(hall: Hall, phone: Any, code: int, body: str) -> None:
    """Only who was not known tries once more; what was filled in stays."""
    sent: list[str] = []

    def refuse(route: Any) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data)
            route.fulfill(status=code, body=body)
        else:
            route.continue_()

    phone.route("**/*", refuse)
    choose(phone, "3", "ouders")
    send(phone)
    says(phone, "Nog niet verstuurd. " + ("Zo kan het niet." if body else "De laptop neemt dit niet aan."))
    phone.wait_for_timeout(900)
    assert len(sent) == (2 if code == 403 and body else 1)
    assert phone.is_checked('input[value="3"]')
    phone.unroute("**/*")
    send(phone)
    says(phone, "Je antwoord is binnen.")


@pytest.mark.browser
def test_an_answer_waits_for_a_laptop_that_starts_again(tmp_path: Path, browser: Any) -> None:
    """With the same address and code; the phone needs no new scan, and the wall finds it back."""
    first = opened(tmp_path / "een", POLL, picture)
    page = browser.new_page(has_touch=True)
    page.goto(first.url)
    wall = browser.new_page()
    wall.goto(first.projector_url)
    choose(page, "4", "ouders")
    first.stop()
    says(wall, "De laptop is even weg.")
    send(page)
    says(page, "We proberen het opnieuw.")
    again = opened(tmp_path / "een", POLL, picture)
    try:
        says(page, "Je antwoord is binnen.")
        wall.wait_for_selector("#lost", state="hidden")
        wall.wait_for_function("document.getElementById('answered').textContent === '1'")
        assert scores(again) == [{"urgency": 4}]
    finally:
        again.stop()
        page.close()
        wall.close()


@pytest.mark.browser
def test_what_was_typed_survives_a_reload(hall: Hall, phone: Any) -> None:
    """It is in the form again, and not yet sent."""
    choose(phone, "6", "ouders")
    phone.fill("textarea", "Bij ons\nin de straat")
    phone.reload()
    says(phone, "Dit heb je nog niet verstuurd.")
    assert phone.input_value("textarea") == "Bij ons\nin de straat"
    send(phone)
    says(phone, "Je antwoord is binnen.")
    phone.reload()
    assert phone.is_checked('input[value="6"]')
    assert "nog niet verstuurd" not in phone.inner_text("main")


@pytest.mark.browser
def test_closing_and_opening_reach_the_phone(hall: Hall, phone: Any) -> None:
    """Within a second, without a tap; what was not sent does not count, and is there when it opens again."""
    choose(phone, "7", "ouders")
    send(phone)
    says(phone, "Je antwoord is binnen.")
    choose(phone, "2")
    hall.close()
    phone.get_by_text("Je antwoord telt mee.").wait_for(timeout=1000)
    assert not phone.query_selector("form")
    assert scores(hall) == [{"urgency": 7}]
    hall.reopen()
    phone.wait_for_selector("form", timeout=1000)
    says(phone, "Dit heb je nog niet verstuurd.")
    assert phone.is_checked('input[value="2"]')


@pytest.mark.browser
def test_a_phone_that_slept_comes_back_to_its_own_answer(hall: Hall, phone: Any) -> None:
    """Also when it answered in another tab meanwhile."""
    other = phone.context.new_page()
    other.goto(hall.url)
    choose(other, "8", "ouders")
    send(other)
    says(other, "Je antwoord is binnen.")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.wait_for_selector('input[value="8"]:checked')
    says(phone, "Je antwoord is binnen.")


@pytest.mark.browser
def test_a_code_that_is_over_says_so(hall: Hall, phone: Any) -> None:
    """Nothing of the round that was is left to see."""
    phone.goto(hall.url[:-1] + ("8" if hall.url.endswith("9") else "9"))
    says(phone, "Hier is geen ronde")


@pytest.mark.browser
def test_the_wall_follows_and_hides(hall: Hall, phone: Any, wall: Any) -> None:
    """Counts within a second; nothing of the answers before it is shown, nor after it is hidden again."""
    choose(phone, "7", "ouders")
    send(phone)
    says(phone, "Je antwoord is binnen.")
    wall.wait_for_function("document.getElementById('answered').textContent === '1'", timeout=1000)
    assert "keer" not in wall.content()
    hall.close()
    wall.get_by_text("De ronde is gesloten.").wait_for(timeout=1000)
    hall.show()
    wall.get_by_text("Het midden is 7.").wait_for(timeout=1000)
    assert not wall.is_visible("#join")
    wall.keyboard.press("PageDown")
    says(wall, "2 van 2")
    hall.hide()
    wall.wait_for_selector("#picture", state="hidden", timeout=1000)
    assert "keer" not in wall.content()


LOOKS: dict[str, dict[str, Any]] = {
    "open": {},
    "saved": {"saved": True, "fields": {"answer-urgency": "10", "perspective": "ouders"}},
    "mistake": {"problem": refused("Kies bij welke groep jij hoort.", "perspective")},
    "closed": {"open": False, "saved": True, "fields": {"answer-urgency": "10", "reason": "x" * 300}},
}


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [320, 360, 768])
def test_everyone_can_use_the_page(browser: Any, width: int, look: str) -> None:
    """No rule of WCAG is broken, nothing falls off the side, and what can be tapped is large."""
    from tests.browser import violations

    for asked in (POLL, step("vooraf.readiness"), TALK, PROPOSAL, HARVEST):
        around = AROUND if asked in (PROPOSAL, HARVEST) else EVERYWHERE
        settings: dict[str, Any] = {"open": True, "saved": False, "fields": {}, **LOOKS[look]}
        fields = settings.pop("fields")
        page = shown(browser, pages.participant(kinds.form(asked, around), fields, **settings), width, 640)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        small = page.evaluate(
            """() => Array.from(document.querySelectorAll("label:has(input), button, textarea"))
                .map(one => one.getBoundingClientRect())
                .filter(box => box.width < 44 || box.height < 44).length"""
        )
        assert small == 0
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_wall_is_read_from_ten_metres(browser: Any, width: int, height: int) -> None:
    """Every letter is at least a thirtieth of the height; with the longest questions of ours it all fits."""
    from tests.browser import violations

    longest = tuple(Statement(id=f"s{n}", text="Ook dit is een lange zin. " * 5) for n in range(4))
    asked_here = (*PHONE_STEPS, *(msgspec.structs.replace(POLL, statements=longest[:n]) for n in (1, 4)))
    texts = (
        "Kort.",
        "Elke school heeft een vaste mentor. " * 8,
        "Wij willen dit samen doen.\n" * 40,
        "a" * 2000,
    )
    forms = [kinds.form(asked, EVERYWHERE) for asked in asked_here]
    forms += [kinds.form(PROPOSAL, msgspec.structs.replace(AROUND, texts={"decision": one})) for one in texts]
    for form in forms:
        html = pages.projector(form, ROOM)
        page = shown(browser, html, width, height)
        assert violations(page) == []
        sizes = page.evaluate(
            """() => Array.from(document.querySelectorAll("main *"))
                .filter(one => one.offsetParent && Array.from(one.childNodes).some(part => part.nodeType === 3
                    && part.textContent.trim())).map(one => parseFloat(getComputedStyle(one).fontSize))"""
        )
        assert min(sizes) >= height / 30
        across, down = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert (across, down) == (width, height), form.title
        page.close()


@pytest.mark.browser
def test_the_cards_on_the_wall_can_be_read(tmp_path: Path, browser: Any) -> None:
    """By everyone; words of one person cannot cover those of another."""
    from tests.browser import violations

    hall = opened(tmp_path, TALK, cards)
    try:
        for words in (
            "rust",
            "Wij willen graag dat er iemand is die luistert. " * 12,
            "a" * 400,
            "Z\u0310\u0310\u0310\u0310",
        ):
            hall.add(Given("ouders", {"seen": words}))
        hall.close()
        hall.show()
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(hall.projector_url)
        page.wait_for_selector(".cards li")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 1280
        page.close()
    finally:
        hall.stop()


def shown(browser: Any, html: str, width: int, height: int) -> Any:
    """A page that stands still, as the server gives it."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.route("**/*", lambda route: _serve(route, html))
    page.goto("http://kompas.test/")
    return page


def _serve(route: Any, html: str) -> None:
    name = route.request.url.rpartition("/")[2]
    if name == "live.css":
        route.fulfill(body=pages.asset(name), content_type="text/css")
    elif name:
        route.abort()
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
