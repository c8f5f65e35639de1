"""A closed month of all units, small enough to be kept in memory: what every place was given. Pure.

Thousands of places with three counts each, for every month that somebody looks at: counts stand in arrays, and a place
is a position in them. What a reader may not see of them is decided in closed_view.py.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Kind = Literal["unit", "branch", "channel", "all"]
Place = tuple[Kind, Hashable]  # ("unit", 12) itself, ("branch", 4) with all below it, ("channel", "sms"), ("all", "")
Path = tuple[int, ...]
Counts = tuple[int, int, int]  # promoters, passives, detractors
Columns = tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]  # Counts by position, and cells

ALL: Final[Place] = ("all", "")
NOBODY: Final[Counts] = (0, 0, 0)
TOP: Final = 0  # the position of ALL
LAYOUTS: Final = 32  # kept, for most months have feedback of the same units as the month before


class ClosedRow(NamedTuple):
    """What one unit's channel gave in a month. `path` are the units above it then, from the top, and itself."""

    path: Path
    channel: str
    promoters: int
    passives: int
    detractors: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the places of a tree stand: ALL, then `branches`, then `units`, each by number.

    A branch with nothing below it is its unit, at one position: `is_leaf` says so of each branch. `units` are the
    others that have feedback of their own. `parents` says of each position what it is a part of; `upwards` are all but
    ALL, parts before their whole.
    """

    branches: Sequence[int]
    is_leaf: bytes
    units: Sequence[int]
    parents: Sequence[int]
    upwards: Sequence[int]

    def branch(self, number: Hashable) -> int | None:
        """Return the position of a branch, None where it has no feedback."""
        found = _found(self.branches, number)
        return None if found is None else 1 + found

    def unit(self, number: Hashable) -> int | None:
        """Return the position of a unit's own feedback, None where it has none."""
        found = _found(self.branches, number)
        if found is None or self.is_leaf[found]:
            return None if found is None else 1 + found
        found = _found(self.units, number)
        return None if found is None else 1 + len(self.branches) + found

    def tree(self, there: Collection[int]) -> dict[int, list[int]]:
        """Return {position: the positions of `there` that add up to it}.

        A branch is its unit's own feedback and the branches below.
        """
        below: dict[int, list[int]] = {}
        for position in self.upwards:
            if position in there:
                below.setdefault(self.parents[position], []).append(position)
        return below


@dataclass(frozen=True, slots=True, eq=False)
class Table(Mapping[Place, Counts]):
    """The sums of every place of a month, and the cells they are made of: what a unit got by a channel.

    Positions are those of `layout`, then `channels`. `columns` have three counts and the number of cells by position,
    `cells` the positions of unit and channel and the three counts of each.
    """

    layout: Layout
    channels: tuple[str, ...]
    columns: Columns
    cells: tuple[Sequence[int], ...]

    def position(self, place: Place) -> int | None:
        """Return where `place` stands; None where the month has nothing of it."""
        kind, key = place
        if kind == "unit":
            return self.layout.unit(key)
        if kind == "branch":
            return self.layout.branch(key)
        if kind == "all":
            return TOP if self.channels else None
        return len(self.layout.parents) + self.channels.index(str(key)) if key in self.channels else None

    def place(self, position: int) -> Place:
        """Return the place at `position`, of a unit without others below it the branch."""
        branches, inside = self.layout.branches, len(self.layout.parents)
        if position >= inside:
            return ("channel", self.channels[position - inside])
        if position > len(branches):
            return ("unit", self.layout.units[position - len(branches) - 1])
        return ("branch", branches[position - 1]) if position else ALL

    def at(self, position: int) -> Counts:
        """Return the counts at `position`."""
        promoters, passives, detractors, _cells = self.columns
        return promoters[position], passives[position], detractors[position]

    def without(self, units: Collection[int]) -> dict[int, Counts]:
        """Return {position: counts} of the places that others than `units` have a part in, these left out."""
        columns = [list(column) for column in self.columns]
        own = {position for unit in units if (position := self.layout.unit(unit)) is not None}
        mine = [number for number, unit in enumerate(self.cells[0]) if unit in own] if own else []
        for number in mine:
            unit, channel, *counts = (cells[number] for cells in self.cells)
            for column, count in zip(columns, (*counts, 1), strict=True):
                column[channel] -= count
                self._take_away(column, unit, count)
        *counts_of, cells_of = columns
        every = zip(zip(*counts_of, strict=True), cells_of, strict=True)
        return {position: counts for position, (counts, cells) in enumerate(every) if cells}

    def _take_away(self, column: list[int], position: int, count: int) -> None:
        """Take `count` from a position and all above it."""
        while position != TOP:
            column[position] -= count
            position = self.layout.parents[position]
        column[TOP] -= count

    def __getitem__(self, place: Place) -> Counts:
        position = self.position(place)
        if position is None:
            raise KeyError(place)
        return self.at(position)

    def __iter__(self) -> Iterator[Place]:
        if self.channels:
            yield from map(self.place, range(len(self.columns[0])))
            yield from (("unit", unit) for unit, is_leaf in self._leaves() if is_leaf)

    def __len__(self) -> int:
        return len(self.columns[0]) + sum(self.layout.is_leaf) if self.channels else 0

    def _leaves(self) -> Iterator[tuple[int, int]]:
        return zip(self.layout.branches, self.layout.is_leaf, strict=True)


