"""Figures: all of the text is there and can be read, whatever it is; nothing hangs on colour alone."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pypdfium2
import pytest
import typst
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from kompas.colour import contrast, parse
from kompas.house import House
from kompas.steps.poll import PollStep
from kompas.store.sessions import Opened
from kompas.worksheets.appearance import GREYS
from kompas.worksheets.document import document
from kompas.worksheets.figures import coverage, poll, rings, scale, timeline
from kompas.worksheets.figures.figure import Figure, shown, svg
from kompas.worksheets.figures.measure import wide, wrapped
from kompas.worksheets.figures.pictures import to_circle
from kompas.worksheets.figures.scale import Scale
from kompas.worksheets.figures.votes import Lies, Poll, Votes
from kompas.worksheets.formats.glyphs import folders
from tests.worksheets.examples import (
    CATALOG,
    LEARNERS,
    TEACHERS,
    markdown,
    schooluitval,
    session,
    sheet_of,
    votes,
)
from tests.worksheets.reading import texts

HOUSE = House()
SVG = "{http://www.w3.org/2000/svg}"
TEN = tuple(map(str, range(1, 11)))
WORDS = (
    "Ja",
    "Jeugdgezondheidszorg",
    "arbeidsongeschiktheidsverzekering",
    "De gemeente en alle scholen " * 3,
    "w" * 200,
)
DOMAINS = tuple(option.label for option in CATALOG.lists["domains"])
LAYOUTS: Mapping[str, Callable[[Any], Any]] = {
    "poll": poll.lay_out,
    "rings": rings.lay_out,
    "coverage": coverage.lay_out,
    "timeline": timeline.lay_out,
    "scale": scale.lay_out,
}
RINGS = tuple(option.label for option in CATALOG.lists["rings"])


def _advances(name: str, folder: int = 0) -> dict[str, float]:
    with TTFont(next(folders()[folder].glob(f"{name}.ttf"))) as font:
        advance, size = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): advance[glyph][0] / size for code, glyph in font.getBestCmap().items()}


ADVANCES = {style: _advances(f"*-{style}") for style in ("Regular", "Bold")}


class Text(NamedTuple):
    """A line of text in a drawing, and the room it takes."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    fill: str
    size: float


def lines(drawing: str) -> list[Text]:
    """Every line of text, measured with the font itself."""
    root = ElementTree.fromstring(drawing)
    found = []
    for one in root.iter(f"{SVG}text"):
        size = float(one.get("font-size", 14))
        advances = ADVANCES["Bold" if one.get("font-weight") == "bold" else "Regular"]
        text = one.text or ""
        width = size * sum(advances.get(letter, 1) for letter in text)
        x, y = float(one.attrib["x"]), float(one.attrib["y"])
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[one.get("text-anchor", "start")]
        top, bottom = y - 0.67 * size, y + 0.2 * size
        found.append(Text(text, left, top, left + width, bottom, one.get("fill", root.attrib["fill"]), size))
    return found


def assert_readable(drawing: str) -> None:
    """No text leaves the drawing, stands in another text, or is smaller than nine points at 17 cm."""
    _, _, width, height = map(float, ElementTree.fromstring(drawing).attrib["viewBox"].split())
    found = lines(drawing)
    for one in found:
        assert one.left >= -0.5, one
        assert one.right <= width + 0.5, one
        assert one.top >= 0, one
        assert one.bottom <= height, one
        assert one.size * 17 / 680 / 2.54 * 72 >= 9
    for one, other in combinations(found, 2):
        apart = one.right <= other.left or other.right <= one.left
        assert apart or one.bottom <= other.top or other.bottom <= one.top, (one, other)


def seen(drawing: str) -> str:
    """All that is written in a drawing, in the order of the drawing."""
    return " ".join(one.text for one in lines(drawing))


def drawn(template: str, data: Any, text: str = "Wat het zegt.", house: House = HOUSE) -> str:
    """The drawing of any data."""
    return svg(Figure("proef", template, text, data, LAYOUTS[template]), house)


