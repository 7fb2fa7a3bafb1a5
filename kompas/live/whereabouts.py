"""Where phones find a round: the addresses of this computer, which change when it goes to another Wi-Fi."""

from time import monotonic

from kompas.live import network
from kompas.live.network import Address
from kompas.live.serving import EVERYWHERE

HERE = "127.0.0.1"
_FRESH = 1.0  # seconds that the addresses of this computer are taken to stay the same


class Whereabouts:
    """The addresses at which a server that listens at `host` can be found; safe in any thread."""

    def __init__(self, host: str, port: int) -> None:
        self.port = port
        self._host = host
        self._chosen = ""
        self._found: tuple[float, list[Address]] = (-_FRESH, [])

    @property
    def addresses(self) -> list[Address]:
        """Those of now, the likeliest for phones first; never none."""
        if self._host != EVERYWHERE:
            return [Address(self._host, "loopback", "loopback")]
        since, found = self._found
        if not found or monotonic() - since > _FRESH:
            found = network.addresses()
            self._found = monotonic(), found
        return found

    @property
    def address(self) -> Address:
        """The chosen one, or the likeliest if that is not there (any more)."""
        found = self.addresses
        return next((one for one in found if one.ip == self._chosen), found[0])

    def choose(self, address: Address) -> None:
        """Send phones to this address from now on."""
        self._chosen = address.ip

    def url(self, path: str) -> str:
        """The page as phones find it."""
        return f"http://{self.address.ip}:{self.port}/{path}"

    def url_here(self, path: str) -> str:
        """The page for this computer itself: what is in the address does not go through the air."""
        return f"http://{HERE}:{self.port}/{path}"

    def are(self, host: str) -> bool:
        """Whether a Host header names this computer, and is no name of somebody else that leads here."""
        names = (HERE, "localhost", *(one.ip for one in self.addresses))
        return any(host == f"{name}:{self.port}" for name in names)
