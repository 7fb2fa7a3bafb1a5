"""Trying beforehand whether a phone can reach this laptop."""

from kompas.console import say
from kompas.guide.qr import rows
from kompas.live.advice import FOR_LEADER
from kompas.live.trial import Moved, Trial, Visit
from kompas.view import Bullets, Code, Heading, Note, Para

_LONG = 45  # seconds without a phone, before we say what may be the matter


def with_phone() -> bool:
    """Serve a page until Ctrl-C, and tell who comes; whether any other device did."""
    came: set[str] = set()
    try:
        with Trial() as trial:
            _invite(trial)
            _tell(trial, came)
    except KeyboardInterrupt:
        pass
    say("", Para(f"Gestopt. Apparaten die binnenkwamen: {len(came)}."))
    return bool(came)


def _tell(trial: Trial, came: set[str]) -> None:
    for news in trial.news():
        if isinstance(news, Visit):
            _welcome(news, came)
        elif isinstance(news, Moved):
            say("", Note("Het netwerk van de laptop is veranderd.", "warn"))
            _invite(trial)
        elif news.seconds == _LONG and not came:
            say("", Heading("Komt er geen telefoon binnen?"), Bullets(FOR_LEADER))


def _invite(trial: Trial) -> None:
    first, *others = trial.addresses
    address = trial.url(first)
    told = (
        Heading("Test met een telefoon"),
        Para("Zet de telefoon op hetzelfde wifi-netwerk als deze laptop."),
        Para(f"Open daarop dit adres:\n{address}"),
        Para("Ctrl-C stopt."),
    )
    say(Code(rows(address), told))
    if not first.reachable:
        say("", Note(f"Dit adres is {first.about}. Telefoons komen daar niet bij.", "warn"))
    if others:
        lines = tuple(f"{trial.url(one)} – {one.about}" for one in others)
        say("", Para("Lukt dat niet? Probeer dan:"), Bullets(lines))


def _welcome(visit: Visit, came: set[str]) -> None:
    """Once for each device: browsers may ask for a page twice."""
    if visit.is_self:
        say(Para("Dat was deze laptop zelf. Probeer het nu met een telefoon."))
    elif visit.ip not in came:
        came.add(visit.ip)
        say(Note(f"Het werkt: {visit.device} is binnen ({visit.ip}).", "good"))
