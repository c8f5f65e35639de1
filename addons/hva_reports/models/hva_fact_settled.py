from odoo import api, fields, models
from odoo.tools import SQL

from .hva_fact_month import SUMS, WORK_MEMORY, counts
from .hva_fact_slice import COVERED

# what is settled by: column `sliced_by` -> (expression over facts, the same value read back from `m.value`)
SETTLED_BY = {
    "service": (SQL("COALESCE(f.service_id, 0)"), SQL("m.value::int")),
    "contact_mode": (SQL("COALESCE(f.contact_mode, '')"), SQL("m.value")),
    "respondent_group": (SQL("COALESCE(f.respondent_group, '')"), SQL("m.value")),
    "age_band": (SQL("COALESCE(f.age_band, '')"), SQL("m.value")),
    "kind": (SQL("COALESCE(f.kind, '')"), SQL("m.value")),
    "assisted": (SQL("(f.assisted_by IS NOT NULL)::int"), SQL("m.value::int")),
    "language": (SQL("COALESCE(f.lang_code, '')"), SQL("m.value")),
}
MONTH, YEAR = 1, 12
UNITS_AT_ONCE = 400  # a year of theirs takes seconds: far from the limit that Odoo sets to a job


class HvaFactUnsettled(models.Model):
    """A unit's month that has changed since it was settled at night. Rows are only inserted, and taken by the night."""

    _name = "hva.fact.unsettled"
    _description = "Month to settle at night"
    _log_access = False

    unit_id = fields.Many2one("hva.unit", required=True, readonly=True, ondelete="cascade")
    month = fields.Date(required=True, readonly=True)

    _month_unit_ix = models.Index("(month, unit_id)")


class HvaFactSettled(models.Model):
    """Facts summed at night by one thing that the monthly sums do not know, and whole years by any one thing.

    A unit's month by service, by mode of contact ...; a unit's calendar year by these, by channel and as a whole. Too
    many rows to bring in step every minute: a month that has changed since the night is marked, in the transaction
    that sums it, and counted from its facts until the next night. Wholly derived.
    """

    _name = "hva.fact.settled"
    _description = "Feedback of a unit's month or year, settled at night"
    _log_access = False
    _order = "month desc, unit_id, sliced_by, value"

    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, readonly=True, ondelete="cascade")
    month = fields.Date("First month", required=True, readonly=True)
    months = fields.Integer(required=True, readonly=True)  # MONTH or YEAR
    sliced_by = fields.Char(required=True, readonly=True)  # "" the whole, "channel", else a key of SETTLED_BY
    value = fields.Char(required=True, readonly=True)  # "" also where it is not known
    locals().update(counts())

    _key_uniq = models.UniqueIndex("(unit_id, months, month, sliced_by, value)", "A month is settled once.")
    _cover_ix = models.Index(f"(sliced_by, months, month, unit_id) INCLUDE (value, {COVERED})")

    @api.model
    def _settle(self):
        """Settle the oldest year with marks, of UNITS_AT_ONCE of its units; return how many marks were taken.

        Facts are counted, not sums: so it does not matter which months wait to be summed. A mark that is written
        meanwhile stays for the next time.
        """
        self.env.flush_all()
        [(year,)] = self.env.execute_query(SQL("SELECT date_trunc('year', MIN(month))::date FROM hva_fact_unsettled"))
        if not year:
            return 0
        taken = self.env.execute_query(
            SQL(
                """WITH marked AS (
                       SELECT id, unit_id FROM hva_fact_unsettled
                        WHERE month >= %(year)s AND month < %(year)s + interval '1 year'
                   )
                   DELETE FROM hva_fact_unsettled WHERE id IN (
                       SELECT id FROM marked WHERE unit_id IN (
                           SELECT DISTINCT unit_id FROM marked ORDER BY unit_id LIMIT %(units)s))
                   RETURNING unit_id, month""",
                year=year,
                units=UNITS_AT_ONCE,
            )
        )
        units, months = zip(*sorted(set(taken)), strict=True)
        self.env.cr.execute("SET LOCAL work_mem = %s", [WORK_MEMORY])
        self._replace(MONTH, _months_of_facts(), SQL("unnest(%s::int[], %s::date[])", list(units), list(months)))
        self._replace(
            YEAR, _years_of_months(), SQL("(SELECT unit, %s::date FROM unnest(%s::int[]) AS unit)", year, [*set(units)])
        )
        self.invalidate_model()
        return len(taken)

    def _replace(self, months, fresh, chosen):
        """Put the rows of `fresh`, a query about `chosen` as k(unit_id, month), in the place of those there are."""
        chosen = SQL("%s AS k(unit_id, month)", chosen)
        self.env.cr.execute(
            SQL(
                """DELETE FROM hva_fact_settled t USING %s
                    WHERE t.unit_id = k.unit_id AND t.month = k.month AND t.months = %s""",
                chosen,
                months,
            )
        )
        names = SQL(", ").join(map(SQL.identifier, SUMS))
        self.env.cr.execute(
            SQL(
                """INSERT INTO hva_fact_settled (unit_id, month, months, sliced_by, value, %(names)s)
                   SELECT unit_id, month, %(months)s, sliced_by, value, %(names)s FROM (%(fresh)s) AS fresh
                    ORDER BY sliced_by, month, unit_id""",  # what is asked together then lies together
                names=names,
                months=months,
                fresh=SQL(fresh, chosen=chosen, sums=_sums(months)),
            )
        )

    @api.model
    def _cron_settle(self):
        taken = self._settle()
        remaining = self.env["hva.fact.unsettled"].search_count([], limit=1) if taken else 0
        self.env["ir.cron"]._commit_progress(taken, remaining=remaining)


