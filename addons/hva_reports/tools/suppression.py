"""Hide small counts so that nothing hidden can be worked out from what is shown.

A published table is a set of counts and of sums between them (a row adds up to its n, the units add up to the
county). `suppress` first hides what is small, then hides more until no hidden count follows from the shown ones.
The rule and its sources: docs/decisions/0015-suppression.md.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Key = Hashable
_PRIME: Final = (1 << 61) - 1  # sums are checked modulo a prime: exact in effect, and no fraction ever grows
_ROUNDS: Final = 30  # of passing bounds along the lines; they settle in a few


@dataclass(frozen=True, slots=True)
class Limits:
    """`base`: a group with fewer answers shows nothing. `cell`: a part with fewer people (but not none) is hidden."""

    base: int = 10
    cell: int = 5


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one group: the count of all of them is `n`, the counts of its parts add up to it."""

    n: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is what `parts` add up to, and the reader knows that it is so."""

    total: Key
    parts: tuple[Key, ...]


def suppress(
    counts: Mapping[Key, int], groups: Sequence[Group], sums: Sequence[Sum], limits: Limits | None = None
) -> dict[Key, str]:
    """Return {key: reason} of the counts to hide; what is not there may be shown.

    `counts` has every key of `groups` and `sums`. A group is a sum too and need not be repeated among `sums`.
    Figures computed from a hidden count (shares, scores) are for the caller to hide as well.
    Raises ValueError when a sum does not add up: then the picture of what a reader can solve would be wrong.
    """
    every_sum = [*(Sum(group.n, group.parts) for group in groups), *sums]
    for line in every_sum:
        if counts[line.total] != sum(counts[part] for part in line.parts):
            raise ValueError("a sum does not add up")
    limits = limits or Limits()
    hidden = _primary(counts, groups, limits)
    lines = _lines_by_key(every_sum)
    while open_keys := solvable(hidden, every_sum) or _narrow(hidden, counts, groups, every_sum, limits):
        more = _complements(open_keys, hidden, counts, lines)
        if not more:
            break  # nothing shown is left beside them: what follows then follows from the shape of the table alone
        hidden.update(dict.fromkeys(more, "complement"))
    return hidden


def solvable(hidden: Collection[Key], sums: Iterable[Sum]) -> set[Key]:
    """Return the hidden keys whose count follows from the shown ones: alone on a line after elimination."""
    rows = [row for line in sums if (row := _hidden_part(line, hidden))]
    return {next(iter(row)) for row in _reduced(rows) if len(row) == 1}


def _primary(counts: Mapping[Key, int], groups: Sequence[Group], limits: Limits) -> dict[Key, str]:
    hidden: dict[Key, str] = {}
    for group in groups:
        n = counts[group.n]
        if 0 < n < limits.base:
            hidden.update(dict.fromkeys((group.n, *group.parts), "too_few"))
        elif n and any(counts[part] == n for part in group.parts):
            # all in one part: each zero beside it tells how everybody in the group answered
            hidden.update({part: "full_group" for part in group.parts if part not in hidden})
        else:
            small = [part for part in group.parts if 0 < counts[part] < limits.cell and part not in hidden]
            hidden.update(dict.fromkeys(small, "small_cell"))
    return hidden


def _complements(
    open_keys: set[Key], hidden: Collection[Key], counts: Mapping[Key, int], lines: Mapping[Key, Sequence[Sum]]
) -> set[Key]:
    """Return, for each open key, the cheapest shown count beside it: the smallest, and zeros last.

    Its shortest line is asked first (its own group before the column of all units), so that one round deals with many
    groups. When everything on its own lines is hidden, the lines of its hidden neighbours are looked at.
    """
    chosen: set[Key] = set()
    for key in sorted(open_keys, key=repr):
        offers = _offers(key, hidden, lines)
        if offers and not offers & chosen:
            chosen.add(min(offers, key=lambda other: (counts[other] == 0, counts[other], repr(other))))
    return chosen


def _offers(key: Key, hidden: Collection[Key], lines: Mapping[Key, Sequence[Sum]]) -> set[Key]:
    """Return the shown keys of the shortest line of `key` that has any, or of the nearest lines around it."""
    for line in sorted(lines[key], key=lambda line: len(line.parts)):
        if shown := {member for member in (line.total, *line.parts) if member not in hidden}:
            return shown
    reached = {key}
    while len(wider := reached | _beside(reached, lines)) > len(reached):
        reached = wider
        if shown := {member for member in reached if member not in hidden}:
            return shown
    return set()


def _narrow(
    hidden: Mapping[Key, str], counts: Mapping[Key, int], groups: Sequence[Group], sums: Sequence[Sum], limits: Limits
) -> set[Key]:
    """Return hidden keys that the shown counts pin down to fewer than four values (fewer than the reason allows).

    Two hidden counts that add up to 2 are both 1: no line solves them, yet they are known. The reason codes are
    shown, so a reader knows that "too few" means 1 to base - 1. Bounds are passed along the lines until they settle.
    """
    tops = {group.n for group in groups}
    ceiling = float(max(counts.values(), default=0))
    bounds = {key: _first_bounds(key, reason, tops, limits, ceiling) for key, reason in hidden.items()}
    wanted = {key: min(3.0, high - low) for key, (low, high) in bounds.items()}
    for _round in range(_ROUNDS):
        if not any([_tighten(line, bounds, counts) for line in sums]):
            break
    return {key for key, (low, high) in bounds.items() if high - low < wanted[key]}


def _first_bounds(key: Key, reason: str, tops: Collection[Key], limits: Limits, ceiling: float) -> tuple[float, float]:
    if reason == "too_few":
        return (1.0 if key in tops else 0.0), float(limits.base - 1)
    if reason == "small_cell":
        return 1.0, float(limits.cell - 1)
    return 0.0, ceiling


def _tighten(line: Sum, bounds: dict[Key, tuple[float, float]], counts: Mapping[Key, int]) -> bool:
    """Narrow the bounds of the line's hidden members by its shown ones; True when something moved."""
    members = [(part, 1) for part in line.parts] + [(line.total, -1)]
    unknown = [(key, sign) for key, sign in members if key in bounds]
    rest = -sum(sign * counts[key] for key, sign in members if key not in bounds)
    lows = {key: min(sign * bounds[key][0], sign * bounds[key][1]) for key, sign in unknown}
    highs = {key: max(sign * bounds[key][0], sign * bounds[key][1]) for key, sign in unknown}
    all_low, all_high = sum(lows.values()), sum(highs.values())
    moved = False
    for key, sign in unknown:
        ends = (sign * (rest - all_high + highs[key]), sign * (rest - all_low + lows[key]))
        low, high = max(bounds[key][0], min(ends)), min(bounds[key][1], max(ends))
        moved = moved or (low, high) != bounds[key]
        bounds[key] = (low, high)
    return moved


