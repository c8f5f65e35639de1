"""What is promised, in days and in hours, over the feasts and changes of clock of Finland, and what waiting adds."""

from datetime import UTC, datetime, time, timedelta

import pytest

from hva_feedback.tools.deadlines import (
    CLOCK_HOURS,
    HOURS,
    CaseFacts,
    DeadlineRule,
    Promise,
    moved_deadline,
    promise_for,
    promised_at,
    soonest,
    waited_days,
)
from hva_feedback.tools.working_hours import add_working_time, working_time_between
from hva_feedback.tools.working_time import WorkingCalendar

OFFICE = WorkingCalendar()
ROUND_THE_CLOCK = WorkingCalendar(
    closes_at=dict.fromkeys(range(7), time(23, 59)), opens_at=dict.fromkeys(range(7), time(0, 0))
)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "days", "due"),
    [
        (utc(2026, 4, 1, 9), 2, utc(2026, 4, 7, 13)),  # Good Friday 3.4., Easter Monday 6.4.
        (utc(2026, 4, 2, 9), 1, utc(2026, 4, 7, 13)),
        (utc(2026, 6, 18, 9), 1, utc(2026, 6, 22, 13)),  # Midsummer Eve 19.6.
        (utc(2026, 12, 23, 9), 1, utc(2026, 12, 28, 14)),  # Christmas Eve, Christmas Day, Boxing Day
        (utc(2026, 12, 31, 9), 1, utc(2027, 1, 4, 14)),  # New Year's Day is a Friday
        (utc(2027, 1, 5, 9), 1, utc(2027, 1, 7, 14)),  # Epiphany
        (utc(2026, 3, 27, 9), 1, utc(2026, 3, 30, 13)),  # clocks forward 29.3.
        (utc(2026, 10, 23, 9), 1, utc(2026, 10, 26, 14)),  # clocks back 25.10.
    ],
)
def test_days_over_feasts_and_changes_of_clock(given, days, due):
    assert promised_at(given, Promise(days), OFFICE) == due


@pytest.mark.parametrize(
    ("given", "hours", "due"),
    [
        (utc(2026, 11, 9, 7), 4, utc(2026, 11, 9, 11)),  # 9.00 on the wall
        (utc(2026, 11, 9, 13), 4, utc(2026, 11, 10, 9)),  # one hour today, three tomorrow
        (utc(2026, 11, 9, 3), 4, utc(2026, 11, 9, 10)),  # before opening
        (utc(2026, 11, 9, 18), 8, utc(2026, 11, 10, 14)),  # after closing: a whole day ends when work ends
        (utc(2026, 4, 2, 12), 4, utc(2026, 4, 7, 8)),  # over Easter, in summer time
        (utc(2026, 6, 18, 12, 30), 2, utc(2026, 6, 22, 6, 30)),  # over Midsummer
        (utc(2026, 12, 23, 13), 2, utc(2026, 12, 28, 7)),  # over Christmas
        (utc(2026, 12, 31, 13), 2, utc(2027, 1, 4, 7)),  # over New Year
        (utc(2026, 3, 27, 13), 2, utc(2026, 3, 30, 6)),  # 15.00 on Friday, 9.00 on Monday: clocks went forward
        (utc(2026, 10, 23, 12), 2, utc(2026, 10, 26, 7)),  # and back
    ],
)
def test_hours_run_while_somebody_is_at_work(given, hours, due):
    assert promised_at(given, Promise(hours, HOURS), OFFICE) == due


def test_hours_are_real_hours_where_work_goes_on_through_the_change_of_clock():
    assert add_working_time(utc(2026, 3, 29, 0), timedelta(hours=4), ROUND_THE_CLOCK) == utc(2026, 3, 29, 4)
    assert add_working_time(utc(2026, 10, 25, 0), timedelta(hours=4), ROUND_THE_CLOCK) == utc(2026, 10, 25, 4)


def test_a_hidden_hour_is_not_read_from_the_deadline():
    due = promised_at(utc(2026, 11, 9, 7, 17), Promise(4, HOURS), OFFICE, hides_hour=True)
    assert due == utc(2026, 11, 9, 14)
    assert promised_at(utc(2026, 11, 9, 12), Promise(4, HOURS), OFFICE, hides_hour=True) == utc(2026, 11, 10, 14)


