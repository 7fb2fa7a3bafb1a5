"""Where phones find the laptop, also when it goes to another network."""

import pytest

from kompas.live import network, whereabouts
from kompas.live.network import Address
from kompas.live.serving import EVERYWHERE
from kompas.live.whereabouts import Whereabouts

WIFI, CABLE = Address("192.168.1.20", "wlan0", "network"), Address("10.1.2.3", "eth0", "network")
HOTSPOT = Address("192.168.137.1", "wlan1", "hotspot")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Address]:
    """The addresses of this computer, to be changed."""
    here = [WIFI, CABLE]
    monkeypatch.setattr(network, "addresses", lambda: list(here))
    monkeypatch.setattr(whereabouts, "_FRESH", 0)
    return here


def test_another_network_is_another_address(found: list[Address]) -> None:
    """The likeliest is taken; what is chosen stays as long as it is there."""
    where = Whereabouts(EVERYWHERE, 8080)
    assert where.url("abc") == "http://192.168.1.20:8080/abc"
    where.choose(CABLE)
    assert where.url("abc") == "http://10.1.2.3:8080/abc"
    found[:] = [HOTSPOT]
    assert where.url("abc") == "http://192.168.137.1:8080/abc"
    assert where.url_here("key") == "http://127.0.0.1:8080/key"
    found[:] = [HOTSPOT, CABLE]
    assert where.address == CABLE


def test_only_addresses_of_now_are_ours(found: list[Address]) -> None:
    """With the port; the address that we left is not ours any more."""
    where = Whereabouts(EVERYWHERE, 8080)
    assert all(where.are(host) for host in ("192.168.1.20:8080", "10.1.2.3:8080", "localhost:8080"))
    found[:] = [HOTSPOT]
    assert not where.are("192.168.1.20:8080")
    assert not any(where.are(host) for host in ("192.168.137.1", "192.168.137.1:80", "kompas.local:8080", ""))


def test_where_it_listens_only_there(found: list[Address]) -> None:
    """For one address nothing else is asked."""
    where = Whereabouts("127.0.0.1", 8080)
    assert [one.ip for one in where.addresses] == ["127.0.0.1"]
