"""A table of a report: what stands in each cell, or why nothing does.

A hidden or empty cell is a value with a reason code, so a renderer never guesses and a total never counts it as zero.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from .metrics import Nps, NpsCounts
from .periods import Span
from .suppression import Limits
from .wording_breaks import Break

Number = int | float

# why a cell has no number though nothing is kept from the reader
OPEN_REASONS: Final = frozenset({"no_answers", "wording", "unclear", "no_target", "met", "not_met", "cannot_tell"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with the reason None, or no number with a reason code of REASONS."""

    value: Number | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a cell holds a value or a reason, and not both")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `key` names it for machines, `label` for people; `cells` by column key. `is_own` is False for a row
    of a unit that the reader has no access to."""

    key: str
    label: str
    cells: Mapping[str, Cell]
    is_own: bool = True

    def __getitem__(self, column: str) -> Cell:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns. `total` is the line under them, made from sums and never from the rows' own ratios."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    by_key: Mapping[str, Row] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for row in self.lines():
            if set(row.cells) != set(self.columns):
                raise ValueError(f"row {row.key} does not have the columns of its table")
        object.__setattr__(self, "by_key", {row.key: row for row in self.rows})

    def lines(self) -> Iterator[Row]:
        """Yield the rows and, at the end, the total."""
        yield from self.rows
        if self.total:
            yield self.total

    def __getitem__(self, key: str) -> Row:
        return self.by_key[key]


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote, masked: `day`, unit, channel code, NPS score (None without) and the words."""

    day: date
    unit: str
    channel: str | None
    score: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A score of an earlier period and the change from it: None without an interval, `verdict` up, down, same, none."""

    value: float
    n: int
    change: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a figure (`label`) stands to its target: a code of `tools/targets.VERDICTS`, and a sentence for people."""

    label: str
    value: float
    verdict: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers of a report, as one reader may see them. Renderers lay out and never reckon.

    `headline` is the reader's own units together. `before` and `year_ago` are the same for the period before and the
    same period last year, in the same words. `breaks` are changes of wording since then and `other_words` the
    scores that stand for other words and are in no figure, by `now`, `before` and `year_ago`. `item_labels` are texts
    by column of the fact. `unit` is the one that all of them are under, if there is one. `hidden` counts the hidden
    cells per reason code.
    """

    span: Span
    before_span: Span
    year_ago_span: Span
    answers: int
    counts: NpsCounts
    headline: Nps | None
    before: Earlier | None
    year_ago: Earlier | None
    units: Matrix
    channels: Matrix
    statements: Matrix
    trend: Matrix
    comments: tuple[Comment, ...]
    comment_count: int
    limits: Limits
    unit: int | None = None
    is_wide: bool = False
    standings: tuple[Standing, ...] = ()
    breaks: tuple[Break, ...] = ()
    other_words: Mapping[str, tuple[Nps, ...]] = field(default_factory=dict)
    item_labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def hidden(self) -> dict[str, int]:
        codes = [
            one.reason
            for matrix in (self.units, self.channels)
            for row in matrix.lines()
            for one in row.cells.values()
            if one.reason and one.reason not in OPEN_REASONS
        ]
        return {code: codes.count(code) for code in sorted(set(codes))}