def a_poll(
    answers: tuple[str, ...], rounds: int = 1, groups: Iterable[str] = (), times: int = 3, **more: Any
) -> Poll:
    """Votes over all answers; the median lies in the middle, and that of the groups at the ends."""
    counts = tuple((place * times) % (times + 2) for place in range(len(answers)))
    last = len(answers) - 1
    lies = [Lies("Iedereen", 0, last / 2, last, "het midden")]
    lies += [Lies(label, 0, last * (place % 2), last, answers[last]) for place, label in enumerate(groups)]
    days = [Votes(f"{number + 1} september 2027 (200 antwoorden)", counts, times) for number in range(rounds)]
    return Poll(answers, "weet ik niet", "kan wachten", "moet nu", tuple(days), tuple(lies), **more)


def parties(number: int, name: str = "Partij", in_ring: Any = lambda place: place % 4) -> rings.Rings:
    """So many of them, in as many domains as there are; some have no ring."""
    made = (
        rings.Party(
            place + 1,
            f"{name} {place + 1}",
            place % len(DOMAINS),
            None if place % 9 == 8 else in_ring(place),
            None if place % 7 == 6 else (in_ring(place) + place % 2) % 4,
        )
        for place in range(number)
    )
    return rings.Rings(RINGS, ("Kring nu", "Kring gewenst"), DOMAINS, tuple(made))


def moments(number: int, apart: int, name: str = "Na een jaar") -> timeline.Timeline:
    """So many of them, so many days apart; two have been."""
    days = [date(2026, 11, 21) + timedelta(days=apart * place) for place in range(number)]
    made = (timeline.Moment(name, day, place < 2, f"{day}, geweest") for place, day in enumerate(days))
    return timeline.Timeline(tuple(made), "Nog zonder datum: 2 momenten.")


def covering(labels: Iterable[str], count: int = 2) -> coverage.Coverage:
    """Options that are all expected, the first two required; the first one is absent."""
    options = [coverage.Option(label, place * count) for place, label in enumerate(labels)]
    return coverage.Coverage(
        "Domein",
        (
            coverage.Group("Hoort er altijd bij", "ontbreekt nog", tuple(options[:2]), required=True),
            coverage.Group("Hoort er meestal bij", "nog niet in de lijst", tuple(options)),
        ),
        "Verder niet genoemd: wonen.",
    )


def test_no_text_is_wider_than_it_is_taken_to_be() -> None:
    """Of every character that our fonts have, in the styles that drawings use."""
    for advances in ADVANCES.values():
        assert not [one for one, width in advances.items() if width > wide(one, 1) + 0.001]
    others = _advances("NotoSans*", 1)
    assert not [
        one
        for one, width in others.items()
        if one not in ADVANCES["Regular"] and width > wide(one, 1) + 0.001
    ]


@given(texts, st.floats(40, 600))
def test_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    """Except that a hyphen shows where a word was broken."""
    found = wrapped(text, width, most=10_000)
    assert all(wide(line) <= width or len(line) < 3 for line in found)
    assert re.sub(r"[\s-]", "", "".join(found)) == re.sub(r"[\s-]", "", text)


def test_a_text_that_is_too_long_says_that_there_is_more() -> None:
    """In as many lines as there is room for."""
    found = wrapped("woord " * 100, 200, most=3)
    assert len(found) == 3
    assert found[-1].endswith("…")
    assert wide(found[-1]) <= 200


@pytest.mark.parametrize("rounds", [1, 2, 5])
@pytest.mark.parametrize("groups", [(), ("Ouders",), DOMAINS, WORDS])
@pytest.mark.parametrize("times", [1, 200])
@pytest.mark.parametrize(
    "answers", [TEN, TEN[:5], tuple(map(str, range(101))), ("Nog niet", "Deels", "Ja"), WORDS, ("Ja", "Nee")]
)
def test_a_poll_can_be_read(
    answers: tuple[str, ...], times: int, groups: tuple[str, ...], rounds: int
) -> None:
    """Of any scale and any options, with groups of any name."""
    made = drawn("poll", a_poll(answers, rounds, groups, times, numbers=answers[0].isdigit()))
    assert_readable(made)
    assert "weet ik niet" in seen(made)
    assert "midden" in seen(made)


