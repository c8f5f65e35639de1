from odoo import api, fields, models

from ..tools.case_states import OUTCOMES, OUTCOMES_WITH_REASON


class HvaCaseClose(models.TransientModel):
    """Asks what a step of a case needs: the outcome when closing, the reason when opening again."""

    _name = "hva.case.close"
    _description = "Close a case"

    ticket_ids = fields.Many2many("helpdesk.ticket", string="Cases", required=True)
    purpose = fields.Selection([("close", "Close"), ("reopen", "Reopen")], required=True, default="close")
    outcome = fields.Selection(list(OUTCOMES.items()))
    reason = fields.Text()
    needs_reason = fields.Boolean(compute="_compute_needs_reason")

    @api.depends("purpose", "outcome")
    def _compute_needs_reason(self):
        for wizard in self:
            wizard.needs_reason = wizard.purpose == "reopen" or wizard.outcome in OUTCOMES_WITH_REASON

    def action_confirm(self):
        """Move the cases; the state door has the last word on what is missing."""
        for wizard in self:
            if wizard.purpose == "reopen":
                wizard.ticket_ids._hva_move("reopened", reason=wizard.reason)
            else:
                wizard.ticket_ids._hva_move("closed", outcome=wizard.outcome or None, reason=wizard.reason)
        return {"type": "ir.actions.act_window_close"}
