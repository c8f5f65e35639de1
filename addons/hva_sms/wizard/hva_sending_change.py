from odoo import fields, models


class HvaSendingChange(models.TransientModel):
    """Asks why the sending is stopped or goes on, and has the one who lets it go on confirm it."""

    _name = "hva.sending.change"
    _description = "Stop or start the sending"

    act = fields.Selection(
        [("stop", "Stop"), ("resume", "Send again"), ("confirm", "Send from this database")],
        required=True,
        default="stop",
    )
    reason = fields.Char("Why", required=True)
    waiting = fields.Selection(
        [("drop", "Give it up: it may have been sent before"), ("send", "Send it: nothing of it has gone")],
        "What waits in this database",
        default="drop",
        required=True,
    )
    due_count = fields.Integer("Messages that are due now", compute="_compute_due_count", compute_sudo=True)

    def _compute_due_count(self):
        self.due_count = self.env["hva.sending"]._get().due_count

    def action_confirm(self):
        """Do what was asked for; the page of the sending checks the role again."""
        self.ensure_one()
        page = self.env["hva.sending"]._get()
        if self.act == "stop":
            page._stop(self.reason)
        elif self.act == "resume":
            page._resume(self.reason)
        else:
            page._confirm_place(self.reason, self.waiting == "send")
        return {"type": "ir.actions.client", "tag": "soft_reload"}
