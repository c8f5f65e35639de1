"""What becomes of a message in the outbox, by what a gateway said of it. The steps themselves: `delivery_status`."""

from .delivery_status import FINAL

AFTER_REPLY = {"accepted": "submitted", "refused": "failed", "busy": "due", "unknown": "unknown"}
"""Outcome of a call -> state. Only `busy` is a word that it was certainly not taken and may be tried again."""


def after_question(answer: str, reported: str = "", *, has_number: bool = True, is_in_time: bool = True) -> str:
    """Return the state of an `unknown` message after its gateway was asked about it, "" to leave it as it is.

    :param answer: never_seen, known or unclear; :param reported: where a known message stands
    :param has_number: whether number and text are still here, :param is_in_time: whether it may still be sent
    """
    if answer == "known":
        return reported if reported in FINAL else ""
    if answer != "never_seen":
        return ""
    if not has_number:
        return "failed"
    return "due" if is_in_time else "expired"