def test_the_sign_of_the_median_stands_at_the_right_bar() -> None:
    """Above it; between two bars if the median lies between two answers. It has a word too."""
    for place in (0, 3, 6.5, 9):
        data = a_poll(TEN)
        laid = poll.lay_out(
            Poll(TEN, "weet ik niet", "laag", "hoog", data.rounds, (Lies("Iedereen", 0, place, 9, "7"),) * 2)
        )
        assert laid.flag
        centres = [name.x for name in laid.names[:10]]
        assert laid.flag.x == (centres[int(place)] + centres[int(place + 0.5)]) / 2
        assert laid.flag.words.lines == ("midden 7",)
        assert laid.ranges
        assert laid.ranges.rows[0].median == laid.flag.x


def test_everyone_alone_has_no_range() -> None:
    """The sign says it all; a second group makes it worth comparing."""
    one, two = (Lies(label, 0, 3, 9, "4") for label in ("Iedereen", "Ouders"))
    of = [
        poll.lay_out(Poll(TEN, "weet ik niet", "laag", "hoog", a_poll(TEN).rounds, lies))
        for lies in ((one,), (one, two))
    ]
    assert [bool(drawing.ranges) for drawing in of] == [False, True]
    assert of[0].height < of[1].height


def test_bars_are_as_high_as_their_counts_and_rounds_stand_side_by_side() -> None:
    """The count above each; the earlier round to the left, and not filled."""
    counts = ((0, 4, 2), (2, 1, 0))
    rounds = tuple(Votes(name, count, 1) for name, count in zip(("nu", "toen"), counts, strict=True))
    laid = poll.lay_out(Poll(("1", "2", "3"), "weet ik niet", "laag", "hoog", rounds, ()))
    heights = {(bar.number, bar.x): bar.height for bar in laid.bars if not bar.unknown}
    each = max(heights.values()) / 4
    assert [height / each for _, height in sorted(heights.items())] == pytest.approx([4, 2, 2, 1])
    last, before = ([bar for bar in laid.bars if bar.number == number and bar.count] for number in (0, 1))
    assert {bar.count for bar in last} == {"4", "2", "1"}
    two_now = next(bar for bar in last if bar.count == "4")
    two_then = next(bar for bar in before if bar.height == pytest.approx(each) and not bar.unknown)
    assert two_then.x + two_then.width <= two_now.x + 0.01
    made = drawn("poll", Poll(("1", "2", "3"), "weet ik niet", "laag", "hoog", rounds, ()))
    assert made.count('fill="#ffffff" stroke') == len([bar for bar in laid.bars if bar.number]) + 1


@pytest.mark.parametrize("number", [1, 2, 14, 30, 60, 99])
@pytest.mark.parametrize("name", ["Partij", *WORDS])
def test_every_party_is_in_the_rings(number: int, name: str) -> None:
    """By its number, in both drawings, or in words below them; and all of it can be read."""
    data = parties(number, name)
    for views in ((0, 1),) if rings.radius(data) <= rings.HALF else ((0,), (1,)):
        one = rings.Rings(data.rings, data.titles, data.domains, data.parties, views)
        assert_readable(drawn("rings", one))
        for view in rings.lay_out(one).views:
            without = {int(found) for found in re.findall(r"\d+", " ".join(view.without.lines))}
            marked = {mark.number for mark in view.marks}
            assert marked | without == set(range(1, number + 1))
            assert not marked & without


