"""Contact details made unreadable but recognisable: enough to tell which number was meant, not enough to use it."""

from typing import Final

HIDDEN: Final = "•••"


def mask_phone(phone: str | None) -> str:
    """Return the beginning and the last two digits of a number: "+358401234567" becomes "040 ••• ••67".

    Numbers too short to hide anything in are hidden whole. Empty stays empty.
    """
    digits = "".join(char for char in phone or "" if char.isdigit())
    if not digits:
        return HIDDEN if phone else ""
    if len(digits) < 8:
        return HIDDEN
    start = f"0{digits[3:5]}" if digits.startswith("358") else f"+{digits[:2]}"
    return f"{start} {HIDDEN} ••{digits[-2:]}"


def mask_email(email: str | None) -> str:
    """Return the first letter and the domain: "maija@example.fi" becomes "m•••@example.fi"."""
    local, at, domain = (email or "").partition("@")
    if not email:
        return ""
    return f"{local[:1] if len(local) > 2 else ''}{HIDDEN}@{domain}" if at and domain else HIDDEN


def mask_name(name: str | None) -> str:
    """Return the initials: "Maija Virtanen" becomes "M••• V•••"."""
    return " ".join(f"{part[0]}{HIDDEN}" for part in (name or "").split())
