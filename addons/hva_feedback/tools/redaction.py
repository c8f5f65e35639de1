"""Find personal identity codes, phone numbers and e-mail addresses in open text, and mask them before it is stored.

What is found surely is masked; what only looks like an identity code (its separator is missing) is warned of before
sending and never touched. Digits spelled out in words are not found, and names are not looked for.
Matching is done on a folded copy (full-width digits, invisible characters, odd dashes and blanks); masking on the
original. Every search is linear: hostile text costs no more than long text.
"""

import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Final

from .identifiers import Found, emails, identity_codes, phones, suspected_codes

MASKS: Final[dict[Found, str]] = {
    "hetu": "[henkilötunnus]",
    "email": "[sähköposti]",
    "phone": "[puhelinnumero]",
}

_DASHES: Final = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d")
Span = tuple[int, int, Found]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what was found, and which kinds were found."""

    text: str = field(repr=False)
    found: frozenset[Found]


def redact(text: str, kinds: Set[str] = frozenset(MASKS)) -> Redacted:
    """Return `text` with identifiers masked, all of them or those of some `kinds`."""
    folded, positions = _fold(text)
    spans = [span for span in _sure(folded) if span[2] in kinds]
    pieces: list[str] = []
    rest = 0
    for start, end, kind in sorted(spans):
        pieces += (text[rest : positions[start]], MASKS[kind])
        rest = positions[end - 1] + 1
    return Redacted("".join((*pieces, text[rest:])), frozenset(kind for _start, _end, kind in spans))


def look(text: str) -> frozenset[Found]:
    """Return the kinds to warn of before sending: all that `redact` masks, and what only looks like one."""
    folded, _positions = _fold(text)
    found = {kind for _start, _end, kind in _sure(folded)}
    if any(True for _span in suspected_codes(folded)):
        found.add("hetu")
    return frozenset(found)


def _sure(folded: str) -> list[Span]:
    """Return spans that do not overlap, in the order of trust: a check character beats a phone number's shape."""
    taken = bytearray(len(folded))
    spans: list[Span] = []
    for start, end, kind in _find(folded):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            spans.append((start, end, kind))
    return spans


def _find(folded: str) -> Iterator[Span]:
    for start, end in identity_codes(folded):
        yield start, end, "hetu"
    for start, end in emails(folded):
        yield start, end, "email"
    suspected = set(suspected_codes(folded))
    for start, end in phones(folded):
        # the digits of what looks like an identity code are no phone number
        if (start, end + 1) not in suspected:
            yield start, end, "phone"


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text in plain characters, and for each of them the index it came from."""
    if text.isascii():
        return text, list(range(len(text)))
    folded: list[str] = []
    positions: list[int] = []
    for index, char in enumerate(text):
        for plain in char if char.isascii() else _plain(char):
            folded.append(plain)
            positions.append(index)
    return "".join(folded), positions


def _plain(char: str) -> str:
    """Return what a character stands for in a number or address: nothing for an invisible one."""
    if char in _DASHES:
        return "-"
    if unicodedata.category(char) == "Cf":  # zero-width, soft hyphen, byte order mark, direction marks
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return unicodedata.normalize("NFKC", char)
