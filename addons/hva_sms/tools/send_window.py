"""When a message may go out: local working days and hours, stored and compared in UTC.

The same window binds the operator's own retries: a message lives only until the window closes, so no phone that is
switched on at three in the night rings (`validity_minutes`).
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")

END_OF_DAY = time.max
"""As the end of a window: midnight, 24 o'clock."""

_HORIZON_DAYS = 366
_CLOCK_CHANGE = (time(3), time(4))  # repeated in October, missing in March


class NoOpenDay(ValueError):
    """The window has no open day within a year."""


@dataclass(frozen=True)
class Window:
    """Local hours of sending. `start` is inside, `end` outside (END_OF_DAY is 24); `weekdays` count from Monday = 0.

    `holidays` are closed whatever their weekday. With `next_working_day` the first open day after the visit's own
    day is the earliest. ValueError when the hours are empty or begin or end in the hour that clock changes disturb.
    """

    start: time = time(10)
    end: time = time(18)
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = field(default_factory=frozenset)
    next_working_day: bool = True

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError("the window must start before it ends")
        if any(_CLOCK_CHANGE[0] <= edge < _CLOCK_CHANGE[1] for edge in (self.start, self.end)):
            raise ValueError("the window must not start or end between 03 and 04, when clocks change")
        if not self.weekdays <= frozenset(range(7)):
            raise ValueError("weekdays are numbers from 0 (Monday) to 6")

    def is_open_day(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def is_open_over_midnight(self, day: date) -> bool:
        """Tell whether the hours of `day` go over into those of the next day without a gap."""
        return self.end == END_OF_DAY and self.start == time(0) and self.is_open_day(day + timedelta(days=1))


def next_send_at(visit_end: datetime, now: datetime, window: Window, zone: ZoneInfo = HELSINKI) -> datetime:
    """Return the first moment (UTC, aware) from `now` on at which a message about the visit may go.

    `visit_end` and `now` are aware in any zone (ValueError otherwise). Raises NoOpenDay when the window never opens.
    """
    earliest = max(_aware(visit_end), _aware(now))
    day = earliest.astimezone(zone).date()
    if window.next_working_day:
        day = max(day, visit_end.astimezone(zone).date() + timedelta(days=1))
    for _ in range(_HORIZON_DAYS):
        if window.is_open_day(day) and earliest < _end(day, window, zone):
            return max(_instant(day, window.start, zone), earliest)
        day += timedelta(days=1)
    raise NoOpenDay("the window has no open day within a year")


def is_open(now: datetime, window: Window, zone: ZoneInfo = HELSINKI) -> bool:
    """Return whether a message may go out at `now` (aware)."""
    return closes_at(now, window, zone) is not None


def closes_at(now: datetime, window: Window, zone: ZoneInfo = HELSINKI) -> datetime | None:
    """Return when the window that is open at `now` closes (UTC, aware), None while it is closed.

    A midnight at which nothing closes is no end: then it is the end of the next day, so that the last minutes of a
    day do not shorten a message's life where people are asked at any hour.
    """
    day = _aware(now).astimezone(zone).date()
    closes = _end(day, window, zone)
    if not window.is_open_day(day) or not _instant(day, window.start, zone) <= now < closes:
        return None
    return _end(day + timedelta(days=1), window, zone) if window.is_open_over_midnight(day) else closes


def validity_minutes(now: datetime, window: Window, zone: ZoneInfo = HELSINKI) -> int:
    """Return how many whole minutes a message sent at `now` may live; 0 is "do not send any more today"."""
    closes = closes_at(now, window, zone)
    return int((closes - now).total_seconds() // 60) if closes else 0


def _end(day: date, window: Window, zone: ZoneInfo) -> datetime:
    if window.end == END_OF_DAY:
        return _instant(day + timedelta(days=1), time(0), zone)
    return _instant(day, window.end, zone)


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC)
