from datetime import date

import pytest

from hva_feedback.tools.retention import BOUNDS, cutoff


@pytest.mark.parametrize(
    ("today", "months", "day"),
    [
        (date(2026, 11, 27), 3, date(2026, 8, 27)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 1), 12, date(2025, 1, 1)),
        (date(2026, 12, 31), 1, date(2026, 11, 30)),
    ],
)
def test_the_first_day_that_is_kept(today, months, day):
    assert cutoff(today, months) == day


def test_what_is_usual_is_allowed():
    assert all(each.least <= each.usual <= each.most for each in BOUNDS.values())