def table_of(rows: Iterable[tuple[Path, str, int, int, int]]) -> Table:
    """Return the table of `rows`, one for each unit and channel."""
    kept = [ClosedRow(*row) for row in rows]
    counts = [[row.promoters for row in kept], [row.passives for row in kept], [row.detractors for row in kept]]
    return table_in([row.path for row in kept], [row.channel for row in kept], counts)


def table_in(paths: Sequence[Path], channels: Sequence[str], counts: Sequence[Sequence[int]]) -> Table:
    """Return the table of what each unit got by each channel: of each such cell its path, channel and three counts."""
    every, names = frozenset(paths), sorted(set(channels))
    layout = layout_of(every)
    inside = len(layout.parents)
    places = {path: 1 + bisect_left(layout.branches, path[-1]) for path in every}
    inner = dict(zip(layout.units, range(1 + len(layout.branches), inside), strict=True))
    places |= {path: inner[path[-1]] for path in every if path[-1] in inner}
    named = {name: inside + number for number, name in enumerate(names)}
    at = [places[path] for path in paths]
    by = [named[channel] for channel in channels]
    many = [0] * (inside + len(names))
    for position, cells in (Counter(at) | Counter(by)).items():
        many[position] = cells
    promoters, passives, detractors = (_summed(layout, len(many), at, by, column) for column in counts)
    columns = promoters, passives, detractors, _upwards(layout, many)
    return Table(layout, tuple(names), columns, tuple(array("i", column) for column in (at, by, *counts)))


def _summed(layout: Layout, length: int, at: Sequence[int], by: Sequence[int], counts: Sequence[int]) -> Sequence[int]:
    """Return the sums of `counts`, one of each cell, by position."""
    sums = [0] * length
    for unit, channel, count in zip(at, by, counts, strict=True):
        if count:
            sums[unit] += count
            sums[channel] += count
    return _upwards(layout, sums)


def _upwards(layout: Layout, sums: list[int]) -> Sequence[int]:
    """Return `sums` by position, of which only units and channels were known, with branches and ALL."""
    for position in layout.upwards:
        sums[layout.parents[position]] += sums[position]
    return array("i", sums)


def _found(numbers: Sequence[int], number: Hashable) -> int | None:
    """Return where `number` stands in the sorted `numbers`."""
    if not isinstance(number, int):
        return None
    found = bisect_left(numbers, number)
    return found if found < len(numbers) and numbers[found] == number else None


@lru_cache(maxsize=LAYOUTS)
def layout_of(paths: frozenset[Path]) -> Layout:
    """Return where the places of `paths` stand."""
    above = {unit: path[depth - 1] if depth else TOP for path in paths for depth, unit in enumerate(path)}
    depths = {unit: depth for path in paths for depth, unit in enumerate(path)}
    wholes = set(above.values())
    branches, units = sorted(above), sorted(path[-1] for path in paths if path[-1] in wholes)
    places = {TOP: TOP} | {unit: 1 + number for number, unit in enumerate(branches)}
    parents = [TOP, *(places[above[unit]] for unit in branches), *(places[unit] for unit in units)]
    deepest_first = sorted(branches, key=depths.__getitem__, reverse=True)
    return Layout(
        branches=array("i", branches),
        is_leaf=bytes(unit not in wholes for unit in branches),
        units=array("i", units),
        parents=array("i", parents),
        upwards=array("i", [*range(1 + len(branches), len(parents)), *(places[unit] for unit in deepest_first)]),
    )


@lru_cache(maxsize=1 << 14)
def path_of(text: str) -> Path:
    """Return the path that is stored as `text`."""
    return tuple(map(int, text.split("/")))
