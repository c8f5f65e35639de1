import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import sms_text

_logger = logging.getLogger(__name__)

LONGEST_PAUSE_MINUTES = 60


class HvaSmsGateway(models.Model):
    """The service that passes messages on to the operators, and how it feels today.

    A reply that is not a clear yes or no pauses it, longer each time; after a pause one single message goes as a probe
    (`_batch_size`). So an outage costs one message of unknown fate per probe, not a morning's invitations.
    """

    _name = "hva.sms.gateway"
    _description = "Text message gateway"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("kannel", "Kannel"),
            ("link", "LINK Mobility"),
            ("twilio", "Twilio"),
            ("http", "Another gateway, by a template"),
            ("dry_run", "Dry run: sends nothing"),
        ],
        required=True,
        default="dry_run",
    )
    url = fields.Char("Address", help="Of the gateway's send service, such as http://127.0.0.1:13013/cgi-bin/sendsms")
    username = fields.Char(groups="base.group_system", help="The name itself, or $NAME of an environment variable.")
    password = fields.Char(
        groups="base.group_system",
        copy=False,
        help="Best as $NAME of an environment variable, so that it is in no dump.",
    )
    sender_id = fields.Char(
        "Sender ID", required=True, size=16, help="Name or number that the receiver sees; approved with the operator."
    )
    rate_per_minute = fields.Integer("Messages in a minute", default=600, required=True)
    failure_count = fields.Integer("Unclear replies in a row", readonly=True)
    paused_until = fields.Datetime(readonly=True)

    _rate_positive = models.Constraint("CHECK (rate_per_minute > 0)", "At least one message in a minute.")

    def _can_send(self, now) -> bool:
        self.ensure_one()
        return self.active and (not self.paused_until or self.paused_until <= now)

    def _batch_size(self, largest) -> int:
        """Return how many messages to claim at once: one as long as the last reply was unclear."""
        self.ensure_one()
        return 1 if self.failure_count else largest

    def _note_reply(self, is_clear, is_unknown=False):
        """Remember whether the gateway answered clearly; pause it for 1, 2, 4 ... 60 minutes when it did not.

        :param is_unknown: the reply left open whether the message was taken
        """
        self.ensure_one()
        if is_clear:
            if self.failure_count:
                self.write({"failure_count": 0, "paused_until": False})
            return
        minutes = min(2 ** min(self.failure_count, 10), LONGEST_PAUSE_MINUTES)
        until = self.env["hva.clock"]._now() + timedelta(minutes=minutes)
        self.write({"failure_count": self.failure_count + 1, "paused_until": until})
        self.env["hva.sms.job"]._wake("dispatch", until)  # its own minute may come just before the pause is over
        _logger.warning("gateway %s gave no clear reply; paused for %s min", self.id, minutes)

    @api.constrains("sender_id")
    def _check_sender_id(self):
        for gateway in self:
            if not sms_text.is_sender(gateway.sender_id):
                raise ValidationError(
                    self.env._("A sender is a number, or 2 to 11 letters A-Z and digits that begin with a letter.")
                )

    def action_resume(self):
        """Send again at once, after somebody has repaired the gateway."""
        self.write({"failure_count": 0, "paused_until": False})
