"""95 % intervals of shares and means, and of their change. Formulas and sources: docs/statistics.md."""

import math
from collections.abc import Sequence
from typing import Final

from .metrics import Z95

_LARGE: Final = 400  # degrees of freedom from which Student's t is the normal distribution for our purposes
_STEPS: Final = 60

Ends = tuple[float, float]


def wilson(part: int, n: int) -> Ends:
    """Return Wilson's score interval of the share `part` / `n`, 0..1. `n` is at least 1."""
    share, square = part / n, Z95 * Z95
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z95 / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (0.0 if part == 0 else middle - half), (1.0 if part == n else middle + half)


def mean_interval(counts: Sequence[int]) -> Ends | None:
    """Return Student's interval of the mean of `counts[value - 1]` people per value 1, 2, ...

    None with fewer than two people or when all answered the same: nothing can then be said about the spread.
    """
    n = sum(counts)
    if n < 2:
        return None
    mean = sum(value * count for value, count in enumerate(counts, start=1)) / n
    squares = sum(count * (value - mean) ** 2 for value, count in enumerate(counts, start=1))
    if not squares:
        return None
    half = t_point(n - 1) * math.sqrt(squares / (n - 1) / n)
    return max(1.0, mean - half), min(float(len(counts)), mean + half)


def difference(now: tuple[float, Ends], before: tuple[float, Ends]) -> tuple[float, float, float]:
    """Return (difference, low, high) of two independent figures with their intervals, by square and add."""
    (new, (new_low, new_high)), (old, (old_low, old_high)) = now, before
    step = new - old
    return step, step - math.hypot(new - new_low, old_high - old), step + math.hypot(new_high - new, old - old_low)


def t_point(freedom: int) -> float:
    """Return the two-sided 95 % point of Student's t with `freedom` (1 or more) degrees of freedom."""
    if freedom >= _LARGE:
        return Z95 + (Z95**3 + Z95) / (4 * freedom)  # first term of the expansion by 1 / freedom
    low, high = Z95, 13.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if _t_inside(middle, freedom) < 0.95:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _t_inside(point: float, freedom: int) -> float:
    """Return P(-point < T < point), by the finite series for whole degrees of freedom (Abramowitz and Stegun 26.7)."""
    angle = math.atan(point / math.sqrt(freedom))
    square = math.cos(angle) ** 2
    if freedom % 2:
        term = total = math.cos(angle) if freedom > 1 else 0.0
        for number in range(3, freedom - 1, 2):
            term *= square * (number - 1) / number
            total += term
        return 2 / math.pi * (angle + math.sin(angle) * total)
    term = total = 1.0
    for number in range(2, freedom - 1, 2):
        term *= square * (number - 1) / number
        total += term
    return math.sin(angle) * total
