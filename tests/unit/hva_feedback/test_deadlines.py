"""Deadlines: day of arrival is day 0, the last day lasts until closing time."""

from datetime import UTC, date, datetime

import pytest

from hva_feedback.tools.deadlines import deadline_at, deadline_day, is_late
from hva_feedback.tools.working_time import WorkingCalendar

OFFICE = WorkingCalendar()


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_contact_in_seven_working_days():
    assert deadline_at(utc(2026, 11, 9, 8), 7, OFFICE) == utc(2026, 11, 18, 14)


def test_day_of_arrival_is_the_local_day():
    """22:30 UTC is already tomorrow in Helsinki."""
    assert deadline_day(utc(2026, 11, 9, 21, 30), 1, OFFICE) == date(2026, 11, 10)
    assert deadline_day(utc(2026, 11, 9, 22, 30), 1, OFFICE) == date(2026, 11, 11)


def test_over_midsummer_and_christmas():
    assert deadline_at(utc(2026, 6, 17, 9), 7, OFFICE) == utc(2026, 6, 29, 13)
    assert deadline_at(utc(2026, 12, 22, 9), 7, OFFICE) == utc(2027, 1, 5, 14)


def test_over_both_clock_changes_the_local_hour_stays():
    assert deadline_at(utc(2026, 3, 27, 12), 1, OFFICE) == utc(2026, 3, 30, 13)
    assert deadline_at(utc(2026, 10, 23, 12), 1, OFFICE) == utc(2026, 10, 26, 14)


def test_naive_time_and_zero_days_are_refused():
    with pytest.raises(ValueError):
        deadline_at(datetime(2026, 11, 9), 1, OFFICE)
    with pytest.raises(ValueError):
        deadline_at(utc(2026, 11, 9), 0, OFFICE)


def test_late_begins_after_the_deadline():
    deadline = utc(2026, 11, 18, 14)
    assert not is_late(deadline, deadline)
    assert is_late(deadline, utc(2026, 11, 18, 14, 0, 1))
    assert not is_late(None, deadline)
