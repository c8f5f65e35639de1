"""The contact wish: details are taken only from people who ask to be contacted."""

import re
from typing import Final

import phonenumbers

from .answer_validation import Problem, Refused, clean_text
from .entry import ContactDetails

NAME_MAX: Final = 100
EMAIL_MAX: Final = 254
PHONE_MAX: Final = 40

_EMAIL: Final = re.compile(r"[^\s@<>\"',;:\\]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def check_contact(
    wants_contact: bool | None, name: str, phone: str, email: str
) -> tuple[ContactDetails | None, tuple[Problem, ...]]:
    """Return the details to keep and what is wrong with them.

    Wanted: a phone number or an e-mail address is needed. Not wanted: nothing is kept, whatever was typed. Not said
    (None) but typed: we ask, because guessing either way would be wrong.
    """
    if wants_contact is False:
        return None, ()
    if wants_contact is None:
        typed = any(text.strip() for text in (name, phone, email))
        return None, (Problem("contact_wish", "wish_unclear"),) if typed else ()
    problems: list[Problem] = []
    kept_name = _kept("contact_name", name, NAME_MAX, problems)
    kept_phone = _kept("contact_phone", phone, PHONE_MAX, problems)
    kept_email = _kept("contact_email", email, EMAIL_MAX, problems)
    if kept_phone and not (kept_phone := phone_number(kept_phone)):
        problems.append(Problem("contact_phone", "bad_phone"))
    if kept_email and not _EMAIL.fullmatch(kept_email):
        problems.append(Problem("contact_email", "bad_email"))
    if not problems and not (kept_phone or kept_email):
        problems.append(Problem("contact_phone", "contact_missing"))
    if problems:
        return None, tuple(problems)
    return ContactDetails(kept_name, kept_phone, kept_email), ()


def _kept(name: str, raw: str, limit: int, problems: list[Problem]) -> str | None:
    if len(raw) > 2 * limit:
        problems.append(Problem(name, "too_long"))
        return None
    try:
        text = " ".join(clean_text(raw).split())
    except Refused as refused:
        problems.append(Problem(name, refused.code))
        return None
    if len(text) > limit:
        problems.append(Problem(name, "too_long"))
        return None
    return text or None


def phone_number(text: str) -> str | None:
    """Return the number in E.164, read as a Finnish one where no country is given; None if it cannot be a number."""
    try:
        number = phonenumbers.parse(text, "FI")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
