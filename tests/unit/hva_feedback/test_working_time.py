"""Working days over Finnish holidays and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.working_time import (
    HELSINKI,
    NoWorkingDay,
    WorkingCalendar,
    add_working_days,
    closing_instant,
    is_working_day,
    public_holidays,
    working_days_after,
)

OFFICE = WorkingCalendar()


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 6, 19),  # Midsummer Eve
        date(2026, 12, 24),  # Christmas Eve
        date(2026, 12, 25),
        date(2027, 1, 6),  # Epiphany
        date(2027, 12, 6),  # Independence Day
        date(2026, 11, 21),  # a Saturday
    ],
)
def test_nobody_works_on_holidays_and_weekends(day):
    assert not is_working_day(day, OFFICE)


def test_midsummer_is_jumped_over():
    assert add_working_days(date(2026, 6, 17), 3, OFFICE) == date(2026, 6, 23)


def test_christmas_and_new_year_are_jumped_over():
    assert add_working_days(date(2026, 12, 22), 7, OFFICE) == date(2027, 1, 5)


def test_seven_working_days_from_a_plain_monday_end_on_the_wednesday_after():
    assert add_working_days(date(2026, 11, 9), 7, OFFICE) == date(2026, 11, 18)


def test_local_closing_day_counts_as_closed():
    calendar = WorkingCalendar(closed_days=frozenset({date(2026, 11, 10)}))
    assert add_working_days(date(2026, 11, 9), 1, calendar) == date(2026, 11, 11)


def test_unit_open_on_weekends_works_on_weekends():
    calendar = WorkingCalendar(closes_at=dict.fromkeys(range(7), time(20, 0)))
    assert add_working_days(date(2026, 11, 20), 1, calendar) == date(2026, 11, 21)


def test_zero_days_moves_only_off_a_closed_day():
    assert add_working_days(date(2026, 11, 20), 0, OFFICE) == date(2026, 11, 20)
    assert add_working_days(date(2026, 11, 21), 0, OFFICE) == date(2026, 11, 23)


def test_closing_time_keeps_local_hour_over_clock_changes():
    assert closing_instant(date(2026, 3, 27), OFFICE) == datetime(2026, 3, 27, 14, 0, tzinfo=UTC)
    assert closing_instant(date(2026, 3, 30), OFFICE) == datetime(2026, 3, 30, 13, 0, tzinfo=UTC)
    assert closing_instant(date(2026, 10, 23), OFFICE) == datetime(2026, 10, 23, 13, 0, tzinfo=UTC)
    assert closing_instant(date(2026, 10, 26), OFFICE) == datetime(2026, 10, 26, 14, 0, tzinfo=UTC)


def test_calendar_without_working_days_is_refused_not_endless():
    with pytest.raises(NoWorkingDay):
        add_working_days(date(2026, 1, 1), 1, WorkingCalendar(closes_at={}))


def test_negative_count_is_refused():
    with pytest.raises(ValueError):
        add_working_days(date(2026, 1, 1), -1, OFFICE)


@given(day=st.dates(date(2020, 1, 1), date(2050, 12, 31)), count=st.integers(1, 40))
def test_reached_day_is_worked_and_exactly_count_worked_days_lie_between(day, count):
    reached = add_working_days(day, count, OFFICE)
    between = [day + timedelta(days=n) for n in range(1, (reached - day).days + 1)]
    assert is_working_day(reached, OFFICE)
    assert sum(is_working_day(each, OFFICE) for each in between) == count
    assert list(islice(working_days_after(day, OFFICE), count))[-1] == reached


def test_holidays_are_finnish_and_zone_is_helsinki():
    assert date(2026, 12, 6) in public_holidays(2026)
    assert OFFICE.zone is HELSINKI
