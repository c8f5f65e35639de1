"""Sums of the benchmarks. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

# werkzeug's access line as Odoo writes it: ... "GET /p/x HTTP/1.1" 200 - <queries> <seconds in SQL> <seconds elsewhere>
ACCESS = re.compile(
    r'"(?P<method>[A-Z]+) (?P<path>\S+) HTTP/1\.\d" (?P<status>\d{3}) \S+ (?P<queries>\d+) [\d.]+ [\d.]+'
)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0-1) of the values do not exceed. Raises ValueError on none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    rank = max(1, -int(-share * len(ordered) // 1))
    return ordered[rank - 1]


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Return `min/median/max`."""
    return "/".join(f"{value:.{digits}f}" for value in (min(values), median(values), max(values)))


def queries(log: Iterable[str], method: str, path: str, status: int) -> list[int]:
    """Return the SQL statements of each request whose path begins with `path`, as Odoo's access log counts them."""
    found = (ACCESS.search(line) for line in log)
    return [
        int(hit["queries"])
        for hit in found
        if hit and hit["method"] == method and hit["path"].startswith(path) and int(hit["status"]) == status
    ]


def result_line(figures: Mapping[str, float | int]) -> str:
    """Return `RESULT key=value ...`: three significant digits below 100, whole numbers above."""
    return " ".join(["RESULT", *(f"{key}={_short(value)}" for key, value in figures.items())])


def _short(value: float | int) -> str:
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"
