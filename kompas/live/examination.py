"""Whether phones can find this laptop, as far as the laptop itself can tell."""

import socket
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from kompas.live.network import Address, addresses
from kompas.live.serving import EVERYWHERE, PORTS, listen
from kompas.results import Finding

_PATIENCE = 0.25  # seconds for this computer to answer itself
_MOST = 6  # addresses to try
_ANSWER = b"kompas"

_LINUX = Path("/proc/sys/kernel/osrelease")
_FIREWALLS = (
    (Path("/run/firewalld"), "sudo firewall-cmd --add-port={port}/tcp"),
    (Path("/etc/ufw/ufw.conf"), "sudo ufw allow {port}/tcp"),
)


def reachable() -> Finding:
    """Whether there is an address where phones can find this computer."""
    name, found = "Adres", addresses()
    told = ", ".join(f"{one.ip}: {one.about}" for one in found[:_MOST])
    if not any(one.reachable for one in found):
        hint = "Verbind de laptop met wifi, of zet een hotspot aan. Zonder telefoons kan de bijeenkomst ook."
        return Finding(name, "warn", f"Telefoons kunnen deze laptop niet vinden. Er is alleen {told}.", hint)
    if _in_wsl():
        what = f"{told}. kompas draait in WSL, en daar komen telefoons meestal niet bij."
        return Finding(name, "warn", what, "Installeer kompas in Windows zelf, voor een ronde met telefoons.")
    return Finding(name, "good", f"{told}.", "Test het met een telefoon: kompas doctor --phone")


def opening() -> Finding:
    """Whether a port opens, and answers on every address."""
    name = "Poort"
    with closing(listen(EVERYWHERE, PORTS)) as listening:
        port = listening.getsockname()[1]
        listening.settimeout(_PATIENCE)
        silent = [one for one in addresses()[:_MOST] if not _answers(listening, one, port)]
    if silent:
        hint = "Een firewall of VPN houdt het misschien tegen. Vraag het aan jullie ICT-afdeling."
        return Finding(name, "bad" if silent[0].reachable else "warn", _silent(silent, port), hint)
    return Finding(name, "good", f"Poort {port} gaat open en geeft antwoord.", firewall(port))


def firewall(port: int, platform: str = sys.platform) -> str:
    """What to do about the firewall, which does not keep out this computer itself."""
    if platform == "win32":
        return "Vraagt Windows of Python verbindingen mag ontvangen? Sta dat overal toe."
    if platform == "darwin":
        return "Vraagt macOS of Python inkomende verbindingen mag ontvangen? Kies Sta toe."
    lines = [line.format(port=port) for mark, line in _FIREWALLS if _is_on(mark)]
    return f"Er is een firewall. Komen telefoons er niet in? Typ: {lines[0]}" if lines else ""


def _silent(addresses: Sequence[Address], port: int) -> str:
    return f"Geen antwoord op poort {port} van {', '.join(one.ip for one in addresses)}."


def _answers(listening: socket.socket, address: Address, port: int) -> bool:
    """Whether who calls this address gets through, and hears what is said there."""
    try:
        with socket.create_connection((address.ip, port), _PATIENCE) as calling:
            other, _ = listening.accept()
            with other:
                other.sendall(_ANSWER)
            return calling.recv(len(_ANSWER), socket.MSG_WAITALL) == _ANSWER
    except OSError:
        return False


def _in_wsl() -> bool:
    return "microsoft" in _text(_LINUX).lower()


def _is_on(mark: Path) -> bool:
    return mark.is_dir() or "ENABLED=yes" in _text(mark)


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
