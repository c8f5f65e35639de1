from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.periods import add_months, split
from .hva_fact import asks_own_items
from .hva_fact_month import replace_sums
from .hva_fact_reading import edge_days, facts_where

STEPS = 11  # values in one row: 0-10 in the first, which is all that most questions offer
KNOWN = {"language"}  # what monthly sums can be filtered by
COUNTS = tuple(f"step_{step}" for step in range(STEPS))


class HvaFactItemMonth(models.Model):
    """Answers to the county's own questions summed by unit, month, question and language.

    `step_<n>` counts those who chose the value STEPS * tier + n; nobody is NULL. A question belongs to one set version,
    so question and language together say which words were met. Summed from the facts by the same marks and in the same
    transaction as `hva.fact.month`.
    """

    _name = "hva.fact.item.month"
    _description = "Own items of a unit's month"
    _log_access = False
    _order = "month desc, unit_id, question_id, lang_code, tier"

    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, readonly=True, ondelete="restrict")
    month = fields.Date(required=True, readonly=True)
    question_id = fields.Many2one("survey.question", required=True, readonly=True, index=True, ondelete="cascade")
    lang_code = fields.Char(string="Language code", required=True, readonly=True)
    tier = fields.Integer(readonly=True, aggregator=None)
    locals().update({name: fields.Integer(string=f"Step {name[5:]}", readonly=True) for name in COUNTS})

    _key_uniq = models.UniqueIndex("(unit_id, month, question_id, lang_code, tier)", "A month is summed once.")
    _month_unit_ix = models.Index("(month, unit_id)")

    @api.model
    def _derive(self, chosen=None):
        """Sum the own items of `chosen`, a table k(unit_id, month), or of all months.

        Only facts of sets that ask own questions are looked at: a county without them pays nothing.
        """
        surveys = [survey for (survey,) in self.env.execute_query(asks_own_items())]
        if not surveys and not self.search_count([], limit=1):
            return
        fresh = SQL(
            """SELECT f.unit_id, date_trunc('month', f.day)::date AS month, x.question_id,
                      COALESCE(f.lang_code, '') AS lang_code, x.value / %s AS tier, %s
                 FROM %s
                WHERE x.value >= 0 AND f.survey_id = ANY(%s)
                GROUP BY 1, 2, 3, 4, 5""",
            STEPS,
            SQL(", ").join(
                SQL("NULLIF(COUNT(*) FILTER (WHERE x.value %% %s = %s), 0) AS %s", STEPS, step, SQL.identifier(name))
                for step, name in enumerate(COUNTS)
            ),
            facts_with(chosen, SQL("hva_fact_item x WHERE x.fact_id = f.id"), SQL("question_id, value"), "x"),
            surveys,
        )
        replace_sums(self, ("unit_id", "month", "question_id", "lang_code", "tier"), chosen, fresh, COUNTS)

    @api.model
    def _counted(self, units, span, filters):
        """Return [{"question_id", "survey_id", "lang_code", "value", "count"}] of `span`. One statement, as of now.

        :param units: ids; no rights are checked, callers pass units they may
        :param dict filters: {dimension: values}
        Whole months come from the sums, others and what has changed from the facts.
        """
        self.env.flush_all()
        where = SQL(" AND f.unit_id = ANY(%s::int[])%s", list(units), facts_where(filters))
        months, edges = month_parts(span, is_coarse=set(filters) <= KNOWN)
        parts = [_of_facts(SQL("hva_fact f"), edges, where)] if edges else []
        if months:
            parts.append(_of_facts(DIRTY_FACTS, SQL("TRUE"), where))
            parts.append(_of_months(*months, units, filters.get("language")))
        return self.env.execute_query_dict(
            SQL(
                """WITH dirty AS MATERIALIZED (%s)
                   SELECT c.question_id, q.survey_id, c.lang_code, c.value, SUM(c.count)::bigint AS count
                     FROM (%s) c JOIN survey_question q ON q.id = c.question_id
                    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""",
                dirty_months(months, units),
                SQL(" UNION ALL ").join(parts),
            )
        )


