"""Who is told, and when, that a case is due soon, late or waits too long.

Steps are rows of a county's table. Each is taken once in a round: a round begins when the case gets a deadline that is
still ahead, or another unit.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .assignee import Candidate
from .deadlines import DAYS, local_day
from .working_time import WorkingCalendar, add_working_days, opening_instant, subtract_working_days

BEFORE = "before"
AFTER = "after"
WAITING = "waiting"
# The deadline itself is in time.
LATE_BY = timedelta(seconds=1)
# Levels of managers above the nearest one, for each answer to "whom".
LEVELS_UP = {"manager": 0, "above": 1, "above_2": 2}


@dataclass(frozen=True)
class Step:
    """One step.

    :param moment: BEFORE the deadline, AFTER it, or WAITING for the customer
    :param days: working days; 0 is the deadline itself (AFTER) or its day (BEFORE)
    :param whom: handler, manager, above, above_2
    """

    step_id: int
    moment: str
    days: int
    whom: str


@dataclass(frozen=True)
class ClockFacts:
    """The clock of one case.

    :param deadline: aware
    :param started_on: local day from which the deadline was counted
    :param clock: deadlines.DAYS or HOURS
    :param waiting_since: aware, or None while the clock runs
    """

    deadline: datetime
    started_on: date
    clock: str = DAYS
    waiting_since: datetime | None = None


@dataclass(frozen=True)
class Due:
    """Steps to take now, and when to look again (aware; None when nothing is to come)."""

    steps: tuple[Step, ...]
    next_at: datetime | None


def falls_at(step: Step, facts: ClockFacts, calendar: WorkingCalendar) -> datetime | None:
    """Return the instant (aware, UTC) from which `step` is due, or None when it does not concern the case now."""
    if step.moment == WAITING:
        if facts.waiting_since is None:
            return None
        return _opening_after(local_day(facts.waiting_since, calendar), step.days, calendar)
    if facts.waiting_since is not None:
        return None
    if step.moment == AFTER:
        if step.days == 0:
            return facts.deadline + LATE_BY
        return _opening_after(local_day(facts.deadline, calendar), step.days, calendar)
    return _before(step, facts, calendar) if facts.clock == DAYS else None


def _before(step: Step, facts: ClockFacts, calendar: WorkingCalendar) -> datetime:
    """The morning `step.days` before the deadline, yet not on the day of arrival: the to-do has just told it then."""
    last = local_day(facts.deadline, calendar)
    earliest = min(add_working_days(facts.started_on, 1, calendar), last)
    return opening_instant(max(subtract_working_days(last, step.days, calendar), earliest), calendar)


def _opening_after(day: date, days: int, calendar: WorkingCalendar) -> datetime:
    return opening_instant(add_working_days(day, max(days, 1), calendar), calendar)


def due(
    steps: Iterable[Step], taken: Collection[int], facts: ClockFacts, now: datetime, calendar: WorkingCalendar
) -> Due:
    """Return which steps are to be taken now and when the next one falls due.

    A step before the deadline that was not taken in time is left out: the later ones say more.

    :param taken: ids of steps taken in this round
    """
    to_take: list[Step] = []
    later: list[datetime] = []
    for step in steps:
        moment = None if step.step_id in taken else falls_at(step, facts, calendar)
        if moment is None:
            continue
        if moment > now:
            later.append(moment)
        elif step.moment != BEFORE or now <= facts.deadline:
            to_take.append(step)
    return Due(tuple(to_take), min(later, default=None))


def manager_levels(candidates: Iterable[Candidate]) -> list[tuple[int, ...]]:
    """Return the managers of a unit as user ids, level by level: the nearest first, then those further up the tree."""
    by_distance: dict[int, list[int]] = {}
    for candidate in candidates:
        if candidate.role == "manager":
            by_distance.setdefault(candidate.distance, []).append(candidate.user_id)
    return [tuple(sorted(by_distance[distance])) for distance in sorted(by_distance)]


def people(whom: str, handler: int | None, levels: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the user ids to tell; empty when there is nobody.

    A case without a handler is its manager's. Above the top there is nobody, and nobody is told twice for it.

    :param handler: who handles the case or has its to-do, or None
    """
    if whom == "handler":
        if handler is not None:
            return (handler,)
        whom = "manager"
    level = LEVELS_UP[whom]
    return levels[level] if level < len(levels) else ()
