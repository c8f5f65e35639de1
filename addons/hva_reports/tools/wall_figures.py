"""Which counts may hang on walls, where everybody reads them and can subtract one wall's from another's."""

from collections.abc import Hashable, Mapping, Set
from typing import TypeVar

Unit = TypeVar("Unit", bound=Hashable)


def shown(counts: Mapping[Unit, int], inside: Mapping[Unit, Set[Unit]], base: int) -> set[Unit]:
    """Return the units whose count may be shown.

    `inside` names for each unit those others that lie in it and have a wall too. A count is shown when it is at least
    `base`, and when what is left after taking away the shown counts inside it is nothing or at least `base` too. Taking
    away only some of them leaves more, so no other subtraction tells of fewer.
    """
    result: set[Unit] = set()
    for unit in sorted(counts, key=lambda each: (len(inside[each]), repr(each))):
        within = inside[unit] & result
        outermost = {each for each in within if not any(each in inside[other] for other in within)}
        rest = counts[unit] - sum(counts[each] for each in outermost)
        if counts[unit] >= base and (rest == 0 or rest >= base):
            result.add(unit)
    return result
