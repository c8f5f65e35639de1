"""Steps of a case, all pairs of states."""

from itertools import product

import pytest

from hva_feedback.tools.case_states import (
    OUTCOMES,
    OUTCOMES_WITH_REASON,
    REFUSALS,
    STATES,
    STEPS,
    TRANSFER_STEPS,
    Move,
    refusal,
)

ALLOWED = {
    ("new", "in_handling"),
    ("in_handling", "waiting"),
    ("in_handling", "answered"),
    ("in_handling", "closed"),
    ("waiting", "in_handling"),
    ("waiting", "answered"),
    ("waiting", "closed"),
    ("answered", "in_handling"),
    ("answered", "closed"),
    ("closed", "reopened"),
    ("reopened", "in_handling"),
}


@pytest.mark.parametrize(("current", "target"), list(product(STATES, STATES)))
def test_only_the_drawn_steps_are_allowed(current, target):
    outcome = "explained" if target == "closed" else None
    code = refusal(Move(current, target, outcome=outcome, reason="because"))
    assert code == (None if (current, target) in ALLOWED else "step_not_allowed")


@pytest.mark.parametrize(("current", "target"), list(product(STATES, STATES)))
def test_a_transfer_begins_again_and_takes_nothing_that_is_answered_or_closed(current, target):
    code = refusal(Move(current, target, reason="belongs there", is_transfer=True))
    assert code == (None if TRANSFER_STEPS.get(current) == target else "step_not_allowed")
    assert not {"answered", "closed"} & TRANSFER_STEPS.keys()


def test_a_transfer_needs_a_reason():
    assert refusal(Move("new", "new", reason=" ", is_transfer=True)) == "reason_missing"


def test_every_state_can_be_left_and_every_state_but_the_first_reached():
    assert set(STEPS) == set(STATES)
    assert set().union(*STEPS.values()) == set(STATES) - {"new"}


def test_closing_needs_an_outcome_from_the_table():
    assert refusal(Move("in_handling", "closed")) == "outcome_missing"
    assert refusal(Move("in_handling", "closed", outcome="done")) == "outcome_unknown"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_action_and_not_ours_need_a_reason_the_rest_do_not(outcome):
    bare = refusal(Move("answered", "closed", outcome=outcome, reason="  "))
    assert bare == ("reason_missing" if outcome in OUTCOMES_WITH_REASON else None)
    assert refusal(Move("answered", "closed", outcome=outcome, reason="moved house")) is None


def test_reopening_needs_a_reason():
    assert refusal(Move("closed", "reopened")) == "reason_missing"
    assert refusal(Move("closed", "reopened", reason="customer called again")) is None


def test_outcome_without_closing_is_refused():
    assert refusal(Move("new", "in_handling", outcome="thanked")) == "outcome_unexpected"


def test_unknown_states_are_refused_in_words():
    assert refusal(Move("new", "done")) == "unknown_state"
    assert refusal(Move("draft", "closed")) == "unknown_state"
    assert set(REFUSALS) >= {"unknown_state", "step_not_allowed", "reason_missing"}
