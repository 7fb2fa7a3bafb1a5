"""The full screen, key by key; the last tests use a real terminal."""

import time
from collections.abc import Callable

import pytest

from kompas import console
from kompas.guide.dialogue import (
    Back,
    Choice,
    Dialogue,
    Line,
    Move,
    Overview,
    Page,
    Pick,
    PickMany,
    Skip,
    Stop,
    Text,
    YesNo,
)
from kompas.guide.screen import ScreenDialogue
from kompas.view import Bullets, Para
from tests.guide.terminal import (
    DOWN,
    ENTER,
    ESC,
    F1,
    F2,
    F3,
    F10,
    PAGE_DOWN,
    PAGE_UP,
    TAB,
    UP,
    answer,
    ctrl,
    pasted,
    terminal,
)

PAGE = Page(
    "0A · stap 3 van 13", "Hoe dringend is dit?", "4 min bezig", body=(Para("Iedereen geeft een cijfer."),)
)
LONG = Page(title="Lang", body=(Bullets(tuple(f"punt {number}" for number in range(90))),))
WAYS = tuple(Choice(value, value.title(), "met uitleg") for value in ("hand", "telefoon", "later"))
PEOPLE = tuple(Choice(f"p{number}", f"Persoon {number}") for number in range(1, 61))
NAMES = ("Anna", "Annelies", "Bram")

Ask = Callable[[ScreenDialogue], object]


def line(default: str = "", suggestions: tuple[str, ...] = (), hidden: bool = False) -> Ask:
    """Ask for a line of at least two characters, unless it is empty."""

    def check(typed: str) -> str | None:
        return "Dit is te kort." if len(typed) == 1 else None

    question = Line("Hoe heet je?", default, "Alleen je voornaam.", check, hidden, suggestions)
    return lambda dialogue: dialogue.line(PAGE, question)


def text(default: str = "", page: Page = PAGE) -> Ask:
    """Ask for a text."""
    return lambda dialogue: dialogue.text(page, Text("Wat is de kwestie?", default))


def pick(default: str = "", choices: tuple[Choice, ...] = WAYS) -> Ask:
    """Ask to pick one."""
    return lambda dialogue: dialogue.pick(PAGE, Pick("Hoe stemmen we?", choices, default))


def pick_many(default: tuple[str, ...] = (), choices: tuple[Choice, ...] = WAYS) -> Ask:
    """Ask to pick any number."""
    return lambda dialogue: dialogue.pick_many(PAGE, PickMany("Wie zijn er?", choices, default))


def yes_no(default: bool | None = None) -> Ask:
    """Ask for yes or no."""
    return lambda dialogue: dialogue.yes_no(PAGE, YesNo("Anna weghalen?", default))


def tell(dialogue: ScreenDialogue) -> None:
    """Show a long page."""
    dialogue.tell(LONG)


def test_a_screen_is_a_dialogue() -> None:
    """The guide knows only the contract."""
    with terminal() as here:
        dialogue: Dialogue = here.dialogue
        assert dialogue


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        (["Anna", ENTER], "Anna"),
        (["Ana", "\x1b[D", "n", ENTER], "Anna"),
        (["x", ENTER, "y", ENTER], "xy"),
        (["x", "\n", "y\n"], "xy"),
        ([ENTER], ""),
        ([pasted("Anna\r\nde  Boer\tx\x1b[31m\n"), ENTER], "Anna de  Boer    x"),
        (["Anna", ctrl("u"), "Bram", ENTER], "Bram"),
        (["Anna de Boer", ctrl("z"), ENTER], "Anna de"),
        ([pasted("Anna"), "x", ctrl("z"), ctrl("z"), "Bram", ENTER], "Bram"),
        (["Zoë 🎓", ENTER], "Zoë 🎓"),
        ([F1, "Anna", PAGE_DOWN, F1, ENTER], "Anna"),
        ([ctrl("t"), "Anna", ctrl("n"), ctrl("p"), ctrl("t"), ENTER], "Anna"),
    ],
)
def test_a_line(keys: list[str], given: str) -> None:
    """It can be edited and pasted into, only Enter ends it, and tips do not disturb it."""
    assert answer(line(), *keys) == given


