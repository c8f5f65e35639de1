"""Working hours: how far a span of working time reaches, and how much of it lies between two moments.

Breaks inside a day count as work: somebody answers then too. Moments are aware and spans are real time, so a change of
daylight saving time inside a working day lengthens or shortens that day, as it does for the people at work.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from .working_time import WorkingCalendar, closing_instant, is_working_day, opening_instant, working_days_after


def add_working_time(moment: datetime, span: timedelta, calendar: WorkingCalendar) -> datetime:
    """Return the moment (aware, UTC) at which `span` of working time has passed after `moment`.

    A span that ends with the working day ends at its closing time, not at the next opening.

    :raises ValueError: when `moment` is naive or `span` is negative
    :raises NoWorkingDay: when the calendar has no working days
    """
    if moment.tzinfo is None or span < timedelta(0):
        raise ValueError("naive datetime or negative span")
    if not span:
        return moment.astimezone(UTC)
    for begins, ends in _working_spans(moment, calendar):
        if span <= ends - begins:
            return begins + span
        span -= ends - begins
    raise AssertionError("working spans do not end")  # pragma: no cover


def working_time_between(begins: datetime, ends: datetime, calendar: WorkingCalendar) -> timedelta:
    """Return the working time between two aware moments; none when `ends` is not later."""
    total = timedelta(0)
    if ends <= begins:
        return total
    for span_begins, span_ends in _working_spans(begins, calendar):
        if span_begins >= ends:
            break
        total += min(span_ends, ends) - span_begins
    return total


def _working_spans(moment: datetime, calendar: WorkingCalendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield (begin, end) of what is left of the day of `moment` and of each working day after it, without end."""
    today = moment.astimezone(calendar.zone).date()
    for day in _days_from(today, calendar):
        begins, ends = max(opening_instant(day, calendar), moment.astimezone(UTC)), closing_instant(day, calendar)
        if begins < ends:
            yield begins, ends


def _days_from(day: date, calendar: WorkingCalendar) -> Iterator[date]:
    if is_working_day(day, calendar):
        yield day
    yield from working_days_after(day, calendar)
