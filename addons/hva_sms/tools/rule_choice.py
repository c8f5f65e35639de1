"""Which contact rule holds for a visit, and why not the others: the nearest one up the tree.

A rule holds in its unit and below it, for its services (all when it names none), for visits or for calls, between its
first and last day. Of those that hold, the nearest unit's wins; in one unit a rule that names the service wins over
one for all services, then the order of the list decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

VERDICTS = {
    "applies": "This rule applies",
    "other_kind": "For visits or calls only, and this is the other",
    "other_service": "For other services",
    "not_yet": "Not valid yet on that day",
    "over": "Not valid any more on that day",
    "farther": "A nearer unit has a rule of its own",
    "general": "Another rule of the unit names the service",
    "order": "Another rule comes before it in the list",
}
"""Code -> English label of what is said of a rule of the unit or of a unit above it."""


@dataclass(frozen=True)
class RuleScope:
    """Where and when one rule holds. `unit_id` None: the county. No `services`: all. Days are inclusive.

    `excluded_services` are codes of services that the rule leaves out: see `Choice`.
    """

    rule_id: int
    unit_id: int | None = None
    services: frozenset[int] = field(default_factory=frozenset)
    asks_about: str = "visit"
    valid_from: date | None = None
    valid_to: date | None = None
    sequence: int = 10
    excluded_services: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Place:
    """What a rule is looked for. `chain` is the unit and those above it, the nearest first."""

    chain: tuple[int, ...]
    day: date
    service_id: int | None = None
    asks_about: str = "visit"


@dataclass(frozen=True)
class Choice:
    """`rule_id` of the rule that holds, None without one.

    `excluded_services`: what it leaves out, together with what is left out by rules further up that hold as well: a
    service that the county never asks about is not taken back by a unit's own rule. `verdicts` are pairs of
    rule and code of VERDICTS, for every rule of the chain, the nearest first.
    """

    rule_id: int | None
    excluded_services: frozenset[str] = field(default_factory=frozenset)
    verdicts: tuple[tuple[int, str], ...] = ()


def choose(scopes: Iterable[RuleScope], place: Place) -> Choice:
    """Return which of the rules holds at a place. Rules of units outside the chain say nothing."""
    distance: dict[int | None, int] = {unit_id: steps for steps, unit_id in enumerate(place.chain)}
    distance[None] = len(place.chain)
    near = sorted((scope for scope in scopes if scope.unit_id in distance), key=lambda scope: _rank(scope, distance))
    refusals = {scope.rule_id: _refusal(scope, place) for scope in near}
    holding = [scope for scope in near if not refusals[scope.rule_id]]
    chosen = holding[0] if holding else None
    verdicts = tuple((scope.rule_id, refusals[scope.rule_id] or _standing(scope, chosen)) for scope in near)
    excluded = frozenset[str]().union(*(scope.excluded_services for scope in holding))
    return Choice(chosen.rule_id if chosen else None, excluded, verdicts)


def _rank(scope: RuleScope, distance: dict[int | None, int]) -> tuple[int, bool, int, int]:
    return distance[scope.unit_id], not scope.services, scope.sequence, scope.rule_id


def _refusal(scope: RuleScope, place: Place) -> str | None:
    """Return why a rule does not hold at a place, whatever the others do."""
    if scope.asks_about != place.asks_about:
        return "other_kind"
    if scope.services and place.service_id not in scope.services:
        return "other_service"
    if scope.valid_from and place.day < scope.valid_from:
        return "not_yet"
    if scope.valid_to and place.day > scope.valid_to:
        return "over"
    return None


def _standing(scope: RuleScope, chosen: RuleScope | None) -> str:
    """Return how a rule that holds stands to the one that was chosen."""
    if chosen is None or scope.rule_id == chosen.rule_id:
        return "applies"
    if scope.unit_id != chosen.unit_id:
        return "farther"
    return "general" if chosen.services and not scope.services else "order"
