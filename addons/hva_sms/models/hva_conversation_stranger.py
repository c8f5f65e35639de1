from datetime import timedelta

from odoo import api, fields, models

KEEP_DAYS = 30
MOST_IN_A_DAY = 100


class HvaConversationStranger(models.Model):
    """Who wrote without being asked, or too late, and got the one polite answer: keyed hashes alone.

    One answer in 30 days to a number and a hundred a day to all, so that no machine on the other side keeps us talking.
    """

    _name = "hva.conversation.stranger"
    _description = "Number that got the answer for those who were not asked"
    _log_access = False

    hmac = fields.Char(required=True)
    answered_on = fields.Date(required=True, index=True)

    _hmac_uniq = models.UniqueIndex("(hmac)", "This number has got its answer.")

    @api.model
    def _is_answered(self, key):
        return bool(self.search_count([("hmac", "=", key)], limit=1))

    @api.model
    def _may_answer(self, key):
        """Note that a number gets the answer now; False when too many have got one today."""
        today = self.env["hva.clock"]._today()
        if self.search_count([("answered_on", "=", today)], limit=MOST_IN_A_DAY) >= MOST_IN_A_DAY:
            return False
        self.env.cr.execute(  # SQL: of two messages at the same moment one is answered
            """INSERT INTO hva_conversation_stranger (hmac, answered_on) VALUES (%s, %s)
               ON CONFLICT (hmac) DO NOTHING""",
            [key, today],
        )
        self.invalidate_model()
        return bool(self.env.cr.rowcount)

    @api.model
    def _erase(self):
        last = self.env["hva.clock"]._today() - timedelta(days=KEEP_DAYS)
        self.search([("answered_on", "<=", last)]).unlink()
