import hashlib
from array import array
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ..tools.closed_table import ClosedRow, path_of, table_in, table_of
from ..tools.closed_view import View, hidden_from
from ..tools.metric_registry import NPS_COLUMNS
from ..tools.periods import Span, add_months
from ..tools.wording_parts import columns_of

# kept in a worker's memory: a county of two thousand units takes 166 kB a table, a reader of one 1 kB more a month
TABLES, READERS_MONTHS = 240, 8192
WAIT_DAYS = 2  # for terminals that were offline and papers on the desk


class NotClosedError(Exception):
    """A month is over, and its figures are not closed yet."""


class HvaFactClosed(models.Model):
    """A month of a unit as it was counted when it closed: what people of other units and the public may see of it.

    Written once and never again. Later corrections reach the unit's own people at once, but what others were shown
    stays as it was: yesterday's figure less today's would tell of one person. `path` are the units above then.
    """

    _name = "hva.fact.closed"
    _description = "Closed month of a unit"
    _log_access = False
    _order = "month desc, unit_id, channel"

    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    month = fields.Date(required=True, readonly=True)
    path = fields.Char(required=True, readonly=True)
    channel = fields.Char(required=True, readonly=True)
    promoters = fields.Integer(readonly=True)
    passives = fields.Integer(readonly=True)
    detractors = fields.Integer(readonly=True)

    _key_uniq = models.UniqueIndex("(company_id, month, unit_id, channel)", "A month closes once.")
    _unit_ix = models.Index("(unit_id)")

    @api.model
    def _close_due(self):
        """Close the months that are over and not closed yet. Any number of times; a job does it every day."""
        last = (self.env["hva.clock"]._today() - timedelta(days=WAIT_DAYS)).replace(day=1)
        for company in self.env["res.company"].sudo().search([]):  # sudo: the job closes every county's months
            query = self.env["hva.query"].with_company(company).with_context(allowed_company_ids=company.ids)
            tree = query._get_tree()
            for month in self._get_open_months(tree, company, last):
                self._close(query, tree, company, month)

    def _get_open_months(self, tree, company, last):
        """Return the first days of months before `last` that have feedback but were never closed."""
        if not tree.nodes:
            return []
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT m.month FROM hva_fact_month m
                    WHERE m.month < %(last)s AND m.unit_id = ANY(%(units)s)
                      AND NOT EXISTS (
                          SELECT FROM hva_fact_closed c WHERE c.company_id = %(company)s AND c.month = m.month)
                    UNION
                   SELECT DISTINCT d.month FROM hva_fact_dirty d
                    WHERE d.month < %(last)s AND d.unit_id = ANY(%(units)s)
                      AND NOT EXISTS (
                          SELECT FROM hva_fact_closed c WHERE c.company_id = %(company)s AND c.month = d.month)
                    ORDER BY 1""",
                last=last,
                units=list(tree.nodes),
                company=company.id,
            )
        )
        return [month for (month,) in rows]

    def _close(self, query, tree, company, month):
        """Keep the county's `month`: of a question in two wordings, the one that most people of the month met."""
        span = Span(month, add_months(month, 1))
        sums = self.env["hva.fact.month"]._summed(
            {unit: unit for unit in tree.nodes}, span, columns_of("nps"), ("channel", "language", "survey")
        )
        for row in sums:
            row["lang_code"], row["survey_id"] = row["language"], row["survey"]
        words = query._get_words(span.start, span.end)
        if words.breaks:
            sums = words.only(sums, words.chosen(sums))
        kept = {}
        for row in sums:
            counts = kept.setdefault((row["key"], row["channel"]), [0, 0, 0])
            for position, column in enumerate(NPS_COLUMNS):
                counts[position] += row[column]
        rows = [
            (unit, "/".join(map(str, tree.paths[unit])), channel, *counts) for (unit, channel), counts in kept.items()
        ]
        if rows:  # one statement: a county's month is thousands of rows
            names = SQL(", ").join(map(SQL.identifier, ("unit_id", "path", "channel", *NPS_COLUMNS)))
            self.env.cr.execute(
                SQL(
                    """INSERT INTO hva_fact_closed (company_id, month, %s)
                       SELECT %s, %s, * FROM unnest(%s, %s, %s, %s, %s, %s)""",
                    names,
                    company.id,
                    month,
                    *(list(column) for column in zip(*rows, strict=True)),
                )
            )
            self.env.registry.clear_cache()  # of views that were made while it was not closed

    @api.model
    def _get_channels(self, span, reach):
        """Return {month: {channel: (NPS answers of the counties at hand, those out of `reach`)}} of closed months."""
        rows = self.env.execute_query(
            SQL(
                """SELECT month, channel, SUM(promoters + passives + detractors)::bigint,
                          COALESCE(SUM(promoters + passives + detractors)
                                   FILTER (WHERE unit_id <> ALL(%s::int[])), 0)::bigint
                     FROM hva_fact_closed
                    WHERE company_id = ANY(%s) AND month >= %s AND month < %s AND channel <> ''
                    GROUP BY month, channel ORDER BY month, channel""",
                list(reach),
                list(self.env.companies.ids),
                span.start,
                span.end,
            )
        )
        found = {}
        for month, channel, people, strangers in rows:
            found.setdefault(month, {})[channel] = (people, strangers)
        return found

    @api.model
    def _get_views(self, months, reach):
        """Return [View] of closed `months` for a reader of the units `reach`; None when one of them is not closed.

        A month without any feedback is closed by passing: it shows nothing, for there is nothing.
        """
        last = (self.env["hva.clock"]._today() - timedelta(days=WAIT_DAYS)).replace(day=1)
        if any(month >= last for month in months):
            return None
        limits = self.env["hva.query"]._get_limits()
        # in memory a reader's units stand as a digest: they may be thousands
        known = hashlib.sha256(array("i", sorted(reach))).digest()
        companies = tuple(self.env.companies.ids)
        try:
            return [
                View(self._get_table(month, companies), self._get_hidden(month, companies, known, limits, reach))
                for month in months
            ]
        except NotClosedError:
            return None

    @api.model
    @tools.ormcache()
    def _get_memory(self):
        """Return what a worker keeps of closed months: (tables for all readers, what is hidden from one of them).

        They have limits of their own, so that they push nothing else out of Odoo's memory. Closing a month, like
        whatever else clears that memory, forgets both.
        """
        return LRU(TABLES), LRU(READERS_MONTHS)

    def _get_table(self, month, companies):
        """Return the `Table`; raise NotClosedError while the month is over but not closed yet, which is not kept."""
        tables, _hidden = self._get_memory()
        if (found := tables.get((month, companies))) is None:
            found = tables[month, companies] = self._read_table(month, companies)
        return found

    def _read_table(self, month, companies):
        if self._is_waiting(month, companies):
            raise NotClosedError
        [columns] = self.env.execute_query(
            SQL(
                # a column as one text: thousands of rows are read in half the time
                """SELECT string_agg(path, ','), string_agg(channel, ','), string_agg(promoters::text, ','),
                          string_agg(passives::text, ','), string_agg(detractors::text, ',')
                     FROM hva_fact_closed WHERE month = %s AND company_id = ANY(%s)""",
                month,
                list(companies),
            )
        )
        if columns[0] is None:
            return table_of(())
        paths, channels, *counts = (column.split(",") for column in columns)
        return table_in(list(map(path_of, paths)), channels, [list(map(int, column)) for column in counts])

    def _get_hidden(self, month, companies, known, limits, reach):
        """Return what is hidden of the month's table from a reader of `reach`. `known` stands for these units.

        It is part of the key in memory, so nobody gets another's.
        """
        _tables, hidden = self._get_memory()
        key = month, companies, known, limits
        if (found := hidden.get(key)) is None:
            found = hidden[key] = hidden_from(self._get_table(month, companies), reach, limits)
        return found

    def _get_rows(self, month, companies):
        """Return the `ClosedRow`s of a month."""
        rows = self.env.execute_query(
            SQL(
                """SELECT path, channel, promoters, passives, detractors FROM hva_fact_closed
                    WHERE month = %s AND company_id = ANY(%s)""",
                month,
                list(companies),
            )
        )
        return [ClosedRow(path_of(path), *rest) for path, *rest in rows]

    def _is_waiting(self, month, companies):
        """Tell whether the month has feedback in a county where it was never closed."""
        return bool(
            self.env.execute_query(
                SQL(
                    """SELECT FROM unnest(%(companies)s) AS c(id)
                        WHERE NOT EXISTS (SELECT FROM hva_fact_closed d
                                           WHERE d.company_id = c.id AND d.month = %(month)s)
                          AND (EXISTS (SELECT FROM hva_fact_month m JOIN hva_unit u ON u.id = m.unit_id
                                        WHERE m.month = %(month)s AND u.company_id = c.id)
                            OR EXISTS (SELECT FROM hva_fact_dirty y JOIN hva_unit u ON u.id = y.unit_id
                                        WHERE y.month = %(month)s AND u.company_id = c.id))""",
                    month=month,
                    companies=list(companies),
                )
            )
        )

    @api.model
    def _cron_close(self):
        """Close the months that are over, for people of other units and for the screens on the walls."""
        self._close_due()
        self.env["hva.wall.month"]._publish()
