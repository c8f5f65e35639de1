"""Sums of people, as they come from the monthly rollup: {column: count}. Pure."""

from collections.abc import Iterable, Mapping


def merged(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return the sum of `rows`, column by column."""
    total: dict[str, int] = {}
    for row in rows:
        for column, value in row.items():
            total[column] = total.get(column, 0) + value
    return total
