"""What of an answer's circumstances goes to the data lake: as much as enough others share. Pure.

Whoever reads the lake reads answers of units that are not the own. A unit, day, language and age that together point to
one answer point to one person, whatever the answer is called. So within a month every answer shares all that is told of
its circumstances with at least `base` - 1 others: what is rarer is told less exactly (the unit above) or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, Final

UNIT: Final = 0  # place of the unit in the facts; what follows is told from the left as far as it goes


class Told(Enum):
    """Stands in the place of a value that is not told. None is a value: nobody knows it."""

    NOT = "not"


NOT_TOLD: Final = Told.NOT
Facts = tuple[Any, ...]  # (unit, circumstance, circumstance, ...)
Shown = tuple[bool, Facts]  # (is the unit itself told, or only one above it, the facts as told)


def crowd(counts: Mapping[Facts, int], parents: Mapping[int, int | None], base: int) -> dict[Facts, Shown] | None:
    """Return how each combination of facts is told; None when all answers together are fewer than `base`.

    `counts` are answers by combination, in one month of one county; `parents` the unit above each unit. The unit told
    may be NOT_TOLD. Any set of answers that is told alike, with `Shown` as a whole, has at least `base` of them.
    """
    total = sum(counts.values())
    if total < max(base, 1):
        return None
    by_unit: dict[int, int] = {}
    for facts, count in counts.items():
        by_unit[facts[UNIT]] = by_unit.get(facts[UNIT], 0) + count
    found: dict[Facts, Shown] = {}
    together: dict[tuple[bool, Any], list[Facts]] = {}
    places = _places(by_unit, parents, base)
    for facts in counts:
        together.setdefault(places[facts[UNIT]], []).append(facts)
    for (is_exact, unit), members in together.items():
        _tell(members, counts, base, (unit,), is_exact, found)
    return found


def _places(by_unit: Mapping[int, int], parents: Mapping[int, int | None], base: int) -> dict[int, tuple[bool, Any]]:
    """Return {unit: (told exactly, unit told)}: too few go to the unit above, with what is there, until enough are."""
    groups: dict[Any, set[int]] = {unit: {unit} for unit in by_unit}
    for unit in sorted({*by_unit, *_above(by_unit, parents)}, key=lambda unit: (-_depth(unit, parents), unit)):
        members = groups.get(unit, set())
        if 0 < _size(members, by_unit) < base:
            above = parents.get(unit)
            place = NOT_TOLD if above is None or _depth(above, parents) >= _depth(unit, parents) else above
            groups.setdefault(place, set()).update(groups.pop(unit))
    while NOT_TOLD in groups and len(groups) > 1 and _size(groups[NOT_TOLD], by_unit) < base:
        # these few would be known by what is missing elsewhere: the smallest that is told joins them
        told = (place for place in groups if place is not NOT_TOLD)
        smallest = min(told, key=lambda place: (_size(groups[place], by_unit), place))
        groups[NOT_TOLD] |= groups.pop(smallest)
    return {unit: (members == {place}, place) for place, members in groups.items() for unit in members}


def _tell(
    members: Sequence[Facts], counts: Mapping[Facts, int], base: int, told: Facts, is_exact: bool, found: dict[Any, Any]
) -> None:
    """Tell the next circumstance of `members`, who share all that is `told`, and go on with each group they fall into.

    Values that too few share are not told; where these few together are too few still, the rarest other value joins.
    """
    position = len(told)
    if not members or position == len(members[0]):
        found.update(dict.fromkeys(members, (is_exact, told)))
        return
    groups: dict[Any, list[Facts]] = {}
    for facts in members:
        groups.setdefault(facts[position], []).append(facts)
    by_size = sorted(groups, key=lambda value: (_count(groups[value], counts), repr(value)))
    rest: list[Facts] = []
    while by_size and (_count(groups[by_size[0]], counts) < base or 0 < _count(rest, counts) < base):
        rest += groups.pop(by_size.pop(0))
    if rest:
        groups[NOT_TOLD] = rest
    for value, group in groups.items():
        _tell(group, counts, base, (*told, value), is_exact, found)


def _count(members: Iterable[Facts], counts: Mapping[Facts, int]) -> int:
    return sum(counts[facts] for facts in members)


def _size(units: Iterable[int], by_unit: Mapping[int, int]) -> int:
    return sum(by_unit[unit] for unit in units)


def _above(units: Iterable[int], parents: Mapping[int, int | None]) -> set[int]:
    found: set[int] = set()
    for unit in units:
        above = parents.get(unit)
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
    return found


def _depth(unit: int, parents: Mapping[int, int | None]) -> int:
    depth, seen, above = 0, {unit}, parents.get(unit)
    while above is not None and above not in seen:
        seen.add(above)
        depth, above = depth + 1, parents.get(above)
    return depth
