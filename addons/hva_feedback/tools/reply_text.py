"""What may stand in a reply to a giver, and how a template becomes one.

A reply leaves the house, so a template may name only what is in `PLACEHOLDERS`: nothing that the giver wrote and
nothing that was noted about the case.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from .redaction import redact

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "county": "name of the county",
    "unit": "unit that was visited",
    "case": "number of the case",
    "day": "day of the feedback",
    "handler": "name of the person who replies",
}
"""Name between braces -> what it stands for, in English."""
REFUSALS: Final = ("empty", "no_subject", "placeholder", "identity_code", "quote", "too_long", "bad_text")
BODY_MAX: Final = 5000
SUBJECT_MAX: Final = 150
QUOTED_WORDS: Final = 6
"""So many of the giver's words in a row are a quotation."""

_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")
_WORD: Final = re.compile(r"\w+")
_BROKEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def unknown_placeholders(*texts: str) -> list[str]:
    """Return what stands between braces and is not in `PLACEHOLDERS`, with its braces."""
    found = {name for text in texts for name in _PLACEHOLDER.findall(text)}
    return [f"{{{name}}}" for name in sorted(found - PLACEHOLDERS.keys())]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its placeholders replaced, once: braces in a value stay as they are."""
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group()), text)


def refusal(channel: str, subject: str, body: str, original: Iterable[str] = ()) -> str | None:
    """Return the code of `REFUSALS` that forbids sending, None where nothing does.

    :param channel: mail, sms or code; only a mail needs a subject
    :param original: what the giver wrote, which is not to be quoted
    """
    if _BROKEN.search(subject + body.replace("\r\n", "\n")):
        return "bad_text"
    if not body.strip():
        return "empty"
    if channel == "mail" and not subject.strip():
        return "no_subject"
    if len(body) > BODY_MAX or len(subject) > SUBJECT_MAX:
        return "too_long"
    if _PLACEHOLDER.search(subject + body):
        return "placeholder"
    if "hetu" in redact(f"{subject}\n{body}").found:
        return "identity_code"
    if any(is_quoted(f"{subject}\n{body}", text) for text in original):
        return "quote"
    return None


def is_quoted(reply: str, original: str) -> bool:
    """Tell whether `reply` repeats `QUOTED_WORDS` words of `original` in a row, whatever stands between them."""
    return not _runs(reply).isdisjoint(_runs(original))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[start : start + QUOTED_WORDS]) for start in range(len(words) - QUOTED_WORDS + 1)}
