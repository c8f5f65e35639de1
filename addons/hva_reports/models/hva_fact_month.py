from odoo import api, fields, models
from odoo.tools import SQL

from .hva_fact import ITEM_COLUMNS

BATCH = 10_000  # marks taken at once: of a burst, all marks of a unit's month together; 2 000 keys cost half a second
WORK_MEMORY = "64MB"  # of the transaction that sums: with PostgreSQL's 4 MB a burst's sums go by way of the disk


class HvaFactDirty(models.Model):
    """A unit's month that must be summed again. Rows are only inserted (by the trigger of `hva.fact`) and taken.

    Insert-only, so that answers given at the same moment never wait for one another.
    """

    _name = "hva.fact.dirty"
    _description = "Month to sum again"
    _log_access = False

    unit_id = fields.Many2one("hva.unit", required=True, readonly=True, ondelete="cascade")
    month = fields.Date(required=True, readonly=True)

    _unit_month_ix = models.Index("(unit_id, month)")


def counts():
    """Return the fields of a sum, {name: field}: those of SUMS, of which 54 count the items' values."""
    return {
        **{name: fields.Integer(readonly=True) for name in ("answers", "promoters", "passives", "detractors")},
        "with_text": fields.Integer("With open text", readonly=True),
        **{
            f"{column}_{value}": fields.Integer(string=f"{column}: {value}", readonly=True)
            for column in ITEM_COLUMNS.values()
            for value in range(6)
        },
    }


class HvaFactMonth(models.Model):
    """Facts summed by unit, month, channel, language and set version: what reports over months read.

    Version and language together say in which words every question was asked, so a sum never holds two wordings.

    For each national item there are six counts: `<column>_1` to `<column>_5`, how many chose that value, and `_0`, to
    how many it did not apply. Skipped and not asked are in none of them. Nobody is NULL, not 0: most counts are nobody,
    and a row without them takes less than half of the place. Wholly derived: `_rebuild` makes it anew at any time.
    """

    _name = "hva.fact.month"
    _description = "Feedback of a unit's month"
    _log_access = False
    _order = "month desc, unit_id, channel, lang_code, survey_id"

    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, readonly=True, ondelete="restrict")
    month = fields.Date(required=True, readonly=True)
    channel = fields.Char(required=True, readonly=True)
    lang_code = fields.Char(string="Language code", required=True, readonly=True)
    survey_id = fields.Many2one(
        "survey.survey", string="Set version", required=True, readonly=True, index=True, ondelete="cascade"
    )
    locals().update(counts())

    _key_uniq = models.UniqueIndex("(unit_id, month, channel, lang_code, survey_id)", "A month is summed once.")
    _month_unit_ix = models.Index("(month, unit_id)")

    @api.model
    def _rebuild(self, keys=None):
        """Sum the facts of `keys`, a collection of (unit id, first day of month), or of all. Any number of times."""
        if keys is not None and not keys:
            return
        chosen = _chosen(keys) if keys is not None else None
        self.env.cr.execute("SET LOCAL work_mem = %s", [WORK_MEMORY])
        if chosen is None:
            self.env.cr.execute("DELETE FROM hva_fact_dirty")
        fresh = SQL(
            """SELECT f.unit_id, date_trunc('month', f.day)::date AS month, COALESCE(f.channel, '') AS channel,
                      COALESCE(f.lang_code, '') AS lang_code, f.survey_id, %s
                 FROM hva_fact f%s
                GROUP BY 1, 2, 3, 4, 5""",
            SQL(", ").join(SQL("NULLIF(%s, 0) AS %s", total, SQL.identifier(name)) for name, total in SUMS.items()),
            SQL("")
            if chosen is None
            else SQL(
                " JOIN %s ON f.unit_id = k.unit_id AND f.day >= k.month AND f.day < k.month + interval '1 month'",
                chosen,
            ),
        )
        replace_sums(self, ("unit_id", "month", "channel", "lang_code", "survey_id"), chosen, fresh)
        self.env["hva.fact.slice"]._derive(chosen)
        self.env["hva.fact.item.month"]._derive(chosen)
        self.env["hva.fact.topic.month"]._derive(chosen)
        self._mark_unsettled(chosen)

    @api.model
    def _mark_unsettled(self, chosen):
        """Mark for the night what has been summed: `chosen`, a table k(unit_id, month), or all (None)."""
        if chosen is None:
            self.env.cr.execute("DELETE FROM hva_fact_settled")
            chosen = SQL("(SELECT DISTINCT unit_id, month FROM hva_fact_month) AS k")
        self.env.cr.execute(
            SQL("INSERT INTO hva_fact_unsettled (unit_id, month) SELECT k.unit_id, k.month FROM %s", chosen)
        )

    @api.model
    def _rebuild_dirty(self, limit=BATCH):
        """Sum again what the oldest `limit` marks stand for; return how many marks were taken.

        All marks of a unit's month are taken together or none: of two jobs at once, the one that sees more answers also
        sees the marks that the other holds, and leaves the month to the next time. Else the one that saw fewer could
        write last. A mark and the change it stands for are committed together, so whoever sees the mark sees the
        change.
        """
        self.env.flush_all()
        # SQL: the ORM takes no rows that nobody else holds
        taken = self.env.execute_query(
            SQL(
                """
                WITH due AS (
                    SELECT DISTINCT unit_id, month
                      FROM (SELECT unit_id, month FROM hva_fact_dirty ORDER BY id LIMIT %s) AS oldest
                ), held AS MATERIALIZED (
                    SELECT d.id, d.unit_id, d.month FROM hva_fact_dirty d JOIN due USING (unit_id, month)
                       FOR UPDATE OF d SKIP LOCKED
                ), others AS (
                    SELECT d.unit_id, d.month FROM hva_fact_dirty d JOIN due USING (unit_id, month)
                     WHERE d.id NOT IN (SELECT id FROM held)
                )
                DELETE FROM hva_fact_dirty WHERE id IN (
                    SELECT id FROM held WHERE (unit_id, month) NOT IN (SELECT unit_id, month FROM others))
                RETURNING unit_id, month
                """,
                limit,
            )
        )
        self._rebuild(set(taken))
        return len(taken)

    @api.model
    def _cron_rebuild(self):
        taken = self._rebuild_dirty()
        remaining = self.env["hva.fact.dirty"].search_count([], limit=1) if taken else 0
        self.env["ir.cron"]._commit_progress(taken, remaining=remaining)


