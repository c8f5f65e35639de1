"""What a reader sees of units that are not his own: closed months as they were first counted, small numbers hidden.

Three things keep two views from being subtracted from one another. A closed month is counted once and kept, so a late
or corrected feedback changes nothing that was shown. What is hidden is decided by one table of the whole county's
month: all units, all branches of the tree and all channels are lines of one system. And a longer period is the sum of
months that are shown: it says nothing that they do not say. Pure.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from .metric_registry import NPS_COLUMNS
from .suppression import Group, Limits, Sum, suppress

Kind = Literal["unit", "branch", "channel", "all"]
Place = tuple[Kind, Hashable]  # ("unit", 12) itself, ("branch", 4) with all below it, ("channel", "sms"), ("all", "")
Sums = Mapping[str, int]

ALL: Final[Place] = ("all", "")
COLUMNS: Final = ("n", *NPS_COLUMNS)


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

    sums: Mapping[Place, Sums] = field(default_factory=dict)
    hidden: Mapping[tuple[Hashable, ...], str] = field(default_factory=dict)

    def at(self, place: Place) -> tuple[dict[str, int], dict[str, str]]:
        """Return (sums by column of NPS_COLUMNS, {hidden column of COLUMNS: reason}) of a place."""
        sums = dict(self.sums.get(place) or dict.fromkeys(NPS_COLUMNS, 0))
        reasons = {column: self.hidden[*place, column] for column in COLUMNS if (*place, column) in self.hidden}
        return sums, reasons


def view_of(rows: Iterable[ClosedRow], reach: Collection[int], limits: Limits) -> View:
    """Return the month of `rows` for a reader who knows everything about the units of `reach`.

    The rule looks at all the other units together: the reader would take his own away from any total.
    """
    kept = list(rows)
    sums = _placed(kept)
    strangers = [row for row in kept if row.path[-1] not in reach]
    return View(sums, _hidden(strangers, limits))


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


def _placed(rows: Iterable[ClosedRow]) -> dict[Place, dict[str, int]]:
    found: dict[Place, dict[str, int]] = {}
    for row in rows:
        places: list[Place] = [("unit", row.path[-1]), ("channel", row.channel), ALL]
        places += [("branch", unit) for unit in row.path]
        counts = (row.promoters, row.passives, row.detractors)
        for place in places:
            sums = found.setdefault(place, dict.fromkeys(NPS_COLUMNS, 0))
            for column, count in zip(NPS_COLUMNS, counts, strict=True):
                sums[column] += count
    return found


def _hidden(rows: list[ClosedRow], limits: Limits) -> dict[tuple[Hashable, ...], str]:
    sums = _placed(rows)
    counts = {(*place, column): sums[place][column] for place in sums for column in NPS_COLUMNS}
    counts |= {(*place, "n"): sum(sums[place].values()) for place in sums}
    groups = [
        Group((*place, "n"), tuple((*place, column) for column in NPS_COLUMNS)) for place in sorted(sums, key=repr)
    ]
    if not groups:
        return {}
    lines = [
        Sum((*whole, column), tuple((*part, column) for part in parts))
        for whole, parts in _lines(rows, sums).items()
        for column in COLUMNS
    ]
    lines += [Sum((*ALL, column), tuple((*part, column) for part in _of(sums, "channel"))) for column in COLUMNS]
    return dict(suppress(counts, groups, lines, limits))  # type: ignore[arg-type]


def _lines(rows: Iterable[ClosedRow], sums: Mapping[Place, Sums]) -> dict[Place, list[Place]]:
    """Return {place: the places that add up to it}: a branch is its unit's own feedback and the branches below."""
    below: dict[Place, dict[Place, None]] = {}
    for row in rows:
        above: Place = ALL
        for unit in row.path:
            below.setdefault(above, {})["branch", unit] = None
            above = ("branch", unit)
        below.setdefault(above, {})["unit", row.path[-1]] = None
    return {whole: list(parts) for whole, parts in below.items() if whole in sums}


def _of(sums: Iterable[Place], kind: Kind) -> list[Place]:
    return [place for place in sums if place[0] == kind]
