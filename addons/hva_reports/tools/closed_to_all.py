"""What of a closed month everybody may see: what is hidden from one of its readers is hidden. Pure.

There are as many readers as there are sets of own units: thousands. Each takes his own units away from what all are
shown, so the rule of closed_view.py is asked for each of them; but his units change only the wholes above them. What is
hidden below any other whole is found once and taken over, with the same outcome as asking `hidden_from` of each.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .closed_table import NOBODY, TOP, ClosedRow, Counts, Place, Table, table_of
from .closed_view import BITS, N_BIT, PARTS_BIT, Rule, View, finest, n_rule, part_rule
from .suppression import Limits

PHASES: Final = (N_BIT, PARTS_BIT)  # first whose n is hidden, then whose three classes: all that hide their n and more


def shown_to_all(
    rows: Iterable[ClosedRow], readers: Iterable[Collection[int]], limits: Limits
) -> tuple[set[Place], set[Place]]:
    """Return (places whose n, places whose classes too) each of the readers may see: what may hang on a wall.

    `readers` are sets of units that somebody knows all about; an empty one stands for who passes by.
    """
    view = view_of_all(rows, readers, limits)
    seen = [(place, view.at(place)[1]) for place, counts in view.sums.items() if counts != NOBODY]
    counted = {place for place, reasons in seen if "n" not in reasons}
    return counted, {place for place, reasons in seen if not reasons}


def view_of_all(rows: Iterable[ClosedRow], readers: Iterable[Collection[int]], limits: Limits) -> View:
    """Return the month of `rows` as everybody may see it: what is hidden from one of the `readers` is hidden.

    `readers` as for `shown_to_all`. Each of them takes his own units away from whatever is handed to all.
    """
    table = table_of(rows)
    return View(table, hidden_from_any(table, readers, limits))


def hidden_from_any(table: Table, readers: Iterable[Collection[int]], limits: Limits) -> int:
    """Return as bits what is hidden from at least one of `readers`: `hidden_from` of each, put together."""
    if not table.channels:
        return 0
    units = table.layout
    known = {frozenset(p for unit in reach if (p := units.unit(unit)) is not None) for reach in readers}
    month, hidden = _Month(table, limits), 0
    for own in known:
        hidden |= month.hidden_from(own)
    return hidden


@dataclass(frozen=True, slots=True)
class _Below:
    """What is hidden below a whole that is shown itself, in one of the phases.

    `closed` are those of its own parts, `bits` stand for all below it. It cannot be shown when its hidden parts tell of
    themselves: that turns out when it has been looked at `fails` times, 0 for never. How often decides, for each look
    at its neighbours goes by what has turned out so far.
    """

    closed: frozenset[int] = frozenset()
    bits: int = 0
    fails: int = 0


@dataclass(slots=True)
class _Lines:
    """A month without somebody's units: counts by position, and the parts of each whole from the top down.

    `small` are by phase the places that break the rule by themselves, `all_bits` stand for all below a whole, `found`
    is by whole what is hidden below it in each phase.
    """

    sums: dict[int, Counts]
    parts: dict[int, list[int]]
    small: tuple[set[int], set[int]]
    all_bits: dict[int, int]
    found: dict[int, tuple[_Below, _Below]]


class _Month:
    """All of a month, with what was found below each whole, for readers who know a part of it."""

    def __init__(self, table: Table, limits: Limits) -> None:
        self.table = table
        self.rules = (n_rule(limits), part_rule(limits))
        sums = table.without(())
        inside = len(table.layout.parents)
        self.channels = [position for position in sums if position >= inside]
        self.cells: dict[int, list[tuple[int, Counts]]] = {}
        for unit, channel, *counts in zip(*table.cells, strict=True):
            self.cells.setdefault(unit, []).append((channel, (counts[0], counts[1], counts[2])))
        self.names: dict[int, str] = {}
        self.all = _Lines(sums, table.layout.tree(sums), (set(), set()), {}, {})
        self._look_again(self.all, sums)
        self.upwards = [*reversed(self._downwards())]
        self._find(self.all, self.upwards)

    def hidden_from(self, own: Collection[int]) -> int:
        """Return what `View.hidden` is for a reader who knows the units at the positions `own`."""
        lines = self._without(own)
        if TOP not in lines.sums:
            return 0
        channels = [channel for channel in self.channels if channel in lines.sums]
        beside = self._below(lines, TOP, channels)
        return self._joined(lines, channels, lines.found[TOP], beside)

    def _joined(
        self,
        lines: _Lines,
        channels: list[int],
        tree: tuple[_Below, _Below],
        beside: tuple[_Below, _Below],
    ) -> int:
        """Return the bits of tree and channels; the whole, which they share, is shown by both of them or by none."""
        found = 0
        for phase, bit in enumerate(PHASES):
            if TOP in lines.small[phase] or tree[phase].fails or beside[phase].fails:
                every = _bits([TOP, *channels]) | lines.all_bits[TOP]
                return found | every * sum(PHASES[phase:])
            found |= (tree[phase].bits | beside[phase].bits) * bit
        return found

    # ------------------------------------------------------------------ taking somebody's units away

    def _without(self, own: Collection[int]) -> _Lines:
        """Return the month without the units at `own`: only the wholes above them are looked at again."""
        if not own:
            return self.all
        left = self._left(own)
        sums = self.all.sums | {position: counts for position, (counts, cells) in left.items() if cells}
        gone = {position for position, (_counts, cells) in left.items() if not cells}
        for position in gone:
            del sums[position]
        parts = dict(self.all.parts)
        for whole in left.keys() & parts.keys():
            parts[whole] = [part for part in parts[whole] if part not in gone]
        small = self.all.small[0] - left.keys(), self.all.small[1] - left.keys()
        lines = _Lines(sums, parts, small, dict(self.all.all_bits), dict(self.all.found))
        self._look_again(lines, {position: sums[position] for position in left if position not in gone})
        self._find(lines, [whole for whole in self.upwards if whole in left and whole not in gone])
        return lines

    def _left(self, own: Collection[int]) -> dict[int, tuple[Counts, int]]:
        """Return {position: (counts, number of cells) without the units at `own`} of all that these have a part in."""
        *columns, cells_of = self.table.columns
        left: dict[int, list[int]] = {}
        for unit in own:
            above = self._above(unit)
            for channel, counts in self.cells[unit]:
                for position in (*above, channel):
                    if position not in left:
                        left[position] = [*(column[position] for column in columns), cells_of[position]]
                    for place, count in enumerate((*counts, 1)):
                        left[position][place] -= count
        return {position: ((one, two, three), cells) for position, (one, two, three, cells) in left.items()}

    def _above(self, position: int) -> list[int]:
        """Return a position and all it is a part of."""
        found = [position]
        while position != TOP:
            position = self.table.layout.parents[position]
            found.append(position)
        return found

    # ------------------------------------------------------------------ what is hidden below a whole

    def _look_again(self, lines: _Lines, changed: Mapping[int, Counts]) -> None:
        """Note which of the `changed` places break a rule by themselves."""
        for small, rule in zip(lines.small, self.rules, strict=True):
            breaking = zip(changed, rule.is_small(changed.values()), strict=True)
            small.update(position for position, is_small in breaking if is_small)

    def _downwards(self) -> list[int]:
        """Return the wholes, each before its parts."""
        found = [TOP]
        for whole in found:  # grows while we look
            found += [part for part in self.all.parts[whole] if part in self.all.parts]
        return found

    def _find(self, lines: _Lines, wholes: Iterable[int]) -> None:
        """Find anew what is hidden below `wholes`, which come after their parts."""
        for whole in wholes:
            parts = lines.parts[whole]
            lines.all_bits[whole] = _bits(parts) | _all_of(
                lines.all_bits[part] for part in parts if part in lines.parts
            )
            lines.found[whole] = self._below(lines, whole, parts)

    def _below(self, lines: _Lines, whole: int, parts: Sequence[int]) -> tuple[_Below, _Below]:
        people = self._below_in(lines, 0, parts, lines.small[0].intersection(parts))
        classes = self._below_in(lines, 1, parts, lines.small[1].intersection(parts) | people.closed)
        return people, classes

    def _below_in(self, lines: _Lines, phase: int, parts: Sequence[int], given: set[int]) -> _Below:
        """Return what is hidden of `parts`, and below them, where their whole is shown; `given` are hidden already."""
        wholes = [part for part in parts if part in lines.parts]
        looks = dict.fromkeys((part for part in wholes if lines.found[part][phase].fails), 0)
        fails = 0
        while True:
            fails += 1
            closed = self._closed(lines, self.rules[phase], parts, given)
            if closed is None:
                return _Below(fails=fails)
            waiting = [part for part in looks if part not in closed]
            if not waiting:
                break
            for part in waiting:
                looks[part] += 1
                if looks[part] == lines.found[part][phase].fails:
                    given.add(part)
        bits = _bits(closed)
        for part in wholes:
            bits |= lines.all_bits[part] if part in closed else lines.found[part][phase].bits
        return _Below(frozenset(closed), bits)

    def _closed(self, lines: _Lines, rule: Rule, parts: Sequence[int], given: set[int]) -> set[int] | None:
        """Return the parts that are hidden: `given`, and the smallest others until together they tell of none.

        None where no part is left to join.
        """
        closed = set(given)
        while closed and self._tells(lines, rule, closed):
            joining = self._smallest(lines, [part for part in parts if part not in closed])
            if joining is None:
                return None
            closed.add(joining)
        return closed

    def _tells(self, lines: _Lines, rule: Rule, closed: Collection[int]) -> bool:
        counts = [lines.sums[part] for part in closed]
        whole = sum(one[0] for one in counts), sum(one[1] for one in counts), sum(one[2] for one in counts)
        return rule.tells(whole, [sum(lines.sums[part]) for part in finest(closed, lines.parts)])

    def _smallest(self, lines: _Lines, parts: Iterable[int]) -> int | None:
        """Return the part of the fewest people, of equal ones the last by name; None where there are no people."""
        people = {part: n for part in parts if (n := sum(lines.sums[part]))}
        least = min(people.values(), default=0)
        return max((part for part, n in people.items() if n == least), key=self._name, default=None)

    def _name(self, position: int) -> str:
        if position not in self.names:
            self.names[position] = repr(self.table.place(position))
        return self.names[position]


def _bits(positions: Iterable[int]) -> int:
    """Return a number in which the first bit of each of `positions` is set."""
    found = 0
    for position in positions:
        found |= 1 << BITS * position
    return found


def _all_of(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= number
    return found
