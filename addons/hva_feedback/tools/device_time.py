"""When an answer from a terminal was given, whether the house was open, whether a terminal is silent for too long.

A terminal's clock may be wrong by years. What counts is the distance between giving and sending by that clock, taken
from the server's moment of arrival.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

# A clock that is off by more is called wrong on the terminal, in the list and on its answers.
SKEW_MAX: Final = timedelta(minutes=5)
# A terminal that is on reports every ten minutes; after so much opening time without a word it is silent.
SILENT_AFTER: Final = timedelta(hours=2)
_LOOK_BACK: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Placed:
    """A moment in naive UTC, whole seconds, and whether the clock that told it was wrong."""

    moment: datetime
    is_clock_wrong: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of a week: (weekday from Monday 0, from, to) in local time. No rows: always open."""

    rows: tuple[tuple[int, time, time], ...] = ()
    closed_on: frozenset[date] = frozenset()
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Europe/Helsinki"))

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the house is open at a moment in naive UTC."""
        if not self.rows:
            return True
        return any(
            begin <= moment.replace(tzinfo=UTC) < end for begin, end in self._of_day(_local_day(moment, self.zone))
        )

    def open_between(self, begin: datetime, end: datetime) -> timedelta:
        """Return how long the house is open between two moments in naive UTC."""
        if not self.rows:
            return max(end - begin, timedelta())
        total = timedelta()
        day, last = (_local_day(moment, self.zone) for moment in (begin, end))
        begin, end = begin.replace(tzinfo=UTC), end.replace(tzinfo=UTC)
        while day <= last:
            for opens, closes in self._of_day(day):
                total += max(min(end, closes) - max(begin, opens), timedelta())
            day += timedelta(days=1)
        return total

    def spans(self, first: date, days: int) -> list[tuple[datetime, datetime]]:
        """Return when the house is open on so many local days, as instants in order; spans that touch are one."""
        found: list[tuple[datetime, datetime]] = []
        for number in range(days):
            for begin, end in sorted(self._of_day(first + timedelta(days=number))):
                if found and begin <= found[-1][1]:
                    found[-1] = (found[-1][0], max(end, found[-1][1]))
                else:
                    found.append((begin, end))
        return found

    def _of_day(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return when the house opens and closes on a local day, as instants."""
        rows = self.rows if day not in self.closed_on else ()
        return [
            (datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone))
            for weekday, opens, closes in rows
            if weekday == day.weekday()
        ]


def place(given_ms: int, sent_ms: int, now: datetime, skew_ms: int | None, earliest: datetime) -> Placed:
    """Return when an answer was given.

    `now` is the server's moment (naive UTC) of the message, `sent_ms` the device's; `skew_ms` how far the server was
    ahead when they last spoke before the answer. `earliest` is when the device got the questions. The clock counts as
    wrong when it is off now, when it was moved between giving and sending, or when the answer would be from before
    `earliest` or from the future; such a moment is moved to the nearest possible one.
    """
    skew = now - _moment(sent_ms)
    moment = _moment(given_ms) + skew
    is_wrong = abs(skew) > SKEW_MAX
    if skew_ms is not None and abs(skew - timedelta(milliseconds=skew_ms)) > SKEW_MAX:
        is_wrong = True
    nearest = min(max(moment, earliest), now)
    if abs(nearest - moment) > SKEW_MAX:
        is_wrong = True
    return Placed(nearest.replace(microsecond=0), is_wrong)


def is_silent(last_seen: datetime, now: datetime, hours: Hours) -> bool:
    """Tell whether a terminal has kept silent for too much of the opening time. Moments are naive UTC."""
    return hours.open_between(max(last_seen, now - _LOOK_BACK), now) > SILENT_AFTER


def week_of(attendances: Sequence[tuple[int, float, float]]) -> tuple[tuple[int, time, time], ...]:
    """Return rows for `Hours` from (weekday, from, to) with hours as decimals: 16.5 is half past four."""
    return tuple(sorted((day, _clock(opens), _clock(closes)) for day, opens, closes in attendances))


def _clock(hours: float) -> time:
    minutes = round(hours * 60)
    return time.max if minutes >= 24 * 60 else time(minutes // 60, minutes % 60)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).replace(tzinfo=None)


def _local_day(moment: datetime, zone: tzinfo) -> date:
    return moment.replace(tzinfo=UTC).astimezone(zone).date()