def test_hours_of_the_clock_run_at_night_and_stand_still_too():
    friday = utc(2026, 11, 13, 13)
    assert promised_at(friday, Promise(24, CLOCK_HOURS), OFFICE) == utc(2026, 11, 14, 13)
    assert promised_at(friday, Promise(24, CLOCK_HOURS), OFFICE, hides_hour=True) == utc(2026, 11, 14, 22)
    moved = moved_deadline(utc(2026, 11, 14, 13), friday, utc(2026, 11, 13, 16), CLOCK_HOURS, OFFICE)
    assert moved == utc(2026, 11, 14, 16)


def test_nothing_and_naive_moments_are_refused():
    for promise in (Promise(0), Promise(0, HOURS)):
        with pytest.raises(ValueError):
            promised_at(utc(2026, 11, 9), promise, OFFICE)
    with pytest.raises(ValueError):
        promised_at(datetime(2026, 11, 9), Promise(2, HOURS), OFFICE)


def test_the_first_row_whose_conditions_hold_counts():
    rules = [
        DeadlineRule(Promise(4, HOURS), priority="3"),
        DeadlineRule(Promise(5), kind="question"),
        DeadlineRule(Promise(7), wants_contact=True),
    ]
    assert promise_for(CaseFacts(True, "question", "3"), rules) == Promise(4, HOURS)
    assert promise_for(CaseFacts(True, "question", "1"), rules) == Promise(5)
    assert promise_for(CaseFacts(True, "criticism", "1"), rules) == Promise(7)
    assert promise_for(CaseFacts(False, "criticism", "1"), rules) is None


def test_the_soonest_of_days_and_hours():
    late_on_friday = utc(2026, 11, 13, 13, 30)
    assert soonest([Promise(1), Promise(10, HOURS)], late_on_friday, OFFICE) == Promise(1)
    assert soonest([Promise(2), Promise(10, HOURS)], late_on_friday, OFFICE) == Promise(10, HOURS)


def test_waiting_moves_the_deadline_by_the_working_days_waited():
    deadline = utc(2026, 11, 18, 14)
    assert waited_days(utc(2026, 11, 12, 8), utc(2026, 11, 16, 8), OFFICE) == 2  # over a week-end
    assert moved_deadline(deadline, utc(2026, 11, 12, 8), utc(2026, 11, 16, 8), "days", OFFICE) == utc(2026, 11, 20, 14)


def test_waiting_over_holidays_moves_no_further_than_working_days():
    """Asked before Easter, answered after it: two working days of waiting, and the deadline two working days later."""
    moved = moved_deadline(utc(2026, 4, 8, 13), utc(2026, 4, 1, 9), utc(2026, 4, 7, 9), "days", OFFICE)
    assert moved == utc(2026, 4, 10, 13)


def test_waiting_within_a_day_moves_days_by_nothing_and_hours_by_the_hours():
    begins, ends = utc(2026, 11, 9, 8), utc(2026, 11, 9, 11)
    assert moved_deadline(utc(2026, 11, 18, 14), begins, ends, "days", OFFICE) == utc(2026, 11, 18, 14)
    assert moved_deadline(utc(2026, 11, 9, 12), begins, ends, HOURS, OFFICE) == utc(2026, 11, 10, 7)


def test_what_was_late_before_the_waiting_is_late_by_as_much_after_it():
    late = utc(2026, 11, 9, 14)
    moved = moved_deadline(late, utc(2026, 11, 11, 8), utc(2026, 11, 13, 8), "days", OFFICE)
    assert moved == utc(2026, 11, 11, 14)
    assert waited_days(moved, utc(2026, 11, 13, 8), OFFICE) == waited_days(late, utc(2026, 11, 11, 8), OFFICE)


def test_working_time_between_two_moments():
    assert working_time_between(utc(2026, 11, 13, 12), utc(2026, 11, 16, 8), OFFICE) == timedelta(hours=4)
    assert working_time_between(utc(2026, 11, 14, 8), utc(2026, 11, 15, 8), OFFICE) == timedelta(0)
    assert working_time_between(utc(2026, 11, 13, 12), utc(2026, 11, 13, 12), OFFICE) == timedelta(0)


@pytest.mark.parametrize("hours", [1, 7, 8, 9, 40, 100])
@pytest.mark.parametrize("begins", [utc(2026, 3, 27, 10), utc(2026, 10, 23, 5), utc(2026, 12, 23, 15)])
def test_hours_added_are_the_hours_between(begins, hours):
    ends = add_working_time(begins, timedelta(hours=hours), OFFICE)
    assert working_time_between(begins, ends, OFFICE) == timedelta(hours=hours)
