from odoo import api, models


class HvaVisit(models.Model):
    """Those who answer by text message get a question instead of a link."""

    _inherit = "hva.visit"

    @api.model
    def _get_codes(self, cases):
        by_link = [case for case in cases if case.rule.answer_mode != "text"]
        codes = iter(super()._get_codes(by_link))
        return ["" if case.rule.answer_mode == "text" else next(codes) for case in cases]

    @api.model
    def _get_invitation_values(self, case, code):
        values = super()._get_invitation_values(case, code) | {"answer_mode": case.rule.answer_mode}
        if case.rule.answer_mode == "text":
            values |= self.env["hva.conversation"]._get_first_message(case.survey, case.visit.unit_id, case.text)
        return values
