"""When a week is told: Monday morning by the wall clock, winter and summer."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hva_feedback.tools.weekly import WEEK, monday_of, read_week, shorten, told_week

HELSINKI = ZoneInfo("Europe/Helsinki")
SEVEN = time(7)


def local(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=HELSINKI).astimezone(UTC)


@pytest.mark.parametrize(
    "monday",
    [
        date(2026, 3, 23),
        date(2026, 3, 30),
        date(2026, 10, 19),
        date(2026, 10, 26),
        date(2026, 12, 28),
        date(2027, 1, 4),
    ],
)
def test_the_hour_is_the_local_one_on_both_sides_of_a_change_of_clocks(monday):
    before = local(monday.year, monday.month, monday.day, 6, 59)
    assert told_week(before, SEVEN, HELSINKI) == monday - 2 * WEEK
    assert told_week(before + timedelta(minutes=1), SEVEN, HELSINKI) == monday - WEEK
    assert (
        told_week(local(monday.year, monday.month, monday.day, 23) + timedelta(days=6), SEVEN, HELSINKI)
        == monday - WEEK
    )


def test_a_year_of_ticks_tells_each_week_once_and_in_order():
    told, moment = [], local(2026, 1, 5, 8)
    while moment < local(2027, 1, 5, 8):
        week = told_week(moment, SEVEN, HELSINKI)
        if not told or week != told[-1]:
            told.append(week)
        moment += timedelta(minutes=15)
    assert told == [date(2025, 12, 29) + number * WEEK for number in range(53)]


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("2026-11-18", date(2026, 11, 16)),
        ("2026-11-27", date(2026, 11, 23)),
        ("2027-01-01", date(2026, 11, 23)),
        ("", date(2026, 11, 16)),
        ("yesterday", date(2026, 11, 16)),
        ("9999-12-31", date(2026, 11, 23)),
    ],
)
def test_a_page_shows_the_week_that_is_asked_for_or_the_last_whole_one(text, monday):
    assert read_week(text, date(2026, 11, 27)) == monday
    assert monday_of(monday) == monday


def test_a_long_text_ends_after_a_whole_word():
    assert shorten("Kiitos\n\nhoidosta", 40) == "Kiitos hoidosta"
    assert shorten("Kiitos hyvästä hoidosta", 16) == "Kiitos hyvästä…"
    assert shorten("a" * 50, 10) == "a" * 9 + "…"
