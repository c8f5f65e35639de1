"""Working days: which days count, and how far `n` of them reach.

A working day is a weekday of the given week that is neither a Finnish public holiday nor a local closing day.
Midsummer Eve and Christmas Eve count as holidays here, as they do in the calendar of the `holidays` library.
Days are local; only `closing_instant` turns one into an instant, so a change of daylight saving time moves no deadline.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

HELSINKI = ZoneInfo("Europe/Helsinki")
OFFICE_OPENS = time(8, 0)
OFFICE_CLOSES = time(16, 0)
MONDAY_TO_FRIDAY: Mapping[int, time] = dict.fromkeys(range(5), OFFICE_CLOSES)
# Longest stretch without one working day that is still believable; beyond it the calendar is wrong, not the day.
LONGEST_GAP_DAYS = 366


class NoWorkingDay(ValueError):
    """The calendar holds no working day within a year."""


@dataclass(frozen=True)
class WorkingCalendar:
    """The working week of one unit.

    :param closes_at: weekday (Monday is 0) -> local closing time; a weekday that is missing is not worked
    :param closed_days: local closing days on top of public holidays
    :param zone: the zone in which days begin and end
    :param opens_at: weekday -> local opening time; a worked weekday that is missing opens at 8.00
    """

    closes_at: Mapping[int, time] = field(default_factory=lambda: MONDAY_TO_FRIDAY)
    closed_days: frozenset[date] = frozenset()
    zone: ZoneInfo = HELSINKI
    opens_at: Mapping[int, time] = field(default_factory=dict)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return the Finnish public holidays of `year`."""
    return frozenset(holidays.country_holidays("FI", years=year))


def is_working_day(day: date, calendar: WorkingCalendar) -> bool:
    """Say whether somebody is at work on the local `day`."""
    return (
        day.weekday() in calendar.closes_at and day not in calendar.closed_days and day not in public_holidays(day.year)
    )


def working_days_after(day: date, calendar: WorkingCalendar, step: int = 1) -> Iterator[date]:
    """Yield working days after `day`, without end; with a `step` of -1 those before it. `day` itself never counts.

    :raises NoWorkingDay: when a whole year passes without one
    """
    gap = 0
    while True:
        day += timedelta(days=step)
        gap += 1
        if is_working_day(day, calendar):
            gap = 0
            yield day
        elif gap > LONGEST_GAP_DAYS:
            raise NoWorkingDay(day)


def add_working_days(day: date, count: int, calendar: WorkingCalendar) -> date:
    """Return the `count`th working day after `day`; with 0 the day itself, or the next working day when it is none.

    :raises ValueError: when `count` is negative
    :raises NoWorkingDay: when the calendar has no working days
    """
    if count < 0:
        raise ValueError(count)
    if count == 0:
        if is_working_day(day, calendar):
            return day
        count = 1
    following = working_days_after(day, calendar)
    for _ in range(count - 1):
        next(following)
    return next(following)


def subtract_working_days(day: date, count: int, calendar: WorkingCalendar) -> date:
    """Return the `count`th working day before `day`; with 0 the day itself.

    :raises NoWorkingDay: when the calendar has no working days
    """
    earlier = working_days_after(day, calendar, step=-1)
    for _ in range(count):
        day = next(earlier)
    return day


def count_working_days(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Return how many working days there are after `first` up to and with `last`; none when `last` is not later."""
    days = range(1, (last - first).days + 1)
    return sum(is_working_day(first + timedelta(days=number), calendar) for number in days)


def opening_instant(day: date, calendar: WorkingCalendar) -> datetime:
    """Return the moment (aware, UTC) at which work begins on the local `day`."""
    local = datetime.combine(day, calendar.opens_at.get(day.weekday(), OFFICE_OPENS), tzinfo=calendar.zone)
    return local.astimezone(UTC)


def closing_instant(day: date, calendar: WorkingCalendar) -> datetime:
    """Return the moment (aware, UTC) at which work ends on the local `day`.

    A closing time that the clocks skip or repeat is taken at its first occurrence, as `zoneinfo` does by default.
    """
    local = datetime.combine(day, calendar.closes_at.get(day.weekday(), OFFICE_CLOSES), tzinfo=calendar.zone)
    return local.astimezone(UTC)
