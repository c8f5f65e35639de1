"""How a gateway does, judged by what became of the messages of the last two days. One word for people to act on."""

from dataclasses import dataclass

UNKNOWN_PERCENT = 2.0  # a single time-out in a quiet hour is no alarm, one message in fifty is
UNKNOWN_COUNT = 5
SILENT_PERCENT = 30.0  # phones are off and some operators never report, so reports of many messages must be missing
SILENT_COUNT = 10

HEALTH = {
    "quiet": "Nothing sent in two days",
    "good": "Works",
    "paused": "Paused: it gives no clear reply",
    "silent": "Delivery reports are missing",
    "unknown_high": "The outcome of many messages is not known",
}
"""Word -> English label, the worse the later."""


@dataclass(frozen=True)
class Traffic:
    """Counts of the messages of two days. `silent`: taken by the gateway hours ago, and no report since."""

    sent: int = 0
    unknown: int = 0
    silent: int = 0
    is_paused: bool = False


def judge(traffic: Traffic) -> str:
    """Return the worst word of HEALTH that applies."""
    if traffic.unknown >= UNKNOWN_COUNT and _percent(traffic.unknown, traffic.sent) >= UNKNOWN_PERCENT:
        return "unknown_high"
    if traffic.silent >= SILENT_COUNT and _percent(traffic.silent, traffic.sent) >= SILENT_PERCENT:
        return "silent"
    if traffic.is_paused:
        return "paused"
    return "good" if traffic.sent else "quiet"


def _percent(part: int, whole: int) -> float:
    return 100 * part / max(whole, part, 1)
