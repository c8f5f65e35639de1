from odoo import models
from odoo.tools import SQL

from odoo.addons.hva_sms.tools import eligibility

from ..tools import query_answer as answers
from ..tools.metric_registry import METRICS, Figure
from ..tools.query_definition import UNIT_GROUPS
from .hva_fact_reading import STEP_STARTS
from .hva_query import row_key

GROUP = "not_asked"
COLUMNS = {"services": SQL("v.service_id"), "contact_modes": SQL("v.contact_mode")}
KNOWN_GROUPS = ("none", "step", "service", "contact_mode", GROUP, *UNIT_GROUPS)
# by these the person could have been asked, had the draw or the room of the day been otherwise
CHANCE = ("not_in_sample", "daily_cap")
# even a count of one would point at somebody: told together, as in `hva.visit.outcome`
MERGED = {"non_disclosure": "no_consent"}


class HvaQuery(models.AbstractModel):
    """Visits that patient systems told of, how many of the people may be asked, and why the others were not.

    For managers of the units and administrators, as everywhere else: a reason says something about people.
    """

    _inherit = "hva.query"

    def _add_sources(self, asked, scope, counted, lines, total):
        result = super()._add_sources(asked, scope, counted, lines, total)
        codes = [code for code in asked.metrics if METRICS[code].family == "visit"]
        if not codes:
            return result
        if asked.group not in KNOWN_GROUPS or not set(asked.filters) <= set(COLUMNS) or asked.assisted is not None:
            self._put_outside(codes, lines, total)
        elif not self._manages(scope):
            for line in [*lines, total]:
                line.figures.update(dict.fromkeys(codes, answers.Hidden("managers_only")))
                line.figures_before.update(dict.fromkeys(codes, answers.Hidden("managers_only")))
        else:
            for name, span in self._get_spans(asked).items():
                counts = self._get_visits(asked, scope, span)
                for line, key in self._get_keyed(asked, lines, total, name):
                    figures = line.figures if name == "now" else line.figures_before
                    for code in codes:
                        count = counts.get(key, {}).get(code, 0)
                        figures[code] = Figure(count, None, None, count)
        return result

    def _get_head_names(self, asked, scope, by_key, all_sums):
        if asked.group != GROUP:
            return super()._get_head_names(asked, scope, by_key, all_sums)
        if not scope.is_own or not self._manages(scope) or not set(asked.filters) <= set(COLUMNS):
            return []
        counts = self._get_visits(asked, scope, asked.span)
        labels = dict(self.env["hva.visit"]._fields["reason"]._description_selection(self.env))
        return [(code, labels[code]) for code in eligibility.REASONS if code in counts]

    def _manages(self, scope):
        """Tell whether the user manages all the units; an administrator does."""
        if self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            return True
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT unit_id FROM hva_unit_reach WHERE user_id = %s AND role = 'manager'", self.env.uid)
        )
        return scope.units <= {unit for (unit,) in rows}

    def _get_visits(self, asked, scope, span):
        """Return {row key or "total": {visits, may_ask}}; with the group "not_asked" keys are reasons.

        The total of that group holds those who were not asked, so that the reasons add up to it.
        """
        step = asked.step if asked.group == "step" else None
        day = SQL("v.visit_on")
        by = {"service": SQL("COALESCE(v.service_id, 0)"), "contact_mode": SQL("COALESCE(v.contact_mode, '')")}
        reason = SQL("v.reason")
        for code, other in MERGED.items():
            reason = SQL("CASE v.reason WHEN %s THEN %s ELSE %s END", code, other, reason)
        # raw SQL: counts of visits, never a visit; one statement. The units are managed by the reader.
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT k.key, %(step)s AS step, %(by)s AS part, COUNT(*) AS visits,
                          COUNT(*) FILTER (WHERE v.reason = 'invited' OR v.reason = ANY(%(chance)s)) AS may_ask
                     FROM hva_visit v JOIN unnest(%(units)s::int[], %(keys)s::int[]) AS k(unit_id, key) USING (unit_id)
                    WHERE v.state = 'evaluated' AND v.visit_on >= %(start)s AND v.visit_on < %(end)s AND %(where)s
                    GROUP BY 1, 2, 3""",
                step=SQL(STEP_STARTS[step], *[day] * STEP_STARTS[step].count("%s")) if step else SQL("NULL::date"),
                by=reason if asked.group == GROUP else by.get(asked.group, SQL("NULL")),
                chance=list(CHANCE),
                units=list(scope.keys),
                keys=list(scope.keys.values()),
                start=span.start,
                end=span.end,
                where=SQL(" AND ").join(
                    [
                        SQL("v.reason <> 'invited'") if asked.group == GROUP else SQL("TRUE"),
                        *(SQL("%s = ANY(%s)", COLUMNS[name], list(values)) for name, values in asked.filters.items()),
                    ]
                ),
            )
        )
        found = {}
        for row in rows:
            row[asked.group] = row["part"]
            for key in {row_key(row, asked, span), "total"}:
                sums = found.setdefault(key, {"visits": 0, "may_ask": 0})
                sums["visits"] += row["visits"]
                sums["may_ask"] += row["may_ask"]
        return found
