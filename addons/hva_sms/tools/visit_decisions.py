"""Decisions about several visits at once: what one invitation means for the next visit of the same person or unit.

`eligibility` looks at one visit. Here the latest visit comes first, so that of two visits of one person it is the one
that is asked about, and each invitation starts a rest time and takes a place of its day.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from . import eligibility
from .eligibility import ContactRule, Decision, VisitFacts

Person = tuple[str, str]
"""A kind and a keyed hash, or in a rehearsal whatever stands for a person while it lasts."""


@dataclass(frozen=True)
class Candidate:
    """One visit to be decided. Of `facts`, rest time and cap are found out here.

    `order` sorts the visits in time. `due_on` is the local day of sending, None where nothing would be sent.
    `lifted` are rest times of invitations that give way to this visit: person -> their last day. Caps: 0 is none.
    """

    facts: VisitFacts
    policy: ContactRule | None
    order: tuple[object, ...]
    persons: frozenset[Person] = frozenset()
    due_on: date | None = None
    rule_id: int = 0
    unit_id: int = 0
    rest_days: int = 0
    rule_cap: int = 0
    unit_cap: int = 0
    lifted: Mapping[Person, date] = field(default_factory=dict)

    @property
    def rest_until(self) -> date:
        """The last day of the rest time that its invitation starts."""
        return (self.due_on or date.min) + timedelta(days=self.rest_days)


class Invited:
    """Who rests until when, and how many invitations each day has: grows while visits are decided.

    `rest`: person -> last day. `planned`: (rule, unit or 0 for all units, day) -> invitations.
    """

    def __init__(
        self, rest: Mapping[Person, date] | None = None, planned: Mapping[tuple[int, int, date], int] | None = None
    ) -> None:
        self.rest: dict[Person, date] = dict(rest or {})
        self.planned: Counter[tuple[int, int, date]] = Counter(planned or {})
        self._just_now: set[Person] = set()

    def is_resting(self, visit: Candidate) -> bool:
        """Tell whether somebody of the visit's persons was asked too short a while ago."""
        if visit.persons & self._just_now:
            return True
        return visit.due_on is not None and any(
            self.rest[person] >= visit.due_on and not self._gives_way(person, visit)
            for person in visit.persons & self.rest.keys()
        )

    def is_full(self, visit: Candidate) -> bool:
        """Tell whether the visit's rule has no room left on the day of sending."""
        if visit.due_on is None:
            return False
        of_rule = self.planned[visit.rule_id, 0, visit.due_on]
        of_unit = self.planned[visit.rule_id, visit.unit_id, visit.due_on]
        return bool(visit.rule_cap and of_rule >= visit.rule_cap) or bool(visit.unit_cap and of_unit >= visit.unit_cap)

    def add(self, visit: Candidate) -> None:
        """Note that the visit's person is invited."""
        self._just_now |= visit.persons
        if visit.due_on is None:
            return
        self.planned[visit.rule_id, 0, visit.due_on] += 1
        self.planned[visit.rule_id, visit.unit_id, visit.due_on] += 1
        self.start_rest(visit, visit.due_on)

    def start_rest(self, visit: Candidate, day: date) -> None:
        """Let the visit's persons rest from the day of sending on; no rest is made shorter."""
        if visit.rest_days:
            until = day + timedelta(days=visit.rest_days)
            for person in visit.persons:
                self.rest[person] = max(until, self.rest.get(person, until))

    def end_rest(self, visit: Candidate) -> None:
        """End the rest that the visit's invitation started. One that goes on longer by now is another's and stays."""
        for person in visit.persons & self.rest.keys():
            if self.rest[person] <= visit.rest_until:
                del self.rest[person]

    def take_back(self, visit: Candidate) -> None:
        """Forget an invitation that never left, as if never made."""
        self.end_rest(visit)
        if visit.due_on is not None:
            self.planned[visit.rule_id, 0, visit.due_on] -= 1
            self.planned[visit.rule_id, visit.unit_id, visit.due_on] -= 1

    def begin_batch(self) -> None:
        """Forget who was invited together: from now on only rest times count."""
        self._just_now = set()

    def _gives_way(self, person: Person, visit: Candidate) -> bool:
        return person in visit.lifted and self.rest[person] <= visit.lifted[person]


def decide(candidates: Sequence[Candidate], invited: Invited) -> list[Decision]:
    """Return a decision for each candidate, in their order, and note the invitations in `invited`."""
    decisions: list[Decision] = [Decision(False)] * len(candidates)
    latest_first = sorted(range(len(candidates)), key=lambda place: candidates[place].order, reverse=True)
    for place in latest_first:
        visit = candidates[place]
        facts = replace(visit.facts, is_in_quarantine=invited.is_resting(visit), is_cap_full=invited.is_full(visit))
        decisions[place] = eligibility.evaluate(facts, visit.policy)
        if decisions[place].eligible:
            invited.add(visit)
    return decisions
