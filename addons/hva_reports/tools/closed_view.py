"""What a reader sees of units that are not his own: closed months as they were first counted, small numbers hidden.

Three things keep two views from being subtracted from one another. A closed month is counted once and kept, so a late
or corrected feedback changes nothing that was shown. What is hidden is decided by one table of the whole county's
month: all units, all branches of the tree and all channels are lines of one system. And a longer period is the sum of
months that are shown: it says nothing that they do not say. Pure.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from .metric_registry import NPS_COLUMNS
from .suppression import Limits

Kind = Literal["unit", "branch", "channel", "all"]
Place = tuple[Kind, Hashable]  # ("unit", 12) itself, ("branch", 4) with all below it, ("channel", "sms"), ("all", "")
Counts = tuple[int, int, int]  # promoters, passives, detractors
Rule = Callable[[Counts, Sequence[int]], bool]  # (counts, n of each when hidden together) -> may not be shown
Tree = Mapping[Place, list[Place]]

ALL: Final[Place] = ("all", "")
NOBODY: Final[Counts] = (0, 0, 0)
COLUMNS: Final = ("n", *NPS_COLUMNS)
NARROW: Final = 3  # a hidden count has at least one more possible value than this
SMALL: Final = "small"  # the one reason of whatever the rule hides


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """What one unit's channel gave in a month. `path` are the units above it then, from the top, and itself."""

    path: tuple[int, ...]
    channel: str
    promoters: int
    passives: int
    detractors: int


@dataclass(frozen=True, slots=True)
class View:
    """One closed month for one reader: `sums` of every place, and what of it is hidden: {(*place, column): reason}."""

    sums: Mapping[Place, Counts] = field(default_factory=dict)
    hidden: Mapping[tuple[Hashable, ...], str] = field(default_factory=dict)

    def at(self, place: Place) -> tuple[dict[str, int], dict[str, str]]:
        """Return (sums by column of NPS_COLUMNS, {hidden column of COLUMNS: reason}) of a place."""
        sums = dict(zip(NPS_COLUMNS, self.sums.get(place, NOBODY), strict=True))
        reasons = {column: self.hidden[*place, column] for column in COLUMNS if (*place, column) in self.hidden}
        return sums, reasons

    def tells(self, place: Place) -> bool:
        """Is there a figure of `place`, or a hidden one? Which rows there are tells too."""
        return any(self.sums.get(place, NOBODY)) or any((*place, column) in self.hidden for column in COLUMNS)


def view_of(rows: Iterable[ClosedRow], reach: Collection[int], limits: Limits) -> View:
    """Return the month of `rows` for a reader who knows everything about the units of `reach`.

    The rule looks at all the other units together: the reader would take his own away from any total.
    """
    kept = list(rows)
    known = set(reach)
    strangers = [row for row in kept if row.path[-1] not in known]
    return View(_placed(kept), _hidden(strangers, limits))


def shown_to_all(
    rows: Iterable[ClosedRow], readers: Iterable[Collection[int]], limits: Limits
) -> tuple[set[Place], set[Place]]:
    """Return (places whose n, places whose classes too) each of the readers may see: what may hang on a wall.

    `readers` are sets of units that somebody knows all about; an empty one stands for who passes by.
    """
    view = view_of_all(rows, readers, limits)
    seen = {place for place, counts in view.sums.items() if counts != NOBODY}
    counted = {place for place in seen if (*place, "n") not in view.hidden}
    return counted, {place for place in counted if not any((*place, column) in view.hidden for column in COLUMNS)}


def view_of_all(rows: Iterable[ClosedRow], readers: Iterable[Collection[int]], limits: Limits) -> View:
    """Return the month of `rows` as everybody may see it: what is hidden from one of the `readers` is hidden.

    `readers` as for `shown_to_all`. Each of them takes his own units away from whatever is handed to all.
    """
    kept = list(rows)
    there = {row.path[-1] for row in kept}
    hidden: dict[tuple[Hashable, ...], str] = {}
    for known in {frozenset(there.intersection(reach)) for reach in readers}:
        hidden |= _hidden([row for row in kept if row.path[-1] not in known], limits)
    return View(_placed(kept), hidden)


def shown_channels(strangers: Mapping[str, int], limits: Limits) -> set[str]:
    """Return the channels of a month whose n a reader is shown; `strangers` are the people who are not of his units."""
    places: dict[str, Place] = {channel: ("channel", channel) for channel in strangers}
    sums = {place: (strangers[channel], 0, 0) for channel, place in places.items()} | {
        ALL: (sum(strangers.values()), 0, 0)
    }
    hidden = _without({ALL: [*places.values()]}, sums, _n_rule(limits), set())
    return {channel for channel, place in places.items() if place not in hidden and ALL not in hidden}


def together(views: Iterable[View], place: Place) -> tuple[dict[str, int], dict[str, str]]:
    """Return the sums of several months at a place, and what is hidden: whatever is hidden in one of them."""
    total = dict.fromkeys(NPS_COLUMNS, 0)
    reasons: dict[str, str] = {}
    for view in views:
        sums, hidden = view.at(place)
        for column in NPS_COLUMNS:
            total[column] += sums[column]
        for column, reason in hidden.items():
            reasons.setdefault(column, reason)
    return total, reasons


def _placed(rows: Iterable[ClosedRow]) -> dict[Place, Counts]:
    units: dict[tuple[int, ...], Counts] = {}
    found: dict[Place, Counts] = {}
    for row in rows:
        counts = (row.promoters, row.passives, row.detractors)
        units[row.path] = _plus(units.get(row.path, NOBODY), counts)
        found["channel", row.channel] = _plus(found.get(("channel", row.channel), NOBODY), counts)
    branches: dict[int, Counts] = {}
    for path, counts in units.items():
        found["unit", path[-1]] = counts
        found[ALL] = _plus(found.get(ALL, NOBODY), counts)
        for unit in path:
            branches[unit] = _plus(branches.get(unit, NOBODY), counts)
    found.update({("branch", unit): counts for unit, counts in branches.items()})
    return found


