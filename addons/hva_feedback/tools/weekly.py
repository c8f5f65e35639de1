"""When a unit's week is told, and which week it is. Days are local; a week begins on Monday."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEK: Final = timedelta(days=7)


def monday_of(day: date) -> date:
    """Return the Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


def told_week(now: datetime, at: time, zone: ZoneInfo) -> date:
    """Return the Monday of the latest week that has been due to be told by `now` (aware).

    A week is due when the wall clock of `zone` shows `at` on the Monday after it: winter and summer alike.
    """
    monday = monday_of(now.astimezone(zone).date())
    due = datetime.combine(monday, at, tzinfo=zone).astimezone(UTC)
    return monday - WEEK if due <= now else monday - 2 * WEEK


def read_week(text: str, today: date) -> date:
    """Return the Monday of the week that `text` is in, not later than today's; else the last whole one."""
    try:
        asked = monday_of(date.fromisoformat(text))
    except ValueError:
        return monday_of(today) - WEEK
    return min(asked, monday_of(today))


def shorten(text: str, longest: int) -> str:
    """Return a text on few lines, cut after a whole word where it is longer than `longest` characters."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"
