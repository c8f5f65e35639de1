"""Play with a terminal, recognised by its pace: many answers, or the same one, within seconds. Marked, never dropped.

One person needs a start, a question and a sending for each answer; a queue of people needs longer still.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SECONDS: Final = 20
MANY: Final = 4  # answers of any kind within that time
SAME: Final = 3  # answers that say the same within that time


@dataclass(frozen=True, slots=True)
class Press:
    """One answer: when (seconds since 1970) and a hash of what it said."""

    at: float
    digest: str


def bursts(earlier: Sequence[Press], new: Sequence[Press]) -> set[int]:
    """Return the positions in `new` of the answers that belong to a burst, counting those that came before it."""
    presses = sorted(
        [(press.at, press.digest, None) for press in earlier]
        + [(press.at, press.digest, number) for number, press in enumerate(new)],
        key=lambda press: press[0],
    )
    found: set[int | None] = set()
    for first in range(len(presses)):
        window = [press for press in presses[first:] if press[0] - presses[first][0] <= SECONDS]
        same = [press for press in window if press[1] == presses[first][1]]
        found |= {press[2] for press in window} if len(window) >= MANY else set()
        found |= {press[2] for press in same} if len(same) >= SAME else set()
    return {number for number in found if number is not None}


def tail(presses: Sequence[Press]) -> list[Press]:
    """Return the latest presses that a later answer could make a burst with."""
    last = max((press.at for press in presses), default=0)
    return sorted((press for press in presses if last - press.at <= SECONDS), key=lambda press: press.at)[-MANY:]
