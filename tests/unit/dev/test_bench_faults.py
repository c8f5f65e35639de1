"""The faults of `./hva bench faults` and how they are counted."""

import pytest

from tools.dev.bench.fault_cases import CUTS, DEATHS, GATEWAY, REPORTS, all_cases, judge

NUMBER = "+358440000100"


def row(receipt="DELIVRD", number=NUMBER):
    return {"to": number, "receipt": receipt}


@pytest.mark.parametrize(
    ("state", "taken", "expected"),
    (
        ("delivered", [row()], {}),
        ("submitted", [row(None)], {}),
        ("unknown", [row()], {}),
        ("unknown", [], {"unsure": 1}),
        ("failed", [], {}),  # the operator refused it
        ("delivered", [], {"lost": 1}),
        ("submitted", [], {"lost": 1}),
        ("delivered", [row(), row()], {"double": 1}),
        ("due", [], {"stuck": 1}),
        ("claimed", [row()], {"stuck": 1}),
        ("delivered", [row("UNDELIV")], {"wrong": 1}),
        ("delivered", [row(None)], {"wrong": 1}),
        ("delivered", [row("ENROUTE")], {}),  # his last word came too late to count
        ("expired", [row("EXPIRED")], {}),
    ),
)
def test_what_we_say_is_held_against_what_the_operator_took(state, taken, expected):
    judged = judge([(NUMBER, state)], taken)
    found = {name: getattr(judged, name) for name in ("lost", "double", "stuck", "wrong", "unsure")}
    assert {name: count for name, count in found.items() if count} == expected


def test_each_fault_is_played_once_and_the_first_thirty_are_of_every_kind():
    cases = all_cases()
    assert len({case.name for case in cases}) == len(cases)
    assert {case.dies for case in cases} >= set(DEATHS) and {case.cut for case in cases} >= set(CUTS)
    assert {word for case in cases for word in case.gateway} >= set(GATEWAY)
    first = cases[:30]
    assert {case.reports for case in first} >= set(REPORTS) and any(case.senders > 1 for case in first)
