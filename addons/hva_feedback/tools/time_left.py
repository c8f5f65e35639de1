"""How long a case still has, in days: what a list says in words."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TimeLeft:
    """`code` is one of: today, tomorrow, days, late_today, late_one, late_days. `days` is never negative."""

    code: str
    days: int


def time_left(due: date, today: date, is_late: bool) -> TimeLeft:
    """Return how far `due` is from `today`. `is_late` tells whether the moment itself has passed."""
    days = (due - today).days
    if is_late:
        days = max(-days, 0)
        return TimeLeft({0: "late_today", 1: "late_one"}.get(days, "late_days"), days)
    days = max(days, 0)
    return TimeLeft({0: "today", 1: "tomorrow"}.get(days, "days"), days)
