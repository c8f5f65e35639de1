"""Phone numbers as people and patient systems write them, turned into E.164 or into a reason why not.

The library alone is too kind for a message about somebody's health care: it reads "040l234567" (a letter l) as a
valid number of another person and accepts extensions. So the text is filtered first, and only then parsed.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

CODES = {
    "no_phone": "No phone number",
    "bad_phone": "The phone number cannot be read",
    "not_mobile": "Not a mobile number",
    "foreign_blocked": "A foreign number, which the county does not send to",
}
"""Why a number is not used: code -> English label."""

REGION_POLICIES = {
    "FI": frozenset({"FI", "AX"}),
    "NORDIC": frozenset({"FI", "AX", "SE", "NO", "SJ", "DK", "IS", "EE"}),
    "ALL": None,
}
"""Name of a policy -> regions a number may belong to; None is every region. The price differs by country."""

FI_MIN_DIGITS = 9
"""Fewest digits of a Finnish mobile number without its first zero; 8 also takes old 050 numbers of six digits."""

_MAX_LENGTH = 64
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_FINLAND = 358
_PLAIN = re.compile(r"\+{0,2}[0-9 ().-]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True)
class PhoneResult:
    """Exactly one of the two is set: `e164` as "+358401234567", or `code`, a key of CODES."""

    e164: str | None = None
    code: str | None = None


def normalise(raw: str | None, region_policy: str = "FI", fi_min_digits: int = FI_MIN_DIGITS) -> PhoneResult:
    """Return the number a text message may go to, or why there is none.

    `raw` is read with Finland as the home country. `region_policy` is a key of REGION_POLICIES (KeyError otherwise).
    Finnish numbers must have `fi_min_digits` digits or more after the first zero.
    """
    allowed = REGION_POLICIES[region_policy]
    if len(raw or "") > _MAX_LENGTH:
        return PhoneResult(code="bad_phone")
    text = _clean(raw or "")
    if not text:
        return PhoneResult(code="no_phone")
    if not _PLAIN.fullmatch(text):
        return PhoneResult(code="bad_phone")
    number = _parse(text)
    if number is None or not phonenumbers.is_valid_number(number):
        return PhoneResult(code="bad_phone")
    if allowed is not None and phonenumbers.region_code_for_number(number) not in allowed:
        return PhoneResult(code="foreign_blocked")
    if phonenumbers.number_type(number) not in _MOBILE:
        return PhoneResult(code="not_mobile")
    if number.country_code == _FINLAND and len(phonenumbers.national_significant_number(number)) < fi_min_digits:
        return PhoneResult(code="bad_phone")
    return PhoneResult(e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _clean(raw: str) -> str:
    """Fold full-width digits, no-break spaces and dashes; drop invisible direction marks."""
    folded = unicodedata.normalize("NFKC", raw)
    visible = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    return _DASHES.sub("-", visible).strip()


def _parse(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, "FI")
    except phonenumbers.NumberParseException:
        return None
