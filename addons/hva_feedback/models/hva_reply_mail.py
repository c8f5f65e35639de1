from datetime import timedelta

from odoo import api, fields, models

REASONS = [
    ("stored", "Brought to its case"),
    ("unknown", "Leads nowhere"),
    ("auto", "Automatic reply"),
    ("bounce", "Came back: a reply did not arrive"),
    ("loop", "Too many, or our own"),
    ("repeated", "Came a second time"),
]
KEPT_DAYS = 400


class HvaReplyMail(models.Model):
    """What became of mail to the reply addresses, a row each: the day and the reason, nothing of the mail."""

    _name = "hva.reply.mail"
    _description = "Mail to the reply address"
    _log_access = False
    _order = "day desc, id desc"
    _rec_name = "day"

    day = fields.Date(required=True, readonly=True, index=True)
    reason = fields.Selection(REASONS, string="What became of it", required=True, readonly=True)

    @api.model
    def _note(self, reason):
        self.create({"day": self.env["hva.clock"]._today(), "reason": reason})

    @api.autovacuum
    def _gc_old(self):
        self.search([("day", "<", self.env["hva.clock"]._today() - timedelta(days=KEPT_DAYS))]).unlink()
