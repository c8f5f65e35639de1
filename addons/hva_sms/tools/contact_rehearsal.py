"""A contact rule played over past visits: what is remembered of stored ones, and which messages go in which hour.

How the days are played: `past_visits`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from .eligibility import ContactRule
from .send_window import Window, is_open, next_send_at

_RESTING = ("then", "resting")
RESTING = {_RESTING: date.max}
"""Stands for whoever was resting when a stored visit was decided, and rests."""
ALLOWED: Mapping[str, object] = {
    "is_finished": True,
    "has_consent": True,
    "is_non_disclosure": False,
    "phone_code": None,
}
"""Facts of a visit that nothing speaks against, as far as is remembered of it; age is never remembered."""
REMEMBERED: Mapping[str, dict[str, object]] = {
    "not_finished": {"is_finished": False},
    "no_consent": {"has_consent": False},
    "non_disclosure": {"is_non_disclosure": True},
    "deceased": {"is_deceased": True},
    "survey_opt_out": {"has_survey_opt_out": True},
    "no_phone": {"phone_code": "no_phone"},
    "ambiguous_phone": {"is_phone_ambiguous": True},
    "bad_phone": {"phone_code": "bad_phone"},
    "not_mobile": {"phone_code": "not_mobile"},
    "foreign_blocked": {"phone_code": "foreign_blocked"},
    "age_unknown": {},
    "under_age": {"age_years": -1},  # below every limit: how old the person was is forgotten
    "too_old": {"visit_age_days": 10**6},
    "not_last_visit": {"is_last_visit": False},
    "opted_out": {"is_opted_out": True},
    "quarantine": {},
}
"""Why a stored visit was not asked about, as far as the person is concerned -> the facts that say so again."""


def remember(
    reason: str | None, policy: ContactRule | None
) -> tuple[dict[str, object], ContactRule | None, frozenset[tuple[str, str]]]:
    """Return (facts, policy, persons) of a stored visit that was decided with `reason`.

    What spoke against asking the person then speaks against it now. What the rule of that day said does not. Facts are
    arguments of `VisitFacts`, to be completed with those of the place.
    """
    if policy is not None and reason != "age_unknown":
        policy = _without_age(policy)
    persons = frozenset({_RESTING} if reason == "quarantine" else ())
    return {**ALLOWED, **REMEMBERED.get(reason or "", {})}, policy, persons


@cache
def _without_age(policy: ContactRule) -> ContactRule:
    return replace(policy, needs_age=False)


def last_of_day(visits: Sequence[tuple[frozenset[tuple[str, str]], date, tuple[object, ...]]]) -> list[bool]:
    """Return for each of (persons, day, place in time) whether none of its persons has a later visit on that day."""
    latest: dict[tuple[tuple[str, str], date], tuple[object, ...]] = {}
    for persons, day, order in visits:
        for person in persons:
            key = (person, day)
            if key not in latest or latest[key] < order:
                latest[key] = order
    return [all(latest[person, day] == order for person in persons) for persons, day, order in visits]


def hours(
    moments: Mapping[datetime, int], rate_per_minute: int, zone: ZoneInfo, window: Window | None = None
) -> Counter[tuple[date, int]]:
    """Return (local day, hour) -> messages, when the gateway takes `rate_per_minute` and the rest waits its turn.

    What does not go before `window` closes goes when it opens again.
    """
    counts: Counter[tuple[date, int]] = Counter()
    waiting, clock = 0, None
    for moment in sorted(moments):
        if clock is not None:
            waiting, clock = _send_until(moment, waiting, clock, rate_per_minute, zone, counts, window)
        clock = moment if clock is None or not waiting else clock
        waiting += moments[moment]
    if clock is not None:
        _send_until(None, waiting, clock, rate_per_minute, zone, counts, window)
    return counts


def _send_until(
    end: datetime | None,
    waiting: int,
    clock: datetime,
    rate_per_minute: int,
    zone: ZoneInfo,
    counts: Counter[tuple[date, int]],
    window: Window | None,
) -> tuple[int, datetime]:
    """Send hour by hour until nothing waits or `end` has come; return what still waits, and the time."""
    while waiting and (end is None or clock < end):
        if window and not is_open(clock, window, zone):
            clock = _next_opening(clock, window, zone)
            continue
        local = clock.astimezone(zone)
        step = 60 - local.minute
        if end is not None:
            step = max(min(step, int((end - clock) / timedelta(minutes=1))), 1)
        sent = min(waiting, step * rate_per_minute)
        counts[local.date(), local.hour] += sent
        waiting -= sent
        clock += timedelta(minutes=step)
    return waiting, clock


def _next_opening(clock: datetime, window: Window, zone: ZoneInfo) -> datetime:
    """Return when a window that is closed opens again, whatever day a visit was."""
    return next_send_at(clock, clock, replace(window, next_working_day=False), zone)


def spread(count: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Divide `count` by `shares`, whole and without losing any; the largest remainders get what is left."""
    total = sum(shares.values())
    if not total:
        return {}
    exact = {key: count * share / total for key, share in shares.items()}
    whole = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (whole[key] - exact[key], key))
    for key in by_remainder[: count - sum(whole.values())]:
        whole[key] += 1
    return {key: value for key, value in whole.items() if value}
