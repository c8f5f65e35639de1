"""Codes that people type from a slip: 13 characters that are hard to misread, 65 random bits.

The alphabet is Crockford's base 32: digits and letters without I, L, O and U. What is misread all the same is read as
what was meant (O is 0; I and L are 1), and case, spaces and dashes do not matter.
"""

import re
import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 13
_GROUPS: Final = (4, 4, 5)
_MISREAD: Final = str.maketrans("OIL", "011")
_SHAPE: Final = re.compile(rf"[{ALPHABET}]+", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s\u2010-\u2015\u2212_.·-]+")
_LONGEST_TYPED: Final = 60


def new_hand_code() -> str:
    """Return a fresh code, without the dashes that it is shown with."""
    return new_typed(LENGTH)


def new_typed(length: int) -> str:
    """Return `length` random characters of the alphabet."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_hand_code(typed: str) -> str | None:
    """Return the code that was typed, None where it cannot be one. Never raises."""
    return read_typed(typed, LENGTH)


def read_typed(typed: str, length: int) -> str | None:
    """Return what was typed as `length` characters of the alphabet, None where it cannot be that. Never raises."""
    if len(typed) > _LONGEST_TYPED:
        return None
    code = _BETWEEN.sub("", typed).upper().translate(_MISREAD)
    return code if len(code) == length and _SHAPE.fullmatch(code) else None


def show_hand_code(code: str) -> str:
    """Return a code in groups, as it is printed: `0AB3-9KQ7-XW21Z`."""
    groups, start = [], 0
    for length in _GROUPS:
        groups.append(code[start : start + length])
        start += length
    return "-".join(groups)
