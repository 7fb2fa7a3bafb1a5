"""The addresses of this computer: the one that phones can find stands first, whatever else is there."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas.live.network import ABOUT, Address, addresses, default_ip, ordered
from tests.running import environment


class Found(NamedTuple):
    """As psutil tells an address of an interface."""

    address: str
    netmask: str | None = "255.255.255.0"
    ptp: str | None = None
    family: int = socket.AF_INET


class State(NamedTuple):
    """As psutil tells how an interface is."""

    isup: bool = True
    flags: str = ""


def told(interfaces: Mapping[str, Found | str], default: str = "", down: str = "") -> list[Address]:
    """What we make of interfaces with one address each; those in `down` are off."""
    found = {name: [Found(one) if isinstance(one, str) else one] for name, one in interfaces.items()}
    return ordered(found, {name: State(name not in down.split(", ")) for name in found}, default)


LAPTOPS: dict[str, tuple[dict[str, Found | str], str, str]] = {
    "Windows with Hyper-V, WSL, VirtualBox and VMware": (
        {
            "vEthernet (WSL (Hyper-V firewall))": "172.29.16.1",
            "vEthernet (Default Switch)": "172.20.32.1",
            "VMware Network Adapter VMnet8": "192.168.88.1",
            "VirtualBox Host-Only Network": "192.168.56.1",
            "Ethernet": "169.254.12.7",
            "Wi-Fi": "192.168.1.20",
            "Bluetooth-netwerkverbinding": "169.254.99.1",
            "Loopback Pseudo-Interface 1": "127.0.0.1",
        },
        "192.168.1.20",
        "192.168.1.20",
    ),
    "Windows with a VPN that everything goes through": (
        {
            "Gemeente VPN": "10.20.0.5",
            "Wi-Fi": "192.168.1.20",
            "Ethernet 3": Found("10.9.0.2", "255.255.255.255"),
        },
        "10.20.0.5",
        "192.168.1.20",
    ),
    "Windows of which the network goes through a virtual switch": (
        {"vEthernet (Extern)": "10.0.0.8", "vEthernet (WSL)": "172.29.16.1"},
        "10.0.0.8",
        "10.0.0.8",
    ),
    "Windows that shares its network with phones": (
        {"Ethernet": "10.0.0.8", "LAN-verbinding* 10": "192.168.137.1"},
        "10.0.0.8",
        "192.168.137.1",
    ),
    "macOS with a VPN, Parallels and Thunderbolt": (
        {
            "lo0": "127.0.0.1",
            "bridge0": "169.254.3.3",
            "bridge100": "192.168.64.1",
            "vnic0": "10.211.55.2",
            "utun4": Found("100.101.102.103", "255.255.255.255", "100.101.102.103"),
            "en0": "192.168.178.31",
        },
        "192.168.178.31",
        "192.168.178.31",
    ),
    "macOS that shares its network with phones": (
        {"en5": "172.20.10.4", "bridge100": "192.168.2.1"},
        "172.20.10.4",
        "192.168.2.1",
    ),
    "Linux with Docker, libvirt and Tailscale": (
        {
            "lo": Found("127.0.0.1", "255.0.0.0"),
            "docker0": "172.17.0.1",
            "br-0123456789ab": "172.18.0.1",
            "virbr0": "192.168.122.1",
            "veth12ab": "10.88.0.1",
            "tailscale0": Found("100.64.0.7", "255.255.255.255"),
            "wlp2s0": "10.1.2.3",
        },
        "10.1.2.3",
        "10.1.2.3",
    ),
    "Linux that shares its network with phones": (
        {"enp0s31f6": "10.1.2.3", "wlp2s0": "10.42.0.1", "cni0": "10.42.0.1"},
        "10.1.2.3",
        "10.42.0.1",
    ),
    "Linux of which the network goes through a bridge": (
        {"docker0": "172.17.0.1", "br0": "192.168.1.9"},
        "192.168.1.9",
        "192.168.1.9",
    ),
    "a network without a way out": ({"docker0": "172.17.0.1", "wlan0": "192.168.8.2"}, "", "192.168.8.2"),
    "a public address and a private one": ({"eth0": "8.8.4.4", "wlan0": "192.168.8.2"}, "", "192.168.8.2"),
    "a public address that is the way out": (
        {"eth0": "8.8.4.4", "wlan0": "192.168.8.2"},
        "8.8.4.4",
        "8.8.4.4",
    ),
}


@pytest.mark.parametrize("name", LAPTOPS)
def test_the_likeliest_first(name: str) -> None:
    """People in the room see one address at first: it must be the right one."""
    interfaces, default, first = LAPTOPS[name]
    found = told(interfaces, default)
    assert found[0].ip == first
    assert found[0].reachable
    assert "127.0.0.1" not in [one.ip for one in found]


@pytest.mark.parametrize(
    "name", [name for name in LAPTOPS if "VPN" in name or "Docker" in name or "WSL" in name]
)
def test_what_phones_cannot_reach_is_said_to_be_so(name: str) -> None:
    """Virtual networks, tunnels and addresses that nobody gave can be chosen, but come last."""
    interfaces, default, first = LAPTOPS[name]
    assert {one.ip for one in told(interfaces, default) if one.reachable} == {first}


def test_nothing_else() -> None:
    """Without any network there is still the laptop itself."""
    for interfaces in ({}, {"lo": "127.0.0.1"}, {"lo": "127.0.0.1", "wlan0": "192.168.1.2"}):
        [only] = told(interfaces, down="wlan0")
        assert (only.ip, only.kind, only.reachable) == ("127.0.0.1", "loopback", False)


def test_what_is_off_or_empty_is_left_out() -> None:
    """An adapter without a cable keeps its old address in some systems."""
    found = told({"eth0": "10.0.0.1", "eth1": "0.0.0.0", "wlan0": "192.168.1.2"}, down="eth0")
    assert [one.ip for one in found] == ["192.168.1.2"]


def test_only_ipv4() -> None:
    """An address of IPv6 is too long to type, and many guest networks have none."""
    both = {"wlan0": [Found("fe80::1", family=socket.AF_INET6), Found("192.168.1.2")]}
    assert [one.ip for one in ordered(both, {}, "")] == ["192.168.1.2"]


def test_every_address_says_what_it_is() -> None:
    """Who chooses another address must see which is which."""
    assert told({"Wi-Fi": "192.168.1.2"})[0].about == "het netwerk van deze laptop (Wi-Fi)"
    assert told({"utun3": "10.0.0.1"})[0].about == "een VPN (utun3)"


IPS = st.ip_addresses(v=4).map(str)
NAMES = st.text(min_size=1) | st.sampled_from(["lo", "wlan0", "Wi-Fi", "utun1", "docker0", "vEthernet (WSL)"])


@given(st.dictionaries(NAMES, st.lists(st.builds(Found, IPS))), IPS)
def test_whatever_the_system_says(interfaces: dict[str, list[Found]], default: str) -> None:
    """There is always an address; none twice; and what phones can reach before what they cannot."""
    found = ordered(interfaces, {}, default)
    assert found
    assert len({one.ip for one in found}) == len(found)
    kinds = [list(ABOUT).index(one.kind) for one in found]
    assert kinds == sorted(kinds)
    assert "loopback" not in [one.kind for one in found] or len(found) == 1


def test_this_computer() -> None:
    """What the system really tells can be understood."""
    assert {one.ip for one in addresses()} <= {
        one.address for those in psutil.net_if_addrs().values() for one in those
    }
    assert re.fullmatch(r"(\d+\.){3}\d+|", default_ip())


# A laptop in a network of its own, made of what the kernel has: a phone at the other end of a cable that
# the laptop takes for its Wi-Fi, Docker, and a VPN.
ROOM = """
ip link set lo up
ip link add wlan0 type veth peer name phone0 && ip link set phone0 up
ip addr add 192.168.1.20/24 dev wlan0 && ip link set wlan0 up && ip route add default via 192.168.1.1
ip link add docker0 type bridge && ip addr add 172.17.0.1/16 dev docker0 && ip link set docker0 up
ip tuntap add tun0 mode tun && ip addr add 10.8.0.2/24 dev tun0 && ip link set tun0 up
"""
LOOK = "from kompas.live.network import addresses; print(*(one.ip for one in addresses()))"
Inside = Callable[[str], str]


@pytest.fixture
def inside(tmp_path: Path) -> Inside:
    """Do something in a network of its own; skipped where the system does not let us make one."""

    def run(script: str) -> str:
        command = ["unshare", "--map-root-user", "--net", "sh", "-c", script]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment({"PY": sys.executable}), capture_output=True, timeout=60
        )
        return done.stdout.decode()

    if (
        not shutil.which("unshare")
        or not shutil.which("ip")
        or "wlan0" not in run(f'{ROOM} "$PY" -c "" && ip -br link')
    ):
        pytest.skip("cannot make a network of its own here")
    return run


def test_in_a_real_network(inside: Inside) -> None:
    """Asked again after a change, the addresses are those of now."""
    look = f'"$PY" -c "{LOOK}"\n'
    said = inside(f"{ROOM}\n{look} ip link set wlan0 down\n{look} ip link set docker0 down\n{look}")
    first, second, _ = said.splitlines()
    assert first.split()[0] == "192.168.1.20"
    assert "192.168.1.20" not in second


def test_a_phone_gets_in(inside: Inside) -> None:
    """A device at the other end of the network gets the page, and the laptop tells so until Ctrl-C."""
    phone = """
    unshare --net timeout 10 sh -c 'until ip link set phone0 up 2>/dev/null; do sleep 0.1; done
      ip addr add 192.168.1.33/24 dev phone0
      until "$PY" -c "$CALL" 2>/dev/null; do sleep 0.2; done' &
    sleep 1; ip link set phone0 netns $!
    """
    call = (
        "from urllib.request import Request, urlopen; "
        "agent = {'User-Agent': 'Mozilla/5.0 (iPhone)'}; "
        "print(urlopen(Request('http://192.168.1.20:8080', headers=agent), timeout=2).read().decode())"
    )
    doctor = 'timeout --preserve-status -s INT 6 "$PY" -m kompas doctor --phone 2>&1; echo code $?'
    said = inside(f'export CALL="{call}"\n{ROOM}\n{phone}\n{doctor}; wait')
    assert "http://192.168.1.20:8080" in said
    assert "Het werkt: een iPhone is binnen (192.168.1.33)." in said
    assert "Deze telefoon kan de laptop bereiken." in said
    assert said.rstrip().endswith("code 0")
