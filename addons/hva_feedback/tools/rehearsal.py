"""What other rules would have done with past feedback, counted beside what was done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .routing import Decision

MOST_EXAMPLES = 20


@dataclass(frozen=True)
class Past:
    """One past feedback: what was decided, and what would be.

    :param was_case: whether it became a case
    :param reason: reason code of that, or None while it was not routed
    """

    answer_id: int
    was_case: bool
    reason: str | None
    decision: Decision


@dataclass(frozen=True)
class Outcome:
    """Whether there is a case, and why."""

    is_case: bool
    reason: str | None


@dataclass
class Change:
    """Feedback that would go another way: how many, and the newest of it."""

    before: Outcome
    after: Outcome
    count: int = 0
    examples: list[int] = field(default_factory=list)


class Tally:
    """Counts as batches come in, oldest first; nothing is kept of a feedback but the ids of examples."""

    def __init__(self) -> None:
        self.total = 0
        self.before: Counter[Outcome] = Counter()
        self.after: Counter[Outcome] = Counter()
        self._changes: dict[tuple[Outcome, Outcome], Change] = {}

    def add(self, pasts: Iterable[Past]) -> None:
        """Count these."""
        for past in pasts:
            before = Outcome(past.was_case, past.reason)
            after = Outcome(past.decision.makes_case, past.decision.reason)
            self.total += 1
            self.before[before] += 1
            self.after[after] += 1
            if before != after:
                change = self._changes.setdefault((before, after), Change(before, after))
                change.count += 1
                change.examples = [*change.examples[-MOST_EXAMPLES + 1 :], past.answer_id]

    @property
    def cases_before(self) -> int:
        """How many became cases."""
        return sum(count for outcome, count in self.before.items() if outcome.is_case)

    @property
    def cases_after(self) -> int:
        """How many would become cases."""
        return sum(count for outcome, count in self.after.items() if outcome.is_case)

    def outcomes(self) -> list[tuple[Outcome, int, int]]:
        """Return (outcome, how many had it, how many would have it), cases first, then the most frequent."""
        every = self.before.keys() | self.after.keys()
        rows = [(outcome, self.before[outcome], self.after[outcome]) for outcome in every]
        return sorted(rows, key=lambda row: (not row[0].is_case, -row[2], -row[1], row[0].reason or ""))

    def changes(self) -> list[Change]:
        """Return the changes, the most frequent first."""
        return sorted(self._changes.values(), key=lambda change: -change.count)
