"""How often a report goes out, and which period each time reports: always the last one that is over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .periods import Span, due_at
from .query_definition import calendar_span, moved

KINDS: Final = ("week", "month", "quarter", "tertial")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`kind` is one of KINDS. `day` counts from 1: the weekday (Monday is 1) after a week that is over, else the day of
    the month that begins after the period; a day that the month lacks is its last. `at` is the local wall clock.

    ValueError for anything else.
    """

    kind: str
    day: int
    at: time

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such rhythm: {self.kind}")
        if not 1 <= self.day <= (7 if self.kind == "week" else 31):
            raise ValueError("the day is not in the week or month")


def due_after(rhythm: Rhythm, span: Span, zone: ZoneInfo) -> datetime:
    """Return the instant (aware, UTC) at which the report of `span` is due."""
    if rhythm.kind != "week":
        return due_at(span.end, rhythm.day, rhythm.at, zone)
    day = span.end + timedelta(days=rhythm.day - 1)
    return due_at(day, day.day, rhythm.at, zone)


def next_due(after: datetime, rhythm: Rhythm, zone: ZoneInfo) -> tuple[datetime, Span]:
    """Return the first due instant later than `after` (aware) and the period it reports."""
    span = moved(rhythm.kind, calendar_span(rhythm.kind, after.astimezone(zone).date()), -1)
    while (instant := due_after(rhythm, span, zone)) <= after:
        span = moved(rhythm.kind, span, 1)
    return instant.astimezone(UTC), span


def file_period(kind: str, start: date) -> str:
    """Return a period as it stands in a file's name: 2026-W47, 2026-10, 2026-Q4, 2026-T3."""
    if kind == "week":
        year, week, _day = start.isocalendar()
        return f"{year}-W{week:02}"
    if kind == "month":
        return f"{start:%Y-%m}"
    length, letter = (3, "Q") if kind == "quarter" else (4, "T")
    return f"{start.year}-{letter}{(start.month - 1) // length + 1}"
