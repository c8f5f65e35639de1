"""Who answers less: each group of people who were asked beside all the others. Pure.

Two counts are compared, never two people: nobody knows who of the asked has answered. Groups of fewer than SMALLEST
asked are not told apart, for a handful is chance, and might be somebody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .intervals import difference, wilson
from .metric_registry import Figure

SMALLEST: Final = 10


@dataclass(frozen=True, slots=True)
class Group:
    """How many were asked and how many answers came."""

    asked: int
    answered: int


def rate(group: Group) -> Figure | None:
    """Return the response rate with Wilson's interval; None where nobody was asked.

    Answers may come after the period's end, so there can be more of them than people asked: then without an interval.
    """
    if not group.asked:
        return None
    low, high = wilson(group.answered, group.asked) if group.answered <= group.asked else (None, None)
    return Figure(group.answered / group.asked, low, high, group.asked)


def gaps(groups: Mapping[str, Group], smallest: int = SMALLEST) -> dict[str, Figure | None]:
    """Return {key: rate of the group less that of all others together, with its interval}.

    None where either side has fewer than `smallest` people asked, or more answers than people.
    """
    asked, answered = sum(one.asked for one in groups.values()), sum(one.answered for one in groups.values())
    found: dict[str, Figure | None] = {}
    for key, one in groups.items():
        others = Group(asked - one.asked, answered - one.answered)
        found[key] = _gap(one, others) if min(one.asked, others.asked) >= max(smallest, 1) else None
    return found


def _gap(one: Group, others: Group) -> Figure | None:
    if one.answered > one.asked or others.answered > others.asked:
        return None
    here, there = one.answered / one.asked, others.answered / others.asked
    step, low, high = difference(
        (here, wilson(one.answered, one.asked)), (there, wilson(others.answered, others.asked))
    )
    return Figure(step, low, high, one.asked)
