"""How long what is kept: the rules of the house with the bounds within which a county decides."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Bounds:
    """Months that a county may choose, and what holds until it does."""

    least: int
    most: int
    usual: int


BOUNDS: Final[dict[str, Bounds]] = {
    "contact": Bounds(1, 12, 3),
    "text": Bounds(24, 60, 24),
    "message": Bounds(3, 60, 24),
    "case": Bounds(24, 120, 60),
    "referral": Bounds(24, 120, 60),
    "difficulty": Bounds(12, 60, 24),
    "audit": Bounds(24, 144, 60),
}


def cutoff(today: date, months: int) -> date:
    """Return the first day that is still kept: what is older goes. The last day of a month where the day is missing."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
