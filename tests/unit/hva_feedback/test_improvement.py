"""Steps of an improvement, and when its person is reminded."""

from datetime import date, timedelta

import pytest

from hva_feedback.tools.improvement import EFFECT_AFTER, STATES, STEPS, Facts, refusals, reminder

DAY = date(2026, 12, 10)
READY = Facts("draft", has_decision=True, has_responsible=True, has_due=True)


def test_every_state_can_be_reached_and_left():
    assert {target for _current, target in STEPS} == set(STATES)
    assert {current for current, _target in STEPS} == set(STATES)


@pytest.mark.parametrize(("current", "target"), [("draft", "done"), ("draft", "published"), ("withdrawn", "published")])
def test_no_state_is_jumped_over(current, target):
    assert refusals(Facts(current), target) == ["step_not_allowed"]


def test_a_decision_says_what_who_and_when():
    assert refusals(READY, "decided") == []
    assert refusals(Facts("draft"), "decided") == ["decision_missing", "responsible_missing", "due_missing"]


def test_the_public_reads_a_clean_text_with_an_honest_effect():
    assert refusals(Facts("done"), "published") == ["effect_missing", "text_missing"]
    dirty = Facts("done", has_effect=True, has_public_text=True, is_text_clean=False)
    assert refusals(dirty, "published") == ["text_not_clean"]


@pytest.mark.parametrize(
    ("current", "target"),
    [("done", "decided"), ("published", "done"), ("published", "withdrawn"), ("draft", "withdrawn")],
)
def test_steps_back_and_withdrawing_have_a_reason(current, target):
    assert refusals(Facts(current, reason="  "), target) == ["reason_missing"]
    assert refusals(Facts(current, reason="Not possible"), target) == []


@pytest.mark.parametrize(
    ("days", "step"), [(-8, None), (-7, "soon"), (-1, "soon"), (0, "due"), (1, "late"), (400, "late")]
)
def test_a_decided_improvement_is_reminded_of_around_its_day(days, step):
    due = reminder(DAY + timedelta(days=days), "decided", DAY, None, False)
    assert due == (step and (step, DAY))


def test_a_done_one_is_asked_for_its_effect_after_three_months():
    later = DAY + EFFECT_AFTER
    assert reminder(later, "done", DAY, DAY, False) == ("effect", DAY)
    assert reminder(later - timedelta(days=1), "done", DAY, DAY, False) is None
    assert reminder(later, "done", DAY, DAY, True) is None


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_others_are_left_in_peace(state):
    assert reminder(DAY + EFFECT_AFTER, state, DAY, DAY, False) is None
