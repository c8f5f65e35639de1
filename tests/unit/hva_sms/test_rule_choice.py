"""The nearest rule holds; what says no is told of every rule of the unit and of those above."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.rule_choice import VERDICTS, Choice, Place, RuleScope, choose

COUNTY, DIVISION, CLINIC, OTHER = None, 1, 2, 3
DENTAL, MENTAL = 10, 11
DAY = date(2026, 11, 2)
PLACE = Place((CLINIC, DIVISION), DAY, DENTAL)


def chosen(*scopes, place=PLACE):
    return choose(scopes, place).rule_id


def verdicts(*scopes, place=PLACE):
    return dict(choose(scopes, place).verdicts)


def test_without_any_rule_none_holds():
    assert choose([], PLACE) == Choice(None)


def test_the_nearest_unit_wins_in_the_end_the_county():
    county, division, clinic = RuleScope(1), RuleScope(2, DIVISION), RuleScope(3, CLINIC)
    assert chosen(county, division, clinic) == 3
    assert chosen(county, division) == 2
    assert chosen(county) == 1
    assert verdicts(county, division) == {2: "applies", 1: "farther"}


def test_in_one_unit_the_rule_that_names_the_service_wins():
    general, dental = RuleScope(1, CLINIC, sequence=1), RuleScope(2, CLINIC, services=frozenset({DENTAL}), sequence=9)
    assert chosen(general, dental) == 2
    assert verdicts(general, dental) == {2: "applies", 1: "general"}
    assert chosen(general, dental, place=replace(PLACE, service_id=MENTAL)) == 1


def test_a_nearer_rule_for_all_services_wins_over_a_farther_one_for_the_service():
    assert chosen(RuleScope(1, services=frozenset({DENTAL})), RuleScope(2, CLINIC)) == 2


def test_a_visit_without_a_service_goes_by_a_rule_for_all():
    dental = RuleScope(1, CLINIC, services=frozenset({DENTAL}))
    assert chosen(dental, place=replace(PLACE, service_id=None)) is None


def test_visits_and_calls_have_rules_of_their_own():
    visits, calls = RuleScope(1, CLINIC), RuleScope(2, asks_about="call")
    assert chosen(visits, calls) == 1
    assert chosen(visits, calls, place=replace(PLACE, asks_about="call")) == 2
    assert verdicts(visits, calls)[2] == "other_kind"
    assert chosen(visits, place=replace(PLACE, asks_about="call")) is None


def test_first_and_last_day_belong_to_it():
    rule = RuleScope(1, valid_from=DAY, valid_to=DAY)
    assert chosen(rule) == 1
    assert verdicts(rule, place=replace(PLACE, day=DAY - timedelta(1))) == {1: "not_yet"}
    assert verdicts(rule, place=replace(PLACE, day=DAY + timedelta(1))) == {1: "over"}


def test_a_rule_that_is_over_lets_the_one_above_hold():
    assert chosen(RuleScope(1), RuleScope(2, CLINIC, valid_to=DAY - timedelta(1))) == 1


def test_in_one_unit_the_order_decides():
    first, second = RuleScope(2, CLINIC, sequence=1), RuleScope(1, CLINIC, sequence=2)
    assert verdicts(first, second) == {2: "applies", 1: "order"}


def test_what_the_county_leaves_out_stays_left_out_below():
    county = RuleScope(1, excluded_services=frozenset({"psy"}))
    clinic = RuleScope(2, CLINIC, excluded_services=frozenset({"dent"}))
    assert choose([county, clinic], PLACE).excluded_services == {"psy", "dent"}
    over = replace(county, valid_to=DAY - timedelta(1))
    assert choose([over, clinic], PLACE).excluded_services == {"dent"}


SCOPES = st.lists(
    st.builds(
        RuleScope,
        rule_id=st.integers(1, 1000),
        unit_id=st.sampled_from((COUNTY, DIVISION, CLINIC, OTHER)),
        services=st.frozensets(st.sampled_from((DENTAL, MENTAL))),
        asks_about=st.sampled_from(("visit", "call")),
        valid_from=st.none() | st.dates(DAY - timedelta(9), DAY + timedelta(9)),
        valid_to=st.none() | st.dates(DAY - timedelta(9), DAY + timedelta(9)),
        sequence=st.integers(1, 3),
        excluded_services=st.frozensets(st.sampled_from(("psy", "dent"))),
    ),
    max_size=8,
    unique_by=lambda scope: scope.rule_id,
)
PLACES = st.builds(
    Place,
    chain=st.sampled_from(((CLINIC, DIVISION), (DIVISION,), (OTHER,))),
    day=st.dates(DAY - timedelta(10), DAY + timedelta(10)),
    service_id=st.sampled_from((None, DENTAL, MENTAL)),
    asks_about=st.sampled_from(("visit", "call")),
)


@given(SCOPES, PLACES)
def test_at_most_one_applies_and_every_rule_near_has_its_verdict(scopes, place):
    choice = choose(scopes, place)
    told = dict(choice.verdicts)
    assert set(told) == {scope.rule_id for scope in scopes if scope.unit_id is None or scope.unit_id in place.chain}
    assert set(told.values()) <= set(VERDICTS)
    assert [rule_id for rule_id, code in choice.verdicts if code == "applies"] == [choice.rule_id][
        : bool(choice.rule_id)
    ]


@given(SCOPES, PLACES, st.randoms())
def test_the_order_in_which_rules_are_read_does_not_matter(scopes, place, dice):
    shuffled = list(scopes)
    dice.shuffle(shuffled)
    assert choose(shuffled, place) == choose(scopes, place)


@given(SCOPES, PLACES)
def test_no_rule_farther_away_ever_wins_and_no_exclusion_is_ever_lost(scopes, place):
    choice = choose(scopes, place)
    by_id = {scope.rule_id: scope for scope in scopes}
    steps = [*place.chain, None]
    for rule_id, code in choice.verdicts:
        if code in ("applies", "farther", "general", "order"):
            assert steps.index(by_id[choice.rule_id].unit_id) <= steps.index(by_id[rule_id].unit_id)
            assert by_id[rule_id].excluded_services <= choice.excluded_services


@given(SCOPES, PLACES)
def test_rules_of_other_units_change_nothing(scopes, place):
    near = [scope for scope in scopes if scope.unit_id is None or scope.unit_id in place.chain]
    assert choose(scopes, place) == choose(near, place)
