from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.hva_feedback.tools import codes

from ..gateways.base import GatewayConfigError, OutgoingMessage
from ..tools import delivery_status, phone
from .hva_delivery_report import DOOR

FAILOVER_AFTER = 3  # unclear replies in a row
TRIAL_MINUTES = 30


class HvaSmsGateway(models.Model):
    """Trying a gateway out, and which other one takes over while it is out of order."""

    _inherit = "hva.sms.gateway"

    fallback_id = fields.Many2one(
        "hva.sms.gateway",
        "Takes over",
        index="btree_not_null",
        ondelete="restrict",
        help="Sends what this gateway certainly has not taken, while this one gives no clear reply.",
    )
    trial_numbers = fields.Text(
        "Numbers for trials",
        groups="base.group_system",
        help="One in a row, as +358501112223. Trial messages go to no other number.",
    )
    trial_number = fields.Char("Trial to", groups="hva_feedback.hva_feedback_group_technical", copy=False)
    trial_result = fields.Char("Last trial", readonly=True, copy=False)
    trial_at = fields.Datetime("Tried", readonly=True, copy=False)

    @api.constrains("fallback_id")
    def _check_fallback(self):
        if any(gateway.fallback_id == gateway for gateway in self):
            raise ValidationError(self.env._("A gateway cannot take over from itself."))

    @api.constrains("trial_numbers")
    def _check_trial_numbers(self):
        for gateway in self:
            for number in gateway._get_trial_numbers():
                if phone.normalise(number, "ALL").e164 != number:
                    raise ValidationError(self.env._("Write numbers for trials one in a row, each as +358501112223."))

    def _get_trial_numbers(self):
        self.ensure_one()
        numbers = self.sudo().trial_numbers or ""  # sudo: the list is the system administrator's, its use is not
        return [line.strip() for line in numbers.splitlines() if line.strip()]

    def _is_out_of_order(self):
        """Tell whether the gateway has been unclear so often that another one should send meanwhile."""
        self.ensure_one()
        return self.failure_count >= FAILOVER_AFTER

    def _get_share(self, default):
        """Return the domain of due messages that are this gateway's to send now.

        A message that is due has certainly not been taken by the gateway that it waits for, so another may send it.
        `default` is the gateway of messages that were given none.
        """
        self.ensure_one()
        mine = self
        for gateway in self.search([("fallback_id", "=", self.id)]):
            if gateway._is_out_of_order():
                mine |= gateway
        share = Domain("gateway_id", "in", mine.ids)
        return share | Domain("gateway_id", "=", False) if default in mine else share

    def action_try(self):
        """Send one real message to a number of the list and tell what the gateway said.

        :raises UserError: when sending is stopped, the number is not in the list, or the settings cannot work
        """
        self.ensure_one()
        self.check_access("write")
        if self.env["hva.sms.job"]._is_stopped():
            raise UserError(self.env._("Sending is stopped. Nothing was sent."))
        if self.trial_number not in self._get_trial_numbers():
            raise UserError(self.env._("Add the number to the list of numbers for trials first."))
        token = codes.new_code()  # reports of a trial find no message, and are ignored
        message = OutgoingMessage(
            ref=f"hva-trial-{token[:8]}",
            to=self.trial_number,
            sender=self.sender_id,
            text=self.env._("A trial message from the customer feedback system. No answer is needed."),
            callback_url=f"{self._get_callback_base()}{DOOR}{token}",
            validity_minutes=TRIAL_MINUTES,
        )
        try:
            result = self._get_adapter().send(message)
        except GatewayConfigError as error:
            raise UserError(self.env._("The settings cannot work: %(reason)s", reason=error)) from None
        self.write({"trial_at": self.env["hva.clock"]._now(), "trial_result": self._get_trial_words(result)})

    @api.model
    def _get_trial_words(self, result):
        """Return what the gateway did with a trial message, in the user's language."""
        why = delivery_status.failure_label(result.code) if result.code else ""
        words = {
            "accepted": self.env._("The gateway took the message."),
            "refused": self.env._("The gateway refused the message: %(why)s", why=why),
            "busy": self.env._("The gateway did not take the message now: %(why)s", why=why),
            "unknown": self.env._("Whether the gateway took the message is not known: %(why)s", why=why),
        }
        return words[result.outcome]
