"""The kinds of steps that phones can answer: what each asks, reads and gathers."""

from collections.abc import Callable, Mapping
from datetime import date
from types import ModuleType
from typing import Any

from kompas.live import consent, poll, register, round
from kompas.live.form import Form
from kompas.live.register import Harvest
from kompas.live.room import Given, Room, on_paper
from kompas.steps.consent import ConsentStep
from kompas.steps.poll import PollRound, PollStep
from kompas.steps.proposal import Version
from kompas.steps.register import RegisterStep
from kompas.steps.round import RoundStep, TalkRound
from kompas.steps.step import Step, Surroundings

KINDS: dict[type[Step], ModuleType] = {
    PollStep: poll,
    RoundStep: round,
    ConsentStep: consent,
    RegisterStep: register,
}
Gathered = PollRound | TalkRound | Version | Harvest
"""What a room gave, as it is stored."""


def form(step: Step, around: Surroundings) -> Form:
    """What the page asks: plain data."""
    result: Form = KINDS[type(step)].form(step, around)
    return result


def read(step: Step, around: Surroundings, fields: Mapping[str, str], *, again: bool = False) -> Given:
    """What a device gave, from the fields of the form; Refused (with the field) if it cannot be.

    `again` tells that this device gave something before, which it may take back.
    """
    result: Given = KINDS[type(step)].read(step, around, fields, again=again)
    return result


def filled(step: Step, around: Surroundings, given: Given | None) -> dict[str, str]:
    """The fields of the form as this device filled them in; none if it gave nothing."""
    if given is None:
        return {}
    result: dict[str, str] = KINDS[type(step)].filled(step, around, given)
    return result


def given(step: Step, voice: Any) -> Given:
    """What someone gave on paper or by voice, as if it came from a phone."""
    result: Given = KINDS[type(step)].given(voice)
    return result


def card(step: Step, around: Surroundings, given: Given) -> tuple[str, tuple[str, ...]]:
    """What one device said in words, if anything, and under what that is shown."""
    result: tuple[str, tuple[str, ...]] = KINDS[type(step)].card(step, around, given)
    return result


def gathered(step: Step, round_id: str, date: date, room: Room) -> Gathered:
    """The round as it is stored: without devices, and without those that gave nothing in the end."""
    kind = KINDS[type(step)]
    said = {device: kind.voice(step, given) for device, given in room.givens.items()}
    kept = {device: voice for device, voice in said.items() if voice is not None}
    result: Gathered = kind.gathered(step, round_id, date, [*kept.values()], on_paper(kept))
    return result


def on_screen(step: Step, round_id: str, date: date, room: Room) -> Gathered:
    """The round as the projector may show it: without what the facilitator covered.

    Of a kind that counts too (`covered`) only the words stay away.
    """
    left: Callable[[Given], Given | None] = getattr(KINDS[type(step)], "covered", lambda given: None)
    seen = {device: left(given) if device in room.covered else given for device, given in room.givens.items()}
    return gathered(step, round_id, date, Room(givens={id: given for id, given in seen.items() if given}))
