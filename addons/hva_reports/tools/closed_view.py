"""What a reader sees of units that are not his own: closed months as they were first counted, small numbers hidden.

Three things keep two views from being subtracted from one another. A closed month is counted once and kept, so a late
or corrected feedback changes nothing that was shown. What is hidden is decided by one table of the whole county's
month: all units, all branches of the tree and all channels are lines of one system. And a longer period is the sum of
months that are shown: it says nothing that they do not say. Pure.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Final, Generic, TypeVar

from .closed_table import TOP, ClosedRow, Counts, Place, Table, table_of
from .metric_registry import NPS_COLUMNS
from .suppression import Limits

COLUMNS: Final = ("n", *NPS_COLUMNS)
NARROW: Final = 3  # a hidden count has at least one more possible value than this
SMALL: Final = "small"  # the one reason of whatever the rule hides
# two bits for each place: its n is hidden, its three classes are
N_BIT, PARTS_BIT, BITS = 1, 2, 2
HIDDEN: Final = ((), ("n",), NPS_COLUMNS, COLUMNS)  # by these bits

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rule:
    """What may not be shown. `is_small` says so of each of some counts by itself.

    `tells` looks at groups that are hidden together: what they add up to, and the n of each.
    """

    is_small: Callable[[Iterable[Counts]], list[bool]]
    tells: Callable[[Counts, Sequence[int]], bool]


@dataclass(frozen=True, slots=True)
class Lines(Generic[Node]):
    """Places that add up: `parts` of each whole from `top` down, their `sums`; equal ones are told apart by `name`."""

    parts: Mapping[Node, Sequence[Node]]
    sums: Mapping[Node, Counts]
    top: Node
    name: Callable[[Node], object] = repr


@dataclass(frozen=True, slots=True)
class View:
    """One closed month for one reader: `sums` of every place, and as bits what of it is hidden, place by place.

    Months are shared by all readers. What is one reader's own is no larger than two bits for each place.
    """

    sums: Table = field(default_factory=lambda: table_of(()))
    hidden: int = 0

    def at(self, place: Place) -> tuple[dict[str, int], dict[str, str]]:
        """Return (sums by column of NPS_COLUMNS, {hidden column of COLUMNS: reason}) of a place."""
        return together([self], place)

    def tells(self, place: Place) -> bool:
        """Is there a figure of `place`, or a hidden one? Which rows there are tells too."""
        position = self.sums.position(place)
        return position is not None and (any(self.sums.at(position)) or bool(self.marks(position)))

    def marks(self, position: int) -> int:
        """Return the bits of a position in `sums`."""
        return self.hidden >> BITS * position & (N_BIT | PARTS_BIT)


def view_of(rows: Iterable[ClosedRow], reach: Collection[int], limits: Limits) -> View:
    """Return the month of `rows` for a reader who knows everything about the units of `reach`."""
    table = table_of(rows)
    return View(table, hidden_from(table, reach, limits))


def hidden_from(table: Table, reach: Collection[int], limits: Limits) -> int:
    """Return what `View.hidden` is for a reader who knows everything about the units of `reach`.

    The rule looks at all the other units together: the reader would take his own away from any total.
    """
    return _hidden(table, reach, limits)


def shown_channels(strangers: Mapping[str, int], limits: Limits) -> set[str]:
    """Return the channels of a month whose n a reader is shown; `strangers` are the people who are not of his units."""
    rule, every = n_rule(limits), ""
    sums = {channel: (people, 0, 0) for channel, people in strangers.items()} | {every: (sum(strangers.values()), 0, 0)}
    hidden = _without(Lines({every: list(strangers)}, sums, every), rule, _small(sums, rule))
    return set() if every in hidden else set(strangers) - hidden


def together(views: Iterable[View], place: Place) -> tuple[dict[str, int], dict[str, str]]:
    """Return the sums of several months at a place, and what is hidden: whatever is hidden in one of them."""
    return told(*found_at(views, place))


def found_at(views: Iterable[View], place: Place) -> tuple[Counts, int]:
    """Return (counts, bits of what is hidden) of several months at a place, as `told` takes them."""
    promoters = passives = detractors = marks = 0
    for view in views:
        position = view.sums.position(place)
        if position is not None:
            counts = view.sums.at(position)
            promoters += counts[0]
            passives += counts[1]
            detractors += counts[2]
            marks |= view.marks(position)
    return (promoters, passives, detractors), marks


def told(counts: Counts, marks: int) -> tuple[dict[str, int], dict[str, str]]:
    """Return (sums by column of NPS_COLUMNS, {hidden column of COLUMNS: reason})."""
    return dict(zip(NPS_COLUMNS, counts, strict=True)), dict.fromkeys(HIDDEN[marks], SMALL)


def as_one(views: Iterable[View]) -> list[View]:
    """Return views that say at every place `together` what `views` say: months of the same places are added up.

    For who asks about hundreds of places. What comes back is only to be looked at: it has no cells.
    """
    alike: dict[tuple[int, tuple[str, ...]], list[View]] = {}
    for view in views:
        alike.setdefault((id(view.sums.layout), view.sums.channels), []).append(view)
    return [months[0] if len(months) == 1 else _as_one(months) for months in alike.values()]


def _as_one(views: Sequence[View]) -> View:
    columns = zip(*(view.sums.columns for view in views), strict=True)
    promoters, passives, detractors, cells = ([*map(sum, zip(*column, strict=True))] for column in columns)
    table = replace(views[0].sums, columns=(promoters, passives, detractors, cells), cells=())
    return View(table, reduce(or_, (view.hidden for view in views)))


def _hidden(table: Table, reach: Collection[int], limits: Limits) -> int:
    """Return as bits what to hide of the places that others than `reach` have a part in: whose n, whose three classes.

    One reason for all of it. A reader who was told which of two hidden units is the small one, and which was hidden
    only beside it, would know that the one has less than `base` and the other at least as many: of 11 that is 1 and 10.
    """
    sums = table.without(reach)
    if not sums:
        return 0
    channels = [position for position in sums if position >= len(table.layout.parents)]
    below = [table.layout.tree(sums), {TOP: channels}]
    lines = [Lines(parts, sums, TOP, lambda position: repr(table.place(position))) for parts in below]
    without_n = _without_all(lines, n_rule(limits), [set(), set()])
    without_parts = _without_all(lines, part_rule(limits), without_n)
    marks = [0] * len(table.columns[0])
    for bit, hidden in ((N_BIT, without_n), (PARTS_BIT, without_parts)):
        for position in set[int]().union(*hidden):
            marks[position] |= bit
    return int("".join(map(str, reversed(marks))), 1 << BITS)


def _without_all(lines: Sequence[Lines[Node]], rule: Rule, given: Sequence[set[Node]]) -> list[set[Node]]:
    """Return `_without` of each; the whole, which they share, is shown by all of them or by none."""
    small = _small(lines[0].sums, rule)
    found = [_without(each, rule, small | hidden) for each, hidden in zip(lines, given, strict=True)]
    tops = {each.top for each, hidden in zip(lines, found, strict=True) if each.top in hidden}
    if tops and not all(each.top in hidden for each, hidden in zip(lines, found, strict=True)):
        return [_without(each, rule, small | hidden | tops) for each, hidden in zip(lines, given, strict=True)]
    return found


def _small(sums: Mapping[Node, Counts], rule: Rule) -> set[Node]:
    """Return the places of `sums` that break the rule, each by itself."""
    return {place for place, is_small in zip(sums, rule.is_small(sums.values()), strict=True) if is_small}


def _without(lines: Lines[Node], rule: Rule, given: set[Node]) -> set[Node]:
    """Return the places whose figure is not shown. `given` are hidden already, or break the rule by themselves.

    From the top: below a hidden place everything is hidden. Below a shown one, what is hidden together is a figure too:
    the reader takes the shown parts away. So these together must pass the rule like a place, or the smallest shown part
    joins them. Then all that can be worked out are sums of disjoint groups, each of which passes the rule. Where no
    part is left to join (ten units of one answer each), the place itself is hidden.
    """
    known = set(given)
    while True:
        hidden, stuck = _walk(lines, rule, known)
        if not stuck:
            return hidden
        known |= stuck


def _walk(lines: Lines[Node], rule: Rule, given: set[Node]) -> tuple[set[Node], set[Node]]:
    """Return (hidden places, shown places whose hidden parts tell of themselves all the same)."""
    hidden, stuck = {lines.top} & given, set[Node]()
    waiting = [lines.top]  # wholes
    while waiting:
        place = waiting.pop()
        parts = lines.parts[place]
        waiting += [part for part in parts if part in lines.parts]
        if place in hidden:
            hidden.update(parts)
            continue
        closed = given.intersection(parts)
        while closed and _tells(closed, lines, rule):
            joining = _smallest(lines, [part for part in parts if part not in closed])
            if joining is None:
                stuck.add(place)
                break
            closed.add(joining)
        hidden.update(closed)
    return hidden, stuck


def _smallest(lines: Lines[Node], places: Collection[Node]) -> Node | None:
    """Return the place of the fewest people, of equal ones the last by name; None where there are no people."""
    people = {place: n for place in places if (n := sum(lines.sums[place]))}
    least = min(people.values(), default=0)
    fewest = [place for place, n in people.items() if n == least]
    return max(fewest, key=lambda place: str(lines.name(place)), default=None)


def _tells(closed: Collection[Node], lines: Lines[Node], rule: Rule) -> bool:
    """Do the places of `closed` together break the rule? Their members are all that is hidden below them."""
    counts = [lines.sums[place] for place in closed]
    whole = sum(one[0] for one in counts), sum(one[1] for one in counts), sum(one[2] for one in counts)
    return rule.tells(whole, [sum(lines.sums[place]) for place in finest(closed, lines.parts)])


def finest(places: Iterable[Node], parts: Mapping[Node, Sequence[Node]]) -> list[Node]:
    """Return the places at or below `places` that have no parts."""
    found, waiting = list[Node](), list(places)
    while waiting:
        place = waiting.pop()
        if place in parts:
            waiting += parts[place]
        else:
            found.append(place)
    return found


def n_rule(limits: Limits) -> Rule:
    """Return the rule for n: nobody, or as many as `base`. Of groups hidden together also: none is pinned down.

    A reader knows that what is hidden is somebody: four groups of five together are one or two each. Of groups that are
    all small he may guess that they are: two of 18 together are nine each.
    """
    base = limits.base

    def is_small(every: Iterable[Counts]) -> list[bool]:
        return [0 < one + two + three < base for one, two, three in every]

    def tells(counts: Counts, members: Sequence[int]) -> bool:
        n, few = sum(counts), base - 1
        if 0 < n < base:
            return True
        if base <= NARROW + 1:
            return False
        somebody = [member for member in members if member]
        if n < len(somebody) + NARROW:
            return True
        return all(member <= few for member in somebody) and n > len(somebody) * few - NARROW

    return Rule(is_small, tells)


def part_rule(limits: Limits) -> Rule:
    """Return the rule for the classes: enough people, in each class nobody or as many as `cell`, and not all in one."""
    base, cell = limits.base, limits.cell

    def is_small(every: Iterable[Counts]) -> list[bool]:
        return [
            0 < (n := one + two + three) < base
            or 0 < one < cell
            or 0 < two < cell
            or 0 < three < cell
            or (n > 0 and cell > 1 and n in (one, two, three))
            for one, two, three in every
        ]

    def tells(counts: Counts, _members: Sequence[int]) -> bool:
        return is_small([counts])[0]

    return Rule(is_small, tells)
