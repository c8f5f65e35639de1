"""Run chart: is a series of figures more than noise around its median? Pure.

The rules are those of Perla, Provost and Murray (BMJ Quality & Safety 2011;20:46-51). *Shift*: six or more points in
a row on one side of the median; points on it are passed over. *Trend*: five or more points in a row that all go up,
or all down; equal neighbours count as one. Below ten points nothing is said. Sources and figures: docs/statistics.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, Literal

LEAST_POINTS: Final = 10
SHIFT: Final = 6
TREND: Final = 5

Rule = Literal["shift", "trend"]


@dataclass(frozen=True, slots=True)
class Signal:
    """A stretch that is more than noise: `first` and `last` are positions in the series, both included."""

    rule: Rule
    direction: Literal["up", "down"]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RunChart:
    """The median of the series and its signals. `is_long_enough` is False below ten points: there are none then."""

    median: float | None
    is_long_enough: bool
    signals: tuple[Signal, ...] = ()


def run_chart(values: Sequence[float | None]) -> RunChart:
    """Return the run chart of `values` in order of time; None is a step without a figure and is passed over."""
    points = [(position, value) for position, value in enumerate(values) if value is not None]
    middle = median(value for _position, value in points) if points else None
    if middle is None or len(points) < LEAST_POINTS:
        return RunChart(middle, is_long_enough=False)
    return RunChart(middle, True, (*_shifts(points, middle), *_trends(points)))


def as_json(chart: RunChart, keys: Sequence[str]) -> dict[str, Any]:
    """Return the chart for the answer to a query: positions become the keys of the rows."""
    return {
        "median": chart.median,
        "is_long_enough": chart.is_long_enough,
        "signals": [
            {"rule": one.rule, "direction": one.direction, "from": keys[one.first], "to": keys[one.last]}
            for one in chart.signals
        ],
    }


def _shifts(points: Sequence[tuple[int, float]], middle: float) -> list[Signal]:
    sides = [(position, value > middle) for position, value in points if value != middle]
    found = []
    start = 0
    for index in range(1, len(sides) + 1):
        if index == len(sides) or sides[index][1] != sides[start][1]:
            if index - start >= SHIFT:
                direction: Literal["up", "down"] = "up" if sides[start][1] else "down"
                found.append(Signal("shift", direction, sides[start][0], sides[index - 1][0]))
            start = index
    return found


def _trends(points: Sequence[tuple[int, float]]) -> list[Signal]:
    kept = [point for index, point in enumerate(points) if not index or point[1] != points[index - 1][1]]
    found = []
    start = 0
    for index in range(1, len(kept) + 1):
        is_over = index == len(kept) or (index - start >= 2 and _up(kept, index) != _up(kept, index - 1))
        if is_over:
            if index - start >= TREND:
                direction: Literal["up", "down"] = "up" if _up(kept, index - 1) else "down"
                found.append(Signal("trend", direction, kept[start][0], kept[index - 1][0]))
            start = index - 1
    return found


def _up(points: Sequence[tuple[int, float]], index: int) -> bool:
    return points[index][1] > points[index - 1][1]
