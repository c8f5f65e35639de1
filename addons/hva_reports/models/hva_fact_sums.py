from odoo import api, models
from odoo.tools import SQL

from ..tools.periods import split
from .hva_fact_month import SUMS, _edge_days

# dimension -> (expression over facts, expression over monthly sums or None where these do not have it)
DIMENSIONS = {
    "channel": (SQL("COALESCE(f.channel, '')"), SQL("m.channel")),
    "language": (SQL("COALESCE(f.lang_code, '')"), SQL("m.lang_code")),
    "survey": (SQL("f.survey_id"), SQL("m.survey_id")),
    "service": (SQL("COALESCE(f.service_id, 0)"), None),
    "contact_mode": (SQL("COALESCE(f.contact_mode, '')"), None),
    "respondent_group": (SQL("COALESCE(f.respondent_group, '')"), None),
    "age_band": (SQL("COALESCE(f.age_band, '')"), None),
    "assisted": (SQL("(f.assisted_by IS NOT NULL)::int"), None),
}
STEP_STARTS = {
    "day": "%s",
    "week": "date_trunc('week', %s)::date",
    "month": "date_trunc('month', %s)::date",
    "quarter": "date_trunc('quarter', %s)::date",
    "tertial": "(date_trunc('year', %s) + floor((extract(month FROM %s) - 1) / 4) * interval '4 months')::date",
    "year": "date_trunc('year', %s)::date",
}
FINE_STEPS = ("day", "week")  # a month cannot be taken apart


class HvaFactMonth(models.Model):
    """Sums of facts by anything that can be asked: from the months where they know enough, else from the facts."""

    _inherit = "hva.fact.month"

    @api.model
    def _summed(self, keys, span, names, by=(), filters=None, step=None):
        """Return [{"key", *by, "step", *names}] of `span`, summed over all units that `keys` gives the same key.

        :param dict keys: {unit id: key}, a whole number each; units that are not there count nowhere
        :param names: columns of SUMS
        :param by: dimensions (DIMENSIONS); what is not known is "" (0 for services)
        :param dict filters: {dimension: values}
        :param str step: of STEP_STARTS: the first day of the step is then in "step"
        One statement. Always as of now: what the monthly sums do not hold yet is counted from the facts. No rights are
        checked: callers pass units they may.
        """
        if not keys:
            return []
        self.env.flush_all()
        used = {*by, *(filters or {})}
        is_coarse = step not in FINE_STEPS and all(DIMENSIONS[name][1] is not None for name in used)
        asked = _Asked(keys, span, names, by, filters or {}, step)
        return self.env.execute_query_dict(asked.from_months() if is_coarse else asked.from_facts())


class _Asked:
    """One question, and its two statements."""

    def __init__(self, keys, span, names, by, filters, step):
        self.units = list(keys)
        self.values = list(keys.values())
        self.span, self.names, self.by, self.filters, self.step = span, list(names), list(by), filters, step
        self.heads = ["key", *by, *(["step"] if step else [])]

    def from_facts(self):
        return SQL(
            """WITH k AS (SELECT * FROM unnest(%(units)s, %(keys)s) AS k(unit_id, key))
               SELECT %(groups)s, %(sums)s FROM hva_fact f JOIN k USING (unit_id)
                WHERE f.unit_id = ANY(%(units)s) AND f.day >= %(start)s AND f.day < %(end)s%(where)s
                GROUP BY %(numbers)s ORDER BY %(numbers)s""",
            **self._common(),
            groups=self._groups(0, SQL("f.day")),
            sums=self._sums(),
            where=self._where(0),
        )

    def from_months(self):
        numbers = SQL(", ").join(SQL(str(number + 1)) for number in range(len(self.heads)))
        names = SQL(", ").join(map(SQL.identifier, self.names))
        common = self._common()
        return SQL(
            """
            WITH k AS (SELECT * FROM unnest(%(units)s, %(keys)s) AS k(unit_id, key)),
            dirty AS MATERIALIZED (
                SELECT DISTINCT d.unit_id, d.month FROM hva_fact_dirty d JOIN k USING (unit_id)
                 WHERE d.month = ANY(%(months)s)
            ), parts AS (
                SELECT %(month_groups)s, %(month_sums)s
                  FROM hva_fact_month m JOIN k USING (unit_id)
                 WHERE m.month = ANY(%(months)s)%(month_where)s
                   AND NOT EXISTS (SELECT FROM dirty d WHERE d.unit_id = m.unit_id AND d.month = m.month)
                 GROUP BY %(numbers)s
                UNION ALL
                SELECT %(fact_groups)s, %(fact_sums)s
                  FROM dirty d
                  JOIN hva_fact f ON f.unit_id = d.unit_id AND f.day >= d.month AND f.day < d.month + interval '1 month'
                  JOIN k ON k.unit_id = f.unit_id
                 WHERE TRUE%(fact_where)s
                 GROUP BY %(numbers)s
                UNION ALL
                SELECT %(fact_groups)s, %(fact_sums)s
                  FROM hva_fact f JOIN k USING (unit_id)
                 WHERE %(edge)s%(fact_where)s
                 GROUP BY %(numbers)s
            )
            SELECT %(heads)s, %(totals)s FROM parts GROUP BY %(numbers)s ORDER BY %(numbers)s
            """,
            **{**common, "numbers": numbers},
            months=list(split(self.span).months),
            edge=_edge_days(self.span),
            month_groups=self._groups(1, SQL("m.month")),
            month_sums=SQL(", ").join(
                SQL("SUM(m.%s) AS %s", SQL.identifier(name), SQL.identifier(name)) for name in self.names
            ),
            month_where=self._where(1),
            fact_groups=self._groups(0, SQL("f.day")),
            fact_sums=self._sums(),
            fact_where=self._where(0),
            heads=SQL(", ").join(map(SQL.identifier, self.heads)),
            names=names,
            totals=SQL(", ").join(
                SQL("SUM(%s)::bigint AS %s", SQL.identifier(name), SQL.identifier(name)) for name in self.names
            ),
        )

    def _common(self):
        return {
            "units": self.units,
            "keys": self.values,
            "start": self.span.start,
            "end": self.span.end,
            "numbers": SQL(", ").join(SQL(str(number + 1)) for number in range(len(self.heads))),
        }

    def _groups(self, source, day):
        parts = [SQL("k.key AS key")]
        parts += [SQL("%s AS %s", DIMENSIONS[name][source], SQL.identifier(name)) for name in self.by]
        if self.step:
            pattern = STEP_STARTS[self.step]
            parts.append(SQL("%s AS step", SQL(pattern, *[day] * pattern.count("%s"))))
        return SQL(", ").join(parts)

    def _sums(self):
        return SQL(", ").join(SQL("%s AS %s", SUMS[name], SQL.identifier(name)) for name in self.names)

    def _where(self, source):
        return SQL("").join(
            SQL(" AND %s = ANY(%s)", DIMENSIONS[name][source], list(values)) for name, values in self.filters.items()
        )
