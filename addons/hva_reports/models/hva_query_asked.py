from odoo import models
from odoo.tools import SQL

from ..tools import query_answer as answers
from ..tools.metric_registry import METRICS, Figure
from ..tools.missing import SMALLEST, Group, gaps, rate
from ..tools.periods import whole_months
from ..tools.query_definition import UNIT_GROUPS
from .hva_fact_reading import STEP_STARTS
from .hva_query import row_key

GONE = ("submitted", "delivered", "unknown")  # as far as we know, the message left
COUNTS = ("invited", "sent", "delivered")
BY_AGE = ("invited", "response_rate", "response_gap")  # what is known by age
PARTS = ("language", "age_band", *UNIT_GROUPS)  # groups of which one may answer less than the others


class HvaQuery(models.AbstractModel):
    """How many were asked by text message, how many answers came, and in which groups fewer answer than in others."""

    _inherit = "hva.query"

    def _add_sources(self, asked, scope, counted, lines, total):
        result = super()._add_sources(asked, scope, counted, lines, total)
        codes = [code for code in asked.metrics if METRICS[code].family == "invitation"]
        if not codes:
            return result
        if not self._knows_asked(asked):
            self._put_outside(codes, lines, total)
            return result
        for name, span in self._get_spans(asked).items():
            counts = self._get_asked(asked, scope, span)
            keyed = list(self._get_keyed(asked, lines, total, name))
            between = self._get_gaps(asked, scope, counts) if "response_gap" in codes else {}
            for line, key in keyed:
                figures = line.figures if name == "now" else line.figures_before
                for code in codes:
                    figures[code] = self._get_asked_figure(asked, code, counts.get(key, {}), between.get(key))
        return result

    def _get_dimension_keys(self, asked, scope, by_key):
        """Also those who were asked and have not answered are a row."""
        keys = super()._get_dimension_keys(asked, scope, by_key)
        is_asked = "invitation" in {METRICS[code].family for code in asked.metrics} and self._knows_asked(asked)
        if is_asked and scope.is_own and asked.group in ("language", "age_band"):
            counts = self._get_asked(asked, scope, asked.span)
            keys |= {key for key, sums in counts.items() if sums["invited"] and key != "total"}
        return keys

    def _knows_asked(self, asked):
        """Tell whether what is asked for is known of those who were asked."""
        if asked.assisted is not None:
            return False
        if asked.group == "age_band":
            return not asked.filters and all(whole_months(span) for span in self._get_spans(asked).values())
        return asked.group in ("none", "step", "language", *UNIT_GROUPS) and set(asked.filters) <= {"languages"}

    def _get_asked_figure(self, asked, code, counts, gap):
        if code == "response_gap":
            return gap if isinstance(gap, Figure | answers.Hidden) else answers.Outside("not_here")
        if asked.group == "age_band" and code not in BY_AGE:
            return answers.Outside("not_here")
        if code in COUNTS:
            count = counts.get(code, 0)
            return Figure(count, None, None, count)
        base = counts.get("invited" if asked.group == "age_band" else "sent", 0)
        return rate(Group(base, counts.get("answers", 0))) or answers.Outside("no_invitations")

    def _get_gaps(self, asked, scope, counts):
        """Return {row key: how much less or more a group answers than all the others, or why that is not said}."""
        if asked.group not in PARTS or not scope.is_own:
            return {}
        base = "invited" if asked.group == "age_band" else "sent"
        groups = {
            key: Group(sums.get(base, 0), sums.get("answers", 0))
            for key, sums in counts.items()
            if key not in ("total", "") and sums.get(base)
        }
        few = {key: answers.Hidden("few_asked") for key, group in groups.items() if group.asked < SMALLEST}
        return {**{key: gap for key, gap in gaps(groups).items() if gap}, **few}

    # ------------------------------------------------------------------ counting

    def _get_asked(self, asked, scope, span):
        """Return {row key or "total": {invited, sent, delivered, answers}}; answers are those by text message."""
        kept = scope.asked.setdefault(span, {})
        if not kept:
            is_age = asked.group == "age_band"
            rows = self._get_asked_by_age(scope, span) if is_age else self._get_invitations(asked, scope, span)
            for row in [*rows, *self._get_message_answers(asked, scope, span)]:
                for key in {row_key(row, asked, span), "total"}:
                    sums = kept.setdefault(key, dict.fromkeys((*COUNTS, "answers"), 0))
                    for name in sums:
                        sums[name] += row.get(name, 0)
        return kept

    def _get_asked_by_age(self, scope, span):
        # raw SQL: sums of a table nobody reads row by row. Units chosen by reach.
        return self.env.execute_query_dict(
            SQL(
                """SELECT k.key, COALESCE(a.age_band, '') AS age_band, SUM(a.people)::int AS invited
                     FROM hva_fact_asked a
                     JOIN unnest(%(units)s::int[], %(keys)s::int[]) AS k(unit_id, key) USING (unit_id)
                    WHERE a.month = ANY(%(months)s)
                    GROUP BY 1, 2""",
                units=list(scope.keys),
                keys=list(scope.keys.values()),
                months=list(whole_months(span)),
            )
        )

    def _get_invitations(self, asked, scope, span):
        step = asked.step if asked.group == "step" else None
        langs = list(asked.filters.get("languages", ()))
        day = SQL("COALESCE(i.sent_on, i.due_on)")
        # raw SQL: one statement for every row of the answer. Only invitations to a survey; units chosen by reach.
        return self.env.execute_query_dict(
            SQL(
                """SELECT k.key, %(step)s AS step, COALESCE(i.lang_code, '') AS language, COUNT(*) AS invited,
                          COUNT(*) FILTER (WHERE i.state = ANY(%(gone)s)) AS sent,
                          COUNT(*) FILTER (WHERE i.state = 'delivered') AS delivered
                     FROM hva_invitation i
                     JOIN unnest(%(units)s::int[], %(keys)s::int[]) AS k(unit_id, key) USING (unit_id)
                    WHERE i.kind = 'survey' AND %(day)s >= %(start)s AND %(day)s < %(end)s
                      AND (%(all_langs)s OR i.lang_code = ANY(%(langs)s))
                    GROUP BY 1, 2, 3""",
                step=SQL(STEP_STARTS[step], *[day] * STEP_STARTS[step].count("%s")) if step else SQL("NULL::date"),
                day=day,
                gone=list(GONE),
                units=list(scope.keys),
                keys=list(scope.keys.values()),
                start=span.start,
                end=span.end,
                all_langs=not langs,
                langs=langs,
            )
        )

    def _get_message_answers(self, asked, scope, span):
        by = [asked.group] if asked.group in ("language", "age_band") else []
        filters = {"channel": ["sms"], **asked.by_dimension}
        step = asked.step if asked.group == "step" else None
        # sudo: units chosen by reach
        return self.env["hva.fact.month"].sudo()._summed(scope.keys, span, ["answers"], by, filters, step)
