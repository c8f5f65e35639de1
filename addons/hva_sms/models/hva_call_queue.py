from odoo import api, fields, models


class HvaCallQueue(models.Model):
    """A queue of a telephone system, and the unit whose calls it takes: calls of other queues are refused.

    Moving a queue to another unit changes nothing of calls that have come: what is known of a call is frozen then.
    """

    _name = "hva.call.queue"
    _description = "Queue of a telephone system"
    _order = "name, id"

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="What the telephone system calls the queue, exactly: large and small letters differ."
    )
    active = fields.Boolean(default=True)
    unit_id = fields.Many2one(
        "hva.unit", string="Unit visited", required=True, index=True, ondelete="restrict", help="Gets the result."
    )
    service_id = fields.Many2one("hva.service", ondelete="restrict")

    _code_uniq = models.Constraint("UNIQUE(code)", "Another queue has this code.")

    @api.model
    def _by_code(self, codes):
        """Return {code: queue} of those in use. No query without codes."""
        return {queue.code: queue for queue in self.search([("code", "in", list(codes))])} if codes else {}
