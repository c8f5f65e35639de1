"""Sums that the questions of one page take from each other. Pure.

A page asks for the same days of the same units by unit, by channel, by statement and together. What was summed once by
more than a question needs is added up for it, instead of being read again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from .metric_registry import NPS_COLUMNS
from .periods import Span
from .query_asking import Shelf

# asked with whatever is asked: other questions of a page need them of the same rows
USUAL: Final = ("answers", *NPS_COLUMNS, "with_text")

# what is asked by one of these is asked by channel too: response rates need those asked by text message alone
BY_CHANNEL: Final = ("age_band", "language")
CHANNEL: Final = "channel"
MANY_KEYS: Final = 200  # of a table of every unit the rows are added up sooner by the database than here

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sums:
    """What `hva.fact.month._summed` is asked for: its arguments; `filters` as sorted pairs."""

    keys: Mapping[int, int]
    span: Span
    names: tuple[str, ...]
    by: tuple[str, ...]
    filters: tuple[tuple[str, tuple[Any, ...]], ...]
    step: str | None

    @property
    def heads(self) -> tuple[str, ...]:
        """What a row is about, besides its key."""
        return (*self.by, *(("step",) if self.step else ()))

    def wider(self) -> "Sums":
        """Return what is asked at once: what other questions of a page need of the same rows."""
        by = (CHANNEL,) if not self.filters and not {*BY_CHANNEL}.isdisjoint(self.by) else ()
        return replace(self, names=_once(*self.names, *USUAL), by=_once(*self.by, *by))

    def serves(self, other: "Sums") -> bool:
        """Tell whether the rows of these sums hold all that the rows of `other` are made of."""
        left = {name for name, _values in self.left(other)}
        return (
            (self.span, self.step) == (other.span, other.step)
            and {*self.names} >= {*other.names}
            and {*self.by} >= {*other.by, *left}
            and left <= {CHANNEL}
            and {*self.filters} <= {*other.filters}
            and self.keys.keys() == other.keys.keys()
            and self.moves(other) is not None
        )

    def left(self, other: "Sums") -> list[tuple[str, tuple[Any, ...]]]:
        """Return the filters of `other` that these sums do not have yet."""
        return [each for each in other.filters if each not in self.filters]

    def moves(self, other: "Sums") -> dict[int, int] | None:
        """Return {key: key of `other`}; None where the units of one key have several there."""
        found: dict[int, int] = {}
        for unit, key in self.keys.items():
            if found.setdefault(key, other.keys[unit]) != other.keys[unit]:
                return None
        return found


class Look(Shelf):
    """A shelf for the questions of one page, asked in one transaction."""

    def __init__(self) -> None:
        super().__init__()
        self._sums: list[tuple[Sums, Rows]] = []

    def sums(self, wanted: Sums, ask: Callable[[Sums], Rows]) -> Rows:
        """Return the rows of `wanted`, from those that are there; else from `ask`. They are the caller's own."""
        if len({*wanted.keys.values()}) > MANY_KEYS:
            return ask(wanted)
        serving = [each for each in self._sums if each[0].serves(wanted)]
        if serving:
            there, rows = min(serving, key=lambda each: len(each[1]))
        else:
            there = wanted.wider()
            rows = ask(there)
            self._sums.append((there, rows))
        return _added(there, rows, wanted)


def _added(there: Sums, rows: Rows, wanted: Sums) -> Rows:
    """Return `rows` added up by what `wanted` is about, in the order of a statement's rows."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    keys, filters = there.moves(wanted) or {}, there.left(wanted)
    for row in rows:
        if any(row[name] not in values for name, values in filters):
            continue
        place = (keys[row["key"]], *(row[head] for head in wanted.heads))
        if (total := found.get(place)) is None:
            heads = zip(("key", *wanted.heads), place, strict=True)
            found[place] = {**dict(heads), **{name: row[name] for name in wanted.names}}
            continue
        for name in wanted.names:
            total[name] += row[name]
    return [found[place] for place in sorted(found, key=_in_order)]


def _in_order(place: tuple[Any, ...]) -> list[tuple[bool, Any]]:
    """Return what sorts `place`: nothing known comes last."""
    return [(value is None, value) for value in place]


def _once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
