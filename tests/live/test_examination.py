"""What the laptop can tell of the network beforehand."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from kompas.live import examination
from kompas.live.examination import firewall, opening, reachable
from kompas.live.network import Address
from kompas.live.serving import EVERYWHERE

WIFI = Address("127.0.0.2", "wlan0", "network")
NOWHERE = Address("192.0.2.254", "eth9", "network")
VPN = Address("192.0.2.253", "utun3", "vpn")
Monkey = pytest.MonkeyPatch


def has(monkeypatch: Monkey, *addresses: Address) -> None:
    """A laptop with these addresses."""
    monkeypatch.setattr(examination, "addresses", lambda: list(addresses))


def test_a_port_really_opens() -> None:
    """On this computer, whatever its addresses are."""
    assert opening().state == "good"


def test_a_port_that_is_taken_is_no_trouble(monkeypatch: Monkey) -> None:
    """Then it is another one, and it says which."""
    has(monkeypatch, WIFI)
    with closing(socket.socket()) as other:
        other.bind((EVERYWHERE, 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setattr(examination, "PORTS", (taken,))
        found = opening()
    assert found.state == "good"
    assert f"Poort {taken} " not in found.what


@pytest.mark.parametrize(
    ("addresses", "state"), [([NOWHERE], "bad"), ([WIFI, VPN], "warn"), ([NOWHERE, WIFI], "bad")]
)
def test_an_address_that_does_not_answer(monkeypatch: Monkey, addresses: list[Address], state: str) -> None:
    """It is named; that matters where phones would come in."""
    has(monkeypatch, *addresses)
    found = opening()
    assert found.state == state
    assert ("192.0.2.254" in found.what) == (NOWHERE in addresses)
    assert "127.0.0.2" not in found.what
    assert found.hint


def test_addresses_are_told(monkeypatch: Monkey) -> None:
    """The likeliest first, each with what it is; and how to try it."""
    has(monkeypatch, WIFI, VPN)
    found = reachable()
    assert found.state == "good"
    assert found.what == "127.0.0.2: het netwerk van deze laptop (wlan0), 192.0.2.253: een VPN (utun3)."
    assert "kompas doctor --phone" in found.hint


def test_phones_cannot_come(monkeypatch: Monkey) -> None:
    """Without a network there is nothing that phones can find; a meeting can be held without them."""
    has(monkeypatch, VPN)
    found = reachable()
    assert found.state == "warn"
    assert "niet vinden" in found.what
    assert "hotspot" in found.hint


def test_in_wsl(monkeypatch: Monkey, tmp_path: Path) -> None:
    """Linux inside Windows has an address that only Windows can reach."""
    has(monkeypatch, WIFI)
    release = tmp_path / "osrelease"
    release.write_text("5.15.167.4-microsoft-standard-WSL2\n")
    monkeypatch.setattr(examination, "_LINUX", release)
    found = reachable()
    assert found.state == "warn"
    assert "WSL" in found.what


def test_the_firewall_asks(monkeypatch: Monkey, tmp_path: Path) -> None:
    """What to answer, in the words of that system; or what to type."""
    assert "Sta dat" in firewall(8080, "win32")
    assert "Sta toe" in firewall(8080, "darwin")
    settings = tmp_path / "ufw.conf"
    monkeypatch.setattr(examination, "_FIREWALLS", ((settings, "sudo ufw allow {port}/tcp"),))
    assert firewall(8080, "linux") == ""
    settings.write_text("ENABLED=no\n")
    assert firewall(8080, "linux") == ""
    settings.write_text("ENABLED=yes\n")
    assert "sudo ufw allow 8080/tcp" in firewall(8080, "linux")
