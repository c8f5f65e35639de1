"""What a person gives us to find own feedback by: a phone number, an address, the number of a case, or a code."""

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from .contact_check import phone_number

Kind = Literal["phone", "email", "case", "code"]
LONGEST: Final = 254

_CASE: Final = re.compile(r"[A-Za-zÅÄÖåäö]{1,4}[0-9]{3,12}")
_PHONE: Final = re.compile(r"[+0(][0-9 ().-]{4,30}")
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]{7,80}")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for, in the form in which it is stored; a code as it was typed."""

    kind: Kind
    value: str = field(repr=False)


def read_term(text: str) -> Term | None:
    """Return what was meant, None where it is none of these. Numbers are read as Finnish ones, addresses in lower case.

    A number of a case is a few letters and digits without a gap, so that it is told from a code.
    """
    typed = " ".join(text.split())
    if not typed or len(typed) > LONGEST:
        return None
    if "@" in typed:
        return Term("email", typed.lower()) if " " not in typed and typed.partition("@")[2] else None
    if _CASE.fullmatch(typed):
        return Term("case", typed.upper())
    if _PHONE.fullmatch(typed) and (number := phone_number(typed)):
        return Term("phone", number)
    return Term("code", typed) if _CODE.fullmatch(typed) else None
