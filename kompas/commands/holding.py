"""A round by phone as the guide has it: the real hall, and what the projector draws."""

from kompas.guide.talk import Talk
from kompas.house import House
from kompas.live import pages
from kompas.live.hall import Hall
from kompas.live.kinds import Gathered
from kompas.live.register import Harvest
from kompas.sentences import TOO_FEW
from kompas.steps.poll import PollAnswer, PollRound, PollStep
from kompas.steps.proposal import Version
from kompas.steps.round import TalkRound
from kompas.steps.step import Surroundings
from kompas.store.house import house
from kompas.store.workspace import Workspace
from kompas.worksheets import poll
from kompas.worksheets.figures.figure import svg


def hold(workspace: Workspace, session: str, talk: Talk, round_id: str) -> Hall:
    """Begin a round of this step, or go on with the one that was left open."""
    step, around, before = talk.step, talk.around, talk.answer
    style = house(workspace)[0]

    def draw(one: Gathered) -> str:
        match one:
            case PollRound():
                return picture(step, before, one, around, style)
            case TalkRound():
                return pages.cards(step, one, around)
            case Version():
                return pages.reactions(step, one, around)
            case Harvest():
                return pages.harvest(step, one, around)

    today = talk.now().date()
    return Hall.open(workspace, session, around.block, step, around, round_id, today, draw)


def picture(
    step: PollStep, before: PollAnswer | None, one: PollRound, around: Surroundings, style: House
) -> str:
    """The figures that the worksheet has of this round, beside those before it."""
    earlier = tuple(held for held in before.rounds if held.id != one.id) if before else ()
    shown = poll.show(step, PollAnswer(rounds=(*earlier, one)), around)
    statements = shown.latest.statements if shown else ()
    if not statements:
        return pages.slides([("", "", (TOO_FEW,))])
    return pages.slides(
        [(said.text, svg(said.figure, style) if said.figure else "", said.sentences) for said in statements]
    )
