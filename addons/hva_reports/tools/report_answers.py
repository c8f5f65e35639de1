"""From answers of `hva.query` to the tables of a report. Lays out and never reckons. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from .metric_registry import NPS_COLUMNS
from .metrics import Nps, NpsCounts
from .report_matrix import Cell, Earlier, Matrix, Row, Standing
from .wording_breaks import Break

Answer = Mapping[str, Any]  # a whole answer
Found = Mapping[str, Any]  # a CELL or COMPARED of one

SCORES: Final = ("answers", "n", *NPS_COLUMNS, "nps")  # metrics that every table of scores is made of
CHANNEL_COLUMNS: Final = (*SCORES, "low", "high")
UNIT_COLUMNS: Final = (*CHANNEL_COLUMNS, "change", "year_change")
TARGET_COLUMNS: Final = ("target", "standing")
STATEMENT_COLUMNS: Final = ("n", "mean", "share")
TREND_COLUMNS: Final = ("answers", "n", "nps", "low", "high")
JUDGED: Final = ("met", "not_met", "cannot_tell")


def cell(found: Found, part: str = "value") -> Cell:
    """Return a value, or an end of its interval, as the report shows it; where there is none, with the reason."""
    if found["state"] != "ok":
        return Cell(reason=found["reason"])
    return Cell(reason="no_answers") if found[part] is None else Cell(found[part])


def score_cells(cells: Mapping[str, Found]) -> dict[str, Cell]:
    """Return the cells of CHANNEL_COLUMNS."""
    ends = {part: cell(cells["nps"], part) for part in ("low", "high")}
    return {**{code: cell(cells[code]) for code in SCORES}, **ends}


def change_cell(now: Found, earlier: Found) -> Cell:
    """Return the change of a score, or why there is none to tell: hidden, other words, nobody, or within chance."""
    if earlier["verdict"] in ("up", "down"):
        return Cell(earlier["change"])
    if earlier["verdict"] == "same":
        return Cell(reason="unclear")
    hidden = [one["reason"] for one in (now, earlier) if one["state"] == "hidden"]
    words = [one["reason"] for one in (now, earlier) if one["reason"] == "wording"]
    return Cell(reason=next(iter([*hidden, *words]), "no_answers"))


def score(found: Found) -> Nps | None:
    """Return an NPS of an answer, None where it has none."""
    if found["state"] != "ok":
        return None
    return Nps(found["value"], found["low"], found["high"], found["n"])


def counts(cells: Mapping[str, Found]) -> NpsCounts:
    """Return how many people were in each class; nobody where that is not shown."""
    return NpsCounts(*(cells[code]["value"] or 0 for code in NPS_COLUMNS))


def earlier(found: Found) -> Earlier | None:
    """Return an earlier NPS with its change up to now; None where there is none in the same words."""
    if found["state"] != "ok":
        return None
    ends = (found["change"], found["change_low"], found["change_high"])
    return Earlier(found["value"], found["n"], *ends, found["verdict"])


def breaks(answers: Iterable[Answer]) -> tuple[Break, ...]:
    """Return where words changed, by day, of all that the notes of `answers` say."""
    notes = [note for answer in answers for note in answer["notes"] if note["code"] == "wording"]
    return tuple(sorted({Break(date.fromisoformat(note["day"]), note["question"]) for note in notes}))


def has_break(answer: Answer, question: str) -> bool:
    """Did the words of `question` change in what `answer` looks back on?"""
    return any(one.column == question for one in breaks([answer]))


# ---------------------------------------------------------------------- tables


def unit_row(now: Mapping[str, Any], year_ago: Mapping[str, Any], label: str) -> Row:
    """Return a row of UNIT_COLUMNS and TARGET_COLUMNS: of an answer with the period before, and one with last year."""
    found, target = now["cells"]["nps"], now.get("targets", {}).get("nps")
    cells = {
        **score_cells(now["cells"]),
        "change": change_cell(found, now["compared"]["nps"]),
        "year_change": change_cell(year_ago["cells"]["nps"], year_ago["compared"]["nps"]),
        "target": Cell(target["value"]) if target else Cell(reason="no_target"),
        "standing": _standing_cell(found, target),
    }
    return Row(now["key"], label, cells, is_own=now["is_own"])


def _standing_cell(found: Found, target: Mapping[str, Any] | None) -> Cell:
    if not target:
        return Cell(reason="no_target")
    return Cell(reason=target["verdict"] if target["verdict"] in JUDGED else found["reason"] or "no_answers")


def unit_matrix(rows: Sequence[Row], total: Row | None) -> Matrix:
    """Return the table of units; the target's columns only where somebody has one."""
    lines = [*rows, *([total] if total else [])]
    has_target = any(line["target"].value is not None for line in lines)
    columns = (*UNIT_COLUMNS, *TARGET_COLUMNS) if has_target else UNIT_COLUMNS
    return Matrix(columns, tuple(_cut(row, columns) for row in rows), total and _cut(total, columns))


