"""Every figure that can be asked of the results, by code: what it is made from and how.

One table for all: the query, the definitions' validation, screens and files. A metric is computed from sums of people
(columns of `hva.fact.month`) or, for the families VISIT, INVITATION and CASE, from what its own source has counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from .intervals import difference, mean_interval, wilson
from .metrics import NpsCounts, nps

Family = Literal["feedback", "statement", "visit", "invitation", "case"]
Kind = Literal["count", "score", "share", "mean", "hours"]
Sums = Mapping[str, int]

ITEMS: Final = ("st1", "st2", "st3", "st4", "st5", "st6", "st7", "lang", "pei")
AGREE_FROM: Final[Mapping[str, int]] = {"pei": 2}  # "better" and "much better" of three; 4 of five for the others
BASE_ITEMS: Final = ITEMS[:7]
NPS_COLUMNS: Final = ("promoters", "passives", "detractors")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, the ends of its 95 % interval (None where there is none) and the people it stands on (None: hidden)."""

    value: float
    low: float | None
    high: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure. `columns` are the sums it needs; `figure` makes it of them, None when nobody answered.

    `question` is the column of the fact whose words it depends on (nps, item_st1, ...), None when it asks nothing.
    """

    code: str
    kind: Kind
    family: Family
    columns: tuple[str, ...]
    figure: Callable[[Sums], Figure | None]
    digits: int = 0
    question: str | None = None


def _count(column: str) -> Callable[[Sums], Figure | None]:
    return lambda sums: Figure(sums.get(column, 0), None, None, sums.get(column, 0))


def _nps_n(sums: Sums) -> Figure | None:
    n = sums.get("promoters", 0) + sums.get("passives", 0) + sums.get("detractors", 0)
    return Figure(n, None, None, n)


def _nps(sums: Sums) -> Figure | None:
    return _nps_of(sums.get("promoters", 0), sums.get("passives", 0), sums.get("detractors", 0))


@lru_cache(maxsize=1 << 16)  # two thousand units of a month share some hundred counts
def _nps_of(promoters: int, passives: int, detractors: int) -> Figure | None:
    score = nps(NpsCounts(promoters, passives, detractors))
    return Figure(score.value, score.low, score.high, score.n) if score else None


def share(part: int, n: int) -> Figure | None:
    """Return the share `part` / `n` with Wilson's interval; None without people."""
    return Figure(part / n, *wilson(part, n), n) if n else None


def values_of(sums: Sums, item: str) -> list[int]:
    """Return how many people chose each value 1-5 of `item` (st1, ...). "Does not apply" and skipped are in none."""
    return [sums.get(f"item_{item}_{value}", 0) for value in range(1, 6)]


def agree(counts: Sequence[int], item: str) -> Figure | None:
    """Return the share of people who agree (4 or 5; of PEI: better or much better) among those who took a stand."""
    return share(sum(counts[AGREE_FROM.get(item, 4) - 1 :]), sum(counts))


def mean(counts: Sequence[int], item: str) -> Figure | None:
    """Return the mean with Student's interval among those who took a stand."""
    n = sum(counts)
    if not n:
        return None
    scale = counts[:3] if item == "pei" else counts
    ends = mean_interval(scale)
    value = sum(value * count for value, count in enumerate(counts, start=1)) / n
    return Figure(value, ends[0] if ends else None, ends[1] if ends else None, n)


def _stand(counts: Sequence[int], _item: str) -> Figure | None:
    n = sum(counts)
    return Figure(n, None, None, n)


def _of_item(make: Callable[[Sequence[int], str], Figure | None], item: str) -> Callable[[Sums], Figure | None]:
    return lambda sums: make(values_of(sums, item), item)


