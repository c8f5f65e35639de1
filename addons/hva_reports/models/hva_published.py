from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import published
from ..tools.metric_registry import ITEMS, NPS_COLUMNS
from ..tools.wording_parts import columns_of

FIRST_TIME = 3  # periods that are published when a county opens its page


class HvaPublished(models.Model):
    """What a county shows everybody of one period of four weeks, counted once when it closed.

    Only what is shown is stored: a hidden count is not here either. Nothing is reckoned anew, for yesterday's figure
    less today's would tell of one person (docs/decisions/0078).
    """

    _name = "hva.published"
    _description = "Published period"
    _order = "start_on desc, id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    start_on = fields.Date("From", required=True, readonly=True)
    end_on = fields.Date("To", required=True, readonly=True)
    content = fields.Json(readonly=True)

    _period_uniq = models.UniqueIndex("(company_id, start_on)", "A period is published once.")

    @api.model
    def _publish_due(self):
        """Publish what is closed for each county that has opened its page; return how many periods were new."""
        today, made = self.env["hva.clock"]._today(), 0
        # sudo: the job serves every county
        for company in self.env["res.company"].sudo().search([("hva_is_results_public", "=", True)]):
            known = set(self.search([("company_id", "=", company.id)]).mapped("start_on"))
            for span in published.closed_periods(today, FIRST_TIME):
                if span.start not in known:
                    made += self._publish(company, span)
        return made

    def _publish(self, company, span):
        """Publish a period; return whether it could be: its score may wait for the days after it."""
        query = self.env["hva.query"].with_context(allowed_company_ids=company.ids).with_company(company)
        tells = self._tells_at_edges(query, span)
        if tells is None:
            return False
        units = {unit: unit for unit in query._get_tree().nodes}
        columns = ["answers", *columns_of("nps")]
        columns += [column for item in ITEMS for column in columns_of(f"item_{item}")]
        rows = self.env["hva.fact.month"]._summed(units, span, columns, ("service", "language", "survey"))
        for row in rows:
            row["lang_code"], row["survey_id"] = row["language"], row["survey"]
        words = query._get_words(span.start, span.end)
        if words.breaks:  # of a question in two wordings, the one that most people met
            rows = words.only(rows, words.chosen(rows))
        by_unit = {}
        for row in rows:
            by_unit.setdefault(row["key"], []).append(row)
        insiders = (_by_service(by_unit, units, columns) for units in self._get_insiders(by_unit))
        sums = _by_service(by_unit, by_unit, columns)
        content = published.publish(sums, query._get_limits(), insiders, has_score=not tells)
        self.create({"company_id": company.id, "start_on": span.start, "end_on": span.last_day, "content": content})
        return True

    def _tells_at_edges(self, query, span):
        """Return `published.tells_at_edges` of the period: what is worst of all readers and of who has no unit."""
        units = {unit: unit for unit in query._get_tree().nodes}
        over = self.env["hva.clock"]._today() - timedelta(days=published.WAIT_DAYS)
        counted, every = [], {}
        for piece in (span, *published.edges_of(span)):
            rows = self.env["hva.fact.month"]._summed(units, piece, NPS_COLUMNS)
            n = {row["key"]: sum(row[column] for column in NPS_COLUMNS) for row in rows}
            counted.append((piece, n, sum(n.values())))
            every |= n
        found = set()
        for own in [(), *self._get_insiders(every)]:
            left = [(piece, whole - sum(n.get(unit, 0) for unit in own)) for piece, n, whole in counted]
            if any(n for _piece, n in left):  # else the reader knows all that there is
                found.add(published.tells_at_edges(left[1:], query._get_limits(), over))
        return True if True in found else None if None in found else False

    def _get_insiders(self, unit_ids):
        """Return, each once, the sets of `unit_ids` whose feedback somebody reads one by one."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT array_agg(DISTINCT unit_id ORDER BY unit_id) FROM hva_unit_reach
                    WHERE unit_id = ANY(%s) GROUP BY user_id""",
                list(unit_ids),
            )
        )
        return [units for (units,) in rows]

    @api.model
    def _cron_publish(self):
        self.env["ir.cron"]._commit_progress(self._publish_due(), remaining=0)

    @api.model
    def _get_public(self, company_id):
        """Return the published periods of a county that has opened its page, the latest first; none otherwise."""
        # sudo: it is for everybody
        company = self.env["res.company"].sudo().browse(company_id).exists()
        if not company.hva_is_results_public:
            return self.sudo().browse()
        return self.sudo().search([("company_id", "=", company.id)], limit=13)  # a year of them


def _by_service(by_unit, units, columns):
    """Return {service: sums} of `units`, OTHER without one."""
    found = {}
    for unit in units:
        for row in by_unit[unit]:
            sums = found.setdefault(row["service"] or published.OTHER, dict.fromkeys(columns, 0))
            for column in columns:
                sums[column] += row[column]
    return found
