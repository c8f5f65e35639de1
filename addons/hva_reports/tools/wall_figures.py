"""Which counts may hang on walls, where everybody reads them and can subtract one wall's from another's."""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

Unit = TypeVar("Unit", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was decided of a unit before: whether its count hangs, and which."""

    is_shown: bool
    count: int


def shown(
    counts: Mapping[Unit, int],
    inside: Mapping[Unit, Set[Unit]],
    base: int,
    seen: Mapping[Unit, Seen] | None = None,
) -> set[Unit]:
    """Return the units whose count may be shown.

    `inside` names for each unit those others that lie in it and have a wall too. A count is shown when it is at least
    `base`, and when what is left after taking away the shown counts inside it is nothing or at least `base` too, and
    the same holds then for every shown count around it. Taking away only some of them leaves more, so no other
    subtraction tells of fewer. What was `seen` stays as it is: a count that was not shown is not shown any more.
    """
    seen = seen or {}
    known = {**counts, **{unit: each.count for unit, each in seen.items() if each.is_shown}}
    result = {unit for unit, each in seen.items() if each.is_shown}
    for unit in sorted(counts, key=lambda each: (len(inside[each]), repr(each))):
        if unit in seen or known[unit] < base:
            continue
        wider = result | {unit}
        around = {each for each in wider if each == unit or unit in inside[each]}
        if all(_is_safe(each, known, inside, wider, base) for each in around):
            result = wider
    return result


def _is_safe(
    unit: Unit, counts: Mapping[Unit, int], inside: Mapping[Unit, Set[Unit]], shown_units: Set[Unit], base: int
) -> bool:
    within = inside[unit] & shown_units
    outermost = {each for each in within if not any(each in inside[other] for other in within)}
    rest = counts[unit] - sum(counts[each] for each in outermost)
    return rest == 0 or rest >= base
