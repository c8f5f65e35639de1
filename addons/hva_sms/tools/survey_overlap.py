"""Whether two surveys of a county ask the same people in the same days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One survey of the register. Days are inclusive. An empty set, or no unit, means everybody.

    `unit_path` holds the ids of the unit and of those above it.
    """

    id: int
    opens_on: date
    closes_on: date
    audience: str
    topics: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    unit_path: tuple[int, ...] = ()


def overlap(one: Entry, other: Entry) -> bool:
    """Tell whether period and audience of two surveys meet.

    The audience meets when it is of the same kind ("everybody" meets all), and topics, municipalities and units have
    something in common: a unit meets those above and below it.
    """
    if one.id == other.id or one.opens_on > other.closes_on or other.opens_on > one.closes_on:
        return False
    if one.audience != other.audience and "everybody" not in (one.audience, other.audience):
        return False
    return _meet(one.topics, other.topics) and _meet(one.places, other.places) and _in_line(one, other)


def overlaps(one: Entry, others: Iterable[Entry]) -> list[int]:
    """Return the ids of the surveys that meet one survey, in their order."""
    return [other.id for other in others if overlap(one, other)]


def _meet(mine: frozenset[int], theirs: frozenset[int]) -> bool:
    return not mine or not theirs or bool(mine & theirs)


def _in_line(one: Entry, other: Entry) -> bool:
    if not one.unit_path or not other.unit_path:
        return True
    return one.unit_path[-1] in other.unit_path or other.unit_path[-1] in one.unit_path
