"""The addresses of this computer: where phones in the same room can find it."""

import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Address
from typing import Any, Literal

import msgspec

Kind = Literal["hotspot", "network", "virtual", "vpn", "unassigned", "loopback"]

ABOUT: Mapping[Kind, str] = {
    "hotspot": "de hotspot van deze laptop",
    "network": "het netwerk van deze laptop",
    "virtual": "een netwerk in deze laptop zelf",
    "vpn": "een VPN",
    "unassigned": "een netwerk dat geen adres geeft",
    "loopback": "alleen deze laptop",
}
"""What a kind of address leads to; the likeliest for phones first."""

_ELSEWHERE = ("203.0.113.1", 9)
"""For documentation only (RFC 5737): it is nowhere, so the way there is the way to everywhere else."""

_TUNNELS = re.compile(
    r"u?tun\d|tap\d|tap-|wg\d|ppp\d|ipsec\d|gpd\d|cscotun|nordlynx|zt\w{8,}|zerotier|tailscale|wireguard|netbird"
    r"|cisco|forti|pangp|globalprotect|pulse|check ?point|mullvad|.*vpn",
    re.IGNORECASE,
)
_VIRTUAL = re.compile(
    r"docker|br-[0-9a-f]{12}|veth|virbr|vnet\d|vnic\d|lxc|lxd|incus|podman|cni\d|cali|flannel|kube|dummy|waydroid"
    r"|vmnet|vboxnet|vethernet|hyper-v|vmware|virtualbox|.*\bwsl\b|parallels|npcap|bluetooth|bnep\d|bridge\d",
    re.IGNORECASE,
)
_SHARED_BY_WINDOWS = "192.168.137.1"
_SHARED_BY_MACOS = re.compile(r"192\.168\.(?!64\.)\d+\.1")  # 64 is what its virtual machines get
_SHARED_BY_LINUX = re.compile(r"10\.42\.\d+\.1")


class Address(msgspec.Struct, frozen=True):
    ip: str
    interface: str
    kind: Kind

    @property
    def about(self) -> str:
        """What this address is, in a few words for who chooses one."""
        return f"{ABOUT[self.kind]} ({self.interface})"

    @property
    def reachable(self) -> bool:
        """Whether phones in the room can be expected to get there."""
        return self.kind in ("hotspot", "network")


def addresses() -> list[Address]:
    """The IPv4 addresses of this computer, the likeliest for phones first; never none.

    Loopback is there only if there is nothing else. Quick enough (a millisecond) to ask again.
    """
    import psutil  # only where phones come in

    return ordered(psutil.net_if_addrs(), psutil.net_if_stats(), default_ip())


def default_ip() -> str:
    """The address from which this computer reaches other networks, "" if it cannot; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def ordered(found: Mapping[str, Sequence[Any]], states: Mapping[str, Any], default: str) -> list[Address]:
    """What psutil tells of the interfaces, in our words, the likeliest first."""
    usable = [
        (Address(one.address, name, _kind(name, one, states, default)), one.address == default)
        for name, one in _up(found, states)
    ]
    different: dict[str, Address] = {}
    for address, _ in sorted(usable, key=lambda pair: _unlikely(*pair)):
        different.setdefault(address.ip, address)
    outside = [address for address in different.values() if address.kind != "loopback"]
    return outside or [Address("127.0.0.1", "loopback", "loopback")]


def _up(found: Mapping[str, Sequence[Any]], states: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, those in found.items():
        for one in those:
            is_up = name not in states or states[name].isup
            if one.family == socket.AF_INET and is_up and one.address not in ("", "0.0.0.0"):
                yield name, one


def _kind(name: str, found: Any, states: Mapping[str, Any], default: str) -> Kind:
    ip = IPv4Address(found.address)
    flags = getattr(states.get(name), "flags", "").split(",")
    if ip.is_loopback:
        return "loopback"
    if ip.is_link_local:
        return "unassigned"
    if _TUNNELS.match(name) or found.ptp or "pointopoint" in flags or found.netmask == "255.255.255.255":
        return "vpn"
    if _is_shared(name, found.address):
        return "hotspot"
    # A virtual switch that is the way out is how this computer is on the network.
    return "virtual" if _VIRTUAL.match(name) and found.address != default else "network"


def _is_shared(name: str, ip: str) -> bool:
    """Whether this is where the computer lets others in: who switches that on does it for the phones."""
    if re.match(r"bridge\d{3}$", name):
        return bool(_SHARED_BY_MACOS.fullmatch(ip))
    return not _VIRTUAL.match(name) and (ip == _SHARED_BY_WINDOWS or bool(_SHARED_BY_LINUX.fullmatch(ip)))


def _unlikely(address: Address, is_default: bool) -> tuple[int, bool, bool]:
    return list(ABOUT).index(address.kind), not is_default, not IPv4Address(address.ip).is_private
