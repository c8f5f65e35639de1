"""The PIN of a staff link: kept as a slow hash, and guarded by waits that grow.

A PIN is short, so the hash does not hold out against somebody who has the database; the link's own code (128 bits, kept
as a hash too) does. What the PIN is for is a link that was forwarded or left on a screen.
"""

import hashlib
import hmac
import secrets
from typing import Final

MIN_LENGTH: Final = 4
MAX_LENGTH: Final = 12
FREE_TRIES: Final = 5
FIRST_WAIT_SECONDS: Final = 30
LONGEST_WAIT_SECONDS: Final = 60 * 60

# 16 MiB and some 50 ms a try on a server of today.
_COST, _BLOCK, _LANES = 2**14, 8, 1


def pin_problem(pin: str) -> str | None:
    """Return why a PIN cannot be taken (`pin_digits`, `pin_length`, `pin_easy`), or None."""
    if not (pin.isascii() and pin.isdigit()):
        return "pin_digits"
    if not MIN_LENGTH <= len(pin) <= MAX_LENGTH:
        return "pin_length"
    steps = {(int(after) - int(before)) % 10 for before, after in zip(pin, pin[1:], strict=False)}
    return "pin_easy" if len(steps) == 1 and steps <= {0, 1, 9} else None


def hash_pin(pin: str) -> str:
    """Return what is stored of a PIN: salt and hash."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}.{_stretch(pin, salt).hex()}"


def is_pin(pin: str, stored: str) -> bool:
    """Tell whether `pin` is the one that was stored. Takes its time, whatever the answer."""
    salt, _dot, digest = stored.partition(".")
    return hmac.compare_digest(_stretch(pin[: 2 * MAX_LENGTH], bytes.fromhex(salt)).hex(), digest)


def wait_seconds(wrong_tries: int) -> int:
    """Return how long to wait after so many wrong tries in a row: nothing at first, then doubling up to an hour."""
    over = wrong_tries - FREE_TRIES
    return 0 if over < 0 else min(FIRST_WAIT_SECONDS << min(over, 20), LONGEST_WAIT_SECONDS)


def _stretch(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(errors="replace"), salt=salt, n=_COST, r=_BLOCK, p=_LANES, dklen=32)
