"""How soon cases are handled, as a county may promise it to everybody. Pure.

Of *all* cases that began in the days, also those that are still open: these count as taking longer than any other, so
that a figure never becomes better by leaving something lying. Hours are working hours.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any, Final

from .periods import Span
from .suppression import Limits

STEPS: Final = ("take", "close")
PARTS: Final[Mapping[str, float]] = {"median": 0.5, "p90": 0.9}


def span_of(published: Span) -> Span:
    """Return the days whose cases are told of with a published period: as many just before it, so that each case has
    had at least as long as a period to be handled."""
    return Span(published.start - (published.end - published.start), published.start)


def reached(hours: Sequence[float], cases: int, part: float) -> float | None:
    """Return within how many hours `part` of all `cases` were done; None where they are not, or not yet.

    `hours` are those of the ones that are done, sorted.
    """
    place = (cases - 1) * part  # between neighbours in proportion, as handling times are everywhere
    low, high = int(place), ceil(place)
    if high >= len(hours):
        return None
    return round(hours[low] + (hours[high] - hours[low]) * (place - low), 1)


def promise(times: Mapping[str, Any] | None, days: Span, limits: Limits) -> dict[str, Any] | None:
    """Return what everybody may see of the cases that began in `days`; None without any.

    `times` is {"cases": how many, "take": sorted hours, "close": sorted hours}. The result is {"start", "end", "cases",
    "take": {"median", "p90"}, "close": {...}}, or {"start", "end", "hidden": reason}.
    """
    if not times or not times["cases"]:
        return None
    head = {"start": days.start.isoformat(), "end": days.last_day.isoformat()}
    if times["cases"] < limits.base:
        return {**head, "hidden": "too_few"}
    cases = times["cases"]
    steps = {step: {name: reached(times[step], cases, part) for name, part in PARTS.items()} for step in STEPS}
    return {**head, "cases": cases, **steps}


def span_from(start: date, end: date) -> Span:
    """Return the published period from its first and last day."""
    return Span(start, end + timedelta(days=1))
