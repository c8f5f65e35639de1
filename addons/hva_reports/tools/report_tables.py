"""From sums to the tables of a report: own units as they are, others as the small-number rule allows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from .metrics import NpsCounts, change, nps, statement
from .report_matrix import Cell, Matrix, Row, cell
from .suppression import Group, Key, Limits, Sum, suppress

Sums = Mapping[str, int]  # columns of the monthly rollup: answers, promoters, passives, detractors, item_st1_1, ...

PARTS: Final = ("promoters", "passives", "detractors")
UNIT_COLUMNS: Final = ("answers", "n", *PARTS, "nps", "low", "high", "change", "year_change")
CHANNEL_COLUMNS: Final = ("answers", "n", *PARTS, "nps", "low", "high")
STATEMENT_COLUMNS: Final = ("n", "mean", "share")
TREND_COLUMNS: Final = ("answers", "n", "nps", "low", "high")


def merged(rows: Iterable[Sums]) -> dict[str, int]:
    """Return the sum of `rows`, column by column."""
    total: dict[str, int] = {}
    for row in rows:
        for column, value in row.items():
            total[column] = total.get(column, 0) + value
    return total


def counts_of(sums: Sums) -> NpsCounts:
    """Return the three NPS counts of `sums`; columns that are missing count nobody."""
    return NpsCounts(*(sums.get(part, 0) for part in PARTS))


def score_cells(sums: Sums) -> dict[str, Cell]:
    """Return the cells of CHANNEL_COLUMNS for people who may see everything."""
    counts = counts_of(sums)
    score = nps(counts)
    return {
        "answers": Cell(sums.get("answers", 0)),
        "n": Cell(counts.n),
        **{part: Cell(sums.get(part, 0)) for part in PARTS},
        "nps": cell(score.value if score else None),
        "low": cell(score.low if score else None),
        "high": cell(score.high if score else None),
    }


def change_cell(now: Sums, before: Sums) -> Cell:
    """Return the difference of two scores, or a reason: nobody answered, or the interval holds zero."""
    score, earlier = nps(counts_of(now)), nps(counts_of(before))
    if not score or not earlier:
        return Cell(reason="no_answers")
    step = change(score, earlier)
    return Cell(reason="unclear") if step.direction == "unclear" else Cell(step.difference)


def unit_rows(
    labels: Mapping[int, str], now: Mapping[int, Sums], before: Mapping[int, Sums], year_ago: Mapping[int, Sums]
) -> list[Row]:
    """Return one row per unit of `labels` (own units), in that order; units without feedback have reasons."""
    return [
        Row(
            str(unit),
            label,
            {
                **score_cells(now.get(unit, {})),
                "change": change_cell(now.get(unit, {}), before.get(unit, {})),
                "year_change": change_cell(now.get(unit, {}), year_ago.get(unit, {})),
            },
        )
        for unit, label in labels.items()
    ]


def total_row(label: str, now: Sums, before: Sums | None = None, year_ago: Sums | None = None) -> Row:
    """Return the line under a table; with earlier sums it also has the two columns of change."""
    cells = score_cells(now)
    if before is not None and year_ago is not None:
        cells |= {"change": change_cell(now, before), "year_change": change_cell(now, year_ago)}
    return Row("total", label, cells)


def unit_table(rows: Iterable[Row], total: Row, broken: Sequence[str]) -> Matrix:
    """Return the table of own units; columns of change in `broken` are empty, for the question had other words then."""
    gaps = dict.fromkeys(broken, Cell(reason="wording"))
    lines = [replace(row, cells={**row.cells, **gaps}) for row in (*rows, total)]
    return Matrix(UNIT_COLUMNS, tuple(lines[:-1]), lines[-1])


def channel_table(labels: Mapping[str, str], by_channel: Mapping[str, Sums], total: Row) -> Matrix:
    """Return own units' channels in the order of `labels`; channels that nobody used are left out."""
    rows = [Row(code, labels[code], score_cells(by_channel[code])) for code in labels if code in by_channel]
    return Matrix(CHANNEL_COLUMNS, tuple(rows), total)


def statement_table(labels: Mapping[str, str], sums: Sums, scales: Mapping[str, int]) -> Matrix:
    """Return mean and share of agreement for the items of `labels` (column of the fact -> text).

    `scales` says from which value on an answer agrees. Items that nobody was asked or took a stand on are left out.
    """
    rows = []
    for column, label in labels.items():
        figure = statement([sums.get(f"{column}_{value}", 0) for value in range(1, 6)], scales.get(column, 4))
        if figure:
            cells = {"n": Cell(figure.n), "mean": Cell(figure.mean), "share": Cell(figure.share)}
            rows.append(Row(column, label, cells))
    return Matrix(STATEMENT_COLUMNS, tuple(rows))


def trend_table(labels: Mapping[str, str], by_month: Mapping[str, Sums]) -> Matrix:
    """Return one row per month of `labels` (ISO first day -> name), also for months without feedback."""
    cells = {key: score_cells(by_month.get(key, {})) for key in labels}
    rows = [Row(key, labels[key], {column: cells[key][column] for column in TREND_COLUMNS}) for key in labels]
    return Matrix(TREND_COLUMNS, tuple(rows))


def hidden_among_others(by_unit: Mapping[int, Sums], by_channel: Mapping[str, Sums], limits: Limits) -> dict[Key, str]:
    """Return {(kind, name, column): reason} of what must be hidden about units that are not the reader's own.

    `by_unit` and `by_channel` are sums over these other units only: the reader knows the own ones and would subtract
    them from any total. One table of the whole county serves every view, so that two views cannot be subtracted.
    """
    counts: dict[Key, int] = {}
    groups: list[Group] = []
    lines: list[tuple[str, int | str, Sums]] = [("unit", unit, sums) for unit, sums in by_unit.items()]
    lines += [("channel", code, sums) for code, sums in by_channel.items()]
    lines.append(("all", "", merged(by_unit.values())))
    for kind, name, sums in lines:
        for part in PARTS:
            counts[kind, name, part] = sums.get(part, 0)
        counts[kind, name, "n"] = counts_of(sums).n
        groups.append(Group((kind, name, "n"), tuple((kind, name, part) for part in PARTS)))
    sums_of_all = [
        Sum(("all", "", column), tuple((kind, name, column) for name in names))
        for column in (*PARTS, "n")
        for kind, names in (("unit", by_unit), ("channel", by_channel))
    ]
    return suppress(counts, groups, sums_of_all, limits)


def other_row(
    place: tuple[str, int | str], label: str, sums: Sums, hidden: Mapping[Key, str] | None, columns: Sequence[str]
) -> Row:
    """Return a row of somebody else's unit, or of a total with such units in it; what is hidden says why.

    `place` is the (kind, name) of `hidden_among_others`, whose result is `hidden`; None hides all of the row as not
    published. A score needs its four counts to be shown. Columns for own people only say so.
    """
    counted = ("n", *PARTS)
    if hidden is None:
        reasons = dict.fromkeys(counted, "not_published")
    else:
        reasons = {column: hidden[*place, column] for column in counted if (*place, column) in hidden}
    shown = score_cells(sums)
    cells = dict.fromkeys(columns, Cell(reason="own_only"))
    for column in counted:
        cells[column] = Cell(reason=reasons[column]) if column in reasons else shown[column]
    for column in ("nps", "low", "high"):
        cells[column] = Cell(reason=next(iter(reasons.values()))) if reasons else shown[column]
    kind, name = place
    return Row("total" if kind == "all" else str(name), label, cells, is_own=False)
