"""Days of the past, one after the other: what waits, what gives way, what a pause keeps too long."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hva_sms.tools.eligibility import ContactRule, VisitFacts
from hva_sms.tools.past_visits import Past, Plan, plan, play
from hva_sms.tools.send_window import Window
from hva_sms.tools.visit_decisions import Candidate

HELSINKI = ZoneInfo("Europe/Helsinki")
SATURDAY = date(2026, 10, 31)
MONDAY = date(2026, 11, 2)
LONGEST = timedelta(hours=72)
ASKED = VisitFacts(
    is_finished=True, has_consent=True, is_non_disclosure=False, phone_code=None, age_years=40, is_in_sample=True
)


def at(day, hour=10):
    return datetime.combine(day, datetime.min.time(), HELSINKI) + timedelta(hours=hour)


def visit(day, due_on, who="a", leaves_on=None, is_given_up=False, event="", **changes):
    persons = frozenset({("phone", who)})
    candidate = Candidate(ASKED, ContactRule(), (day, who), persons, due_on, rule_id=1, unit_id=1, rest_days=30)
    leaves_on = leaves_on or due_on
    events = frozenset({(event, who)}) if event else frozenset()
    return Past(
        replace(candidate, **changes),
        day,
        Plan(due_on, None if is_given_up else at(leaves_on), leaves_on),
        "fi",
        events=events,
    )


@pytest.mark.parametrize(
    ("paused", "send_on", "leaves_on"),
    [
        ((), MONDAY, MONDAY),
        ((2,), date(2026, 11, 3), date(2026, 11, 3)),
        ((2, 4), date(2026, 11, 3), date(2026, 11, 3)),
        ((2, 3, 4), None, date(2026, 11, 5)),  # 10 o'clock on the third day is 72 hours
    ],
)
def test_a_message_waits_for_the_end_of_a_pause_and_no_longer_than_72_hours(paused, send_on, leaves_on):
    found = plan(at(MONDAY), lambda day: day.day in paused, Window(), HELSINKI, LONGEST)
    assert found == Plan(MONDAY, send_on and at(send_on), leaves_on)
    assert found.is_given_up == (send_on is None)


def test_after_a_pause_it_goes_when_the_window_opens():
    friday = date(2026, 11, 6)
    found = plan(at(friday, 15), lambda day: day == friday, Window(), HELSINKI, LONGEST)
    assert found.send_at == at(date(2026, 11, 9)), "a visit's own day was seen to before, a weekend is not"


def test_a_part_whose_message_still_waits_gives_way_to_the_next_and_its_place_is_free_again():
    friday, sunday = SATURDAY - timedelta(1), SATURDAY + timedelta(1)
    parts = [visit(day, MONDAY, event="care", rule_cap=2) for day in (friday, SATURDAY)]
    outcome = play([*parts, visit(sunday, MONDAY, who="b", rule_cap=2)])
    assert (outcome.asked_total, outcome.reasons) == (2, {"not_last_visit": 1})
    assert outcome.moments == {at(MONDAY): 2}


def test_a_part_that_is_not_asked_about_takes_nothing_back():
    parts = [visit(day, MONDAY, event="care", rule_cap=1) for day in (SATURDAY, SATURDAY + timedelta(1))]
    assert play(parts).reasons == {"daily_cap": 1}


def test_a_part_whose_message_has_gone_stays_and_the_next_rests():
    outcome = play([visit(MONDAY, date(2026, 11, 3), event="care"), visit(date(2026, 11, 3), date(2026, 11, 4))])
    assert (outcome.asked_total, outcome.reasons) == (1, {"quarantine": 1})


def test_a_message_that_goes_late_moves_the_rest_along():
    later = visit(date(2026, 12, 2), date(2026, 12, 3))
    assert play([visit(MONDAY, date(2026, 11, 2)), later]).asked_total == 2
    waited = visit(MONDAY, date(2026, 11, 2), leaves_on=date(2026, 11, 4))
    assert play([waited, later]).reasons == {"quarantine": 1}


def test_a_message_that_is_given_up_is_no_message_and_ends_the_rest():
    given_up = visit(MONDAY, MONDAY, leaves_on=date(2026, 11, 5), is_given_up=True)
    outcome = play([given_up, visit(date(2026, 11, 5), date(2026, 11, 6))])
    assert (outcome.asked_total, outcome.given_up, outcome.reasons) == (1, 1, {})
    assert outcome.moments == {at(date(2026, 11, 6)): 1}
    assert play([given_up, visit(date(2026, 11, 4), date(2026, 11, 5))]).reasons == {"quarantine": 1}


def test_what_the_door_found_out_is_counted_and_asks_nobody():
    outcome = play([replace(visit(MONDAY, MONDAY), reason="no_consent")])
    assert (outcome.total, outcome.asked_total, outcome.reasons) == (1, 0, {"no_consent": 1})
