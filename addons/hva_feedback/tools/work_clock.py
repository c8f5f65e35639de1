"""Working hours between a day and a moment, for tens of thousands of cases at once. Pure.

The same working time as `working_hours`, summed once by day, so that a case costs a look-up.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from .working_time import WorkingCalendar, closing_instant, is_working_day, opening_instant


class WorkClock:
    """Working hours of one calendar for cases that begin on `first` or later and end by `last`."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        self.calendar = calendar
        self.first = first
        self.days: list[tuple[datetime, datetime] | None] = []
        self.before: list[float] = [0.0]  # working hours before each day
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            span = (
                (opening_instant(day, calendar), closing_instant(day, calendar))
                if is_working_day(day, calendar)
                else None
            )
            hours = (span[1] - span[0]).total_seconds() / 3600 if span else 0.0
            self.days.append(span)
            self.before.append(self.before[-1] + hours)

    def hours(self, begins: date, ends: datetime) -> float:
        """Return the working hours from the beginning of the local day `begins` to `ends` (naive UTC)."""
        moment = ends.replace(tzinfo=UTC)
        number = (moment.astimezone(self.calendar.zone).date() - self.first).days
        start = (begins - self.first).days
        if number < start:
            return 0.0
        total = self.before[number] - self.before[start]
        if span := self.days[number]:
            total += max(0.0, (min(moment, span[1]) - span[0]).total_seconds() / 3600)
        return total


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the sorted `values` (one or more) are below, between neighbours in proportion.

    The usual definition of spreadsheets and NumPy ("linear", type 7 of Hyndman and Fan 1996).
    """
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
