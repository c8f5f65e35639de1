"""Which set a way in asks, and which version a unit gets."""

from dataclasses import replace
from datetime import date

import pytest

from hva_feedback.tools.set_choice import Pilot, SetFacts, choose, version_for

BASE = SetFacts(id=1, survey_id=101)
DENTAL = SetFacts(id=2, sequence=20, service_ids=frozenset({7, 8}), survey_id=102)
DENTAL_SMS = SetFacts(id=3, sequence=30, service_ids=frozenset({7}), channel="sms", survey_id=103)
RELATIVES = SetFacts(id=4, sequence=5, respondent_group="relative", survey_id=104)
KIOSK = SetFacts(id=5, sequence=1, channel="kiosk", survey_id=105)
SETS = (BASE, DENTAL, DENTAL_SMS, RELATIVES, KIOSK)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, (1, "default")),
        ({"channel": "web"}, (1, "default")),
        ({"channel": "kiosk"}, (5, "meant")),
        ({"service_id": 8, "channel": "sms"}, (2, "meant")),
        ({"service_id": 7, "channel": "sms"}, (3, "meant")),
        ({"service_id": 7, "channel": "kiosk"}, (2, "meant")),  # equally much said: the service goes before the channel
        ({"respondent_group": "relative", "channel": "kiosk"}, (4, "meant")),
        ({"service_id": 7, "respondent_group": "relative"}, (2, "meant")),
        ({"service_id": 99, "respondent_group": "child"}, (1, "default")),
    ],
)
def test_the_closest_fit_is_asked(wanted, expected):
    found, why = choose(SETS, **wanted)
    assert (found.id, why) == expected


def test_a_set_chosen_by_hand_is_asked_whatever_it_is_meant_for():
    assert choose(SETS, chosen_id=5, channel="web", service_id=7)[0].id == 5
    assert choose(SETS, chosen_id=99) is None
    unpublished = replace(KIOSK, survey_id=None)
    assert choose([BASE, unpublished], chosen_id=5) == (unpublished, "chosen"), "nothing else is asked in its place"


def test_a_set_without_a_version_is_never_chosen_by_itself():
    assert choose([BASE, replace(DENTAL, survey_id=None)], service_id=7)[0] == BASE
    assert choose([replace(BASE, survey_id=None)]) is None


def test_the_first_in_the_list_is_for_everybody():
    later, first = SetFacts(id=10, sequence=10, survey_id=1), SetFacts(id=11, sequence=9, survey_id=2)
    assert choose([later, first])[0] == first
    assert choose([replace(first, sequence=10), later])[0] == later, "then the older one"


def test_units_of_a_pilot_ask_its_version_until_its_last_day():
    one = replace(BASE, pilot=Pilot(201, frozenset({50}), date(2026, 11, 30)))
    assert version_for(one, (1, 50), date(2026, 11, 30)) == 201
    assert version_for(one, (1, 50, 60), date(2026, 11, 1)) == 201, "units under them take part"
    assert version_for(one, (1, 50), date(2026, 12, 1)) == 101
    assert version_for(one, (1, 51), date(2026, 11, 30)) == 101
