import json
import logging

from odoo import http
from odoo.http import request

from odoo.addons.hva_feedback.tools.log_mask import also_mask

from ..gateways.base import GatewayConfigError
from ..models.hva_delivery_report import DOOR
from ..models.hva_sms_gateway_adapter import GATE
from ..models.sms_sms import OWN
from ..tools import json_paths

_logger = logging.getLogger(__name__)

HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
LONGEST = 8192  # bytes
ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET", "POST"],
    "csrf": False,
    "save_session": False,
    "sitemap": False,
    "max_content_length": LONGEST,
}

also_mask(DOOR)
also_mask(GATE)
also_mask(OWN)


class DeliveryReportController(http.Controller):
    """The answer is the same for known, unknown, forged and repeated reports."""

    @http.route(f"{DOOR}<string:token>", **ROUTE)
    def receive(self, token, **_ignored):
        """Store what a gateway says of one message."""
        return self._answer(request.env["hva.delivery.report"].sudo()._receive, token)  # sudo: see there

    @http.route(f"{GATE}<string:token>", **ROUTE)
    def receive_at_gate(self, token, **_ignored):
        """Store what a gateway says of the message that its report names."""
        return self._answer(request.env["hva.delivery.report"].sudo()._receive_at_gate, token)  # sudo: see there

    @http.route(f"{OWN}<string:gateway_id>/<string:token>", **ROUTE)
    def receive_own(self, gateway_id, token, **_ignored):
        """Store what a gateway says of one of Odoo's own messages."""
        receive = request.env["hva.delivery.report"].sudo()._receive_own  # sudo: see there
        return self._answer(receive, token, gateway_id)

    @staticmethod
    def _answer(receive, *address):
        try:
            receive(*address, _said(), {name.lower(): value for name, value in request.httprequest.headers.items()})
        except GatewayConfigError as error:
            _logger.error("a delivery report was sent back to its gateway, which tries again: %s", error)
            return request.make_response("try again", headers=HEADERS, status=503)
        return request.make_response("ok", headers=HEADERS)


def _said():
    """Return query, form and JSON of the request as text by name; what cannot be read is nothing."""
    params = request.httprequest.values.to_dict()
    if request.httprequest.mimetype != "application/json":
        return params
    try:
        return params | json_paths.flat(json.loads(request.httprequest.get_data(cache=True)))
    except (ValueError, RecursionError):
        return params
