"""How much is too much on the public page. Soft first: an answer is marked before any is refused.

One address may carry hundreds of honest people (an operator's shared address, guest Wi-Fi, a waiting room), so nothing
here counts single addresses, and personal links are counted by link alone.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# A personal link: so many tries at once, and then one more every so many seconds.
LINK_BURST: Final = 10
LINK_EVERY: Final = timedelta(seconds=5)
LINK_WITHIN: Final = LINK_EVERY * (LINK_BURST + 1)  # after which all is forgotten
# Feedback sent from one network through open ways in.
SENT_WITHIN: Final = timedelta(minutes=10)
SENT_SOFT: Final = 60
SENT_HARD: Final = 600
# Codes that lead nowhere: the sign of somebody who tries codes.
MISSED_WITHIN: Final = timedelta(minutes=1)
MISSED_NETWORK: Final = 20
MISSED_ALL: Final = 200
# Feedback about one unit in an hour, times its usual hour; a quiet unit may have this many without being looked at.
UNIT_WITHIN: Final = timedelta(hours=1)
UNIT_USUAL: Final = timedelta(days=28)
UNIT_TIMES: Final = 10
UNIT_LEAST: Final = 30

KEPT: Final = max(SENT_WITHIN, LINK_WITHIN, MISSED_WITHIN)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a sent form: refused for `retry_after` seconds, or taken, perhaps with a `mark`."""

    retry_after: int = 0
    mark: str | None = None


def network_of(address: str | None) -> str:
    """Return the network an address belongs to: /24, for IPv6 /56. What is no address is one network of its own."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "none"
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 56), strict=False))


def judge_link(earlier: Sequence[datetime], now: datetime) -> Verdict:
    """Judge one more try of a personal link. `earlier` are the moments of the tries before, oldest first."""
    tokens, last = float(LINK_BURST), None
    for moment in (*earlier, now):
        if last is not None:
            tokens = min(float(LINK_BURST), tokens + (moment - last) / LINK_EVERY)
        last = moment
        if tokens < 1:
            if moment == now:
                return Verdict(retry_after=int(LINK_EVERY.total_seconds()))
            continue
        tokens -= 1
    return Verdict()


def judge_network(earlier: int) -> Verdict:
    """Judge one more form sent from a network that sent `earlier` within `SENT_WITHIN`."""
    if earlier >= SENT_HARD:
        return Verdict(retry_after=60)
    return Verdict(mark="burst_network") if earlier >= SENT_SOFT else Verdict()


def is_missing_much(from_network: int, from_all: int) -> bool:
    """Tell whether one more unknown code is too many."""
    return from_network >= MISSED_NETWORK or from_all >= MISSED_ALL


def is_burst(last_hour: int, usual: int, hours: float) -> bool:
    """Tell whether a unit got too much in an hour, when it got `usual` in the `hours` before."""
    return last_hour >= UNIT_LEAST and last_hour > UNIT_TIMES * usual / max(hours, 1.0)
