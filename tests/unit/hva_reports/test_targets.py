"""A target is met or missed by the whole interval; between, nobody can tell."""

import pytest

from hva_reports.tools.targets import Goal, choose, judge


def cell(value, low, high, state="ok"):
    return {"value": value, "low": low, "high": high, "state": state}


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (cell(60, 50, 70), "met"),
        (cell(60, 49.9, 70), "cannot_tell"),
        (cell(40, 30, 49.9), "not_met"),
        (cell(40, 30, 50), "cannot_tell"),
        (cell(90, None, None), "cannot_tell"),
        (cell(0, -20, 20), "not_met"),
        (cell(None, None, None, "no_data"), "no_answers"),
        (cell(None, None, None, "hidden"), "hidden"),
    ],
)
def test_a_figure_stands_to_fifty(one, verdict):
    assert judge(one, 50) == verdict


def test_the_own_target_goes_before_the_levels_and_services_stay_apart():
    level, own = Goal("nps", 2026, 50, level=(1, 3)), Goal("nps", 2026, 60, unit=7)
    dental = Goal("nps", 2026, 70, level=(1, 3), service=9)
    goals = [level, own, dental]
    assert choose(goals, "nps", 7, (1, 3)) == own
    assert choose(goals, "nps", 8, (1, 3)) == level
    assert choose(goals, "nps", 8, (1, 3), service=9) == dental
    assert choose(goals, "nps", 8, None) is None
    assert choose(goals, "agree_st1", 7, (1, 3)) is None
