"""A report lays out what `hva.query` answered: nothing is added up, and what is hidden stays so with its reason."""

from datetime import date

from hva_reports.tools import report_answers as tables
from hva_reports.tools.report_matrix import Cell
from hva_reports.tools.wording_breaks import Break

NONE = {"value": None, "low": None, "high": None, "n": None}


def shown(value, low=None, high=None, n=10):
    return {"value": value, "low": low, "high": high, "n": n, "state": "ok", "reason": None}


def without(reason, state="hidden"):
    return {**NONE, "state": state, "reason": reason}


def cells(nps, n=10):
    counts = {code: shown(n) for code in tables.SCORES if code != "nps"}
    return {**counts, "nps": nps}


def compared(found, verdict="none", change=None):
    return {**found, "change": change, "change_low": -1, "change_high": 9, "verdict": verdict}


def row(nps, before, **more):
    return {"key": "4", "is_own": True, "cells": cells(nps), "compared": {"nps": before}, "wording": None, **more}


def answer(rows=(), notes=(), **more):
    return {"rows": list(rows), "notes": list(notes), "columns": [], **more}


def broken(question, day="2026-10-15"):
    return {"code": "wording", "question": question, "day": day, "text": ""}


def test_a_score_has_its_interval_or_the_reason_for_none():
    found = tables.score_cells(cells(shown(40.0, 20.0, 55.0)))
    assert (found["nps"], found["low"], found["high"]) == (Cell(40.0), Cell(20.0), Cell(55.0))
    hidden = tables.score_cells(cells(without("too_few")))
    assert {hidden[name].reason for name in ("nps", "low", "high")} == {"too_few"}


def test_a_change_is_told_only_where_chance_is_ruled_out():
    now = shown(40.0, 20.0, 55.0)
    assert tables.change_cell(now, compared(now, "up", 5.0)) == Cell(5.0)
    assert tables.change_cell(now, compared(now, "same", 5.0)) == Cell(reason="unclear")
    assert tables.change_cell(now, compared(without("wording", "no_data"))) == Cell(reason="wording")
    assert tables.change_cell(without("small_cell"), compared(now)) == Cell(reason="small_cell")
    assert tables.change_cell(now, compared(without("no_answers", "no_data"))) == Cell(reason="no_answers")


def test_targets_have_columns_where_somebody_has_one():
    now, before = shown(40.0, 20.0, 55.0), compared(without("no_answers", "no_data"))
    goal = {"nps": {"value": 50.0, "verdict": "cannot_tell", "text": "..."}}
    with_goal, plain = row(now, before, targets=goal), row(now, before)
    rows = [tables.unit_row(each, each, "Eura") for each in (with_goal, plain)]
    matrix = tables.unit_matrix(rows, None)
    assert [line["target"] for line in matrix.rows] == [Cell(50.0), Cell(reason="no_target")]
    assert [line["standing"].reason for line in matrix.rows] == ["cannot_tell", "no_target"]
    assert "target" not in tables.unit_matrix(rows[1:], rows[1]).columns


def test_a_target_of_a_hidden_figure_tells_nothing():
    hidden = row(without("too_few"), compared(without("too_few")))
    hidden["targets"] = {"nps": {"value": 50.0, "verdict": "hidden", "text": ""}}
    assert tables.unit_row(hidden, hidden, "Eura")["standing"] == Cell(reason="too_few")


def test_a_statement_in_two_wordings_is_there_twice_and_others_once():
    def line(item, n):
        return {"key": item, "label": item.upper(), "cells": {name: shown(n) for name in ("stand", "mean", "agree")}}

    first = answer([line("st1", 6), line("st2", 9), line("st3", 0)], [broken("item_st1")])
    second = answer([line("st1", 4), line("st2", 9)])
    found = tables.statement_matrix([first, second], ("st1", "st2", "st3"), "%(statement)s (%(number)s)")
    assert [(each.key, each.label, each["n"].value) for each in found.rows] == [
        ("item_st1", "ST1", 6), ("item_st1#2", "ST1 (2)", 4), ("item_st2", "ST2", 9),
    ]  # fmt: skip


def test_a_trend_has_a_row_for_each_wording_of_a_month():
    def month(wording, n):
        return {"wording": wording, "cells": cells(shown(10.0, 0.0, 20.0), n)}

    plain = tables.trend_matrix([("2026-09-01", "September", [month(None, 5)])])
    assert plain.columns == tables.TREND_COLUMNS
    months = [
        ("2026-08-01", "August", [month(0, 0)]),
        ("2026-09-01", "September", [month(0, 5)]),
        ("2026-10-01", "October", [month(2, 7), month(0, 3)]),
    ]
    found = tables.trend_matrix(months)
    assert [(each.key, each["wording"].value) for each in found.rows] == [
        ("2026-08-01", None), ("2026-09-01", 1), ("2026-10-01", 1), ("2026-10-01#2", 2),
    ]  # fmt: skip


def test_breaks_of_several_answers_are_told_once():
    found = tables.breaks([answer(notes=[broken("nps")]), answer(notes=[broken("nps"), broken("item_st1")])])
    assert found == (Break(date(2026, 10, 15), "item_st1"), Break(date(2026, 10, 15), "nps"))


def test_how_figures_stand_is_said_as_the_query_says_it():
    met = {"value": 50.0, "verdict": "met", "text": "Target of 2026: 50. Met."}
    answer_of = {
        "columns": [{"key": "nps", "label": "NPS"}, {"key": "agree_st1", "label": "Statement 1: agree"}],
        "totals": {"targets": {"nps": met, "agree_st1": {**met, "verdict": "not_met"}}},
    }
    found = tables.standings([answer_of], {"st1": "I got help."})
    assert [(one.label, one.verdict) for one in found] == [("NPS", "met"), ("I got help.", "not_met")]
    assert found[0].text == "Target of 2026: 50. Met."
