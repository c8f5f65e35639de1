"""Counting misses: who asks for many codes that do not exist is told to wait a minute.

Counted in memory and per server process, by network and not by person: mobile operators put thousands behind one
address. Nothing is stored, and whoever brings a code that exists is never held up.
"""

import ipaddress
from dataclasses import dataclass, field
from typing import Final

WINDOW_SECONDS: Final = 60
NETWORK_MISSES: Final = 20
ALL_MISSES: Final = 200
_MOST_NETWORKS: Final = 10_000


def network_of(address: str) -> str:
    """Return the network that an address is counted under: /24, or /56 of IPv6; "" where it is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = 24 if ip.version == 4 else 56
    return str(ipaddress.ip_network(f"{ip}/{prefix}", strict=False))


@dataclass(slots=True)
class Misses:
    """The misses of the running minute."""

    _minute: int = -1
    _all: int = 0
    _by_network: dict[str, int] = field(default_factory=dict)

    def count(self, network: str, now: int) -> bool:
        """Count one miss at `now` (seconds since 1970); tell whether there are too many in this minute."""
        minute = now // WINDOW_SECONDS
        if minute != self._minute:
            self._minute, self._all = minute, 0
            self._by_network.clear()
        self._all += 1
        if len(self._by_network) < _MOST_NETWORKS or network in self._by_network:
            self._by_network[network] = self._by_network.get(network, 0) + 1
        return self._by_network.get(network, 0) > NETWORK_MISSES or self._all > ALL_MISSES
