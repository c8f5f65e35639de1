"""Identifiers of Finnish service units: `1.2.246.10.<business id>.10.<n>`.

The code server of THL lists organisations and service units under Finland's arc 1.2.246.10, then the eight digits of
the organisation's business id, then 10, then the unit's own number (which may have further parts).
"""

import re

FINNISH_ORGANISATIONS = "1.2.246.10"

_OID = re.compile(r"[0-2](\.(0|[1-9]\d*)){2,}")
_UNIT = re.compile(r"1\.2\.246\.10\.\d{7,8}\.10(\.\d+)+")
_ORGANISATION = re.compile(r"1\.2\.246\.10\.\d{7,8}(\.10\.0)?")


def oid_problem(oid: str, county_root: str = "", is_bought: bool = False) -> str | None:
    """Return why `oid` cannot name a unit, as a code, or None when it can.

    Codes: `shape` (no OID at all), `not_finnish`, `not_a_unit` (the organisation itself or another arc of it),
    `foreign_root` (another organisation's unit though the unit is not bought from a producer).
    `county_root` is `1.2.246.10.<business id>` of the county, empty when not set.
    """
    if len(oid) > 64 or not _OID.fullmatch(oid):
        return "shape"
    if not is_under(oid, FINNISH_ORGANISATIONS):
        return "not_finnish"
    if not _UNIT.fullmatch(oid):
        return "not_a_unit"
    if county_root and not is_bought and not is_under(oid, county_root):
        return "foreign_root"
    return None


def is_under(oid: str, root: str) -> bool:
    """Tell whether `oid` is a true descendant of the arc `root`, part by part."""
    return oid.startswith(root + ".")


def is_organisation_root(text: str) -> bool:
    """Tell whether `text` is `1.2.246.10.<business id>`: the arc that a county's own units stand under."""
    return bool(_ORGANISATION.fullmatch(text)) and text.count(".") == 4
