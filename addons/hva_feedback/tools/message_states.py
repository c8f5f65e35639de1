"""What becomes of a message to a giver. Reports may come late and in any order; a final state stays.

::

    queued -> sent -> delivered | failed      (a mail: `sent` is the mail server's word, `failed` also a bounce)
           -> unknown -> queued | sent        (a text message whose fate nobody knows)
    shown                                     (an answer that waits behind a code)
    received                                  (a message from the giver)
"""

from collections.abc import Mapping
from typing import Final

STATES: Final[Mapping[str, str]] = {
    "queued": "Waiting to be sent",
    "sent": "Sent",
    "delivered": "Delivered",
    "failed": "Not delivered",
    "unknown": "Not known whether delivered",
    "shown": "Shown by code",
    "received": "Received",
}
STEPS: Final[Mapping[str, frozenset[str]]] = {
    "queued": frozenset({"sent", "delivered", "failed", "unknown"}),
    "sent": frozenset({"delivered", "failed", "unknown"}),
    "unknown": frozenset({"queued", "sent", "delivered", "failed"}),
    "delivered": frozenset(),
    "failed": frozenset(),
    "shown": frozenset(),
    "received": frozenset(),
}


def can_move(current: str, target: str) -> bool:
    """Tell whether a message in state `current` may go to `target`. KeyError for what is not a state."""
    return target in STEPS[current]
