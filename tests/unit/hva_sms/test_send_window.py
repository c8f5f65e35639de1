"""Messages go out on working days in the window, through holidays and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.send_window import (
    END_OF_DAY,
    HELSINKI,
    NoOpenDay,
    Window,
    closes_at,
    is_open,
    next_send_at,
    validity_minutes,
)

CLOSED = frozenset(
    {
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2027, 1, 1),
        date(2027, 1, 6),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 6),
        date(2027, 6, 25),
    }
)
WINDOW = Window(holidays=CLOSED)
EVERY_DAY = Window(weekdays=frozenset(range(7)))


def local(*parts, fold=0):
    return datetime(*parts, tzinfo=HELSINKI, fold=fold)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("visit", "expected"),
    (
        (date(2026, 12, 4), date(2026, 12, 7)),
        (date(2026, 12, 23), date(2026, 12, 28)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2027, 1, 5), date(2027, 1, 7)),
        (date(2027, 3, 25), date(2027, 3, 30)),
        (date(2027, 4, 30), date(2027, 5, 3)),
        (date(2027, 5, 5), date(2027, 5, 7)),
        (date(2027, 6, 24), date(2027, 6, 28)),
    ),
)
def test_the_next_working_day(visit, expected):
    visit_end = datetime.combine(visit, time(9), HELSINKI)
    sent = next_send_at(visit_end, visit_end, WINDOW)
    assert sent.tzinfo is UTC
    assert sent.astimezone(HELSINKI) == datetime.combine(expected, time(10), HELSINKI)


def test_the_day_of_a_visit_is_the_local_day():
    """22:30 UTC on Monday is Tuesday in Helsinki, so the message goes on Wednesday."""
    visit_end = utc(2026, 11, 9, 22, 30)
    assert next_send_at(visit_end, visit_end, WINDOW) == utc(2026, 11, 11, 8)


def test_a_late_row_goes_at_once_inside_the_window_and_next_morning_after_it():
    visit_end = local(2026, 11, 9, 9)
    assert next_send_at(visit_end, local(2026, 11, 12, 13, 5), WINDOW) == local(2026, 11, 12, 13, 5)
    assert next_send_at(visit_end, local(2026, 11, 12, 18), WINDOW) == local(2026, 11, 13, 10)
    assert next_send_at(visit_end, local(2026, 11, 13, 20), WINDOW) == local(2026, 11, 16, 10)


def test_same_day_when_the_rule_says_so():
    window = Window(next_working_day=False)
    assert next_send_at(local(2026, 11, 9, 11), local(2026, 11, 9, 11), window) == local(2026, 11, 9, 11)
    assert next_send_at(local(2026, 11, 9, 8), local(2026, 11, 9, 8), window) == local(2026, 11, 9, 10)
    assert next_send_at(local(2026, 11, 7, 11), local(2026, 11, 7, 11), window) == local(2026, 11, 9, 10)


def test_a_window_that_never_opens_says_so():
    with pytest.raises(NoOpenDay):
        next_send_at(utc(2026, 11, 9), utc(2026, 11, 9), Window(weekdays=frozenset()))


@pytest.mark.parametrize(
    ("clock", "is_inside"), (((9, 59, 59), False), ((10, 0, 0), True), ((17, 59, 59), True), ((18, 0, 0), False))
)
def test_the_edges_of_the_window(clock, is_inside):
    now = local(2026, 11, 9, *clock)
    assert is_open(now, WINDOW) is is_inside
    assert (closes_at(now, WINDOW) == local(2026, 11, 9, 18)) is is_inside


def test_closed_on_weekends_and_holidays():
    assert not is_open(local(2026, 11, 8, 12), WINDOW)
    assert not is_open(local(2026, 12, 24, 12), WINDOW)
    assert is_open(local(2026, 11, 8, 12), EVERY_DAY)


def test_a_message_lives_until_the_window_closes():
    assert validity_minutes(local(2026, 11, 9, 10), WINDOW) == 480
    assert validity_minutes(local(2026, 11, 9, 17, 59, 30), WINDOW) == 0
    assert validity_minutes(local(2026, 11, 9, 20), WINDOW) == 0


def test_the_window_keeps_local_hours_over_both_clock_changes():
    saturday = local(2026, 10, 24, 15)
    assert next_send_at(saturday, saturday, EVERY_DAY) == utc(2026, 10, 25, 8)  # winter time
    friday = local(2026, 10, 23, 15)
    assert next_send_at(friday, friday, EVERY_DAY) == utc(2026, 10, 24, 7)  # summer time
    saturday = local(2027, 3, 27, 15)
    assert next_send_at(saturday, saturday, EVERY_DAY) == utc(2027, 3, 28, 7)


def test_a_night_window_is_an_hour_longer_in_october_and_shorter_in_march():
    night = Window(start=time(0), end=time(6), weekdays=frozenset(range(7)))
    assert validity_minutes(local(2026, 10, 25, 0), night) == 7 * 60
    assert validity_minutes(local(2027, 3, 28, 0), night) == 5 * 60


def test_both_halves_of_the_doubled_hour_are_told_apart():
    night = Window(start=time(0), end=time(6), weekdays=frozenset(range(7)))
    first, second = local(2026, 10, 25, 3, 30), local(2026, 10, 25, 3, 30, fold=1)
    assert validity_minutes(first, night) - validity_minutes(second, night) == 60


@pytest.mark.parametrize(
    "bad", ({"start": time(18), "end": time(10)}, {"start": time(3)}, {"end": time(3, 30), "start": time(1)})
)
def test_a_window_that_cannot_work_is_refused(bad):
    with pytest.raises(ValueError, match="window"):
        Window(**bad)


def test_weekdays_are_checked():
    with pytest.raises(ValueError, match="weekdays"):
        Window(weekdays=frozenset({7}))


@pytest.mark.parametrize("which", (0, 1))
def test_times_without_a_zone_are_refused(which):
    moments = [utc(2026, 11, 9), utc(2026, 11, 9)]
    moments[which] = datetime(2026, 11, 9)
    with pytest.raises(ValueError, match="zone"):
        next_send_at(*moments, WINDOW)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=5)), st.sampled_from((WINDOW, EVERY_DAY, Window())))
def test_the_moment_is_always_open_never_early_and_the_first(visit_end, delay, window):
    now = visit_end + delay
    sent = next_send_at(visit_end, now, window)
    assert sent >= now
    assert is_open(sent, window)
    assert sent.astimezone(HELSINKI).date() > visit_end.astimezone(HELSINKI).date()
    assert next_send_at(visit_end, sent, window) == sent
    earlier = sent - timedelta(minutes=1)
    if earlier >= now:
        assert not is_open(earlier, window) or (
            earlier.astimezone(HELSINKI).date() <= visit_end.astimezone(HELSINKI).date()
        )


def test_the_zone_is_an_argument():
    stockholm = ZoneInfo("Europe/Stockholm")
    assert next_send_at(utc(2026, 11, 9, 9), utc(2026, 11, 9, 9), WINDOW, stockholm) == utc(2026, 11, 10, 9)


ANY_HOUR = Window(time(0), END_OF_DAY, frozenset(range(7)), next_working_day=False)


@pytest.mark.parametrize("moment", (local(2026, 11, 9, 12), local(2026, 11, 9, 23, 59, 59), local(2026, 11, 10)))
def test_a_window_of_all_hours_never_closes_and_a_message_has_a_day_at_any_of_them(moment):
    assert next_send_at(moment, moment, ANY_HOUR) == moment
    assert 24 * 60 <= validity_minutes(moment, ANY_HOUR) <= 48 * 60


def test_midnight_closes_before_a_day_on_which_nothing_is_sent():
    friday = local(2026, 11, 13, 23, 50)
    weekdays = Window(time(0), END_OF_DAY)
    assert validity_minutes(friday, weekdays) == 10
    assert validity_minutes(local(2026, 11, 12, 23, 50), weekdays) == 24 * 60 + 10
    assert next_send_at(friday, local(2026, 11, 14), weekdays) == local(2026, 11, 16)


def test_midnight_closes_where_the_morning_is_quiet():
    assert validity_minutes(local(2026, 11, 9, 23, 50), Window(time(10), END_OF_DAY)) == 10
