"""Run chart rules of Perla, Provost and Murray 2011."""

import pytest

from hva_reports.tools.run_chart import as_json, run_chart


def rules(values):
    return [(one.rule, one.direction, one.first, one.last) for one in run_chart(values).signals]


def test_below_ten_points_nothing_is_said():
    chart = run_chart([1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert (chart.median, chart.is_long_enough, chart.signals) == (5, False, ())
    assert run_chart([None, None]).median is None


def test_a_shift_is_six_in_a_row_and_points_on_the_median_are_passed_over():
    values = [50, 40, 60, 50, 41, 61, 52, 53, 50, 54, 52, 55, 40, 42, 45, 44, 48]
    assert ("shift", "up", 5, 11) in rules(values)


@pytest.mark.parametrize(("values", "found"), [
    ([1, 9, 2, 9, 1, 2, 3, 4, 5, 1, 9, 1], [("trend", "up", 4, 8)]),
    ([1, 9, 2, 9, 1, 2, 2, 3, 4, 5, 1, 9], [("trend", "up", 4, 9)]),  # an equal neighbour counts once
    ([1, 9, 2, 9, 1, 2, 3, 4, 1, 9, 1, 9], []),  # four points are no trend
    ([9, 1, 9, 8, 7, 6, 5, 9, 1, 9, 1, 9], [("trend", "down", 2, 6)]),
])  # fmt: skip
def test_a_trend_is_five_in_a_row(values, found):
    assert [one for one in rules(values) if one[0] == "trend"] == found


def test_noise_gives_no_signal():
    assert rules([50, 48, 52, 49, 51, 50, 47, 53, 50, 52, 48, 51]) == []


def test_a_step_without_figure_is_passed_over_and_positions_become_keys():
    values = [1, 9, None, 2, 9, 1, 2, 3, 4, 5, 1, 9]
    chart = as_json(run_chart(values), [f"k{n}" for n in range(12)])
    assert chart["signals"] == [{"rule": "trend", "direction": "up", "from": "k5", "to": "k9"}]
