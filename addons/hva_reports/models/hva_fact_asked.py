from collections import Counter

from odoo import api, fields, models

from odoo.addons.hva_feedback.tools import codes_tables


class HvaFactAsked(models.Model):
    """How many people of an age a unit asked by text message about visits of a month: counts, and nothing else.

    Age is on a personal link only where ten of the links born together share it with all their other facts, and the
    link goes with the answer. What is counted here is what stood on the links that were born for real people. Rows are
    only inserted, one for each age of each unit in a delivery, so that deliveries never wait for one another.
    """

    _name = "hva.fact.asked"
    _description = "People asked, by age"
    _log_access = False

    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, readonly=True, ondelete="cascade")
    month = fields.Date(required=True, readonly=True)
    age_band = fields.Selection(list(codes_tables.AGE_BANDS), string="Age", readonly=True)
    people = fields.Integer(required=True, readonly=True)

    _month_unit_ix = models.Index("(month, unit_id)")

    @api.model
    def _add(self, facts_list):
        """Count the coarse facts of links: unit_id, month as YYYY-MM, age_band or False where it is not known."""
        counts = Counter((facts["unit_id"], facts["month"], facts["age_band"] or False) for facts in facts_list)
        self.sudo().create(  # sudo: written by the job of visits alone
            [
                {"unit_id": unit, "month": f"{month}-01", "age_band": age_band, "people": people}
                for (unit, month, age_band), people in sorted(counts.items(), key=repr)
            ]
        )


class HvaVisit(models.Model):
    _inherit = "hva.visit"

    @api.model
    def _get_codes(self, cases):
        new_codes = super()._get_codes(cases)
        facts = [self._get_link_facts(case) for case in cases if case.rule.answer_mode != "text"]
        self.env["hva.fact.asked"]._add(self.env["hva.feedback.link"]._coarsen(facts))
        return new_codes
