"""States of a case, the steps between them and what each step asks for.

::

    new -> in_handling -> waiting <-> in_handling
                       -> answered -> closed -> reopened -> in_handling
                       -> closed

A case is taken before it is closed, so that somebody always stands behind an outcome. A case that goes to another unit
is nobody's there: it is new again, or stays reopened (`TRANSFER_STEPS`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

STATES: Mapping[str, str] = {
    "new": "New",
    "in_handling": "In handling",
    "waiting": "Waiting for customer",
    "answered": "Answered",
    "closed": "Closed",
    "reopened": "Reopened",
}
STEPS: Mapping[str, frozenset[str]] = {
    "new": frozenset({"in_handling"}),
    "in_handling": frozenset({"waiting", "answered", "closed"}),
    "waiting": frozenset({"in_handling", "answered", "closed"}),
    "answered": frozenset({"in_handling", "closed"}),
    "closed": frozenset({"reopened"}),
    "reopened": frozenset({"in_handling"}),
}
OUTCOMES: Mapping[str, str] = {
    "thanked": "Thanks passed on",
    "explained": "Explained to the customer",
    "corrected": "Corrected",
    "change_planned": "Change planned",
    "change_made": "Change made",
    "no_action": "No action",
    "not_ours": "Not ours to handle",
}
OUTCOMES_WITH_REASON = frozenset({"no_action", "not_ours"})
STATES_WITH_REASON = frozenset({"reopened"})
# Where a case that goes to another unit begins there. One that is answered or closed goes nowhere.
TRANSFER_STEPS: Mapping[str, str] = {
    "new": "new",
    "in_handling": "new",
    "waiting": "new",
    "reopened": "reopened",
}
# While a case is in one of these its deadline runs. While it waits for the customer the clock stands still.
RUNNING_STATES = frozenset({"new", "in_handling", "reopened"})

REFUSALS: Mapping[str, str] = {
    "unknown_state": "There is no such state.",
    "step_not_allowed": "A case cannot go from “%(current)s” to “%(target)s”.",
    "outcome_missing": "Choose an outcome before closing the case.",
    "outcome_unknown": "There is no such outcome.",
    "outcome_unexpected": "An outcome is given only when the case is closed.",
    "reason_missing": "Give a reason.",
}


@dataclass(frozen=True)
class Move:
    """A wish to move a case.

    :param current: the present state
    :param target: the wanted state
    :param outcome: code from OUTCOMES when closing, else None
    :param reason: why, in the handler's words
    :param is_transfer: the case goes to another unit
    """

    current: str
    target: str
    outcome: str | None = None
    reason: str | None = None
    is_transfer: bool = False


def refusal(move: Move) -> str | None:
    """Return the code from REFUSALS that forbids `move`, or None when it may happen."""
    if move.current not in STATES or move.target not in STATES:
        return "unknown_state"
    if not _is_a_step(move):
        return "step_not_allowed"
    if move.target == "closed":
        return _closing_refusal(move)
    if move.outcome:
        return "outcome_unexpected"
    if (move.is_transfer or move.target in STATES_WITH_REASON) and not _has_words(move.reason):
        return "reason_missing"
    return None


def _is_a_step(move: Move) -> bool:
    if move.is_transfer:
        return TRANSFER_STEPS.get(move.current) == move.target
    return move.target in STEPS[move.current]


def _closing_refusal(move: Move) -> str | None:
    if not move.outcome:
        return "outcome_missing"
    if move.outcome not in OUTCOMES:
        return "outcome_unknown"
    if move.outcome in OUTCOMES_WITH_REASON and not _has_words(move.reason):
        return "reason_missing"
    return None


def _has_words(text: str | None) -> bool:
    return bool(text and text.strip())
