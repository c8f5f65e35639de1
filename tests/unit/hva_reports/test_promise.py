"""How soon cases are handled is told of all of them, and what lies undone makes no figure better."""

from datetime import date

import numpy
import pytest

from hva_reports.tools.promise import promise, reached, span_from, span_of
from hva_reports.tools.suppression import Limits

LIMITS = Limits(10, 5)
DAYS = span_from(date(2026, 9, 7), date(2026, 10, 4))


def test_the_days_are_as_many_just_before():
    published = span_from(date(2026, 10, 5), date(2026, 11, 1))
    assert span_of(published) == DAYS


@pytest.mark.parametrize("part", [0.5, 0.9])
@pytest.mark.parametrize("hours", [[1.0], [1.0, 2.0], [0.0, 1.5, 4.0, 4.0, 9.0, 12.5, 20.0]])
def test_when_all_are_done_it_is_the_usual_percentile(hours, part):
    assert reached(hours, len(hours), part) == round(float(numpy.percentile(hours, part * 100)), 1)


def test_what_is_open_counts_as_longer_than_any():
    assert reached([1, 2, 3, 4, 5], 9, 0.5) == 5
    assert reached([1, 2, 3, 4, 5], 9, 0.9) is None
    assert reached([1, 2, 3], 8, 0.5) is None
    assert reached([], 3, 0.5) is None


def test_leaving_something_lying_never_makes_it_better():
    done = [1.0, 2.0, 3.0, 8.0, 40.0]
    honest, lying = reached(done, 5, 0.5), reached(done[:4], 5, 0.5)
    assert lying == honest
    assert reached(done[:2], 5, 0.5) is None


def test_what_everybody_sees():
    times = {"cases": 12, "take": [1.0] * 12, "close": [2.0] * 7}
    told = promise(times, DAYS, LIMITS)
    assert told == {
        **{"start": "2026-09-07", "end": "2026-10-04", "cases": 12},
        **{"take": {"median": 1.0, "p90": 1.0}, "close": {"median": 2.0, "p90": None}},
    }


def test_few_cases_are_not_told_of_in_any_form():
    told = promise({"cases": 9, "take": [1.0] * 9, "close": []}, DAYS, LIMITS)
    assert told == {"start": "2026-09-07", "end": "2026-10-04", "hidden": "too_few"}
    assert promise({"cases": 0, "take": [], "close": []}, DAYS, LIMITS) is None
    assert promise(None, DAYS, LIMITS) is None
