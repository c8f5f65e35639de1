from odoo import fields, models


class HvaSmsFree(models.TransientModel):
    """An administrator's word that a reply to a gateway's number costs nothing, with the paper that says so."""

    _name = "hva.sms.free"
    _description = "Confirm that replying is free of charge"

    gateway_id = fields.Many2one("hva.sms.gateway", required=True, readonly=True, ondelete="cascade")
    sender_id = fields.Char(related="gateway_id.sender_id")
    paper = fields.Char(
        "By which paper", help="Contract, price list or letter of the operator, with its date and number."
    )

    def action_confirm(self):
        self.ensure_one()
        self.gateway_id._confirm_free(self.paper)
        return {"type": "ir.actions.act_window_close"}
