"""Whether a case may go to another unit, and what became of it there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .case_states import TRANSFER_STEPS

# What became of a transfer, in the order of a screen.
ENDINGS: Mapping[str, str] = {
    "there": "Handled there",
    "returned": "Came back",
    "passed_on": "Passed on",
    "closed": "Closed",
}


@dataclass(frozen=True)
class TransferFacts:
    """What is known of a wish to transfer one case.

    :param state: present state of the case
    :param has_reason: a reason was given
    :param is_same_county: both units belong to one county
    :param is_in_use: the chosen unit and the one that handles its cases exist today and are not merged away
    :param is_same_unit: the case would stay where it is
    :param is_manned: somebody handles the cases of the receiving unit
    """

    state: str
    has_reason: bool = True
    is_same_county: bool = True
    is_in_use: bool = True
    is_same_unit: bool = False
    is_manned: bool = True


Forbids = Callable[[TransferFacts], bool]
# The first that applies is told.
CHECKS: tuple[tuple[str, Forbids], ...] = (
    ("state", lambda facts: facts.state not in TRANSFER_STEPS),
    ("reason_missing", lambda facts: not facts.has_reason),
    ("other_county", lambda facts: not facts.is_same_county),
    ("ended", lambda facts: not facts.is_in_use),
    ("same_unit", lambda facts: facts.is_same_unit),
    ("unmanned", lambda facts: not facts.is_manned),
)


def transfer_refusal(facts: TransferFacts) -> str | None:
    """Return the code from CHECKS that forbids the transfer, or None when it may happen."""
    return next((code for code, forbids in CHECKS if forbids(facts)), None)


@dataclass(frozen=True)
class Hop:
    """One transfer of a case."""

    from_unit: int
    to_unit: int


def ending(number: int, hops: Sequence[Hop], is_closed: bool) -> str:
    """Return what became of the transfer at index `number`, a code of ENDINGS.

    :param hops: all transfers of the case, oldest first
    :param is_closed: the case is closed now
    A case that came back is told so also when it is closed later: the first unit closed it then.
    """
    later = hops[number + 1 :]
    if any(hop.to_unit == hops[number].from_unit for hop in later):
        return "returned"
    if is_closed:
        return "closed"
    return "passed_on" if later else "there"


def has_loop(hops: Sequence[Hop]) -> bool:
    """Say whether the case has been in one unit twice."""
    visited = [hop.from_unit for hop in hops[:1]] + [hop.to_unit for hop in hops]
    return len(set(visited)) < len(visited)
