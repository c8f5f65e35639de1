"""Mask personal identity codes, phone numbers and e-mail addresses in open text before it is stored.

An honest minimum: what is found is masked, what is spelled out in words is not found, and names are not looked for.
Matching is done on a folded copy (full-width digits, zero-width characters, odd dashes); masking on the original.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

import phonenumbers
from stdnum.fi import hetu

Found = Literal["hetu", "email", "phone"]

MASKS: Final[dict[Found, str]] = {
    "hetu": "[henkilötunnus]",
    "email": "[sähköposti]",
    "phone": "[puhelinnumero]",
}

_ZERO_WIDTH: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_DASHES: Final = frozenset("\u2010\u2011\u2012\u2013\u2014\u2212")
# Birth date, separator of the century (13 in use), serial number, check character; a blank may surround the separator.
_HETU: Final = re.compile(r"(?<!\d)(\d{6})[ ]?([-+A-FU-Y])[ ]?(\d{3}[0-9A-Y])(?![0-9A-Z])", re.ASCII | re.IGNORECASE)
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what was found, and which kinds were found."""

    text: str = field(repr=False)
    found: frozenset[Found]


def redact(text: str) -> Redacted:
    """Return `text` with identifiers masked."""
    folded, positions = _fold(text)
    spans: list[tuple[int, int, Found]] = []
    for kind, start, end in _find(folded):
        if not any(start < other_end and other_start < end for other_start, other_end, _kind in spans):
            spans.append((start, end, kind))
    for start, end, kind in sorted(spans, reverse=True):
        text = text[: positions[start]] + MASKS[kind] + text[positions[end - 1] + 1 :]
    return Redacted(text, frozenset(kind for _start, _end, kind in spans))


def _find(folded: str) -> Iterator[tuple[Found, int, int]]:
    """Yield (kind, start, end) in the order of trust: the check character of a hetu beats a phone number's shape."""
    digits = sum(char.isdigit() for char in folded)
    if digits >= 9:
        for match in _HETU.finditer(folded):
            if hetu.is_valid("".join(match.groups()).upper(), allow_temporary=True):
                yield "hetu", *match.span()
    if "@" in folded:
        for match in _EMAIL.finditer(folded):
            yield "email", *match.span()
    if digits >= 5:
        for number in phonenumbers.PhoneNumberMatcher(folded, "FI"):
            yield "phone", number.start, number.end


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text in plain characters, and for each of them the index it came from."""
    folded: list[str] = []
    positions: list[int] = []
    for index, char in enumerate(text):
        if char in _ZERO_WIDTH:
            continue
        for plain in "-" if char in _DASHES else unicodedata.normalize("NFKC", char):
            folded.append(plain)
            positions.append(index)
    return "".join(folded), positions
