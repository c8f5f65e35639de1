"""Deadlines of cases: the day of arrival does not count, the last day counts until its closing time.

A promise is given in working days or, where it is urgent, in working hours or in hours of the clock, nights and
holidays included. While a case waits for the customer its clock stands still: the deadline moves by what was waited.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .working_hours import add_working_time, working_time_between
from .working_time import WorkingCalendar, add_working_days, closing_instant, count_working_days

DAYS = "days"
HOURS = "hours"
CLOCK_HOURS = "clock_hours"


@dataclass(frozen=True)
class Promise:
    """How soon a case is handled.

    :param amount: at least 1
    :param clock: DAYS counts working days, HOURS working hours, CLOCK_HOURS every hour
    """

    amount: int
    clock: str = DAYS


@dataclass(frozen=True)
class DeadlineRule:
    """One row of the county's table: the promise where all conditions that are set hold.

    :param kind: thanks, criticism, suggestion, question; None does not care
    :param priority: code of the priority; None does not care
    """

    promise: Promise
    wants_contact: bool = False
    kind: str | None = None
    priority: str | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What the table of deadlines may know of a case."""

    wants_contact: bool = False
    kind: str | None = None
    priority: str | None = None


def deadline_day(received_at: datetime, working_days: int, calendar: WorkingCalendar) -> date:
    """Return the local day on which the deadline falls.

    :param received_at: aware instant; its local day in the calendar's zone is day 0
    :param working_days: 1 is the next working day
    :raises ValueError: when `received_at` is naive or `working_days` is below 1
    :raises NoWorkingDay: when the calendar has no working days
    """
    if working_days < 1:
        raise ValueError(working_days)
    return add_working_days(local_day(received_at, calendar), working_days, calendar)


def deadline_at(received_at: datetime, working_days: int, calendar: WorkingCalendar) -> datetime:
    """Return the deadline as an aware UTC instant: closing time of `deadline_day`."""
    return closing_instant(deadline_day(received_at, working_days, calendar), calendar)


def promised_at(
    received_at: datetime, promise: Promise, calendar: WorkingCalendar, *, hides_hour: bool = False
) -> datetime:
    """Return when `promise` falls due, as an aware UTC instant.

    :param hides_hour: the time of day of the arrival is not to be read from the deadline: hours are rounded up to the
        end of the (working) day in which they end
    :raises ValueError: when `received_at` is naive or the amount is below 1
    """
    if promise.clock == DAYS:
        return deadline_at(received_at, promise.amount, calendar)
    if promise.amount < 1:
        raise ValueError(promise.amount)
    hours = timedelta(hours=promise.amount)
    if promise.clock == CLOCK_HOURS:
        due = received_at + hours
        return _midnight_after(due, calendar) if hides_hour else due
    due = add_working_time(received_at, hours, calendar)
    return closing_instant(local_day(due, calendar), calendar) if hides_hour else due


def _midnight_after(moment: datetime, calendar: WorkingCalendar) -> datetime:
    day = local_day(moment, calendar) + timedelta(days=1)
    return datetime.combine(day, time(), tzinfo=calendar.zone).astimezone(UTC)


def promise_for(facts: CaseFacts, rules: Iterable[DeadlineRule]) -> Promise | None:
    """Return the promise of the first rule whose conditions all hold, or None.

    :param rules: in the order of precedence
    """
    for rule in rules:
        holds = (
            not rule.wants_contact or facts.wants_contact,
            rule.kind is None or rule.kind == facts.kind,
            rule.priority is None or rule.priority == facts.priority,
        )
        if all(holds):
            return rule.promise
    return None


def soonest(promises: Iterable[Promise], received_at: datetime, calendar: WorkingCalendar) -> Promise:
    """Return the promise that falls due first; the earlier in the list among equals. Needs at least one."""
    return min(promises, key=lambda promise: promised_at(received_at, promise, calendar))


def waited_days(since: datetime, until: datetime, calendar: WorkingCalendar) -> int:
    """Return the working days waited: the day on which the waiting began does not count."""
    return count_working_days(local_day(since, calendar), local_day(until, calendar), calendar)


def moved_deadline(
    deadline: datetime, since: datetime, until: datetime, clock: str, calendar: WorkingCalendar
) -> datetime:
    """Return the deadline (aware, UTC) of a case that waited for the customer from `since` until `until`.

    By days it keeps ending at a closing time; what was late before the waiting is late by as much after it.
    """
    if clock == CLOCK_HOURS:
        return deadline + (until - since)
    if clock == HOURS:
        return add_working_time(deadline, working_time_between(since, until, calendar), calendar)
    days = waited_days(since, until, calendar)
    if not days:
        return deadline
    return closing_instant(add_working_days(local_day(deadline, calendar), days, calendar), calendar)


def local_day(moment: datetime, calendar: WorkingCalendar) -> date:
    """Return the local day of an aware instant.

    :raises ValueError: when `moment` is naive
    """
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return moment.astimezone(calendar.zone).date()


def is_late(deadline: datetime | None, now: datetime) -> bool:
    """Say whether `deadline` has passed. Both aware or both naive; no deadline is never late."""
    return deadline is not None and deadline.replace(tzinfo=deadline.tzinfo or UTC) < now.replace(
        tzinfo=now.tzinfo or UTC
    )
