"""What asking a poll and holding a round of talk share: a new occasion, and who is next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from kompas.guide.dialogue import Back, Choice
from kompas.names import slug
from kompas.steps.step import Participant


def round_id(now: datetime, taken: Sequence[str]) -> str:
    """A readable id: the day and the time; with the seconds when that minute has a round already."""
    id = slug(f"{now:%Y-%m-%d-%H%M}")
    return id if id not in taken else slug(f"{now:%Y-%m-%d-%H%M%S}")


def by_turn(people: Sequence[Participant], ask: Callable[[Participant, str], None]) -> None:
    """Ask each person in turn; Back goes to the one before, and before the first it is passed on."""
    place = 0
    while place < len(people):
        try:
            ask(people[place], f"{place + 1} van {len(people)}")
            place += 1
        except Back:
            if place == 0:
                raise
            place -= 1


def people_choices(people: Sequence[Participant], perspectives: Mapping[str, str]) -> tuple[Choice, ...]:
    """Participants to choose from."""
    return tuple(
        Choice(person.id, person.label, perspectives.get(person.perspective, "")) for person in people
    )
