"""The short code on a printed form: which set version was printed, and for which unit.

`12-v3-45` reads: set 12, version 3, unit 45. A form without a place of its own (a blank to copy) leaves the unit out:
`12-v3`. People type it from paper, so case, spaces and the kind of dash do not matter.
"""

import re
from dataclasses import dataclass
from typing import Final

_SHAPE: Final = re.compile(r"([1-9][0-9]{0,8})-?V([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,8}))?", re.ASCII)
# Hyphen, non-breaking hyphen, figure dash, en and em dash, minus sign: what keyboards and word processors make of it.
_DASHES: Final = re.compile("[\u2010-\u2015\u2212_]")


@dataclass(frozen=True, slots=True)
class FormCode:
    """What a printed form says about itself. `set_id` and `unit_id` are database ids; `unit_id` None: any unit."""

    set_id: int
    version: int
    unit_id: int | None = None


def form_code(set_id: int, version: int, unit_id: int | None = None) -> str:
    """Return the code to print, also for the `form` parameter of the address in a printed QR code."""
    return f"{set_id}-v{version}" + (f"-{unit_id}" if unit_id else "")


def read_form_code(text: str) -> FormCode | None:
    """Return what a typed or scanned code says; None where it is none. Never raises."""
    compact = _DASHES.sub("-", "".join(text.split()).upper())
    match = _SHAPE.fullmatch(compact)
    if not match:
        return None
    set_id, version, unit_id = match.groups()
    return FormCode(int(set_id), int(version), int(unit_id) if unit_id else None)
