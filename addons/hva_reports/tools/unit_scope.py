"""Which units a question is about, and under which row each of them is counted. Pure.

Feedback keeps its unit for ever; it is counted where that unit's work goes on today: mergers are followed, then the
tree.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Node:
    """A unit of the county, also a closed one."""

    id: int
    parent: int | None
    merged_into: int | None
    label: str
    level: str | None
    is_active: bool


class Tree:
    """The county's units. A ring of mergers or parents is refused elsewhere; here it just ends."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes: Mapping[int, Node] = {node.id: node for node in nodes}

    @cached_property
    def paths(self) -> Mapping[int, tuple[int, ...]]:
        """Each unit -> the units above the one that goes on with its work, from the top, and that one at the end."""
        return {unit: self._path(self.current(unit)) for unit in self.nodes}

    @cached_property
    def parents(self) -> Mapping[int, list[int]]:
        """Each unit that has open units right below it -> these."""
        found: dict[int, list[int]] = {}
        for node in self.nodes.values():
            if node.is_active and not node.merged_into and node.parent in self.nodes and node.parent is not None:
                found.setdefault(node.parent, []).append(node.id)
        return found

    def current(self, unit: int) -> int:
        """Return the unit that goes on with `unit`'s work: itself, or the end of its chain of mergers."""
        seen = {unit}
        while (following := self.nodes[unit].merged_into) and following in self.nodes and following not in seen:
            unit = following
            seen.add(unit)
        return unit

    def scope(self, unit: int, *, below: bool) -> set[int]:
        """Return the units whose feedback counts for `unit`: merged into it and, with `below`, those under it."""
        wanted = self.current(unit)
        if below:
            return {each for each, path in self.paths.items() if wanted in path}
        return {each for each, path in self.paths.items() if path[-1] == wanted}

    def rows_below(self, scope: Collection[int], unit: int) -> dict[int, int]:
        """Return {unit of `scope`: the unit right below `unit` that it lies in, or `unit` itself}."""
        wanted = self.current(unit)
        found = {}
        for each in scope:
            path = self.paths[each]
            place = path.index(wanted) if wanted in path else -1
            found[each] = path[min(place + 1, len(path) - 1)]
        return found

    def tops(self, scope: Collection[int]) -> dict[int, int]:
        """Return {unit of `scope`: the highest unit above it, or itself, that is in `scope` too}."""
        kept = set(scope)
        return {each: next((one for one in self.paths[each] if one in kept), self.current(each)) for each in scope}

    def root_of(self, units: Collection[int]) -> int | None:
        """Return the unit that `units` are, with all that counts for it; None where they are anything else."""
        tops = set(self.tops(units).values())
        top = tops.pop() if len(tops) == 1 else None
        return top if top is not None and self.scope(top, below=True) == set(units) else None

    def branches(self, scope: Collection[int]) -> tuple[list[int], list[int]]:
        """Return (units whose branches together hold `scope`, units of these branches that are not in it).

        Branches are those of the tree as it stands, which is what `child_of` finds: mergers lead out of them and in.
        """
        above = {each: self._path(each) for each in self.nodes}
        tops = {each for each in scope if self.nodes[each].parent not in scope}
        return sorted(tops), sorted(each for each, path in above.items() if each not in scope and tops & set(path))

    def leaves(self, scope: Collection[int]) -> dict[int, int]:
        """Return {unit of `scope`: the unit that goes on with its work}."""
        return {each: self.paths[each][-1] for each in scope}

    def _path(self, unit: int) -> tuple[int, ...]:
        path = [unit]
        while (above := self.nodes[path[-1]].parent) and above in self.nodes and above not in path:
            path.append(above)
        return tuple(reversed(path))