def test_the_default_of_a_line_can_be_edited() -> None:
    """The cursor stands behind it."""
    assert answer(line("Anna"), "\x7f\x7f", "ja", ENTER) == "Anja"
    assert answer(line("Anna"), ENTER) == "Anna"


def test_tab_fills_in_a_suggestion_and_the_next() -> None:
    """Those that begin with what was typed come first; typing on starts anew."""
    assert answer(line(suggestions=NAMES), "an", TAB, ENTER) == "Anna"
    assert answer(line(suggestions=NAMES), "an", TAB, TAB, ENTER) == "Annelies"
    assert answer(line(suggestions=NAMES), "an", TAB, TAB, TAB, ENTER) == "Anna"
    assert answer(line(suggestions=NAMES), "ra", TAB, ENTER) == "Bram"
    assert answer(line(suggestions=NAMES), "xx", TAB, ENTER) == "xx"


def test_a_complaint_is_shown_until_something_is_typed() -> None:
    """What was typed stays, so that it can be mended."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("Hoe heet je?")
            here.press("x", ENTER)
            here.wait_for("! Dit is te kort.")
            assert "> x" in here.text()
            here.press("y")
            here.wait_for("> xy")
            assert "te kort" not in here.text()
            here.press(ENTER)

        assert here.meanwhile(person, lambda: line()(here.dialogue)) == "xy"


def test_a_hidden_line_shows_dots() -> None:
    """The room cannot read along on the projector."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("Hoe heet je?")
            here.press("geheim")
            here.wait_for("> ••••••")
            assert "geheim" not in here.text()
            here.press(ENTER)

        assert here.meanwhile(person, lambda: line(hidden=True)(here.dialogue)) == "geheim"


@pytest.mark.parametrize("end", [ctrl("s"), ESC + ENTER, F10])
def test_a_text_has_lines_and_three_ways_to_end(end: str) -> None:
    """Enter is a new line there."""
    assert answer(text(), "een", ENTER, "twee", end) == "een\ntwee"


def test_pasting_into_a_text_keeps_its_lines() -> None:
    """Whatever their ends are, and without control characters."""
    assert answer(text("was: "), pasted("een\r\ntwee\rdrie\x1b[2J\x07"), ctrl("s")) == "was: een\ntwee\ndrie�"


def test_a_hundred_thousand_characters_can_be_pasted() -> None:
    """And the next key is still handled at once."""
    long = "woord " * 17_000
    begin = time.perf_counter()
    assert answer(text(), pasted(long), "x", ctrl("s")) == f"{long}x"
    assert time.perf_counter() - begin < 5


def test_page_keys_move_in_a_long_text_and_then_in_the_body() -> None:
    """What is more to read is one key away, whichever it is."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("regel 40")
            assert "• punt 0" in here.text()
            here.press(PAGE_DOWN)
            here.wait_for("▲ eerder: PgUp")
            assert "• punt 0" not in here.text()
            here.press(*[PAGE_UP] * 15)
            here.wait_for("│ regel 1\n")
            here.wait_for("• punt 0")
            here.press(ctrl("s"))

        long = "\n".join(f"regel {number}" for number in range(1, 41))
        assert here.meanwhile(person, lambda: text(long, LONG)(here.dialogue)) == long


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        ([ENTER], "hand"),
        ([DOWN, ENTER], "telefoon"),
        ([UP, ENTER], "later"),
        (["3", ENTER], "later"),
        ([DOWN, DOWN, "1", ENTER], "hand"),
        (["1", DOWN, ENTER], "telefoon"),
        (["tel", ENTER], "telefoon"),
        (["9", ENTER, "x", ENTER, "\x7f\x7f", DOWN, ENTER], "telefoon"),
        ([PAGE_DOWN, ENTER], "hand"),
        ([UP, PAGE_UP, ENTER], "later"),
        (["t", ctrl("u"), ctrl("w"), "\x1b[15~", ENTER], "telefoon"),
    ],
)
def test_picking_one(keys: list[str], given: str) -> None:
    """Arrows, digits and letters move; only Enter takes, and only what fits."""
    assert answer(pick(), *keys) == given


def test_picking_one_starts_at_the_default() -> None:
    """Enter keeps what was there."""
    assert answer(pick("telefoon"), ENTER) == "telefoon"


def test_searching_says_what_it_looks_for_and_when_there_is_nothing() -> None:
    """In a short list it is not announced, but it works the same."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("Hoe stemmen we?")
            assert "Typ om te zoeken" not in here.text()
            here.press("tel")
            here.wait_for("Zoek: tel (1 gevonden).")
            assert "Hand" not in here.text()
            here.press("9", ENTER)
            here.wait_for("! Zoek: tel9 (niets gevonden). Esc wist.")
            here.press("\x7f" * 4, "9", ENTER)
            here.wait_for("! Zoek: 9 (niets gevonden). Esc wist.")
            here.press("\x7f", "3")
            here.wait_for("Zoek: 3.")
            here.press(ENTER)

        assert here.meanwhile(person, lambda: pick()(here.dialogue)) == "later"