def _chosen(keys):
    """Return `keys`, pairs of (unit id, month), as a table `k(unit_id, month)`.

    Joined and not compared with a list of pairs, which PostgreSQL would go through for every row.
    """
    units, months = zip(*sorted(keys), strict=True)
    return SQL("unnest(%s::int[], %s::date[]) AS k(unit_id, month)", list(units), list(months))


def replace_sums(model, key, chosen, fresh, names=None):
    """Bring the rows of `model` in step with `fresh`, a query for the columns `key` and `names` (those of SUMS).

    :param chosen: a table k(unit_id, month) of what `fresh` is about; None: it is about everything
    Only rows that have changed are written: of a burst's units most rows stay, and writing is what takes the time.
    """
    table = SQL.identifier(model._table)
    names = names or tuple(SUMS)
    if chosen is None:
        model.env.cr.execute(SQL("DELETE FROM %s", table))
        chosen = SQL("(SELECT NULL::int AS unit_id, NULL::date AS month LIMIT 0) AS k")
    model.env.cr.execute(
        SQL(
            """
            WITH fresh AS MATERIALIZED (%(fresh)s),
            old AS MATERIALIZED (
                SELECT t.* FROM %(chosen)s JOIN %(table)s t ON t.unit_id = k.unit_id AND t.month = k.month
            ), gone AS (
                DELETE FROM %(table)s WHERE id = ANY(ARRAY(
                    SELECT id FROM old LEFT JOIN fresh USING (%(key)s) WHERE fresh.unit_id IS NULL))
            ), changed AS MATERIALIZED (
                SELECT old.id, %(key)s, %(new_names)s FROM fresh LEFT JOIN old USING (%(key)s)
                 WHERE old.id IS NULL OR (%(old_names)s) IS DISTINCT FROM (%(new_names)s)
            ), written AS (
                UPDATE %(table)s t SET %(changes)s FROM changed AS excluded
                 WHERE t.id = excluded.id AND t.id = ANY(ARRAY(SELECT id FROM changed WHERE id IS NOT NULL))
            )
            INSERT INTO %(table)s (%(key)s, %(names)s)
            SELECT %(key)s, %(names)s FROM changed WHERE id IS NULL ORDER BY month, unit_id
            ON CONFLICT (%(key)s) DO UPDATE SET %(changes)s
            """,  # by month: a question about a county's month then reads one place of the table
            fresh=fresh,
            chosen=chosen,
            table=table,
            key=_columns(key),
            names=_columns(names),
            new_names=_columns(names, "fresh"),
            old_names=_columns(names, "old"),
            changes=SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), SQL.identifier("excluded", name)) for name in names
            ),
        )
    )
    model.invalidate_model()


def _columns(names, *table):
    return SQL(", ").join(SQL.identifier(*table, name) for name in names)


# what is summed: column of the rollup -> aggregate over facts `f`
SUMS = {
    "answers": SQL("COUNT(*)"),
    "with_text": SQL("COUNT(*) FILTER (WHERE f.has_text)"),
    "promoters": SQL("COUNT(*) FILTER (WHERE f.nps >= 9)"),
    "passives": SQL("COUNT(*) FILTER (WHERE f.nps BETWEEN 7 AND 8)"),
    "detractors": SQL("COUNT(*) FILTER (WHERE f.nps <= 6)"),
    **{
        f"{column}_{value}": SQL("COUNT(*) FILTER (WHERE %s = %s)", SQL.identifier("f", column), value)
        for column in ITEM_COLUMNS.values()
        for value in range(6)
    },
}
