"""Which feedback becomes a case."""

import pytest

from hva_feedback.tools.routing import REASONS, AnswerFacts, Rule, decide

CONTACT = Rule(1, "contact_wanted", wants_contact=True)
CRITICISM = Rule(2, "criticism", kinds=frozenset({"criticism"}))
LOW_SCORE = Rule(3, "low_score", nps_max=6, requires_text=True)
RULES = (CONTACT, CRITICISM, LOW_SCORE)

CASES = [
    (AnswerFacts(nps=0, has_text=True), True, "low_score"),
    (AnswerFacts(nps=0), False, "no_rule"),
    (AnswerFacts(nps=6, has_text=True), True, "low_score"),
    (AnswerFacts(nps=7, has_text=True), False, "no_rule"),
    (AnswerFacts(nps=None, has_text=True), False, "no_rule"),
    (AnswerFacts(kind="criticism"), True, "criticism"),
    (AnswerFacts(kind="criticism", nps=10, has_text=True), True, "criticism"),
    (AnswerFacts(kind="thanks", nps=10, has_text=True), False, "no_rule"),
    (AnswerFacts(kind="criticism", nps=0, has_text=True, wants_contact=True), True, "contact_wanted"),
    (AnswerFacts(kind="thanks", wants_contact=True), True, "contact_wanted"),
    (AnswerFacts(), False, "no_rule"),
]


@pytest.mark.parametrize(("facts", "makes_case", "reason"), CASES)
def test_default_rules(facts, makes_case, reason):
    decision = decide(facts, RULES)
    assert (decision.makes_case, decision.reason) == (makes_case, reason)


def test_first_matching_rule_wins_in_the_given_order():
    facts = AnswerFacts(kind="criticism", wants_contact=True)
    assert decide(facts, (CRITICISM, CONTACT)).rule is CRITICISM


def test_a_rule_may_decide_that_there_is_no_case():
    quiet = Rule(9, "kiosk_is_quiet", makes_case=False, channel="kiosk")
    facts = AnswerFacts(kind="criticism", channel="kiosk")
    assert decide(facts, (quiet, CRITICISM)).makes_case is False
    assert decide(facts, (quiet, CRITICISM)).reason == "kiosk_is_quiet"


def test_service_narrows_a_rule():
    dental = Rule(4, "dental", service_id=7)
    assert decide(AnswerFacts(service_id=7), (dental,)).rule is dental
    assert decide(AnswerFacts(service_id=8), (dental,)).rule is None
    assert decide(AnswerFacts(), (dental,)).rule is None


def test_no_rules_at_all_says_so():
    assert decide(AnswerFacts(wants_contact=True), ()).reason == "no_rule"


def test_default_reasons_are_in_the_table():
    assert {rule.reason for rule in RULES} | {"no_rule", "error"} == set(REASONS)
