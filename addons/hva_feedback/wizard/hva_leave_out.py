from odoo import api, fields, models


class HvaLeaveOut(models.TransientModel):
    """Asks why marked feedback is left out of the results or put back (`survey.user_input._hva_set_left_out`)."""

    _name = "hva.leave.out"
    _description = "Leave marked answers out of the results"

    answer_ids = fields.Many2many("survey.user_input", string="Answers", readonly=True)
    is_left_out = fields.Boolean(readonly=True)
    answer_count = fields.Integer("Number of answers", compute="_compute_answer_count")
    reason = fields.Char(required=True)

    @api.depends("answer_ids")
    def _compute_answer_count(self):
        for wizard in self:
            wizard.answer_count = len(wizard.answer_ids)

    def action_confirm(self):
        """Leave them out, or put them back."""
        self.ensure_one()
        self.answer_ids._hva_set_left_out(self.is_left_out, self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