def _sums(months):
    if months == YEAR:
        return SQL(", ").join(SQL("SUM(m.%s) AS %s", SQL.identifier(name), SQL.identifier(name)) for name in SUMS)
    return SQL(", ").join(SQL("NULLIF(%s, 0) AS %s", total, SQL.identifier(name)) for name, total in SUMS.items())


def _months_of_facts():
    """Return the query that sums the facts of `chosen` by month and each of SETTLED_BY: one walk over the facts."""
    exprs = {name: expr.code for name, (expr, _back) in SETTLED_BY.items()}
    columns = ", ".join(f"{code} AS {name}" for name, code in exprs.items())
    which = " ".join(f"WHEN GROUPING(by.{name}) = 0 THEN '{name}'" for name in exprs)
    value = ", ".join(f"by.{name}::text" for name in exprs)
    sets = ", ".join(f"(f.unit_id, k.month, by.{name})" for name in exprs)
    return f"""SELECT f.unit_id, k.month, CASE {which} END AS sliced_by, COALESCE({value}) AS value, %(sums)s
                 FROM %(chosen)s
                 JOIN hva_fact f
                   ON f.unit_id = k.unit_id AND f.day >= k.month AND f.day < k.month + interval '1 month'
                CROSS JOIN LATERAL (SELECT {columns}) AS by
                GROUP BY GROUPING SETS ({sets})"""


def _years_of_months():
    """Return the query that sums the months of `chosen` years: those settled, and slices, whole and by channel."""
    within = "m.unit_id = k.unit_id AND m.month >= k.month AND m.month < k.month + interval '1 year'"
    return f"""SELECT m.unit_id, k.month, m.sliced_by, m.value, %(sums)s
                 FROM %(chosen)s JOIN hva_fact_settled m ON {within} AND m.months = {MONTH} GROUP BY 1, 2, 3, 4
                UNION ALL
               SELECT m.unit_id, k.month, m.sliced_by, m.channel, %(sums)s
                 FROM %(chosen)s JOIN hva_fact_slice m ON {within} GROUP BY 1, 2, 3, 4"""
