"""When all sending is held, when one gateway is stopped, and when what is due is late. Facts in, one word out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOLDS = {
    "running": "Messages are sent",
    "stopped": "Somebody stopped it",
    "restored": "The database was restored or moved",
}
BREAKS = {
    "in_a_row": "Too many messages in a row with unknown outcome",
    "share": "Too many of the day's messages with unknown outcome",
}
"""Why a gateway was stopped until a person lets it go on: code -> English label."""

SHARE_AFTER = 20
"""Messages from which on a share says anything."""


@dataclass(frozen=True)
class Mark:
    """Where a database is, and how many times it has claimed messages there. `place` is empty before the first."""

    place: str = ""
    claims: int = 0


def moved(stored_place: str, here: Mark, outside: Mark) -> str:
    """Return why this may be a restored database: "elsewhere", "earlier", or "" when it is what it was.

    :param stored_place: what the database says of itself, :param here: where it really is and how far it has come
    :param outside: the last mark that was written outside of it; one of another place says nothing
    """
    if not stored_place:
        return ""  # it has never sent, so nothing can be sent twice
    if stored_place != here.place:
        return "elsewhere"
    return "earlier" if outside.place == here.place and outside.claims > here.claims else ""


@dataclass(frozen=True)
class Day:
    """Messages of a gateway: `sent` since it was last let go on today, how many of them `unknown`, and how many of
    the last ones in a row.
    """

    sent: int = 0
    unknown: int = 0
    in_a_row: int = 0


def breaks(day: Day, most_in_a_row: int, most_percent: int) -> str:
    """Return the code of BREAKS for which sending through the gateway must stop, "" when it may go on.

    A limit of 0 is none.
    """
    if most_in_a_row and day.in_a_row >= most_in_a_row:
        return "in_a_row"
    if most_percent and day.sent >= SHARE_AFTER and 100 * day.unknown >= most_percent * day.sent:
        return "share"
    return ""


def is_late(oldest_due_at: datetime | None, now: datetime, minutes: int) -> bool:
    """Tell whether what has been due longest has waited longer than `minutes`; both moments of one kind."""
    return oldest_due_at is not None and now - oldest_due_at > timedelta(minutes=minutes)
