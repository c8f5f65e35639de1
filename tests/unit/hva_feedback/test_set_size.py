"""Two to seven statements, or none."""

import pytest

from hva_feedback.tools.set_size import MOST_OWN, size_problem


@pytest.mark.parametrize(
    ("national", "own", "at_a_time"), [(0, 0, 0), (2, 0, 0), (7, 0, 0), (7, 2, 0), (7, 0, 2), (1, 1, 0), (0, 6, 0)]
)
def test_sets_that_may_be_published(national, own, at_a_time):
    assert size_problem(national, own, at_a_time) is None


def test_one_statement_alone_is_too_few():
    assert size_problem(1, 0, 0) == "statement_alone"
    assert size_problem(0, 1, 0) == "statement_alone"
    assert size_problem(1, 0, 2) == "statement_alone", "two at a time of one are one"


def test_one_at_a_time_is_too_few_whatever_else_is_asked():
    assert size_problem(7, 3, 1) == "rotate_few"


def test_own_statements_have_an_end_too():
    assert size_problem(7, MOST_OWN, 0) is None
    assert size_problem(7, MOST_OWN + 1, 0) == "own_many"
