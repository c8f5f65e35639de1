"""What no gateway may be asked to send, because it or the operator would damage it without a word."""

import re

from ..tools import sms_text
from .base import OutgoingMessage

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


def refusal(msg: OutgoingMessage, max_parts: int) -> str | None:
    """Return the code of why `msg` must not be handed over, None when it may.

    :param max_parts: how many messages the gateway joins into one
    """
    checks = (
        ("bad_number", not _NUMBER.fullmatch(msg.to)),
        ("bad_sender", not sms_text.is_sender(msg.sender)),
        ("bad_text", not sms_text.is_sendable(msg.text)),
        ("too_long", sms_text.segments(msg.text).parts > max_parts),
        ("no_validity", msg.validity_minutes < 1),
    )
    return next((code for code, applies in checks if applies), None)
