"""Cells and rows of an answer to a query. The shapes are those of tools/query_definition.py. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .metric_registry import AGREE_FROM, ITEMS, METRICS, NPS_COLUMNS, Figure, Metric, agree, mean, share, step_of

Sums = Mapping[str, int]

OTHER_WORDS: Final = "other_words"
CLASSES: Final = NPS_COLUMNS
STATEMENT_METRICS: Final = ("stand", "agree", "mean", *(f"v{value}" for value in range(6)))


@dataclass(frozen=True, slots=True)
class Hidden:
    """Why a figure may not be shown."""

    reason: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Why a metric has no meaning here."""

    reason: str


Outcome = Figure | Hidden | Outside | None  # None: nobody answered


@dataclass(slots=True)
class Line:
    """One row before it is drawn: its sums now and earlier (None: there is no earlier period).

    `hidden` hides all of it with that reason. `figures` and `figures_before` are outcomes by metric that are not made
    from sums; they win. `split` parts a change of NPS into {"mix", "real"}. `values` says how a statement was answered.
    """

    key: str
    label: str
    now: Sums
    before: Sums | None = None
    unit: int | None = None
    level: str | None = None
    is_own: bool = True
    has_below: bool = False
    wording: int | None = None
    hidden: str | None = None
    split: dict[str, float] | None = None
    figures: dict[str, Outcome] = field(default_factory=dict)
    figures_before: dict[str, Outcome] = field(default_factory=dict)
    values: list[dict[str, Any]] | None = None


def outcome(code: str, sums: Sums, group: str) -> Outcome:
    """Return what the metric `code` comes to with `sums`."""
    metric = METRICS[code]
    if metric.family == "feedback" and group not in ("statement", "own_statement", "nps_class"):
        found = metric.figure(sums)
        return found
    return Outside("not_here")


def statement_outcome(code: str, sums: Sums, item: str) -> Outcome:
    """Return a metric of the family "statement" of one item; Outside for every other metric."""
    counts = [sums.get(f"item_{item}_{value}", 0) for value in range(1, 6)]
    n = sum(counts)
    if code == "stand":
        return Figure(n, None, None, n)
    if code == "agree":
        return agree(counts, item)
    if code == "mean":
        return mean(counts, item)
    if code.startswith("v") and code in STATEMENT_METRICS:
        value = int(code[1:])
        if item == "pei" and value > AGREE_FROM["pei"] + 1:
            return Outside("not_here")
        count = sums.get(f"item_{item}_{value}", 0)
        return Figure(count, None, None, n)
    return Outside("not_here")


def statement_values(sums: Sums, item: str, labels: Mapping[str, Mapping[int, str]]) -> list[dict[str, Any]]:
    """Return how many people chose each value of a national item, the highest first and "does not apply" last."""
    highest = AGREE_FROM["pei"] + 1 if item == "pei" else 5
    counts = {number: sums.get(f"item_{item}_{number}", 0) for number in range(highest + 1)}
    n, names = sum(counts.values()) - counts[0], labels.get(item, {})
    return [value(each, names.get(each, str(each)), counts[each], n, not each) for each in (*range(highest, 0, -1), 0)]


def class_outcome(code: str, sums: Sums, column: str) -> Outcome:
    """Return the count or the share of one class of the recommendation; Outside for every other metric."""
    n, count = sum(sums.get(name, 0) for name in NPS_COLUMNS), sums.get(column, 0)
    if code == "answers":
        return Figure(count, None, None, n)
    return share(count, n) if code == "share" else Outside("not_here")


def asked_items(sums: Sums) -> list[str]:
    """Return the items that somebody of `sums` answered, in the order of the bank."""
    return [item for item in ITEMS if any(sums.get(f"item_{item}_{value}", 0) for value in range(6))]


def row(line: Line, metrics: Sequence[str], group: str, has_earlier: bool) -> dict[str, Any]:
    """Return a row of the answer."""
    cells, compared = {}, {}
    for code in metrics:
        now = _outcome(line, code, line.now, line.figures, group)
        cells[code] = cell(now, _why(line.now, METRICS[code]))
        if has_earlier:
            before = _outcome(line, code, line.before or {}, line.figures_before, group)
            compared[code] = compare(now, before, _why(line.before or {}, METRICS[code]))
            if code == "nps_adjusted":
                compared[code]["split"] = line.split
    values = {} if line.values is None else {"values": line.values}
    return {
        "key": line.key,
        "label": line.label,
        "unit": line.unit,
        "level": line.level,
        "is_own": line.is_own,
        "has_below": line.has_below,
        "wording": line.wording,
        "cells": cells,
        "compared": compared,
        **values,
    }


def value(number: int, label: str, count: int, n: int, is_outside: bool) -> dict[str, Any]:
    """Return one value of a distribution; the share is of those who took a stand, none for "does not apply"."""
    part = None if is_outside or not n else count / n
    return {"value": number, "label": label, "count": count, "share": part, "is_outside": is_outside}


def cell(found: Outcome, why: str = "no_answers") -> dict[str, Any]:
    """Return a CELL of the contract, without its words."""
    empty = {"value": None, "low": None, "high": None, "n": None}
    if isinstance(found, Hidden):
        return {**empty, "state": "hidden", "reason": found.reason}
    if isinstance(found, Outside):
        return {**empty, "state": "not_applicable", "reason": found.reason}
    if found is None:
        return {**empty, "n": 0, "state": "no_data", "reason": why}
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "n": found.n,
        "state": "ok",
        "reason": None,
    }


def compare(now: Outcome, before: Outcome, why: str = "no_answers") -> dict[str, Any]:
    """Return a COMPARED of the contract."""
    earlier = cell(before, why)
    if not isinstance(now, Figure) or not isinstance(before, Figure):
        return {**earlier, "change": None, "change_low": None, "change_high": None, "verdict": "none"}
    step, low, high, verdict = step_of(now, before)
    return {**earlier, "change": step, "change_low": low, "change_high": high, "verdict": verdict}


def _outcome(line: Line, code: str, sums: Sums, made: Mapping[str, Outcome], group: str) -> Outcome:
    if line.hidden:
        return Hidden(line.hidden)
    if code in made:
        return made[code]
    if group == "statement":
        return statement_outcome(code, sums, line.key.split("#")[0])
    if group == "nps_class":
        return class_outcome(code, sums, line.key)
    return outcome(code, sums, group)


def _why(sums: Sums, metric: Metric) -> str:
    return "wording" if metric.question == "nps" and sums.get(OTHER_WORDS) else "no_answers"
