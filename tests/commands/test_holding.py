"""What the projector draws: the figure of the worksheet, made while people look."""

from datetime import date

from kompas.commands.holding import picture
from kompas.house import House
from kompas.sentences import TOO_FEW
from kompas.steps.poll import Ballot, PollAnswer, PollRound, PollStep
from kompas.steps.step import Surroundings
from kompas.worksheets import poll
from kompas.worksheets.figures.figure import svg
from tests.made import step_of

AROUND = Surroundings(block="0A")


def step(id: str) -> PollStep:
    """A poll of 0A."""
    found = step_of("0A", id)[1]
    assert isinstance(found, PollStep)
    return found


def held(id: str, *scores: int | None, asked: str = "urgency") -> PollRound:
    """A round by phone."""
    ballots = tuple(Ballot(scores={asked: score}) for score in scores)
    return PollRound(id=id, date=date(2026, 11, 21), method="phone", anonymous=True, ballots=ballots)


def test_it_is_the_figure_of_the_worksheet() -> None:
    """Beside the rounds before it, in the colours of the house."""
    before, now = held("r1", 2, 3, 4), held("r2", 8, 9, 9, None)
    shown = poll.show(step("urgency"), PollAnswer(rounds=(before, now)), AROUND)
    assert shown
    (statement,) = shown.latest.statements
    assert statement.figure
    house = House(primary="#123456")
    html = picture(step("urgency"), PollAnswer(rounds=(before,)), now, AROUND, house)
    assert svg(statement.figure, house) in html
    assert "#123456" in html
    assert "De vorige keer was het midden 3, deze keer is het 9." in html


def test_each_statement_has_its_own() -> None:
    """On the same page."""
    ids = [one.id for one in step("cooperation").statements]
    ballots = tuple(Ballot(scores=dict.fromkeys(ids, score)) for score in (2, 3, 4))
    now = PollRound(id="r", date=date(2026, 11, 21), method="phone", anonymous=True, ballots=ballots)
    assert picture(step("cooperation"), None, now, AROUND, House()).count("<svg") == len(ids)


def test_a_round_that_was_stored_already_is_drawn_once() -> None:
    """After a kill just then it is in the file too."""
    now = held("r1", 8, 9, 9)
    html = picture(step("urgency"), PollAnswer(rounds=(now,)), now, AROUND, House())
    assert "vorige keer" not in html


def test_too_few_answers_are_not_drawn() -> None:
    """With two, each knows the other's."""
    for one in (held("r1", 8, 9), held("r1")):
        html = picture(step("urgency"), None, one, AROUND, House())
        assert TOO_FEW in html
        assert "<svg" not in html


def test_reasons_are_not_on_the_wall() -> None:
    """Nobody has looked them over."""
    ballots = tuple(Ballot(scores={"urgency": 9}, reason=f"<b>reden {n}</b>") for n in range(3))
    now = PollRound(id="r", date=date(2026, 11, 21), method="phone", anonymous=True, ballots=ballots)
    assert "reden" not in picture(step("urgency"), None, now, AROUND, House())
