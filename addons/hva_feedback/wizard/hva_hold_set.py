from odoo import fields, models


class HvaHoldSet(models.TransientModel):
    """Asks why a feedback is put on hold."""

    _name = "hva.hold.set"
    _description = "Put on hold"

    answer_ids = fields.Many2many("survey.user_input", string="Feedback", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.answer_ids._hva_check_may_hold()
        self.answer_ids._hva_hold(self.reason)
        return {"type": "ir.actions.act_window_close"}
