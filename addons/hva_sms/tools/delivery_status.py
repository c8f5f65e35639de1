"""States of an invitation and how a gateway's reports move it.

Reports arrive late, twice and in any order, so states have a rank and move only to a higher one. The two ways back to
`due` are for a gateway that certainly did not take the message: `claimed`, when it said so at once, and `unknown`, when
it was asked later and has never seen it.

    due -> claimed -> submitted -> delivered | failed | expired
                   -> unknown   -> delivered | failed | expired     (never resent blindly)

A report about what is `due` again contradicts the gateway's own word. It is believed, so that nobody gets two.
"""

import re

STATES = ("due", "claimed", "submitted", "delivered", "failed", "expired", "unknown")
FINAL = frozenset({"delivered", "failed", "expired"})
REPORTED = FINAL | {"submitted", "unknown"}  # what a gateway's report may say

_RANKS = {"due": 0, "claimed": 1, "submitted": 2, "unknown": 3, "delivered": 4, "failed": 4, "expired": 4}
_STEPS = {
    "due": frozenset({"claimed", "submitted"}) | FINAL,
    "claimed": frozenset({"due", "submitted", "unknown"}) | FINAL,
    "submitted": frozenset({"unknown"}) | FINAL,
    "unknown": frozenset({"due"}) | FINAL,
}

FAILURES = {
    "undeliv": "The operator could not deliver it",
    "rejectd": "The operator or the phone refused it",
    "deleted": "The operator deleted it",
    "unknown": "The operator does not know what became of it",
    "failed": "The operator reported a failure",
    "expired": "Its time ran out before it was delivered",
    "invalid_destination": "The operator does not know the number",
    "nack": "The operator did not accept it",
    "retries_exceeded": "The operator was busy too long",
    "bad_number": "The gateway does not take the number",
    "bad_sender": "The sender would not arrive unharmed",
    "bad_text": "The text is empty or has characters that cannot be sent",
    "too_long": "The text takes more messages than the gateway allows",
    "no_validity": "No time was left in the sending window",
    "not_authorised": "The gateway does not accept our user name and password",
    "not_connected": "The gateway could not be reached",
    "connect_timeout": "The gateway could not be reached in time",
    "bad_certificate": "The gateway's certificate is not valid",
    "forbidden_address": "The gateway's name leads to an address that is never called",
    "unknown_request": "The gateway's address is wrong",
    "never_taken": "The gateway never took it, and its number is no longer here",
    "opted_out": "The person has refused text messages from us",
    "no_phone": "The number is gone",
    "no_rule": "The contact rule is gone",
    "restored": "It waited in a backup that was restored, and may have been sent before",
    "too_late": "It could not be sent in 72 hours",
    "read_timeout": "The gateway took it or not, and did not answer in time",
    "broken_connection": "The connection broke while it was handed over",
    "adapter_failed": "Our connection to the gateway has a fault",
    "crashed": "Our server stopped while it was handed over",
    "no_report": "The gateway took it and never told what became of it",
}
"""Why a message failed or is unknown: code -> English label. Behind a colon in the code is the operator's number."""

_DELIVERED, _UNDELIVERED, _BUFFERED, _ACCEPTED, _REFUSED, _EXPIRED = 1, 2, 4, 8, 16, 32
_KNOWN_BITS = 63
_STAT = re.compile(r"\bstat:([A-Za-z]{1,10})")
_ERR = re.compile(r"\berr:([0-9A-Za-z]{1,10})")
_INVALID_DESTINATION = "0x0000000b"


def rank(state: str) -> int:
    """Return how far along a state is; KeyError for what is not a state."""
    return _RANKS[state]


def can_move(a: str, b: str) -> bool:
    """Return whether an invitation in state `a` may go to `b`. Final states go nowhere. KeyError for other words."""
    rank(b)
    return b in (_STEPS[a] if a not in FINAL else ())


def from_kannel(mask: int, answer: str) -> tuple[str, str] | None:
    """Return (state, code) of Kannel's delivery report, None when it says nothing we know.

    `mask` is the type of the report, a sum of bits (34 is undelivered + expired); `answer` is the operator's raw
    receipt or refusal. The code is empty unless something failed, and never holds text of the receipt but its
    status and error number, as "undeliv:069".
    """
    if mask <= 0 or mask & ~_KNOWN_BITS:
        return None
    if mask & _DELIVERED:
        return None if mask & (_UNDELIVERED | _REFUSED | _EXPIRED) else ("delivered", "")
    if mask & (_UNDELIVERED | _EXPIRED):
        return _undelivered(mask, answer)
    if mask & _REFUSED:
        return "failed", _refusal(answer)
    return "submitted", ""


def failure_label(code: str) -> str:
    """Return the English label of a failure code; the code itself when it is not ours."""
    return FAILURES.get(code.partition(":")[0], code)


def _undelivered(mask: int, answer: str) -> tuple[str, str]:
    stat = _found(_STAT, answer).lower()
    err = _found(_ERR, answer).lower()
    is_expired = bool(mask & _EXPIRED) or stat == "expired"
    name = "expired" if is_expired else stat if stat in FAILURES else "failed"
    return ("expired" if is_expired else "failed"), f"{name}:{err}" if err else name


def _refusal(answer: str) -> str:
    """Name a refusal: Kannel writes "NACK/0x0000000b/Invalid Destination Address" or "NACK/Retries Exceeded"."""
    parts = answer.lower().split("/")
    if "retries exceeded" in parts:
        return "retries_exceeded"
    number = next((part for part in parts if re.fullmatch(r"0x[0-9a-f]{8}", part)), "")
    name = "invalid_destination" if number == _INVALID_DESTINATION else "nack"
    return f"{name}:{number}" if number else name


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""
