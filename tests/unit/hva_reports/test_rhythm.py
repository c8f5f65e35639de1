"""Reports go out at a local hour after each period, every period once, whatever the clock does."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.periods import Span
from hva_reports.tools.rhythm import KINDS, Rhythm, file_period, next_due

HELSINKI = ZoneInfo("Europe/Helsinki")


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_a_week_is_reported_on_the_weekday_after_it():
    due, span = next_due(utc(2026, 11, 27, 8), Rhythm("week", 1, time(7)), HELSINKI)
    assert (due, span) == (utc(2026, 11, 30, 5), Span(date(2026, 11, 23), date(2026, 11, 30)))
    due, span = next_due(utc(2026, 11, 25, 8), Rhythm("week", 5, time(7)), HELSINKI)  # this week's Friday: last week
    assert (due, span) == (utc(2026, 11, 27, 5), Span(date(2026, 11, 16), date(2026, 11, 23)))


@pytest.mark.parametrize(
    ("kind", "due", "start", "end"),
    [
        ("month", (2026, 12, 3, 5), date(2026, 11, 1), date(2026, 12, 1)),
        ("quarter", (2027, 1, 3, 5), date(2026, 10, 1), date(2027, 1, 1)),
        ("tertial", (2027, 1, 3, 5), date(2026, 9, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_is_reported_in_the_month_after_it(kind, due, start, end):
    assert next_due(utc(2026, 11, 27, 8), Rhythm(kind, 3, time(7)), HELSINKI) == (utc(*due), Span(start, end))


def test_the_month_reported_is_the_one_before_on_the_local_calendar():
    due, span = next_due(utc(2026, 10, 31, 22, 30), Rhythm("month", 1, time(0, 45)), HELSINKI)
    assert due == utc(2026, 10, 31, 22, 45)  # already 1 November in Finland
    assert span == Span(date(2026, 10, 1), date(2026, 11, 1))


def test_an_hour_that_comes_twice_is_due_once():
    rhythm = Rhythm("month", 25, time(3, 30))
    first, _span = next_due(utc(2026, 10, 24), rhythm, HELSINKI)
    assert first == utc(2026, 10, 25, 0, 30)
    assert next_due(first, rhythm, HELSINKI)[0] == utc(2026, 11, 25, 1, 30)


@given(
    st.sampled_from(KINDS),
    st.integers(1, 31),
    st.times(),
    st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
)
def test_every_period_is_reported_once_and_only_when_it_is_over(kind, day, at, begin):
    rhythm = Rhythm(kind, min(day, 7) if kind == "week" else day, at)
    now, spans = begin, []
    for _turn in range(10):
        due, span = next_due(now, rhythm, HELSINKI)
        assert due > now
        assert due.astimezone(HELSINKI).date() >= span.end
        now = due
        spans.append(span)
    assert all(later.start == earlier.end for earlier, later in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(("kind", "day"), [("week", 8), ("week", 0), ("month", 32), ("year", 1)])
def test_what_no_calendar_has_is_refused(kind, day):
    with pytest.raises(ValueError):
        Rhythm(kind, day, time(7))


def test_a_week_after_a_clock_change_keeps_its_hour():
    rhythm = Rhythm("week", 1, time(7))
    before, _span = next_due(utc(2026, 10, 13), rhythm, HELSINKI)
    after, _span = next_due(before + timedelta(days=3), rhythm, HELSINKI)
    assert (before, after) == (utc(2026, 10, 19, 4), utc(2026, 10, 26, 5))


@pytest.mark.parametrize(
    ("kind", "start", "named"),
    [
        ("week", date(2026, 12, 28), "2026-W53"),
        ("month", date(2026, 10, 1), "2026-10"),
        ("quarter", date(2026, 10, 1), "2026-Q4"),
        ("tertial", date(2026, 5, 1), "2026-T2"),
    ],
)
def test_files_are_named_by_their_period(kind, start, named):
    assert file_period(kind, start) == named
