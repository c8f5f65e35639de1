from odoo import models

from ..tools.promise import promise, span_from, span_of
from ..tools.query_definition import parse
from .hva_published import FIRST_TIME
from .hva_query import ONE_KEY
from .hva_query_scope import Scope


class HvaPublished(models.Model):
    """How soon cases are handled, told with each period where the county has chosen to.

    Counted once, as all that is published: with the period, or on the day the county began to tell it.
    """

    _inherit = "hva.published"

    def _publish_due(self):
        made = super()._publish_due()
        # sudo: the job serves every county
        telling = [("hva_is_results_public", "=", True), ("hva_is_promise_public", "=", True)]
        for company in self.env["res.company"].sudo().search(telling):
            latest = self.search([("company_id", "=", company.id)], limit=FIRST_TIME)
            for one in latest.filtered(lambda period: "handling" not in period.content):
                one.content = {**one.content, "handling": one._get_promise()}
        return made

    def _get_promise(self):
        """Return what `tools.promise.promise` says of the cases before this period, of the whole county."""
        self.ensure_one()
        company = self.company_id
        query = self.env["hva.query"].with_context(allowed_company_ids=company.ids).with_company(company)
        tree, days = query._get_tree(), span_of(span_from(self.start_on, self.end_on))
        asked = parse({"metrics": ["cases"]}, query._get_offered(tree), self.env["hva.clock"]._today())
        units = set(tree.nodes)
        scope = Scope(tree, None, units, units, dict.fromkeys(units, ONE_KEY))
        return promise(query._get_case_times(asked, scope, days).get("total"), days, query._get_limits())
