"""What becomes of a message: the last two digits of its destination decide, so a test reads like its number."""

from dataclasses import dataclass

OK = 0x00
INVALID_DESTINATION = 0x0B
THROTTLED = 0x58


@dataclass(frozen=True)
class Behaviour:
    """`receipts`: status words to report, in order. `refusal`: answer instead of taking the message.

    `refusals`: how often it is refused before it is taken; None is always. `is_answered`: whether submit_sm gets
    its response; `is_receipt_first`: whether the report overtakes that response.
    """

    receipts: tuple[str, ...] = ("DELIVRD",)
    refusal: int = OK
    refusals: int | None = 0
    is_answered: bool = True
    is_receipt_first: bool = False


DELIVERED = Behaviour()

BY_DIGITS = {
    "00": DELIVERED,
    "01": Behaviour(("UNDELIV",)),
    "02": Behaviour(("EXPIRED",)),
    "03": Behaviour(("REJECTD",)),
    "04": Behaviour(("ENROUTE", "DELIVRD")),
    "05": Behaviour(("DELIVRD", "ENROUTE")),  # in the wrong order
    "11": Behaviour((), refusal=INVALID_DESTINATION, refusals=None),
    "12": Behaviour(refusal=THROTTLED, refusals=2),
    "13": Behaviour((), refusal=THROTTLED, refusals=None),
    "15": Behaviour((), is_answered=False),
    "17": Behaviour(("DELIVRD", "DELIVRD")),
    "18": Behaviour(()),
    "19": Behaviour(is_receipt_first=True),
}

ERRORS = {"DELIVRD": "000", "ENROUTE": "000", "UNDELIV": "069", "EXPIRED": "027", "REJECTD": "011"}
"""The operator's error number beside each status word."""
STATES = {"ENROUTE": 1, "DELIVRD": 2, "EXPIRED": 3, "UNDELIV": 5, "REJECTD": 8}
"""SMPP's message_state of each status word."""


def behaviour_of(destination: str) -> Behaviour:
    """Return the behaviour of a number; one without a rule is delivered."""
    return BY_DIGITS.get(destination[-2:], DELIVERED)
