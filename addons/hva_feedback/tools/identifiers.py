"""Where identity codes, phone numbers and e-mail addresses stand in folded text (see `redaction`): spans, nothing else.

Each search walks the text once, over pieces of bounded length.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Final, Literal

import phonenumbers

Found = Literal["hetu", "email", "phone"]
Place = tuple[int, int]

_CHECK: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
# Birth date with or without dots and blanks; the separator of the century (13 in use); number; check character.
_CODE: Final = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<dotted>[0-9]{1,2}[./][ ]?[0-9]{1,2}[./][ ]?(?:[0-9]{4}|[0-9]{2}))|(?P<plain>[0-9](?:[ ]?[0-9]){5})"
    r")[ .]{0,2}(?P<separator>-?[ ]?[-+A-FU-Y])[ .-]{0,2}"
    r"(?P<number>[0-9][ ]?[0-9][ ]?[0-9])(?:(?P<check>[0-9A-Y])(?![0-9])|[ ](?P<apart>[0-9A-Y])(?![0-9A-Z]))",
    re.ASCII | re.IGNORECASE,
)
# Nothing where the separator should be: a date, a number and a check character that fit.
_SUSPECT: Final = re.compile(r"(?<![0-9A-Z])([0-9]{6})[ ]?([0-9]{3}[0-9A-Y])(?![0-9A-Z])", re.ASCII | re.IGNORECASE)
_RUN: Final = re.compile(r"[+(]{0,2}[0-9][0-9 ().-]{5,58}")
# After so many numbers in one text the shape alone decides: looking each up would be work for an attacker.
MAX_LOOKED_UP: Final = 100
_SHAPE: Final = re.compile(r"(?:\+|00?)[0-9][0-9 ().-]{5,18}")
_AT: Final = re.compile(
    r"@|[ ]{0,2}[(\[{][ ]?(?:at|ät|@)[ ]?[)\]}][ ]{0,2}"
    r"|[ ]{1,2}(?:miukumauku|kissanhäntä|ät-merkki|at-merkki|@)[ ]{1,2}",
    re.IGNORECASE,
)
_LABEL: Final = r"[^\W_](?:[\w-]{0,62})"
_DOT: Final = r"(?:\.|[ ]{0,2}[(\[{][ ]?(?:dot|piste)[ ]?[)\]}][ ]{0,2}|[ ]{1,2}(?:piste|dot)[ ]{1,2})"
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:{_DOT}{_LABEL}){{1,5}}", re.IGNORECASE)
_LOCAL: Final = re.compile(r"[\w.+-]", re.ASCII)
_LOCAL_MAX: Final = 64
_SPOKEN_DOT: Final = re.compile(r"[ ](?:piste|dot)[ ]\Z", re.IGNORECASE)


def identity_codes(text: str) -> Iterator[Place]:
    """Yield codes with a separator whose date and check character fit. Temporary ones and future dates count."""
    for match in _CODE.finditer(text):
        day = _day(match["plain"], match["dotted"])
        check = match["check"] or match["apart"]
        # A date with dots is everyday text: what follows must end like a code.
        if match["dotted"] and (match["apart"] or text[match.end() : match.end() + 1].isalnum()):
            continue
        if _fits(day, match["number"].replace(" ", ""), check):
            yield match.span()


def suspected_codes(text: str) -> Iterator[Place]:
    """Yield what would be a code if its separator were there."""
    for match in _SUSPECT.finditer(text):
        if _fits(match[1], match[2][:3], match[2][3]):
            yield match.span()


def phones(text: str) -> Iterator[Place]:
    """Yield phone numbers as people in Finland write them: they begin with 0, + or a bracket."""
    looked_up = 0
    for run in _RUN.finditer(text):
        piece = run.group()
        if looked_up >= MAX_LOOKED_UP:
            yield from ((run.start() + m.start(), run.start() + m.end()) for m in _SHAPE.finditer(piece))
            continue
        if not _may_hold_a_phone(piece):
            continue
        looked_up += 1
        for number in phonenumbers.PhoneNumberMatcher(piece, "FI"):
            if number.raw_string[0] in "0+(":
                yield run.start() + number.start, run.start() + number.end


def emails(text: str) -> Iterator[Place]:
    """Yield addresses, also with "(at)", "miukumauku" and "piste" in place of the signs."""
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end())
        start = _local_start(text, at.start())
        if domain and start < at.start():
            yield start, domain.end()


def _may_hold_a_phone(piece: str) -> bool:
    return 7 <= sum(char.isdigit() for char in piece) and ("0" in piece or "+" in piece)


def _local_start(text: str, end: int) -> int:
    """Return where the part before the at sign begins; `end` where there is none. Dots may be spoken."""
    start = _walk_back(text, end)
    for _part in range(3):
        dot = _SPOKEN_DOT.search(text, max(0, start - 7), start)
        if not dot or start == end:
            break
        before = _walk_back(text, dot.start())
        if before == dot.start():
            break
        start = before
    return start


def _walk_back(text: str, end: int) -> int:
    start = end
    while start > max(0, end - _LOCAL_MAX) and (_LOCAL.match(text[start - 1]) or text[start - 1].isalpha()):
        start -= 1
    return start


def _day(plain: str | None, dotted: str | None) -> str:
    """Return a birth date as ddmmyy."""
    if plain:
        return plain.replace(" ", "")
    parts = re.split(r"[./][ ]?", dotted or "")
    return f"{parts[0]:0>2}{parts[1]:0>2}{parts[2][-2:]}"


def _fits(day: str, number: str, check: str) -> bool:
    """Tell whether date, number and check character belong together, in any century."""
    if int(number) < 2 or check.upper() != _CHECK[int(day + number) % 31]:
        return False
    with suppress(ValueError):
        # 2000 is a leap year as 2004 is: a year that has 29 February in one century is allowed it in all
        return bool(date(2000 + int(day[4:]), int(day[2:4]), int(day[:2])))
    return False