@pytest.mark.parametrize("ring", range(4))
def test_no_party_stands_over_another_or_over_a_name(ring: int) -> None:
    """Also when all of them are in one ring; and each stands in its own ring."""
    data = parties(60, in_ring=lambda _: ring)
    one = rings.Rings(data.rings, data.titles, data.domains, data.parties, (0,))
    (view,) = rings.lay_out(one).views
    marks = [(mark.x, mark.y) for mark in view.marks]
    assert all(abs(complex(*a) - complex(*b)) > 30 for a, b in combinations(marks, 2))
    edges = [0.0, *sorted(circle.r for circle in view.circles)]
    inside = len(RINGS) - 1 - ring
    for x, y in marks:
        assert edges[inside] - 0.1 <= abs(complex(x - view.x, y - view.y)) <= edges[inside + 1] - 15
    for name in lines(drawn("rings", one)):
        if name.text in RINGS:
            assert not any(
                name.left - 12 < x < name.right + 12 and name.top - 12 < y < name.bottom + 12
                for x, y in marks
            )


def test_rings_of_too_many_parties_say_how_many_there_are() -> None:
    """Hundreds of marks would be a blot."""
    made = drawn("rings", parties(500))
    assert_readable(made)
    assert "Meeweten: " in seen(made)


def test_domains_differ_without_colour() -> None:
    """In shape, or else in being filled: on a black and white print they are told apart."""
    kinds = [(shape, style % 2) for shape, style in map(rings.look, range(18))]
    assert len(set(kinds)) == 18
    assert len(DOMAINS) < 18
    assert all(
        one[0] != other[0] and one[1] != other[1]
        for one, other in zip(map(rings.look, range(17)), map(rings.look, range(1, 18)), strict=True)
    )


def test_a_party_that_has_to_move_has_a_sign() -> None:
    """With words for it; and without one nobody moves."""
    one = rings.Party(1, "De Brug", 0, 1, 2)
    other = rings.Party(2, "De raad", 0, 1, 1)
    made = rings.Rings(RINGS, ("Kring nu", "Kring gewenst"), DOMAINS, (one, other))
    now, wish = rings.lay_out(made).views
    assert [mark.moved for mark in (*now.marks, *wish.marks)] == [False, False, True, False]
    assert "nu nog anders" in seen(drawn("rings", made))
    still = rings.Rings(RINGS, ("Kring nu", "Kring gewenst"), DOMAINS, (other,))
    assert "nu nog anders" not in seen(drawn("rings", still))


@pytest.mark.parametrize("labels", [DOMAINS, WORDS, ("Jongeren",)])
@pytest.mark.parametrize("count", [0, 1, 500])
def test_coverage_shows_what_is_absent(labels: tuple[str, ...], count: int) -> None:
    """With a word, and another sign for what is needed most."""
    made = drawn("coverage", covering(labels, count))
    assert_readable(made)
    assert "ontbreekt nog" in seen(made)
    assert "nog niet in de lijst" in seen(made)
    assert made.count('r="9"') == (len(labels[:2]) if not count else 1)
    if count == 1 and labels == DOMAINS:
        assert all(label in seen(made) for label in labels)


@pytest.mark.parametrize("number", [1, 5, 16, 17, 36])
@pytest.mark.parametrize("apart", [0, 1, 91, 20_000])
@pytest.mark.parametrize("name", WORDS)
def test_moments_can_be_read_however_close_they_are(number: int, apart: int, name: str) -> None:
    """In the order of their days, each with its mark; the dots on the line are where the days are."""
    data = moments(number, apart, name)
    assert_readable(drawn("timeline", data))
    places = timeline.lay_out(data).places
    assert [place.y for place in places] == sorted(place.y for place in places)
    assert [place.at for place in places] == sorted(place.at for place in places)
    assert "Nog zonder datum: 2 momenten." in seen(drawn("timeline", data))


def test_what_has_been_differs_in_shape() -> None:
    """A circle with a tick, or a diamond."""
    made = drawn("timeline", moments(5, 30))
    assert made.count('r="10"') == 2
    assert made.count("l10 10l-10 10l-10 -10z") == 3


@pytest.mark.parametrize("block", CATALOG.blocks.values(), ids=lambda block: block.id)
def test_every_poll_of_ours_has_a_scale_to_circle(block: Any) -> None:
    """With all answers on it, and the words for low and high."""
    for step in block.steps:
        if isinstance(step, PollStep):
            made = svg(to_circle("leeg", step), HOUSE)
            assert_readable(made)
            said = seen(made)
            assert all(label in said for label in (*step.values.values(), "weet ik niet"))
            assert not step.scale or (step.scale.low in said and step.scale.high in said)


