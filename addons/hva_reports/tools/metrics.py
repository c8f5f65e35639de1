"""The figures of a report, from counts alone. Formulas and sources: docs/statistics.md."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Z95: Final = 1.959963984540054  # two-sided 95 % point of the normal distribution
_STEPS: Final = 100
_CLOSE: Final = 1e-10  # of the test's statistic
_TAME: Final = 1e3  # beyond this a secant would be no better than the middle

Direction = Literal["up", "down", "unclear"]


@dataclass(frozen=True, slots=True)
class NpsCounts:
    """How many people gave 9-10 (promoters), 7-8 (passives) and 0-6 (detractors)."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors

    def __add__(self, other: "NpsCounts") -> "NpsCounts":
        return NpsCounts(
            self.promoters + other.promoters, self.passives + other.passives, self.detractors + other.detractors
        )


@dataclass(frozen=True, slots=True)
class Nps:
    """A Net Promoter Score and the ends of its 95 % interval, all on -100..100, and the n they stand on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Change:
    """From one score to another: the difference, its 95 % interval and whether that says anything."""

    difference: float
    low: float
    high: float
    direction: Direction


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement answered on 1..5: `n` who took a stand, their mean and the share (0..1) who agree (4 or 5)."""

    n: int
    mean: float
    share: float


@lru_cache(maxsize=1 << 16)
def nps(counts: NpsCounts) -> Nps | None:
    """Return 100 * (promoters - detractors) / n with its 95 % interval; None when nobody answered.

    The interval is Tango's score interval for the difference of two proportions of one sample (Stat. Med. 1998;
    17:891-908). An NPS is such a difference: each answer is a promoter, a detractor or neither. Unlike the usual
    "plus or minus 1.96 standard errors" it stays within -100..100 and does not shrink to nothing when all answers
    agree: ten promoters out of ten are not proof of 100. Rocks (The American Statistician 2016; 70:365-372) finds a
    score interval among the best two for NPS.

    Kept: two thousand units of a month share some hundred counts, and the ends are looked for step by step.
    """
    if not counts.n:
        return None
    estimate = (counts.promoters - counts.detractors) / counts.n
    low = _score_end(counts, -1.0, estimate)
    high = _score_end(counts, 1.0, estimate)
    return Nps(100 * estimate, 100 * low, 100 * high, counts.n)


def change(now: Nps, before: Nps) -> Change:
    """Compare two independent scores.

    The interval of the difference combines the two score intervals by the square-and-add rule (Newcombe, Stat. Med.
    1998;17:873-890; Zou and Donner, Stat. Med. 2008;27:1693-1702). The direction is "unclear" while it holds zero.
    """
    difference = now.value - before.value
    low = difference - math.hypot(now.value - now.low, before.high - before.value)
    high = difference + math.hypot(now.high - now.value, before.value - before.low)
    direction: Direction = "up" if low > 0 else "down" if high < 0 else "unclear"
    return Change(difference, low, high, direction)


def statement(counts: Sequence[int], agree_from: int = 4) -> Statement | None:
    """Return mean and share of `counts[value - 1]` people per value 1, 2, ...; None when nobody took a stand.

    Callers leave out 0 ("does not apply") and -1 (skipped): neither is an opinion. `agree_from` is the lowest value
    that counts as agreement: 4 on the five steps of a statement, 2 on the three of the enablement question.
    """
    n = sum(counts)
    if not n:
        return None
    total = sum(value * count for value, count in enumerate(counts, start=1))
    return Statement(n, total / n, sum(counts[agree_from - 1 :]) / n)


def _score_end(counts: NpsCounts, outer: float, inner: float) -> float:
    """Return where the score test meets 1.96, between the estimate (`inner`) and the end of the scale (`outer`).

    By secants that keep the end between them (the Illinois rule): a table of two thousand units asks this often.
    """
    if outer == inner:
        return inner
    over, under = _score_statistic(counts, outer) - Z95, -Z95
    side = 0
    middle = outer
    for _step in range(_STEPS):
        is_tame = over < _TAME
        middle = (outer * under - inner * over) / (under - over) if is_tame else (outer + inner) / 2
        off = _score_statistic(counts, middle) - Z95
        if abs(off) < _CLOSE:
            break
        if off > 0:
            outer, over = middle, off
            under = under / 2 if side > 0 else under
            side = 1
        else:
            inner, under = middle, off
            over = over / 2 if side < 0 and is_tame else over
            side = -1
    return middle


def _score_statistic(counts: NpsCounts, delta: float) -> float:
    """Return |z| of the hypothesis "promoters' share minus detractors' share is delta", -1 < delta < 1.

    `detractors` is the detractors' share that fits the counts best under the hypothesis: the larger root of Tango's
    quadratic equation.
    """
    n, up, down = counts.n, counts.promoters, counts.detractors
    b = (2 * n - up + down) * delta - up - down
    c = -down * delta * (1 - delta)
    detractors = (math.sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
    variance = n * (2 * detractors + delta * (1 - delta))
    distance = abs(up - down - n * delta)
    return distance / math.sqrt(variance) if variance > 0 else (math.inf if distance > 0 else 0.0)
