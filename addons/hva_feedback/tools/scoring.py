"""The Net Promoter Score."""

import math
from dataclasses import dataclass
from typing import Final, Literal

NpsGroup = Literal["promoter", "passive", "detractor"]

_Z95: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Nps:
    """An NPS (-100..100) with the number of answers and its 95 % interval; `value` and ends are None when n is 0."""

    n: int
    value: float | None
    low: float | None
    high: float | None


def nps_group(score: int) -> NpsGroup:
    """Return the group of a 0-10 score: 9-10 promoter, 7-8 passive, 0-6 detractor. Raises ValueError otherwise."""
    if not 0 <= score <= 10:
        raise ValueError(f"NPS score out of range: {score}")
    if score >= 9:
        return "promoter"
    return "passive" if score >= 7 else "detractor"


def nps(promoters: int, passives: int, detractors: int) -> Nps:
    """Return the NPS of three counts with a 95 % confidence interval.

    value = 100 * (promoters - detractors) / n. The interval is the adjusted Wald interval (Rocks 2016, The American
    Statistician 70:4): 3/4 of an answer is added to promoters and to detractors and 3/2 to passives, then the normal
    interval with variance (p + d - (p - d)^2) / n is taken and cut to -100..100. The plain Wald interval would have no
    width when all answers agree, which a unit with five answers would read as certainty.
    """
    n = promoters + passives + detractors
    if n == 0:
        return Nps(0, None, None, None)
    total = n + 3
    p, d = (promoters + 0.75) / total, (detractors + 0.75) / total
    half = _Z95 * math.sqrt((p + d - (p - d) ** 2) / total)
    value = 100 * (promoters - detractors) / n
    return Nps(n, value, max(-100.0, 100 * (p - d - half)), min(100.0, 100 * (p - d + half)))
