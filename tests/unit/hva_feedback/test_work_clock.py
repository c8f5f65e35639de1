"""Working hours by table are those reckoned span by span."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.work_clock import WorkClock, quantile
from hva_feedback.tools.working_hours import working_time_between
from hva_feedback.tools.working_time import WorkingCalendar

OFFICE = WorkingCalendar(closed_days=frozenset({date(2026, 10, 14)}))
# an emergency duty: from midnight to the last minute, in summer and winter time
ALWAYS = WorkingCalendar(dict.fromkeys(range(7), time(23, 59)), opens_at=dict.fromkeys(range(7), time.min))
NIGHTS = WorkingCalendar({0: time(3), 3: time(23, 30)}, opens_at={0: time(0, 30), 3: time(20)})
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
CLOCKS = [(calendar, WorkClock(calendar, FIRST, LAST)) for calendar in (OFFICE, ALWAYS, NIGHTS)]


@given(st.sampled_from(CLOCKS), st.integers(0, 60), st.integers(-3 * 24 * 60, 40 * 24 * 60))
def test_as_span_by_span(pair, day, minutes):
    calendar, clock = pair
    begins = FIRST + timedelta(days=day)
    opens = datetime.combine(begins, time.min, tzinfo=calendar.zone).astimezone(UTC)
    ends = max(opens + timedelta(minutes=minutes), datetime(2026, 10, 1, tzinfo=UTC))
    expected = working_time_between(opens, max(opens, ends), calendar).total_seconds() / 3600
    assert abs(hours(clock, begins, ends.replace(tzinfo=None)) - expected) < 1e-6


def hours(clock, begins, ends):
    """What the class tells to do with its days."""
    days = {each.day: each for each in clock.days}
    last = days[ends.date()]
    parts = [(last.opens, last.closes), (last.opens_late, last.closes_late)]
    worked = [max(0.0, (min(ends, closes) - opens).total_seconds() / 3600) for opens, closes in parts if opens]
    return max(0.0, last.base + sum(worked) - days[begins].before)


def test_quantiles_lie_between_neighbours():
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.5
    assert quantile([0.0, 10.0], 0.9) == 9.0
    assert quantile([7.0], 0.9) == 7.0
