"""What may not stand in a text that everybody reads: identifiers and their masks, or a giver's words in a row."""

import re
from collections.abc import Iterable
from typing import Final

from .redaction import MASKS, look

LONGEST: Final = 600
# So many words in the same order are a quotation and not a coincidence.
QUOTED_WORDS: Final = 8
_WORD: Final = re.compile(r"\w+")
_LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)


def problems(text: str) -> frozenset[str]:
    """Return codes: hetu, email, phone (also where only the shape is there), masked, link, too_long."""
    found: set[str] = set(look(text))
    if any(mask in text.lower() for mask in MASKS.values()):
        found.add("masked")
    if _LINK.search(text):
        found.add("link")
    if len(text) > LONGEST:
        found.add("too_long")
    return frozenset(found)


def is_quoted(text: str, originals: Iterable[str], length: int = QUOTED_WORDS) -> bool:
    """Tell whether `length` words of `text` in a row stand in one of `originals` in the same order."""
    own = _runs(text, length)
    return any(own & _runs(original, length) for original in originals)


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
