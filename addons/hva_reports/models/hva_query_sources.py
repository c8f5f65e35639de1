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
        """Return {row key or "total": {"cases": count, "take": sorted hours, "close": sorted hours}}."""
        step = asked.step if asked.group == "step" else None
        start = SQL(STEP_STARTS[step], *[SQL("t.hva_clock_on")] * STEP_STARTS[step].count("%s")) if step else None
        is_one = asked.group == "none"
        clocks, clock_of = self._get_clocks(scope.keys, span)
        # raw SQL: tens of thousands of cases. Only how long they took; units chosen by reach, others' lines are hidden.
        rows = self.env.execute_query_dict(
            SQL(
                """WITH clock AS MATERIALIZED (
                       SELECT * FROM unnest(%(numbers)s::int[], %(days)s::date[], %(before)s::float8[],
                                            %(base)s::float8[], %(opens)s::timestamp[], %(closes)s::timestamp[],
                                            %(opens_late)s::timestamp[], %(closes_late)s::timestamp[])
                                  AS c(clock, day, before, base, opens, closes, opens_late, closes_late)
                   ), cases AS (
                       SELECT k.key, k.clock, %(step)s AS step, t.hva_clock_on AS begins, b.before,
                              t.hva_taken_at AS take, t.hva_closed_at AS close
                         FROM helpdesk_ticket t
                         JOIN unnest(%(units)s::int[], %(keys)s::int[], %(clocks)s::int[]) AS k(unit_id, key, clock)
                           ON k.unit_id = t.hva_responsible_unit_id
                         JOIN clock b ON b.clock = k.clock AND b.day = t.hva_clock_on
                        WHERE t.hva_is_case AND t.hva_clock_on >= %(start)s AND t.hva_clock_on < %(end)s
                   ), timed AS (
                       SELECT c.key, c.step, %(take)s AS take, %(close)s AS close
                         FROM cases c
                         LEFT JOIN clock k1 ON k1.clock = c.clock AND k1.day = c.take::date
                         LEFT JOIN clock k2 ON k2.clock = c.clock AND k2.day = c.close::date
                   )
                   SELECT %(heads)s, COUNT(*) AS cases,
                          array_agg(take ORDER BY take) FILTER (WHERE take IS NOT NULL) AS take,
                          array_agg(close ORDER BY close) FILTER (WHERE close IS NOT NULL) AS close
                     FROM timed GROUP BY GROUPING SETS (%(groups)s)""",
                **_tables(clocks),
                step=start or SQL("NULL::date"),
                units=list(clock_of),
                keys=[scope.keys[unit] for unit in clock_of],
                clocks=list(clock_of.values()),
                start=span.start,
                end=span.end,
                take=_hours(SQL("c.take"), SQL("k1")),
                close=_hours(SQL("c.close"), SQL("k2")),
                heads=SQL("TRUE AS is_total" if is_one else "key, step, GROUPING(key) = 1 AS is_total"),
                groups=SQL("()" if is_one else "(), (key, step)"),
            )
        )
        return {
            "total" if row["is_total"] else row_key(row, asked, span): {
                "cases": row["cases"],
                "take": row["take"] or [],
                "close": row["close"] or [],
            }
            for row in rows
        }

    def _get_clocks(self, unit_ids, span):
        """Return (the `WorkClock` of each calendar, {unit id: which of them})."""
        last = min(span.end + timedelta(days=LONGEST_CASE_DAYS), self.env["hva.clock"]._today() + timedelta(days=1))
        numbers, clocks, clock_of = {}, [], {}
        # sudo: working hours are no secret
        calendars = self.env["hva.unit"].sudo().browse(unit_ids)._get_calendars()
        for unit, calendar in calendars.items():
            if calendar not in numbers:
                numbers[calendar] = len(clocks)
                clocks.append(WorkClock(calendar._hva_working_calendar(), span.start, max(last, span.start)))
            clock_of[unit] = numbers[calendar]
        return clocks, clock_of

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


def _tables(clocks):
    """Return the days of the `WorkClock`s as columns."""
    days = [(number, *day) for number, clock in enumerate(clocks) for day in clock.days]
    names = ("numbers", "days", "before", "base", "opens", "closes", "opens_late", "closes_late")
    columns = zip(*days, strict=True) if days else [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def _hours(moment, clock):
    """Return SQL for the working hours of a case `c` to `moment`; `clock` is the row of the moment's day.

    NULL where it has not come, or only after years. Days of UTC, for to ask a zone for each case takes longer than all
    else: see tools/work_clock.py.
    """
    return SQL(
        """CASE WHEN %(moment)s < c.begins THEN 0 WHEN %(moment)s::date < c.begins + %(longest)s THEN
           GREATEST(0, %(clock)s.base + %(early)s + %(late)s - c.before) END""",
        moment=moment,
        clock=clock,
        longest=LONGEST_CASE_DAYS,
        early=_worked(moment, SQL("%s.opens", clock), SQL("%s.closes", clock)),
        late=_worked(moment, SQL("%s.opens_late", clock), SQL("%s.closes_late", clock)),
    )


def _worked(moment, opens, closes):
    """Return SQL for the hours between `opens` and `moment` or `closes`; none where nobody opens."""
    return SQL("GREATEST(0, extract(epoch FROM LEAST(%s, %s) - %s)::float8 / 3600)", moment, closes, opens)