def _item_metrics(item: str) -> list[Metric]:
    columns, column = tuple(f"item_{item}_{value}" for value in range(1, 6)), f"item_{item}"
    return [
        Metric(f"agree_{item}", "share", "feedback", columns, _of_item(agree, item), 0, column),
        Metric(f"mean_{item}", "mean", "feedback", columns, _of_item(mean, item), 1, column),
        Metric(f"n_{item}", "count", "feedback", columns, _of_item(_stand, item), 0, column),
    ]


def _mean_of_all(sums: Sums) -> Figure | None:
    """The mean of all answers 1-5 to the base statements. One person's answers are alike, so there is no interval."""
    counts = [values_of(sums, item) for item in BASE_ITEMS]
    given = sum(map(sum, counts))
    if not given:
        return None
    total = sum(value * count for each in counts for value, count in enumerate(each, start=1))
    return Figure(total / given, None, None, max(map(sum, counts)))


def _elsewhere(_sums: Sums) -> Figure | None:
    return None  # made by the query from what its own source has counted


_FEEDBACK: Final = [
    Metric("answers", "count", "feedback", ("answers",), _count("answers")),
    Metric("n", "count", "feedback", NPS_COLUMNS, _nps_n, 0, "nps"),
    Metric("nps", "score", "feedback", NPS_COLUMNS, _nps, 0, "nps"),
    Metric("nps_adjusted", "score", "feedback", NPS_COLUMNS, _elsewhere, 0, "nps"),
    *(Metric(column, "count", "feedback", (column,), _count(column), 0, "nps") for column in NPS_COLUMNS),
    Metric(
        "text_share", "share", "feedback", ("with_text", "answers"),
        lambda sums: share(sums.get("with_text", 0), sums.get("answers", 0)),
    ),
    Metric(
        "mean_statements", "mean", "feedback",
        tuple(f"item_{item}_{value}" for item in BASE_ITEMS for value in range(1, 6)), _mean_of_all, 1,
    ),
    *(metric for item in ITEMS for metric in _item_metrics(item)),
]  # fmt: skip
# of one statement at a time, with the group "statement"; "share" with the group "nps_class"
_STATEMENT: Final = [
    Metric("agree", "share", "statement", (), _elsewhere),
    Metric("mean", "mean", "statement", (), _elsewhere, 1),
    Metric("stand", "count", "statement", (), _elsewhere),
    Metric("share", "share", "statement", (), _elsewhere),
    *(Metric(f"v{value}", "count", "statement", (), _elsewhere) for value in range(6)),
]
_OTHER: Final = [
    Metric("visits", "count", "visit", (), _elsewhere),
    Metric("may_ask", "count", "visit", (), _elsewhere),
    Metric("invited", "count", "invitation", (), _elsewhere),
    Metric("sent", "count", "invitation", (), _elsewhere),
    Metric("delivered", "count", "invitation", (), _elsewhere),
    Metric("response_rate", "share", "invitation", (), _elsewhere),
    Metric("response_gap", "share", "invitation", (), _elsewhere),
    Metric("cases", "count", "case", (), _elsewhere),
    Metric("take_hours_median", "hours", "case", (), _elsewhere, 1),
    Metric("take_hours_p90", "hours", "case", (), _elsewhere, 1),
    Metric("close_hours_median", "hours", "case", (), _elsewhere, 1),
    Metric("close_hours_p90", "hours", "case", (), _elsewhere, 1),
]
METRICS: Final[Mapping[str, Metric]] = {metric.code: metric for metric in (*_FEEDBACK, *_STATEMENT, *_OTHER)}


def step_of(now: Figure, before: Figure) -> tuple[float, float | None, float | None, str]:
    """Return (change, low, high, verdict) from `before` to `now`: "up", "down", "same", or "none" without intervals."""
    if now.low is None or now.high is None or before.low is None or before.high is None:
        return now.value - before.value, None, None, "none"
    step, low, high = difference((now.value, (now.low, now.high)), (before.value, (before.low, before.high)))
    return step, low, high, "up" if low > 0 else "down" if high < 0 else "same"
