"""Which units are a person's own, among all that she answers for: those where nobody else is nearer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    """Where people were given a role by name.

    :param whole: units whose whole subtree is meant
    :param alone: units meant without what is under them
    """

    whole: Collection[int]
    alone: Collection[int]

    def has(self, place: int, unit: int) -> bool:
        """Tell whether somebody at `place` is there for `unit`, which is `place` or under it."""
        return place in self.whole or (place == unit and place in self.alone)


def own_units(paths: Mapping[int, Sequence[int]], mine: Places, others: Places) -> set[int]:
    """Return the units for which the nearest place, going up from the unit, is one of `mine`.

    :param paths: unit -> the unit itself, the one above it and so on up to the root
    :param others: the places of everybody else who handles cases; at the same unit a person's own place counts
    """
    own = set()
    for unit, path in paths.items():
        for place in path:
            if mine.has(place, path[0]):
                own.add(unit)
                break
            if others.has(place, path[0]):
                break
    return own
