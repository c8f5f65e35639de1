"""The code with which a giver follows a feedback: 16 characters, 80 random bits, shown as `0AB3-9KQ7-XW21-5TZP`.

Letters as in `tools.hand_code`: what is misread is read as what was meant, and case, spaces and dashes do not matter.
The ticket to such a code is what the thank-you page carries after a feedback. It may stand in an address, so it must
lead nowhere once the day's secret is forgotten: the number of the feedback in it is hidden, not only signed.
"""

import hashlib
import hmac
import re
import secrets
from typing import Final

from .codes import is_code
from .hand_code import new_typed, read_typed

LENGTH: Final = 16
GROUP: Final = 4
TICKET_SECONDS: Final = 30 * 60
_SALT_BYTES: Final = 16
_TICKET: Final = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{44})\.(\d{1,12})\.([0-9a-f]{64})", re.ASCII)


def new_follow_code() -> str:
    """Return a fresh code, without the dashes that it is shown with."""
    return new_typed(LENGTH)


def read_follow_code(typed: str) -> str | None:
    """Return the code that was typed, None where it cannot be one. Never raises."""
    return read_typed(typed, LENGTH)


def show_follow_code(code: str) -> str:
    """Return a code in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def is_ticket(text: str) -> bool:
    """Tell whether `text` has the shape of a ticket."""
    return _TICKET.fullmatch(text) is not None


def issue_ticket(secret: bytes, nonce: str, now: int) -> str:
    """Return the ticket of the feedback with this form number. `secret` is the day's, `now` seconds since 1970."""
    salt = secrets.token_hex(_SALT_BYTES)
    hidden = _hide(secret, salt, nonce.encode()).hex()
    body = f"{salt}.{hidden}.{now}"
    return f"{body}.{_sign(secret, body)}"


def read_ticket(secret: bytes, ticket: str, now: int) -> str | None:
    """Return the form number of a ticket; None where it is too old, from another day or not ours. Never raises."""
    match = _TICKET.fullmatch(ticket)
    if not match:
        return None
    salt, hidden, issued_at, signature = match.groups()
    if not hmac.compare_digest(_sign(secret, f"{salt}.{hidden}.{issued_at}"), signature):
        return None
    if not -60 <= now - int(issued_at) <= TICKET_SECONDS:
        return None
    nonce = _hide(secret, salt, bytes.fromhex(hidden)).decode("ascii", "replace")
    return nonce if is_code(nonce) else None


def _hide(secret: bytes, salt: str, text: bytes) -> bytes:
    """Turn text into noise or back: the pad is used for this salt alone, and as long as the text at most."""
    pad = hmac.new(secret, f"hva-follow-pad:{salt}".encode(), hashlib.sha256).digest()
    return bytes(left ^ right for left, right in zip(text, pad, strict=False))


def _sign(secret: bytes, body: str) -> str:
    return hmac.new(secret, f"hva-follow:{body}".encode(), hashlib.sha256).hexdigest()
