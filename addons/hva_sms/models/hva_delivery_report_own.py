import logging
import re

from odoo import api, models

from ..gateways.base import ReportCall
from .sms_sms import OWN

_logger = logging.getLogger(__name__)

# Only what is final: reports come in any order, and Odoo's tracker does not know which state is further.
TO_ODOO = {"delivered": ("sent", False), "expired": ("error", "sms_expired"), "failed": ("error", "sms_not_delivered")}


class HvaDeliveryReport(models.Model):
    """Reports of the messages that Odoo itself sent through one of our gateways."""

    _inherit = "hva.delivery.report"

    @api.model
    def _is_own(self, token):
        return bool(re.fullmatch("[0-9a-f]{32}", token))

    @api.model
    def _receive_own(self, token, gateway_id, params, headers=None, address=""):
        """Tell Odoo's tracker how a message ended. Nothing is stored of our own; what is unknown changes nothing.

        :param token: the uuid of Odoo's message, :param gateway_id: as text; the others as in `_receive`
        :param address: where the report came, when not to the address of the message
        :raises GatewayConfigError: when the gateway's settings do not let the report be read
        """
        number = int(gateway_id) if re.fullmatch("[0-9]{1,9}", gateway_id) else 0
        # sudo: the uuid is the permission
        gateway = self.env["hva.sms.gateway"].sudo().search([("id", "=", number), ("company_ids", "!=", False)])
        tracker = self.env["sms.tracker"].sudo().search([("sms_uuid", "=", token)]) if self._is_own(token) else None
        if not gateway or not tracker:
            return
        adapter = gateway._get_adapter()
        address = address or f"{gateway._get_callback_base()}{OWN}{gateway.id}/{token}"
        if not adapter.is_genuine(ReportCall(address, params, headers or {})):
            _logger.warning("a delivery report for gateway %s is not signed by it", gateway.id)
            return
        report = adapter.parse_report(params)
        if report is None or report.state not in TO_ODOO:
            return
        state, failure = TO_ODOO[report.state]
        if report.code.startswith("invalid_destination"):
            failure = "sms_invalid_destination"
        tracker._action_update_from_sms_state(state, failure_type=failure)
