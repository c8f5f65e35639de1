"""Sums of people, as they come from the monthly rollup: {column: count}. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from .metrics import NpsCounts
from .wording_parts import NPS_SUMS

Sums = Mapping[str, int]  # answers, promoters, passives, detractors, item_st1_1, ...

GROUPED: Final = frozenset({"unit_id", "channel", "month", "lang_code", "survey_id"})


def merged(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the sum of `rows`, column by column, without what they are grouped by."""
    total: dict[str, int] = {}
    for row in rows:
        for column, value in row.items():
            if column not in GROUPED:
                total[column] = total.get(column, 0) + value
    return total


def counts_of(sums: Sums) -> NpsCounts:
    """Return the three NPS counts of `sums`; columns that are missing count nobody."""
    return NpsCounts(*(sums.get(part, 0) for part in NPS_SUMS))
