"""What somebody types who asks "did you send me this?", and what may be said of it.

A message is known by the beginning of its link's code and its day. The beginning alone opens nothing: 16 characters
are left, 95 bits. Whoever copies it into a false message has a true beginning in it, so the name in the link counts
as well.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from .own_address import addresses_in, host_of

START_LENGTH: Final = 6
"""Characters of a code that say which message is meant: one in 57 thousand million."""
KEPT_DAYS: Final = 21
"""For how many days back a message can be asked for: as long as the last link of a week opens."""
LONGEST_TYPED: Final = 500

ASKED_WITHIN: Final = timedelta(minutes=1)
ASKED_NETWORK: Final = 60
ASKED_ALL: Final = 600

Verdict = Literal["ours", "not_found", "not_ours"]

_LINK: Final = re.compile(rf"(\S*)/p/([0-9A-Za-z]{{{START_LENGTH},22}})(?![0-9A-Za-z])")
_WHOLE: Final = re.compile(r"/p/([0-9A-Za-z]{22})(?![0-9A-Za-z])")
_CODE: Final = re.compile(rf"[0-9A-Za-z]{{{START_LENGTH},22}}")
_DAY: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


@dataclass(frozen=True)
class Typed:
    """`start` of the code ("" where there is none), and the `host` of the link where it was typed too."""

    start: str
    host: str = ""


def codes_in(text: str) -> list[str]:
    """Return the codes of the personal links in a message."""
    return _WHOLE.findall(text)


def read_typed(text: str) -> Typed | None:
    """Return what was typed: a beginning of a code, a link or a whole message. None when it holds neither."""
    text = text[:LONGEST_TYPED]
    if link := _LINK.search(text):
        before, code = link.groups()
        host = host_of(before) if before else ""
        # something stands there that no browser would open: not to be taken for our own name
        return Typed(code[:START_LENGTH], host) if host or not before else None
    bare = "".join(text.split())
    if _CODE.fullmatch(bare):
        return Typed(bare[:START_LENGTH])
    addresses = addresses_in(text)
    return Typed("", host_of(addresses[0])) if addresses else None


def judge(typed: Typed, own_host: str, is_known: bool) -> Verdict | None:
    """Return what may be said of a message; None for a link of ours without a code.

    :param is_known: whether a message with this beginning left on the day; not looked at for a foreign name
    """
    if is_foreign(typed, own_host):
        return "not_ours"
    if not typed.start:
        return None
    return "ours" if is_known else "not_found"


def is_foreign(typed: Typed, own_host: str) -> bool:
    """Tell whether the link that was typed leads to somebody else."""
    return bool(typed.host) and typed.host != own_host


def read_day(text: str, today: date) -> date | None:
    """Return the day that was typed, as 2026-11-02 or 2.11.2026; None for no day and for one too far away."""
    try:
        day = _day(text.strip())
    except ValueError:
        return None
    return day if today - timedelta(days=KEPT_DAYS) <= day <= today else None


def is_too_much(from_network: int, from_all: int) -> bool:
    """Tell whether one more question within `ASKED_WITHIN` is too many."""
    return from_network >= ASKED_NETWORK or from_all >= ASKED_ALL


def _day(text: str) -> date:
    if match := _DAY.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    return date.fromisoformat(text)