def _lines_by_key(sums: Iterable[Sum]) -> dict[Key, list[Sum]]:
    lines: dict[Key, list[Sum]] = {}
    for line in sums:
        for key in (line.total, *line.parts):
            lines.setdefault(key, []).append(line)
    return lines


def _beside(keys: Collection[Key], lines: Mapping[Key, Sequence[Sum]]) -> set[Key]:
    """Return all members of the lines that hold one of `keys`."""
    return {member for key in keys for line in lines.get(key, ()) for member in (line.total, *line.parts)}


def _hidden_part(line: Sum, hidden: Collection[Key]) -> dict[Key, int]:
    """Return the line as an equation of its hidden members: {key: coefficient modulo the prime}."""
    row: dict[Key, int] = {part: 1 for part in line.parts if part in hidden}
    if line.total in hidden:
        row[line.total] = _PRIME - 1
    return row


def _reduced(rows: Iterable[dict[Key, int]]) -> list[dict[Key, int]]:
    """Return the reduced row echelon form, sparse. Short rows first, so that long ones fill up late."""
    pivots: dict[Key, dict[Key, int]] = {}
    users: dict[Key, set[Key]] = {}  # column -> pivots whose row has it
    for row in sorted(rows, key=len):
        row = dict(row)
        for column in [column for column in row if column in pivots]:
            _subtract(row, pivots[column], row[column])
        if not row:
            continue
        pivot = min(row, key=lambda column: len(users.get(column, ())))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {column: value * inverse % _PRIME for column, value in row.items()}
        for other in list(users.get(pivot, ())):
            before = set(pivots[other])
            _subtract(pivots[other], row, pivots[other][pivot])
            for column in before ^ set(pivots[other]):
                users.setdefault(column, set()).symmetric_difference_update({other})
        pivots[pivot] = row
        for column in row:
            users.setdefault(column, set()).add(pivot)
    return list(pivots.values())


def _subtract(row: dict[Key, int], other: Mapping[Key, int], factor: int) -> None:
    for column, value in other.items():
        left = (row.get(column, 0) - factor * value) % _PRIME
        if left:
            row[column] = left
        else:
            row.pop(column, None)
