"""What a person says who lets the county ask: read from the public form, or from what staff typed.

One contact by one channel: a mobile number or an e-mail address, never both, and no name.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from . import phone

CHANNELS: Final = ("mail", "sms")
LANGUAGES: Final = (("fi", "Suomi"), ("sv", "Svenska"), ("en", "English"))
CONTACT: Final[Mapping[str, str]] = {"mail": "email", "sms": "phone"}
"""Channel -> the field of the form that holds its contact."""
HASH_KINDS: Final[Mapping[str, str]] = {"mail": "mail", "sms": "phone"}
"""Channel -> the kind under which its contact is hashed, see `person_hash`."""
EMAIL_MAX: Final = 254

_EMAIL: Final = re.compile(r"[^\s@<>\"',;:\\]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SEALED: Final = re.compile(r"([1-9][0-9]{0,9})-([0-9a-f]{32})", re.ASCII)
Posted = Mapping[str, Sequence[str]]
Named = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Wish:
    """To be asked by `channel` at `contact`, in a language, about topics and a municipality where any were chosen."""

    channel: str
    contact: str = field(repr=False)
    lang_code: str = "fi"
    municipality_id: int | None = None
    topic_ids: tuple[int, ...] = ()


def read_contact(channel: str, typed: str) -> str | None:
    """Return a contact as it is stored (E.164, or an address in lower case), None where it cannot be one."""
    if channel == "sms":
        return phone.normalise(typed, "ALL").e164
    text = typed.strip().lower()
    return text if len(text) <= EMAIL_MAX and text.isprintable() and _EMAIL.fullmatch(text) else None


def read_any_contact(typed: str) -> tuple[str, str] | None:
    """Return (channel, contact) of an address or a number, None where it is neither."""
    channel = "mail" if "@" in typed else "sms"
    contact = read_contact(channel, typed)
    return (channel, contact) if contact else None


def read_wish(posted: Posted, topics: Named, municipalities: Named) -> tuple[Wish | None, dict[str, str]]:
    """Return the wish, or {field name: text key} of what is wrong. Only what was offered is taken. Never raises."""
    wrong: dict[str, str] = {}
    channel, contact = first(posted, "channel"), None
    if channel not in CHANNELS:
        wrong["channel"] = "pool_channel_error"
    else:
        contact = read_contact(channel, first(posted, CONTACT[channel]))
        if not contact:
            wrong[CONTACT[channel]] = f"pool_{CONTACT[channel]}_error"
    if first(posted, "consent") != "yes":
        wrong["consent"] = "pool_consent_error"
    if wrong or not contact:
        return None, wrong
    lang_code, place = first(posted, "lang_code"), first(posted, "municipality")
    wish = Wish(
        channel=channel,
        contact=contact,
        lang_code=lang_code if lang_code in dict(LANGUAGES) else "fi",
        municipality_id=next((key for key, _name in municipalities if str(key) == place), None),
        topic_ids=tuple(key for key, _name in topics if str(key) in posted.get("topics", ())),
    )
    return wish, {}


def first(posted: Posted, name: str) -> str:
    """Return the first text of a field, empty where there is none."""
    return next(iter(posted.get(name, ())), "")


def seal_member(member_id: int, contact_hmac: str, secret: bytes) -> str:
    """Return what the leave link of one member carries: it opens nothing but leaving, and dies with the member."""
    return f"{member_id}-{_seal(member_id, contact_hmac, secret)}"


def read_sealed(text: str) -> tuple[int, str] | None:
    """Return (member id, seal) of what a leave link carries, None for anything else."""
    match = _SEALED.fullmatch(text)
    return (int(match[1]), match[2]) if match else None


def is_seal(seal: str, member_id: int, contact_hmac: str, secret: bytes) -> bool:
    """Tell whether a seal is that of a member."""
    return hmac.compare_digest(seal, _seal(member_id, contact_hmac, secret))


def _seal(member_id: int, contact_hmac: str, secret: bytes) -> str:
    return hmac.new(secret, f"pool-leave\0{member_id}\0{contact_hmac}".encode(), hashlib.sha256).hexdigest()[:32]