@pytest.mark.parametrize("ask", [pick(), pick_many()])
def test_esc_first_takes_away_what_was_searched_for(ask: Ask) -> None:
    """Only then it goes back: who looked for the wrong word is still at the question."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("Later")
            here.press("tel")
            here.wait_for("Zoek: tel (1 gevonden).")
            here.press(ESC)
            here.wait_for("Hand")
            assert "Zoek" not in here.text()
            here.press(ESC)

        with pytest.raises(Back):
            here.meanwhile(person, lambda: ask(here.dialogue))


def test_a_long_list_says_that_it_can_be_searched() -> None:
    """Until something is typed."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("Typ om te zoeken.")
            here.press("60")
            here.wait_for("Zoek: 60.")
            here.press(ENTER)

        assert here.meanwhile(person, lambda: pick(choices=PEOPLE)(here.dialogue)) == "p60"


@pytest.mark.parametrize("key", [F2, F3, ctrl("o"), ctrl("l"), ESC, ctrl("u"), TAB, "\x1b[C"])
@pytest.mark.parametrize("ask", [Pick("Welke?", WAYS), PickMany("Welke?", WAYS, ("hand",))])
def test_a_key_that_means_nothing_here_does_not_search(ask: Pick | PickMany, key: str) -> None:
    """Its code holds letters, but nobody typed those."""
    page = Page(moves=())

    def asked(dialogue: ScreenDialogue) -> object:
        return dialogue.pick(page, ask) if isinstance(ask, Pick) else dialogue.pick_many(page, ask)

    assert answer(asked, key, ENTER) in ("hand", ("hand",))


def test_searching_in_a_long_list() -> None:
    """Typing makes the list shorter; Enter with nothing found waits."""
    assert answer(pick(choices=PEOPLE), "soon 42", ENTER) == "p42"
    assert answer(pick(choices=PEOPLE), "x", ENTER, "\x7f", "59", ENTER) == "p59"
    assert answer(pick(choices=PEOPLE), PAGE_DOWN, "\x1b[H", DOWN, ENTER) == "p2"
    assert answer(pick(choices=PEOPLE), "\x1b[F", ENTER) == "p60"
    assert answer(pick(choices=PEOPLE), pasted("persoon 7\n"), ENTER) == "p7"


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        ([ENTER], ("hand",)),
        ([" ", ENTER], ()),
        (["3", " ", "2", " ", ENTER], ("hand", "telefoon", "later")),
        (["lat", " ", "tel", " ", ENTER], ("hand", "telefoon", "later")),
        (["9", ENTER, " ", "2", " ", ENTER], ("hand", "telefoon")),
        ([PAGE_DOWN, " ", ENTER], ()),
    ],
)
def test_picking_several(keys: list[str], given: tuple[str, ...]) -> None:
    """Space chooses or leaves out, and the order is that of the list."""
    assert answer(pick_many(("hand",)), *keys) == given


@pytest.mark.parametrize(
    ("key", "given"), [("j", True), ("J", True), ("y", True), ("n", False), ("N", False)]
)
def test_yes_or_no_is_one_key(key: str, given: bool) -> None:
    """Other keys are no answer, and Enter neither where there is no default."""
    assert answer(yes_no(), "x", ENTER, " ", key) is given


