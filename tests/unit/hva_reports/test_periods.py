"""Local months, and instants that survive the clocks being moved."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hva_reports.tools.periods import (
    Span,
    add_months,
    containing,
    due_at,
    previous,
    split,
    whole_months,
    whole_years,
    year_before,
)

HELSINKI = ZoneInfo("Europe/Helsinki")


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("month", date(2026, 11, 1), date(2026, 12, 1)),
        ("quarter", date(2026, 10, 1), date(2027, 1, 1)),
        ("tertial", date(2026, 9, 1), date(2027, 1, 1)),
        ("year", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_the_period_that_holds_a_day(kind, start, end):
    assert containing(kind, date(2026, 11, 23)) == Span(start, end)


def test_before_and_a_year_ago():
    october = Span(date(2026, 10, 1), date(2026, 11, 1))
    assert previous(october) == Span(date(2026, 9, 1), date(2026, 10, 1))
    assert previous(containing("quarter", date(2026, 2, 1))) == Span(date(2025, 10, 1), date(2026, 1, 1))
    assert year_before(october) == Span(date(2025, 10, 1), date(2025, 11, 1))
    assert year_before(Span(date(2024, 2, 29), date(2024, 3, 1))) == Span(date(2023, 2, 28), date(2023, 3, 1))
    assert previous(Span(date(2026, 11, 9), date(2026, 11, 16))) == Span(date(2026, 11, 2), date(2026, 11, 9))


def test_a_span_is_whole_months_and_edge_days():
    got = split(Span(date(2026, 9, 15), date(2026, 12, 3)))
    assert got.months == (date(2026, 10, 1), date(2026, 11, 1))
    assert got.edges == (Span(date(2026, 9, 15), date(2026, 10, 1)), Span(date(2026, 12, 1), date(2026, 12, 3)))
    assert split(Span(date(2026, 9, 2), date(2026, 9, 20))).edges == (Span(date(2026, 9, 2), date(2026, 9, 20)),)
    assert whole_months(Span(date(2026, 9, 1), date(2026, 9, 20))) == ()


def test_every_day_is_counted_once_by_a_split():
    first = date(2026, 1, 1).toordinal()
    for start in range(0, 90, 7):
        for length in range(0, 120, 11):
            span = Span(date.fromordinal(first + start), date.fromordinal(first + start + length))
            parts = split(span)
            days = [day for edge in parts.edges for day in range(edge.start.toordinal(), edge.end.toordinal())]
            for month in parts.months:
                whole = containing("month", month)
                days += range(whole.start.toordinal(), whole.end.toordinal())
            assert sorted(days) == list(range(span.start.toordinal(), span.end.toordinal()))


@pytest.mark.parametrize("running", [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1), date(2026, 12, 1)])
def test_the_running_month_and_what_follows_is_counted(running):
    span = Span(date(2026, 8, 20), date(2026, 11, 5))
    parts = split(span, running)
    assert [month for month in split(span).months if month < running] == list(parts.months)
    covered = [*((month, add_months(month, 1)) for month in parts.months), *((e.start, e.end) for e in parts.edges)]
    days = sorted(start + timedelta(n) for start, end in covered for n in range((end - start).days))
    assert days == [span.start + timedelta(n) for n in range((span.end - span.start).days)]


def test_whole_years_are_those_that_are_over():
    today = date(2026, 11, 23)
    assert whole_years(Span(date(2024, 1, 1), date(2027, 1, 1)), today) == Span(date(2024, 1, 1), date(2026, 1, 1))
    assert whole_years(Span(date(2024, 1, 2), date(2025, 12, 31)), today) is None
    assert whole_years(Span(date(2026, 1, 1), date(2027, 1, 1)), today) is None


def test_the_local_hour_stays_when_the_clocks_move():
    assert due_at(date(2026, 10, 1), 24, time(7), HELSINKI) == utc(2026, 10, 24, 4)
    assert due_at(date(2026, 10, 1), 25, time(7), HELSINKI) == utc(2026, 10, 25, 5)
    assert due_at(date(2027, 3, 1), 28, time(7), HELSINKI) == utc(2027, 3, 28, 4)


def test_an_hour_that_does_not_exist_means_the_moment_of_the_jump():
    assert due_at(date(2027, 3, 1), 28, time(3, 30), HELSINKI) == utc(2027, 3, 28, 1)
    assert due_at(date(2027, 3, 1), 28, time(2, 30), ZoneInfo("Europe/Stockholm")) == utc(2027, 3, 28, 1)


def test_an_hour_that_comes_twice_is_due_once():
    first = due_at(date(2026, 10, 1), 25, time(3, 30), HELSINKI)
    assert first == utc(2026, 10, 25, 0, 30)


def test_a_day_the_month_lacks_is_its_last_day():
    assert due_at(date(2027, 2, 1), 31, time(7), HELSINKI) == utc(2027, 2, 28, 5)


def test_a_span_cannot_end_before_it_starts():
    with pytest.raises(ValueError):
        Span(date(2026, 2, 1), date(2026, 1, 1))
