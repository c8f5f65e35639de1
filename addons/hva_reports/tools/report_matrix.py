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

REASONS: Final[tuple[tuple[str, str], ...]] = (
    ("no_answers", "No feedback yet"),
    ("unclear", "No clear change"),
    ("wording", "Not comparable: other words"),
    ("too_few", "Too few answers"),
    ("small_cell", "Too few answers"),
    ("full_group", "Hidden: it would tell how everybody answered"),
    ("complement", "Hidden to protect another figure"),
    ("not_published", "Other units are shown by whole months that are over"),
    ("own_only", "For the unit's own people"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with the reason None, or no number with a reason code of REASONS."""

    value: Number | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a cell holds a value or a reason, and not both")


NO_ANSWERS: Final = Cell(reason="no_answers")


def cell(value: Number | None, reason: str = "no_answers") -> Cell:
    """Return a cell with `value`, or with `reason` when there is none."""
    return Cell(reason=reason) if value is None else Cell(value)


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
class Report:
    """The numbers of a report, as one reader may see them. Renderers lay out and never reckon.

    `headline` is the reader's own units together. `before` and `year_ago` are the same for the period before and the
    same period last year, in the same words. `breaks` are changes of wording since then and `other_words` the
    scores that stand for other words and are in no figure, by `now`, `before` and `year_ago`. `item_labels` are texts
    by column of the fact. `hidden` counts the hidden cells per reason code.
    """

    span: Span
    before_span: Span
    year_ago_span: Span
    answers: int
    counts: NpsCounts
    headline: Nps | None
    before: Nps | None
    year_ago: Nps | None
    units: Matrix
    channels: Matrix
    statements: Matrix
    trend: Matrix
    comments: tuple[Comment, ...]
    comment_count: int
    unit_count: int
    limits: Limits
    is_wide: bool = False
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
            if one.reason and one.reason not in ("no_answers", "wording")
        ]
        return {code: codes.count(code) for code in sorted(set(codes))}
