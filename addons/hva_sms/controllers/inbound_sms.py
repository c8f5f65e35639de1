import logging

from odoo import http
from odoo.http import request

from odoo.addons.hva_feedback.tools.log_mask import also_mask

from ..gateways.base import GatewayConfigError, InboundCall
from ..models.hva_sms_gateway_inbound import DOOR_IN
from .delivery_report import HEADERS, ROUTE

_logger = logging.getLogger(__name__)

LONGEST = 32768  # bytes: sixteen hundred letters as a form writes them

also_mask(DOOR_IN)


class InboundSmsController(http.Controller):
    """What phones write back. The answer is the same for known and unknown numbers, and sends nothing to the phone."""

    @http.route(f"{DOOR_IN}<string:token>", **{**ROUTE, "methods": ["POST"], "max_content_length": LONGEST})
    def receive(self, token, **_ignored):
        """Take one message; it is stored before the gateway hears that it was taken."""
        asked = request.httprequest
        call = InboundCall(
            url="",
            params=asked.values.to_dict(),
            headers={name.lower(): value for name, value in asked.headers.items()},
            body=asked.get_data(cache=True),
        )
        try:
            # sudo: the code in the address is the permission
            content_type, body = request.env["hva.sms.gateway"].sudo()._receive(token, call)
        except GatewayConfigError as error:
            _logger.error("a message from a phone was sent back to its gateway, which tries again: %s", error)
            return request.make_response("try again", headers=HEADERS, status=503)
        return request.make_response(body, headers=[("Content-Type", content_type), ("Cache-Control", "no-store")])
