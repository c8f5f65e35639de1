"""What the writer of a message should see: which characters cost, what would be made plain, whose links are in it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from .own_address import addresses_in, host_of, is_own, is_shortener
from .sms_text import plain_text, segments

Why = Literal["unicode", "double"]

_WORD: Final = re.compile(r"[^\W_]+")
_PLACEHOLDER: Final = re.compile(r"\{(?:link|stop|check)\}")
_SHORTEST_STEM: Final = 6
_SHOWN: Final = {"\u00a0": "␣", "\u202f": "␣", "\t": "⇥", "\u00ad": "∅", "\u200b": "∅"}


@dataclass(frozen=True)
class Costly:
    """A character that makes the message dearer. `why`: "unicode" takes the whole text to 70 characters a message,
    "double" is one that counts as two; `places` are (row, column) from 1."""

    char: str
    why: Why
    places: tuple[tuple[int, int], ...]

    @property
    def name(self) -> str:
        """Unicode's name of the character, such as EN DASH."""
        return unicodedata.name(self.char, f"U+{ord(self.char):04X}")


@dataclass(frozen=True)
class Piece:
    """A part of a text as it is (`before`) and made plain (`after`); equal where nothing changes."""

    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def costly_characters(text: str) -> list[Costly]:
    """Return the characters that make a text dearer, in the order of their first place.

    In a Unicode message no character counts double but emoji, so there only the ones outside GSM-7 are told. The braces
    of placeholders do not leave, so they do not cost.
    """
    text = _PLACEHOLDER.sub(lambda match: "x" * len(match.group()), text)
    is_unicode = segments(text).encoding == "ucs2"
    places: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(text.split("\n"), start=1):
        for column, char in enumerate(line, start=1):
            if segments(char).encoding == "ucs2" if is_unicode else segments(char).units > 1:
                places.setdefault(char, []).append((row, column))
    return [Costly(char, "unicode" if is_unicode else "double", tuple(where)) for char, where in places.items()]


def difference(text: str) -> list[Piece]:
    """Return a text in pieces, so that what making it plain would change can be shown where it stands."""
    pieces: list[Piece] = []
    for char in text:
        piece = Piece(char, plain_text(char))
        if pieces and pieces[-1].is_changed == piece.is_changed:
            piece = Piece(pieces[-1].before + piece.before, pieces[-1].after + piece.after)
            pieces.pop()
        pieces.append(piece)
    return pieces


def show_char(char: str) -> str:
    """Return what stands for a character on a screen: a sign for those that nobody sees."""
    return _SHOWN.get(char, char)


def name_pattern(name: str) -> str:
    """Return a name for `hva_feedback.tools.word_match`, so that it is found in any form of Finnish or Swedish.

    Words are inflected at their end: "Hammashoito" is in "hammashoidossa". "" for a name too short to look for.
    """
    words = [_stem(word) for word in _WORD.findall(name)]
    return " ".join(words) if sum(map(len, words)) >= 3 else ""


def foreign_addresses(text: str, own_host: str) -> tuple[list[str], list[str]]:
    """Return (shortened, other) addresses in a text that are not the county's own."""
    foreign = [address for address in addresses_in(text) if not is_own(host_of(address), own_host)]
    short = [address for address in foreign if is_shortener(host_of(address))]
    return short, [address for address in foreign if address not in short]


def price(parts: int, messages: int, segment_price: float) -> float:
    """Return what so many messages cost, in the unit of the price, to the cent."""
    return round(parts * messages * segment_price, 2)


def bounds(parts: int, encoding: str) -> int:
    """Return how many characters go into so many messages."""
    single, part = (160, 153) if encoding == "gsm7" else (70, 67)
    return single if parts <= 1 else parts * part


def _stem(word: str) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    return word[: max(_SHORTEST_STEM, len(word) - 2)] + "*"
