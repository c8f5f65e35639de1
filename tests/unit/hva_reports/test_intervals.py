"""Intervals against tables and against definitions."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.intervals import difference, mean_interval, t_point, wilson
from hva_reports.tools.metrics import Z95

# Student's t, two-sided 95 % (Fisher and Yates, table III)
TABLE = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 9: 2.262, 10: 2.228, 15: 2.131}
TABLE |= {20: 2.086, 29: 2.045, 30: 2.042, 40: 2.021, 60: 2.000, 120: 1.980, 399: 1.966, 400: 1.966, 10**6: 1.960}


@pytest.mark.parametrize(("freedom", "point"), TABLE.items())
def test_students_table(freedom, point):
    assert t_point(freedom) == pytest.approx(point, abs=0.0006)


@given(st.integers(1, 2000), st.data())
def test_wilson_ends_are_the_shares_that_the_score_test_just_keeps(n, data):
    part = data.draw(st.integers(0, n))
    for end in wilson(part, n):
        assert 0 <= end <= 1
        if 0 < end < 1:
            assert abs(part / n - end) / math.sqrt(end * (1 - end) / n) == pytest.approx(Z95, rel=1e-6)


def test_wilson_known_answers():
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_the_mean_of_a_textbook_sample():
    low, high = mean_interval([0, 0, 2, 4, 4])  # 3 3 4 4 4 4 5 5 5 5: mean 4.2, s 0.7888
    assert (low, high) == pytest.approx(
        (4.2 - 2.262 * 0.7888 / math.sqrt(10), 4.2 + 2.262 * 0.7888 / math.sqrt(10)), abs=1e-3
    )
    assert mean_interval([0, 0, 0, 0, 7]) is None
    assert mean_interval([1, 0, 0, 0, 0]) is None


def test_a_difference_squares_and_adds():
    assert difference((0.5, (0.4, 0.7)), (0.3, (0.2, 0.35))) == pytest.approx(
        (0.2, 0.2 - math.hypot(0.1, 0.05), 0.2 + math.hypot(0.2, 0.1))
    )
