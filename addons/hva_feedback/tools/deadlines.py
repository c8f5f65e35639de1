"""Deadlines of cases: the day of arrival does not count, the last day counts until its closing time."""

from datetime import UTC, date, datetime

from .working_time import WorkingCalendar, add_working_days, closing_instant


def deadline_day(received_at: datetime, working_days: int, calendar: WorkingCalendar) -> date:
    """Return the local day on which the deadline falls.

    :param received_at: aware instant; its local day in the calendar's zone is day 0
    :param working_days: 1 is the next working day
    :raises ValueError: when `received_at` is naive or `working_days` is below 1
    :raises NoWorkingDay: when the calendar has no working days
    """
    if received_at.tzinfo is None:
        raise ValueError("naive datetime")
    if working_days < 1:
        raise ValueError(working_days)
    return add_working_days(received_at.astimezone(calendar.zone).date(), working_days, calendar)


def deadline_at(received_at: datetime, working_days: int, calendar: WorkingCalendar) -> datetime:
    """Return the deadline as an aware UTC instant: closing time of `deadline_day`."""
    return closing_instant(deadline_day(received_at, working_days, calendar), calendar)


def is_late(deadline: datetime | None, now: datetime) -> bool:
    """Say whether `deadline` has passed. Both aware or both naive; no deadline is never late."""
    return deadline is not None and deadline.replace(tzinfo=deadline.tzinfo or UTC) < now.replace(
        tzinfo=now.tzinfo or UTC
    )
