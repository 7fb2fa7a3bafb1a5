"""What the guide needs of whoever serves the phones; the commands give it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from kompas.guide.talk import Talk


class Counts(Protocol):
    """How many phones have the page, and how many answers there are, also on paper."""

    @property
    def joined(self) -> int: ...

    @property
    def answered(self) -> int: ...


class Address(Protocol):
    """Where phones may find this computer."""

    @property
    def ip(self) -> str: ...

    @property
    def about(self) -> str: ...

    @property
    def reachable(self) -> bool: ...


class Card(Protocol):
    """What one phone said in a round of talk; `covered` keeps it from the projector."""

    @property
    def device(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def words(self) -> Sequence[str]: ...

    @property
    def covered(self) -> bool: ...


class Hall(Protocol):
    """One round being held. What phones gave is on the disk already, whatever happens here."""

    @property
    def url(self) -> str: ...

    @property
    def projector_url(self) -> str:
        """The page for the projector, for a browser on this computer."""

    @property
    def projector_elsewhere(self) -> str:
        """The same for a browser on another computer."""

    @property
    def address(self) -> Address: ...

    @property
    def addresses(self) -> Sequence[Address]: ...

    @property
    def open_(self) -> bool: ...

    @property
    def shown(self) -> bool: ...

    @property
    def trouble(self) -> str:
        """Why the last answer could not be kept, "" if it could."""

    def counts(self) -> Counts: ...

    def choose(self, address: Any) -> None: ...

    def close(self) -> None: ...

    def reopen(self) -> None: ...

    def show(self) -> None: ...

    def hide(self) -> None: ...

    def add_voice(self, voice: Any) -> None:
        """A ballot or contribution that was given on paper or by voice."""

    def cards(self) -> Sequence[Card]: ...

    def cover(self, device: str, covered: bool) -> None: ...

    def round(self) -> Any:
        """The round as it is to be stored."""

    def stored(self) -> None:
        """It is in the YAML: what was kept of phones goes, while the projector may still show it."""

    def finish(self) -> None:
        """It is stored, or not wanted: leave nothing behind."""

    def stop(self) -> None:
        """Stop for now; `Phones.open` goes on with it."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A round by phone that was left open; `answers` is None when that cannot be known."""

    block: str
    step: str
    answers: int | None = None


class Phones(Protocol):
    """What the commands give for rounds by phone in one session."""

    @property
    def advice(self) -> Sequence[str]:
        """What to do when a phone does not get through."""

    def open(self, talk: "Talk", round_id: str) -> Hall:
        """Hold a round of this step, or go on with the one that was left open."""

    def unfinished(self) -> Sequence[Unfinished]:
        """The rounds of this session that were left open."""

    def browse(self, url: str) -> bool:
        """Open an address in a browser on this computer; whether there is one."""
