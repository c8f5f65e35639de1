"""How a report asks `hva.query` for many people at once, beyond what a definition says. Pure.

A definition comes from outside and is checked. What stands here comes from our own code alone: which of the reader's
units are meant, how far back words are looked at, and what questions of one batch have in common.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from .wording_parts import Counting, Era, SumRow, Words, columns_of

Kept = TypeVar("Kept")

MOST_UNITS: Final = 200  # of a reader whose sums are taken from a shelf; one who reaches more has them summed by SQL


class Shelf:
    """What the questions of one batch share, looked up once: the tree, words, and sums of `units` by unit.

    It lives as long as one transaction's part of a batch, so that nothing on it gets old.
    """

    def __init__(self, units: Iterable[int] = ()) -> None:
        self.units = frozenset(units)
        self._kept: dict[Hashable, Any] = {}

    def keep(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under `key`, made by `make` the first time."""
        if key not in self._kept:
            self._kept[key] = make()
        found: Kept = self._kept[key]
        return found

    def holds(self, units: Collection[int]) -> bool:
        """Are sums of all these units to be had here?"""
        return len(units) <= MOST_UNITS and self.units.issuperset(units)


@dataclass(frozen=True, slots=True)
class Asking:
    """`units` narrows "my units" to these; None does not. Words are looked at from the day `since` on. `rank` counts
    the wording that came so many places after the one most people met: 0 is that one."""

    shelf: Shelf
    units: frozenset[int] | None = None
    since: date | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Ranked(Counting):
    """Counts people who met the `chosen` words and none of those `passed` over."""

    passed: Mapping[str, tuple[Era, ...]] = field(default_factory=dict)

    def only(self, rows: Iterable[SumRow]) -> list[dict[str, Any]]:
        """Return the rows with those answers alone that the figures stand for."""
        sources = list(rows)
        kept = self.words.only(sources, self.chosen)
        for row, source in zip(kept, sources, strict=True):
            for column, eras in self.passed.items():
                if any(self.words.fits(source, column, era) for era in eras):
                    row.update(dict.fromkeys(columns_of(column), 0))
        return kept


def ranked(words: Words, rows: Collection[SumRow], rank: int) -> Ranked:
    """Return what counts the wording of each question that is the `rank`-th of `rows`; nobody where there are fewer."""
    chosen: dict[str, Era] = {}
    passed: dict[str, tuple[Era, ...]] = {}
    for column in words.broken_columns:
        eras = [part.era for part in words.parts(rows, column)]
        if eras:
            chosen[column] = eras[min(rank, len(eras) - 1)]
            passed[column] = tuple(eras[:rank])
    return Ranked(words, chosen, passed)


def by_unit(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    """Return {unit: its rows} of sums whose key is the unit."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["key"], []).append(row)
    return found


def taken(
    shelved: Mapping[int, list[Mapping[str, Any]]], keys: Mapping[int, int], heads: Collection[str]
) -> list[dict[str, Any]]:
    """Return the sums of the units of `keys`, added up by their key and the other `heads`."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for unit, key in keys.items():
        for row in shelved.get(unit, ()):
            place = (key, *(row[head] for head in heads))
            if (total := found.get(place)) is None:
                found[place] = {**row, "key": key}
                continue
            for name, value in row.items():
                if name != "key" and name not in heads:
                    total[name] += value
    return list(found.values())
