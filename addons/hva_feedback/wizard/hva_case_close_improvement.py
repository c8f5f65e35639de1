from odoo import models

CHANGES = ("change_planned", "change_made")


class HvaCaseClose(models.TransientModel):
    """A case that ends in a change goes on as an improvement: the form for one opens, ready to be filled in or left."""

    _inherit = "hva.case.close"

    def action_confirm(self):
        action = super().action_confirm()
        for wizard in self:
            answers = wizard.ticket_ids.hva_answer_id
            if wizard.purpose == "close" and wizard.outcome in CHANGES and answers._hva_can_improve():
                return answers._hva_new_improvement()
        return action
