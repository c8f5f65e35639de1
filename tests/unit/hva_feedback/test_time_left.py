from datetime import date

import pytest

from hva_feedback.tools.time_left import TimeLeft, time_left

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("due", "is_late", "expected"),
    [
        (date(2026, 3, 9), False, TimeLeft("days", 5)),
        (date(2026, 3, 5), False, TimeLeft("tomorrow", 1)),
        (TODAY, False, TimeLeft("today", 0)),
        (TODAY, True, TimeLeft("late_today", 0)),
        (date(2026, 3, 3), True, TimeLeft("late_one", 1)),
        (date(2026, 2, 4), True, TimeLeft("late_days", 28)),
    ],
)
def test_days_left_and_days_late(due, is_late, expected):
    assert time_left(due, TODAY, is_late) == expected
