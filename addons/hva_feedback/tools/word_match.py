"""Words of a list found in somebody's text: whole words, beginnings of words, and phrases of several words.

A word of the list with a `*` at its end stands for all words that begin so, because Finnish inflects: `kantelu*` finds
"kantelun". A phrase is found where its words follow each other, whatever stands between them. Case, width and foreign
accents make no difference; å, ä and ö are letters of their own.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+")
_WORD_OF_LIST: Final = re.compile(r"[^\W_]+\*?")
_STRAY: Final = re.compile(r"(?<![^\W_])\*|\*(?=[^\W_])")  # a `*` that no word ends with
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_ACCENTS: Final = re.compile("(?P<letter>a[\u0308\u030a]|o\u0308)|[\u0300-\u036f]")
# Nobody writes more; sorting a long row of marks is what makes Unicode's normal forms slow.
_MOST_MARKS: Final = 4


class _Phrase(NamedTuple):
    pattern: str
    words: tuple[str, ...]


class _Index(NamedTuple):
    """The phrases by their first word, and by the beginning of it; `lengths` are those of the beginnings."""

    exact: Mapping[str, tuple[_Phrase, ...]]
    begins: Mapping[str, tuple[_Phrase, ...]]
    lengths: tuple[int, ...]


def found(text: str, patterns: Collection[str]) -> frozenset[str]:
    """Return those of `patterns` that the text has, as they were given. A pattern without a word is never found.

    Takes time in proportion to the text, whatever it is.
    """
    index = _index(tuple(dict.fromkeys(patterns)))
    words = _WORD.findall(fold(text))
    hits: set[str] = set()
    for place, word in enumerate(words):
        for phrase in _beginning_with(word, index):
            if phrase.pattern not in hits and _stands_at(phrase.words, words, place):
                hits.add(phrase.pattern)
    return frozenset(hits)


def is_pattern(text: str) -> bool:
    """Tell whether a list can have `text`: it has a word, and no `*` but at the end of one."""
    folded = fold(text)
    return bool(_WORD.search(folded)) and not _STRAY.search(folded)


def fold(text: str) -> str:
    """Return a text in the form in which words are compared."""
    if text.isascii():
        return text.casefold()
    few_marks = _without_rows_of_marks(_INVISIBLE.sub("", text))
    # folded again: compatibility forms can hide capitals, and lower case can bring marks of its own
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", few_marks).casefold())
    bare = _ACCENTS.sub(lambda found: found["letter"] or "", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFC", bare)


def _without_rows_of_marks(text: str) -> str:
    row, kept = 0, []
    for letter in text:
        row = row + 1 if unicodedata.category(letter).startswith("M") else 0
        if row <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


@lru_cache(maxsize=64)
def _index(patterns: tuple[str, ...]) -> _Index:
    exact: dict[str, tuple[_Phrase, ...]] = {}
    begins: dict[str, tuple[_Phrase, ...]] = {}
    for pattern in patterns:
        words = tuple(_WORD_OF_LIST.findall(fold(pattern)))
        if words:
            first, table = words[0].rstrip("*"), begins if words[0].endswith("*") else exact
            table[first] = (*table.get(first, ()), _Phrase(pattern, words))
    lengths = tuple(sorted({len(beginning) for beginning in begins}))
    return _Index(MappingProxyType(exact), MappingProxyType(begins), lengths)


def _beginning_with(word: str, index: _Index) -> list[_Phrase]:
    """Return the phrases whose first word is `word`."""
    phrases = list(index.exact.get(word, ()))
    for length in index.lengths:
        if length > len(word):
            break
        phrases += index.begins.get(word[:length], ())
    return phrases


def _stands_at(phrase: Sequence[str], words: Sequence[str], place: int) -> bool:
    if place + len(phrase) > len(words):
        return False
    return all(_is(word, words[place + step]) for step, word in enumerate(phrase))


def _is(word_of_list: str, word: str) -> bool:
    return word.startswith(word_of_list[:-1]) if word_of_list.endswith("*") else word == word_of_list
