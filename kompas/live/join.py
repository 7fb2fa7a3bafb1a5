"""What lets a phone in and knows it again: codes that people can type, and tokens that nobody can make."""

import hmac
import secrets

from kompas.live.room import PAPER

# 32 letters and digits, of which no two look alike: there is a 0 but no o, a 1 but no i or l.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 8
_MISREAD = str.maketrans("oil", "011", " -")


def new_code() -> str:
    """A code to join with: 8 characters, 40 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))


def as_typed(text: str) -> str:
    """The code that somebody meant: in capitals, with spaces or hyphens, or misread, as o for 0."""
    return text.lower().translate(_MISREAD)


def new_key() -> str:
    """128 bits that nobody guesses, fit for an address: for tokens, or for the projector's page."""
    return secrets.token_urlsafe(16)


def token(secret: str) -> str:
    """A new device's cookie: its id (64 random bits, so it says nothing of who it is) and our mark."""
    device = secrets.token_hex(8)
    return f"{device}.{_mark(secret, device)}"


def device(secret: str, token: str) -> str | None:
    """The id in a token of ours, None if we did not make it."""
    found, _, mark = token.partition(".")
    ours = hmac.compare_digest(mark.encode(errors="replace"), _mark(secret, found).encode())
    return found if ours else None


def new_paper() -> str:
    """The id of an answer that was given on paper or by voice; a phone cannot have it."""
    return PAPER + secrets.token_hex(8)


def _mark(secret: str, device: str) -> str:
    return hmac.digest(secret.encode(), device.encode(errors="replace"), "sha256")[:16].hex()
