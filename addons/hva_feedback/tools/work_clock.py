"""Working hours between a day and a moment, for tens of thousands of cases at once. Pure.

The same working time as `working_hours`, summed once by day, so that a case costs a look-up.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from .working_time import WorkingCalendar, closing_instant, is_working_day, opening_instant

Span = tuple[datetime, datetime]


class Day(NamedTuple):
    """A date, once as a local day and once as a day of UTC, for moments are stored so.

    :param before: working hours before the local day, since the first day
    :param base: working hours before the day of UTC
    :param opens: from when to when (naive UTC) is worked on the day of UTC; late on it a second time, where the next
        local day begins early
    """

    day: date
    before: float
    base: float
    opens: datetime | None
    closes: datetime | None
    opens_late: datetime | None
    closes_late: datetime | None


class WorkClock:
    """The days of one calendar from `first` to `last`: what the working hours of any case are reckoned from.

    From the beginning of a local day to a moment they are `base` of the moment's day of UTC, and what has been worked
    of that day until the moment, less `before` of the first. The zone is east of UTC.
    """

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        count = (last - first).days + 1
        midnight = datetime.combine(first, time.min)
        # of the days around too: a local day lies on two days of UTC
        worked = [_worked(first + timedelta(days=number), calendar) for number in range(-1, count + 1)]
        before, base = 0.0, _hours(_within(worked[1], datetime.min, midnight))
        self.days: list[Day] = []
        for number in range(count):
            parts = [_within(span, midnight, midnight + timedelta(days=1)) for span in worked[number : number + 3]]
            early, late, *_none = [*filter(None, parts), None, None]
            self.days.append(Day(midnight.date(), before, base, *(early or (None, None)), *(late or (None, None))))
            before += _hours(worked[number + 1])
            base += _hours(early) + _hours(late)
            midnight += timedelta(days=1)


def _worked(day: date, calendar: WorkingCalendar) -> Span | None:
    if not is_working_day(day, calendar):
        return None
    opens, closes = opening_instant(day, calendar), closing_instant(day, calendar)
    return opens.replace(tzinfo=None), closes.replace(tzinfo=None)


def _within(span: Span | None, start: datetime, end: datetime) -> Span | None:
    if not span:
        return None
    opens, closes = max(span[0], start), min(span[1], end)
    return (opens, closes) if opens < closes else None


def _hours(span: Span | None) -> float:
    return (span[1] - span[0]).total_seconds() / 3600 if span else 0.0


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the sorted `values` (one or more) are below, between neighbours in proportion.

    The usual definition of spreadsheets and NumPy ("linear", type 7 of Hyndman and Fan 1996).
    """
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
