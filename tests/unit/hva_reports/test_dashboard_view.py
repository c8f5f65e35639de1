"""What stands in the address of the dashboard, and what it asks."""

from datetime import date

import pytest

from hva_reports.tools import dashboard_view as views
from hva_reports.tools.query_definition import KINDS, DefinitionError, Offered, parse

TODAY = date(2026, 11, 27)
OFFERED = Offered(
    {"answers", "nps"},
    {
        "channels": {"sms", "web"},
        "services": {3},
        "contact_modes": {"visit"},
        "languages": {"fi"},
        "respondent_groups": {"customer"},
        "age_bands": set(),
    },
    {12},
)


def definition(view):
    return parse(views.asked(view), OFFERED, TODAY).raw


def test_an_empty_address_is_the_last_whole_month_compared_with_the_one_before():
    found = definition({})
    assert (found["period"]["start"], found["period"]["end"]) == ("2026-10-01", "2026-10-31")
    assert found["compare"] == "previous"
    assert views.understood({}, found) == {"period": "month", "on": "2026-10-01", "compare": "previous"}


def test_every_key_reaches_the_definition():
    view = {"unit": "12", "service": "3", "channel": "sms", "mode": "visit", "spoken": "fi", "group": "customer"}
    found = definition(view)
    assert found["unit"] == 12
    assert found["filters"]["services"] == [3]
    assert {name: found["filters"][name] for name in ("channels", "contact_modes", "languages")} == {
        "channels": ["sms"],
        "contact_modes": ["visit"],
        "languages": ["fi"],
    }
    assert found["filters"]["respondent_groups"] == ["customer"]


@pytest.mark.parametrize("kind", ["day", "week", "month", "quarter", "tertial", "year", "ytd"])
def test_what_the_address_understood_means_the_same_when_it_is_opened_again(kind):
    first = definition({"period": kind, "on": "2026-05-13"})
    again = definition(views.understood({"period": kind}, first))
    assert again == first


def test_own_days_keep_both_ends():
    view = {"period": "own", "on": "2026-03-03", "until": "2026-04-05"}
    found = definition(view)
    assert views.understood(view, found) == {**view, "compare": "previous"}
    assert views.neighbours(found, TODAY) == {"earlier": None, "later": None}


@pytest.mark.parametrize(
    ("kind", "on", "earlier", "later"),
    [
        ("month", "2026-10-01", "2026-09-01", "2026-11-01"),
        ("month", "2026-11-01", "2026-10-01", None),  # this month is not over: there is none after it yet
        ("week", "2026-11-16", "2026-11-09", "2026-11-23"),
        ("tertial", "2026-06-30", "2026-01-01", "2026-09-01"),
        ("year", "2025-01-01", "2024-01-01", "2026-01-01"),
        ("ytd", "2026-11-27", "2025-12-31", None),
        ("ytd", "2025-12-31", "2024-12-31", "2026-11-27"),
        ("day", "2026-11-27", "2026-11-26", None),
    ],
)
def test_one_period_earlier_and_later(kind, on, earlier, later):
    found = views.neighbours(definition({"period": kind, "on": on}), TODAY)
    assert found["earlier"] == {"period": kind, "on": earlier}
    assert found["later"] == ({"period": kind, "on": later} if later else None)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (
            {"period": "month", "on": "2026-10-01"},
            {"day": "10-31", "week": "10-31", "quarter": "10-31", "ytd": "10-31"},
        ),
        ({"period": "week", "on": "2026-09-28"}, {"month": "10-01", "day": "10-04", "ytd": "10-04"}),
        ({"period": "week", "on": "2026-10-26"}, {"month": "10-29", "day": "11-01"}),
        ({"period": "year", "on": "2026-01-01"}, {"month": "11-27", "tertial": "11-27", "ytd": "11-27"}),  # not over
        ({"period": "ytd", "on": "2026-03-15"}, {"month": "03-15", "year": "03-15"}),
        ({"period": "month", "on": "2026-12-01"}, {"week": "12-01", "ytd": "12-01"}),  # not begun
    ],
)
def test_another_kind_of_period_is_of_the_same_time(view, expected):
    found = definition(view)
    kinds = views.kinds(found, TODAY)
    assert {kind: kinds[kind]["on"] for kind in expected} == {kind: f"2026-{day}" for kind, day in expected.items()}
    same = definition({**view, **kinds["own"]})
    assert [same["period"][end] for end in ("start", "end")] == [found["period"][end] for end in ("start", "end")]
    for kind, change in kinds.items():
        assert definition({**view, **change})["period"]["kind"] == kind
    assert set(kinds) == set(KINDS)


@pytest.mark.parametrize(
    ("view", "step", "start", "end"),
    [
        ({}, "month", "2025-10-01", "2026-10-31"),
        ({"period": "quarter", "on": "2026-08-01"}, "quarter", "2024-07-01", "2026-09-30"),
        ({"period": "week", "on": "2026-11-16"}, "week", "2026-08-24", "2026-11-22"),
        ({"period": "ytd"}, "month", "2025-11-01", "2026-11-30"),
        ({"period": "year"}, "year", "2021-01-01", "2026-12-31"),
        ({"period": "own", "on": "2026-01-01", "until": "2026-01-10"}, "day", "2026-01-01", "2026-01-10"),
        ({"period": "own", "on": "2024-01-01", "until": "2026-01-10"}, "month", "2024-01-01", "2026-01-10"),
    ],
)
def test_the_run_chart_shows_what_is_usual_before_the_period(view, step, start, end):
    run = views.run_of(definition(view), TODAY)
    assert run == {"period": {"kind": "own", "start": start, "end": end}, "step": step}
    parse({**run, "group": "step"}, OFFERED, TODAY)


@pytest.mark.parametrize(
    ("view", "place"),
    [
        ("unit=1", "view"),
        ({"who": "me"}, "view"),
        ({"unit": 12}, "unit"),
        ({"unit": "1 OR 1"}, "unit"),
        ({"unit": "²"}, "unit"),
        ({"service": "all"}, "service"),
        ({"period": "decade"}, "period.kind"),
        ({"period": "own"}, "period.start"),
        ({"on": "yesterday"}, "period.day"),
        ({"channel": "pigeon"}, "filters.channels"),
        ({"compare": "best"}, "compare"),
    ],
)
def test_what_was_never_offered_is_refused_by_name(view, place):
    with pytest.raises(DefinitionError) as refused:
        definition(view)
    assert refused.value.place == place


def test_own_days_to_compare_with_stand_in_the_address():
    view = {"compare": "own", "since": "2026-03-01", "till": "2026-03-31", "rows": "leaf"}
    asked = views.asked(view)
    assert asked["against"] == {"start": "2026-03-01", "end": "2026-03-31"}
    assert "against" not in views.asked({"compare": "previous", "since": "2026-03-01"})
    assert views.lists_every_unit(view)
    with pytest.raises(DefinitionError):
        views.asked({"rows": "all"})
