"""The signed field that a page carries to its POST: it stands for the session and the CSRF token we do not have.

It says which code and set version the page showed, when, and a number used once. The signature stops made-up numbers,
the time stops forms kept for days, and the number stored with the answer stops double posts.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final, Literal

from .codes import new_code

MAX_AGE_SECONDS: Final = 24 * 60 * 60
# Nobody reads and answers faster. Such an answer is kept and marked, never refused: assistive software is fast.
MIN_FILL_SECONDS: Final = 2

_TOKEN: Final = re.compile(r"(\d{1,10})\.(\d{1,12})\.([0-9A-Za-z]{22})\.([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormNonce:
    """What a posted token says. `ok` and `expired` tokens are ours; a `bad` one is forged, cut or for another code.

    `busy` and `mark` are not in the token: the door says so of what came too often (`tools.throttle`).
    """

    state: Literal["ok", "expired", "bad", "busy"]
    nonce: str | None = None
    survey_id: int | None = None
    is_too_fast: bool = False
    mark: str | None = None


def issue(secret: bytes, code: str, survey_id: int, now: int, nonce: str | None = None) -> str:
    """Return a fresh token for a page. `now` is seconds since 1970, `secret` stays on the server.

    A page that is shown again keeps the `nonce` of its first token: it asks the same and is stored once.
    """
    body = f"{survey_id}.{now}.{nonce or new_code()}"
    return f"{body}.{_sign(secret, code, body)}"


def read(secret: bytes, code: str, token: str, now: int) -> FormNonce:
    """Check a posted token. Never raises; a time in the future counts as bad."""
    match = _TOKEN.fullmatch(token)
    if not match:
        return FormNonce("bad")
    survey_id, issued_at, nonce, signature = match.groups()
    expected = _sign(secret, code, f"{survey_id}.{issued_at}.{nonce}")
    age = now - int(issued_at)
    # Two web nodes may disagree by a little; more than a minute ahead is not a clock but a forgery.
    if not hmac.compare_digest(expected, signature) or age < -60:
        return FormNonce("bad")
    return FormNonce(
        "expired" if age > MAX_AGE_SECONDS else "ok", nonce, int(survey_id), is_too_fast=age < MIN_FILL_SECONDS
    )


def _sign(secret: bytes, code: str, body: str) -> str:
    return hmac.new(secret, f"hva-form:{code}:{body}".encode(), hashlib.sha256).hexdigest()
