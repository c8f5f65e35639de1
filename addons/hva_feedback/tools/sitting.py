"""What a member of staff carries from form to form while recording: that the PIN was right, and how many were saved.

A signed hidden field in place of a session: no cookie, nothing on the server, and worthless after half an hour, with
another link, or once the PIN is changed.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

MAX_AGE_SECONDS: Final = 30 * 60
_TOKEN: Final = re.compile(r"(\d{1,12})\.(\d{1,6})\.([01])\.([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sitting:
    """`count` feedbacks were saved in this sitting; `is_unlocked`: the PIN was given, half an hour ago at most."""

    is_unlocked: bool = False
    count: int = 0


def issue(secret: bytes, code: str, pin_hash: str, now: int, sitting: Sitting) -> str:
    """Return the field for the next page. `now` is seconds since 1970, `secret` stays on the server."""
    body = f"{now}.{min(sitting.count, 999_999)}.{int(sitting.is_unlocked)}"
    return f"{body}.{_sign(secret, code, pin_hash, body)}"


def read(secret: bytes, code: str, pin_hash: str, now: int, token: str) -> Sitting:
    """Return what a posted field says: a new, locked sitting where it is forged, of another link or PIN, or too old.

    Too old only locks: the count goes on. Never raises.
    """
    match = _TOKEN.fullmatch(token)
    if not match:
        return Sitting()
    issued_at, count, unlocked, signature = match.groups()
    expected = _sign(secret, code, pin_hash, f"{issued_at}.{count}.{unlocked}")
    age = now - int(issued_at)
    if not hmac.compare_digest(expected, signature) or age < -60:
        return Sitting()
    return Sitting(unlocked == "1" and age <= MAX_AGE_SECONDS, int(count))


def _sign(secret: bytes, code: str, pin_hash: str, body: str) -> str:
    return hmac.new(secret, f"hva-sitting:{code}:{pin_hash}:{body}".encode(), hashlib.sha256).hexdigest()