def test_enter_takes_the_default_of_yes_or_no() -> None:
    """It is named on the screen."""
    assert answer(yes_no(default=False), ENTER) is False
    with terminal() as here:

        def person() -> None:
            here.wait_for("j ja   n nee   Enter: nee")
            here.press("j")

        assert here.meanwhile(person, lambda: yes_no(default=False)(here.dialogue)) is True


def test_telling_waits_for_enter_and_can_be_paged() -> None:
    """A long page is read with PgDn, or Ctrl-N where that key is kept by the terminal."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("▼ meer: PgDn")
            here.press(*[ctrl("n")] * 9)
            here.wait_for("• punt 89")
            here.press("x", ENTER)

        here.meanwhile(person, lambda: tell(here.dialogue))


MOVES: list[tuple[str, type[Move]]] = [
    (ESC, Back),
    (F2, Overview),
    (ctrl("o"), Overview),
    (F3, Skip),
    (ctrl("l"), Skip),
]
STOPS: list[tuple[str, type[Move]]] = [(ctrl("c"), Stop), (ctrl("d"), Stop)]


@pytest.mark.parametrize("ask", [line(), text(), pick(), pick_many(), yes_no(), tell])
@pytest.mark.parametrize(("key", "move"), MOVES)
def test_a_move_can_be_made_anywhere(ask: Ask, key: str, move: type[Move]) -> None:
    """The same keys in every question."""
    with pytest.raises(move):
        answer(ask, key)


@pytest.mark.parametrize(
    ("ask", "keys", "typed"),
    [
        (line("An"), ["na"], "Anna"),
        (text("een\n"), ["twee"], "een\ntwee"),
        (pick_many(), [" ", DOWN, " "], "hand\ntelefoon"),
        (yes_no(), ["x"], ""),
    ],
)
def test_a_move_takes_along_what_was_typed(ask: Ask, keys: list[str], typed: str) -> None:
    """Nobody has to type it again after looking back."""
    with pytest.raises(Back) as caught:
        answer(ask, *keys, ESC)
    assert caught.value.typed == typed


def test_the_end_of_the_input_is_a_stop() -> None:
    """When the terminal is closed, what was typed is not lost."""
    with terminal() as here:

        def person() -> None:
            here.press("Ann")
            here.wait_for("> Ann")
            here.keyboard.close()

        with pytest.raises(Stop) as caught:
            here.meanwhile(person, lambda: line()(here.dialogue))
        assert caught.value.typed == "Ann"


def test_tips_come_and_go_and_typing_stays() -> None:
    """On the same screen, so that one can read and type."""
    page = Page("0A", "Titel", course=("Onze koers",), tips=("Vraag door.",), body=(Para("Gewone uitleg."),))
    with terminal() as here:

        def person() -> None:
            here.wait_for("Gewone uitleg.")
            here.press("An", F1)
            here.wait_for("Vraag door.")
            assert "Gewone uitleg." not in here.text()
            assert "> An" in here.text()
            here.press("na", F1)
            here.wait_for("Gewone uitleg.")
            here.press(ENTER)

        assert here.meanwhile(person, lambda: here.dialogue.line(page, Line("Wie?"))) == "Anna"


def test_keys_that_come_too_early_are_for_the_next_question() -> None:
    """An impatient facilitator loses nothing, in whatever pieces the keys arrive."""
    with terminal() as here:
        here.press("Anna", ENTER, "een", ENTER, "x" * 3000, ctrl("s"), "2", ENTER, " ", ENTER)
        assert line()(here.dialogue) == "Anna"
        assert text()(here.dialogue) == f"een\n{'x' * 3000}"
        assert pick()(here.dialogue) == "telefoon"
        assert pick_many()(here.dialogue) == ("hand",)


def test_page_keys_that_come_too_early_choose_nothing_else() -> None:
    """A short list stays where it is, also before it was ever shown."""
    with terminal() as here:
        here.press(PAGE_DOWN, ENTER, PAGE_DOWN, ENTER)
        assert [pick()(here.dialogue) for _ in range(2)] == ["hand"] * 2


def several(check: Callable[[str], str | None] = lambda typed: None) -> Ask:
    """Ask for a name; more may follow."""
    return lambda dialogue: dialogue.line(PAGE, Line("Wie?", check=check, several=True))


def test_pasted_lines_are_as_many_answers() -> None:
    """What is typed behind them comes behind them, and a line that is not complete waits for Enter."""
    with terminal() as here:
        here.press("An", pasted("na\r\nBram\n\nCor"), "rie", ENTER, pasted("Dirk\n"), "Els", ENTER)
        given = [several()(here.dialogue) for _ in range(5)]
        assert given == ["Anna", "Bram", "Corrie", "Dirk", "Els"]


def test_pasted_lines_wait_until_the_one_before_is_right() -> None:
    """None of them ends up in the wrong answer."""
    with terminal() as here:

        def person() -> None:
            here.wait_for("Wie?")
            here.press(pasted("Anna\nx\nBram\n"))
            here.wait_for("! Te kort.")
            assert "> x\n" in here.text()
            here.press("y", ENTER)

        def check(typed: str) -> str | None:
            return "Te kort." if len(typed) == 1 else None

        assert here.meanwhile(person, lambda: [several(check)(here.dialogue) for _ in range(3)]) == [
            "Anna",
            "xy",
            "Bram",
        ]


def test_pasted_lines_that_are_left_do_not_choose() -> None:
    """They stay together in a text, and in a list they are only looked for."""
    with terminal() as here:
        here.press(pasted("Anna\neen\ntwee\n"), ctrl("s"), pasted("Bram\ntel\n"), ENTER)
        given = [ask(here.dialogue) for ask in (several(), text(), several(), pick())]
        assert given == ["Anna", "een\ntwee\n", "Bram", "telefoon"]


def test_keys_that_come_too_early_do_not_say_yes() -> None:
    """What is asked with ja or nee must have been seen; only Ctrl-C counts at once."""
    with terminal() as here:
        here.press("Anna", ENTER, "j", ENTER)

        def person() -> None:
            here.wait_for("Anna weghalen?")
            here.press("n")

        assert here.meanwhile(person, lambda: [line()(here.dialogue), yes_no(True)(here.dialogue)]) == [
            "Anna",
            False,
        ]
        here.press("Anna", ENTER, "j", ctrl("c"))
        assert line()(here.dialogue) == "Anna"
        with pytest.raises(Stop):
            yes_no()(here.dialogue)


def test_the_next_question_is_drawn_without_an_empty_screen() -> None:
    """Nothing is erased in between: no flicker on the projector."""
    with terminal() as here:
        here.press("Anna", ENTER)
        line()(here.dialogue)
        begin = len(here.written())

        def person() -> None:
            here.wait_for("Hoe stemmen we?")
            here.press(ENTER)

        here.meanwhile(person, lambda: pick()(here.dialogue))
        drawn = here.written()[begin:]
        assert "\x1b[J" not in drawn
        assert "\x1b[2J" not in drawn
        assert "\x1b[?1049l" not in drawn


def test_a_mistake_of_ours_is_raised_and_not_swallowed() -> None:
    """An error while a key is handled ends the question instead of hanging it."""
    question = Line("Wie?", check=lambda typed: str(1 / 0))
    with pytest.raises(ZeroDivisionError):
        answer(lambda dialogue: dialogue.line(PAGE, question), ENTER)


def test_printing_leaves_the_screen_first(capsys: pytest.CaptureFixture[str]) -> None:
    """A message stands on the normal screen, and the next question takes the screen again."""
    with terminal() as here:
        here.press("Anna", ENTER, "Bram", ENTER)
        assert line()(here.dialogue) == "Anna"
        console.say("bericht")
        assert "\x1b[?1049l" in here.written()
        assert line()(here.dialogue) == "Bram"
    assert capsys.readouterr().err == "bericht\n"


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 24), (40, 20), (30, 10), (20, 6)])
@pytest.mark.parametrize("ask", [line(), text(), pick(), pick_many(choices=PEOPLE), yes_no(), tell])
def test_every_question_fits_every_screen(ask: Ask, columns: int, rows: int) -> None:
    """However small the window is, there is something to answer."""
    with terminal(columns, rows) as here:

        def person() -> None:
            here.wait_for("Esc terug" if rows > 9 else "e")
            assert "too small" not in here.text()
            here.press(ctrl("c"))

        with pytest.raises(Stop):
            here.meanwhile(person, lambda: ask(here.dialogue))
