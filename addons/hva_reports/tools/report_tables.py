"""From sums to the tables of a report: own units as they are, others as the small-number rule allows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from .closed_view import Place, View
from .metrics import Nps, NpsCounts, change, nps, statement
from .report_matrix import Cell, Matrix, Row, cell
from .wording_parts import NPS_SUMS, OTHER_WORDS, Counting

Sums = Mapping[str, int]  # columns of the monthly rollup: answers, promoters, passives, detractors, item_st1_1, ...

PARTS: Final = NPS_SUMS
GROUPED: Final = frozenset({"unit_id", "channel", "month", "lang_code", "survey_id"})
UNIT_COLUMNS: Final = ("answers", "n", *PARTS, "nps", "low", "high", "change", "year_change")
CHANNEL_COLUMNS: Final = ("answers", "n", *PARTS, "nps", "low", "high")
STATEMENT_COLUMNS: Final = ("n", "mean", "share")
TREND_COLUMNS: Final = ("answers", "n", "nps", "low", "high")


def merged(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the sum of `rows`, column by column, without what they are grouped by."""
    total: dict[str, int] = {}
    for row in rows:
        for column, value in row.items():
            if column not in GROUPED:
                total[column] = total.get(column, 0) + value
    return total


def counts_of(sums: Sums) -> NpsCounts:
    """Return the three NPS counts of `sums`; columns that are missing count nobody."""
    return NpsCounts(*(sums.get(part, 0) for part in PARTS))


def score_cells(sums: Sums) -> dict[str, Cell]:
    """Return the cells of CHANNEL_COLUMNS for people who may see everything."""
    counts = counts_of(sums)
    score = nps(counts)
    why = "wording" if sums.get(OTHER_WORDS) else "no_answers"
    return {
        "answers": Cell(sums.get("answers", 0)),
        "n": Cell(counts.n),
        **{part: Cell(sums.get(part, 0)) for part in PARTS},
        "nps": cell(score.value if score else None, why),
        "low": cell(score.low if score else None, why),
        "high": cell(score.high if score else None, why),
    }


def change_cell(now: Sums, before: Sums) -> Cell:
    """Return the difference of two scores, or a reason: nobody answered (these words), or the interval holds zero."""
    score, earlier = nps(counts_of(now)), nps(counts_of(before))
    if not score or not earlier:
        has_other = (not score and now.get(OTHER_WORDS)) or (not earlier and before.get(OTHER_WORDS))
        return Cell(reason="wording" if has_other else "no_answers")
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


def channel_table(labels: Mapping[str, str], by_channel: Mapping[str, Sums], total: Row) -> Matrix:
    """Return own units' channels in the order of `labels`; channels that nobody used are left out."""
    rows = [Row(code, labels[code], score_cells(by_channel[code])) for code in labels if code in by_channel]
    return Matrix(CHANNEL_COLUMNS, tuple(rows), total)


def other_scores(counted: Counting, rows: Iterable[Mapping[str, Any]]) -> tuple[Nps, ...]:
    """Return the scores that people of `rows` gave to other words than those the report counts, most answers first."""
    scores = (nps(counts_of(merged(part.rows))) for part in counted.others(rows, "nps"))
    return tuple(score for score in scores if score)


def statement_sums(
    counted: Counting, rows: Iterable[Mapping[str, Any]], columns: Iterable[str]
) -> dict[str, list[dict[str, int]]]:
    """Return for each of `columns` (item_st1, ...) its sums, one for each wording that was answered."""
    kept = list(rows)
    whole = [merged(kept)]
    return {
        column: [merged(part.rows) for part in counted.parts(kept, column)]
        if column in counted.words.broken_columns
        else whole
        for column in columns
    }


def statement_table(
    labels: Mapping[str, str], sums: Mapping[str, Sequence[Sums]], scales: Mapping[str, int], numbered: str
) -> Matrix:
    """Return mean and share of agreement for the items of `labels` (column of the fact -> text).

    `sums` has one entry for each wording: a statement whose words changed is there as often, called as `numbered` says
    with its %(statement)s and %(number)s. `scales` says from which value on an answer agrees. Items that nobody was
    asked or took a stand on are left out.
    """
    rows = []
    for column, label in labels.items():
        for number, part in enumerate(sums.get(column, ()), start=1):
            figure = statement([part.get(f"{column}_{value}", 0) for value in range(1, 6)], scales.get(column, 4))
            if figure:
                cells = {"n": Cell(figure.n), "mean": Cell(figure.mean), "share": Cell(figure.share)}
                key, name = column, label
                if number > 1:
                    key, name = f"{column}#{number}", numbered % {"statement": label, "number": number}
                rows.append(Row(key, name, cells))
    return Matrix(STATEMENT_COLUMNS, tuple(rows))


def trend_table(labels: Mapping[str, str], counted: Counting, sums: Iterable[Mapping[str, Any]]) -> Matrix:
    """Return one row per month of `labels` (ISO first day -> name), also for months without feedback.

    Where the recommendation had several wordings, each has a number in the column `wording`, and a month in which two
    were answered has a row for each.
    """
    by_month: dict[str, list[Mapping[str, Any]]] = {}
    for row in sums:
        by_month.setdefault(row["month"], []).append(row)
    parts = {
        key: sorted(counted.parts(by_month.get(key, ()), "nps"), key=lambda part: part.era.number) for key in labels
    }
    eras = sorted({part.era.number for month in parts.values() for part in month})
    columns = (*TREND_COLUMNS, "wording") if len(eras) > 1 else TREND_COLUMNS
    rows = []
    for key, label in labels.items():
        lines = [(merged(part.rows), eras.index(part.era.number) + 1) for part in parts[key]] or [({}, 0)]
        for number, (line, wording) in enumerate(lines, start=1):
            cells = {**score_cells(line), "wording": cell(wording or None)}
            rows.append(Row(key if number == 1 else f"{key}#{number}", label, {name: cells[name] for name in columns}))
    return Matrix(columns, tuple(rows))


def other_row(place: Place, label: str, view: View | None, columns: Sequence[str]) -> Row:
    """Return a row of somebody else's unit, or of a total with such units in it; what is hidden says why.

    `place` is one of the closed month `view`; None hides all of the row as not published. A score needs its four counts
    to be shown. Columns for own people only say so.
    """
    counted = ("n", *PARTS)
    sums, reasons = view.at(place) if view else ({}, dict.fromkeys(counted, "not_published"))
    shown = score_cells({**sums, OTHER_WORDS: 0})  # whether they answered other words is their own people's to know
    cells = dict.fromkeys(columns, Cell(reason="own_only"))
    for column in counted:
        cells[column] = Cell(reason=reasons[column]) if column in reasons else shown[column]
    for column in ("nps", "low", "high"):
        cells[column] = Cell(reason=next(iter(reasons.values()))) if reasons else shown[column]
    kind, name = place
    return Row("total" if kind == "all" else str(name), label, cells, is_own=False)
