"""When two surveys ask the same people in the same days."""

from dataclasses import replace
from datetime import date

import pytest

from hva_sms.tools.survey_overlap import Entry, overlap, overlaps

ONE = Entry(id=1, opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 30), audience="pool", topics=frozenset({1, 2}))
OTHER = replace(ONE, id=2)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"id": 1}, False),
        ({"opens_on": date(2026, 11, 30), "closes_on": date(2026, 12, 5)}, True),
        ({"opens_on": date(2026, 12, 1), "closes_on": date(2026, 12, 5)}, False),
        ({"opens_on": date(2026, 10, 1), "closes_on": date(2026, 11, 1)}, True),
        ({"opens_on": date(2026, 10, 1), "closes_on": date(2026, 10, 31)}, False),
        ({"topics": frozenset()}, True),
        ({"topics": frozenset({2, 3})}, True),
        ({"topics": frozenset({3})}, False),
        ({"audience": "staff"}, False),
        ({"audience": "everybody"}, True),
        ({"places": frozenset({9})}, True),
        ({"unit_path": (1, 5)}, True),
    ],
)
def test_period_audience_and_topics_must_all_meet(changes, expected):
    other = replace(OTHER, **changes)
    assert overlap(ONE, other) is expected
    assert overlap(other, ONE) is expected


def test_units_meet_those_above_and_below():
    clinic, area, ward = ((1, 5, 7), (1, 5), (1, 6))
    here = replace(ONE, unit_path=clinic)
    assert overlap(here, replace(OTHER, unit_path=area))
    assert overlap(replace(ONE, unit_path=area), replace(OTHER, unit_path=clinic))
    assert not overlap(here, replace(OTHER, unit_path=ward))


def test_municipalities_must_have_one_in_common():
    here = replace(ONE, places=frozenset({1}))
    assert not overlap(here, replace(OTHER, places=frozenset({2})))
    assert overlaps(
        here, [replace(OTHER, places=frozenset({1, 2})), here, replace(OTHER, id=3, places=frozenset({4}))]
    ) == [2]
