"""Each reason alone stops an invitation, and the first in the table is the one that is told."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.eligibility import CHECKS, REASONS, ContactRule, Decision, VisitFacts, evaluate

RULE = ContactRule(
    min_age=18, max_visit_age_days=7, excluded_services=frozenset({"PSY"}), excluded_modes=frozenset({"home"})
)
ASKED = VisitFacts(
    is_finished=True,
    has_consent=True,
    is_non_disclosure=False,
    age_years=40,
    phone_code=None,
    service_code="DENT",
    is_in_sample=True,
)

ONE_REASON = {
    "not_finished": {"is_finished": False},
    "no_consent": {"has_consent": False},
    "non_disclosure": {"is_non_disclosure": True},
    "deceased": {"is_deceased": True},
    "survey_opt_out": {"has_survey_opt_out": True},
    "age_unknown": {"age_years": None},
    "under_age": {"age_years": 17},
    "no_phone": {"phone_code": "no_phone"},
    "ambiguous_phone": {"is_phone_ambiguous": True},
    "bad_phone": {"phone_code": "bad_phone"},
    "not_mobile": {"phone_code": "not_mobile"},
    "foreign_blocked": {"phone_code": "foreign_blocked"},
    "too_old": {"visit_age_days": 8},
    "unit_paused": {"is_unit_paused": True},
    "excluded_service": {"service_code": "PSY"},
    "not_last_visit": {"is_last_visit": False},
    "opted_out": {"is_opted_out": True},
    "quarantine": {"is_in_quarantine": True},
    "not_in_sample": {"is_in_sample": False},
    "excluded_mode": {"contact_mode": "home"},
    "no_content": {"has_content": False},
    "daily_cap": {"is_cap_full": True},
}


def test_a_person_with_nothing_against_it_is_asked():
    assert evaluate(ASKED, RULE) == Decision(True, None)


@pytest.mark.parametrize(("reason", "change"), ONE_REASON.items())
def test_one_reason_is_enough(reason, change):
    assert evaluate(replace(ASKED, **change), RULE) == Decision(False, reason)


def test_every_reason_has_a_case_here_and_a_label():
    names = [reason for reason, _ in CHECKS]
    assert set(names) == set(ONE_REASON)
    assert set(REASONS) == {*names, "no_rule"}
    assert [reason for reason in REASONS if reason != "no_rule"] == names


@pytest.mark.parametrize(("at", "reason"), list(enumerate(reason for reason, _ in CHECKS)))
def test_the_first_reason_of_the_table_is_told(at, reason):
    later = [name for name, _ in CHECKS[at:]]
    changes = {}
    for name in reversed(later):
        changes.update(ONE_REASON[name])
    assert evaluate(replace(ASKED, **changes), RULE).reason == reason


@pytest.mark.parametrize(("age", "eligible"), ((17, False), (18, True), (0, False), (130, True)))
def test_the_age_limit_includes_itself(age, eligible):
    assert evaluate(replace(ASKED, age_years=age), RULE).eligible is eligible


def test_a_visit_on_the_last_day_is_not_too_old():
    assert evaluate(replace(ASKED, visit_age_days=7), RULE).eligible


def test_no_rule_stands_between_what_always_holds_and_what_a_rule_says():
    names = list(REASONS)
    at = names.index("no_rule")
    for reason in names[:at]:
        assert evaluate(replace(ASKED, **ONE_REASON[reason]), None).reason == reason
    for reason in names[at + 1 :]:
        assert evaluate(replace(ASKED, **ONE_REASON[reason]), None).reason == "no_rule"


def test_without_a_rule_nobody_is_asked():
    assert evaluate(ASKED, None) == Decision(False, "no_rule")
    assert evaluate(replace(ASKED, has_consent=False), None).reason == "no_consent"


def test_a_paused_rule_stops_the_unit():
    assert evaluate(ASKED, replace(RULE, is_paused=True)).reason == "unit_paused"


def test_what_nobody_filled_in_means_no():
    assert not evaluate(VisitFacts(), ContactRule()).eligible


@given(st.sets(st.sampled_from(sorted(ONE_REASON))))
def test_eligible_only_when_no_reason_applies(reasons):
    changes = {}
    for reason in sorted(reasons):
        changes.update(ONE_REASON[reason])
    decision = evaluate(replace(ASKED, **changes), RULE)
    assert decision.eligible is (not reasons)
    assert decision.reason is None or decision.reason in reasons


def test_facts_hold_nothing_that_names_a_person():
    assert not {"phone", "e164", "name", "client_key"} & {field.name for field in fields(VisitFacts)}


def test_a_call_has_no_age_and_needs_none():
    call = replace(ASKED, age_years=None)
    assert evaluate(call, RULE).reason == "age_unknown"
    assert evaluate(call, replace(RULE, needs_age=False)).eligible
    assert evaluate(replace(ASKED, age_years=17), replace(RULE, needs_age=False)).reason == "under_age"
