"""Past visits played over a rule: the same decisions as in earnest, and only counts come out."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.contact_rehearsal import (
    ALLOWED,
    REMEMBERED,
    RESTING,
    hours,
    last_of_day,
    remember,
    spread,
)
from hva_sms.tools.eligibility import REASONS, ContactRule, VisitFacts, evaluate
from hva_sms.tools.past_visits import Past, Plan, play
from hva_sms.tools.send_window import Window
from hva_sms.tools.visit_decisions import Candidate

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = date(2026, 11, 2)
TEN = datetime(2026, 11, 3, 10, tzinfo=HELSINKI)
RULE = ContactRule()


def past(day=MONDAY, who="a", unit=1, **changes):
    candidate = Candidate(
        facts=VisitFacts(**ALLOWED, age_years=40, is_in_sample=True),
        policy=RULE,
        order=(day, who),
        persons=frozenset({("phone", who)}),
        due_on=day + timedelta(1),
        rule_id=1,
        unit_id=unit,
        rest_days=30,
    )
    candidate = replace(candidate, **changes)
    return Past(candidate, day, Plan(candidate.due_on, TEN, candidate.due_on), "fi", was_invited=True)


def test_counts_by_unit_language_reason_and_moment():
    young = VisitFacts(**ALLOWED, age_years=4, is_in_sample=True)
    outcome = play([past(), past(who="b", unit=2), past(who="c", facts=young)])
    assert (outcome.total, outcome.asked_total) == (3, 2)
    assert outcome.asked == {(1, "fi"): 1, (2, "fi"): 1}
    assert outcome.reasons == {"under_age": 1}
    assert outcome.moments == {TEN: 2}
    assert outcome.asked_then == {1: 2, 2: 1}
    assert outcome.by_language == {"fi": 2}


def test_days_go_one_after_another_and_people_rest_in_between():
    visits = [past(MONDAY + timedelta(days)) for days in (31, 5, 0)]
    outcome = play(visits)
    assert outcome.asked_total == 2
    assert outcome.reasons == {"quarantine": 1}


@pytest.mark.parametrize("reason", sorted(REMEMBERED))
def test_what_spoke_against_a_person_then_speaks_against_it_now(reason):
    facts, policy, persons = remember(reason, replace(RULE, min_age=0))
    visit = past(facts=VisitFacts(**facts, is_in_sample=True), policy=policy, persons=persons)
    assert play([visit, visit], RESTING).reasons == {reason: 2}


@pytest.mark.parametrize("reason", [*sorted(set(REASONS) - set(REMEMBERED)), "invited", None])
def test_what_a_rule_said_then_is_forgotten(reason):
    facts, policy, persons = remember(reason, RULE)
    facts = VisitFacts(**facts, is_in_sample=True)
    assert play([past(facts=facts, policy=policy, persons=persons)]).asked_total == 1


def test_without_a_rule_nobody_is_asked():
    facts, policy, _persons = remember("invited", None)
    assert evaluate(VisitFacts(**facts), policy).reason == "no_rule"


def test_last_of_day_looks_at_every_name_of_a_person():
    a, both, b = (frozenset(names) for names in ([("p", "a")], [("p", "a"), ("c", "b")], [("c", "b")]))
    visits = [(a, MONDAY, (9,)), (both, MONDAY, (10,)), (b, MONDAY, (11,)), (a, MONDAY + timedelta(1), (8,))]
    assert last_of_day(visits) == [False, False, True, True]


def test_a_visit_of_nobody_known_is_always_the_last():
    assert last_of_day([(frozenset(), MONDAY, (1,)), (frozenset(), MONDAY, (2,))]) == [True, True]


def test_the_gateway_sends_at_its_pace():
    assert hours({TEN: 700}, 10, HELSINKI) == {(TEN.date(), 10): 600, (TEN.date(), 11): 100}
    assert hours({TEN: 3}, 600, HELSINKI) == {(TEN.date(), 10): 3}
    assert hours({}, 600, HELSINKI) == {}


def test_what_waits_goes_before_what_comes_later():
    moments = {TEN: 90, TEN + timedelta(minutes=30): 10}
    assert hours(moments, 1, HELSINKI) == {(TEN.date(), 10): 60, (TEN.date(), 11): 40}


def test_what_does_not_go_today_goes_when_the_window_opens_again():
    window = Window()  # 10 to 18 on working days
    friday = datetime(2026, 11, 6, 17, tzinfo=HELSINKI)
    monday = date(2026, 11, 9)
    assert hours({friday: 90}, 1, HELSINKI, window) == {(friday.date(), 17): 60, (monday, 10): 30}


@given(
    st.dictionaries(
        st.integers(0, 2000).map(lambda minutes: datetime(2026, 10, 24, tzinfo=UTC) + timedelta(minutes=minutes)),
        st.integers(1, 500),
        max_size=8,
    ),
    st.integers(1, 50),
)
def test_no_message_is_lost_and_no_hour_is_overfull(moments, rate):
    counts = hours(moments, rate, HELSINKI)
    assert sum(counts.values()) == sum(moments.values())
    assert all(count <= 2 * 60 * rate for count in counts.values()), "an hour comes twice when clocks change"


@given(st.integers(0, 1000), st.dictionaries(st.sampled_from(("fi", "sv", "en", "se")), st.integers(0, 50)))
def test_shares_lose_nobody(count, shares):
    divided = spread(count, shares)
    assert sum(divided.values()) == (count if sum(shares.values()) else 0)
    assert all(abs(n - count * shares[key] / sum(shares.values())) < 1 for key, n in divided.items())


@given(
    st.lists(
        st.builds(
            past,
            day=st.dates(MONDAY, MONDAY + timedelta(40)),
            who=st.sampled_from("abcdef"),
            unit=st.integers(1, 3),
            rest_days=st.integers(0, 40),
            unit_cap=st.integers(0, 2),
        ),
        max_size=15,
    ),
    st.randoms(),
)
def test_everybody_is_counted_once_and_the_order_of_the_file_does_not_matter(visits, dice):
    outcome = play(visits)
    assert outcome.asked_total + sum(outcome.reasons.values()) == len(visits) == outcome.total
    assert sum(outcome.moments.values()) == outcome.asked_total
    one_a_day = {(each.day, each.candidate.order): each for each in visits}
    shuffled = list(one_a_day.values())
    dice.shuffle(shuffled)
    assert Counter(play(shuffled).asked) == Counter(play(one_a_day.values()).asked)
