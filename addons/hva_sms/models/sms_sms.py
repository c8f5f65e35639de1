import logging

from odoo import fields, models

from odoo.addons.sms.tools.sms_api import SmsApiBase

from ..gateways.base import GatewayConfigError, OutgoingMessage

_logger = logging.getLogger(__name__)

OWN = "/hva_sms/own/"
VALIDITY_MINUTES = 24 * 60
LARGEST_BATCH = 10  # Odoo commits after a batch: what a crash in the middle would send twice
TO_ODOO = {"bad_number": "wrong_number_format", "no_phone": "sms_number_missing"}


class SmsApiHva(SmsApiBase):
    """One of our gateways in the place of Odoo's own sender. Its queue may repeat a batch after a crash: see 0012."""

    def __init__(self, env, gateway):
        super().__init__(env)
        self.gateway = gateway

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Hand the messages over one by one; return Odoo's own kind of results, which never hold number or text."""
        if self.env["hva.sms.job"]._is_stopped():
            return self._all(messages, self.env._("Sending is stopped."))
        if block := self.gateway._get_sender_block():
            return self._all(messages, self.gateway._get_block_words(block))
        try:
            adapter = self.gateway._get_adapter()
        except GatewayConfigError as error:
            _logger.error("gateway %s cannot send: %s", self.gateway.id, error)
            return self._all(messages, self.env._("The gateway is not set up."))
        return [
            self._send_one(adapter, each["number"] or "", each["uuid"], message["content"] or "")
            for message in messages
            for each in message["numbers"]
        ]

    def _all(self, messages, reason):
        uuids = [each["uuid"] for message in messages for each in message["numbers"]]
        return [{"uuid": uuid, "state": "server_error", "failure_reason": reason} for uuid in uuids]

    def _send_one(self, adapter, number, uuid, text):
        message = OutgoingMessage(
            ref=uuid,
            to=number,
            sender=self.gateway.sender_id,
            text=text,
            callback_url=f"{self.gateway._get_callback_base()}{OWN}{self.gateway.id}/{uuid}",
            validity_minutes=VALIDITY_MINUTES,
        )
        try:
            result = adapter.send(message)
        except Exception as error:  # an adapter's own bug: Odoo's log would hold number and text
            _logger.error("message %s: the gateway's adapter failed with %s", uuid, type(error).__name__)
            return {"uuid": uuid, "state": "server_error"}
        if result.outcome == "accepted":
            return {"uuid": uuid, "state": "success"}
        return {
            "uuid": uuid,
            "state": TO_ODOO.get(result.code, "server_error"),
            "failure_reason": self.gateway._get_trial_words(result),
        }


class HvaSmsGateway(models.Model):
    _inherit = "hva.sms.gateway"

    company_ids = fields.Many2many(
        "res.company",
        string="Odoo's own messages of",
        help="Text messages that Odoo itself sends for these companies leave through this gateway too. Odoo keeps "
        "their numbers and texts: what we promise about invitations does not hold for them.",
    )


class SmsSms(models.Model):
    """Odoo's own text messages, through our gateway for the companies that chose one."""

    _inherit = "sms.sms"

    def _hva_by_gateway(self):
        """Return {gateway: messages} of the companies that chose one; the rest is not ours."""
        # sudo: whose messages they are and what they leave through is not the sender's to see
        gateways = self.env["hva.sms.gateway"].sudo().search([("company_ids", "!=", False)])
        of_company = {company: gateway for gateway in reversed(gateways) for company in gateway.company_ids}
        found = {}
        for sms in self if of_company else ():
            if gateway := of_company.get(sms.sudo()._get_sms_company()):
                found[gateway] = found.get(gateway, self.browse()) | sms
        return found

    def _split_by_api(self):
        ours = self._hva_by_gateway()
        for gateway, messages in ours.items():
            yield SmsApiHva(self.env, gateway), messages
        if rest := self - self.browse().union(*ours.values()):
            yield from super(SmsSms, rest)._split_by_api()

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Send what the job of Odoo's queue brings: it asks no company before, and mixes them."""
        options = {"unlink_failed": unlink_failed, "unlink_sent": unlink_sent, "raise_exception": raise_exception}
        ours = {} if self.env.context.get("sms_api") else self._hva_by_gateway()
        if not ours:
            return super()._send(**options)
        for gateway, messages in ours.items():
            super(SmsSms, messages.with_context(sms_api=SmsApiHva(self.env, gateway)))._send(**options)
        rest = self - self.browse().union(*ours.values())
        for messages in rest.grouped(lambda sms: sms._get_sms_company()).values():
            super(SmsSms, messages)._send(**options)
        return None

    def _get_send_batch_size(self):
        size = super()._get_send_batch_size()
        # sudo: as in _hva_by_gateway
        has_ours = self.env["hva.sms.gateway"].sudo().search_count([("company_ids", "!=", False)], limit=1)
        return min(size, LARGEST_BATCH) if has_ours else size
