"""Targets that a county sets, and whether a figure meets one: by its interval, so that chance decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Verdict = Literal["met", "not_met", "cannot_tell", "hidden", "no_answers"]
VERDICTS: Final = ("met", "not_met", "cannot_tell", "hidden", "no_answers")


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of one year and metric. It is for one `unit`, or for every unit of a `level`; `service` 0 is all.

    Counties of one database may share levels: `level` is (county, level). `value` is in the metric's own measure:
    -100..100 of a score, 0..1 of a share.
    """

    metric: str
    year: int
    value: float
    unit: int | None = None
    level: tuple[int, int] | None = None
    service: int = 0


def choose(
    goals: Iterable[Goal], metric: str, unit: int, level: tuple[int, int] | None, service: int = 0
) -> Goal | None:
    """Return the goal that holds for a unit: its own before that of its level. One for all services is none for one."""
    fit = [goal for goal in goals if goal.metric == metric and goal.service == service]
    own = [goal for goal in fit if goal.unit == unit]
    of_level = [goal for goal in fit if goal.unit is None and level is not None and goal.level == level]
    return next(iter([*own, *of_level]), None)


def judge(cell: Mapping[str, Any], value: float) -> Verdict:
    """Return how a CELL of `tools/query_definition.py` stands to a target of `value`.

    Met when the whole 95 % interval is at or above it, not met when all of it is below; else nobody can tell.
    """
    if cell["state"] in ("hidden", "not_applicable"):
        return "hidden"
    if cell["value"] is None:
        return "no_answers"
    if cell["low"] is None or cell["high"] is None:
        return "cannot_tell"
    if cell["low"] >= value:
        return "met"
    return "not_met" if cell["high"] < value else "cannot_tell"