def _of_months(first, end, units, langs):
    return SQL(
        """SELECT s.question_id, s.lang_code, s.tier * %(steps)s + v.step AS value, v.count
             FROM (SELECT m.question_id, m.lang_code, m.tier, %(sums)s FROM hva_fact_item_month m
                    WHERE m.month >= %(first)s AND m.month < %(end)s AND m.unit_id = ANY(%(units)s::int[])%(langs)s
                      AND ((SELECT COUNT(*) FROM dirty) = 0
                           OR (m.unit_id, m.month) NOT IN (SELECT d.unit_id, d.month FROM dirty d))
                    GROUP BY 1, 2, 3) s
            CROSS JOIN LATERAL (VALUES %(values)s) v(step, count)
            WHERE v.count > 0""",
        steps=STEPS,
        sums=SQL(", ").join(SQL("SUM(%s) AS %s", SQL.identifier("m", name), SQL.identifier(name)) for name in COUNTS),
        first=first,
        end=end,
        units=list(units),
        langs=SQL(" AND m.lang_code = ANY(%s)", list(langs)) if langs is not None else SQL(""),
        values=SQL(", ").join(SQL("(%s, %s)", step, SQL.identifier("s", name)) for step, name in enumerate(COUNTS)),
    )


def facts_with(chosen, rows, columns, alias="r"):
    """Return the facts `f` of `chosen`, a table k(unit_id, month), or of all, each with its `rows` as `alias`.

    Of some months the rows are looked up fact by fact (OFFSET 0 holds PostgreSQL to it): else it may go through the
    rows of ten years for the sake of one month.
    """
    picked = SQL("(SELECT %s FROM %s%s) %s", columns, rows, SQL(" OFFSET 0" if chosen else ""), SQL.identifier(alias))
    days = "%s JOIN hva_fact f ON f.unit_id = k.unit_id AND f.day >= k.month AND f.day < k.month + interval '1 month'"
    return SQL("%s CROSS JOIN LATERAL %s", SQL(days, chosen) if chosen else SQL("hva_fact f"), picked)


DIRTY_FACTS = SQL(
    """dirty d JOIN hva_fact f
       ON f.unit_id = d.unit_id AND f.day >= d.month AND f.day < d.month + interval '1 month'"""
)


def month_parts(span, *, is_coarse):
    """Return ((first month, day after the last) or None, SQL condition of the days of `f` in none of them or None).

    Without `is_coarse` the monthly sums do not know what is asked, and every day is counted.
    """
    months = split(span).months if is_coarse else ()
    if not months:
        return None, SQL("f.day >= %s AND f.day < %s", span.start, span.end)
    return (months[0], add_months(months[-1], 1)), edge_days(span) if split(span).edges else None


def dirty_months(months, units):
    """SQL for the units' months among `months` (first, end) that are not summed yet: the table `dirty`."""
    if months is None:
        return SQL("SELECT NULL::int AS unit_id, NULL::date AS month LIMIT 0")
    return SQL(
        """SELECT DISTINCT unit_id, month FROM hva_fact_dirty
            WHERE month >= %s AND month < %s AND unit_id = ANY(%s::int[])""",
        *months,
        list(units),
    )


def _of_facts(facts, days, where):
    """Return the part that counts the facts `f` of `facts`, a table or join, of `days`, an SQL condition."""
    return SQL(
        """SELECT x.question_id, COALESCE(f.lang_code, '') AS lang_code, x.value::int AS value, COUNT(*) AS count
             FROM %s JOIN hva_fact_item x ON x.fact_id = f.id
            WHERE (%s) AND x.value >= 0%s
            GROUP BY 1, 2, 3""",
        facts,
        days,
        where,
    )