def _cut(row: Row, columns: Sequence[str]) -> Row:
    return Row(row.key, row.label, {name: row[name] for name in columns}, row.is_own)


def channel_matrix(answer: Answer, total_label: str) -> Matrix:
    """Return the table of channels that somebody used."""
    rows = [Row(row["key"], row["label"], score_cells(row["cells"]), row["is_own"]) for row in answer["rows"]]
    whole = answer["totals"]
    total = Row("total", total_label, score_cells(whole["cells"]), whole["is_own"])
    return Matrix(CHANNEL_COLUMNS, tuple(rows), total)


def statement_matrix(answers: Sequence[Answer], order: Collection[str], numbered: str) -> Matrix:
    """Return mean and share of agreement per statement that somebody took a stand on, in the `order` of the items.

    `answers` has the wording that most people met first. A statement whose words changed is there once for each; the
    later ones are called as `numbered` says with its %(statement)s and %(number)s.
    """
    changed = {one.column.removeprefix("item_") for one in breaks(answers)}
    rows = []
    for item in order:
        for number, answer in enumerate(answers, start=1):
            line = next((row for row in answer["rows"] if row["key"] == item), None)
            if not line or not line["cells"]["stand"]["value"] or (number > 1 and item not in changed):
                continue
            found = line["cells"]
            cells = {"n": cell(found["stand"]), "mean": cell(found["mean"]), "share": cell(found["agree"])}
            key, label = f"item_{item}", line["label"]
            if number > 1:
                key, label = f"{key}#{number}", numbered % {"statement": label, "number": number}
            rows.append(Row(key, label, cells))
    return Matrix(STATEMENT_COLUMNS, tuple(rows))


def trend_matrix(months: Sequence[tuple[str, str, Sequence[Mapping[str, Any]]]]) -> Matrix:
    """Return one row per month of (key, label, its rows: one for each wording that was met).

    Where there were several wordings, each has a number in the column `wording`, and a month in which two were answered
    has a row for each, the earlier first.
    """
    met = sorted({row["wording"] for _key, _label, rows in months for row in rows if _is_met(row)})
    columns = (*TREND_COLUMNS, "wording") if len(met) > 1 else TREND_COLUMNS
    lines = []
    for key, label, rows in months:
        kept = sorted((row for row in rows if _is_met(row)), key=lambda row: row["wording"]) or rows[:1]
        for number, row in enumerate(kept, start=1):
            wording = Cell(met.index(row["wording"]) + 1) if _is_met(row) else Cell(reason="no_answers")
            cells = {**score_cells(row["cells"]), "wording": wording}
            name = key if number == 1 else f"{key}#{number}"
            lines.append(Row(name, label, {column: cells[column] for column in columns}))
    return Matrix(columns, tuple(lines))


def _is_met(row: Mapping[str, Any]) -> bool:
    return row["wording"] is not None and bool(row["cells"]["n"]["value"])


def standings(answers: Iterable[Answer], item_texts: Mapping[str, str]) -> tuple[Standing, ...]:
    """Return how the figures of the units together stand to their targets, as each answer's line of totals says.

    A statement is called by its words: `item_texts` by item (st1, ...).
    """
    return tuple(
        Standing(
            item_texts.get(column["key"].removeprefix("agree_")) or column["label"],
            target["value"],
            target["verdict"],
            target["text"],
        )
        for answer in answers
        for column in answer["columns"]
        if (target := answer["totals"].get("targets", {}).get(column["key"]))
    )
