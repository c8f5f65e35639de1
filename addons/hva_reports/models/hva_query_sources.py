from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.hva_feedback.tools.work_clock import WorkClock, quantile

from ..tools import query_answer as answers
from ..tools.metric_registry import METRICS, Figure
from ..tools.query_definition import UNIT_GROUPS
from .hva_fact_reading import STEP_STARTS
from .hva_query import row_key

LONGEST_CASE_DAYS = 800  # older cases are not timed: nobody waits that long, something else is wrong
QUANTILES = {"median": 0.5, "p90": 0.9}


class HvaQuery(models.AbstractModel):
    """Figures that are not made of feedback: how many cases there were, and how long they took."""

    _inherit = "hva.query"

    def _add_sources(self, asked, scope, counted, lines, total):
        result = super()._add_sources(asked, scope, counted, lines, total)
        if "case" in {METRICS[code].family for code in asked.metrics}:
            self._add_cases(asked, scope, lines, total)
        return result

    # ------------------------------------------------------------------ cases

    def _add_cases(self, asked, scope, lines, total):
        """Add counts and handling times of the cases whose clock began in the period, by the unit responsible."""
        codes = [code for code in asked.metrics if METRICS[code].family == "case"]
        if asked.group not in ("none", "step", *UNIT_GROUPS) or asked.is_filtered:
            self._put_outside(codes, lines, total)
            return
        for name, span in self._get_spans(asked).items():
            times = self._get_case_times(asked, scope, span)
            for line, key in self._get_keyed(asked, lines, total, name):
                figures = line.figures if name == "now" else line.figures_before
                figures.update({code: _case_figure(code, times.get(key)) for code in codes})

    def _get_case_times(self, asked, scope, span):
        """Return {row key: {"cases": count, "take": sorted hours, "close": sorted hours}}."""
        step = asked.step if asked.group == "step" else None
        start = SQL(STEP_STARTS[step], *[SQL("t.hva_clock_on")] * STEP_STARTS[step].count("%s")) if step else None
        # raw SQL: tens of thousands of cases. Only how long they took; units chosen by reach, others' lines are hidden.
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT k.key, %(step)s AS step, t.hva_responsible_unit_id AS unit_id, t.hva_clock_on AS begins,
                          t.hva_taken_at AS take, t.hva_closed_at AS close
                     FROM helpdesk_ticket t
                     JOIN unnest(%(units)s::int[], %(keys)s::int[]) AS k(unit_id, key)
                       ON k.unit_id = t.hva_responsible_unit_id
                    WHERE t.hva_is_case AND t.hva_clock_on >= %(start)s AND t.hva_clock_on < %(end)s""",
                step=start or SQL("NULL::date"),
                units=list(scope.keys),
                keys=list(scope.keys.values()),
                start=span.start,
                end=span.end,
            )
        )
        clocks = self._get_clocks({row["unit_id"] for row in rows}, span)
        found = {}
        for row in rows:
            for key in {row_key(row, asked, span), "total"}:
                times = found.setdefault(key, {"cases": 0, "take": [], "close": []})
                times["cases"] += 1
                for name in ("take", "close"):
                    if row[name] and (row[name].date() - row["begins"]).days < LONGEST_CASE_DAYS:
                        times[name].append(clocks[row["unit_id"]].hours(row["begins"], row[name]))
        for times in found.values():
            times["take"].sort()
            times["close"].sort()
        return found

    def _get_clocks(self, unit_ids, span):
        """Return {unit id: WorkClock}; units of one calendar share theirs."""
        made, clocks = {}, {}
        last = span.end + timedelta(days=LONGEST_CASE_DAYS + 2)
        for unit in self.env["hva.unit"].sudo().browse(unit_ids):  # sudo: working hours are no secret
            calendar = unit._get_calendar()
            if calendar not in made:
                made[calendar] = WorkClock(calendar._hva_working_calendar(), span.start, last)
            clocks[unit.id] = made[calendar]
        return clocks

    # ------------------------------------------------------------------ both

    def _get_spans(self, asked):
        return {"now": asked.span, **({"before": asked.earlier} if asked.earlier else {})}

    def _get_keyed(self, asked, lines, total, name):
        """Yield (line, key of its sums) for the period itself (`name` "now") or the earlier one."""
        for position, line in enumerate(lines):
            key = "total" if asked.group == "none" else line.key
            yield line, key if name == "now" else self._get_earlier_key(asked, position, key)
        yield total, "total"

    def _put_outside(self, codes, lines, total):
        for line in [*lines, total]:
            line.figures.update(dict.fromkeys(codes, answers.Outside("not_here")))
            line.figures_before.update(dict.fromkeys(codes, answers.Outside("not_here")))


def _case_figure(code, times):
    if code == "cases":
        count = times["cases"] if times else 0
        return Figure(count, None, None, count)
    name, _hours, part = code.split("_")
    values = times[name] if times else []
    return Figure(quantile(values, QUANTILES[part]), None, None, len(values)) if values else None
