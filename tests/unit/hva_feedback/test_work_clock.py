"""Working hours by table are those reckoned span by span."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.work_clock import WorkClock, quantile
from hva_feedback.tools.working_hours import working_time_between
from hva_feedback.tools.working_time import WorkingCalendar

CALENDAR = WorkingCalendar(closed_days=frozenset({date(2026, 10, 14)}))
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
CLOCK = WorkClock(CALENDAR, FIRST, LAST)


@given(st.integers(0, 60), st.integers(0, 40 * 24 * 60))
def test_as_span_by_span(day, minutes):
    begins = FIRST + timedelta(days=day)
    opens = datetime.combine(begins, datetime.min.time(), tzinfo=CALENDAR.zone).astimezone(UTC)
    ends = min(opens + timedelta(minutes=minutes), datetime(2026, 12, 30, tzinfo=UTC))
    expected = working_time_between(opens, ends, CALENDAR).total_seconds() / 3600
    assert abs(CLOCK.hours(begins, ends.replace(tzinfo=None)) - expected) < 1e-6


def test_quantiles_lie_between_neighbours():
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.5
    assert quantile([0.0, 10.0], 0.9) == 9.0
    assert quantile([7.0], 0.9) == 7.0
