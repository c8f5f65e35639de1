"""What one delivery of the data lake consists of: its months, and which of them the national table may have. Pure.

A national delivery holds no question in two wordings of one language. Where the months asked for would mix them, those
that went out before stay as they are and no new ones join, and it is said which question, versions and months they are.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

_BETWEEN: Final = "|"  # of question and language in `Plan.words`: neither has one


@dataclass(frozen=True, slots=True)
class Use:
    """In a month, answers were given to `version` in `lang_code`; `keys` are {question: key of its wording}."""

    month: date
    version: str
    lang_code: str
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """`months` of answers, those of them in the `national` table, and the `words` asked there by question|language."""

    months: tuple[date, ...] = ()
    national: frozenset[date] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the plan as it is kept between the steps of a run."""
        return {
            "months": [month.isoformat() for month in self.months],
            "national": [month.isoformat() for month in sorted(self.national)],
            "words": dict(self.words),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Plan":
        """Return the plan that was kept, an empty one for None."""
        if not kept:
            return cls()
        months = tuple(date.fromisoformat(month) for month in kept["months"])
        return cls(months, frozenset(date.fromisoformat(month) for month in kept["national"]), kept["words"])

    def allows(self, lang_code: str, keys: Mapping[str, str]) -> bool:
        """Tell whether answers to these words may join the national table."""
        return all(self.words.get(f"{question}{_BETWEEN}{lang_code}") == key for question, key in keys.items())


def national(uses: Iterable[Use], months: Collection[date], delivered: Collection[date]) -> tuple[Plan, str]:
    """Return the plan of the national table for `months`, and in which words it is refused ("" when it is not).

    `delivered` are the months that went out before: they stay where they alone mix nothing.
    """
    wanted = frozenset(months)
    known = [use for use in uses if use.month in wanted]
    refused = _tell(_mixed(known))
    for part in (wanted, frozenset(delivered) & wanted):
        mine = [use for use in known if use.month in part]
        if not _mixed(mine):
            return Plan(tuple(sorted(wanted)), part, _words(mine)), refused
    return Plan(tuple(sorted(wanted))), refused


def _words(uses: Iterable[Use]) -> dict[str, str]:
    return {f"{question}{_BETWEEN}{use.lang_code}": key for use in uses for question, key in use.keys.items()}


def _mixed(uses: Iterable[Use]) -> dict[tuple[str, str], dict[str, list[Use]]]:
    """Return {(question, language): {key: uses}} of questions that were asked in more than one wording."""
    met: dict[tuple[str, str], dict[str, list[Use]]] = {}
    for use in uses:
        for question, key in use.keys.items():
            met.setdefault((question, use.lang_code), {}).setdefault(key, []).append(use)
    return {place: by_key for place, by_key in met.items() if len(by_key) > 1}


def _tell(mixed: Mapping[tuple[str, str], Mapping[str, list[Use]]]) -> str:
    """Name the questions with versions and months in no language: ST1 (fi): Base 1 2026-08 / Base 2 2026-09."""
    told = []
    for (question, lang_code), by_key in sorted(mixed.items()):
        parts = sorted((min(use.month for use in uses), _versions(uses)) for uses in by_key.values())
        told.append(f"{question.removeprefix('item_').upper()} ({lang_code}): {' / '.join(part for _, part in parts)}")
    return "; ".join(told)


def _versions(uses: Collection[Use]) -> str:
    return f"{', '.join(sorted({use.version for use in uses}))} {span(use.month for use in uses)}"


def span(months: Iterable[date]) -> str:
    """Return the first and the last of `months`: 2026-08 or 2026-08 – 2026-10; "" of none."""
    known = sorted(months)
    if not known:
        return ""
    first, last = f"{known[0]:%Y-%m}", f"{known[-1]:%Y-%m}"
    return first if first == last else f"{first} – {last}"
