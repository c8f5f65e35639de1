"""A table of a report: what stands in each cell, or why nothing does.

A hidden or empty cell is a value with a reason code, so a renderer never guesses and a total never counts it as zero.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

Number = int | float

REASONS: Final[tuple[tuple[str, str], ...]] = (
    ("no_answers", "No feedback yet"),
    ("too_few", "Too few answers"),
    ("small_cell", "Too few answers"),
    ("full_group", "Hidden: it would tell how everybody answered"),
    ("complement", "Hidden to protect another figure"),
    ("not_published", "Shown when the month is over"),
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