@pytest.mark.parametrize("high", [2, 7, 10, 13, 101, 1_000_000])
def test_a_scale_of_any_length_fits(high: int) -> None:
    """In rows when it is long."""
    values = tuple(map(str, range(high - min(high, 101), high + 1)))
    data = Scale(values, "weet ik niet", "helemaal niet " * 20, "w" * 200)
    made = drawn("scale", data)
    assert_readable(made)
    assert all(value in seen(made).split() for value in values)


@pytest.mark.parametrize("answers", [("Ja", "Nee"), WORDS])
def test_options_to_tick_fit(answers: tuple[str, ...]) -> None:
    """Beside each other or below each other."""
    assert_readable(drawn("scale", Scale(answers, "weet ik niet", numbers=False)))


@given(texts | st.text())
@settings(max_examples=150)
def test_any_text_gives_a_drawing(text: str) -> None:
    """Well-formed, with no element that the text made, and with the very text in it."""
    for template, data in (
        ("poll", a_poll((text or "x", "Ja"), 2, (text,), numbers=False)),
        ("rings", parties(4, text)),
        ("coverage", covering((text, "Ja", text))),
        ("timeline", moments(3, 30, text)),
        ("scale", Scale((text, "Ja"), "weet ik niet", text, text, numbers=False)),
    ):
        root = ElementTree.fromstring(drawn(template, data, text))
        kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert kinds <= {"svg", "text", "line", "rect", "circle", "path"}
        assert not {"id", "class", "style", "href"} & {
            name for element in root.iter() for name in element.attrib
        }


def test_text_is_never_markup() -> None:
    """It is shown as it was typed."""
    made = drawn("timeline", moments(1, 1, '<script>alert("x")</script> & \x00\ud800\ufffe\u202e]]>'))
    assert '<script>alert("x")</script> & ]]>' in seen(made)
    assert "<script" not in made


@pytest.mark.parametrize(
    "house", [HOUSE, House(primary="#000000", accent="#767676"), House(primary="#767676")]
)
def test_everything_can_be_seen(house: House) -> None:
    """Text has a contrast of at least 4.5 with what is behind it, also where that is a tint; lines have 3."""
    made = drawn("rings", parties(40), house=house)
    behind = [parse(fill) for fill in set(re.findall(r'<circle [^>]*fill="(#\w+)"', made))]
    assert len(behind) > 1
    for ground in behind:
        assert ground
        for colour, least in (("ink", 4.5), ("muted", 4.5), ("line", 3)):
            ink = parse(GREYS[colour])
            assert ink
            assert contrast(ink, ground) >= least


def test_the_real_thing_fits_too() -> None:
    """As Typst sets it, no letter is outside the page, and all of them are there."""
    sources: dict[str, bytes] = {}
    data = [("poll", a_poll(TEN, 3, DOMAINS)), ("poll", a_poll(WORDS, numbers=False)), ("rings", parties(30))]
    data += [
        ("coverage", covering(DOMAINS)),
        ("timeline", moments(12, 9, "Na een jaar samen")),
        ("rings", parties(99)),
    ]
    made = [drawn(template, one) for template, one in data]
    for number, drawing in enumerate(made):
        sources[f"{number}.svg"] = drawing.encode()
    pages = "#pagebreak()".join(f'#image("{name}", width: 17cm)' for name in sources)
    program = f"#set page(width: 17cm, height: auto, margin: 0pt)\n{pages}"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(one) for one in folders()]
    )
    content = typst.compile({"main": program.encode(), **sources}, font_paths=fonts, format="pdf")  # type: ignore[call-overload]  # its stubs do not know of a dict
    for page, drawing in zip(pypdfium2.PdfDocument(content), made, strict=True):
        width, height = page.get_size()
        text = page.get_textpage()
        assert text.count_chars()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
        assert all(
            left >= -0.5 and bottom >= -0.5 and right <= width + 0.5 and top <= height + 0.5
            for left, bottom, right, top in boxes
        )
        written, wanted = (sorted(filter(str.isalnum, one)) for one in (text.get_text_range(), seen(drawing)))
        assert written == wanted


