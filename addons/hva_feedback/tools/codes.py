"""Public codes: 22 base62 characters from the operating system's random source (just over 128 bits).

A code is long enough that guessing is hopeless and short enough for one text message. Where the code is a secret (a
personal link) only `hash_code(code)` is stored, so a leaked database opens nothing.
"""

import hashlib
import re
import secrets
import string
from typing import Final

ALPHABET: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
LENGTH: Final = 22
_SHAPE: Final = re.compile(r"[0-9A-Za-z]{22}", re.ASCII)


def new_code() -> str:
    """Return a fresh code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_code(text: str) -> bool:
    """Tell whether `text` has the shape of a code, so that anything else is refused before a look-up."""
    return _SHAPE.fullmatch(text) is not None


def hash_code(code: str) -> str:
    """Return the SHA-256 of a code as 64 hexadecimal characters. Look up by it: no comparison, no timing question."""
    return hashlib.sha256(code.encode()).hexdigest()
