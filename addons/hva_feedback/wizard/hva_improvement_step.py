from odoo import fields, models

from ..tools.improvement import STATES


class HvaImprovementStep(models.TransientModel):
    """Asks for the reason of a step back or of a withdrawal."""

    _name = "hva.improvement.step"
    _description = "Step of an improvement"

    improvement_ids = fields.Many2many("hva.improvement", string="Improvements", required=True)
    target = fields.Selection(list(STATES.items()), string="New state", required=True, readonly=True)
    reason = fields.Char(required=True, help="Staff read it. No names of customers.")

    def action_confirm(self):
        """Take the step; the state door has the last word."""
        for wizard in self:
            wizard.improvement_ids._move(wizard.target, reason=wizard.reason)
        return {"type": "ir.actions.act_window_close"}
