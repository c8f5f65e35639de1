"""Shown numbers are rounded alike wherever they are shown."""

import pytest

from hva_reports.tools.rounding import rounded


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        (12.5, 0, "13"),
        (13.5, 0, "14"),
        (-12.5, 0, "-13"),
        (0.125, 2, "0.13"),
        (-0.4, 0, "0"),
        (7, 0, "7"),
        (2.25, 1, "2.3"),
    ],
)
def test_halves_go_away_from_zero(number, digits, expected):
    assert str(rounded(number, digits)) == expected
