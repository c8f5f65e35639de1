"""Sums kept apart by the words that people answered to. Pure.

A figure counts answers to one wording. Where sums hold more than one, the wording that most people met is counted and
the others stand beside it, never in it (docs/decisions/0056-one-figure-one-wording.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from .metric_registry import ITEMS
from .wording_breaks import Break, Use, find_breaks

NPS_SUMS: Final = ("promoters", "passives", "detractors")
OTHER_WORDS: Final = "other_words"  # column that `Words.only` adds: NPS answers that it took out

SumRow = Mapping[str, Any]  # a row of hva.fact.month._sums that has lang_code and survey_id


def columns_of(column: str) -> tuple[str, ...]:
    """Return the summed columns of a column of the fact: the three groups of `nps`, the five values of an item."""
    return NPS_SUMS if column == "nps" else tuple(f"{column}_{value}" for value in range(1, 6))


def column_keys(wordings: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return {lang_code: {column of the fact: wording key}} of what a version keeps of its wordings.

    A code of the bank counts up to its "-": ST3-H and ST3-S are the two sides of one statement.
    """
    keys: dict[str, dict[str, str]] = {}
    for code, by_lang in wordings.items():
        item = code.split("-")[0].lower()
        column = "nps" if code == "NPS" else f"item_{item}" if item in ITEMS else None
        for lang_code, wording in by_lang.items():
            if column:
                keys.setdefault(lang_code, {})[column] = wording["key"]
    return keys


def answered(row: SumRow, column: str) -> int:
    """Return how many people of `row` answered the question of `column`."""
    return sum(row.get(name, 0) for name in columns_of(column))


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch in which a question had one wording in each language. `number` 0, 1, ... by time."""

    number: int
    words: Mapping[str, str]  # {lang_code: wording key}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows whose answers to one question can be added up."""

    era: Era
    rows: tuple[SumRow, ...]


@dataclass(frozen=True)
class Words:
    """In which words questions were asked: `uses` of versions, `keys` as {survey_id: {lang_code: {column: key}}}."""

    uses: tuple[Use, ...] = ()
    keys: Mapping[int, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """Where words changed, found once: every row of an answer asks for it."""
        return find_breaks(self.uses)

    @property
    def broken_columns(self) -> set[str]:
        return {one.column for one in self.breaks}

    def eras(self, column: str) -> list[Era]:
        """Return the stretches of `column` in order of time. A language that comes later belongs to all of them."""
        words: dict[str, str] = {}
        steps: list[tuple[date, str, str]] = []
        latest: dict[str, str] = {}
        for use in sorted(self.uses, key=lambda use: (use.first, use.last)):
            key = use.keys.get(column)
            if key is None:
                continue
            words.setdefault(use.lang_code, key)
            if latest.setdefault(use.lang_code, key) != key:
                latest[use.lang_code] = key
                steps.append((use.first, use.lang_code, key))
        found, today = [dict(words)], set[tuple[date, str]]()
        for day, lang_code, key in steps:
            # languages that change on one day change together; one that does it twice was asked in two ways at once
            if all(other != day for other, _lang in today) or (day, lang_code) in today:
                found.append(dict(found[-1]))
                today = set()
            today.add((day, lang_code))
            found[-1][lang_code] = key
        return [Era(number, era) for number, era in enumerate(found)]

    def fits(self, row: SumRow, column: str, era: Era) -> bool:
        """Did the people of `row` answer the words of `era`? A version that kept no words is not told apart."""
        lang_code = row["lang_code"]
        key = self.keys.get(row["survey_id"], {}).get(lang_code, {}).get(column)
        return key is None or era.words.get(lang_code, key) == key

    def parts(self, rows: Iterable[SumRow], column: str) -> list[Part]:
        """Return `rows` by the words of `column`, the part with the most answers first (of equals the later words).

        A language whose words stayed the same goes with the larger part.
        """
        left, eras, found = list(rows), self.eras(column), list[Part]()
        while left and eras:
            fitting = {era.number: [row for row in left if self.fits(row, column, era)] for era in eras}
            era = max(eras, key=lambda era: (sum(answered(row, column) for row in fitting[era.number]), era.number))
            if not any(answered(row, column) for row in fitting[era.number]):
                break
            found.append(Part(era, tuple(fitting[era.number])))
            left = [row for row in left if not self.fits(row, column, era)]
            eras.remove(era)
        if not found:
            return [Part(eras[-1] if eras else Era(0, {}), tuple(left))] if left else []
        return [Part(found[0].era, (*found[0].rows, *left)), *found[1:]]  # who did not answer is in the first part

    def chosen(self, rows: Sequence[SumRow]) -> dict[str, Era]:
        """Return {column: the wording that counts in figures of `rows`} for the columns that have more than one."""
        return {column: parts[0].era for column in self.broken_columns if (parts := self.parts(rows, column))}

    def only(self, rows: Iterable[SumRow], chosen: Mapping[str, Era]) -> list[dict[str, Any]]:
        """Return `rows` with nobody in the columns of a question that had other words than those of `chosen`."""
        kept = []
        for row in rows:
            strange = [column for column, era in chosen.items() if not self.fits(row, column, era)]
            gone = dict.fromkeys((name for column in strange for name in columns_of(column)), 0)
            others = answered(row, "nps") if "nps" in strange else 0
            kept.append({**row, **gone, OTHER_WORDS: others})
        return kept


@dataclass(frozen=True, slots=True)
class Counting:
    """What one report counts: in which words its questions were asked, and which of them its figures stand for."""

    words: Words = field(default_factory=Words)
    chosen: Mapping[str, Era] = field(default_factory=dict)

    def by(self, *columns: str) -> tuple[str, ...]:
        """Return by which columns sums are needed: `columns`, and what tells wordings apart where there are several."""
        return (*columns, "lang_code", "survey_id") if self.words.breaks else columns

    def only(self, rows: Iterable[SumRow]) -> list[dict[str, Any]]:
        """Return the rows with those answers alone that the figures of this report stand for."""
        return self.words.only(rows, self.chosen) if self.chosen else [dict(row) for row in rows]

    def parts(self, rows: Iterable[SumRow], column: str) -> list[Part]:
        """Return the rows by the words of `column`: see `Words.parts`. One part where the words never changed."""
        if column in self.words.broken_columns:
            return self.words.parts(rows, column)
        kept = tuple(rows)
        return [Part(Era(0, {}), kept)] if kept else []

    def others(self, rows: Iterable[SumRow], column: str) -> list[Part]:
        """Return the parts of `rows` that are left out of the figures of `column`."""
        if column not in self.chosen:
            return []
        era = self.chosen[column]
        strange = [row for row in rows if not self.words.fits(row, column, era) and answered(row, column)]
        return self.words.parts(strange, column)