def test_five_hundred_records_are_drawn_at_once() -> None:
    """Time does not run away with the number."""
    ballots = [{"scores": {"urgency": str(place % 10 + 1)}} for place in range(500)]
    records = [
        {"id": f"p{place}", "name": f"Partij {place}", "domain": "wonen", "ring_now": "meeweten"}
        for place in range(500)
    ]
    kept = [
        {"id": f"m{place}", "moment": "Toen", "date": f"2027-03-{place % 28 + 1:02}"} for place in range(30)
    ]
    rounds = [{"id": "een", "date": "2026-11-21", "method": "phone", "ballots": ballots}]
    made = session(
        {
            "0A": {"stakeholders": {"records": records}, "urgency": {"rounds": rounds}},
            "0B": {"reflection": {"records": kept}},
        }
    )
    start = time.perf_counter()
    found = [
        svg(figure, HOUSE)
        for block in ("0A", "0B")
        for figure in shown(
            document(Opened(made), CATALOG, CATALOG.blocks[block])["parts"], markdown(made, block)
        ).values()
    ]
    assert len(found) == 4
    assert time.perf_counter() - start < 3


def test_only_what_the_worksheet_shows_is_drawn() -> None:
    """By the address that the Markdown uses; each has a name and a text of its own."""
    data = document(Opened(schooluitval()), CATALOG, CATALOG.blocks["0A"])
    text = markdown(schooluitval(), "0A")
    found = shown(data["parts"], text)
    assert set(found) == set(re.findall(r"!\[.*\]\((.*)\)", text))
    assert set(found) >= {"figures/0A.urgency.svg", "figures/0A.stakeholders.rings.svg"}
    assert all(figure.text and figure.address == address for address, figure in found.items())
    assert not shown(data["parts"], "# Leeg")


def test_a_figure_says_what_it_shows() -> None:
    """In a sentence with the conclusion, which stands in the Markdown for who cannot see it."""
    text = markdown(schooluitval(), "0A")
    assert "![Het midden is 7,5; de middelste helft koos 7 tot en met 9." in text
    assert "![2 partijen in kringen. Gewenst: 1 meer naar het midden.]" in text
    assert "staan in de lijst. Nog niet: ouders, gemeente" in text


def test_a_round_with_too_few_anonymous_answers_is_never_shown() -> None:
    """Not in the drawing of a later round, and not in the table beside it."""
    step = {
        "kind": "poll",
        "anonymous": True,
        "statements": [{"id": "v", "text": "Gaat het?"}],
        "scale": {"min": 1, "max": 10, "low": "laag", "high": "hoog"},
    }
    few = [{"scores": {"v": "1"}}, {"scores": {"v": "2"}}]
    many = [{"scores": {"v": "9"}}] * 4
    rounds = [
        {
            "id": str(number),
            "date": f"2026-11-0{number}",
            "method": "phone",
            "anonymous": True,
            "ballots": ballots,
        }
        for number, ballots in enumerate((few, many), 1)
    ]
    made = sheet_of(step, {"rounds": rounds})
    assert "| 9            |      4 |" in made
    assert "Op 1 november 2026" not in made


def test_a_round_in_which_nobody_answered_a_statement_has_no_figure() -> None:
    """There is nothing to draw."""
    step = {
        "kind": "poll",
        "statements": [{"id": "a", "text": "Gaat het?"}, {"id": "b", "text": "En dit?"}],
        "scale": {"min": 1, "max": 5, "low": "laag", "high": "hoog"},
    }
    ballots = votes({**LEARNERS, **TEACHERS}, "a")
    for ballot in ballots:
        ballot["scores"]["a"] = "3"
    made = sheet_of(
        step, {"rounds": [{"id": "een", "date": "2026-11-21", "method": "typed", "ballots": ballots}]}
    )
    assert "(figures/proef.stap.1.svg)" in made
    assert "(figures/proef.stap.2.svg)" not in made
