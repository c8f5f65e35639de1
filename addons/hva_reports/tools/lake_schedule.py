"""When the data lake is served next. Pure."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .periods import add_months, due_at

KINDS: Final = ("day", "week", "month")
MONTH_DAY: Final = 4  # months close on the third


def next_at(kind: str, hour: int, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant later than `after` (both aware, UTC) at which the local clock shows `hour` on a day of
    `kind`: every day, Monday, or the fourth of a month. ValueError for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no such rhythm: {kind}")
    day = after.astimezone(zone).date()
    while True:
        instant = due_at(day.replace(day=1), day.day, time(hour), zone)
        fits = kind == "day" or (kind == "week" and day.weekday() == 0) or (kind == "month" and day.day == MONTH_DAY)
        if fits and instant > after:
            return instant.astimezone(UTC)
        if kind == "month" and day.day >= MONTH_DAY:
            day = add_months(day, 1)
        else:
            day += timedelta(days=1)
