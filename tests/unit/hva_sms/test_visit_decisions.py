"""One invitation speaks for the next visit: rest times, one message a person, room in a day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.eligibility import ContactRule, VisitFacts
from hva_sms.tools.visit_decisions import Candidate, Invited, decide

TUESDAY = date(2026, 11, 3)
FACTS = VisitFacts(
    is_finished=True, has_consent=True, is_non_disclosure=False, age_years=40, phone_code=None, is_in_sample=True
)


def visit(order=1, who="a", **changes):
    candidate = Candidate(
        facts=FACTS,
        policy=ContactRule(),
        order=(order,),
        persons=frozenset({("phone", who)}),
        due_on=TUESDAY,
        rule_id=1,
        unit_id=1,
        rest_days=30,
    )
    return replace(candidate, **changes)


def reasons(visits, invited=None):
    return [decision.reason for decision in decide(visits, invited or Invited())]


def test_of_two_visits_of_one_person_the_latest_is_asked_about():
    assert reasons([visit(1), visit(2)]) == ["quarantine", None]


def test_two_people_do_not_disturb_each_other():
    assert reasons([visit(1, "a"), visit(2, "b")]) == [None, None]


def test_rest_counts_from_the_day_of_sending_and_its_last_day_belongs_to_it():
    invited = Invited()
    decide([visit()], invited)
    invited.begin_batch()
    assert reasons([visit(due_on=TUESDAY + timedelta(30))], invited) == ["quarantine"]
    assert reasons([visit(due_on=TUESDAY + timedelta(31))], invited) == [None]


def test_a_person_known_by_two_things_rests_by_each():
    both = visit(persons=frozenset({("phone", "a"), ("client", "c")}))
    invited = Invited()
    decide([both], invited)
    invited.begin_batch()
    assert reasons([visit(persons=frozenset({("client", "c")}))], invited) == ["quarantine"]


def test_a_rest_that_gives_way_does_not_count_and_a_longer_one_does():
    person = ("phone", "a")
    own = TUESDAY + timedelta(30)
    assert reasons([visit(lifted={person: own})], Invited({person: own})) == [None]
    assert reasons([visit(lifted={person: own})], Invited({person: own + timedelta(1)})) == ["quarantine"]


def test_without_rest_days_a_person_still_gets_one_message_at_a_time():
    assert reasons([visit(1, rest_days=0), visit(2, rest_days=0)]) == ["quarantine", None]


def test_a_full_day_is_full_for_the_unit_or_for_the_rule():
    people = [visit(order, str(order), unit_cap=2) for order in range(4)]
    assert reasons(people) == ["daily_cap", "daily_cap", None, None]
    elsewhere = replace(people[0], unit_id=2)
    assert reasons([elsewhere, *people[1:]]) == [None, "daily_cap", None, None]
    of_rule = [replace(one, unit_cap=0, rule_cap=2) for one in (elsewhere, *people[1:])]
    assert reasons(of_rule) == ["daily_cap", "daily_cap", None, None]


def test_what_was_planned_before_takes_room():
    assert reasons([visit(unit_cap=1)], Invited(planned={(1, 1, TUESDAY): 1})) == ["daily_cap"]
    assert reasons([visit(unit_cap=1)], Invited(planned={(1, 1, TUESDAY + timedelta(1)): 1})) == [None]


def test_nobody_takes_the_place_of_somebody_who_may_be_asked():
    refused = visit(9, "z", unit_cap=1, facts=replace(FACTS, is_in_sample=False))
    assert reasons([visit(1, unit_cap=1), refused]) == [None, "not_in_sample"]


VISITS = st.lists(
    st.builds(
        visit,
        order=st.integers(0, 20),
        persons=st.frozensets(st.tuples(st.sampled_from(("phone", "client")), st.sampled_from("abc")), min_size=1),
        due_on=st.dates(TUESDAY, TUESDAY + timedelta(40)),
        unit_id=st.integers(1, 2),
        rest_days=st.integers(0, 30),
        unit_cap=st.integers(0, 2),
        rule_cap=st.integers(0, 3),
    ),
    max_size=12,
)


@given(VISITS)
def test_no_person_is_invited_twice_together(visits):
    asked = [each.persons for each, reason in zip(visits, reasons(visits), strict=True) if reason is None]
    assert sum(map(len, asked)) == len(frozenset().union(*asked))


@given(VISITS)
def test_no_day_gets_more_than_a_cap_allows(visits):
    visits = [replace(each, unit_cap=2, rule_cap=3) for each in visits]
    invited = Invited()
    decide(visits, invited)
    for (_rule, unit, _day), count in invited.planned.items():
        assert count <= (2 if unit else 3)


@given(VISITS, st.lists(st.booleans(), min_size=12, max_size=12))
def test_rest_holds_however_the_visits_are_delivered(visits, cuts):
    """In one delivery or in several: between two messages to one person there is the rest of the first one."""
    visits = sorted((replace(each, unit_cap=0, rule_cap=0) for each in visits), key=lambda each: each.due_on)
    invited, sent = Invited(), {}
    for each, is_cut in zip(visits, cuts, strict=False):
        if is_cut:
            invited.begin_batch()
        if decide([each], invited)[0].eligible:
            for person in each.persons:
                assert person not in sent or each.due_on > sent[person] or not is_cut
                if each.rest_days:
                    sent[person] = max(each.due_on + timedelta(each.rest_days), sent.get(person, each.due_on))