def _plus(one: Counts, other: Counts) -> Counts:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _hidden(rows: list[ClosedRow], limits: Limits) -> dict[tuple[Hashable, ...], str]:
    """Return what to hide of the places of `rows`: first whose n, then whose three classes.

    One reason for all of it. A reader who was told which of two hidden units is the small one, and which was hidden
    only beside it, would know that the one has less than `base` and the other at least as many: of 11 that is 1 and 10.
    """
    sums = _placed(rows)
    if not sums:
        return {}
    below = _lines(rows)
    tree = {place: parts for place, parts in below.items() if place != ALL}
    trees = [{**tree, ALL: below[ALL]}, {ALL: [place for place in sums if place[0] == "channel"]}]
    without_n = _without_all(trees, sums, _n_rule(limits), [set(), set()])
    without_parts = _without_all(trees, sums, _part_rule(limits), without_n)
    hidden: dict[tuple[Hashable, ...], str] = {(*place, "n"): SMALL for places in without_n for place in places}
    hidden.update({(*place, part): SMALL for places in without_parts for place in places for part in NPS_COLUMNS})
    return hidden


def _without_all(
    trees: Sequence[Tree], sums: Mapping[Place, Counts], breaks: Rule, given: Sequence[set[Place]]
) -> list[set[Place]]:
    """Return `_without` of each tree; the whole, which they share, is shown by all of them or by none."""
    found = [_without(tree, sums, breaks, hidden) for tree, hidden in zip(trees, given, strict=True)]
    if any(ALL in hidden for hidden in found) and not all(ALL in hidden for hidden in found):
        return [_without(tree, sums, breaks, hidden | {ALL}) for tree, hidden in zip(trees, given, strict=True)]
    return found


def _without(tree: Tree, sums: Mapping[Place, Counts], breaks: Rule, given: set[Place]) -> set[Place]:
    """Return the places of `tree` whose figure is not shown. `given` are hidden already.

    From the top: below a hidden place everything is hidden. Below a shown one, what is hidden together is a figure too:
    the reader takes the shown parts away. So these together must pass the rule like a place, or the smallest shown part
    joins them. Then all that can be worked out are sums of disjoint groups, each of which passes the rule. Where no
    part is left to join (ten units of one answer each), the place itself is hidden.
    """
    known = set(given)
    while True:
        hidden, stuck = _walk(tree, sums, breaks, known)
        if not stuck:
            return hidden
        known |= stuck


def _walk(tree: Tree, sums: Mapping[Place, Counts], breaks: Rule, given: set[Place]) -> tuple[set[Place], set[Place]]:
    """Return (hidden places, shown places whose hidden parts tell of themselves all the same)."""
    hidden, stuck = ({ALL} if ALL in given or breaks(sums[ALL], []) else set()), set[Place]()
    waiting: list[Place] = [ALL]
    while waiting:
        place = waiting.pop()
        parts = tree.get(place, [])
        waiting += parts
        if place in hidden:
            hidden.update(parts)
            continue
        closed = {part for part in parts if part in given or breaks(sums[part], [])}
        open_parts = sorted(
            (part for part in parts if part not in closed and sums[part] != NOBODY),
            key=lambda part: (-sum(sums[part]), repr(part)),
        )
        while closed and (tells := _tells(closed, sums, breaks)) and open_parts:
            closed.add(open_parts.pop())
        if closed and tells:
            stuck.add(place)
        hidden.update(closed)
    return hidden, stuck


def _tells(closed: Collection[Place], sums: Mapping[Place, Counts], breaks: Rule) -> bool:
    """Do the places of `closed` together break the rule?"""
    counts = [sums[place] for place in closed]
    whole = sum(one[0] for one in counts), sum(one[1] for one in counts), sum(one[2] for one in counts)
    return breaks(whole, [sum(one) for one in counts])


def _n_rule(limits: Limits) -> Rule:
    """Return the rule for n: nobody, or as many as `base`. Of groups hidden together also: none is pinned down.

    A reader knows that what is hidden is somebody: four groups of five together are one or two each. Of groups that are
    all small he may guess that they are: two of 18 together are nine each.
    """

    def breaks(counts: Counts, members: Sequence[int]) -> bool:
        n, few = sum(counts), limits.base - 1
        if 0 < n < limits.base:
            return True
        if not members or limits.base <= NARROW + 1:
            return False
        somebody = [member for member in members if member]
        if n < len(somebody) + NARROW:
            return True
        return all(member <= few for member in somebody) and n > len(somebody) * few - NARROW

    return breaks


def _part_rule(limits: Limits) -> Rule:
    """Return the rule for the classes: enough people, in each class nobody or as many as `cell`, and not all in one."""

    def breaks(counts: Counts, _members: Sequence[int]) -> bool:
        n = sum(counts)
        is_small = 0 < n < limits.base or any(0 < count < limits.cell for count in counts)
        return is_small or bool(n and limits.cell > 1 and n in counts)

    return breaks


def _lines(rows: Iterable[ClosedRow]) -> dict[Place, list[Place]]:
    """Return {place: the places that add up to it}: a branch is its unit's own feedback and the branches below."""
    below: dict[Place, dict[Place, None]] = {}
    for path in {row.path for row in rows}:
        above: Place = ALL
        for unit in path:
            below.setdefault(above, {})["branch", unit] = None
            above = ("branch", unit)
        below.setdefault(above, {})["unit", path[-1]] = None
    return {whole: list(parts) for whole, parts in below.items()}
