"""A question is checked against what was offered, and its periods are calendar periods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.query_definition import KINDS, DefinitionError, Offered, parse

OFFERED = Offered(
    {"answers", "nps"},
    {
        "channels": {"web", "sms"}, "services": {3}, "contact_modes": {"visit"}, "languages": {"fi"},
        "respondent_groups": {"customer"}, "age_bands": {"u18"},
    },
    {12},
)  # fmt: skip
TODAY = date(2026, 11, 27)


def ask(**raw):
    return parse(raw, OFFERED, TODAY)


def days(span):
    return span.start.isoformat(), span.last_day.isoformat()


def test_nothing_asked_is_the_running_month_of_own_units():
    asked = ask()
    assert (asked.unit, asked.metrics, asked.group, asked.earlier) == (None, ("answers", "nps"), "none", None)
    assert days(asked.span) == ("2026-11-01", "2026-11-30")


@pytest.mark.parametrize(("kind", "offset", "span"), [
    ("day", -1, ("2026-11-26", "2026-11-26")),
    ("week", 0, ("2026-11-23", "2026-11-29")),
    ("month", -1, ("2026-10-01", "2026-10-31")),
    ("quarter", -1, ("2026-07-01", "2026-09-30")),
    ("tertial", 0, ("2026-09-01", "2026-12-31")),
    ("year", -1, ("2025-01-01", "2025-12-31")),
    ("ytd", 0, ("2026-01-01", "2026-11-27")),
    ("ytd", -1, ("2025-01-01", "2025-11-27")),
])  # fmt: skip
def test_periods(kind, offset, span):
    assert days(ask(period={"kind": kind, "offset": offset}).span) == span


@pytest.mark.parametrize(("period", "compare", "span"), [
    ({"kind": "month", "day": "2026-03-31"}, "previous", ("2026-02-01", "2026-02-28")),
    ({"kind": "tertial", "day": "2026-03-31"}, "year_ago", ("2025-01-01", "2025-04-30")),
    ({"kind": "week", "day": "2026-11-25"}, "year_ago", ("2025-11-24", "2025-11-30")),
    ({"kind": "ytd"}, "previous", ("2025-01-01", "2025-11-27")),
    ({"kind": "own", "start": "2026-11-10", "end": "2026-11-19"}, "previous", ("2026-10-31", "2026-11-09")),
])  # fmt: skip
def test_what_it_is_compared_with(period, compare, span):
    assert days(ask(period=period, compare=compare).earlier) == span


def test_steps_are_cut_to_the_period():
    asked = ask(period={"kind": "own", "start": "2026-10-15", "end": "2026-12-02"}, group="step", step="month")
    assert [days(step) for step in asked.steps()] == [
        ("2026-10-15", "2026-10-31"), ("2026-11-01", "2026-11-30"), ("2026-12-01", "2026-12-02"),
    ]  # fmt: skip


@pytest.mark.parametrize("raw", [
    {"unit": 13}, {"unit": "12"}, {"unit": True}, {"below": 1}, {"extra": 1}, {"group": "giver"}, {"step": "hour"},
    {"compare": "best"}, {"metrics": ["secret"]}, {"metrics": "nps"}, {"metrics": [["nps"]]}, {"period": []},
    {"period": {"kind": "own"}}, {"period": {"kind": "own", "start": "2026-02-30", "end": "2026-03-01"}},
    {"period": {"kind": "own", "start": "2026-03-02", "end": "2026-03-01"}},
    {"period": {"kind": "own", "start": "1999-01-01", "end": "2026-03-01"}}, {"period": {"offset": 10**9}},
    {"period": {"offset": 1.5}}, {"period": {"kind": "year", "offset": -4000}}, {"period": {"day": "27.11.2026"}},
    {"filters": {"channels": "web"}}, {"filters": {"channels": ["fax"]}}, {"filters": {"services": [True]}},
    {"filters": {"assisted": "yes"}}, {"filters": {"names": []}}, {"group": "step", "step": "day",
     "period": {"kind": "own", "start": "2024-01-01", "end": "2026-03-01"}},
])  # fmt: skip
def test_what_was_not_offered_is_refused(raw):
    with pytest.raises(DefinitionError):
        parse(raw, OFFERED, TODAY)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["unit", "period", "kind", "filters", "channels", "metrics", "group", "day", "offset", "start", "end", "step"]
    ), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(junk)
def test_whatever_comes_it_is_understood_or_refused(raw):
    try:
        asked = parse(raw, OFFERED, TODAY)
    except DefinitionError:
        return
    assert parse(asked.raw, OFFERED, TODAY).raw == asked.raw


@given(
    st.sampled_from([kind for kind in KINDS if kind != "own"]),
    st.integers(-20, 20),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_what_was_understood_means_the_same_when_asked_again(kind, offset, day):
    asked = ask(period={"kind": kind, "offset": offset, "day": day.isoformat()}, compare="previous")
    again = parse(asked.raw, OFFERED, TODAY)
    assert (again.span, again.earlier) == (asked.span, asked.earlier)
