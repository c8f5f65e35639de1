"""Where the words of a question changed inside a series of figures. Pure.

The facts say which set versions were answered, in which language, from which day to which day; each version says by a
key in which words it asked (`hva_feedback.tools.comparability`). Two keys in one language are two questions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .periods import Span


@dataclass(frozen=True, slots=True)
class Use:
    """A version as it was answered in one language. `keys` is {column of the fact: wording key}."""

    lang_code: str
    first: date
    last: date
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """From `day` on, answers in other words are in the series of `column` (nps, item_st1, ...)."""

    day: date
    column: str


def find_breaks(uses: Iterable[Use]) -> tuple[Break, ...]:
    """Return the breaks by day. A language that is added breaks nothing: its first words have none before them."""
    found = set()
    latest: dict[tuple[str, str], str] = {}
    for use in sorted(uses, key=lambda use: (use.first, use.last)):
        for column, key in use.keys.items():
            place = (use.lang_code, column)
            if latest.setdefault(place, key) != key:
                found.add(Break(use.first, column))
                latest[place] = key
    return tuple(sorted(found))


def between(breaks: Iterable[Break], column: str, earlier: Span, later: Span) -> Break | None:
    """Return the last break that keeps the figure of `later` from being compared with that of `earlier`."""
    found = [one for one in breaks if one.column == column and earlier.start < one.day < later.end]
    return max(found, default=None)
