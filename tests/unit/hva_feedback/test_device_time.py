"""When an answer was given by a clock that may be wrong, opening hours, and silence."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hva_feedback.tools.device_time import Hours, is_silent, place, week_of

NOW = datetime(2026, 3, 11, 12, 0)
LONG_AGO = datetime(2026, 1, 1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OFFICE = Hours(week_of([(day, 8, 16) for day in range(5)]), frozenset({date(2026, 3, 10)}))


def ms(moment):
    return round(moment.replace(tzinfo=UTC).timestamp() * 1000)


def placed(given, sent, skew=None, earliest=LONG_AGO):
    found = place(ms(given), ms(sent), NOW, None if skew is None else skew // timedelta(milliseconds=1), earliest)
    return found.moment, found.is_clock_wrong


def test_a_right_clock_is_believed():
    assert placed(NOW - 3 * DAY, NOW) == (NOW - 3 * DAY, False)
    assert placed(NOW - 3 * DAY, NOW - MINUTE, skew=MINUTE) == (NOW - 3 * DAY + MINUTE, False)


def test_a_clock_that_is_years_off_still_tells_how_long_ago():
    off = timedelta(days=4000)
    assert placed(NOW - off - DAY, NOW - off, skew=off) == (NOW - DAY, True)
    assert placed(NOW + off - DAY, NOW + off, skew=-off) == (NOW - DAY, True)


def test_a_clock_that_was_moved_between_giving_and_sending_is_wrong():
    assert placed(NOW - DAY, NOW, skew=60 * MINUTE) == (NOW - DAY, True)
    assert placed(NOW - DAY, NOW, skew=4 * MINUTE) == (NOW - DAY, False)


def test_no_answer_is_from_the_future_or_from_before_its_questions():
    assert placed(NOW + DAY, NOW) == (NOW, True)
    assert placed(NOW + MINUTE, NOW) == (NOW, False), "a little is not worth a word"
    assert placed(NOW - 9 * DAY, NOW, earliest=NOW - 2 * DAY) == (NOW - 2 * DAY, True)


@pytest.mark.parametrize("given", [0, 4_102_444_800_000])
def test_the_ends_of_time_are_no_error(given):
    assert place(given, given, NOW, None, LONG_AGO).moment == NOW
    assert place(given, 4_102_444_800_000 - given, NOW, None, LONG_AGO).is_clock_wrong


def test_the_house_is_open_by_local_time():
    assert OFFICE.is_open(datetime(2026, 3, 11, 6, 0)), "8.00 in Finland in winter"
    assert not OFFICE.is_open(datetime(2026, 3, 11, 5, 59))
    assert not OFFICE.is_open(datetime(2026, 3, 11, 14, 0))
    assert OFFICE.is_open(datetime(2026, 6, 10, 5, 0)), "and in summer"
    assert not OFFICE.is_open(datetime(2026, 3, 10, 9, 0)), "closed that day"
    assert not OFFICE.is_open(datetime(2026, 3, 14, 9, 0)), "a Saturday"
    assert Hours().is_open(datetime(2026, 3, 14, 1, 0)), "always open"


def test_a_house_that_never_closes_is_open_at_the_last_minute():
    always = Hours(week_of([(day, 0, 24) for day in range(7)]))
    assert always.is_open(datetime(2026, 3, 11, 21, 59, 59))


def test_a_night_or_a_closed_day_is_no_silence():
    friday_evening, monday_morning = datetime(2026, 3, 13, 14, 0), datetime(2026, 3, 16, 7, 30)
    assert not is_silent(friday_evening, monday_morning, OFFICE)
    assert is_silent(friday_evening, monday_morning + 31 * MINUTE, OFFICE)
    assert is_silent(friday_evening, monday_morning, Hours())


def test_opening_time_is_counted_with_two_shifts_and_a_holiday():
    shifts = Hours(week_of([(1, 8, 12), (1, 13, 16), (2, 8, 12)]), frozenset({date(2026, 3, 11)}), time_zone())
    begin, end = datetime(2026, 3, 10, 7, 0), datetime(2026, 3, 12, 7, 0)  # Tuesday 9.00 to Thursday 9.00
    assert shifts.open_between(begin, end) == timedelta(hours=6)
    assert shifts.open_between(end, begin) == timedelta()


def time_zone():
    return Hours().zone


def test_hours_come_from_decimals():
    assert week_of([(0, 8.5, 24.0)]) == ((0, time(8, 30), time.max),)


def test_open_times_of_the_next_days():
    spans = OFFICE.spans(date(2026, 3, 9), 4)  # the tenth is closed
    assert [(begin.date().day, begin.hour, end.hour) for begin, end in spans] == [(9, 8, 16), (11, 8, 16), (12, 8, 16)]
    split = Hours(week_of([(0, 8, 12), (0, 12, 16), (0, 17, 18)]))
    assert [(begin.hour, end.hour) for begin, end in split.spans(date(2026, 3, 9), 1)] == [(8, 16), (17, 18)]
    assert Hours().spans(date(2026, 3, 9), 7) == []
